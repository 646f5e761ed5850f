import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../../../preload/contract/clock'
import { addDays, type BusinessDate, formatDate } from '../../../preload/contract/date'
import { done, type Result } from '../../../preload/contract/errors'
import { GatewaySettings } from '../../../preload/contract/gateways'
import type { AccountId, MerchantId } from '../../../preload/contract/ids'
import type { PayoutCycle } from '../../../preload/contract/merchants'
import { yen } from '../../../preload/contract/money'
import type { Gateways } from '../../gateways/gateway'
import { saveGateway } from '../../ledger/gateways'
import type { Ledger } from '../../ledger/ledger'
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
import { designatedAccount, merchants, OPENING_BALANCE, people, RANGE_SIZE } from './cast'
import { type InstructedOrder, statementOf } from './statement-of'
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
  /** The bank's file for the past week. */
  readonly statement: string
  /** The bank's file of today, in ISO 20022. */
  readonly statementToday: string
  /** An order file of the first merchant that is not in the ledger yet. */
  readonly orderFile: string
}

/** Names of the files a demonstration offers, in its folder. */
export const demonstrationFiles = {
  statement: 'daiko-demo-statement.txt',
  statementToday: 'daiko-demo-statement-today.xml',
  orders: 'daiko-demo-orders.csv',
} as const

const DAYS = 7
const ORDER_FILE_ROWS = 12
const PAID_SHARE = 0.8

/** Fills a new ledger. The same seed and size make the same story, told up to the day before `clock.today()`. */
export async function createDemonstration(deps: DemonstrationDeps, options: DemonstrationOptions): Promise<Result<DemonstrationMade>> {
  const { ledger, clock } = deps
  const today = clock.today()
  const first = addDays(today, -DAYS)
  const registered = await ledger.write(SETTING_UP, async (writer) => done(await registerLedger(writer, true)))
  if (!registered.ok) return registered
  const persons = await makePeople(ledger)
  const { bankKana, branchKana, accountName, ...account } = designatedAccount
  const taken = await deps.handlers['accounts.takeIn'](contextOf(persons.clerk), {
    ...account,
    accountName,
    openedOn: first,
    openingBalance: OPENING_BALANCE,
    dates: 'era',
  })
  if (!taken.ok) return taken
  const ids = await makeMerchants(deps, persons, taken.value.id)
  if (!ids.ok) return ids
  const settled = await settleTransfers(ledger)
  if (!settled.ok) return settled
  const d = dice(options.seed)
  const orders = Array.from({ length: options.orders }, (_, index) => inventOrder(d, index, merchants.length, first, 21))
  const instructed = await storeOrders(ledger, orders, ids.value, taken.value.id)
  if (!instructed.ok) return instructed
  return done({
    users: people.map(({ name, roles, password }) => ({ name, role: roles.join('+'), password })),
    ...writeFiles(deps, d, instructed.value, { first, today, folder: options.folder, made: options.orders }),
  })
}

const SETTING_UP = { actor: 'system', seat: 'set-up' }

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

/** Files of transfers are carried to the bank by hand: nothing of a demonstration leaves this machine by itself. */
async function settleTransfers(ledger: Ledger): Promise<Result<boolean>> {
  const settings = GatewaySettings.parse({ gateway: 'bank_transfer', originatorCode: '0123456789', originatorName: 'ダイコウギンコウ' })
  return ledger.write(SETTING_UP, async (writer) =>
    done(await saveGateway(writer, 'bank_transfer', 0, { enabled: true, paused: false, settings })),
  )
}

const CHUNK = 5000

async function storeOrders(
  ledger: Ledger,
  orders: readonly StoryOrder[],
  merchantIds: readonly MerchantId[],
  accountId: AccountId,
): Promise<Result<InstructedOrder[]>> {
  const given = merchants.map(() => 0)
  const instructed = orders.map((order) => {
    const number = 1 + order.merchant * RANGE_SIZE + (given[order.merchant] ?? 0)
    given[order.merchant] = (given[order.merchant] ?? 0) + 1
    return { order, virtualAccount: virtualAccountCode('801', number) }
  })
  for (let from = 0; from < instructed.length; from += CHUNK) {
    const chunk = instructed.slice(from, from + CHUNK)
    const rows = chunk.map(({ order, virtualAccount }) => newOrder(order, virtualAccount, merchantIds, accountId))
    const stored = await ledger.write(SETTING_UP, async (writer) => done(await insertOrders(writer, rows)))
    if (!stored.ok) return stored
  }
  const cursors = await ledger.write(SETTING_UP, async (writer) => {
    for (const [index, id] of merchantIds.entries()) {
      const count = given[index] ?? 0
      if (count > 0) await setVirtualCursor(writer, id, index * RANGE_SIZE + count)
    }
    return done(null)
  })
  if (!cursors.ok) return cursors
  await ledger.optimise()
  return done(instructed)
}

function newOrder(order: StoryOrder, virtualAccount: string, merchantIds: readonly MerchantId[], accountId: AccountId): NewOrder {
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
    method: 'bank_transfer',
    amount,
    payerName,
    payerKana,
    payerKey: nameKey(payerKana),
    payerEmail: '',
    dueOn,
    note: '',
    words: searchWords({ merchantId, orderNumber, payerName, payerKana, goods }),
    tracks: registeredTracks({ methodFixed: true, protectionWished: order.isProtected, acceptanceRequired: false }),
    instruction: { accountId, reference: virtualAccount, dueOn },
  }
}

interface Scene {
  first: BusinessDate
  today: BusinessDate
  folder: string
  made: number
}

function writeFiles(
  deps: DemonstrationDeps,
  d: Dice,
  orders: readonly InstructedOrder[],
  scene: Scene,
): Pick<DemonstrationMade, 'statement' | 'statementToday' | 'orderFile'> {
  const { first, today, folder } = scene
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const { holidays } = deps.gateways
  const cut = Math.ceil(orders.length * PAID_SHARE)
  const week = statementOf(d, orders.slice(0, cut), { from: first, to: addDays(today, -1) }, OPENING_BALANCE, holidays)
  const rest = statementOf(d, orders.slice(cut, cut + 20), { from: today, to: today }, week.closing, holidays)
  const write = (name: string, bytes: Uint8Array | string) => {
    const path = join(folder, name)
    writeFileSync(path, bytes, { mode: 0o600 })
    return path
  }
  return {
    statement: write(demonstrationFiles.statement, deps.gateways.demonstrationBank.zengin03(week)),
    statementToday: write(demonstrationFiles.statementToday, deps.gateways.demonstrationBank.camt053(rest)),
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
