import { z } from 'zod'
import { BusinessDate } from './date'
import { JobId, MerchantId } from './ids'
import { method } from './method'
import { Yen } from './money'

/** A list of one merchant (or of all) over a period, both days included: orders by received date, deposits by booking date. */
export const ExportRequest = z.object({
  list: z.enum(['orders', 'deposits']),
  merchantId: MerchantId.nullable(),
  from: BusinessDate,
  to: BusinessDate,
  language: z.enum(['ja', 'en']).default('ja'),
})
export type ExportRequest = z.infer<typeof ExportRequest>

export const ExportResult = z.object({
  ticket: z.string(),
  fileName: z.string(),
  rows: z.int(),
  total: Yen,
  sheets: z.int(),
  bytes: z.int(),
})
export type ExportResult = z.infer<typeof ExportResult>

export const exportMethods = {
  /** What the workbook will hold: equals the screen's totals for the same filter. */
  'exports.preview': method({
    permission: 'export',
    input: ExportRequest,
    output: z.object({ rows: z.int(), total: Yen, sheets: z.int() }),
  }),
  /** Writes the workbook. Runs as a job whose result is an ExportResult; its ticket is good for one download. */
  'exports.start': method({ permission: 'export', input: ExportRequest, output: z.object({ jobId: JobId }) }),
}
