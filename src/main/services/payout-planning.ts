import { type BusinessDate, laterOf } from '../../preload/contract/date'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { BankTransferSettings } from '../../preload/contract/gateways'
import type { OrderId, PayableItemId, ReceivableItemId, TransferRunId } from '../../preload/contract/ids'
import type { JobResult } from '../../preload/contract/jobs'
import type { PaymentMethod } from '../../preload/contract/merchants'
import { sumYen, type Yen, yen, ZERO_YEN } from '../../preload/contract/money'
import type { PayoutFiguresKept, PayoutRules, PayoutState, PayoutsPlanned } from '../../preload/contract/payouts'
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

/**
 * Plans the runs of a closing day. Refuses closing_not_over, not_a_business_day, pay_day_passed (of a day that is asked for), nothing_to_pay,
 * transfers_not_settled, cancelled, changed_meanwhile (another program plans too). What is refused leaves nothing behind.
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
  const runs: PayoutsPlanned['runs'] = []
  for (const [payOn, merchants] of [...byPayDay].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const planned = await planRun(resources, terms, payOn, merchants, control)
    if (!planned.ok) return planned
    if (planned.value) runs.push(planned.value)
  }
  return runs.length === 0 ? refuse({ refusal: 'nothing_to_pay', closingOn }) : done({ kind: 'payouts', payouts: { runs } })
}

type PlannedRun = PayoutsPlanned['runs'][number]

/** Plans one run; null where none of its merchants has anything to be paid or to be told of. */
async function planRun(
  resources: JobResources,
  terms: Terms,
  payOn: BusinessDate,
  merchants: readonly Merchant[],
  control: JobControl,
): Promise<Result<PlannedRun | null>> {
  const { ledger, by } = resources
  let run: { id: TransferRunId; name: string } | null = null
  for (const [at, merchant] of merchants.entries()) {
    control.progress('planning', at, merchants.length)
    const planned = await planMerchant(resources, terms, merchant)
    if (planned === null) continue
    run ??= await begin(resources, terms, payOn)
    const written = await writePayout(resources, run.id, planned, control)
    if (!written.ok) {
      await discardStaging(resources)
      return written
    }
  }
  if (run === null) return done(null)
  const { id, name } = run
  return ledger.write(by, async (writer) => {
    if (!(await isStaging(writer, id))) return refuse({ refusal: 'changed_meanwhile' })
    await publishRun(writer, id)
    const figures = await runFigures(writer, id)
    await appendAudit(writer, {
      stream: 'payouts',
      action: 'planned',
      subject: `transfer_run:${id}`,
      detail: { name, closingOn: terms.closingOn, payOn, figures },
    })
    return done({ id, name, payOn, figures })
  })
}

async function begin({ ledger, by }: JobResources, { closingOn, account, settings }: Terms, payOn: BusinessDate) {
  const begun = await ledger.write(by, async (writer) =>
    done(await insertStagingRun(writer, { closingOn, payOn, accountId: account.id, format: settings.format })),
  )
  if (!begun.ok) throw new Error(`a run could not begin: ${begun.refusal.refusal}`)
  return begun.value
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

async function planMerchant({ ledger }: JobResources, terms: Terms, merchant: Merchant): Promise<PlannedPayout | null> {
  const orders = new Map<OrderId, ReleasableOrder>()
  for (let after: ReleasableOrder | null = null; ; ) {
    const page = await releasableOrders(ledger.reader, merchant.id, terms.closingOn, after, ORDERS_AT_ONCE)
    for (const order of page) orders.set(order.id, order)
    after = page.at(-1) ?? null
    if (page.length < ORDERS_AT_ONCE) break
  }
  const payables = await openPayables(ledger.reader, merchant.id, terms.closingOn)
  if (orders.size === 0 && payables.length === 0) return null
  const items: PayableItem<Key>[] = []
  for (const { id, amount, method, paidOn } of orders.values()) {
    items.push({ key: { order: id }, amount, kind: 'order', order: { method, amount, paidOn } })
  }
  for (const { id, amount } of payables) items.push({ key: { item: id }, amount, kind: 'paid_again' })
  const owed = (await openReceivables(ledger.reader, merchant.id)).map(({ id, amount }) => ({ key: { owed: id }, amount }))
  const hold = merchant.payoutHold === null ? ('none' as const) : ('all' as const)
  const figures = payoutFigures<Key>({ items, broughtForward: [], owed, hold }, payoutTerms(terms, merchant))
  return planned(merchant, figures, orders)
}

function payoutTerms({ rules, account, closingOn }: Terms, merchant: Merchant) {
  const from = {
    bankCode: account.bank_code,
    branchCode: account.branch_code,
    accountType: account.account_type,
    accountNumber: account.account_number,
  }
  const table = inForce(rules.transferFees, closingOn)
  const { transferFeeBearer: bearer, transferFeeConvention: convention, minimum } = merchant.payoutContract
  return {
    plans: merchant.fees,
    tax: { rates: standardTaxRates, rounding: rules.rounding },
    minimum: minimum ?? rules.minimum,
    transfer: { bands: table?.bands[destinationOf(from, merchant.account)] ?? [], bearer, convention },
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
  const ofOrder = new Map<OrderId, NewPayoutLine>()
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
      if (orderId !== null) ofOrder.set(orderId, made)
    } else if (line.what === 'fee' && 'order' in line.key) {
      const made = ofOrder.get(line.key.order)
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

/** Takes away what a planning left behind that came to no end. */
export async function discardStaging({ ledger, by }: Pick<JobResources, 'ledger' | 'by'>): Promise<Result<null>> {
  for (let left = await stagingRun(ledger.reader); left !== null; left = await stagingRun(ledger.reader)) {
    const runId = left
    const gone = await ledger.write(by, async (writer) => done(await discardSome(writer, runId, DISCARDED_AT_ONCE)))
    if (!gone.ok) return gone
  }
  return done(null)
}
