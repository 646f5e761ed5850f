import type {
  CardActKind,
  CardActOutcome,
  CardMethod,
  CardPaymentState,
  CardProvider,
  CardThreeDSecure,
  CardTrouble,
  CardTroubleEnding,
  ChargebackState,
} from '../../preload/contract/cards'
import type { Party } from '../../preload/contract/collection'
import type { Instant } from '../../preload/contract/date'
import type {
  CardActId,
  CardChargebackId,
  CardPaymentId,
  CardTroubleEndId,
  ClaimDeductionId,
  ClaimId,
  OrderId,
  RefundId,
} from '../../preload/contract/ids'
import type { PositiveYen, Yen } from '../../preload/contract/money'

/* Rows of payments by card; what each table promises stands in migrations/0005-card.ts. */

/** One try to pay an order by card. */
export interface CardPaymentStored {
  id: CardPaymentId
  order_id: OrderId
  method: CardMethod
  party: Party
  provider: CardProvider
  reference: string
  amount: PositiveYen
  /** Empty until the company has opened its form. */
  company_id: string
  /** Where its payer goes on; only while it waits. */
  form_url: string | null
  state: CardPaymentState
  brand: string | null
  last4: string | null
  three_d_secure: CardThreeDSecure | null
  approval_code: string | null
  capture_before: Instant | null
  /** When the merchant was warned that the authorisation ends. */
  warned_at: Instant | null
  captured: Yen
  refunded: Yen
  trouble: CardTrouble | null
  claim_id: ClaimId | null
  opened_at: Instant
  /** When the newest answer was asked for; one that was asked for earlier is old news. */
  asked_at: Instant
  /** When it is looked after next; null while nothing is to be done. */
  due_at: Instant | null
  version: number
}

/** What was asked of the company; sent again only under the same key. */
export interface CardActStored {
  id: CardActId
  payment_id: CardPaymentId
  kind: CardActKind
  key: string
  amount: PositiveYen
  refund_id: RefundId | null
  /** It has gone back already: it is written down, and never sent. */
  gone: 0 | 1
  outcome: CardActOutcome
  code: string
  detail: string
  deduction_id: ClaimDeductionId | null
  asked_by: string
  asked_at: Instant
  /** Null until it has certainly been on its way. */
  sent_at: Instant | null
  answered_at: Instant | null
}

export interface CardChargebackStored {
  id: CardChargebackId
  payment_id: CardPaymentId
  /** As the company names it. */
  name: string
  amount: PositiveYen
  state: ChargebackState
  told_at: Instant
  taken_id: ClaimDeductionId | null
  won_id: ClaimDeductionId | null
}

/** How a trouble of a payment was ended. */
export interface CardTroubleEndStored {
  id: CardTroubleEndId
  payment_id: CardPaymentId
  trouble: CardTrouble
  ending: CardTroubleEnding
  note: string
  actor: string
  at: Instant
}

export interface CardSchema {
  card_trouble_ends: CardTroubleEndStored
  card_payments: CardPaymentStored
  card_acts: CardActStored
  card_chargebacks: CardChargebackStored
}
