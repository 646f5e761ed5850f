import { z } from 'zod'
import { BusinessDate } from './date'
import { Ending, ExceptionType, NewAttempt } from './exceptions'
import { OfferReference, ReceiptId } from './ids'
import { method } from './method'
import { PositiveYen } from './money'

/*
 * 例外 out to Excel and back: hundreds are worked on in a workbook, and what was changed there is shown row by row before any of it is done.
 * A row knows which line it is and how that line stood; one that has moved since is named and left out.
 */

/** So many lines go out in one workbook, and so many rows are read of one that comes back. */
export const SHEET_ROWS_MAX = 5_000

/** What one row of the workbook would change. */
export const SheetChange = z.object({
  /** As the spreadsheet counts. */
  row: z.int(),
  receiptId: ReceiptId,
  name: z.string(),
  bookedOn: BusinessDate,
  remaining: PositiveYen,
  ending: Ending.nullable(),
  /** How many others must agree to that ending; nought: it is done at once. */
  needed: z.int(),
  /** Why it ends so, or a thought about it; empty where there is none. */
  thought: z.string(),
  nextOn: z.object({ before: BusinessDate.nullable(), after: BusinessDate.nullable() }).nullable(),
  attempt: NewAttempt.nullable(),
})
export type SheetChange = z.infer<typeof SheetChange>

export const exceptionSheetMethods = {
  /**
   * Writes the list, or a part of it, as a workbook; its ticket is good for one download. `leftOut`: how many more there are than one
   * workbook takes. Refuses disk_full, cannot_write_file.
   */
  'exceptions.exportSheet': method({
    permission: 'export',
    input: z.object({
      filter: z
        .object({ type: ExceptionType.optional(), side: z.enum(['credit', 'debit']).optional(), due: z.boolean().optional() })
        .default({}),
      language: z.enum(['ja', 'en']).default('ja'),
    }),
    output: z.object({ ticket: z.string(), fileName: z.string(), rows: z.int(), leftOut: z.int() }),
  }),
  /**
   * What a workbook that comes back would change. Refuses sheet_has_errors with all of them at once, and what reading a file refuses; nothing
   * is stored.
   */
  'exceptions.previewSheet': method({
    permission: 'clear',
    input: z.object({ reference: OfferReference }),
    output: z.object({
      planId: z.string(),
      /** Over every change: only what was shown is done. */
      digest: z.string(),
      fileName: z.string(),
      changes: z.array(SheetChange),
      /** Rows of lines that have changed, or ended, since the workbook was written. */
      moved: z.array(z.object({ row: z.int(), receiptId: ReceiptId, name: z.string() })),
      unchanged: z.int(),
    }),
  }),
  /**
   * Does all that was shown, or nothing. Endings that need others become approvals, as they do by hand. Refuses plan_expired, plan_changed (a
   * line has moved meanwhile), not_signed_in, held_by_other, and what an ending refuses.
   */
  'exceptions.applySheet': method({
    permission: 'clear',
    input: z.object({ planId: z.string(), digest: z.string() }),
    output: z.object({ rows: z.int(), ended: z.int(), asked: z.int() }),
  }),
}
