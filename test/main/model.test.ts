import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { z } from 'zod'
import { type Core, compose, composeDemonstration } from '../../src/main/compose'
import { composeGateways } from '../../src/main/compose-gateways'
import { designatedAccount } from '../../src/main/services/demonstration/cast'
import type { Seat } from '../../src/preload/contract/carrier'
import { addDays, type BusinessDate, businessDate } from '../../src/preload/contract/date'
import { AllocationId } from '../../src/preload/contract/ids'
import type { JobResult } from '../../src/preload/contract/jobs'
import { type InputOf, type MethodName, methods, type OutputOf } from '../../src/preload/contract/methods'
import { PositiveYen, yen } from '../../src/preload/contract/money'
import type { StatementLine } from '../../src/preload/contract/statement'
import { fixedClock, valueIn } from '../support/ledger'
import { truth } from '../support/ledger-truth'
import { type ModelDeposit, type ModelLine, type ModelOrder, MoneyModel } from '../support/money-model'

/*
 * Random sequences of what people and the bank do, against a real ledger through the one door, compared with a model of the money after
 * every step. MODEL_RUNS sequences (10,000 in the long form); a counter-example is printed with its seed and path, and run again by
 * MODEL_SEED=… MODEL_PATH=… MODEL_REPLAY=….
 */
const RUNS = Number(process.env.MODEL_RUNS ?? 60)
const COMMANDS_MOST = 14
const SEAT: Seat = { id: 'model', kind: 'cli' }
const ACTOR = 'cli:model'
const TOLD_ON = '2026-11-20T10:00:00+09:00'
const FIRST_DAY = businessDate('2026-11-13')
const log = { info: () => undefined, warn: () => undefined, error: (data: object, message: string) => console.error(message, data) }
const payers = ['ヤマダ タロウ', 'スズキ ハナコ', 'サトウ ケン'] as const
const payersHalfWidth = ['ﾔﾏﾀﾞ ﾀﾛｳ', 'ｽｽﾞｷ ﾊﾅｺ', 'ｻﾄｳ ｹﾝ'] as const

let folder = ''
let template = ''
beforeAll(async () => {
  // In memory where the system has such a folder: nothing here is about power cuts, and every setting of the ledger stays as it is.
  folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'daiko-model-'))
  template = join(folder, 'template', 'ledger.daiko')
  valueIn(await composeDemonstration({ ledgerPath: template, log, clock: fixedClock(Date.parse(TOLD_ON)) }, { orders: 0, seed: 1 }))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const outputs: { readonly [M in MethodName]: { readonly output: z.ZodType<OutputOf<M>> } } = methods
type Outcome<T> = { refusal: string } | { value: T }

/** The product: a core over a ledger file of its own, and a second pair of eyes on that file. */
class Product {
  readonly clock = fixedClock(Date.parse('2026-12-10T10:00:00+09:00'))
  core: Core | null = null
  merchants: number[] = []
  lastFile: { bytes: Uint8Array; lines: number } | null = null
  days = 0
  ordersMade = 0
  readonly eyes: Database.Database
  constructor(readonly path: string) {
    copyFileSync(template, path)
    this.eyes = new Database(path, { readonly: true })
  }
  async open(): Promise<void> {
    this.core = valueIn(await compose({ ledgerPath: this.path, demonstration: false, workerPath: null, log, clock: this.clock }))
    this.merchants = (await this.do('merchants.list', {})).rows.map(({ id }) => id)
  }
  async close(): Promise<void> {
    await this.core?.close()
    this.core = null
  }
  get opened(): Core {
    if (!this.core) throw new Error('the core is closed')
    return this.core
  }
  async try<M extends MethodName>(method: M, input: InputOf<M>): Promise<Outcome<OutputOf<M>>> {
    const answer = await this.opened.dispatch(SEAT, { method, input })
    if (answer.outcome === 'fault') throw new Error(`${method} ended in fault ${answer.number}`)
    return answer.outcome === 'refused' ? { refusal: answer.refusal.refusal } : { value: outputs[method].output.parse(answer.value) }
  }
  async do<M extends MethodName>(method: M, input: InputOf<M>): Promise<OutputOf<M>> {
    const outcome = await this.try(method, input)
    if ('refusal' in outcome) throw new Error(`${method} was refused: ${outcome.refusal}`)
    return outcome.value
  }
  async job(asked: { jobId: InputOf<'jobs.get'>['jobId'] }): Promise<JobResult> {
    for (;;) {
      const changed = new Promise<void>((heard) => {
        const leave = this.opened.events.subscribe((told) => {
          if (told.kind !== 'changed') return
          leave()
          heard()
        })
      })
      const state = await this.do('jobs.get', asked)
      if (state.state === 'done') return state.result
      if (state.state !== 'running') throw new Error(`a job ended in ${JSON.stringify(state)}`)
      await changed
    }
  }
  async offer(name: string, bytes: Uint8Array) {
    return valueIn(
      await this.opened.files.offer(
        (async function* () {
          yield bytes
        })(),
        name,
        ACTOR,
      ),
    )
  }
  async bringIn(bytes: Uint8Array) {
    const planned = await this.job(await this.do('intake.plan', { reference: await this.offer('statement.txt', bytes) }))
    if (planned.kind !== 'plan') throw new Error(planned.kind)
    const applied = await this.job(await this.do('intake.apply', { planId: planned.plan.planId, digest: planned.plan.digest }))
    if (applied.kind !== 'intake') throw new Error(applied.kind)
    return applied.intake
  }
  row<T>(sql: string, ...bound: unknown[]): T {
    return this.eyes.prepare<unknown[], T>(sql).get(...bound) ?? expect.fail(`no row for ${sql}`)
  }
  receipt(at: number): { id: number; version: number } {
    return this.row(
      `select r.id, coalesce(o.version, 0) as version from receipts r left join open_items o on o.receipt_id = r.id
       where r.direction = 'credit' order by r.id limit 1 offset ?`,
      at,
    )
  }
  order(number: string): { id: number; version: number } {
    return this.row('select id, version from orders where order_number = ?', number)
  }
}

function compare(model: MoneyModel, product: Product): void {
  const balances = model.balances()
  expect(truth(product)).toEqual({
    balances,
    postings: balances,
    orders: model.orders.map((order) => ({ number: order.number, status: model.status(order), paid: order.paid })),
    deposits: model.deposits.map(({ amount, left, isHeld }) => ({ amount, left, held: Number(isHeld) })),
  })
  expect(Object.values(balances).reduce((sum, one) => sum + one, 0)).toBe(0)
}

/** One thing that happens, in the model and in the product. `possible` keeps what makes no sense out of the sequence. */
abstract class Happening implements fc.AsyncCommand<MoneyModel, Product> {
  check(model: MoneyModel): boolean {
    return this.possible(model)
  }
  async run(model: MoneyModel, product: Product): Promise<void> {
    await this.happen(model, product)
    compare(model, product)
  }
  protected possible(_model: MoneyModel): boolean {
    return true
  }
  protected abstract happen(model: MoneyModel, product: Product): Promise<void>
  abstract toString(): string
}

const picked = <T>(from: readonly T[], at: number): T => from[at % from.length] ?? expect.fail('nothing to pick from')
const slashed = (date: BusinessDate) => date.replaceAll('-', '/')

class AddOrders extends Happening {
  constructor(
    readonly merchant: number,
    readonly wishes: readonly { amount: number; payer: number; isProtected: boolean }[],
  ) {
    super()
  }
  protected async happen(model: MoneyModel, product: Product) {
    const rows = this.wishes.map(({ amount, payer, isProtected }) => {
      product.ordersMade += 1
      const held = model.orders.filter(({ merchant }) => merchant === this.merchant).length
      const virtualAccount = `801${String(1 + this.merchant * 3_000_000 + held).padStart(7, '0')}`
      const order = {
        number: `${'AB'.charAt(this.merchant)}${1000 + product.ordersMade}`,
        merchant: this.merchant,
        amount,
        paid: 0,
        payer,
        isProtected,
        virtualAccount,
        isCancelled: false,
      }
      model.orders.push(order)
      return `${order.number},${slashed(addDays(FIRST_DAY, -3))},商品,${amount},客 ${payer},${payers[payer]},2027/03/31,${isProtected ? 'はい' : 'いいえ'}`
    })
    const file = Buffer.from(['注文番号,受注日,商品,金額,購入者名,購入者カナ,支払期限,返金希望', ...rows].join('\r\n'))
    const merchantId = (await product.do('merchants.list', {})).rows[this.merchant]?.id ?? expect.fail('no merchant')
    const preview = await product.do('orders.previewFile', { reference: await product.offer('orders.csv', file), merchantId })
    expect(await product.job(await product.do('orders.importFile', { planId: preview.planId }))).toEqual({
      kind: 'orders',
      imported: rows.length,
    })
  }
  toString() {
    return `AddOrders(${this.merchant}, ${JSON.stringify(this.wishes)})`
  }
}

type Wish = { kind: ModelLine['kind']; at: number; off: number; twice: boolean }

class BringIn extends Happening {
  constructor(readonly wishes: readonly Wish[]) {
    super()
  }
  protected async happen(model: MoneyModel, product: Product) {
    const opening = model.bankBalance
    const day = addDays(FIRST_DAY, product.days)
    product.days += 1
    const lines = this.wishes.flatMap((wish): ModelLine[] => {
      const order = model.orders.length > 0 ? picked(model.orders, wish.at) : null
      const amount = Math.max(1, order ? (model.open(order) || order.amount) + wish.off : 777)
      const line = { kind: order ? wish.kind : wish.kind === 'debit' ? ('debit' as const) : ('nobody' as const), order, amount }
      return wish.twice ? [line, line] : [line]
    })
    const cleared = model.book(lines, product.days - 1)
    const { bankKana, branchKana, accountName, ...account } = designatedAccount
    const head = {
      account,
      accountName,
      bankName: bankKana,
      branchName: branchKana,
      from: day,
      to: day,
      createdOn: day,
      opening: yen(opening),
    }
    const bytes = composeGateways().demonstrationBank.zengin03({
      head,
      lines: lines.map((line, at) => bankLine(line, day, at)),
      closing: yen(model.bankBalance),
    })
    product.lastFile = { bytes, lines: lines.length }
    const waiting = lines.filter(({ kind }) => kind !== 'debit').length - cleared
    expect(await product.bringIn(bytes)).toMatchObject({ stored: lines.length, duplicates: 0, cleared, waiting })
  }
  toString() {
    return `BringIn(${JSON.stringify(this.wishes)})`
  }
}

/** The bytes of two equal lines are equal: nothing in them counts. */
function bankLine(line: ModelLine, day: BusinessDate, _at: number): Omit<StatementLine, 'record' | 'raw'> {
  const { kind, order, amount } = line
  return {
    direction: kind === 'debit' ? 'debit' : 'credit',
    bookedOn: day,
    valueOn: day,
    amount: PositiveYen.parse(amount),
    kind: 'transfer',
    notCustomerMoney: null,
    remitterCode: kind === 'virtual_account' ? (order?.virtualAccount ?? null) : null,
    remitterName: (kind === 'name' || kind === 'reference') && order ? picked(payersHalfWidth, order.payer) : 'ﾑﾒｲ',
    remittingBank: 'ﾐｽﾞﾎ',
    remittingBranch: 'ｼﾌﾞﾔ',
    description: 'ﾌﾘｺﾐ',
    edi: kind === 'reference' ? (order?.number ?? '') : '',
    bankReference: '00000001',
  }
}

class BringInAgain extends Happening {
  protected async happen(_model: MoneyModel, product: Product) {
    if (!product.lastFile) return
    expect(await product.bringIn(product.lastFile.bytes)).toMatchObject({
      stored: 0,
      duplicates: product.lastFile.lines,
      cleared: 0,
      waiting: 0,
    })
  }
  toString() {
    return 'BringInAgain'
  }
}

/** A clerk clears a deposit to one or several orders; `excess` asks for more than there is. */
class ClearByHand extends Happening {
  constructor(
    readonly deposit: number,
    readonly orders: readonly number[],
    readonly share: number,
    readonly excess: 'none' | 'deposit' | 'order',
  ) {
    super()
  }
  protected override possible(model: MoneyModel) {
    return model.waiting().length > 0 && model.orders.length > 0
  }
  protected async happen(model: MoneyModel, product: Product) {
    const deposit = picked(model.waiting(), this.deposit)
    const orders = [...new Set(this.orders.map((at) => picked(model.orders, at)))]
    let left = deposit.left
    const parts = orders.flatMap((order) => {
      const most = Math.min(left, model.open(order) || order.amount)
      const amount = Math.max(1, Math.ceil((most * this.share) / 4))
      left -= amount
      return most > 0 ? [{ order, amount }] : []
    })
    const [first] = parts
    if (first && this.excess === 'deposit') first.amount += deposit.left
    if (first && this.excess === 'order') first.amount = (model.open(first.order) || first.order.amount) + 1
    const refusal = expectedRefusal(model, deposit, parts)
    const receipt = product.receipt(model.deposits.indexOf(deposit))
    const outcome = await product.try('clearing.clear', {
      ...idsOf(receipt.id),
      version: receipt.version,
      parts: parts.map(({ order, amount }) => ({ ...orderOf(product, order), amount: PositiveYen.parse(amount) })),
    })
    if (refusal) expect(outcome).toEqual({ refusal })
    else {
      for (const { order, amount } of parts) model.allocate(deposit, order, amount)
      expect(outcome).toMatchObject({ value: { remaining: deposit.left } })
    }
  }
  toString() {
    return `ClearByHand(${this.deposit}, [${this.orders}], ${this.share}/4, ${this.excess})`
  }
}

function expectedRefusal(model: MoneyModel, deposit: ModelDeposit, parts: readonly { order: ModelOrder; amount: number }[]): string | null {
  if (parts.reduce((sum, { amount }) => sum + amount, 0) > deposit.left) return 'exceeds_deposit'
  for (const { order, amount } of parts) {
    if (order.paid === order.amount) return 'order_not_open'
    if (amount > order.amount - order.paid) return 'exceeds_order'
    if (model.open(order) === 0) return 'order_not_open'
  }
  return null
}

const receiptId = methods['clearing.hold'].input.shape.receiptId
const orderId = methods['orders.cancel'].input.shape.id
const idsOf = (id: number) => ({ receiptId: receiptId.parse(id) })
function orderOf(product: Product, { number }: ModelOrder) {
  const { id, version } = product.order(number)
  return { orderId: orderId.parse(id), version }
}

class Hold extends Happening {
  constructor(
    readonly deposit: number,
    readonly held: boolean,
  ) {
    super()
  }
  protected override possible(model: MoneyModel) {
    return model.waiting().length > 0
  }
  protected async happen(model: MoneyModel, product: Product) {
    const deposit = picked(model.waiting(), this.deposit)
    const receipt = product.receipt(model.deposits.indexOf(deposit))
    expect(await product.try('clearing.hold', { ...idsOf(receipt.id), version: receipt.version - 1, held: this.held, note: '' })).toEqual({
      refusal: 'changed_meanwhile',
    })
    await product.do('clearing.hold', { ...idsOf(receipt.id), version: receipt.version, held: this.held, note: '' })
    deposit.isHeld = this.held
  }
  toString() {
    return `Hold(${this.deposit}, ${this.held})`
  }
}

class Undo extends Happening {
  constructor(readonly at: number) {
    super()
  }
  protected override possible(model: MoneyModel) {
    return model.allocations.length > 0
  }
  protected async happen(model: MoneyModel, product: Product) {
    const allocation = picked(model.allocations, this.at)
    const ofBoth = model.allocations.filter(({ deposit, order }) => deposit === allocation.deposit && order === allocation.order)
    const stored = product.row<{ id: number }>(
      `select a.id from allocations a join orders o on o.id = a.order_id where a.receipt_id = ? and o.order_number = ? order by a.id limit 1 offset ?`,
      product.receipt(model.deposits.indexOf(allocation.deposit)).id,
      allocation.order.number,
      ofBoth.indexOf(allocation),
    )
    const outcome = await product.try('clearing.undo', { allocationId: AllocationId.parse(stored.id) })
    if (allocation.isUndone) return expect(outcome).toEqual({ refusal: 'already_undone' })
    model.undo(allocation)
    expect(outcome).toMatchObject({ value: { remaining: allocation.deposit.left } })
  }
  toString() {
    return `Undo(${this.at})`
  }
}

class Match extends Happening {
  protected async happen(model: MoneyModel, product: Product) {
    const cleared = model.match()
    const result = await product.job(await product.do('clearing.match', {}))
    expect(result).toEqual({ kind: 'match', match: { cleared, waiting: model.waiting().length } })
  }
  toString() {
    return 'Match'
  }
}

class Cancel extends Happening {
  constructor(readonly at: number) {
    super()
  }
  protected override possible(model: MoneyModel) {
    return model.orders.length > 0
  }
  protected async happen(model: MoneyModel, product: Product) {
    const order = picked(model.orders, this.at)
    const stored = product.order(order.number)
    const outcome = await product.try('orders.cancel', { id: orderId.parse(stored.id), version: stored.version, reason: '注文の取消' })
    if (model.status(order) !== 'unpaid') return expect(outcome).toEqual({ refusal: 'order_step_refused' })
    order.isCancelled = true
    expect(outcome).toHaveProperty('value')
  }
  toString() {
    return `Cancel(${this.at})`
  }
}

class CloseAndReopen extends Happening {
  protected async happen(_model: MoneyModel, product: Product) {
    await product.close()
    await product.open()
  }
  toString() {
    return 'CloseAndReopen'
  }
}

const at = fc.nat(20)
const wishes = fc.array(fc.record({ amount: fc.constantFrom(1000, 1000, 2500, 3000), payer: fc.nat(2), isProtected: fc.boolean() }), {
  minLength: 1,
  maxLength: 3,
})
const wish: fc.Arbitrary<Wish> = fc.record({
  kind: fc.constantFrom('virtual_account', 'virtual_account', 'reference', 'name', 'nobody', 'debit'),
  at,
  off: fc.constantFrom(0, 0, 0, -300, 700),
  twice: fc.constantFrom(false, false, false, true),
})
const addOrders = fc.tuple(fc.nat(1), wishes).map(([merchant, orders]) => new AddOrders(merchant, orders))
const bringIn = fc.array(wish, { minLength: 1, maxLength: 6 }).map((lines) => new BringIn(lines))
const excess = fc.constantFrom<('none' | 'deposit' | 'order')[]>('none', 'none', 'none', 'none', 'deposit', 'order')
const clearByHand = fc
  .tuple(at, fc.array(at, { minLength: 1, maxLength: 3 }), fc.constantFrom(4, 4, 2, 1), excess)
  .map(([deposit, orders, share, over]) => new ClearByHand(deposit, orders, share, over))
const undo = at.map((allocation) => new Undo(allocation))
/** What happens often stands here more than once. */
const happenings = [
  ...[addOrders, bringIn, bringIn, fc.constant(new BringInAgain()), fc.constant(new Match()), fc.constant(new CloseAndReopen())],
  ...[clearByHand, clearByHand, clearByHand, undo, undo, at.map((order) => new Cancel(order))],
  fc.tuple(at, fc.boolean()).map(([deposit, held]) => new Hold(deposit, held)),
]
/** Every sequence begins with orders of both merchants and a first statement, so that there is something to do. */
const scene = fc.tuple(wishes, wishes, bringIn)

type Scene = [wishes: AddOrders['wishes'], wishes: AddOrders['wishes'], statement: BringIn]
let sequence = 0

async function holds([first, second, statement]: Scene, commands: Iterable<fc.AsyncCommand<MoneyModel, Product>>): Promise<void> {
  sequence += 1
  const path = join(folder, `sequence-${sequence}.daiko`)
  const product = new Product(path)
  await product.open()
  try {
    const model = new MoneyModel()
    for (const happening of [new AddOrders(0, first), new AddOrders(1, second), statement]) await happening.run(model, product)
    await fc.asyncModelRun(() => ({ model, real: product }), commands)
    const result = await product.job(await product.do('ledger.verify', {}))
    if (result.kind !== 'verify') throw new Error(result.kind)
    expect(result.verify.invariants.filter(({ violations }) => violations > 0)).toEqual([])
    expect(result.verify.ok).toBe(true)
  } finally {
    product.eyes.close()
    await product.close()
    for (const ending of ['', '-wal', '-shm']) rmSync(`${path}${ending}`, { force: true })
  }
}

const { MODEL_SEED, MODEL_PATH, MODEL_REPLAY } = process.env

it(`${RUNS} random sequences move the money as the model does`, { timeout: 60_000 + RUNS * 1000 }, async () => {
  const seed = MODEL_SEED === undefined ? Date.now() % 2 ** 31 : Number(MODEL_SEED)
  const sequences = fc.commands(happenings, {
    maxCommands: COMMANDS_MOST,
    size: 'max',
    ...(MODEL_REPLAY === undefined ? {} : { replayPath: MODEL_REPLAY }),
  })
  const began = performance.now()
  await fc.assert(fc.asyncProperty(scene, sequences, holds), {
    numRuns: RUNS,
    seed,
    ...(MODEL_PATH === undefined ? {} : { path: MODEL_PATH }),
  })
  console.log(`${sequence} sequences in ${Math.round(performance.now() - began)} ms, seed ${seed}`)
})
