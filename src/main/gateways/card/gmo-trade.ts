import { z } from 'zod'
import type { CardThreeDSecure } from '../../../preload/contract/cards'
import { type BusinessDate, dateOf } from '../../../preload/contract/date'
import { parseYen, type Yen, yen, ZERO_YEN } from '../../../preload/contract/money'
import type { CardStanding, CardState } from '../card-company'
import { Access } from './gmo-call'

/*
 * What SearchTrade says of a payment. Not found in any public source, and so not told here: the card's brand, until when an authorisation
 * can be captured, a chargeback, and how much was captured before a part of it went back.
 */

const Amount = z.string().transform((text, context): Yen => {
  const amount = /^\d+$/.test(text) ? parseYen(text) : null
  if (amount !== null) return amount
  context.addIssue('not an amount')
  return z.NEVER
})
/** `YYYYMMDDhhmmss`, the clock of Japan. */
const ProcessDate = z.string().transform((text, context): BusinessDate => {
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})\d{6}$/.exec(text) ?? []
  const date = dateOf(Number(year), Number(month), Number(day))
  if (date !== null) return date
  context.addIssue('not a moment')
  return z.NEVER
})

/** SAUTH and CHECK are authorisations that Daiko never asks for: with them an answer is not understood. */
const Status = z.enum(['UNPROCESSED', 'AUTHENTICATED', 'AUTH', 'SALES', 'CAPTURE', 'VOID', 'RETURN', 'RETURNX'])

export const Trade = Access.extend({
  OrderID: z.string(),
  Status,
  Amount,
  /** When it last changed; empty until it was first processed. */
  ProcessDate: z.union([z.literal('').transform(() => null), ProcessDate]),
  /** Masked but for the last digits; empty until there is a card. */
  CardNo: z.string().default(''),
  Approve: z.string().default(''),
})
export type Trade = z.infer<typeof Trade>

const STATE: Record<z.infer<typeof Status>, CardState> = {
  UNPROCESSED: 'waiting',
  AUTHENTICATED: 'waiting',
  AUTH: 'authorized',
  SALES: 'captured',
  CAPTURE: 'captured',
  VOID: 'voided',
  RETURN: 'voided',
  RETURNX: 'voided',
}

export const stateOf = ({ Status: status }: Trade): CardState => STATE[status]

const MASKED = /^[*]+(\d{1,4})$/

/** Where a payment stands; null: the company has never heard of it, because the payer has not come back from the form. */
export function standingOf(trade: Trade | null, threeDSecure: CardThreeDSecure | null = null): CardStanding {
  const state = trade ? stateOf(trade) : 'waiting'
  const last4 = MASKED.exec(trade?.CardNo ?? '')?.[1]
  return {
    state,
    authorized: trade && state !== 'waiting' ? trade.Amount : ZERO_YEN,
    captured: trade && state === 'captured' ? trade.Amount : yen(0),
    refunded: ZERO_YEN,
    card: last4 === undefined ? null : { brand: null, last4 },
    threeDSecure,
    captureBefore: null,
    approvalCode: /^[0-9A-Z]{1,7}$/i.exec(trade?.Approve ?? '')?.[0] ?? null,
    chargebacks: [],
  }
}
