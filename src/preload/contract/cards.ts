import { z } from 'zod'
import { Party } from './collection'
import { BusinessDate, Instant } from './date'
import { CardActId, CardPaymentId, ClaimId, MerchantId, OrderId, RefundId } from './ids'
import { PaymentMethod } from './merchants'
import { method } from './method'
import { PositiveYen, Yen } from './money'
import { PaymentTrack } from './orders'
import { Cursor, PageSize, pageOf } from './paging'

/*
 * Cards (クレジットカード): authorised before the goods leave, captured when they have, and owed by the card company until it transfers.
 * Card numbers never come here (カード情報非保持化): a brand, the last four digits, and what the company calls the payment. A debit card
 * (デビットカード) goes the same way; a check of the balance stands in the place of the authorisation (0084).
 */

/** Methods that go by a card, each with a company, a contract and a key of its own. */
export const CardMethod = PaymentMethod.extract(['card', 'debit'])
export type CardMethod = z.infer<typeof CardMethod>

/** Whose protocol a card company speaks. */
export const CardProvider = z.enum(['stripe', 'gmo'])
export type CardProvider = z.infer<typeof CardProvider>

/**
 * Where a payment stands. What the company says of it; and `given_up`, where its payer never finished the form and nothing may come of it
 * any more.
 */
export const CardPaymentState = z.enum(['waiting', 'given_up', 'declined', 'authorized', 'captured', 'voided', 'expired'])
export type CardPaymentState = z.infer<typeof CardPaymentState>

/** Result of 3-D Secure: fully authenticated, attempted, not, unavailable, rejected, a challenge was asked. */
export const CardThreeDSecure = z.enum(['Y', 'A', 'N', 'U', 'R', 'C'])
export type CardThreeDSecure = z.infer<typeof CardThreeDSecure>

export const CardActKind = z.enum(['capture', 'void', 'refund'])
export type CardActKind = z.infer<typeof CardActKind>

/** asked: on its way, or about to be · told: done · refused: certainly not done · unknown: the answer was lost, it is looked at again. */
export const CardActOutcome = z.enum(['asked', 'told', 'refused', 'unknown'])
export type CardActOutcome = z.infer<typeof CardActOutcome>

/** A cardholder's complaint: the company only asks, has taken the money back, or has given it back. */
export const ChargebackState = z.enum(['open', 'taken', 'won'])
export type ChargebackState = z.infer<typeof ChargebackState>

/**
 * What a person must look after. captured_unasked: money nobody here asked for; its order takes none · amount_differs: another amount than
 * was asked · refunded_unasked: given back at the company, and nobody here asked for it · chargeback_waits: taken back while its order's
 * money is on its way, or more than is left of it · act_refused: the company would not do what was asked.
 */
export const CardTrouble = z.enum(['captured_unasked', 'amount_differs', 'refunded_unasked', 'chargeback_waits', 'act_refused'])
export type CardTrouble = z.infer<typeof CardTrouble>

/** By a refund at the company, by paying its order, asked once more, or noted with a reason. */
export const CardTroubleEnding = z.enum(['refunded', 'assigned', 'asked_again', 'noted'])
export type CardTroubleEnding = z.infer<typeof CardTroubleEnding>

/** A trouble that is over. */
export const CardTroubleEnd = z.object({ trouble: CardTrouble, ending: CardTroubleEnding, note: z.string(), by: z.string(), at: Instant })
export type CardTroubleEnd = z.infer<typeof CardTroubleEnd>

export const CardPaymentRow = z.object({
  id: CardPaymentId,
  orderId: OrderId,
  orderNumber: z.string(),
  merchantId: MerchantId,
  merchantName: z.string(),
  method: CardMethod,
  party: Party,
  provider: CardProvider,
  /** Our own reference, new for every try. */
  reference: z.string(),
  amount: PositiveYen,
  state: CardPaymentState,
  /** Where the order stands by now. */
  payment: PaymentTrack,
  brand: z.string().nullable(),
  last4: z.string().nullable(),
  /** Until when it can be captured. */
  captureBefore: Instant.nullable(),
  captured: Yen,
  refunded: Yen,
  trouble: CardTrouble.nullable(),
  openedAt: Instant,
  version: z.int(),
})
export type CardPaymentRow = z.infer<typeof CardPaymentRow>

export const CardPaymentDetail = CardPaymentRow.extend({
  companyId: z.string(),
  threeDSecure: CardThreeDSecure.nullable(),
  approvalCode: z.string().nullable(),
  claimId: ClaimId.nullable(),
  /** The day the company's transfer of it is to come. */
  transferOn: BusinessDate.nullable(),
  acts: z.array(
    z.object({
      id: CardActId,
      kind: CardActKind,
      amount: PositiveYen,
      outcome: CardActOutcome,
      /** In the company's own words, where it refused or nothing was heard. */
      code: z.string(),
      detail: z.string(),
      refundId: RefundId.nullable(),
      askedBy: z.string(),
      askedAt: Instant,
      answeredAt: Instant.nullable(),
    }),
  ),
  chargebacks: z.array(z.object({ name: z.string(), amount: PositiveYen, state: ChargebackState, booked: z.boolean(), toldAt: Instant })),
  /** What was captured belongs to no order. */
  isUnowned: z.boolean(),
  /** What its company still owes of it, or has paid and not taken back. */
  left: Yen,
  /** Its company has taken back more than is left of it besides what goes back otherwise: nothing here books that by itself. */
  isTakenTwice: z.boolean(),
  /** What has gone back at the company and is no refund of ours. */
  unasked: Yen,
  /** The refund of what belongs to no order that was asked for. */
  unownedRefundId: RefundId.nullable(),
  /** How its troubles were ended, the oldest first. */
  ends: z.array(CardTroubleEnd),
  /** The same order's other tries, the newest first. */
  others: z.array(z.object({ id: CardPaymentId, method: CardMethod, reference: z.string(), state: CardPaymentState, openedAt: Instant })),
})
export type CardPaymentDetail = z.infer<typeof CardPaymentDetail>

/** authorized: may be captured · unknown: an answer was lost · captured · troubled: a person must look. */
export const CardFilter = z.object({
  standing: z.enum(['authorized', 'unknown', 'captured', 'troubled']).optional(),
  method: CardMethod.optional(),
  merchantId: MerchantId.optional(),
  orderId: OrderId.optional(),
  /** Authorised, and over by the end of this day. */
  endsBy: BusinessDate.optional(),
})
export type CardFilter = z.infer<typeof CardFilter>

const OnePayment = z.object({ id: CardPaymentId, version: z.int() })

export const cardMethods = {
  /** Payments by card, credit or debit: authorised ones by when they end, the first first; any others newest first. */
  'card.payments': method({
    permission: 'read',
    input: z.object({ filter: CardFilter.default({}), cursor: Cursor.nullable().default(null), size: PageSize }),
    output: pageOf(CardPaymentRow),
  }),
  'card.payment': method({ permission: 'read', input: z.object({ id: CardPaymentId }), output: CardPaymentDetail }),
  /** Captures an authorised payment, as its merchant told (s62, s63). Answers where it stands after. */
  'card.capture': method({ permission: 'clear', input: OnePayment, output: CardPaymentRow }),
  /** Cancels the order of an authorised payment and lets the authorisation go. */
  'card.void': method({
    permission: 'clear',
    input: OnePayment.extend({ reason: z.string().trim().min(1).max(200) }),
    output: CardPaymentRow,
  }),
  /**
   * Ends what had to be looked after: what was captured unasked pays its order, what the company would not do is asked again, or it is noted.
   * What goes back is asked for as a refund.
   */
  'card.end': method({
    permission: 'clear',
    input: OnePayment.extend({ ending: CardTroubleEnding.exclude(['refunded']), note: z.string().trim().min(1).max(400) }),
    output: CardPaymentRow,
  }),
  /** Asks the company where a payment stands; what was left open is done. */
  'card.look': method({ permission: 'clear', input: z.object({ id: CardPaymentId }), output: CardPaymentRow }),
}
