import { formatYen } from '../../../preload/contract/money'
import type { RefusalSentences } from '../sentences'

export const collections = {
  collection_has_errors: ({ total }) =>
    `The result file has ${total} ${total === 1 ? 'fault' : 'faults'}. Nothing was brought in. Ask the store agent for it again.`,
  collection_unknown: () => 'This cannot be read as a result file. Give a file of Mizuho Factor, MUFG Factor or DSK.',
  store_agent_not_settled: () => 'The store agent is not settled yet. An administrator does so under Gateways, Convenience stores.',
  collection_not_open: () => 'This collection no longer waits for anybody. Open the list again.',
  transfer_differs: ({ expected, found }) =>
    `The amounts do not agree: ${formatYen(expected)} yen should be there, ${formatYen(found)} yen were entered. Correct the parts, or give the reason.`,
  claims_changed: () => 'The collections of this day changed while you were looking. Check the new figures.',
  above_slip_limit: ({ limit }) => `A slip takes at most ${formatYen(limit)} yen. Choose another method of payment.`,
  slip_not_live: () => 'This slip can no longer be paid: it was issued anew, or another method was chosen.',
} satisfies Partial<RefusalSentences>
