import type { Payment } from './card-company-book'

/* Stripe's objects as its API answers them, of what is in the book; written from its reference, not with its client. */

export interface Asked {
  readonly origin: string
  readonly expand: readonly string[]
  readonly returns: { readonly success: string; readonly cancel: string } | undefined
}

export const idsOf = ({ id }: Payment) => ({ session: `cs_test_${id}`, intent: `pi_${id}`, charge: `ch_${id}` })

export function sessionOf(payment: Payment, { origin, expand, returns }: Asked) {
  const status = payment.state === 'closed' ? 'expired' : payment.state === 'open' || payment.state === 'secure' ? 'open' : 'complete'
  const hasIntent = payment.card !== null
  const { session, intent } = idsOf(payment)
  return {
    ...{ id: session, object: 'checkout.session', mode: 'payment', currency: 'jpy', amount_total: payment.amount, status },
    payment_status: payment.state === 'captured' ? 'paid' : 'unpaid',
    client_reference_id: payment.reference,
    url: status === 'open' ? `${origin}/c/pay/${session}` : null,
    success_url: returns?.success ?? null,
    cancel_url: returns?.cancel ?? null,
    payment_intent: hasIntent ? (expand.some((path) => path.startsWith('payment_intent')) ? intentOf(payment, expand) : intent) : null,
  }
}

const INTENT_STATUS = {
  ...{ open: 'requires_payment_method', closed: 'canceled', secure: 'requires_action', authorized: 'requires_capture' },
  ...{ captured: 'succeeded', voided: 'canceled', expired: 'canceled' },
} as const

export function intentOf(payment: Payment, expand: readonly string[] = []) {
  const { intent, charge } = idsOf(payment)
  const wasCharged = payment.authorized > 0 || payment.refusal !== null
  const isExpanded = expand.some((path) => path.includes('latest_charge'))
  return {
    ...{ id: intent, object: 'payment_intent', amount: payment.amount, currency: 'jpy', capture_method: 'manual' },
    status: INTENT_STATUS[payment.state],
    amount_capturable: payment.state === 'authorized' ? payment.authorized : 0,
    amount_received: payment.captured,
    cancellation_reason: payment.state === 'expired' ? 'automatic' : null,
    last_payment_error: payment.refusal ? { type: 'card_error', code: 'card_declined', message: 'Your card was declined.' } : null,
    metadata: { reference: payment.reference },
    latest_charge: wasCharged ? (isExpanded ? chargeOf(payment) : charge) : null,
  }
}

/** Until when the authorisation can be captured: thirty days, as for a Japanese account. */
const captureBefore = (payment: Payment) => Date.parse(`${payment.processedOn}T00:00:00+09:00`) / 1000 + 30 * 24 * 60 * 60

export function chargeOf(payment: Payment) {
  const { intent, charge } = idsOf(payment)
  const refunds = refundsOf(payment)
  const isAuthorized = payment.authorized > 0
  return {
    ...{ id: charge, object: 'charge', amount: payment.amount, currency: 'jpy', payment_intent: intent },
    status: isAuthorized ? 'succeeded' : 'failed',
    captured: payment.captured > 0,
    amount_captured: payment.captured,
    amount_refunded: refunds.reduce((total, { amount }) => total + amount, 0),
    disputed: payment.chargebacks.length > 0,
    metadata: { reference: payment.reference },
    payment_method_details: {
      type: 'card',
      card: {
        ...{ brand: payment.card?.brand ?? null, last4: payment.card?.last4 ?? null, exp_month: 12, exp_year: 2030 },
        authorization_code: isAuthorized ? '012345' : null,
        ...(payment.state === 'authorized' ? { capture_before: captureBefore(payment) } : {}),
        three_d_secure: payment.threeDSecure ? { result: payment.threeDSecure, result_reason: null, version: '2.2.0' } : null,
      },
    },
    refunds: { object: 'list', data: refunds, has_more: false },
  }
}

/** With what a capture in part lets go, which Stripe shows as a refund that nobody asked for. */
function refundsOf(payment: Payment) {
  const letGo = payment.state === 'captured' ? payment.authorized - payment.captured : 0
  const released = letGo > 0 ? [{ id: `re_let_go_${payment.id}`, object: 'refund', amount: letGo, status: 'succeeded', metadata: {} }] : []
  return [...payment.refunds.map((refund) => refundOf(payment, refund)), ...released]
}

export function refundOf(payment: Payment, { id, amount }: { id: string; amount: number }) {
  const { intent, charge } = idsOf(payment)
  const metadata = { reference: payment.reference }
  return { id: `re_${id}`, object: 'refund', amount, currency: 'jpy', payment_intent: intent, charge, status: 'succeeded', metadata }
}

const DISPUTE_STATUS = { open: 'warning_needs_response', taken: 'needs_response', won: 'won', lost: 'lost' } as const

export function disputeOf(payment: Payment, { id, amount, state }: Payment['chargebacks'][number]) {
  const { intent, charge } = idsOf(payment)
  return {
    id,
    object: 'dispute',
    amount,
    currency: 'jpy',
    charge,
    payment_intent: intent,
    status: DISPUTE_STATUS[state],
    reason: 'fraudulent',
  }
}
