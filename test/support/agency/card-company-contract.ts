import { z } from 'zod'

/* What is said to the stand-in card company and what it answers; and what it agreed with its client. */

export const Wire = z.enum(['stripe', 'gmo'])
export type Wire = z.infer<typeof Wire>
const Day = z.iso.date()

export const CardTerms = z.object({
  /** Its own calendar: it knows no other clock. */
  today: Day.default('2026-12-01'),
  /** What it keeps of each capture, in basis points, rounded down each time; the tax on the sum of a day, in per cent, rounded down once. */
  feeRate: z.int().default(325),
  taxRate: z.int().default(0),
  /** Calendar days from the capture, refund or chargeback to the transfer. */
  transferDays: z.int().default(0),
  /** A debit network: how much is in the account behind each card. Null: it gives credit. */
  balances: z.record(z.string(), z.int()).nullable().default(null),
  stripe: z.object({ secretKey: z.string(), webhookSecret: z.string() }),
  gmo: z.object({ shopId: z.string(), shopPass: z.string() }),
})
export type CardTerms = z.infer<typeof CardTerms>

/** `slow`: done, and the answer comes too late. `lost`: done, and the connection is cut. `broken`: not done, HTTP 500. */
export const CardFault = z.enum(['slow', 'lost', 'broken'])
export type CardFault = z.infer<typeof CardFault>
/** Which calls a fault is for, in words of no company; `act`: whatever changes something. */
export const CardCallKind = z.enum(['act', 'open', 'authorize', 'capture', 'void', 'refund', 'look'])
export type CardCallKind = z.infer<typeof CardCallKind>

export const DeliveryOrder = z.enum(['as_made', 'reversed', 'twice'])
export const Signature = z.enum(['right', 'wrong', 'old', 'none'])

export const cardRequests = {
  fault: z.object({ fault: CardFault, on: CardCallKind.default('act'), times: z.int().positive().default(1) }),
  notify: z.object({ wire: Wire, url: z.url() }),
  deliver: z.object({ order: DeliveryOrder.default('as_made'), signature: Signature.default('right') }),
  notices: z.object({ signature: Signature.default('right') }),
  chargeBack: z.object({ reference: z.string(), amount: z.int().positive(), as: z.enum(['open', 'taken']).default('taken') }),
  endChargeback: z.object({ id: z.string(), won: z.boolean() }),
  expire: z.object({ reference: z.string() }),
  day: z.object({ today: Day }),
  payments: z.object({}),
  transfers: z.object({}),
  balances: z.object({}),
}
export type CardRequest = keyof typeof cardRequests

const Nothing = z.object({})
export const CardNoticeSent = z.object({ wire: Wire, kind: z.string(), headers: z.record(z.string(), z.string()), body: z.string() })
export type CardNoticeSent = z.infer<typeof CardNoticeSent>
export const cardAnswers = {
  fault: Nothing,
  notify: Nothing,
  /** The HTTP status that each notice got, in the order in which they went out. */
  deliver: z.object({ answered: z.array(z.int()) }),
  /** What `deliver` would send, without sending it: for tests that hand notices over themselves. */
  notices: z.object({ notices: z.array(CardNoticeSent) }),
  chargeBack: z.object({ id: z.string() }),
  endChargeback: Nothing,
  expire: Nothing,
  day: Nothing,
  payments: z.object({
    payments: z.array(
      z.object({
        wire: Wire,
        reference: z.string(),
        state: z.enum(['open', 'secure', 'authorized', 'captured', 'voided', 'expired', 'closed']),
        amount: z.int(),
        authorized: z.int(),
        captured: z.int(),
        refunded: z.int(),
        /** How often something was really done to it. */
        deeds: z.record(z.string(), z.int()),
      }),
    ),
  }),
  transfers: z.object({
    transfers: z.array(
      z.object({ transferOn: Day, captured: z.int(), refunded: z.int(), chargedBack: z.int(), fees: z.int(), tax: z.int(), net: z.int() }),
    ),
  }),
  /** What is left in each account, by its card; nothing where it gives credit. */
  balances: z.object({ balances: z.record(z.string(), z.int()) }),
}
export type CardTransfer = z.infer<typeof cardAnswers.transfers>['transfers'][number]

/** The numbers that its form knows (Stripe publishes them for tests); every other one is declined. */
export const CARDS = {
  approved: '4242424242424242',
  mastercard: '5555555555554444',
  declined: '4000000000000002',
  insufficient: '4000000000009995',
  /** Asks the payer for 3-D Secure. */
  secure: '4000000000003220',
} as const
