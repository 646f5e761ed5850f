import { z } from 'zod'
import type { CardThreeDSecure } from '../../../preload/contract/cards'
import { Instant } from '../../../preload/contract/date'
import { PositiveYen, Yen, yen, ZERO_YEN } from '../../../preload/contract/money'
import type { CardStanding, CardState, Chargeback } from '../card-company'

/*
 * What Stripe's answers say of a payment, in our words. Yen has no smaller unit: Stripe's amounts are whole yen. Only what is read stands in
 * the schemas; a status that is not listed is not understood, and then nothing is assumed.
 */

const SecureStep = z.object({ result: z.string().nullish(), result_reason: z.string().nullish() })
const CardDetails = z.object({
  brand: z.string().nullish(),
  last4: z.string().nullish(),
  authorization_code: z.string().nullish(),
  capture_before: z.int().positive().nullish(),
  three_d_secure: SecureStep.nullish(),
})
const Refund = z.object({ amount: Yen, status: z.string().nullish(), metadata: z.record(z.string(), z.string()).nullish() })
const Charge = z.object({
  id: z.string(),
  status: z.string(),
  amount: Yen,
  amount_captured: Yen,
  amount_refunded: Yen,
  disputed: z.boolean(),
  payment_method_details: z.object({ card: CardDetails.nullish() }).nullish(),
  refunds: z.object({ data: z.array(Refund), has_more: z.boolean() }).nullish(),
})
type Charge = z.infer<typeof Charge>
const Intent = z.object({
  id: z.string(),
  status: z.enum([
    'requires_payment_method',
    'requires_confirmation',
    'requires_action',
    'processing',
    'requires_capture',
    'succeeded',
    'canceled',
  ]),
  cancellation_reason: z.string().nullish(),
  last_payment_error: z.object({ type: z.string() }).nullish(),
  latest_charge: Charge.nullish(),
})
type Intent = z.infer<typeof Intent>

/** A Checkout Session with its PaymentIntent, expanded as `EXPAND` says. */
export const Session = z.object({
  id: z.string(),
  status: z.enum(['open', 'complete', 'expired']),
  payment_intent: Intent.nullish(),
})
export type Session = z.infer<typeof Session>
export const EXPAND = ['payment_intent.latest_charge.refunds']

const Dispute = z.object({ id: z.string(), amount: PositiveYen, status: z.string() })
export const Disputes = z.object({ data: z.array(Dispute) })

/** Where the payment of a session stands. `disputes`: those of its charge. */
export function standingOf({ status, payment_intent: intent }: Session, disputes: z.infer<typeof Disputes>): CardStanding {
  const charge = intent?.latest_charge
  const card = charge?.payment_method_details?.card
  const state = intent ? stateOf(status, intent) : OF_EMPTY_FORM[status]
  const captured = state === 'captured' && charge ? charge.amount_captured : ZERO_YEN
  return {
    state,
    authorized: charge?.status === 'succeeded' ? charge.amount : ZERO_YEN,
    captured,
    refunded: state === 'captured' && charge ? refundedOf(charge) : ZERO_YEN,
    card: card?.last4 ? { brand: card.brand ?? null, last4: card.last4 } : null,
    threeDSecure: intent?.status === 'requires_action' ? 'C' : secureOf(card?.three_d_secure),
    captureBefore: state === 'authorized' && card?.capture_before ? Instant.parse(card.capture_before * 1000) : null,
    approvalCode: card?.authorization_code ?? null,
    chargebacks: disputes.data.map(({ id, amount, status: told }): Chargeback => ({ id, amount, state: chargebackState(told) })),
  }
}

/** Whether a card was asked at this form and refused; the payer may still type in another while the form is open. */
export const cardWasRefused = ({ payment_intent }: Session) => payment_intent?.last_payment_error?.type === 'card_error'

const OF_EMPTY_FORM: Record<Session['status'], CardState> = { open: 'waiting', complete: 'waiting', expired: 'expired' }

function stateOf(form: Session['status'], { status, cancellation_reason: reason, last_payment_error: refused }: Intent): CardState {
  if (status === 'requires_capture') return 'authorized'
  if (status === 'succeeded') return 'captured'
  if (status === 'canceled' && form !== 'expired') return reason === 'automatic' || reason === 'expired' ? 'expired' : 'voided'
  if (form !== 'expired') return 'waiting'
  return refused?.type === 'card_error' ? 'declined' : 'expired'
}

/**
 * What has gone back of what was captured. Stripe counts what a capture in part lets go as refunded too, as one refund that nobody asked for.
 */
function refundedOf({ amount, amount_captured: captured, amount_refunded: told, refunds }: Charge): Yen {
  const letGo = amount - captured
  if (letGo === 0 || told === 0) return told
  if (!refunds || refunds.has_more) return yen(Math.max(0, told - letGo))
  const isLetGo = refunds.data.some((refund) => refund.amount === letGo && refund.metadata?.reference === undefined)
  return isLetGo ? yen(told - letGo) : told
}

function secureOf(step: z.infer<typeof SecureStep> | null | undefined): CardThreeDSecure | null {
  switch (step?.result) {
    case 'authenticated':
      return 'Y'
    case 'attempt_acknowledged':
      return 'A'
    case 'failed':
      return step.result_reason === 'rejected' ? 'R' : 'N'
    case 'not_supported':
    case 'processing_error':
      return 'U'
    default:
      return null
  }
}

/** Enquiries (`warning_…`) take no money; a dispute takes it at once and gives it back when it is won. */
function chargebackState(status: string): Chargeback['state'] {
  if (status === 'won') return 'won'
  return status.startsWith('warning_') || status === 'prevented' ? 'open' : 'taken'
}
