import { type CardBook, type Payment, refundedOf } from './card-company-book'
import type { CardCallKind, CardTerms } from './card-company-contract'
import { chargeOf, disputeOf, idsOf, intentOf, refundOf, sessionOf } from './card-company-stripe-objects'

/* Stripe's API over HTTP as its official client calls it: forms with brackets in, JSON out, one answer per idempotency key. */

export interface WireCall {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly form: URLSearchParams
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}
export interface WireAnswer {
  readonly status: number
  readonly type: string
  readonly body: string
}

/** What a call does, in words of no company. */
export function stripeKind({ method, path }: WireCall): CardCallKind {
  if (method === 'GET') return 'look'
  if (path.endsWith('/capture')) return 'capture'
  if (path.endsWith('/cancel') || path.endsWith('/expire')) return 'void'
  return path === '/v1/refunds' ? 'refund' : 'open'
}

const json = (status: number, body: unknown): WireAnswer => ({ status, type: 'application/json', body: JSON.stringify(body) })
const no = (status: number, type: string, code: string | undefined, message: string) => json(status, { error: { type, code, message } })
const wrong = (code: string, message: string) => no(400, 'invalid_request_error', code, message)
const missing = (what: string) => no(404, 'invalid_request_error', 'resource_missing', `No such ${what}`)
const list = (data: readonly unknown[]) => json(200, { object: 'list', data, has_more: false })

export class StripeWire {
  readonly #answered = new Map<string, { asked: string; answer: WireAnswer }>()
  readonly #returns = new Map<string, { success: string; cancel: string }>()

  constructor(
    private readonly book: CardBook,
    private readonly terms: CardTerms,
    private readonly origin: () => string,
  ) {}

  answer(call: WireCall): WireAnswer {
    if (call.headers.authorization !== `Bearer ${this.terms.stripe.secretKey}`) {
      return no(401, 'invalid_request_error', undefined, `Invalid API Key provided: ${String(call.headers.authorization)}`)
    }
    const key = call.headers['idempotency-key']
    if (call.method !== 'POST' || typeof key !== 'string') return this.#done(call)
    const asked = `${call.path}?${call.form}`
    const before = this.#answered.get(key)
    if (before) return before.asked === asked ? before.answer : no(400, 'idempotency_error', undefined, 'Keys can only be used once')
    const answer = this.#done(call)
    this.#answered.set(key, { asked, answer })
    return answer
  }

  /** Where the form of a session sends the payer back to. */
  returnsOf = (payment: Payment) => this.#returns.get(payment.id)

  bySession = (id: string) => this.book.find('stripe', (payment) => idsOf(payment).session === id)

  sessionOf(payment: Payment, expand: readonly string[] = []) {
    return sessionOf(payment, { origin: this.origin(), expand, returns: this.returnsOf(payment) })
  }

  #done(call: WireCall): WireAnswer {
    const [, , ...parts] = call.path.split('/')
    const [kind, second = '', third = '', fourth = ''] = parts
    if (kind === 'checkout' && third === '') return call.method === 'POST' ? this.#open(call.form) : this.#sessions(call.query)
    if (kind === 'checkout') return this.#session(call, third, fourth)
    if (kind === 'payment_intents') return this.#intent(call, second, third)
    if (kind === 'refunds') return this.#refund(call.form)
    if (kind === 'disputes') return this.#disputes(call.query.get('charge'))
    return missing(call.path)
  }

  #open(form: URLSearchParams): WireAnswer {
    const reference = form.get('client_reference_id') ?? ''
    const amount = Number(form.get('line_items[0][price_data][unit_amount]'))
    const isRight =
      form.get('mode') === 'payment' &&
      form.get('payment_intent_data[capture_method]') === 'manual' &&
      form.get('payment_intent_data[metadata][reference]') === reference &&
      form.get('line_items[0][price_data][currency]') === 'jpy' &&
      form.get('allowed_payment_method_types[0]') === 'card'
    if (!isRight || !Number.isInteger(amount)) return wrong('parameter_invalid', 'This is no session for a card in yen, captured by hand')
    if (amount < 50) return wrong('amount_too_small', 'The Checkout Session’s total amount must convert to at least 50 cents.')
    const payment = this.book.open('stripe', reference, amount)
    this.#returns.set(payment.id, { success: form.get('success_url') ?? '', cancel: form.get('cancel_url') ?? '' })
    return json(200, this.sessionOf(payment))
  }

  #sessions(query: URLSearchParams): WireAnswer {
    const found = this.book.find('stripe', (payment) => idsOf(payment).intent === query.get('payment_intent'))
    return list(found ? [this.sessionOf(found)] : [])
  }

  #session(call: WireCall, id: string, deed: string): WireAnswer {
    const payment = this.bySession(id)
    if (!payment) return missing(`checkout.session: ${id}`)
    if (deed === 'expire') {
      const isOpen = payment.state === 'open' || payment.state === 'secure'
      if (!isOpen) return wrong('checkout_session_not_open', 'Only Checkout Sessions with a status of open can be expired.')
      this.book.void(payment)
    }
    const expand = [...call.query, ...call.form].filter(([name]) => name.startsWith('expand')).map(([, value]) => value)
    return json(200, this.sessionOf(payment, expand))
  }

  #intent({ form }: WireCall, id: string, deed: string): WireAnswer {
    const payment = this.book.find('stripe', (each) => idsOf(each).intent === id)
    if (!payment) return missing(`payment_intent: ${id}`)
    const status = intentOf(payment).status
    if (status !== 'requires_capture')
      return wrong('payment_intent_unexpected_state', `This PaymentIntent could not be changed, its status is ${status}.`)
    if (deed === 'cancel') this.book.void(payment)
    const amount = Number(form.get('amount_to_capture') ?? payment.authorized)
    if (deed === 'capture') {
      if (amount < 1 || amount > payment.authorized) return wrong('amount_too_large', 'The amount could not be captured.')
      this.book.capture(payment, amount)
    }
    return json(200, intentOf(payment))
  }

  #refund(form: URLSearchParams): WireAnswer {
    const payment = this.book.find('stripe', (each) => idsOf(each).intent === form.get('payment_intent'))
    if (!payment) return missing('payment_intent')
    const left = payment.captured - refundedOf(payment)
    if (payment.state !== 'captured') return wrong('charge_not_captured', 'This charge has not been captured.')
    if (left === 0) return wrong('charge_already_refunded', `Charge ${chargeOf(payment).id} has already been refunded.`)
    const amount = Number(form.get('amount') ?? left)
    if (amount > left) return wrong('amount_too_large', `Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`)
    return json(200, refundOf(payment, this.book.refund(payment, amount)))
  }

  #disputes(charge: string | null): WireAnswer {
    const payment = this.book.find('stripe', (each) => idsOf(each).charge === charge)
    return list(payment?.chargebacks.map((each) => disputeOf(payment, each)) ?? [])
  }
}
