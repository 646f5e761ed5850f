import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Clock } from '../../../preload/contract/clock'
import { addDays, type BusinessDate, formatDate } from '../../../preload/contract/date'
import { done, type Result } from '../../../preload/contract/errors'
import { GatewaySettings } from '../../../preload/contract/gateways'
import type { AccountId, MerchantId, OrderId } from '../../../preload/contract/ids'
import type { PayoutCycle } from '../../../preload/contract/merchants'
import { type Yen, yen } from '../../../preload/contract/money'
import type { Gateways } from '../../gateways/gateway'
import { appendAudit } from '../../ledger/audit'
import { gatewayOf, saveGateway } from '../../ledger/gateways'
import type { Ledger, Writer } from '../../ledger/ledger'
import { setVirtualCursor } from '../../ledger/merchants'
import { searchWords } from '../../ledger/order-search'
import { insertOrders, type NewOrder } from '../../ledger/orders'
import { registerLedger } from '../../ledger/register'
import { insertUser } from '../../ledger/users'
import { nameKey } from '../../settlement/names'
import { normaliseReference } from '../../settlement/references'
import { registeredTracks } from '../../settlement/tracks'
import { virtualAccountCode } from '../../settlement/virtual-accounts'
import type { Context, Handlers, Person } from '../context'
import { hashPassword } from '../passwords'
import { agentFolder, forgetDelivered } from './agent-files'
import { designatedAccount, merchants, OPENING_BALANCE, people, RANGE_SIZE, STORE_AGENT_KANA, storeAgent } from './cast'
import { type InstructedOrder, statementOf } from './statement-of'
import { type OrderOfStore, tellStores } from './store-story'
import { type Dice, dice, inventOrder, type StoryOrder } from './story'

/*
 * Makes a demonstration ledger the way people would: users, a designated account, merchants registered by one and approved by
 * another, orders, and files of a bank to bring in. Nothing reaches the ledger by any other way than the services'.
 */
export interface DemonstrationDeps {
  readonly ledger: Ledger
  readonly clock: Clock
  readonly gateways: Gateways
  readonly handlers: Pick<Handlers, 'merchants.register' | 'approvals.list' | 'approvals.decide' | 'accounts.takeIn'>
}

export interface DemonstrationOptions {
  readonly orders: number
  readonly seed: number
  /** Folder the bank's and the merchant's files are written to. */
  readonly folder: string
}

export interface DemonstrationMade {
  readonly users: { name: string; role: string; password: string }[]
  /** The bank's file for the past week, up to the day before yesterday. */
  readonly statement: string
  /** The bank's file of yesterday, in ISO 20022. Of today the bank tells as money comes (bank.ts). */
  readonly statementYesterday: string
  /** An order file of the first merchant that is not in the ledger yet. */
  readonly orderFile: string
}

/** Names of the files a demonstration offers, in its folder. */
export const demonstrationFiles = {
  statement: 'daiko-demo-statement.txt',
  statementYesterday: 'daiko-demo-statement-yesterday.xml',
  orders: 'daiko-demo-orders.csv',
} as const

/** Where a demonstration keeps the files its bank and its merchants deliver. */
export function demonstrationFolder(ledgerPath: string): string {
  return join(dirname(ledgerPath), 'demonstration')
}

const DAYS = 7
const ORDER_FILE_ROWS = 12
const PAID_SHARE = 0.8
const PAID_YESTERDAY = 20
const PAID_AT_STORES = 6

/** Who pays how, in the order of the story: by transfer in the week or yesterday, at stores, or not yet. */
interface Shares<T> {
  readonly week: readonly T[]
  readonly yesterday: readonly T[]
  readonly stores: readonly T[]
  readonly waiting: readonly T[]
}

function sharesOf<T>(orders: readonly T[]): Shares<T> {
  const week = Math.ceil(orders.length * PAID_SHARE)
  const yesterday = week + PAID_YESTERDAY
  const stores = yesterday + PAID_AT_STORES
  return {
    week: orders.slice(0, week),
    yesterday: orders.slice(week, yesterday),
    stores: orders.slice(yesterday, stores),
    waiting: orders.slice(stores),
  }
}

/** Fills a new ledger. The same seed and size make the same story, told up to the day before `clock.today()`. */
export async function createDemonstration(deps: DemonstrationDeps, options: DemonstrationOptions): Promise<Result<DemonstrationMade>> {
  const { ledger, clock } = deps
  const today = clock.today()
  const first = addDays(today, -DAYS)
  const registered = await ledger.write(SETTING_UP, beginDemonstration)
  if (!registered.ok) return registered
  const persons = await makePeople(ledger)
  const { bankKana, branchKana, accountName, ...account } = designatedAccount
  const taken = await deps.handlers['accounts.takeIn'](contextOf(persons.clerk), {
    ...account,
    accountName,
    openedOn: first,
    openingBalance: OPENING_BALANCE,
    dates: 'era',
    booksFrom: 'statement',
  })
  if (!taken.ok) return taken
  const ids = await makeMerchants(deps, persons, taken.value.id)
  if (!ids.ok) return ids
  const settled = await settleGateways(ledger, options.folder)
  if (!settled.ok) return settled
  const d = dice(options.seed)
  const orders = Array.from({ length: options.orders }, (_, index) => inventOrder(d, index, merchants.length, first, 21))
  const instructed = numbered(orders)
  const shares = sharesOf(instructed)
  const stored = await storeOrders(ledger, instructed, new Set(shares.stores), ids.value, taken.value.id)
  if (!stored.ok) return stored
  const atStores = sharesOf(stored.value).stores.map(
    (orderId, at): OrderOfStore => ({ orderId, order: shares.stores[at]?.order ?? missing() }),
  )
  const transferred = await tellStores({ ...deps, folder: agentFolder(options.folder) }, atStores, today)
  if (!transferred.ok) return transferred
  const scene = { first, today, folder: options.folder, made: options.orders, transferred: transferred.value }
  return done({
    users: people.map(({ name, roles, password }) => ({ name, role: roles.join('+'), password })),
    ...writeFiles(deps, d, shares, scene),
  })
}

const SETTING_UP = { actor: 'system', seat: 'set-up' }

/** The ledger says of itself what it is; its storefront is on, so that its shop can be visited. */
async function beginDemonstration(writer: Writer): Promise<Result<null>> {
  await registerLedger(writer, true)
  const { version, settings, paused } = await gatewayOf(writer, 'storefront')
  await saveGateway(writer, 'storefront', version, { enabled: true, paused, settings })
  await appendAudit(writer, {
    stream: 'gateways',
    action: 'configured',
    subject: 'gateway:storefront',
    detail: { after: { enabled: true, settings } },
  })
  return done(null)
}

interface Persons {
  clerk: Person
  supervisor: Person
}

async function makePeople(ledger: Ledger): Promise<Persons> {
  const made: Person[] = []
  for (const { name, displayName, roles, password } of people) {
    const passwordHash = await hashPassword(password)
    const stored = await ledger.write(SETTING_UP, async (writer) =>
      done(
        await insertUser(writer, { name, displayName, roles, passwordHash, mustChangePassword: false, demonstrationPassword: password }),
      ),
    )
    if (stored.ok) made.push({ id: stored.value, name, displayName, roles })
  }
  const holding = (role: Person['roles'][number]): Person => {
    const person = made.find(({ roles }) => roles.includes(role))
    if (!person) throw new Error(`nobody in the demonstration is ${role}`)
    return person
  }
  return { clerk: holding('clerk'), supervisor: holding('supervisor') }
}

function contextOf(person: Person): Context {
  const actor = `user:${person.name}`
  return { seat: { id: 'set-up', kind: 'cli' }, user: person, actor, by: { actor, seat: 'set-up' } }
}

async function makeMerchants(deps: DemonstrationDeps, persons: Persons, accountId: AccountId): Promise<Result<MerchantId[]>> {
  const ids: MerchantId[] = []
  for (const [index, merchant] of merchants.entries()) {
    const from = 1 + index * RANGE_SIZE
    const number = (value: number) => String(value).padStart(7, '0')
    const virtualRange = { accountId, branchCode: '801', first: number(from), last: number(from + RANGE_SIZE - 1) }
    const payoutCycle = index === CLOSES_TODAY ? closingToday(deps.clock.today()) : merchant.payoutCycle
    const registered = await deps.handlers['merchants.register'](contextOf(persons.clerk), { ...merchant, payoutCycle, virtualRange })
    if (!registered.ok) return registered
    const listed = await deps.handlers['approvals.list'](contextOf(persons.supervisor), { open: true })
    if (!listed.ok) return listed
    const approval = listed.value.approvals.find(({ id }) => id === registered.value.approvalId)
    const decided = await deps.handlers['approvals.decide'](contextOf(persons.supervisor), {
      id: registered.value.approvalId,
      digest: approval?.digest ?? '',
      decision: 'approved',
      reason: '',
    })
    if (!decided.ok) return decided
    ids.push(registered.value.id)
  }
  return done(ids)
}

/** The merchant whose cycle closes on the day the demonstration begins, so that its payout can be planned at once. */
const CLOSES_TODAY = 1

/** Closes on this day of the month; paid on the first business day after it. */
function closingToday(today: BusinessDate): PayoutCycle {
  const day = Number(today.slice(8))
  return { closingDay: day, monthOffset: 0, payDay: day, holidayRule: 'next' }
}

/** Files of transfers are carried to the bank by hand: nothing of a demonstration leaves this machine by itself. Its store agent delivers here. */
async function settleGateways(ledger: Ledger, folder: string): Promise<Result<null>> {
  const transfers = { gateway: 'bank_transfer', originatorCode: '0123456789', originatorName: 'ダイコウギンコウ' }
  const stores = { ...storeAgent, folder: agentFolder(folder) }
  mkdirSync(stores.folder, { recursive: true, mode: 0o700 })
  forgetDelivered(stores.folder)
  return ledger.write(SETTING_UP, async (writer) => {
    for (const settings of [transfers, stores].map((settled) => GatewaySettings.parse(settled))) {
      await saveGateway(writer, settings.gateway, 0, { enabled: true, paused: false, settings })
    }
    return done(null)
  })
}

const CHUNK = 5000

/** Orders with the virtual accounts of their merchants' ranges, in turn. */
function numbered(orders: readonly StoryOrder[]): InstructedOrder[] {
  const given = merchants.map(() => 0)
  return orders.map((order) => {
    const number = 1 + order.merchant * RANGE_SIZE + (given[order.merchant] ?? 0)
    given[order.merchant] = (given[order.merchant] ?? 0) + 1
    return { order, virtualAccount: virtualAccountCode('801', number) }
  })
}

/** Stores orders and answers their ids in the same order. Those of stores are given no virtual account. */
async function storeOrders(
  ledger: Ledger,
  instructed: readonly InstructedOrder[],
  atStores: ReadonlySet<InstructedOrder>,
  merchantIds: readonly MerchantId[],
  accountId: AccountId,
): Promise<Result<OrderId[]>> {
  const ids: OrderId[] = []
  for (let from = 0; from < instructed.length; from += CHUNK) {
    const chunk = instructed.slice(from, from + CHUNK)
    const rows = chunk.map((each) => newOrder(each, atStores.has(each), merchantIds, accountId))
    const stored = await ledger.write(SETTING_UP, async (writer) => done(await insertOrders(writer, rows)))
    if (!stored.ok) return stored
    ids.push(...stored.value)
  }
  const cursors = await ledger.write(SETTING_UP, async (writer) => {
    for (const [index, id] of merchantIds.entries()) {
      const count = instructed.filter(({ order }) => order.merchant === index).length
      if (count > 0) await setVirtualCursor(writer, id, index * RANGE_SIZE + count)
    }
    return done(null)
  })
  if (!cursors.ok) return cursors
  await ledger.optimise()
  return done(ids)
}

function missing(): never {
  throw new Error('an order of the story was not stored')
}

function newOrder(
  { order, virtualAccount }: InstructedOrder,
  isAtStore: boolean,
  merchantIds: readonly MerchantId[],
  accountId: AccountId,
): NewOrder {
  const merchantId = merchantIds[order.merchant]
  if (merchantId === undefined) throw new Error(`there is no merchant ${order.merchant}`)
  const { orderNumber, receivedOn, dueOn, goods, amount, payerName, payerKana } = order
  return {
    merchantId,
    fileId: null,
    orderNumber,
    referenceKey: normaliseReference(orderNumber),
    receivedOn,
    goods,
    method: isAtStore ? 'convenience_store' : 'bank_transfer',
    amount,
    payerName,
    payerKana,
    payerKey: nameKey(payerKana),
    payerEmail: '',
    dueOn,
    note: '',
    words: searchWords({ merchantId, orderNumber, payerName, payerKana, goods }),
    tracks: registeredTracks({ methodFixed: true, protectionWished: order.isProtected, acceptanceRequired: false }),
    instruction: isAtStore ? null : { accountId, reference: virtualAccount, dueOn },
  }
}

interface Scene {
  first: BusinessDate
  today: BusinessDate
  folder: string
  made: number
  /** What the store agent has transferred by yesterday's statement; null: nothing. */
  transferred: Yen | null
}

function writeFiles(
  deps: DemonstrationDeps,
  d: Dice,
  shares: Shares<InstructedOrder>,
  scene: Scene,
): Pick<DemonstrationMade, 'statement' | 'statementYesterday' | 'orderFile'> {
  const { first, today, folder, transferred } = scene
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const { holidays } = deps.gateways
  const yesterday = addDays(today, -1)
  const week = statementOf(d, shares.week, { from: first, to: addDays(yesterday, -1) }, OPENING_BALANCE, holidays)
  const agent = transferred === null ? [] : [{ name: STORE_AGENT_KANA, amount: transferred }]
  const rest = statementOf(d, shares.yesterday, { from: yesterday, to: yesterday }, week.closing, holidays, agent)
  const write = (name: string, bytes: Uint8Array | string) => {
    const path = join(folder, name)
    writeFileSync(path, bytes, { mode: 0o600 })
    return path
  }
  return {
    statement: write(demonstrationFiles.statement, deps.gateways.demonstrationBank.zengin03(week)),
    statementYesterday: write(demonstrationFiles.statementYesterday, deps.gateways.demonstrationBank.camt053(rest)),
    orderFile: write(demonstrationFiles.orders, orderFile(d, scene)),
  }
}

/** An order file of the first merchant, as a shop would export it: UTF-8 with a byte order mark, so that Excel reads it too. */
function orderFile(d: Dice, { today, made }: Scene): string {
  const rows = Array.from({ length: ORDER_FILE_ROWS }, (_, index) =>
    inventOrder(d, (made + index) * merchants.length, merchants.length, today, 3),
  )
  const lines = rows.map((order) =>
    [
      order.orderNumber,
      formatDate(order.receivedOn),
      order.goods,
      yen(order.amount),
      order.payerName,
      order.payerKana,
      formatDate(order.dueOn),
      order.isProtected ? 'はい' : 'いいえ',
    ].join(','),
  )
  return `\u{feff}${['注文番号,受注日,商品,金額,購入者名,購入者カナ,支払期限,返金希望', ...lines].join('\r\n')}\r\n`
}
