import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { writeZengin03 } from '../../src/main/gateways/bank/write-zengin-03'
import type { Ledger, Writer } from '../../src/main/ledger/ledger'
import { searchWords } from '../../src/main/ledger/order-search'
import { insertOrders, type NewOrder } from '../../src/main/ledger/orders'
import { type OrderChange, orderStates } from '../../src/main/ledger/posting'
import { takeIn } from '../../src/main/services/accounts'
import { applyStatement } from '../../src/main/services/intake-apply'
import { planStatement } from '../../src/main/services/intake-plan'
import { matchWaiting } from '../../src/main/services/match'
import { takeSteps } from '../../src/main/services/order-steps'
import { nameKey } from '../../src/main/settlement/names'
import { normaliseReference } from '../../src/main/settlement/references'
import { applyEvent, registeredTracks } from '../../src/main/settlement/tracks'
import { virtualAccountCode } from '../../src/main/settlement/virtual-accounts'
import type { Clock } from '../../src/preload/contract/clock'
import { addDays, type BusinessDate } from '../../src/preload/contract/date'
import type { AccountId, MerchantId, OrderId } from '../../src/preload/contract/ids'
import { yen } from '../../src/preload/contract/money'
import { addMerchant, TESTER, valueIn, writing } from '../support/ledger'
import { quietControl, resourcesOf } from '../support/statements'
import { BRANCH, type ClearingStory, DAYS, MERCHANTS, RANGE, type TrueOrder } from './clearing-story'

/* The story of a week of deposits in a ledger: its merchants, orders and statements, as they would stand there. */

const ACCOUNT = { bankCode: '0001', branchCode: '001', accountType: '1', accountNumber: '1000001' } as const
const CHUNK = 5_000
const digits = (number: number) => String(number).padStart(7, '0')

export interface Told {
  readonly ledger: Ledger
  readonly story: ClearingStory
  /** The day of the first statement. */
  readonly first: BusinessDate
  /** The orders of the story, in its order. */
  readonly ids: readonly OrderId[]
}

/** The world of the story: merchants, their virtual accounts, orders as shops registered them. */
export async function beginStory(ledger: Ledger, story: ClearingStory, first: BusinessDate): Promise<Told> {
  const opened = {
    ...ACCOUNT,
    accountName: '決済代行口',
    openedOn: addDays(first, -30),
    openingBalance: yen(0),
    dates: 'era' as const,
    booksFrom: 'statement' as const,
  }
  const accountId = await writing(ledger, (writer) => takeIn(writer, opened))
  const merchants: MerchantId[] = []
  for (let at = 0; at < MERCHANTS; at++) {
    const virtualRange = { accountId, branchCode: BRANCH, first: digits(at * RANGE), last: digits((at + 1) * RANGE - 1) }
    merchants.push(await addMerchant(ledger, { name: `加盟店 ${at + 1}`, virtualRange }))
  }
  const ids = new Map<TrueOrder, OrderId>()
  // A number goes to its next holder only when the former's order is over.
  for (const standing of ['former', 'paid', 'expired', 'open'] as const) {
    const orders = story.orders.filter((order) => order.standing === standing)
    for (let from = 0; from < orders.length; from += CHUNK) {
      const some = orders.slice(from, from + CHUNK)
      await writing(ledger, async (writer) => {
        const made = await insertOrders(
          writer,
          some.map((order) => newOrder(order, accountId, merchants)),
        )
        for (const [at, order] of some.entries()) ids.set(order, stored(made[at]))
        await endOrders(writer, made, standing)
      })
    }
  }
  return { ledger, story, first, ids: story.orders.map((order) => stored(ids.get(order))) }
}

/** Orders that are over when the week begins: expired as they do expire; paid by what came before all this, of which nothing else is told. */
async function endOrders(writer: Writer, ids: readonly OrderId[], standing: TrueOrder['standing']): Promise<void> {
  if (standing === 'open') return
  const { db, at } = writer
  const given = sql`(select value from json_each(${JSON.stringify(ids)}))`
  if (standing === 'paid') await sql`update orders set payment = 'paid', paid_amount = amount where id in ${given}`.execute(db)
  else await expire(writer, ids)
  if (standing === 'former') await sql`update instructions set ended_at = ${at} where order_id in ${given}`.execute(db)
}

async function expire(writer: Writer, ids: readonly OrderId[]): Promise<void> {
  const changes: OrderChange[] = []
  for (const { id, paidAmount, paidOn, tracks } of (await orderStates(writer, ids)).values()) {
    const expired = applyEvent(tracks, { kind: 'expired' })
    if (!expired.ok) throw new Error('an unpaid order may expire')
    changes.push({ id, paidAmount, paidOn, tracks: expired.tracks })
  }
  const events = ids.map(
    (orderId) => ({ orderId, kind: 'expired', amount: null, receiptId: null, allocationId: null, detail: {} }) as const,
  )
  await takeSteps(writer, changes, events)
}

export function stored<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('every order of the story is stored')
  return value
}

function newOrder(order: TrueOrder, accountId: AccountId, merchants: readonly MerchantId[]): NewOrder {
  const { orderNumber, receivedOn, dueOn, amount, payer } = order
  const merchantId = stored(merchants[order.merchant])
  const payerKana = payer.kana
  return {
    ...{ merchantId, fileId: null, orderNumber, receivedOn, goods: '', method: 'bank_transfer', amount, payerName: payerKana, payerKana },
    ...{ referenceKey: normaliseReference(orderNumber), payerKey: nameKey(payerKana), payerEmail: '', dueOn, note: '' },
    instruction: { accountId, reference: virtualAccountCode(BRANCH, order.merchant * RANGE + order.account), dueOn },
    tracks: registeredTracks({ methodFixed: true, protectionWished: false, acceptanceRequired: false }),
    words: searchWords({ merchantId, orderNumber, payerName: payerKana, payerKana, goods: '' }),
  }
}

/** Brings the statements in, a day after the other, as a desk does; after each, what still waits is tried again. */
export async function bringInStory({ ledger, story, first }: Told, folder: string, clock: Clock): Promise<void> {
  const resources = resourcesOf({ ledger, clock: { ...clock, advance: () => undefined } }, TESTER)
  let opening = yen(0)
  for (let day = 0; day < DAYS; day++) {
    const lines = story.deposits.filter((deposit) => deposit.day === day).map(({ line }) => line)
    const on = addDays(first, day)
    const closing = yen(lines.reduce<number>((sum, { amount }) => sum + amount, opening))
    const names = { accountName: 'ｹﾂｻｲﾀﾞｲｺｳ', bankName: 'ﾐｽﾞﾎ', branchName: 'ﾎﾝﾃﾝ' }
    const bytes = writeZengin03(
      [{ head: { account: ACCOUNT, ...names, from: on, to: on, createdOn: on, opening }, lines, closing }],
      'crlf',
    )
    const path = join(folder, `day-${day}.txt`)
    writeFileSync(path, bytes)
    const planned = valueIn(await planStatement(resources, { path, fileName: `day-${day}.txt` }, quietControl()))
    if (planned.kind !== 'plan') throw new Error(planned.kind)
    valueIn(await applyStatement(resources, { planId: planned.plan.planId, digest: planned.plan.digest }, quietControl()))
    valueIn(await matchWaiting(resources, quietControl()))
    opening = closing
  }
}
