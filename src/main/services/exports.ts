import { createHash } from 'node:crypto'
import { formatDate } from '../../preload/contract/date'
import { done, type Refusal, type Result, refuse } from '../../preload/contract/errors'
import type { ExportRequest } from '../../preload/contract/exports'
import type { JobResult } from '../../preload/contract/jobs'
import type { Yen } from '../../preload/contract/money'
import { type DepositLine, depositList, type List, type OrderLine, orderList } from '../export/lists'
import { listWords } from '../export/words'
import { sheetsFor, type WrittenWorkbook, writeWorkbook } from '../export/workbook'
import { appendAudit } from '../ledger/audit'
import { depositTotals } from '../ledger/deposit-list'
import { streamDeposits, streamOrders } from '../ledger/export-rows'
import type { Ledger, Reader } from '../ledger/ledger'
import { merchantById } from '../ledger/merchants'
import { sumOrders } from '../ledger/order-list'
import { openSnapshot, type Snapshot } from '../ledger/snapshot'
import type { Handlers } from './context'
import type { Files } from './files'
import type { JobControl, JobResources, JobSpec, Jobs } from './jobs'

export interface ExportDeps {
  readonly ledger: Ledger
  readonly files: Pick<Files, 'room' | 'issueTicket'>
  readonly jobs: Pick<Jobs, 'start'>
}

/** Lists to Excel: what the workbook will hold, and the writing of it. */
export function exportHandlers({ ledger, files, jobs }: ExportDeps): Pick<Handlers, 'exports.preview' | 'exports.start'> {
  return {
    'exports.preview': async (_context, request) => {
      const totals = await exportTotals(ledger.reader, request)
      return done({ ...totals, sheets: sheetsFor(totals.rows) })
    },
    'exports.start': async (context, request) => {
      const fileName = await nameFor(ledger.reader, request)
      if (fileName === null) return refuse({ refusal: 'not_found', what: 'merchant' })
      const path = files.room()
      const ticket = files.issueTicket(path, fileName, context.actor)
      return done({ jobId: jobs.start({ kind: 'export', request, path, ticket, fileName }, context.by) })
    },
  }
}

/** The same filter as the screen's, so the same totals. */
async function exportTotals(ledger: Reader, { list, merchantId, from, to }: ExportRequest): Promise<{ rows: number; total: Yen }> {
  const ofMerchant = merchantId === null ? {} : { merchantId }
  if (list === 'orders') return sumOrders(ledger, { ...ofMerchant, receivedFrom: from, receivedTo: to })
  return depositTotals(ledger, { ...ofMerchant, from, to, search: [] })
}

/** `注文一覧_桜商店_20261101-20261130.xlsx`; null where there is no such merchant. */
async function nameFor(ledger: Reader, { list, merchantId, from, to, language }: ExportRequest): Promise<string | null> {
  const words = listWords[language]
  const merchant = merchantId === null ? words.allMerchants : (await merchantById(ledger, merchantId))?.name
  if (merchant === undefined) return null
  const day = (date: typeof from) => formatDate(date).replaceAll('/', '')
  return `${words[list]}_${merchant}_${day(from)}-${day(to)}.xlsx`
}

type ExportSpec = Extract<JobSpec, { kind: 'export' }>

/**
 * Writes the list to `spec.path` and records who took what out, with the digest of the file.
 * Refuses cancelled, disk_full, cannot_write_file; nothing stands at the path then.
 */
export async function runExport(
  resources: Pick<JobResources, 'ledger' | 'by'>,
  spec: ExportSpec,
  control: JobControl,
): Promise<Result<JobResult>> {
  const { request, path, ticket, fileName } = spec
  const digest = createHash('sha256')
  const written = await writeFrom(resources.ledger, request, control, { path, watch: (bytes) => digest.update(bytes) })
  if ('refusal' in written) return refuse(written)
  const sha256 = digest.digest('hex')
  const recorded = await resources.ledger.write(resources.by, async (writer) => {
    const detail = { ...request, file: fileName, rows: written.rows, total: written.total, bytes: written.bytes, sha256 }
    await appendAudit(writer, { stream: 'exports', action: 'exported', subject: `${request.list}:${request.merchantId ?? 'all'}`, detail })
    return done(null)
  })
  return recorded.ok ? done({ kind: 'export', export: { ticket, fileName, ...written } }) : recorded
}

/** Reads totals and rows from one snapshot, so that a file whose sum is not the screen's is a fault and never handed out. */
async function writeFrom(
  ledger: Ledger,
  request: ExportRequest,
  control: JobControl,
  sink: Omit<Sink, 'goOn'>,
): Promise<WrittenWorkbook | Refusal> {
  const snapshot = openSnapshot(ledger)
  try {
    const { rows, total } = await exportTotals(snapshot, request)
    control.progress('writing', 0, rows)
    const goOn = (count: number) => {
      control.progress('writing', count, rows)
      return !control.cancelled
    }
    const written = await write(snapshot, request, { ...sink, goOn })
    if (written === null) return { refusal: 'cancelled' }
    if (written.rows !== rows || written.total !== total)
      throw new Error(`the file has ${written.rows} rows of ${written.total} yen, the list ${rows} of ${total}`)
    return written
  } catch (fault) {
    return diskRefusal(fault)
  } finally {
    snapshot.close()
  }
}

interface Sink {
  path: string
  watch(bytes: Uint8Array): void
  goOn(rows: number): boolean
}

function write(snapshot: Snapshot, request: ExportRequest, sink: Sink): Promise<WrittenWorkbook | null> {
  return request.list === 'orders'
    ? writeList(orderList(request.language), streamOrders<OrderLine>(snapshot, request), sink)
    : writeList(depositList(request.language), streamDeposits<DepositLine>(snapshot, request), sink)
}

function writeList<L>(
  { name, columns, totalColumn, words, cells }: List<L>,
  lines: Iterable<L>,
  sink: Sink,
): Promise<WrittenWorkbook | null> {
  return writeWorkbook({ ...sink, sheetName: name, columns, totalColumn, words, rows: cellsOf(lines, cells) })
}

export function* cellsOf<L>(lines: Iterable<L>, cells: List<L>['cells']) {
  for (const line of lines) yield cells(line)
}

/** What a disk can say no with; anything else is a fault. */
export function diskRefusal(fault: unknown): Refusal {
  const code = fault instanceof Error && 'code' in fault ? String(fault.code) : ''
  if (code === 'ENOSPC' || code === 'EDQUOT') return { refusal: 'disk_full' }
  if (/^E[A-Z]+$/.test(code)) return { refusal: 'cannot_write_file', detail: code }
  throw fault
}
