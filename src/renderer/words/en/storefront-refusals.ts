import { formatDate } from '../../../preload/contract/date'
import { formatYen } from '../../../preload/contract/money'
import type { RefusalSentences } from '../sentences'

export const storefront = {
  order_number_taken: ({ orderNumber }) => `Order number ${orderNumber} is registered already.`,
  amount_differs: ({ stated, counted }) =>
    `The amount of ${formatYen(stated)} yen is not what the lines come to (${formatYen(counted)} yen).`,
  idempotency_mismatch: () => 'The same Idempotency-Key was used for another content.',
  request_in_progress: () => 'The same request is being worked on. Wait a moment and send it again.',
  method_not_offered: ({ method }) => `This way to pay (${method}) is not offered.`,
  link_invalid: () => 'This link is not right. Open the link in the mail once more.',
  link_expired: () => 'This link has expired.',
  deadline_passed: ({ on }) => `The deadline (${formatDate(on)}) has passed.`,
  gateway_off: ({ gateway }) => `The connection (${gateway}) is off.`,
  key_unreadable: () => 'The key of the ledger cannot be read. Secret settings such as passwords cannot be used.',
  notice_settled: ({ state }) => `This notice (${state}) cannot be sent again. Open the list anew.`,
} satisfies Partial<RefusalSentences>
