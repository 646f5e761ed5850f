import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { severalHandlers } from '../../../src/main/services/clearing-several'
import { createEvents } from '../../../src/main/services/events'
import { OrderId, ReceiptId } from '../../../src/preload/contract/ids'
import { refusalOf } from '../../support/desk'
import { addAccount, addMerchant, addOrders, openTestLedger, type TestLedger, valueIn } from '../../support/ledger'
import { ACCOUNT } from '../../support/statements'
import { bringIn, CLERK, clearByHand, clearingDesk } from '../../support/story'

let test: TestLedger
let orders: readonly OrderId[]
let deposits: readonly ReceiptId[]
let desk: ReturnType<typeof severalHandlers>
beforeEach(async () => {
  test = await openTestLedger()
  await addAccount(test.ledger, { ...ACCOUNT })
  const merchant = await addMerchant(test.ledger)
  orders = await addOrders(
    test.ledger,
    merchant,
    [400, 300, 550].map((amount, at) => ({ amount, orderNumber: `N-${at}`, payerKey: 'スズキ' })),
  )
  await bringIn(test, '2026-11-20', 0, [
    { amount: 510, remitterName: 'ｽｽﾞｷ' },
    { amount: 690, remitterName: 'ｽｽﾞｷ' },
    { amount: 77, remitterName: 'ﾓﾘ' },
  ])
  const rows = await test.ledger.reader.db.selectFrom('receipts').select('id').orderBy('line').execute()
  deposits = rows.map(({ id }) => id)
  desk = severalHandlers({ ledger: test.ledger, clock: test.clock, events: createEvents() })
})
afterEach(() => test.cleanup())

const two = () => deposits.slice(0, 2)
const allotment = (receiptIds: readonly ReceiptId[] = two(), without: readonly OrderId[] = []) =>
  desk['clearing.allotment'](CLERK, { receiptIds: [...receiptIds], without: [...without] })
async function clear() {
  const shown = valueIn(await allotment())
  return desk['clearing.clearSeveral'](CLERK, {
    deposits: shown.deposits.map(({ receiptId, version, parts }) => ({ receiptId, version, parts })),
  })
}
const paid = async () =>
  (await test.ledger.reader.db.selectFrom('orders').select(['payment', 'paid_amount']).orderBy('id').execute()).map((row) => [
    row.payment,
    row.paid_amount,
  ])
const UNPAID = Array(3).fill(['unpaid', 0])

describe('two deposits of one payer for three orders', () => {
  it('are allotted the oldest to the oldest, with what is left on each side', async () => {
    const shown = valueIn(await allotment())
    expect(shown.deposits.map(({ parts, left }) => [parts.map(({ amount }) => amount), left])).toEqual([
      [[400, 110], 0],
      [[190, 500], 0],
    ])
    expect(shown.orders.map(({ taken, missing }) => [taken, missing])).toEqual([
      [400, 0],
      [300, 0],
      [500, 50],
    ])
    expect(await paid()).toEqual(UNPAID)
  })
  it('leave an order out that is named, and tell what is left over', async () => {
    const shown = valueIn(await allotment(two(), orders.slice(2)))
    expect(shown.deposits.map(({ left }) => left)).toEqual([0, 500])
    expect(shown.orders.map(({ leftOut }) => leftOut)).toEqual([false, false, true])
  })
  it('are cleared in one unit of work, and each can be undone', async () => {
    const { cleared } = valueIn(await clear())
    expect(cleared.map(({ remaining }) => remaining)).toEqual([0, 0])
    expect(await paid()).toEqual([
      ['paid', 400],
      ['paid', 300],
      ['partially_paid', 500],
    ])
    for (const { actId } of cleared.toReversed()) valueIn(await clearingDesk(test)['clearing.undo'](CLERK, { actId, reason: '' }))
    expect(await paid()).toEqual(UNPAID)
  })
  it('are cleared all or not at all', async () => {
    const shown = valueIn(await allotment())
    const [, second] = shown.deposits
    if (!second) throw new Error('no deposit')
    await clearByHand(test, second.receiptId, orders[2] ?? OrderId.parse(1), 10)
    const before = await paid()
    const asked = { deposits: shown.deposits.map(({ receiptId, version, parts }) => ({ receiptId, version, parts })) }
    expect(refusalOf(await desk['clearing.clearSeveral'](CLERK, asked))).toEqual({ refusal: 'changed_meanwhile' })
    expect(await paid()).toEqual(before)
  })
})

it.each([
  ['of two names', () => allotment([...two(), ...deposits.slice(2)]), 'deposits_of_several_payers'],
  ['of which one is cleared', () => allotment([...two(), ReceiptId.parse(99)]), 'deposit_not_open'],
])('deposits %s are not allotted together', async (_which, ask, refusal) => {
  expect(refusalOf(await ask())).toEqual({ refusal })
})
