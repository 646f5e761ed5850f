import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { expireOverdue } from '../../../src/main/services/expiry'
import { applyStatement } from '../../../src/main/services/intake-apply'
import { planStatement } from '../../../src/main/services/intake-plan'
import { businessDate } from '../../../src/preload/contract/date'
import type { MerchantId, OrderId } from '../../../src/preload/contract/ids'
import type { PaymentTrack } from '../../../src/preload/contract/orders'
import { addAccount, addMerchant, addOrders, openTestLedger, type TestLedger, valueIn } from '../../support/ledger'
import { ACCOUNT, fileIn, quietControl, resourcesOf, zengin01, zengin03 } from '../../support/statements'
import { settleStores } from '../../support/stores'

let test: TestLedger
let merchant: MerchantId
beforeEach(async () => {
  test = await openTestLedger()
  await addAccount(test.ledger, { ...ACCOUNT, openedOn: businessDate('2026-11-16') })
  merchant = await addMerchant(test.ledger)
})
afterEach(() => test.cleanup())

async function orderDue(day: string): Promise<OrderId> {
  const [id] = await addOrders(test.ledger, merchant, [{ amount: 777, dueOn: businessDate(day) }])
  if (id === undefined) throw new Error('no order')
  return id
}

async function bringIn(through: string, from = '2026-11-16', opening = 0): Promise<void> {
  const lines = [{ amount: 1, bookedOn: businessDate(through), valueOn: businessDate(through) }]
  const file = fileIn(test.dir, `${through}.txt`, zengin03({ account: ACCOUNT, from, to: through, opening, lines }))
  const planned = valueIn(await planStatement(resourcesOf(test), file, quietControl()))
  if (planned.kind !== 'plan') throw new Error(planned.kind)
  valueIn(await applyStatement(resourcesOf(test), planned.plan, quietControl()))
}

const statusOf = async (id: OrderId) =>
  (await test.ledger.reader.db.selectFrom('orders').select('status').where('id', '=', id).executeTakeFirstOrThrow()).status

it('expires what had to be paid by the last day that is in, and nothing later', async () => {
  const [before, onTheDay, after] = [await orderDue('2026-11-18'), await orderDue('2026-11-19'), await orderDue('2026-11-20')]
  await bringIn('2026-11-19')
  expect([await statusOf(before), await statusOf(onTheDay), await statusOf(after)]).toEqual(['expired', 'expired', 'unpaid'])
})

it('waits while another own account has no statement yet: the money may lie there', async () => {
  await addAccount(test.ledger)
  const id = await orderDue('2026-11-18')
  await bringIn('2026-11-19')
  expect(await statusOf(id)).toBe('unpaid')
})

it('waits behind a hole: a day whose statement is missing may hold the money', async () => {
  const id = await orderDue('2026-11-16')
  await bringIn('2026-11-19', '2026-11-18', 500)
  expect(await statusOf(id)).toBe('unpaid')
})

it('does not wait for a day of which the bank had nothing to tell: the balances before and after it meet', async () => {
  const id = await orderDue('2026-11-18')
  await bringIn('2026-11-17')
  await bringIn('2026-11-19', '2026-11-19', 1)
  expect(await statusOf(id)).toBe('expired')
})

it('waits for the afternoon of a day that a notice told by noon, though the next day is in', async () => {
  const noticed = { ...ACCOUNT, accountNumber: '7654321' }
  await addAccount(test.ledger, { ...noticed, booksFrom: 'notice', openedOn: businessDate('2026-11-18') })
  const [before, onTheDay] = [await orderDue('2026-11-17'), await orderDue('2026-11-18')]
  const notice = async (day: string, createdOn: string) => {
    const bytes = zengin01({ account: noticed, from: day, to: day, opening: 0, lines: [{ amount: 5 }], createdOn })
    const planned = valueIn(await planStatement(resourcesOf(test), fileIn(test.dir, `${day}-${createdOn}`, bytes), quietControl()))
    if (planned.kind !== 'plan') throw new Error(planned.kind)
    valueIn(await applyStatement(resourcesOf(test), planned.plan, quietControl()))
  }
  await notice('2026-11-18', '2026-11-18')
  await notice('2026-11-19', '2026-11-20')
  await bringIn('2026-11-19')
  expect([await statusOf(before), await statusOf(onTheDay)]).toEqual(['expired', 'unpaid'])
  await notice('2026-11-18', '2026-11-19')
  valueIn(await expireOverdue(resourcesOf(test)))
  expect(await statusOf(onTheDay)).toBe('expired')
})

it('leaves today alone: the bank may book until it closes', async () => {
  const id = await orderDue('2026-11-20')
  await bringIn('2026-11-20')
  expect(await statusOf(id)).toBe('unpaid')
})

it('passes over an order that its merchant has not accepted', async () => {
  const [awaiting] = await addOrders(test.ledger, merchant, [
    { amount: 5, dueOn: businessDate('2026-11-17'), tracks: { acceptance: 'awaiting' } },
  ])
  const id = await orderDue('2026-11-18')
  await bringIn('2026-11-19')
  expect(await statusOf(id)).toBe('expired')
  expect(awaiting && (await statusOf(awaiting))).toBe('awaiting_acceptance')
})

describe('what is paid at stores', () => {
  const storeOrder = async (day: string, payment: PaymentTrack = 'unpaid'): Promise<OrderId> => {
    const [id] = await addOrders(test.ledger, merchant, [
      { amount: 777, dueOn: businessDate(day), method: 'convenience_store', tracks: { payment } },
    ])
    if (id === undefined) throw new Error('no order')
    return id
  }
  const expire = async () => valueIn(await expireOverdue(resourcesOf(test)))

  it('needs no statement, but the days in which the agent may still tell of it', async () => {
    // Today is the 20th, and three days are usual.
    const [over, waiting] = [await storeOrder('2026-11-16'), await storeOrder('2026-11-17')]
    expect(await expire()).toBe(1)
    expect([await statusOf(over), await statusOf(waiting)]).toEqual(['expired', 'unpaid'])
  })

  it('goes by the days that are settled of the agent', async () => {
    await settleStores(test.ledger, { graceDays: 0 })
    const [over, today] = [await storeOrder('2026-11-19'), await storeOrder('2026-11-20')]
    expect(await expire()).toBe(1)
    expect([await statusOf(over), await statusOf(today)]).toEqual(['expired', 'unpaid'])
  })

  it('does not expire with the statements of banks', async () => {
    const [atStore, transfer] = [await storeOrder('2026-11-18'), await orderDue('2026-11-18')]
    await bringIn('2026-11-19')
    expect([await statusOf(atStore), await statusOf(transfer)]).toEqual(['unpaid', 'expired'])
  })

  it('never expires once a store has told of it', async () => {
    const told = await storeOrder('2026-11-01', 'paid_preliminary')
    expect(await expire()).toBe(0)
    expect(
      (await test.ledger.reader.db.selectFrom('orders').select('payment').where('id', '=', told).executeTakeFirstOrThrow()).payment,
    ).toBe('paid_preliminary')
  })
})
