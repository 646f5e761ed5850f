import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { writeZengin03 } from '../../src/main/gateways/bank/write-zengin-03'
import { type Ledger, openLedger, type Writer } from '../../src/main/ledger/ledger'
import { insertMerchant, setMerchantState } from '../../src/main/ledger/merchants'
import { schemaAsDefined } from '../../src/main/ledger/migrate'
import { searchWords } from '../../src/main/ledger/order-search'
import { insertOrders, type NewOrder } from '../../src/main/ledger/orders'
import { takeIn } from '../../src/main/services/accounts'
import { answerOrder, dice, inventOrder, type StoryLine, type StoryOrder } from '../../src/main/services/demonstration/story'
import { nameKey } from '../../src/main/settlement/names'
import { normaliseReference } from '../../src/main/settlement/references'
import { registeredTracks } from '../../src/main/settlement/tracks'
import { virtualAccountCode } from '../../src/main/settlement/virtual-accounts'
import { addDays, type BusinessDate, businessDate } from '../../src/preload/contract/date'
import { type AccountId, MerchantId } from '../../src/preload/contract/ids'
import { type Yen, yen } from '../../src/preload/contract/money'
import { HOLDER, merchantTerms, TESTER, valueIn, writing } from '../support/ledger'
import { benchClock, TODAY } from './bench-clock'

/** What a built ledger is kept under: another seed, size or shape of the database makes another. */
export interface Size {
  readonly rows: number
  readonly seed: number
}

const MERCHANTS = 8
const ORDER_DAYS = 30
const STATEMENT_DAYS = 10
const CHUNK = 10_000
const BRANCH = '101'
const RANGE = 1_000_000
const ACCOUNT = { bankCode: '0001', branchCode: '001', accountType: '1', accountNumber: '1000001' } as const
const OPENING = yen(1_000_000)

const ROOT = join(import.meta.dirname, '..', '..')
export const CACHE = join(ROOT, 'node_modules', '.cache', 'bench')

/** The folder of a built ledger. It is there as a whole or not at all. */
export function cachedFolder(kind: string, { rows, seed }: Size): string {
  const shape = createHash('sha256').update(JSON.stringify(schemaAsDefined())).digest('hex').slice(0, 12)
  return join(CACHE, `${kind}-${rows}-${seed}-${shape}`)
}

/** Builds a folder where it is not yet; it is there as a whole or not at all. */
export async function built(folder: string, build: (unfinished: string) => Promise<void>): Promise<void> {
  if (existsSync(folder)) return
  const unfinished = `${folder}.unfinished`
  rmSync(unfinished, { recursive: true, force: true })
  mkdirSync(unfinished, { recursive: true })
  await build(unfinished)
  renameSync(unfinished, folder)
}

async function emptyLedger(path: string): Promise<Ledger> {
  return valueIn(await openLedger({ path, clock: benchClock, create: true }))
}

interface Parties {
  accountId: AccountId
  merchants: MerchantId[]
}

/** One designated account and the merchants, each with its own range of virtual accounts. */
async function insertParties(writer: Writer): Promise<Parties> {
  const opened = {
    ...ACCOUNT,
    accountName: '決済代行口',
    openedOn: addDays(TODAY, -1),
    openingBalance: OPENING,
    dates: 'era' as const,
    booksFrom: 'statement' as const,
  }
  const accountId = await takeIn(writer, opened)
  const merchants: MerchantId[] = []
  for (let at = 0; at < MERCHANTS; at++) {
    const id = MerchantId.parse(writer.newId())
    const virtualRange = { accountId, branchCode: BRANCH, first: digits(at * RANGE), last: digits((at + 1) * RANGE - 1) }
    await insertMerchant(writer, id, merchantTerms({ name: `加盟店 ${at + 1}`, virtualRange }), HOLDER)
    await setMerchantState(writer, id, 'active')
    merchants.push(id)
  }
  return { accountId, merchants }
}

const digits = (number: number) => String(number).padStart(7, '0')

/** The virtual account of the order that was invented as the `index`th. */
export function storyAccount(index: number): string {
  return virtualAccountCode(BRANCH, (index % MERCHANTS) * RANGE + Math.floor(index / MERCHANTS))
}

function newOrder(order: StoryOrder, index: number, { accountId, merchants }: Parties): NewOrder {
  const merchantId = MerchantId.parse(merchants[order.merchant])
  const { orderNumber, receivedOn, dueOn, goods, amount, payerName, payerKana } = order
  return {
    merchantId,
    fileId: null,
    orderNumber,
    referenceKey: normaliseReference(orderNumber),
    receivedOn,
    goods,
    method: 'bank_transfer',
    amount,
    payerName,
    payerKana,
    payerKey: nameKey(payerKana),
    payerEmail: '',
    dueOn,
    note: '',
    instruction: { accountId, reference: storyAccount(index), dueOn },
    tracks: registeredTracks({ methodFixed: true, protectionWished: order.isProtected, acceptanceRequired: false }),
    words: searchWords({ merchantId, orderNumber, payerName, payerKana, goods }),
  }
}

/** Stores so many open orders and tells each to `seen` in the order they were made. */
async function storeOrders(ledger: Ledger, { rows, seed }: Size, seen: (order: StoryOrder, index: number) => void): Promise<Parties> {
  const parties = await writing(ledger, insertParties, TESTER)
  const d = dice(seed)
  for (let from = 0; from < rows; from += CHUNK) {
    const orders: NewOrder[] = []
    for (let index = from; index < Math.min(rows, from + CHUNK); index++) {
      const order = inventOrder(d, index, MERCHANTS, TODAY, ORDER_DAYS)
      seen(order, index)
      orders.push(newOrder(order, index, parties))
    }
    await writing(ledger, (writer) => insertOrders(writer, orders))
  }
  return parties
}

export interface ImportMaterial {
  ledger: string
  statement: string
}

/** Where the material of the import benchmark lies: open orders, and a statement with as many lines that nobody has brought in. */
export function importMaterial(size: Size): ImportMaterial {
  const folder = cachedFolder('import', size)
  return { ledger: join(folder, 'ledger.daiko'), statement: join(folder, 'statement.txt') }
}

export async function buildImport(size: Size): Promise<void> {
  await built(cachedFolder('import', size), async (folder) => {
    const ledger = await emptyLedger(join(folder, 'ledger.daiko'))
    const days: StoryLine[][] = Array.from({ length: STATEMENT_DAYS }, () => [])
    const d = dice(size.seed + 1)
    let lines = 0
    await storeOrders(ledger, size, (order, index) => {
      const at = d.upTo(STATEMENT_DAYS)
      const answers = answerOrder(d, order, storyAccount(index), addDays(TODAY, at), index + 1).slice(0, size.rows - lines)
      days[at]?.push(...answers)
      lines += answers.length
    })
    await closed(ledger, join(folder, 'ledger.daiko'))
    writeFileSync(join(folder, 'statement.txt'), statementBytes(days))
  })
}

/** A trailer counts deposits in six digits: more lines than so many stand in a statement for each day. */
const STATEMENT_LINES_MOST = 999_999

/** The file of a bank that tells of these days. */
export function statementBytes(days: readonly (readonly StoryLine[])[]): Uint8Array {
  const all = days.flat()
  const last = addDays(TODAY, STATEMENT_DAYS - 1)
  if (all.length <= STATEMENT_LINES_MOST) return writeZengin03([statementOf(all, TODAY, last, OPENING)], 'crlf')
  let balance: Yen = OPENING
  const statements = days.map((lines, at) => {
    const statement = statementOf(lines, addDays(TODAY, at), addDays(TODAY, at), balance)
    balance = statement.closing
    return statement
  })
  return writeZengin03(statements, 'crlf')
}

function statementOf(lines: readonly StoryLine[], from: BusinessDate, to: BusinessDate, opening: Yen) {
  const names = { accountName: 'ｹﾂｻｲﾀﾞｲｺｳ', bankName: 'ﾐｽﾞﾎ', branchName: 'ﾎﾝﾃﾝ' }
  const closing = yen(lines.reduce<number>((sum, line) => sum + line.amount, opening))
  return { head: { account: ACCOUNT, ...names, from, to, createdOn: to, opening }, lines, closing }
}

/** The ledger of the candidates benchmark: so many orders, all of them open, and deposits that wait. */
export function openLedgerPath(size: Size): string {
  return join(cachedFolder('open', size), 'ledger.daiko')
}

export async function buildOpen(size: Size, bringIn: (folder: string, orders: readonly StoryOrder[]) => Promise<void>): Promise<void> {
  await built(cachedFolder('open', size), async (folder) => {
    const path = join(folder, 'ledger.daiko')
    const ledger = await emptyLedger(path)
    const orders: StoryOrder[] = []
    await storeOrders(ledger, size, (order, index) => {
      if (index < STORY_KEPT) orders.push(order)
    })
    await ledger.optimise()
    await ledger.close()
    await bringIn(folder, orders)
    changedLedger(path)
  })
}
const STORY_KEPT = 1_000

/** The ledger of the list and export benchmarks: orders in every state a slice can have, most of them paid. */
export function ordersLedger(size: Size): string {
  return join(cachedFolder('orders', size), 'ledger.daiko')
}

export async function buildOrders(size: Size): Promise<void> {
  await built(cachedFolder('orders', size), async (folder) => {
    const path = join(folder, 'ledger.daiko')
    const ledger = await emptyLedger(path)
    await storeOrders(ledger, size, () => undefined)
    await closed(ledger, path, giveStates)
  })
}

/** Where the ledger of the payout benchmark lies: so many orders that are paid and may be paid out. */
export function payoutsLedger(size: Size): string {
  return join(cachedFolder('payouts', size), 'ledger.daiko')
}

export async function buildPayouts(size: Size): Promise<void> {
  await built(cachedFolder('payouts', size), async (folder) => {
    const path = join(folder, 'ledger.daiko')
    const ledger = await emptyLedger(path)
    await storeOrders(ledger, size, () => undefined)
    await closed(ledger, path, makeReleasable)
  })
}

/** Every order is paid on the day it was received, and its merchant's fee is 3.6 %. */
function makeReleasable(database: Database.Database): void {
  const fee = { method: 'bank_transfer', fixed: 0, basisPoints: 360, minimum: 10, maximum: null }
  database.prepare('update merchants set fees = ?').run(JSON.stringify([fee]))
  database.exec(`update orders set payment = 'paid', protection = 'none', disbursement = 'releasable', paid_amount = amount,
    paid_on = received_on, releasable_on = received_on`)
}

/** Of every twenty orders fourteen paid (each fifth of them paid out), one in part, one cancelled, one expired; the rest stays unpaid. */
function giveStates(database: Database.Database): void {
  const paidOn: BusinessDate = businessDate('2026-11-19')
  const update = (set: string, where: string) => database.prepare(`update orders set ${set} where ${where}`).run()
  update(
    `payment = 'paid', disbursement = 'releasable', paid_amount = amount, paid_on = date(received_on, '+' || (rowid % 9) || ' days')`,
    'rowid % 20 < 14',
  )
  update('releasable_on = paid_on', "disbursement = 'releasable'")
  update(`disbursement = 'settled', payout_on = date('${paidOn}', '-' || (rowid % 30) || ' days')`, 'rowid % 100 < 14')
  update(`payment = 'partially_paid', paid_amount = amount / 2`, 'rowid % 20 = 14')
  update(`payment = 'cancelled'`, 'rowid % 20 = 15')
  update(`payment = 'expired'`, 'rowid % 20 = 16')
}

/** Closes a ledger that was built so that everything lies in its one file, with the planner's figures as the program keeps them. */
async function closed(ledger: Ledger, path: string, change: (database: Database.Database) => void = () => undefined): Promise<void> {
  await ledger.optimise()
  await ledger.close()
  changedLedger(path, change)
}

/** Changes what no service would change, and leaves all of the ledger in its one file. */
export function changedLedger(path: string, change: (database: Database.Database) => void = () => undefined): void {
  const database = new Database(path)
  change(database)
  database.pragma('analysis_limit = 1000')
  database.pragma('optimize = 0x10002')
  database.pragma('wal_checkpoint(truncate)')
  database.close()
}
