import { z } from 'zod'
import { BusinessDate } from '../../preload/contract/date'
import { PaymentMethod } from '../../preload/contract/merchants'
import { Yen } from '../../preload/contract/money'
import { Tracks } from '../../preload/contract/orders'

/* What a notice keeps of its event: enough to put it into words at any later time, without a link and without a secret. */

/** Of an order, as it stood after the event. */
export const OrderNoticeFacts = z.object({
  event: z.string(),
  eventAmount: Yen.nullable(),
  /** What stood in the event: a reason, a source. */
  detail: z.record(z.string(), z.unknown()),
  merchantName: z.string(),
  registrationNumber: z.string(),
  orderNumber: z.string(),
  receivedOn: BusinessDate,
  goods: z.string(),
  amount: Yen,
  paidAmount: Yen,
  method: PaymentMethod.nullable(),
  dueOn: BusinessDate.nullable(),
  payerName: z.string(),
  payerKana: z.string(),
  /** Branch 3 + number 7, while there is one. */
  virtualAccount: z.string().nullable(),
  /** The last day of what the event began: to accept, to say the goods never came, to answer a return. */
  until: BusinessDate.nullable(),
  tracks: Tracks,
})
export type OrderNoticeFacts = z.infer<typeof OrderNoticeFacts>

/** Of a payout, as it was when the bank's statement showed it. */
export const PayoutNoticeFacts = z.object({
  merchantName: z.string(),
  registrationNumber: z.string(),
  number: z.string(),
  closingOn: BusinessDate,
  paidOn: BusinessDate,
  net: Yen,
  gross: Yen,
  orders: z.int(),
})
export type PayoutNoticeFacts = z.infer<typeof PayoutNoticeFacts>

/** Of somebody who applied to become a merchant, or has become one. */
export const ApplicantNoticeFacts = z.object({
  name: z.string(),
  registrationNumber: z.string().default(''),
  reason: z.string().default(''),
  /** The path of a one-time link; sealed, since whoever reads it may use it. Only what is sent holds it open. */
  sealed: z.string().nullable().default(null),
  until: BusinessDate.nullable().default(null),
})
export type ApplicantNoticeFacts = z.infer<typeof ApplicantNoticeFacts>
