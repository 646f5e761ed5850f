import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { exceptionHandlers } from '../../../src/main/services/exceptions'
import { returnedPayoutHandlers } from '../../../src/main/services/returned-payouts'
import { type MerchantId, OrderId, PayableItemId, type TransferRunId } from '../../../src/preload/contract/ids'
import { FeePlan } from '../../../src/preload/contract/merchants'
import { auditOf, personAt, refusalOf } from '../../support/desk'
import { HOLDER, valueIn, writing } from '../../support/ledger'
import { openPayoutDesk, type PayoutDesk } from '../../support/payout-desk'
import type { TestLine } from '../../support/statements'
import { bringIn } from '../../support/story'

let desk: PayoutDesk
let merchant: MerchantId
let orders: OrderId[]
let run: TransferRunId
beforeEach(async () => {
  desk = await openPayoutDesk()
  await desk.settle()
  merchant = await desk.merchant({ fees: [], account: { ...HOLDER, accountNumber: '1231231' } })
  orders = await desk.paid(merchant, '2026-11-20', [10_000, 5_000])
  run = await paidOut()
})
afterEach(() => desk.cleanup())

/** A run is planned, agreed to and handed over. */
async function paidOut(closingOn?: string): Promise<TransferRunId> {
  const { id } = await desk.submitted(closingOn)
  valueIn(await desk.decide(id, 'approved'))
  valueIn(await desk.handlers['payouts.handOver'](desk.clerk, { id, version: (await desk.run(id)).version }))
  await desk.idle()
  return id
}
/** A run of which nothing is sent is out as soon as it is agreed to. */
async function agreedTo(id: TransferRunId | undefined): Promise<void> {
  if (id === undefined) throw new Error('no run was planned')
  valueIn(await desk.handlers['payouts.submit'](desk.clerk, { id, version: 1 }))
  valueIn(await desk.decide(id, 'approved'))
}
const debit = (amount: number): TestLine => ({ amount, direction: 'debit', remitterName: '', description: 'ｿｳｺﾞｳﾌﾘｺﾐ' })
const back = (amount: number, own: Partial<TestLine> = {}): TestLine => ({
  amount,
  notCustomerMoney: 'returned',
  description: 'ﾌﾘｺﾐｸﾐﾓﾄﾞｼ ﾒｲｷﾞｿｳｲ',
  remitterName: HOLDER.holderKana,
  ...own,
})
const statement = (day: string, lines: readonly TestLine[]) => bringIn(desk, day, desk.balances()[`bank:${desk.account}`] ?? 0, lines)
const standing = async () =>
  desk.ledger.reader.db.selectFrom('orders').select(['disbursement', 'payout_on']).where('id', 'in', orders).orderBy('id').execute()
const payouts = () => desk.ledger.reader.db.selectFrom('payouts').select(['state', 'net']).orderBy('id').execute()
const steps = (orderId: OrderId) =>
  desk.ledger.source.prepare<[number], string>('select kind from order_events where order_id = ? order by id').pluck().all(orderId)
const handlers = () => returnedPayoutHandlers({ ledger: desk.ledger, clock: desk.clock, events: desk.deps.events })
const returned = async () => valueIn(await handlers()['exceptions.returnedPayouts'](desk.clerk, {})).payouts
const payAgain = (itemId: PayableItemId, reason = '加盟店に電話で確認した') =>
  handlers()['exceptions.payAgain'](desk.clerk, { itemId, reason })

it('the statement settles every order of a run by one debit', async () => {
  await statement('2026-12-18', [debit(15_000)])
  expect(await payouts()).toEqual([{ state: 'presumed_paid', net: 15_000 }])
  expect(await standing()).toEqual([
    { disbursement: 'settled', payout_on: '2026-12-18' },
    { disbursement: 'settled', payout_on: '2026-12-18' },
  ])
  expect(desk.balances()).not.toHaveProperty('payout_in_transit')
  expect(await desk.broken()).toEqual([])
})

describe('a payout that comes back', () => {
  beforeEach(async () => {
    await statement('2026-12-18', [debit(15_000)])
    await statement('2026-12-21', [back(15_000)])
  })

  it('is owed again by an item that names it, and says why it came back', async () => {
    expect(await payouts()).toEqual([{ state: 'returned', net: 15_000 }])
    expect(await standing()).toEqual([
      { disbursement: 'payout_returned', payout_on: null },
      { disbursement: 'payout_returned', payout_on: null },
    ])
    expect(desk.balances()).toMatchObject({ [`merchant_payable:${merchant}`]: -15_000 })
    expect(desk.balances()).not.toHaveProperty('suspense')
    // Nothing else of its run is open.
    expect((await desk.run(run)).state).toBe('confirmed')
    expect(await returned()).toMatchObject([
      { merchantId: merchant, amount: 15_000, cause: 'name_differs', account: 'waiting', returnedOn: '2026-12-21' },
    ])
    expect(await desk.broken()).toEqual([])
  })

  it('is not paid to the same account again by itself', async () => {
    const planned = await desk.job({ kind: 'payouts', closingOn: '2026-11-30' as never, payOn: '2026-12-25' as never })
    expect(refusalOf(planned)).toEqual({ refusal: 'nothing_to_pay', closingOn: '2026-11-30' })
  })

  it('nor where the same account was only written down otherwise', async () => {
    const { accountNumber, ...others } = HOLDER
    const account = JSON.stringify({ accountNumber, ...others })
    expect(account).not.toBe(JSON.stringify(HOLDER))
    await writing(desk.ledger, (writer) => writer.db.updateTable('merchants').set({ account }).where('id', '=', merchant).execute())
    const planned = await desk.job({ kind: 'payouts', closingOn: '2026-11-30' as never, payOn: '2026-12-25' as never })
    expect(refusalOf(planned)).toEqual({ refusal: 'nothing_to_pay', closingOn: '2026-11-30' })
  })

  it('is paid again once a clerk says that the account is right', async () => {
    const [item] = await returned()
    const id = item?.itemId ?? PayableItemId.parse(1)
    expect(refusalOf(await payAgain(id, '4111111111111111'))).toMatchObject({ refusal: 'invalid_input' })
    expect(refusalOf(await payAgain(PayableItemId.parse(1)))).toEqual({ refusal: 'not_found', what: 'payable_item' })
    valueIn(await payAgain(id))
    expect(refusalOf(await payAgain(id))).toEqual({ refusal: 'change_already_staged' })
    expect(await returned()).toMatchObject([{ account: 'confirmed' }])
    expect(auditOf(desk, 'refunds').at(-1)).toBe('user:yamada account_confirmed')
    desk.clock.advance(31 * 24 * 3_600_000)
    expect(await desk.plan('2026-12-31')).toMatchObject([{ figures: { payouts: 1, net: 15_000 } }])
    expect(await returned()).toEqual([])
  })

  it('is not decided by who said that it may be paid again', async () => {
    const mori = await personAt(desk, 'mori', ['clerk', 'supervisor'])
    const [item] = await returned()
    const told = { itemId: item?.itemId ?? PayableItemId.parse(1), reason: '加盟店に電話で確認した' }
    valueIn(await handlers()['exceptions.payAgain'](mori, told))
    desk.clock.advance(31 * 24 * 3_600_000)
    const { id } = await desk.submitted('2026-12-31')
    const { facts } = valueIn(await desk.handlers['payouts.get'](desk.supervisor, { id }))
    expect(facts.paidAgain).toMatchObject([{ merchantId: merchant, amount: 15_000, runName: 'P20261130-1', saidBy: 'user:mori' }])
    expect(refusalOf(await desk.decide(id, 'approved', mori))).toEqual({ refusal: 'second_person_required' })
    valueIn(await desk.decide(id, 'approved'))
  })

  it('is paid again to the corrected account, and its orders are settled by that', async () => {
    const corrected = JSON.stringify({ ...HOLDER, accountNumber: '4564564' })
    await writing(desk.ledger, (writer) =>
      writer.db.updateTable('merchants').set({ account: corrected }).where('id', '=', merchant).execute(),
    )
    expect(await returned()).toMatchObject([{ account: 'corrected' }])
    desk.clock.advance(31 * 24 * 3_600_000)
    const second = await paidOut('2026-12-31')
    expect(await returned()).toEqual([])
    expect(await desk.broken()).toEqual([])
    await statement('2027-01-20', [debit(15_000)])
    expect(await payouts()).toEqual([
      { state: 'returned', net: 15_000 },
      { state: 'presumed_paid', net: 15_000 },
    ])
    expect(await standing()).toEqual([
      { disbursement: 'settled', payout_on: '2027-01-20' },
      { disbursement: 'settled', payout_on: '2027-01-20' },
    ])
    expect(steps(OrderId.parse(orders[0])).slice(-6)).toEqual([
      'taken_into_payout',
      'settled',
      'payout_returned',
      'payable_again',
      'taken_into_payout',
      'settled',
    ])
    expect(second).not.toBe(run)
    expect(await desk.broken()).toEqual([])
  })
})

it('a payout that came back and is offset wholly by what the merchant owes settles its orders', async () => {
  const dear = FeePlan.parse({ method: 'bank_transfer', fixed: 30_000, basisPoints: 0, minimum: 0, maximum: null, validFrom: '2026-12-22' })
  const owing = await desk.merchant({ fees: [dear], account: { ...HOLDER, accountNumber: '1231232', holderKana: 'ｶ)ﾔﾏﾉﾃ' } })
  orders = await desk.paid(owing, '2026-11-21', [9_000])
  await paidOut()
  await statement('2026-12-18', [debit(15_000), debit(9_000)])
  await statement('2026-12-21', [back(9_000, { remitterName: 'ｶ)ﾔﾏﾉﾃ' })])
  await desk.paid(owing, '2026-12-22', [300])
  desk.clock.advance(31 * 24 * 3_600_000)
  // 30,000 yen of fees and 3,000 of tax on an order of 300: nothing is sent, and the merchant owes.
  const [first] = await desk.plan('2026-12-31')
  expect(first?.figures).toMatchObject({ remainder: -32_700, net: 0 })
  await agreedTo(first?.id)
  const [item] = await returned()
  valueIn(await payAgain(item?.itemId ?? PayableItemId.parse(1)))
  const [second] = await desk.plan('2026-12-31')
  expect(second?.figures).toMatchObject({ gross: 9_000, offsets: 9_000, net: 0 })
  await agreedTo(second?.id)
  expect(await standing()).toEqual([{ disbursement: 'settled', payout_on: second?.payOn }])
  expect(await desk.broken()).toEqual([])
})

const exceptions = () =>
  exceptionHandlers({ ledger: desk.ledger, clock: desk.clock, events: desk.deps.events, gateways: desk.deps.gateways })
/** The one open line, and the one transfer, as one being the return of the other. */
async function openReturn() {
  const { db } = desk.ledger.reader
  const { receipt_id: receiptId } = await db.selectFrom('open_items').select('receipt_id').executeTakeFirstOrThrow()
  const { id: transferId } = await db.selectFrom('transfers').select('id').executeTakeFirstOrThrow()
  return { target: { of: 'line' as const, receiptId }, ending: 'transfer_returned' as const, transferId }
}

it('a small deposit is nobody’s payout, whatever a clerk says', async () => {
  await statement('2026-12-18', [debit(15_000)])
  await statement('2026-12-21', [{ amount: 1, remitterName: 'ﾀﾆﾝ' }])
  const wish = await openReturn()
  const impossible = { refusal: 'ending_not_possible', ending: 'transfer_returned' }
  expect(refusalOf(await exceptions()['exceptions.end'](desk.clerk, { ...wish, version: 1, why: '戻入' }))).toEqual(impossible)
  expect(valueIn(await exceptions()['exceptions.get'](desk.clerk, { receiptId: wish.target.receiptId })).transfers).toEqual([])
  expect(await payouts()).toEqual([{ state: 'presumed_paid', net: 15_000 }])
})

it('what came before a payout left is not its return', async () => {
  await statement('2026-12-17', [{ amount: 15_000, remitterName: 'ﾀﾆﾝ' }])
  await statement('2026-12-18', [debit(15_000)])
  const wish = await openReturn()
  expect(refusalOf(await exceptions()['exceptions.preview'](desk.clerk, wish))).toMatchObject({ refusal: 'ending_not_possible' })
})

it('what only looks like the return of a payout, a second person agrees to, by the payout’s amount', async () => {
  await statement('2026-12-18', [debit(15_000)])
  await statement('2026-12-21', [{ amount: 15_000, remitterName: 'ﾀﾆﾝ' }])
  const wish = await openReturn()
  const { approvers, version } = valueIn(await exceptions()['exceptions.preview'](desk.clerk, wish))
  expect(approvers).toMatchObject({ needed: 1, why: 'above_limit' })
  const ended = valueIn(await exceptions()['exceptions.end'](desk.clerk, { ...wish, version, why: '銀行に聞いた' }))
  expect(ended.ended).toBe(false)
  expect(await returned()).toEqual([])
})

it('less the bank’s fee, which the contract lays on the merchant', async () => {
  const terms = JSON.stringify({ returnFeeBearer: 'merchant' })
  await writing(desk.ledger, (writer) =>
    writer.db.updateTable('merchants').set({ payout_terms: terms }).where('id', '=', merchant).execute(),
  )
  await statement('2026-12-18', [debit(15_000)])
  await statement('2026-12-21', [back(14_340)])
  const wish = await openReturn()
  const { transfers } = valueIn(await exceptions()['exceptions.get'](desk.clerk, { receiptId: wish.target.receiptId }))
  expect(transfers).toMatchObject([{ id: wish.transferId, amount: 15_000, bearer: 'merchant' }])
  const { version, journal } = valueIn(await exceptions()['exceptions.preview'](desk.clerk, wish))
  expect(journal.map(({ debit: { account }, amount }) => [account, amount])).toEqual([
    ['suspense', 14_340],
    ['merchant_receivable', 660],
  ])
  const { approvalId } = valueIn(await exceptions()['exceptions.end'](desk.clerk, { ...wish, version, why: '銀行の計算書で確認' }))
  const { approvals } = valueIn(await desk.handlers['approvals.list'](desk.supervisor, { open: true }))
  const { id, digest } = approvals.find((approval) => approval.id === approvalId) ?? expect.fail('nobody was asked')
  valueIn<object>(await desk.handlers['approvals.decide'](desk.supervisor, { id, digest, decision: 'approved', reason: '' }))
  const owed = await desk.ledger.reader.db.selectFrom('receivable_items').select(['kind', 'amount']).execute()
  expect(owed).toEqual([{ kind: 'return_fee', amount: 660 }])
  expect(desk.balances()).toMatchObject({ [`merchant_payable:${merchant}`]: -15_000, [`merchant_receivable:${merchant}`]: 660 })
  expect(await desk.broken()).toEqual([])
})

it('before the debit was seen, it waits for a person and pays no order', async () => {
  await statement('2026-12-18', [back(15_000, { notCustomerMoney: null, description: 'ﾌﾘｺﾐ' })])
  expect(await payouts()).toEqual([{ state: 'handed_over', net: 15_000 }])
  expect(await desk.broken()).toEqual([])
})
