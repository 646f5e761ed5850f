import { z } from 'zod'
import { BusinessDate, Instant } from './date'
import { AccountId, ApprovalId, ClosedDayId } from './ids'
import { method } from './method'
import { Yen } from './money'

/* 日締め: a supervisor closes a business day once everything agrees with the bank; afterwards nothing is booked on it any more. */

/** What must hold before a day is closed, each with what stands against it. */
export const CloseCondition = z.object({
  name: z.enum([
    'day_is_over',
    'statements_in',
    'statements_posted',
    'no_hole',
    'no_number_missing',
    'balance_equals_bank',
    'suspense_explained',
    'outgoing_explained',
    'trial_balance_zero',
    'runs_settled',
  ]),
  holds: z.boolean(),
  /** Accounts, lines or runs that stand against it; empty where it holds. */
  against: z.array(z.object({ what: z.string(), amount: Yen.nullable() })),
})
export type CloseCondition = z.infer<typeof CloseCondition>

export const ClosedDay = z.object({
  id: ClosedDayId,
  day: BusinessDate,
  digest: z.string(),
  closedBy: z.string(),
  closedAt: Instant,
  reopened: z.object({ by: z.string(), at: Instant, reason: z.string() }).nullable(),
})
export type ClosedDay = z.infer<typeof ClosedDay>

export const CloseState = z.object({
  day: BusinessDate,
  lastClosed: BusinessDate.nullable(),
  /** The days this closes with it: every one since the last. */
  from: BusinessDate.nullable(),
  /** The day on which stands what is booked now: today, or the day after the last closed one. */
  booksOn: BusinessDate,
  mayClose: z.boolean(),
  conditions: z.array(CloseCondition),
  /** `bank` is null where notices are brought in, which tell of no balance. */
  accounts: z.array(
    z.object({ id: AccountId, name: z.string(), ledger: Yen, bank: Yen.nullable(), statementThrough: BusinessDate.nullable() }),
  ),
  /** What is open on statements through that day, line by line. */
  suspense: z.object({ balance: Yen, open: Yen, lines: z.int() }),
  outgoing: z.object({ balance: Yen, open: Yen, lines: z.int() }),
  trialBalance: z.array(z.object({ account: z.string(), of: z.string().nullable(), debit: Yen, credit: Yen })),
  digest: z.string(),
})
export type CloseState = z.infer<typeof CloseState>

/** A closed day that is to be opened again. */
export const ReopeningCase = z.object({
  kind: z.literal('day_reopening'),
  closedDayId: ClosedDayId,
  day: BusinessDate,
  closedBy: z.string(),
  closedAt: Instant,
  reason: z.string(),
  touchedBy: z.array(z.string()),
})
export type ReopeningCase = z.infer<typeof ReopeningCase>

export const closingMethods = {
  /** Whether a day may be closed, and what stands against it. Today, where no day is named. */
  'closing.state': method({ permission: 'read', input: z.object({ day: BusinessDate.optional() }), output: CloseState }),
  'closing.list': method({ permission: 'read', input: z.object({}), output: z.object({ days: z.array(ClosedDay) }) }),
  /** Closes a day as it was shown. */
  'closing.close': method({
    permission: 'approve',
    input: z.object({ day: BusinessDate, digest: z.string().length(64) }),
    output: z.object({ id: ClosedDayId }),
  }),
  /** Asks to open the last closed day again; another supervisor decides. */
  'closing.reopen': method({
    permission: 'clear',
    input: z.object({ id: ClosedDayId, reason: z.string().trim().min(1).max(500) }),
    output: z.object({ approvalId: ApprovalId }),
  }),
}
