import { randomUUID } from 'node:crypto'
import type { Clock } from '../../preload/contract/clock'
import { done, type Refusal, type Result, type RowError, refuse } from '../../preload/contract/errors'
import type { MerchantId } from '../../preload/contract/ids'
import type { JobResult } from '../../preload/contract/jobs'
import type { Gateways } from '../gateways/gateway'
import { appendAudit } from '../ledger/audit'
import type { Ledger, Reader, Writer } from '../ledger/ledger'
import { type Merchant, merchantById } from '../ledger/merchants'
import { searchWords } from '../ledger/order-search'
import { insertOrderFile, knownOrderNumbers, type NewOrder, registerOrders } from '../ledger/orders'
import { nameKey } from '../settlement/names'
import { normaliseReference } from '../settlement/references'
import { applyEvent } from '../settlement/tracks'
import type { Handlers } from './context'
import type { Files } from './files'
import type { JobControl, JobResources, JobSpec, Jobs } from './jobs'
import { checkOrderFile, figuresOf, ROWS_MAX, registeredErrors } from './order-file-check'
import type { OrderFileRow } from './order-file-columns'
import { freeVirtualAccounts, takeVirtualAccounts } from './order-numbering'
import { followUp } from './order-steps'

type OrdersJob = Extract<JobSpec, { kind: 'orders' }>

export interface OrderFileDeps {
  readonly ledger: Ledger
  readonly clock: Clock
  readonly gateways: Pick<Gateways, 'orderFiles'>
  readonly files: Files
  readonly jobs: Jobs
}

interface Plan {
  readonly job: OrdersJob
  readonly actor: string
  readonly until: number
}

const PLAN_KEPT_MS = 30 * 60_000
const PLANS_MAX = 100
const SAMPLE_ROWS = 20

/** Orders by file: shown first, then taken whole or not at all. A plan is kept for half an hour, for whoever made it. */
export function orderFileHandlers(deps: OrderFileDeps): Pick<Handlers, 'orders.previewFile' | 'orders.importFile'> {
  const plans = new Map<string, Plan>()
  const { ledger, clock, files, jobs } = deps
  return {
    'orders.previewFile': async (context, { reference, merchantId }) => {
      const offered = files.resolve(reference, context.actor)
      if (!offered.ok) return offered
      const read = await readChecked(ledger.reader, deps.gateways, offered.value.path, merchantId)
      if (!read.ok) return read
      const { merchant, sha256, encoding, rows } = read.value
      const planId = randomUUID()
      const job: OrdersJob = { kind: 'orders', path: offered.value.path, fileName: offered.value.name, merchantId, sha256 }
      forget(plans, clock.now())
      plans.set(planId, { job, actor: context.actor, until: clock.now() + PLAN_KEPT_MS })
      const virtualAccountsFree = await freeVirtualAccounts(ledger.reader, merchant.virtualRange, clock.today())
      const sample = rows.slice(0, SAMPLE_ROWS).map(({ row, orderNumber, receivedOn, goods, amount, payerName, dueOn }) => {
        return { row, orderNumber, receivedOn, goods, amount, payerName, dueOn }
      })
      return done({ planId, fileName: offered.value.name, encoding, ...figuresOf(rows), sample, virtualAccountsFree })
    },
    'orders.importFile': async (context, { planId }) => {
      const plan = plans.get(planId)
      if (!plan || plan.actor !== context.actor || plan.until < clock.now()) return refuse({ refusal: 'plan_expired' })
      plans.delete(planId)
      return done({ jobId: jobs.start(plan.job, context.by) })
    },
  }
}

function forget(plans: Map<string, Plan>, now: number): void {
  for (const [planId, plan] of plans) if (plan.until < now || plans.size >= PLANS_MAX) plans.delete(planId)
}

/** Who may send order files: an active merchant whose orders are paid by bank transfer. Null, or why not. */
function unfit(merchant: Merchant): Refusal | null {
  if (merchant.state !== 'active') return { refusal: 'merchant_not_active', merchant: merchant.name }
  if (merchant.methods.includes('bank_transfer')) return null
  return { refusal: 'invalid_input', problems: [{ path: 'merchantId', message: 'no_bank_transfer' }] }
}

interface ReadFile {
  merchant: Merchant
  sha256: string
  encoding: string
  rows: OrderFileRow[]
}

/** Reads the file and finds everything that is wrong with it, in itself and against the ledger. */
async function readChecked(
  ledger: Reader,
  gateways: Pick<Gateways, 'orderFiles'>,
  path: string,
  merchantId: MerchantId,
): Promise<Result<ReadFile>> {
  const merchant = await merchantById(ledger, merchantId)
  if (!merchant) return refuse({ refusal: 'not_found', what: 'merchant' })
  const refusal = unfit(merchant)
  if (refusal) return refuse(refusal)
  const sheet = await gateways.orderFiles.readOrderFile(path, ROWS_MAX)
  if (!sheet.ok) return sheet
  const { rows, errors } = await checkOrderFile(sheet.value)
  const known = await knownOrderNumbers(
    ledger,
    merchantId,
    rows.map(({ orderNumber }) => orderNumber),
  )
  const all = [...errors, ...registeredErrors(rows, known)]
  if (all.length > 0) return refuse(withErrors(all))
  if (rows.length === 0) return refuse({ refusal: 'file_empty' })
  return done({ merchant, sha256: sheet.value.sha256, encoding: sheet.value.encoding, rows })
}

const ERRORS_TOLD = 1_000

function withErrors(errors: readonly RowError[]): Refusal {
  const sorted = [...errors].sort((a, b) => a.row - b.row)
  return { refusal: 'order_file_has_errors', errors: sorted.slice(0, ERRORS_TOLD), total: errors.length }
}

/**
 * Stores a previewed order file in one unit of work, whole or not at all. Refuses: plan_changed (other bytes than were shown),
 * order_file_has_errors, virtual_accounts_exhausted, merchant_not_active, cancelled, and what reading the file may refuse.
 */
export async function importOrders(resources: JobResources, spec: OrdersJob, control: JobControl): Promise<Result<JobResult>> {
  const { ledger, gateways, by } = resources
  control.progress('reading', 0, null)
  const read = await readChecked(ledger.reader, gateways, spec.path, spec.merchantId)
  if (!read.ok) return read
  const { rows, sha256 } = read.value
  if (sha256 !== spec.sha256) return refuse({ refusal: 'plan_changed' })
  const stored = await ledger.write(by, (writer) => store(writer, spec, rows, control))
  if (!stored.ok) return stored
  await ledger.optimise()
  return done({ kind: 'orders', imported: rows.length })
}

const STORED_AT_ONCE = 2_000

async function store(writer: Writer, spec: OrdersJob, rows: readonly OrderFileRow[], control: JobControl): Promise<Result<null>> {
  const merchant = await merchantById(writer, spec.merchantId)
  if (!merchant) return refuse({ refusal: 'not_found', what: 'merchant' })
  const refusal = unfit(merchant)
  if (refusal) return refuse(refusal)
  // Somebody may have stored the same orders since they were read.
  const known = await knownOrderNumbers(
    writer,
    merchant.id,
    rows.map(({ orderNumber }) => orderNumber),
  )
  if (known.size > 0) return refuse(withErrors(registeredErrors(rows, known)))
  const codes = await takeVirtualAccounts(writer, merchant, rows.length)
  if (!codes.ok) return codes
  const fileId = await insertOrderFile(writer, { merchantId: merchant.id, name: spec.fileName, sha256: spec.sha256, rows: rows.length })
  for (let from = 0; from < rows.length; from += STORED_AT_ONCE) {
    if (control.cancelled) return refuse({ refusal: 'cancelled' })
    control.progress('writing', from, rows.length)
    const chunk = rows.slice(from, from + STORED_AT_ONCE)
    const orders = chunk.map((row, at) => orderOf(row, merchant, fileId, codes.value[from + at] ?? ''))
    await followUp(writer, await registerOrders(writer, orders))
    await new Promise((resolve) => setImmediate(resolve))
  }
  const { total, receivedFrom, receivedTo } = figuresOf(rows)
  await appendAudit(writer, {
    stream: 'orders',
    action: 'file_imported',
    subject: `merchant:${merchant.id}`,
    detail: { fileId, fileName: spec.fileName, sha256: spec.sha256, rows: rows.length, total, receivedFrom, receivedTo },
  })
  return done(null)
}

/** An order as its merchant sent it: the method is fixed, so it waits for money at its virtual account from the start. */
function orderOf(row: OrderFileRow, merchant: Merchant, fileId: number, reference: string): NewOrder {
  const registered = applyEvent(null, {
    kind: 'registered',
    methodFixed: true,
    protectionWished: row.protection,
    // What the merchant itself hands over, it has accepted.
    acceptanceRequired: false,
  })
  const { virtualRange } = merchant
  if (!registered.ok || !virtualRange || reference === '')
    throw new Error('an order of a file cannot be registered without a virtual account')
  const order = {
    merchantId: merchant.id,
    fileId,
    orderNumber: row.orderNumber,
    referenceKey: normaliseReference(row.orderNumber),
    receivedOn: row.receivedOn,
    goods: row.goods,
    method: 'bank_transfer' as const,
    amount: row.amount,
    payerName: row.payerName,
    payerKana: row.payerKana,
    payerKey: nameKey(row.payerKana),
    payerEmail: row.email,
    tracks: registered.tracks,
    dueOn: row.dueOn,
    note: row.note,
    instruction: { accountId: virtualRange.accountId, reference, dueOn: row.dueOn },
  }
  return { ...order, words: searchWords(order) }
}
