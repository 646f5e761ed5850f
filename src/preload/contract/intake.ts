import { z } from 'zod'
import { BusinessDate, Instant } from './date'
import { AccountId, ApprovalId, JobId, OfferReference, StatementFileId } from './ids'
import { method } from './method'
import { Yen } from './money'
import { Cursor, PageSize, pageOf } from './paging'
import { BankAccount, ReadDate, StatementAccount, StatementFormat, StatementLayout } from './statement'

const Tally = z.object({ count: z.int(), amount: Yen })

/** Who took a file out of the books again, who agreed, when and why. */
export const RolledBack = z.object({ askedBy: z.string(), agreedBy: z.string(), at: Instant, why: z.string() })
export type RolledBack = z.infer<typeof RolledBack>

/** One account's part of a statement file, and what bringing it in would do. */
export const PlannedStatement = z.object({
  account: BankAccount,
  accountId: AccountId.nullable(),
  bankName: z.string(),
  branchName: z.string(),
  accountName: z.string(),
  from: BusinessDate,
  to: BusinessDate,
  opening: Yen.nullable(),
  closing: Yen.nullable(),
  lines: z.int(),
  /** Lines that an earlier file has brought in already, with that file and who imported it. */
  duplicates: z.int(),
  earlierFiles: z.array(
    z.object({ fileId: StatementFileId, fileName: z.string(), importedBy: z.string(), importedAt: Instant, lines: z.int() }),
  ),
  /** Lines that earlier files brought in and that are brought in again, because those files were rolled back: by whom, when and why. */
  rolledBack: z.array(RolledBack.extend({ fileId: StatementFileId, fileName: z.string(), lines: z.int() })),
  /** Which of two layouts its lines were read by, where the file does not say. */
  layout: StatementLayout.nullable(),
  /** Six-digit dates as the file writes them, what each was taken for and by which rule. */
  readDates: z.array(ReadDate),
  /** What the bank tells of but has not booked: shown, never stored. */
  pending: z.object({ credits: Tally, debits: Tally }),
  /** The bank's own numbers of statements leave one out: the last that is in, and this one. */
  numberGap: z.object({ last: z.string(), found: z.string() }).nullable(),
  /** Days without a statement between the last one and this, and the money missing there (null: no balance tells). */
  gap: z.object({ from: BusinessDate, to: BusinessDate, difference: Yen.nullable() }).nullable(),
})
export type PlannedStatement = z.infer<typeof PlannedStatement>

/** What a file will do: shown, then applied exactly (by its digest). */
export const StatementPlan = z.object({
  planId: StatementFileId,
  /** Over every line and every decision; the plan that is applied must have the same. */
  digest: z.string(),
  fileName: z.string(),
  sha256: z.string(),
  format: StatementFormat,
  statements: z.array(PlannedStatement),
  /** Deposits (通知, 定期, 積立定期) whose statements the file holds too: no money of settlement, so they are not brought in. */
  deposits: z.array(z.object({ account: StatementAccount, from: BusinessDate, to: BusinessDate, closing: Yen.nullable(), lines: z.int() })),
  credits: Tally,
  debits: Tally,
  stored: z.int(),
  duplicates: z.int(),
  /** Deposits that will clear by themselves, by level of matching: 1 key, 2 reference, 3 name and amount. */
  willClear: z.array(z.object({ level: z.int(), count: z.int(), amount: Yen })),
  waiting: Tally,
  /** The same file was brought in before, by whom. */
  alreadyImported: z.object({ fileName: z.string(), importedBy: z.string(), importedAt: Instant }).nullable(),
})
export type StatementPlan = z.infer<typeof StatementPlan>

export const IntakeResult = z.object({ fileId: StatementFileId, stored: z.int(), duplicates: z.int(), cleared: z.int(), waiting: z.int() })
export type IntakeResult = z.infer<typeof IntakeResult>

export const StatementFileRow = z.object({
  id: StatementFileId,
  fileName: z.string(),
  sha256: z.string(),
  format: StatementFormat,
  importedBy: z.string(),
  importedAt: Instant,
  lines: z.int(),
  stored: z.int(),
  duplicates: z.int(),
  accounts: z.string(),
  from: BusinessDate,
  to: BusinessDate,
  state: z.enum(['in', 'rolling_back', 'rolled_back']),
  /** What its deposits come to, and what of them waits. */
  credits: Tally,
  open: Tally,
  rolledBack: RolledBack.nullable(),
})
export type StatementFileRow = z.infer<typeof StatementFileRow>

/** What forbids to take a file out of the books, with the names of what stands in the way, at most 20. */
export const RollBackBar = z.object({
  bar: z.enum([
    'being_posted',
    'day_closed',
    'continued_by',
    'told_again_by',
    'paid_out',
    'in_payout_run',
    'order_step',
    'ended_otherwise',
    'refund_asked',
    'waits_for_approval',
  ]),
  count: z.int(),
  names: z.array(z.string()),
})
export type RollBackBar = z.infer<typeof RollBackBar>

/** What rolling a file back takes out, and undoes first. */
export const RollBackFacts = z.object({
  fileId: StatementFileId,
  fileName: z.string(),
  importedBy: z.string(),
  importedAt: Instant,
  lines: z.int(),
  credits: Tally,
  debits: Tally,
  /** Clearings that are undone, and the orders they paid. */
  clearings: Tally,
  orders: z.int(),
  /** Ended exceptions that are opened again. */
  endings: Tally,
})
export type RollBackFacts = z.infer<typeof RollBackFacts>

/** A file that is rolled back as soon as a second person agrees: what was shown. */
export const RollBackCase = RollBackFacts.extend({
  kind: z.literal('roll_back'),
  askedBy: z.string(),
  why: z.string(),
  /** Who brought it in, and who asks; none of them decides. */
  touchedBy: z.array(z.string()),
})
export type RollBackCase = z.infer<typeof RollBackCase>

export const intakeMethods = {
  /** Reads a statement file and works out what it would do. Runs as a job whose result is a StatementPlan. */
  'intake.plan': method({ permission: 'bring_in', input: z.object({ reference: OfferReference }), output: z.object({ jobId: JobId }) }),
  /** Applies the plan that was shown. Runs as a job whose result is an IntakeResult. */
  'intake.apply': method({
    permission: 'bring_in',
    input: z.object({ planId: StatementFileId, digest: z.string().length(64) }),
    output: z.object({ jobId: JobId }),
  }),
  'intake.discard': method({ permission: 'bring_in', input: z.object({ planId: StatementFileId }), output: z.object({}) }),
  'intake.files': method({
    permission: 'read',
    input: z.object({ cursor: Cursor.nullable().default(null), size: PageSize }),
    output: pageOf(StatementFileRow),
  }),
  /** One file: what it told, with which other files it overlaps, what rolling it back would undo, and what forbids it. */
  'intake.rollBackPreview': method({
    permission: 'read',
    input: z.object({ fileId: StatementFileId }),
    output: RollBackFacts.extend({
      /** Other files in that tell days of the same accounts. */
      overlaps: z.array(z.object({ fileName: z.string(), from: BusinessDate, to: BusinessDate, days: z.int() })),
      /** The largest of the clearings that would be undone, at most 50. */
      undoes: z.array(z.object({ remitterName: z.string(), orderNumber: z.string(), merchantName: z.string(), amount: Yen })),
      bars: z.array(RollBackBar),
      /** A supervisor is asked already. */
      asked: z.boolean(),
    }),
  }),
  /**
   * Asks a second person to take a file out of the books: its clearings are undone, its lines reversed on their days. Refuses not_signed_in,
   * not_found, file_rolled_back, roll_back_barred, change_already_staged, invalid_input (a card number).
   */
  'intake.rollBack': method({
    permission: 'bring_in',
    input: z.object({ fileId: StatementFileId, why: z.string().trim().min(1).max(200) }),
    output: z.object({ approvalId: ApprovalId }),
  }),
  /** In a demonstration only: offers the demonstration's files as if they had been chosen from a disk. */
  'intake.demonstrationFiles': method({
    permission: 'bring_in',
    input: z.object({}),
    output: z.object({
      files: z.array(
        z.object({ kind: z.enum(['statement', 'orders']), name: z.string(), reference: OfferReference, merchant: z.string().nullable() }),
      ),
    }),
  }),
}
