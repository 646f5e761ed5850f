import { accept, receipt, returned } from './en/answers'
import { apply } from './en/apply'
import { card } from './en/card'
import { collected } from './en/collected'
import { debit } from './en/debit'
import { debitCard } from './en/debit-card'
import { demonstration } from './en/demonstration'
import { forms } from './en/forms'
import { fields, frame, problems } from './en/frame'
import { nouns } from './en/nouns'
import { order, said } from './en/order'
import { pay } from './en/pay'
import { portal } from './en/portal'
import { refundAccount } from './en/refund-account'
import { refusals } from './en/refusals'
import { store } from './en/store'
import { terms } from './en/terms'
import type { StorefrontWords } from './ja'

export const en: StorefrontWords = {
  bank: 'Settlement counter',
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
