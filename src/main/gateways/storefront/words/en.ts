import { accept, receipt, returned } from './en/answers'
import { fields, frame, problems } from './en/frame'
import { nouns } from './en/nouns'
import { order, said } from './en/order'
import { pay } from './en/pay'
import { refundAccount } from './en/refund-account'
import { refusals } from './en/refusals'
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
  accept,
  receipt,
  returned,
  refundAccount,
}
