import Stripe from 'stripe'
import { ZodError } from 'zod'
import type { CardAnswer } from '../card-company'
import { harmless } from './address'

type NotTold = Exclude<CardAnswer, { outcome: 'told' }>

/**
 * Asks Stripe. A plain no is `refused` in Stripe's own code; whatever may have been done all the same (no connection, too late, 409 while the
 * same key is in use, 429, 5xx, an answer that is not understood) is `unknown`. A fault of our own is thrown.
 */
export async function asked<T>(ask: () => Promise<T>): Promise<T | NotTold> {
  try {
    return await ask()
  } catch (fault) {
    if (fault instanceof ZodError) return { outcome: 'unknown', detail: 'an answer that is not understood' }
    if (!(fault instanceof Stripe.errors.StripeError)) throw fault
    return isNo(fault)
      ? { outcome: 'refused', code: fault.code ?? fault.type, detail: reasonOf(fault) }
      : { outcome: 'unknown', detail: fault.type }
  }
}

const { StripeAuthenticationError, StripePermissionError, StripeCardError, StripeInvalidRequestError, StripeIdempotencyError } =
  Stripe.errors
const SAID_NO = [StripeCardError, StripeInvalidRequestError, StripeIdempotencyError, StripeAuthenticationError, StripePermissionError]

const isNo = (fault: Stripe.errors.StripeError) => SAID_NO.some((kind) => fault instanceof kind)

/** Stripe's words on a key may hold a part of it. */
const reasonOf = (fault: Stripe.errors.StripeError) =>
  fault instanceof StripeAuthenticationError || fault instanceof StripePermissionError ? fault.type : harmless(fault.message)
