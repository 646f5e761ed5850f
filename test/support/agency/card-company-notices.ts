import { createHmac, randomBytes } from 'node:crypto'
import type { z } from 'zod'
import type { Payment } from './card-company-book'
import type { CardNoticeSent, CardTerms, DeliveryOrder, Signature, Wire } from './card-company-contract'
import type { GmoWire } from './card-company-gmo'
import type { StripeWire } from './card-company-stripe'
import { chargeOf, disputeOf, intentOf } from './card-company-stripe-objects'

/* What the company tells by itself. A notice says how things stood when it was made, however late it comes. */

interface Made {
  readonly wire: Wire
  readonly kind: string
  readonly body: string
}

const KINDS: Record<string, readonly string[]> = {
  authorized: ['checkout.session.completed', 'payment_intent.amount_capturable_updated'],
  declined: ['payment_intent.payment_failed'],
  captured: ['payment_intent.succeeded', 'charge.captured'],
  voided: ['payment_intent.canceled'],
  expired: ['payment_intent.canceled', 'charge.expired'],
  closed: ['checkout.session.expired'],
  refunded: ['charge.refunded'],
  charged_back: ['charge.dispute.created'],
  chargeback_ended: ['charge.dispute.closed'],
}
/** Stripe's client takes none that is older than five minutes. */
const OLD_SECONDS = 3600

export class CardNotices {
  #made: Made[] = []
  #noted: { payment: Payment; what: string }[] = []
  readonly #urls = new Map<Wire, string>()

  constructor(
    private readonly terms: CardTerms,
    private readonly stripe: () => StripeWire,
    private readonly gmo: () => GmoWire,
  ) {}

  note = (payment: Payment, what: string) => void this.#noted.push({ payment, what })
  sendTo = (wire: Wire, url: string) => void this.#urls.set(wire, url)

  /** Writes down what the call that just ended has changed. */
  write(): void {
    for (const { payment, what } of this.#noted) {
      if (payment.wire === 'gmo') this.#made.push({ wire: 'gmo', kind: what, body: this.gmo().noticeOf(payment) })
      else for (const kind of KINDS[what] ?? []) this.#made.push({ wire: 'stripe', kind, body: this.#event(kind, payment) })
    }
    this.#noted = []
  }

  /** All that is to be told, with its headers; it stays to be told. */
  signed(signature: z.infer<typeof Signature>): CardNoticeSent[] {
    return this.#made.map(({ wire, kind, body }) => ({
      wire,
      kind,
      body,
      headers: wire === 'stripe' ? this.#signature(body, signature) : FORM,
    }))
  }

  async deliver(order: z.infer<typeof DeliveryOrder>, signature: z.infer<typeof Signature>): Promise<number[]> {
    const notices = this.signed(signature).filter(({ wire }) => this.#urls.has(wire))
    this.#made = this.#made.filter(({ wire }) => !this.#urls.has(wire))
    const sent = order === 'twice' ? [...notices, ...notices] : order === 'reversed' ? notices.toReversed() : notices
    const answered: number[] = []
    for (const { wire, headers, body } of sent) {
      const response = await fetch(this.#urls.get(wire) ?? '', { method: 'POST', headers, body, redirect: 'manual' })
      await response.arrayBuffer()
      answered.push(response.status)
    }
    return answered
  }

  #event(type: string, payment: Payment): string {
    const id = `evt_${randomBytes(8).toString('hex')}`
    const created = Math.floor(Date.now() / 1000)
    return JSON.stringify({
      id,
      object: 'event',
      api_version: '2026-10-28.endive',
      created,
      type,
      data: { object: this.#subject(type, payment) },
    })
  }

  #subject(type: string, payment: Payment): unknown {
    const dispute = payment.chargebacks.at(-1)
    if (type.startsWith('checkout.')) return this.stripe().sessionOf(payment)
    if (type.startsWith('payment_intent.')) return intentOf(payment)
    return type.startsWith('charge.dispute.') && dispute ? disputeOf(payment, dispute) : chargeOf(payment)
  }

  #signature(body: string, signature: z.infer<typeof Signature>): Record<string, string> {
    const at = Math.floor(Date.now() / 1000) - (signature === 'old' ? OLD_SECONDS : 0)
    const secret = signature === 'wrong' ? `${this.terms.stripe.webhookSecret}x` : this.terms.stripe.webhookSecret
    const sum = createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')
    return {
      'content-type': 'application/json; charset=utf-8',
      ...(signature === 'none' ? {} : { 'stripe-signature': `t=${at},v1=${sum}` }),
    }
  }
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
