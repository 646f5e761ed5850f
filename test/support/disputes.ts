import { approvalHandlers } from '../../src/main/services/approvals'
import type { Context } from '../../src/main/services/context'
import { createEvents } from '../../src/main/services/events'
import { protectionCaseHandlers } from '../../src/main/services/protection-cases'
import { recordingHandlers } from '../../src/main/services/recording'
import { runVerify } from '../../src/main/services/verification'
import type { OrderId } from '../../src/preload/contract/ids'
import type { ProtectionDetail, Told, ToldBy } from '../../src/preload/contract/protection'
import { personAt } from './desk'
import { TESTER, valueIn } from './ledger'
import { gateways, quietControl } from './statements'
import { type Story, tellStory } from './story'

/** The desk of those who keep the payer's protection, over the story with its one protected order that is paid: 5,500 yen held. */
export interface DisputeDesk extends Story {
  handlers: ReturnType<typeof protectionCaseHandlers> & ReturnType<typeof recordingHandlers> & ReturnType<typeof approvalHandlers>
  clerk: Context
  supervisor: Context
  /** The protected order whose window is open. */
  held: OrderId
  get(orderId?: OrderId): Promise<ProtectionDetail>
  /** Records what was told of the protected order, as a clerk does. */
  tell(told: Told, text: string, source?: ToldBy): Promise<void>
  /** What the ledger breaks of its promises: nothing, if all is well. */
  broken(): Promise<string[]>
}

export async function openDisputeDesk(): Promise<DisputeDesk> {
  const story = await tellStory()
  const deps = { ...story, events: createEvents(), gateways, secrets: null }
  const handlers = { ...protectionCaseHandlers(deps), ...recordingHandlers(deps), ...approvalHandlers(deps) }
  const [, held] = story.orders
  if (held === undefined) throw new Error('the story has a protected order')
  const clerk = await personAt(story, 'yamada', ['clerk', 'supervisor'])
  const supervisor = await personAt(story, 'sato', ['supervisor'])
  const get = async (orderId = held) => valueIn(await handlers['protection.get'](clerk, { orderId }))
  return {
    ...story,
    handlers,
    clerk,
    supervisor,
    held,
    get,
    tell: async (told, text, source = 'telephone') => {
      const { version } = await get()
      valueIn(await handlers['orders.record'](clerk, { id: held, version, told, source, text }))
    },
    broken: async () => {
      story.clock.advance(1000)
      const result = valueIn(await runVerify({ ledger: story.ledger, by: TESTER, gateways }, quietControl()))
      if (result.kind !== 'verify') throw new Error(result.kind)
      return result.verify.invariants.flatMap(({ name, violations, first }) => (violations > 0 ? [`${name}: ${first}`] : []))
    },
  }
}
