import Stripe from 'stripe'
import { z } from 'zod'
import type { CardAnswer, CardCompany, CardNotice, CardPaymentName } from '../card-company'
import { companyAddress, PayerAddress } from './address'
import { afterDeed } from './after-deed'
import { asked } from './stripe-faults'
import { objectsOnly } from './stripe-http'
import { Reference, readSigned } from './stripe-notice'
import { cardWasRefused, Disputes, EXPAND, Session, standingOf } from './stripe-standing'

/*
 * Stripe by its official client. The form is a Checkout Session, authorised only; `companyId` is always the id of that session: it is known
 * from the beginning and stays, and the PaymentIntent, which comes later, is found through it.
 *
 * A form that is open is `waiting`, whatever cards were refused in it. When the payer comes back without having paid and a card was refused,
 * the form is closed and the payment is `declined`; with no card refused it stays `waiting` until it is voided or Stripe closes it
 * (`expired`). The client asks once more where a connection was closed on it (stripe-node 1040): every act bears its key, so it is done once.
 */

export interface StripeAccess {
  /** Where the API is; its path is not used. */
  readonly apiUrl: string
  readonly secretKey: string
  /** Signs Stripe's notices. */
  readonly webhookSecret: string
  readonly timeoutMs: number
}

/** How the payer comes back is marked in the address. */
const MARK = 'card'
const DONE = 'done'
const BACK = 'back'
const NEVER_AUTHORIZED: CardAnswer = { outcome: 'refused', code: 'nothing_authorized', detail: 'the payer has not finished the form' }
const Form = z.object({ id: z.string(), url: PayerAddress })
const FormsOfIntent = z.object({ data: z.array(z.object({ id: z.string(), client_reference_id: Reference.nullish().catch(null) })) })

/** The card company Stripe, for one account. Throws where the address is none that may be given a secret. */
export function stripeCards(access: StripeAccess): CardCompany {
  const { protocol, hostname: host, port } = companyAddress(access.apiUrl)
  const stripe = new Stripe(access.secretKey, {
    protocol: protocol === 'http:' ? 'http' : 'https',
    host,
    ...(port === '' ? {} : { port }),
    telemetry: false,
    timeout: access.timeoutMs,
    maxNetworkRetries: 0,
    httpClient: objectsOnly(access.timeoutMs),
  })
  const { sessions } = stripe.checkout

  const formOf = async ({ companyId }: CardPaymentName) => Session.parse(await sessions.retrieve(companyId, { expand: EXPAND }))

  async function told(form: Session): Promise<CardAnswer> {
    const charge = form.payment_intent?.latest_charge
    const disputes = charge?.disputed ? Disputes.parse(await stripe.disputes.list({ charge: charge.id, limit: 100 })) : { data: [] }
    return { outcome: 'told', standing: standingOf(form, disputes) }
  }

  const look = (name: CardPaymentName) => asked(async () => told(await formOf(name)))

  /** Does something to the PaymentIntent and tells where it then stands. */
  const act = (name: CardPaymentName, deed: (intent: string) => Promise<unknown>) =>
    asked(async () => {
      const intent = (await formOf(name)).payment_intent?.id
      if (intent === undefined) return NEVER_AUTHORIZED
      await deed(intent)
      return afterDeed(await look(name))
    })

  return {
    open: ({ reference, amount, returnTo, description }) =>
      asked(async () => {
        const form = await sessions.create(
          {
            mode: 'payment',
            allowed_payment_method_types: ['card'],
            client_reference_id: reference,
            line_items: [{ quantity: 1, price_data: { currency: 'jpy', unit_amount: amount, product_data: { name: description } } }],
            payment_intent_data: { capture_method: 'manual', metadata: { reference } },
            payment_method_options: { card: { request_three_d_secure: 'any' } },
            success_url: marked(returnTo, DONE),
            cancel_url: marked(returnTo, BACK),
          },
          { idempotencyKey: `open-${reference}` },
        )
        const { id: companyId, url } = Form.parse(form)
        return { outcome: 'opened', form: { url, companyId } }
      }),

    finish: (name, _payment, returned) =>
      asked(async () => {
        const form = await formOf(name)
        if (returned[MARK] !== BACK || form.status !== 'open' || !cardWasRefused(form)) return told(form)
        await sessions.expire(form.id, {}, { idempotencyKey: `close-${name.reference}` })
        return afterDeed(await look(name))
      }),

    look,

    capture: (name, amount, key) =>
      act(name, (intent) => stripe.paymentIntents.capture(intent, { amount_to_capture: amount }, { idempotencyKey: key })),

    void: (name, key) =>
      asked(async () => {
        const form = await formOf(name)
        const intent = form.payment_intent
        if (form.status === 'open') await sessions.expire(form.id, {}, { idempotencyKey: key })
        else if (intent && intent.status !== 'canceled') await stripe.paymentIntents.cancel(intent.id, {}, { idempotencyKey: key })
        return afterDeed(await look(name))
      }),

    refund: (name, amount, key) =>
      act(name, (intent) =>
        stripe.refunds.create({ payment_intent: intent, amount, metadata: { reference: name.reference } }, { idempotencyKey: key }),
      ),

    async readNotice(headers, body): Promise<CardNotice> {
      const read = readSigned(body, headers['stripe-signature'], access.webhookSecret)
      if (read.outcome !== 'of_intent') return read
      const found = await asked(async () => FormsOfIntent.parse(await sessions.list({ payment_intent: read.intent, limit: 1 })))
      if ('outcome' in found) return { outcome: 'unknown', detail: found.detail }
      const [form] = found.data
      return form?.client_reference_id
        ? { outcome: 'about', name: { reference: form.client_reference_id, companyId: form.id } }
        : { outcome: 'nothing' }
    },
  }
}

function marked(returnTo: string, how: string): string {
  const url = new URL(returnTo)
  url.searchParams.set(MARK, how)
  return url.href
}
