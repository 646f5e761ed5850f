/*
 * 返信: what payers and merchants wrote back and nobody has understood, with the order beside it and one key for each thing it may say.
 * What is recorded here counts as if they had answered by their link.
 */
import { z } from 'zod'
import { IncomingMailId } from '../../../preload/contract/ids'
import { MailState, Said } from '../../../preload/contract/mails'
import type { Told } from '../../../preload/contract/protection'

const Addressed = z.object({
  state: MailState.catch('waiting').default('waiting'),
  mail: z.coerce.number().pipe(IncomingMailId).optional().catch(undefined),
})

/** Which mails an address asks for, and the one that is open. */
export function mailFilterOf(values: Readonly<Record<string, string>>): { state: MailState; mailId: IncomingMailId | null } {
  const { state, mail } = Addressed.parse(values)
  return { state, mailId: mail ?? null }
}

const REASON_MOST = 500

/** What of a mail goes into the history unless the clerk says otherwise: its beginning, in one piece. */
export function wordsOf(text: string): string {
  return text
    .trim()
    .replace(/\n{3,}/g, '\n\n')
    .slice(0, REASON_MOST)
    .trim()
}

/** What a mail may say of an order that stands so, each with its digit. */
export function sayable(recordable: readonly Told[]): readonly { said: Said; key: string }[] {
  return Said.options.filter((said) => recordable.includes(said)).map((said, index) => ({ said, key: String(index + 1) }))
}
