/*
 * 申込: merchants that want to join, and what merchants wish changed of themselves. A clerk carries them on: into a registration, into a
 * staged change, or to a refusal with its reason. Nothing here decides; a supervisor does (views/approvals).
 */
import { z } from 'zod'
import { ApplicationState } from '../../../preload/contract/applications'
import { ApplicationId, MerchantRequestId } from '../../../preload/contract/ids'
import { MerchantRequestState } from '../../../preload/contract/portal'

const Addressed = z.object({
  tab: z.enum(['applications', 'requests']).catch('applications').default('applications'),
  state: ApplicationState.catch('received').default('received'),
  application: z.coerce.number().pipe(ApplicationId).optional().catch(undefined),
  wishes: MerchantRequestState.catch('waiting').default('waiting'),
  request: z.coerce.number().pipe(MerchantRequestId).optional().catch(undefined),
})

/** Which list an address asks for, in which state, and what is open in it. */
export function applicationFilterOf(values: Readonly<Record<string, string>>): z.infer<typeof Addressed> {
  return Addressed.parse(values)
}
