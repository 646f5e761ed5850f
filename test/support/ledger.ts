import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { NewDesignatedAccount } from '../../src/main/ledger/accounts'
import { type By, type Ledger, openLedger, type Writer } from '../../src/main/ledger/ledger'
import { accountNumberText, insertMerchant, setMerchantState } from '../../src/main/ledger/merchants'
import { searchWords } from '../../src/main/ledger/order-search'
import { insertOrders, type NewOrder } from '../../src/main/ledger/orders'
import { takeIn } from '../../src/main/services/accounts'
import type { Clock } from '../../src/preload/contract/clock'
import { addDays, type BusinessDate, businessDate, dateInJapan, Instant } from '../../src/preload/contract/date'
import { done, type Result } from '../../src/preload/contract/errors'
import { type AccountId, MerchantId, type OrderId, UserId } from '../../src/preload/contract/ids'
import {
  type MerchantState,
  type MerchantTerms,
  NO_CONTACTS,
  type SettlementAccount,
  USUAL_DEADLINES,
} from '../../src/preload/contract/merchants'
import { type Yen, yen } from '../../src/preload/contract/money'
import type { Tracks } from '../../src/preload/contract/orders'
import type { Role } from '../../src/preload/contract/permissions'

/** A clock that stands still until it is told to go on. */
export interface FixedClock extends Clock {
  advance(milliseconds: number): void
}

/** 2026-11-20 10:32 in Japan unless told. */
export function fixedClock(startMs = Date.parse('2026-11-20T10:32:00+09:00')): FixedClock {
  let now = startMs
  return {
    now: () => Instant.parse(now),
    today: () => dateInJapan(now),
    monotonicMs: () => now,
    advance: (milliseconds) => {
      now += milliseconds
    },
  }
}

export interface TestLedger {
  ledger: Ledger
  clock: FixedClock
  dir: string
  /** Closes the ledger and removes its folder. */
  cleanup(): Promise<void>
}

export const TESTER: By = { actor: 'user:tester', seat: 'test' }

/** The value of a result that must be ok; a refusal fails the test by its name. */
export function valueIn<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.refusal)}`)
  return result.value
}

/** A real, empty ledger in a folder of its own. */
export async function openTestLedger(options: { clock?: FixedClock } = {}): Promise<TestLedger> {
  const clock = options.clock ?? fixedClock()
  const dir = mkdtempSync(join(tmpdir(), 'daiko-ledger-'))
  const ledger = valueIn(await openLedger({ path: join(dir, 'ledger.daiko'), clock, create: true }))
  const cleanup = async () => {
    await ledger.close()
    rmSync(dir, { recursive: true, force: true })
  }
  return { ledger, clock, dir, cleanup }
}

/** Runs one unit of work that must succeed. */
export async function writing<T>(ledger: Ledger, work: (writer: Writer) => Promise<T>, by: By = TESTER): Promise<T> {
  return valueIn(await ledger.write(by, async (writer) => done(await work(writer))))
}

/** A person who may sign in nowhere: enough to make and decide. */
export function addUser(ledger: Ledger, name: string, roles: readonly Role[] = ['clerk']): Promise<UserId> {
  return writing(ledger, async (writer) => {
    const id = UserId.parse(writer.newId())
    await writer.db
      .insertInto('users')
      .values({
        id,
        name,
        display_name: name,
        roles: JSON.stringify(roles),
        password_hash: '',
        must_change_password: 0,
        disabled: 0,
        failures: 0,
        blocked_until: null,
        last_sign_in_at: null,
        created_at: writer.at,
        demonstration_password: null,
      })
      .execute()
    return id
  })
}

let accountsMade = 0

/** A designated account at みずほ銀行 東京営業部, empty on 2026-11-01 unless told. */
export function addAccount(ledger: Ledger, own: Partial<NewDesignatedAccount> = {}): Promise<AccountId> {
  accountsMade += 1
  const account: NewDesignatedAccount = {
    bankCode: '0001',
    branchCode: '001',
    accountType: '1',
    accountNumber: accountNumberText(1_000_000 + accountsMade),
    accountName: '決済代行口',
    openedOn: businessDate('2026-11-01'),
    openingBalance: yen(0),
    dates: 'era',
    booksFrom: 'statement',
    ...own,
  }
  return writing(ledger, (writer) => takeIn(writer, account))
}

export const HOLDER: SettlementAccount = {
  bankCode: '0001',
  branchCode: '001',
  accountType: '1',
  accountNumber: '7654321',
  holderKana: 'ｶ)ｻｸﾗｼﾖｳｼﾞ',
}

let merchantsMade = 0

/** Terms of a merchant that takes bank transfers. */
export function merchantTerms(own: Partial<MerchantTerms> = {}): MerchantTerms {
  merchantsMade += 1
  return {
    name: `加盟店${merchantsMade}`,
    nameKana: 'カメイテン',
    consignorCode: String(merchantsMade).padStart(10, '0'),
    tNumber: null,
    methods: ['bank_transfer'],
    fees: [],
    payoutCycle: { closingDay: 31, monthOffset: 1, payDay: 20, holidayRule: 'previous' },
    protectionWindowDays: 14,
    acceptanceRequired: false,
    virtualRange: null,
    contacts: NO_CONTACTS,
    deadlines: USUAL_DEADLINES,
    ...own,
  }
}

/** A merchant, active unless told. */
export function addMerchant(
  ledger: Ledger,
  own: Partial<MerchantTerms> & { state?: MerchantState; account?: SettlementAccount } = {},
): Promise<MerchantId> {
  const { state = 'active', account = HOLDER, ...terms } = own
  return writing(ledger, async (writer) => {
    const id = MerchantId.parse(writer.newId())
    await insertMerchant(writer, id, merchantTerms(terms), account)
    if (state !== 'awaiting_approval') await setMerchantState(writer, id, state)
    return id
  })
}

export interface TestOrder extends Partial<Omit<NewOrder, 'merchantId' | 'amount' | 'words' | 'tracks'>> {
  amount: number
  tracks?: Partial<Tracks>
}

const UNPAID: Tracks = { acceptance: 'none', payment: 'unpaid', protection: 'none', disbursement: 'none' }

let ordersMade = 0

/** One order as it would be stored: unpaid, received on 2026-11-10, due 14 days later, unless told. */
export function testOrder(merchantId: MerchantId, own: TestOrder): NewOrder {
  ordersMade += 1
  const { amount, tracks, ...rest } = own
  const orderNumber = own.orderNumber ?? `T${String(ordersMade).padStart(6, '0')}`
  const receivedOn: BusinessDate = own.receivedOn ?? businessDate('2026-11-10')
  const order = {
    merchantId,
    fileId: null,
    orderNumber,
    referenceKey: orderNumber,
    receivedOn,
    goods: '商品',
    method: 'bank_transfer' as const,
    amount: amountOf(amount),
    payerName: '山田 太郎',
    payerKana: 'ヤマダ タロウ',
    payerKey: 'ヤマダタロウ',
    payerEmail: '',
    tracks: { ...UNPAID, ...tracks },
    dueOn: addDays(receivedOn, 14),
    note: '',
    instruction: null,
    ...rest,
  }
  return { ...order, words: searchWords(order) }
}

const amountOf = (amount: number): Yen => yen(amount)

/** Orders of one merchant, in the order given. Tracks other than `unpaid` are set as told, without the events that lead there. */
export function addOrders(ledger: Ledger, merchantId: MerchantId, orders: readonly TestOrder[]): Promise<OrderId[]> {
  return writing(ledger, (writer) =>
    insertOrders(
      writer,
      orders.map((order) => testOrder(merchantId, order)),
    ),
  )
}
