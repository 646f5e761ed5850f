import { accept, receipt, returned } from './ja/answers'
import { apply } from './ja/apply'
import { card } from './ja/card'
import { collected } from './ja/collected'
import { debit } from './ja/debit'
import { debitCard } from './ja/debit-card'
import { demonstration } from './ja/demonstration'
import { forms } from './ja/forms'
import { fields, frame, problems } from './ja/frame'
import { nouns } from './ja/nouns'
import { order, said } from './ja/order'
import { pay } from './ja/pay'
import { portal } from './ja/portal'
import { refundAccount } from './ja/refund-account'
import { refusals } from './ja/refusals'
import { store } from './ja/store'
import { terms } from './ja/terms'

/* The words of the pages in Japanese, one file per subject in `ja/`; what stands here must stand in English too, or it does not compile. */
export const ja = {
  bank: '決済代行口',
  frame,
  fields,
  problems,
  nouns,
  refusals,
  order,
  said,
  pay,
  store,
  debit,
  collected,
  card,
  debitCard,
  accept,
  receipt,
  returned,
  refundAccount,
  forms,
  apply,
  terms,
  portal,
  demonstration,
}

export type StorefrontWords = typeof ja
