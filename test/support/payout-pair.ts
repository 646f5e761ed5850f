import type Database from 'better-sqlite3'
import { expect } from 'vitest'
import { assertAddsUp } from '../../src/main/export/statements/statement'
import { payoutOfStatement } from '../../src/main/ledger/merchant-statements'
import { setMerchantCharges, setMerchantState } from '../../src/main/ledger/merchants'
import { openSnapshot, type Snapshot } from '../../src/main/ledger/snapshot'
import { closingHandlers } from '../../src/main/services/closing'
import { keepDeadlines } from '../../src/main/services/deadlines'
import { exceptionHandlers } from '../../src/main/services/exceptions'
import { recordingHandlers } from '../../src/main/services/recording'
import { refundRunHandlers } from '../../src/main/services/refund-runs'
import { refundHandlers } from '../../src/main/services/refunds'
import { returnedPayoutHandlers } from '../../src/main/services/returned-payouts'
import { statementOf, withLines } from '../../src/main/services/statement-facts'
import { businessDate } from '../../src/preload/contract/date'
import { type MerchantId, type OrderId, PayoutId, type ReceiptId, type RefundId, type TransferRunId } from '../../src/preload/contract/ids'
import { FeePlan, type SettlementAccount } from '../../src/preload/contract/merchants'
import { yen } from '../../src/preload/contract/money'
import { PayoutContract } from '../../src/preload/contract/payouts'
import { valueIn, writing } from './ledger'
import type { PayoutDesk } from './payout-desk'
import { daysAfter, type ModelOrder, type ModelPayout, type ModelRun, PayoutModel, planned, WINDOW_DAYS } from './payout-model'
import { BOUNDARY, type ModelRules, type ModelTerms, TRANSFER_FEES } from './payout-model-figures'
import type { TestLine } from './statements'

/*
 * The product beside the model of its money: both do the same, and agree on every account and every order after each thing that is done.
 * Here: who and what there is, how days pass, and what agreeing means; what may be done stands in payout-pair-runs and payout-pair-steps.
 */

const OPENING = 1_000_000
const places = {
  same_branch: { bankCode: '0001', branchCode: '001' },
  same_bank: { bankCode: '0001', branchCode: '002' },
  other_bank: { bankCode: '0005', branchCode: '010' },
} as const
/** How the product calls what the model calls otherwise. */
const accountNames: Readonly<Record<string, string>> = {
  ...{ payout_in_transit: 'payouts in transit', refund_in_transit: 'refunds in transit', fee_income: 'fees', output_tax: 'tax' },
  ...{ transfer_fee_recovered: 'transfer fees', fees_paid: 'fees paid' },
  ...{ merchant_payable: 'payable of', held_for_payers: 'held of', merchant_receivable: 'owed by' },
}
const disbursementOf: Readonly<Record<ModelOrder['standing'], string>> = {
  ...{ protected: 'none', due_back: 'none', free: 'releasable', taken: 'releasable', in_payout: 'in_payout', settled: 'settled' },
  ...{ payout_returned: 'payout_returned', in_refund: 'in_refund', refunded: 'refunded', partly_refunded: 'partly_refunded' },
  refund_returned: 'refund_returned',
}

/** What was done in all sequences, by name, and how often both agreed after it. */
export const happened = new Map<string, number>()

export interface FoundRun {
  readonly run: ModelRun
  readonly id: TransferRunId
}

export class Pair {
  readonly model = new PayoutModel(OPENING)
  protected readonly handlers
  protected readonly merchants: MerchantId[] = []
  /** Of each merchant every account it has had. */
  protected readonly accounts: SettlementAccount[][] = []
  protected readonly orders: OrderId[] = []
  protected readonly deposits: ReceiptId[] = []
  protected readonly refunds: { id: RefundId; account: SettlementAccount }[] = []
  protected readonly runs: TransferRunId[] = []
  /** Where this sequence begins: what was before it is left alone. */
  protected begun = { merchants: 0, orders: 0, deposits: 0, refunds: 0, runs: 0 }
  protected numbers = 0
  readonly #queries = new Map<string, Database.Statement>()

  constructor(readonly desk: PayoutDesk) {
    const deps = { ...desk.deps, clock: desk.clock }
    this.handlers = {
      ...desk.handlers,
      ...refundHandlers(deps),
      ...refundRunHandlers(deps),
      ...exceptionHandlers(deps),
      ...returnedPayoutHandlers(deps),
      ...recordingHandlers(deps),
      ...closingHandlers(deps),
    }
  }

  get today(): string {
    return this.desk.clock.today()
  }

  /** A new sequence: other merchants, other rules. What was before stays in the ledger. */
  async begin(merchants: readonly ModelTerms[], rules: ModelRules): Promise<void> {
    const { model } = this
    this.begun = {
      ...{ merchants: this.merchants.length, orders: this.orders.length, deposits: this.deposits.length },
      ...{ refunds: this.refunds.length, runs: this.runs.length },
    }
    model.rules = rules
    const bands = (fees: readonly [number, number]) => fees.map((fee, at) => ({ from: yen(at * BOUNDARY), fee: yen(fee) }))
    await this.desk.rules({
      ...{ minimum: yen(rules.minimum), rounding: rules.rounding },
      transferFees: [
        {
          validFrom: businessDate('2026-11-01'),
          bands: {
            same_branch: bands(TRANSFER_FEES.same_branch),
            same_bank: bands(TRANSFER_FEES.same_bank),
            other_bank: bands(TRANSFER_FEES.other_bank),
          },
        },
      ],
    })
    for (const [at, merchant] of model.merchants.entries()) {
      if (merchant.isRetired) continue
      await writing(this.desk.ledger, (writer) => setMerchantState(writer, this.merchant(at), 'rejected'))
      merchant.isRetired = true
    }
    for (const terms of merchants) await this.engage(terms)
  }

  protected async engage(terms: ModelTerms): Promise<void> {
    const at = this.merchants.length
    const account = this.account(at, terms)
    const fees = terms.plans.map(({ from, fixed, basisPoints, least, most, isTaxed }) =>
      FeePlan.parse({
        ...{ method: 'bank_transfer', fixed, basisPoints, minimum: least, maximum: most, validFrom: from },
        taxClass: isTaxed ? 'standard' : 'exempt',
      }),
    )
    const id = await this.desk.merchant({ account, fees, protectionWindowDays: WINDOW_DAYS })
    const bears = (isMerchant: boolean) => (isMerchant ? ('merchant' as const) : ('agent' as const))
    const payoutContract = PayoutContract.parse({
      ...{ transferFeeBearer: bears(terms.bearsTransferFee), transferFeeConvention: terms.convention },
      ...{ returnFeeBearer: bears(terms.bearsReturnFee), minimum: terms.minimum },
    })
    await writing(this.desk.ledger, (writer) => setMerchantCharges(writer, id, { fees, payoutContract }))
    this.merchants.push(id)
    this.accounts.push([account])
    this.model.merchants.push({ terms, held: false, account: 0, isRetired: false })
  }

  protected account(at: number, { to }: ModelTerms): SettlementAccount {
    const letters = String.fromCharCode(65 + (Math.floor(at / 26) % 26), 65 + (at % 26))
    return { ...places[to], accountType: '1', accountNumber: this.number(), holderKana: `ｶ)ﾐｾﾉﾅ ${letters}` }
  }

  protected number(): string {
    this.numbers += 1
    return String(2_000_000 + this.numbers)
  }

  protected merchant(at: number): MerchantId {
    return this.merchants[at] ?? expect.fail(`no merchant ${at}`)
  }

  /** One of this sequence's merchants. */
  protected own(which: number): number {
    const { merchants } = this.begun
    return merchants + (which % (this.merchants.length - merchants))
  }

  /** The nth run of this sequence that stands in one of these states and goes on. */
  protected run(which: number, states: readonly ModelRun['state'][]): FoundRun | null {
    const found = this.model.runs.flatMap((run, at) => {
      const isOver = run.state === 'out' && run.transfers.every(({ state }) => state !== 'out')
      return at >= this.begun.runs && states.includes(run.state) && !isOver ? [{ run, id: this.runs[at] ?? expect.fail() }] : []
    })
    return found[which % Math.max(found.length, 1)] ?? null
  }

  // days

  /** Morning after morning, until this day. */
  protected async passTo(day: string): Promise<void> {
    const { desk, model } = this
    for (;;) {
      const [over] = model.windowsOver(day)
      const next = over === undefined || daysAfter(over, 1) > day ? day : daysAfter(over, 1)
      desk.clock.advance(Date.parse(`${next}T09:00:00+09:00`) - desk.clock.now())
      valueIn(await keepDeadlines(desk.deps))
      model.dayBegins(next)
      this.agree('morning')
      if (next === day) return
    }
  }

  /** The bank's statement of today, what becomes of it in the model, and the next morning. */
  protected async bankDay(what: string, lines: readonly TestLine[], after: () => Promise<void> | void): Promise<void> {
    await this.desk.bring(this.today, lines)
    await after()
    this.agree(what)
    await this.passTo(daysAfter(this.today, 1))
  }

  protected openLines(side: 'credit' | 'debit'): { id: number; amount: number; edi: string }[] {
    return this.all(
      'select r.id, r.amount, r.edi from open_items i join receipts r on r.id = i.receipt_id where i.side = ? and i.booked_on = ? order by r.id',
      side,
      this.today,
    )
  }

  protected all<T>(sql: string, ...bound: readonly (string | number)[]): T[] {
    const query = this.#queries.get(sql) ?? this.desk.ledger.source.prepare<unknown[], unknown>(sql)
    this.#queries.set(sql, query)
    return query.all(...bound) as T[]
  }

  protected order(which: number, fits: (order: ModelOrder) => boolean): ModelOrder | undefined {
    const found = this.model.orders.slice(this.begun.orders).filter(fits)
    return found[which % Math.max(found.length, 1)]
  }

  protected orderId(order: ModelOrder): OrderId {
    return this.orders[this.model.orders.indexOf(order)] ?? expect.fail('an order that is not in the ledger')
  }

  protected payoutId(runId: TransferRunId, { merchant }: ModelPayout): PayoutId {
    const [row] = this.all<{ id: number }>('select id from payouts where run_id = ? and merchant_id = ?', runId, this.merchant(merchant))
    return PayoutId.parse(row?.id)
  }

  // agreeing

  protected agree(after: string): void {
    const { model } = this
    happened.set(after, (happened.get(after) ?? 0) + 1)
    expect(this.balances, after).toEqual(model.balances)
    const standings = this.all<{ disbursement: string }>('select disbursement from orders order by id')
    expect(
      standings.map(({ disbursement }) => disbursement),
      after,
    ).toEqual(model.orders.map(({ standing }) => disbursementOf[standing]))
    const [live] = this.all<{ lines: number }>('select count(*) as lines from payout_lines where live = 1')
    const lines = model.runs.flatMap(planned).reduce((sum, { orders, items }) => sum + orders.length + items.length, 0)
    expect(live?.lines, after).toBe(lines)
  }

  /** The product's accounts in the model's words. */
  protected get balances(): Record<string, number> {
    const named = (code: string) => {
      const [kind = '', of = ''] = code.split(':')
      if (kind === 'bank') return 'bank'
      const name = accountNames[kind] ?? kind
      return of === '' ? name : `${name} ${this.merchants.findIndex((id) => String(id) === of)}`
    }
    const pairs = Object.entries(this.desk.balances()).map(([code, sum]) => [named(code), sum] as const)
    return Object.fromEntries(pairs.sort(([a], [b]) => (a < b ? -1 : 1)))
  }

  /** At the end of a sequence no window is left open; every promise holds, nothing is paid twice, every statement says what the ledger does. */
  async end(): Promise<void> {
    await this.passTo(daysAfter(this.today, WINDOW_DAYS + 1))
    expect(await this.desk.broken()).toEqual([])
    for (const order of this.model.orders.slice(this.begun.orders)) expect(this.model.timesPaid(order)).toBeLessThanOrEqual(1)
    await this.agreeOnStatements()
  }

  protected async agreeOnStatements(): Promise<void> {
    const snapshot = openSnapshot(this.desk.ledger)
    try {
      for (const [at, run] of this.model.runs.entries()) {
        if (at < this.begun.runs || !['approved', 'out'].includes(run.state)) continue
        for (const payout of run.payouts) if (payout.state !== 'sent_back') await this.agreeOnStatement(snapshot, at, payout)
      }
    } finally {
      snapshot.close()
    }
  }

  protected async agreeOnStatement(snapshot: Snapshot, run: number, payout: ModelPayout): Promise<void> {
    const id = this.payoutId(this.runs[run] ?? expect.fail(), payout)
    const found = await payoutOfStatement(snapshot, id)
    if (!found) expect.fail('an approved payout has its figures')
    const facts = await statementOf(snapshot, this.desk.deps.gateways.banks, found, businessDate(this.today))
    const { statement, lines } = withLines(snapshot, found, facts)
    const listed = [...lines]
    assertAddsUp(statement)
    const { gross, fees, tax, transferFee, net } = statement
    expect([sum(listed), sum(listed.map(({ fee: amount }) => ({ amount })))]).toEqual([gross, fees])
    const carried = sum(statement.carriedOver)
    if (payout.state !== 'planned') {
      const waits = { gross: payout.gross, fees: 0, tax: 0, transferFee: 0, net: 0, carried: payout.gross }
      expect({ gross, fees, tax, transferFee, net, carried }).toEqual(waits)
      return
    }
    expect(sum(statement.invoice.map(({ total: amount }) => ({ amount })))).toBe(payout.fees + payout.tax + payout.transferFee)
    const told = {
      ...{ fee_income: -fees, output_tax: -tax, transfer_fee_recovered: -transferFee, payout_in_transit: -net },
      ...{ merchant_payable: gross - Math.max(carried, 0), merchant_receivable: Math.max(-carried, 0) - sum(statement.offsets) },
    }
    expect(this.postedFor(id)).toEqual(Object.fromEntries(Object.entries(told).filter(([, amount]) => amount !== 0)))
  }

  /** What the entries of a payout come to, by account, debit less credit. */
  protected postedFor(id: PayoutId): Record<string, number> {
    const rows = this.all<{ kind: string; sum: number }>(
      `select substr(a.code, 1, instr(a.code || ':', ':') - 1) as kind, sum(case a.id when p.debit then p.amount else -p.amount end) as sum
        from payout_entries x join postings p on p.entry_id = x.entry_id join accounts a on a.id in (p.debit, p.credit)
        where x.payout_id = ? group by 1 having sum <> 0`,
      id,
    )
    return Object.fromEntries(rows.map(({ kind, sum }) => [kind, sum]))
  }
}

const sum = (amounts: readonly { readonly amount: number }[]): number => amounts.reduce((all, { amount }) => all + amount, 0)
