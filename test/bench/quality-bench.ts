import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { z } from 'zod'
import { writeZengin03 } from '../../src/main/gateways/bank/write-zengin-03'
import { type OpenDeposit, waitingDeposits } from '../../src/main/ledger/clearing'
import { type Ledger, openLedger, type Writer } from '../../src/main/ledger/ledger'
import { searchWords } from '../../src/main/ledger/order-search'
import { insertOrders, type NewOrder } from '../../src/main/ledger/orders'
import { takeIn } from '../../src/main/services/accounts'
import { findProposals } from '../../src/main/services/candidates'
import { applyStatement } from '../../src/main/services/intake-apply'
import { planStatement } from '../../src/main/services/intake-plan'
import { matchWaiting } from '../../src/main/services/match'
import { nameKey } from '../../src/main/settlement/names'
import { normaliseReference } from '../../src/main/settlement/references'
import { registeredTracks } from '../../src/main/settlement/tracks'
import { virtualAccountCode } from '../../src/main/settlement/virtual-accounts'
import { addDays } from '../../src/preload/contract/date'
import type { AccountId, MerchantId, OrderId } from '../../src/preload/contract/ids'
import { yen } from '../../src/preload/contract/money'
import { addMerchant, TESTER, valueIn, writing } from '../support/ledger'
import { quietControl, resourcesOf } from '../support/statements'
import { benchClock, TODAY } from './bench-clock'
import { inOwnProcess, rounded, step } from './child'
import { BRANCH, type ClearingStory, DAYS, inventClearing, MERCHANTS, RANGE, type TrueDeposit, type TrueOrder } from './clearing-story'
import type { Size } from './story-ledgers'

const ACCOUNT = { bankCode: '0001', branchCode: '001', accountType: '1', accountNumber: '1000001' } as const
const CHUNK = 5_000
const digits = (number: number) => String(number).padStart(7, '0')

interface Told {
  readonly ledger: Ledger
  readonly story: ClearingStory
  /** The orders of the story, in its order. */
  readonly ids: readonly OrderId[]
}

/** The world of the story: merchants, their virtual accounts, orders as shops registered them. */
async function begin(ledger: Ledger, story: ClearingStory): Promise<Told> {
  const opened = {
    ...ACCOUNT,
    accountName: '決済代行口',
    openedOn: addDays(TODAY, -30),
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
  return { ledger, story, ids: story.orders.map((order) => stored(ids.get(order))) }
}

/** Orders that are over when the week begins, as they would stand by then. */
async function endOrders({ db, at }: Writer, ids: readonly OrderId[], standing: TrueOrder['standing']): Promise<void> {
  if (standing === 'open') return
  const given = sql`(select value from json_each(${JSON.stringify(ids)}))`
  const paid = standing === 'paid' ? sql`, paid_amount = amount` : sql``
  await sql`update orders set payment = ${standing === 'paid' ? 'paid' : 'expired'} ${paid} where id in ${given}`.execute(db)
  if (standing === 'former') await sql`update instructions set ended_at = ${at} where order_id in ${given}`.execute(db)
}

function stored<T>(value: T | undefined): T {
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
async function bringIn({ ledger, story }: Told, folder: string): Promise<void> {
  const resources = resourcesOf({ ledger, clock: { ...benchClock, advance: () => undefined } }, TESTER)
  let opening = yen(0)
  for (let day = 0; day < DAYS; day++) {
    const lines = story.deposits.filter((deposit) => deposit.day === day).map(({ line }) => line)
    const on = addDays(TODAY, day)
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

const Figures = z.object({
  deposits: z.int(),
  falseClearings: z.int(),
  recall: z.number(),
  firstCandidate: z.number(),
  left: z.int(),
  /** By how payers paid: told, certain, cleared rightly, left, and of those that are left, the right answer first. */
  byKind: z.record(z.string(), z.string()),
})

interface Tally {
  told: number
  certain: number
  right: number
  certainRight: number
  wrong: number
  left: number
  asked: number
  first: number
}

const same = (a: readonly OrderId[], b: readonly OrderId[]) => a.length === b.length && a.every((id) => b.includes(id))

/** Compares what was cleared, and what is offered for the rest, with the truth. */
async function judged({ ledger, story, ids }: Told): Promise<z.infer<typeof Figures>> {
  const truth = (deposit: TrueDeposit) => deposit.pays.map((index) => stored(ids[index]))
  const { rows } = await sql<{
    reference: string
    orderId: OrderId
    amount: number
  }>`select r.bank_reference as reference, a.order_id as "orderId", a.amount
    from allocations a cross join receipts r where r.id = a.receipt_id`.execute(ledger.reader.db)
  const cleared = Map.groupBy(rows, ({ reference }) => reference)
  const { rows: receipts } = await sql<{ id: number; reference: string }>`select id, bank_reference as reference from receipts`.execute(
    ledger.reader.db,
  )
  const receiptOf = new Map(receipts.map(({ id, reference }) => [reference, id]))
  const waiting = await waitingDeposits(ledger.reader, 0, story.deposits.length)
  const openOf = new Map(waiting.map((open): [number, OpenDeposit] => [open.receiptId, open]))
  const tallies = new Map<string, Tally>()
  for (const deposit of story.deposits) {
    const tally = tallies.get(deposit.kind) ?? { told: 0, certain: 0, right: 0, certainRight: 0, wrong: 0, left: 0, asked: 0, first: 0 }
    tallies.set(deposit.kind, tally)
    const right = truth(deposit)
    const parts = cleared.get(deposit.line.bankReference) ?? []
    const got = parts.map(({ orderId }) => orderId)
    const whole = parts.reduce((sum, { amount }) => sum + amount, 0)
    const isRight = got.length > 0 && same(got, right) && whole === deposit.line.amount
    tally.told += 1
    tally.certain += Number(deposit.isCertain)
    tally.right += Number(isRight)
    tally.certainRight += Number(isRight && deposit.isCertain)
    tally.wrong += Number(got.length > 0 && !isRight)
    const open = openOf.get(receiptOf.get(deposit.line.bankReference) ?? 0)
    if (!open) continue
    tally.left += 1
    if (right.length === 0) continue
    tally.asked += 1
    const [best] = (await findProposals(ledger.reader, open, '')).proposals
    const offered = best?.orders.map(({ orderId }) => orderId) ?? []
    tally.first += Number(same(offered, right))
  }
  const sum = (of: keyof Tally) => [...tallies.values()].reduce((total, tally) => total + tally[of], 0)
  return {
    deposits: sum('told'),
    falseClearings: sum('wrong'),
    recall: rounded(sum('certainRight') / sum('certain'), 4),
    firstCandidate: rounded(sum('first') / sum('asked'), 4),
    left: sum('left'),
    byKind: Object.fromEntries(
      [...tallies].map(([kind, tally]) => [
        kind,
        Object.entries(tally)
          .map(([name, count]) => `${name} ${count}`)
          .join(', '),
      ]),
    ),
  }
}

const quality = step({
  given: z.object({ rows: z.int(), seed: z.int() }),
  result: Figures,
  run: async ({ rows, seed }) => {
    const folder = mkdtempSync(join(tmpdir(), 'daiko-quality-'))
    const ledger = valueIn(await openLedger({ path: join(folder, 'ledger.daiko'), clock: benchClock, create: true }))
    try {
      const told = await begin(ledger, inventClearing(rows, seed))
      await ledger.optimise()
      await bringIn(told, folder)
      return await judged(told)
    } finally {
      await ledger.close()
      rmSync(folder, { recursive: true, force: true })
    }
  },
})

export const qualitySteps = { quality }

/** Clearing judged by the truth: nothing cleared wrongly, how much of what is certain was cleared, and whether the right answer stands first for the rest. */
export async function qualityBench({ rows, seed }: Size): Promise<object[]> {
  const { result, rssMb } = inOwnProcess('quality', quality, { rows, seed })
  const { falseClearings, recall, firstCandidate, left, byKind } = result
  const bars = {
    falseClearings: { atMost: 0, ok: falseClearings === 0 },
    recall: { atLeast: 0.97, ok: recall >= 0.97 },
    firstCandidate: { atLeast: 0.95, ok: firstCandidate >= 0.95 },
  }
  return [{ bench: 'quality', rows, seed, falseClearings, recall, firstCandidate, left, rssMb, byKind, bars }]
}
