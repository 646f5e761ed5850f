import { clearingHandlers } from '../../src/main/services/clearing'
import type { Context } from '../../src/main/services/context'
import { createEvents } from '../../src/main/services/events'
import { applyStatement } from '../../src/main/services/intake-apply'
import { planStatement } from '../../src/main/services/intake-plan'
import { createJobs } from '../../src/main/services/jobs'
import { refuse } from '../../src/preload/contract/errors'
import type { AccountId, MerchantId, OrderId } from '../../src/preload/contract/ids'
import { type AllocationId, ReceiptId } from '../../src/preload/contract/ids'
import { PositiveYen, yen } from '../../src/preload/contract/money'
import { addAccount, addMerchant, addOrders, openTestLedger, TESTER, type TestLedger, valueIn } from './ledger'
import { ACCOUNT, fileIn, quietControl, resourcesOf, type TestLine, zengin03 } from './statements'

/** Somebody at a test's desk. */
export const CLERK: Context = { seat: { id: 'test', kind: 'test' }, user: null, actor: TESTER.actor, by: TESTER }

/** Plans and applies one day's statement, as a clerk would. */
export async function bringIn(test: TestLedger, day: string, opening: number, lines: readonly TestLine[]): Promise<void> {
  const file = fileIn(test.dir, `statement-${day}.txt`, zengin03({ account: ACCOUNT, from: day, to: day, opening, lines }))
  const planned = valueIn(await planStatement(resourcesOf(test), file, quietControl()))
  if (planned.kind !== 'plan') throw new Error(planned.kind)
  valueIn(await applyStatement(resourcesOf(test), { planId: planned.plan.planId, digest: planned.plan.digest }, quietControl()))
}

/** The clearing desk over a test's ledger. */
export function clearingDesk(test: TestLedger) {
  const jobs = createJobs(async () => refuse({ refusal: 'cancelled' }), {
    notify: () => undefined,
    faulted: String,
    changed: () => undefined,
  })
  return clearingHandlers({ ledger: test.ledger, clock: test.clock, events: createEvents(), jobs })
}

/** Clears part of a deposit to one order by hand. */
export async function clearByHand(test: TestLedger, receiptId: ReceiptId, orderId: OrderId, amount: number): Promise<AllocationId> {
  const { db } = test.ledger.reader
  const item = await db.selectFrom('open_items').select('version').where('receipt_id', '=', receiptId).executeTakeFirstOrThrow()
  const order = await db.selectFrom('orders').select('version').where('id', '=', orderId).executeTakeFirstOrThrow()
  const parts = [{ orderId, version: order.version, amount: PositiveYen.parse(amount) }]
  const cleared = valueIn(await clearingDesk(test)['clearing.clear'](CLERK, { receiptId, version: item.version, parts }))
  const [id] = cleared.allocationIds
  if (id === undefined) throw new Error('nothing was cleared')
  return id
}

export interface Story extends TestLedger {
  account: AccountId
  merchants: readonly [MerchantId, MerchantId]
  orders: readonly OrderId[]
  /** The deposit with this amount. */
  deposit(amount: number): Promise<ReceiptId>
}

/**
 * Two days at the bank with one of everything: cleared by key, by name, by hand whole and in part, undone, held, waiting, protected
 * money, a payment out; two merchants.
 */
export async function tellStory(): Promise<Story> {
  const test = await openTestLedger()
  const account = await addAccount(test.ledger, { ...ACCOUNT, openingBalance: yen(1_000_000) })
  const first = await addMerchant(test.ledger, { name: '桜商店' })
  const second = await addMerchant(test.ledger, { name: '山手書房' })
  const atVirtual = (reference: string, amount: number, own: object = {}) => ({
    amount,
    ...own,
    instruction: { accountId: account, reference, dueOn: '2026-11-30' as never },
  })
  const orders = [
    ...(await addOrders(test.ledger, first, [
      atVirtual('1000000001', 12_000, { orderNumber: 'S-1' }),
      atVirtual('1000000002', 5_500, { orderNumber: 'S-2', tracks: { protection: 'wished' } }),
      { amount: 8_800, orderNumber: 'S-3', payerKana: 'サトウ ハナコ', payerKey: 'サトウハナコ' },
      { amount: 20_000, orderNumber: 'S-4', referenceKey: 'S4', payerKey: 'スズキ' },
    ])),
    ...(await addOrders(test.ledger, second, [
      atVirtual('1000000003', 3_000, { orderNumber: 'Y-1' }),
      { amount: 4_400, orderNumber: 'Y-2', referenceKey: 'Y2', payerKey: 'タナカ' },
    ])),
  ]
  const story: Story = {
    ...test,
    account,
    merchants: [first, second],
    orders,
    deposit: async (amount) =>
      ReceiptId.parse(
        (await test.ledger.reader.db.selectFrom('receipts').select('id').where('amount', '=', yen(amount)).executeTakeFirstOrThrow()).id,
      ),
  }
  await bringIn(test, '2026-11-18', 1_000_000, [
    { amount: 12_000, remitterCode: '1000000001' },
    { amount: 8_800, remitterName: 'ｻﾄｳ ﾊﾅｺ' },
    { amount: 15_000, remitterName: 'ｽｽﾞｷ' },
    { amount: 770, direction: 'debit', kind: 'book_transfer', remitterName: '' },
  ])
  await bringIn(test, '2026-11-19', 1_035_030, [
    { amount: 5_500, remitterCode: '1000000002' },
    { amount: 3_000, remitterCode: '1000000003' },
    { amount: 4_400, remitterName: '=HYPERLINK' },
    { amount: 999, remitterName: 'ｼﾗﾅｲ ﾋﾄ' },
    { amount: 1_234, remitterName: 'ﾓﾘ' },
  ])
  await byHand(story)
  return story
}

async function byHand(story: Story): Promise<void> {
  const [, , , large, , last] = story.orders
  if (large === undefined || last === undefined) throw new Error('orders are missing')
  await clearByHand(story, await story.deposit(15_000), large, 15_000)
  const wrong = await clearByHand(story, await story.deposit(4_400), large, 1_400)
  valueIn(await clearingDesk(story)['clearing.undo'](CLERK, { allocationId: wrong, reason: 'another order' }))
  await clearByHand(story, await story.deposit(4_400), last, 4_000)
  valueIn(
    await clearingDesk(story)['clearing.hold'](CLERK, {
      receiptId: await story.deposit(999),
      version: 1,
      held: true,
      note: 'asked the bank',
    }),
  )
}
