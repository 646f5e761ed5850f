import { type BusinessDate, laterOf } from '../../preload/contract/date'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { BankTransferSettings } from '../../preload/contract/gateways'
import type { OrderId, PayableItemId, ReceivableItemId, TransferRunId } from '../../preload/contract/ids'
import type { JobResult } from '../../preload/contract/jobs'
import type { PaymentMethod } from '../../preload/contract/merchants'
import { sumYen, type Yen, yen, ZERO_YEN } from '../../preload/contract/money'
import type { PayoutFiguresKept, PayoutRules, PayoutState, PayoutsPlanned } from '../../preload/contract/payouts'
import type { TransferFeeTable } from '../../preload/contract/transfer-fees'
import { payoutRules } from '../ledger/agent-settings'
import { appendAudit } from '../ledger/audit'
import { allMerchants, type Merchant } from '../ledger/merchants'
import {
  discardSome,
  insertOffsets,
  insertPayout,
  insertPayoutLines,
  insertStagingRun,
  isStaging,
  type NewPayout,
  type NewPayoutLine,
  openPayables,
  openReceivables,
  publishRun,
  type ReleasableOrder,
  releasableOrders,
  stagingRun,
} from '../ledger/payout-plan'
import { runFigures } from '../ledger/payouts'
import type { DesignatedAccountRow } from '../ledger/schema'
import { standardTaxRates } from '../settlement/consumption-tax'
import { inForce } from '../settlement/in-force'
import { type PayableItem, type PayoutFigures, payoutFigures } from '../settlement/payout'
import { closingCycles, earliestPayDay } from '../settlement/payout-cycle'
import { destinationOf } from '../settlement/transfer-fee'
import type { JobControl, JobResources } from './jobs'
import { pace } from './pace'
import { checkPayDay, cutOffOf, momentInJapan, payingAccount, transferSettings } from './transfer-settings'

/*
 * A payout run is planned (s14): for every merchant whose cycle closes on a day, everything that may be paid by then, once. It is written
 * in chunks while nobody sees it and shown by one step; each day on which something is paid is a run, a file, of its own.
 */

/** What a line of the figures stands for. */
type Key = { readonly order: OrderId } | { readonly item: PayableItemId } | { readonly owed: ReceivableItemId }

interface Terms {
  closingOn: BusinessDate
  rules: PayoutRules
  account: DesignatedAccountRow
  settings: BankTransferSettings
}

interface RunTerms extends Terms {
  payOn: BusinessDate
}

/**
 * Plans the runs of a closing day, which are shown all together or not at all. Refuses closing_not_over, not_a_business_day, pay_day_passed
 * (of a day that is asked for), nothing_to_pay, transfers_not_settled, no_transfer_fees (a merchant bears the fee, and no price list holds on
 * the day it is paid), cancelled, changed_meanwhile (another program plans too). What is refused leaves nothing behind.
 */
export async function planPayouts(
  resources: JobResources,
  spec: { closingOn: BusinessDate; payOn: BusinessDate | null },
  control: JobControl,
): Promise<Result<JobResult>> {
  const { ledger, clock, gateways } = resources
  const { closingOn } = spec
  if (closingOn > clock.today()) return refuse({ refusal: 'closing_not_over', closingOn })
  const discarded = await discardStaging(resources)
  if (!discarded.ok) return discarded
  const { settings } = await transferSettings(ledger.reader)
  const inTime = spec.payOn === null ? done(null) : await checkPayDay(ledger.reader, spec.payOn, clock.now(), gateways.holidays)
  if (!inTime.ok) return inTime
  const account = await payingAccount(ledger.reader, settings)
  if (!account.ok) return account
  const terms: Terms = { closingOn, rules: await payoutRules(ledger.reader), account: account.value, settings }
  const active = (await allMerchants(ledger.reader)).filter(({ state }) => state === 'active')
  const byPayDay = new Map<BusinessDate, Merchant[]>()
  for (const { party, closing } of closingCycles(active, closingOn, gateways.holidays)) {
    const payOn = spec.payOn ?? laterOf(closing.paysOn, earliestPayDay(momentInJapan(clock.now()), cutOffOf(settings), gateways.holidays))
    byPayDay.set(payOn, [...(byPayDay.get(payOn) ?? []), party])
  }
  const staged: StagedRun[] = []
  const runs = await planAll(resources, terms, byPayDay, staged, control)
  if (!runs.ok) {
    for (const { id } of staged) await discardRun(resources, id)
    return runs
  }
  return done({ kind: 'payouts', payouts: { runs: runs.value } })
}

/** Plans a run for each pay day, then shows them by one step. `staged`: what was begun, also where it comes to no end. */
async function planAll(
  resources: JobResources,
  terms: Terms,
  byPayDay: ReadonlyMap<BusinessDate, readonly Merchant[]>,
  staged: StagedRun[],
  control: JobControl,
): Promise<Result<PayoutsPlanned['runs']>> {
  const { closingOn } = terms
  for (const [payOn, merchants] of [...byPayDay].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const planned = await planRun(resources, { ...terms, payOn }, merchants, staged, control)
    if (!planned.ok) return planned
  }
  return staged.length === 0 ? refuse({ refusal: 'nothing_to_pay', closingOn }) : publishAll(resources, closingOn, staged)
}

/** A run that nobody sees yet. */
type StagedRun = Omit<PayoutsPlanned['runs'][number], 'figures'>

/** Writes one run while nobody sees it; none where none of its merchants has anything to be paid or to be told of. */
async function planRun(
  resources: JobResources,
  terms: RunTerms,
  merchants: readonly Merchant[],
  staged: StagedRun[],
  control: JobControl,
): Promise<Result<null>> {
  let run: StagedRun | null = null
  for (const [at, merchant] of merchants.entries()) {
    control.progress('planning', at, merchants.length)
    const planned = await planMerchant(resources, terms, merchant)
    if (!planned.ok) return planned
    if (planned.value === null) continue
    if (run === null) {
      run = await begin(resources, terms)
      staged.push(run)
    }
    const written = await writePayout(resources, run.id, planned.value, control)
    if (!written.ok) return written
  }
  return done(null)
}

async function begin({ ledger, by }: JobResources, { closingOn, account, settings, payOn }: RunTerms): Promise<StagedRun> {
  const begun = await ledger.write(by, async (writer) =>
    done(await insertStagingRun(writer, { closingOn, payOn, accountId: account.id, format: settings.format })),
  )
  if (!begun.ok) throw new Error(`a run could not begin: ${begun.refusal.refusal}`)
  return { ...begun.value, payOn }
}

/** Shows all runs of a planning at once. Refuses changed_meanwhile where one of them is gone. */
function publishAll(
  { ledger, by }: JobResources,
  closingOn: BusinessDate,
  staged: readonly StagedRun[],
): Promise<Result<PayoutsPlanned['runs']>> {
  return ledger.write(by, async (writer) => {
    for (const { id } of staged) if (!(await isStaging(writer, id))) return refuse({ refusal: 'changed_meanwhile' })
    const runs: PayoutsPlanned['runs'] = []
    for (const run of staged) {
      await publishRun(writer, run.id)
      const figures = await runFigures(writer, run.id)
      const { id, ...detail } = { ...run, closingOn, figures }
      await appendAudit(writer, { stream: 'payouts', action: 'planned', subject: `transfer_run:${id}`, detail })
      runs.push({ ...run, figures })
    }
    return done(runs)
  })
}

/** A payout as it will be written. */
interface PlannedPayout {
  payout: Omit<NewPayout, 'runId'>
  lines: NewPayoutLine[]
  offsets: { id: ReceivableItemId; amount: Yen }[]
  /** Whether it takes its lines: what is carried over or held comes again next time. */
  live: boolean
}

const ORDERS_AT_ONCE = 5000

/** Null where nothing is due. Refuses no_transfer_fees. */
async function planMerchant({ ledger }: JobResources, terms: RunTerms, merchant: Merchant): Promise<Result<PlannedPayout | null>> {
  const orders = new Map<OrderId, ReleasableOrder>()
  for (let after: ReleasableOrder | null = null; ; ) {
    const page = await releasableOrders(ledger.reader, merchant.id, terms.closingOn, after, ORDERS_AT_ONCE)
    for (const order of page) orders.set(order.id, order)
    after = page.at(-1) ?? null
    if (page.length < ORDERS_AT_ONCE) break
  }
  const payables = await openPayables(ledger.reader, merchant.id, terms.closingOn)
  if (orders.size === 0 && payables.length === 0) return done(null)
  const transferFees = inForce(terms.rules.transferFees, terms.payOn)
  if (transferFees === null && merchant.payoutContract.transferFeeBearer === 'merchant') {
    return refuse({ refusal: 'no_transfer_fees', merchant: merchant.name, payOn: terms.payOn })
  }
  const items: PayableItem<Key>[] = []
  for (const { id, amount, method, paidOn } of orders.values()) {
    items.push({ key: { order: id }, amount, kind: 'order', order: { method, amount, paidOn } })
  }
  for (const { id, amount, method, paidOn } of payables) {
    const key = { item: id }
    items.push(method === null ? { key, amount, kind: 'paid_again' } : { key, amount, kind: 'order', order: { method, amount, paidOn } })
  }
  const owed = (await openReceivables(ledger.reader, merchant.id)).map(({ id, amount }) => ({ key: { owed: id }, amount }))
  const isHeld = merchant.payoutHold !== null
  const figures = payoutFigures<Key>({ items, owed, isHeld }, payoutTerms(terms, merchant, transferFees))
  return done(planned(merchant, figures, orders))
}

/** The price list is that of the day on which the bank sends, and charges. */
function payoutTerms({ rules, account }: Terms, merchant: Merchant, transferFees: TransferFeeTable | null) {
  const from = {
    bankCode: account.bank_code,
    branchCode: account.branch_code,
    accountType: account.account_type,
    accountNumber: account.account_number,
  }
  const { transferFeeBearer: bearer, transferFeeConvention: convention, minimum } = merchant.payoutContract
  return {
    plans: merchant.fees,
    tax: { rates: standardTaxRates, rounding: rules.rounding },
    minimum: minimum ?? rules.minimum,
    transfer: { bands: transferFees?.bands[destinationOf(from, merchant.account)] ?? [], bearer, convention },
  }
}

/** Nothing was sent, so that the orders come again: all of it waits. */
function standing(merchant: Merchant, figures: PayoutFigures<Key>): { state: PayoutState; reason: string } {
  if (merchant.payoutHold !== null) return { state: 'held', reason: merchant.payoutHold }
  const waits = figures.carriedOver.find(({ reason }) => reason === 'below_minimum' || reason === 'below_transfer_fee')
  return figures.net === 0 && waits ? { state: 'carried_over', reason: waits.reason } : { state: 'planned', reason: '' }
}

function planned(merchant: Merchant, figures: PayoutFigures<Key>, orders: ReadonlyMap<OrderId, ReleasableOrder>): PlannedPayout {
  const { state, reason } = standing(merchant, figures)
  const lines = linesOf(figures, orders)
  const { gross, fees, tax, transferFee, net } = figures
  const payout = {
    merchantId: merchant.id,
    account: merchant.account,
    ...{ gross, fees, tax, transferFee, net, state, reason },
    offsets: figures.offset,
    remainder: sumYen(figures.carriedOver.map(({ amount }) => amount)),
    orders: orders.size,
    lines: lines.length,
    figures: figuresKept(figures, lines),
  }
  const offsets = figures.lines.flatMap((line) =>
    line.what === 'offset' && 'owed' in line.key ? [{ id: line.key.owed, amount: yen(-line.amount) }] : [],
  )
  return { payout, lines, offsets, live: state === 'planned' }
}

/** Orders and items as lines, in their order, each with its fee. */
function linesOf(figures: PayoutFigures<Key>, orders: ReadonlyMap<OrderId, ReleasableOrder>): NewPayoutLine[] {
  const lines: NewPayoutLine[] = []
  const byKey = new Map<OrderId | PayableItemId | null, NewPayoutLine>()
  for (const line of figures.lines) {
    if (line.what === 'item') {
      const orderId = 'order' in line.key ? line.key.order : null
      const made: NewPayoutLine = {
        line: lines.length + 1,
        orderId,
        itemId: 'item' in line.key ? line.key.item : null,
        method: orderId === null ? null : (orders.get(orderId)?.method ?? null),
        amount: line.amount,
        fee: ZERO_YEN,
        taxClass: null,
      }
      lines.push(made)
      byKey.set(made.orderId ?? made.itemId, made)
    } else if (line.what === 'fee' && !('owed' in line.key)) {
      const made = byKey.get('order' in line.key ? line.key.order : line.key.item)
      if (made) Object.assign(made, { fee: line.fee.amount, taxClass: line.fee.plan?.taxClass ?? null })
    }
  }
  return lines
}

function figuresKept(figures: PayoutFigures<Key>, lines: readonly NewPayoutLine[]): PayoutFiguresKept {
  const byMethod = new Map<PaymentMethod | null, { orders: number; amount: number; fees: number }>()
  for (const { method, amount, fee, orderId } of lines) {
    const sum = byMethod.get(method) ?? { orders: 0, amount: 0, fees: 0 }
    byMethod.set(method, { orders: sum.orders + (orderId === null ? 0 : 1), amount: sum.amount + amount, fees: sum.fees + fee })
  }
  return {
    byMethod: [...byMethod].map(([method, sum]) => ({ method, orders: sum.orders, amount: yen(sum.amount), fees: yen(sum.fees) })),
    taxLines: [...figures.taxLines],
    carriedOver: [...figures.carriedOver],
    transferFeeBorne: figures.transferFeeBorne,
  }
}

/** Writes one payout, its lines in chunks. Refuses changed_meanwhile where an order or the run is no longer there, cancelled. */
async function writePayout(
  { ledger, by, clock }: JobResources,
  runId: TransferRunId,
  { payout, lines, offsets, live }: PlannedPayout,
  control: JobControl,
): Promise<Result<null>> {
  const begun = await ledger.write(by, async (writer) => {
    if (!(await isStaging(writer, runId))) return refuse({ refusal: 'changed_meanwhile' })
    const id = await insertPayout(writer, { ...payout, runId })
    if (live) await insertOffsets(writer, id, offsets)
    return done(id)
  })
  if (!begun.ok) return begun
  const steps = pace(500, 5000)
  for (let from = 0; from < lines.length; ) {
    if (control.cancelled) return refuse({ refusal: 'cancelled' })
    const some = lines.slice(from, from + steps.size)
    const began = clock.monotonicMs()
    const written = await ledger.write(by, async (writer): Promise<Result<null>> => {
      if (!(await isStaging(writer, runId))) return refuse({ refusal: 'changed_meanwhile' })
      return (await insertPayoutLines(writer, begun.value, some, live)) ? done(null) : refuse({ refusal: 'changed_meanwhile' })
    })
    if (!written.ok) return written
    steps.took(some.length, clock.monotonicMs() - began)
    from += some.length
  }
  return done(null)
}

const DISCARDED_AT_ONCE = 1000

/**
 * Takes away what plannings left behind that came to no end: when a program starts and before the next planning. A planning that goes on
 * in another program meanwhile ends with changed_meanwhile, which is why nothing else does this.
 */
export async function discardStaging(resources: Pick<JobResources, 'ledger' | 'by'>): Promise<Result<null>> {
  for (let left = await stagingRun(resources.ledger.reader); left !== null; left = await stagingRun(resources.ledger.reader)) {
    const gone = await discardRun(resources, left)
    if (!gone.ok) return gone
  }
  return done(null)
}

async function discardRun({ ledger, by }: Pick<JobResources, 'ledger' | 'by'>, runId: TransferRunId): Promise<Result<null>> {
  for (;;) {
    const gone = await ledger.write(by, async (writer) => done(await discardSome(writer, runId, DISCARDED_AT_ONCE)))
    if (!gone.ok) return gone
    if (gone.value) return done(null)
  }
}
