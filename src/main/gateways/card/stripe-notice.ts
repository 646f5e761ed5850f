import Stripe from 'stripe'
import { z } from 'zod'
import type { CardPaymentName } from '../card-company'

/*
 * Notices of Stripe (webhooks), signed with a secret of their own. Of what they say only which payment they concern is taken.
 */

/** Our own references; a payment of another program of the same account bears none. */
export const Reference = z.string().regex(/^[A-Z0-9-]{1,27}$/)
const Noticed = z.object({
  type: z.string(),
  data: z.object({
    object: z.object({
      id: z.string(),
      client_reference_id: Reference.nullish().catch(null),
      metadata: z.object({ reference: Reference.optional().catch(undefined) }).nullish(),
      payment_intent: z.string().nullish(),
    }),
  }),
})

/** `of_intent`: it names a PaymentIntent only, as a dispute does. */
export type ReadNotice =
  | { readonly outcome: 'about'; readonly name: Partial<CardPaymentName> }
  | { readonly outcome: 'of_intent'; readonly intent: string }
  | { readonly outcome: 'nothing' | 'forged' }

/** Reads the bytes of a notice and its `stripe-signature`; older than five minutes counts as forged. */
export function readSigned(body: Uint8Array, signature: string | undefined, secret: string): ReadNotice {
  if (signature === undefined) return { outcome: 'forged' }
  const event = verified(body, signature, secret)
  return event === null ? { outcome: 'forged' } : concerned(event)
}

function verified(body: Uint8Array, signature: string, secret: string): unknown {
  try {
    return Stripe.webhooks.constructEvent(body, signature, secret)
  } catch (fault) {
    if (fault instanceof Stripe.errors.StripeSignatureVerificationError || fault instanceof SyntaxError) return null
    throw fault
  }
}

function concerned(event: unknown): ReadNotice {
  const noticed = Noticed.safeParse(event)
  if (!noticed.success) return { outcome: 'nothing' }
  const { type, data } = noticed.data
  const { id, client_reference_id: ofForm, metadata, payment_intent: intent } = data.object
  if (type.startsWith('checkout.session.'))
    return ofForm ? { outcome: 'about', name: { reference: ofForm, companyId: id } } : { outcome: 'nothing' }
  if (!/^(payment_intent|charge|refund)\./.test(type)) return { outcome: 'nothing' }
  if (metadata?.reference) return { outcome: 'about', name: { reference: metadata.reference } }
  return intent && /^(charge\.dispute|charge\.refund|refund)\./.test(type) ? { outcome: 'of_intent', intent } : { outcome: 'nothing' }
}
