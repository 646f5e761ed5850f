import { z } from 'zod'
import { Reason } from './clearing'
import { BusinessDate, Instant } from './date'
import { OrderId, ReceiptId } from './ids'
import { method } from './method'
import { Yen } from './money'
import { Cursor, PageSize, pageOf } from './paging'

/** What happened in a step of the day: cleared by the program, by hand, brought back, taken back; or whatever else the audit trail tells of it. */
export const FilmKind = z.enum(['by_itself', 'by_hand', 'redone', 'undone', 'act'])
export type FilmKind = z.infer<typeof FilmKind>

/** One step: what one person did in one unit of work; what the program cleared at once is one step, however many deposits it is. */
export const FilmStep = z.object({
  /** Names the step within its day. */
  key: z.string(),
  at: Instant,
  kind: FilmKind,
  /** The action as the audit trail has it; empty for what it tells of by the clearings themselves. */
  action: z.string(),
  actor: z.string(),
  seat: z.string().nullable(),
  /** How many deposits were touched, and how many clearings there were. */
  deposits: z.int(),
  clearings: z.int(),
  amount: Yen,
  /** By which rules, each with how many clearings; 0 is by hand. */
  levels: z.array(z.object({ level: z.string(), clearings: z.int() })),
  /** Some of the deposits, the first first. */
  receipts: z.array(z.object({ id: ReceiptId, remitterName: z.string(), amount: Yen })),
  /** Reason or note that was given. */
  why: z.string(),
})
export type FilmStep = z.infer<typeof FilmStep>

const Sum = z.object({ clearings: z.int(), amount: Yen })

/** A deposit and what it was cleared to, as both stood when a moment was over. */
export const FilmStanding = z.object({
  deposit: z.object({ id: ReceiptId, remitterName: z.string(), bookedOn: BusinessDate, amount: Yen, remaining: Yen }),
  orders: z.array(
    z.object({
      orderId: OrderId,
      orderNumber: z.string(),
      merchantName: z.string(),
      amount: Yen,
      /** What had been cleared to it by then, from whichever deposit. */
      cleared: Yen,
      /** Of this deposit, whether it still held then, and the facts as they were when it was decided. */
      links: z.array(
        z.object({ amount: Yen, level: z.string(), by: z.string(), at: Instant, evidence: z.array(Reason), undone: z.boolean() }),
      ),
    }),
  ),
})
export type FilmStanding = z.infer<typeof FilmStanding>

const Day = { day: BusinessDate, actor: z.string().max(60).optional() }

export const filmMethods = {
  /** What was cleared, taken back, held and ended on a day in Japan, in the order of time. `actor` is part of a name as the audit trail has it. */
  'film.steps': method({
    permission: 'audit',
    input: z.object({ ...Day, cursor: Cursor.nullable().default(null), size: PageSize }),
    output: pageOf(FilmStep),
  }),
  /** The whole of such a day. */
  'film.totals': method({
    permission: 'audit',
    input: z.object(Day),
    output: z.object({ byItself: Sum, byHand: Sum, undone: Sum }),
  }),
  /** A deposit when a moment was over. Refuses not_found. */
  'film.standing': method({
    permission: 'audit',
    input: z.object({ receiptId: ReceiptId, at: Instant }),
    output: FilmStanding,
  }),
}
