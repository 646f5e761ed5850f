import { createHash } from 'node:crypto'
import type { BusinessDate } from '../../preload/contract/date'
import { done, type Refusal, type Result, refuse } from '../../preload/contract/errors'
import type { MerchantId } from '../../preload/contract/ids'
import type { JobResult } from '../../preload/contract/jobs'
import type { Language, PaymentMethod } from '../../preload/contract/merchants'
import type { Yen } from '../../preload/contract/money'
import type { OrderStatus } from '../../preload/contract/orders'
import { writeCsv } from '../export/csv'
import { type OrderLine, orderList } from '../export/lists'
import { writeWorkbook } from '../export/workbook'
import { appendAudit } from '../ledger/audit'
import { streamMerchantOrders } from '../ledger/export-rows'
import { openSnapshot, type Snapshot } from '../ledger/snapshot'
import { cellsOf, diskRefusal } from './exports'
import type { JobControl, JobResources, JobSpec } from './jobs'
import { orderTotals } from './order-list'

/* The list of a merchant's portal as a file: the filter of its screen, the columns and sums of the desk's list, the merchant's own notes. */

export interface MerchantListRequest {
  readonly merchantId: MerchantId
  readonly status: OrderStatus | undefined
  readonly method: PaymentMethod | undefined
  readonly from: BusinessDate | undefined
  readonly to: BusinessDate | undefined
  readonly search: string | undefined
  readonly format: 'xlsx' | 'csv'
  readonly language: Language
}

type MerchantListSpec = Extract<JobSpec, { kind: 'merchant_list' }>

/** Writes the list to `spec.path` and records that it was taken. Refuses cancelled, disk_full, cannot_write_file. */
export async function runMerchantList(
  resources: Pick<JobResources, 'ledger' | 'by'>,
  spec: MerchantListSpec,
  control: JobControl,
): Promise<Result<JobResult>> {
  const { request, path, fileName } = spec
  const digest = createHash('sha256')
  const snapshot = openSnapshot(resources.ledger)
  try {
    const written = await write(snapshot, request, path, control, (bytes) => digest.update(bytes))
    if ('refusal' in written) return refuse(written)
    const sha256 = digest.digest('hex')
    const recorded = await resources.ledger.write(resources.by, async (writer) => {
      const detail = { ...request, file: fileName, ...written, sha256 }
      await appendAudit(writer, { stream: 'exports', action: 'exported', subject: `orders:${request.merchantId}`, detail })
      return done(null)
    })
    return recorded.ok ? done({ kind: 'export', export: { ticket: '', fileName, ...written } }) : recorded
  } catch (fault) {
    return refuse(diskRefusal(fault))
  } finally {
    snapshot.close()
  }
}

/** A file whose sum is not the screen's is a fault and never handed out. */
async function write(
  snapshot: Snapshot,
  request: MerchantListRequest,
  path: string,
  control: JobControl,
  watch: (bytes: Uint8Array) => void,
): Promise<{ rows: number; total: Yen; sheets: number; bytes: number } | Refusal> {
  const { merchantId, status, method, from, to, search, format, language } = request
  const filter = { merchantId, status, method, receivedFrom: from, receivedTo: to, search }
  const { rows, total } = await orderTotals(snapshot, filter)
  control.progress('writing', 0, rows)
  const list = orderList(language)
  const lines = cellsOf(streamMerchantOrders<OrderLine>(snapshot, merchantId, filter), list.cells)
  const plan = { ...list, path, sheetName: list.name, rows: lines, watch, goOn: () => !control.cancelled }
  const written = format === 'xlsx' ? await writeWorkbook(plan) : await writeCsv(plan)
  if (written === null) return { refusal: 'cancelled' }
  if (written.rows !== rows || written.total !== total)
    throw new Error(`the file has ${written.rows} rows of ${written.total} yen, the list ${rows} of ${total}`)
  return { sheets: 0, ...written }
}
