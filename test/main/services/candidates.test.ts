import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDeposit } from '../../../src/main/ledger/clearing'
import { findProposals } from '../../../src/main/services/candidates'
import { depositHandlers } from '../../../src/main/services/deposits'
import { businessDate } from '../../../src/preload/contract/date'
import { type MerchantId, type OrderId, ReceiptId } from '../../../src/preload/contract/ids'
import { addAccount, addMerchant, addOrders, openTestLedger, type TestLedger, type TestOrder, valueIn, writing } from '../../support/ledger'
import { ACCOUNT, type TestLine } from '../../support/statements'
import { bringIn, CLERK, clearByHand, clearingDesk } from '../../support/story'

let test: TestLedger
let merchant: MerchantId
let opening: number
beforeEach(async () => {
  test = await openTestLedger()
  await addAccount(test.ledger, { ...ACCOUNT })
  merchant = await addMerchant(test.ledger, { name: '青葉書房' })
  opening = 0
})
afterEach(() => test.cleanup())

/** Deposits of a day of their own, in the order of the statement. */
async function deposits(day: string, ...lines: TestLine[]): Promise<ReceiptId[]> {
  await bringIn(test, day, opening, lines)
  opening += lines.reduce((sum, { amount }) => sum + amount, 0)
  const ids = test.ledger.source.prepare('select id from receipts where booked_on = ? order by line').pluck().all(day)
  return ids.map((id) => ReceiptId.parse(id))
}
async function order(own: TestOrder, of = merchant): Promise<OrderId> {
  const [id] = await addOrders(test.ledger, of, [own])
  return id ?? expect.fail()
}
async function proposed(receiptId: ReceiptId | undefined) {
  const deposit = receiptId === undefined ? null : await openDeposit(test.ledger.reader, receiptId)
  return findProposals(test.ledger.reader, deposit ?? expect.fail(), '')
}
const shown = ({ proposals }: Awaited<ReturnType<typeof proposed>>) =>
  proposals.map(({ orders, reasons }) => [
    orders.map(({ orderNumber }) => orderNumber).join(' + '),
    reasons.map(({ code, detail }) => `${code} ${detail}`).join(', '),
  ])

describe('sums', () => {
  it('stand first where no order alone explains the deposit', async () => {
    await order({ amount: 12_000, orderNumber: 'A57', payerKey: 'モリ' })
    await order({ amount: 18_000, orderNumber: 'A58', payerKey: 'モリ' })
    const [deposit] = await deposits('2026-11-20', { amount: 30_000, remitterName: 'ﾓﾘ' })
    const found = await proposed(deposit)
    expect(shown(found)[0]).toEqual(['A57 + A58', 'sum_fits A57 + A58, name_equal モリ'])
    expect([found.proposals[0]?.difference, found.sumSearch]).toEqual([0, 'complete'])
  })

  it('that fit twice stand side by side, and none is taken for right', async () => {
    for (const [at, amount] of [10_000, 20_000, 12_000, 18_000].entries()) await order({ amount, orderNumber: `A${at}`, payerKey: 'モリ' })
    const [deposit] = await deposits('2026-11-20', { amount: 30_000, remitterName: 'ﾓﾘ' })
    const both = shown(await proposed(deposit)).filter(([orders]) => orders?.includes('+'))
    expect(both.map(([orders]) => orders)).toEqual(['A0 + A1', 'A2 + A3'])
    expect(both.every(([, reasons]) => reasons?.startsWith('other_sum_fits'))).toBe(true)
  })

  it('come after the order that the bank’s own words name, unless they hold it', async () => {
    await order({ amount: 12_000, orderNumber: 'A57', referenceKey: 'A57X', payerKey: 'モリ' })
    await order({ amount: 18_000, orderNumber: 'A58', referenceKey: 'A58X', payerKey: 'モリ' })
    await order({ amount: 50_000, orderNumber: 'A5900', referenceKey: 'A5900', payerKey: 'モリ' })
    const [part] = await deposits('2026-11-20', { amount: 30_000, remitterName: 'ﾓﾘ', edi: 'A5900' })
    const found = shown(await proposed(part))
    expect(found[0]?.[0]).toBe('A5900')
    expect(found.find(([orders]) => orders === 'A57 + A58')?.[1]).toMatch(/^reference_of_other A5900/)
  })

  it('come after an order that explains it alone', async () => {
    await order({ amount: 12_000, orderNumber: 'A57', payerKey: 'モリ' })
    await order({ amount: 18_000, orderNumber: 'A58', payerKey: 'モリ' })
    await order({ amount: 30_000, orderNumber: 'A59', payerKey: 'モリ' })
    await order({ amount: 30_000, orderNumber: 'B1', payerKey: 'モリ' }, await addMerchant(test.ledger))
    const [deposit] = await deposits('2026-11-20', { amount: 30_000, remitterName: 'ﾓﾘ' })
    expect(shown(await proposed(deposit)).map(([orders]) => orders)).toEqual(['A59', 'B1', 'A58', 'A57', 'A57 + A58'])
  })

  it('say what speaks against one of their orders', async () => {
    await order({ amount: 12_000, orderNumber: 'A57', payerKey: 'モリ', receivedOn: businessDate('2026-11-21') })
    await order({ amount: 18_000, orderNumber: 'A58', payerKey: 'モリ' })
    const [deposit] = await deposits('2026-11-20', { amount: 30_000, remitterName: 'ﾓﾘ' })
    expect(shown(await proposed(deposit))[0]?.[1]).toBe('before_order 2026-11-21, sum_fits A57 + A58, name_equal モリ')
  })
})

describe('what earlier clearings say of a remitter', () => {
  const spouse: TestLine = { amount: 5_000, remitterName: 'ﾓﾘ ﾊﾅｺ', remittingBank: 'ﾐｽﾞﾎ', remittingBranch: 'ｼﾌﾞﾔ' }

  it('raises the payer for whom it was, and is forgotten with the clearing', async () => {
    const [first] = await deposits('2026-11-19', spouse)
    const allocation = await clearByHand(
      test,
      first ?? expect.fail(),
      await order({ amount: 5_000, orderNumber: 'A1', payerKey: 'モリケン' }),
      5_000,
    )
    await order({ amount: 7_000, orderNumber: 'A2', payerKey: 'モリケン' })
    const [second] = await deposits('2026-11-20', { ...spouse, amount: 7_000 })
    expect(shown(await proposed(second))).toEqual([
      ['A2', 'name_differs モリケン, amount_equal 7000, learned 1, within_due_date 2026-11-24'],
    ])
    valueIn(await clearingDesk(test)['clearing.undo'](CLERK, { allocationId: allocation, reason: '' }))
    const after = shown(await proposed(second))
    expect(after.map(([orders]) => orders)).toContain('A2')
    expect(after.some(([, reasons]) => reasons?.includes('learned'))).toBe(false)
  })

  it('says nothing of the same name from another branch', async () => {
    const [first] = await deposits('2026-11-19', spouse)
    await clearByHand(test, first ?? expect.fail(), await order({ amount: 5_000, orderNumber: 'A1', payerKey: 'モリケン' }), 5_000)
    await order({ amount: 9_000, orderNumber: 'A2', payerKey: 'モリケン' })
    const [here, there] = await deposits('2026-11-20', { ...spouse, amount: 8_000 }, { ...spouse, amount: 8_100, remittingBranch: 'ｳｴﾉ' })
    expect(shown(await proposed(here)).map(([orders]) => orders)).toEqual(['A2'])
    expect(shown(await proposed(there))).toEqual([])
  })

  it('is learned of clearings that more than the name confirmed', async () => {
    await order({ amount: 5_000, orderNumber: 'A1', payerKey: 'モリハナコ' })
    await deposits('2026-11-19', spouse)
    await order({ amount: 7_000, orderNumber: 'A2', payerKey: 'モリハナコ' })
    const [second] = await deposits('2026-11-20', { ...spouse, amount: 6_990 })
    expect(shown(await proposed(second))[0]?.[1]).not.toContain('learned')
  })
})

describe('what is missing', () => {
  it('is named where it is what a transfer costs', async () => {
    await order({ amount: 10_000, orderNumber: 'A1', payerKey: 'モリ' })
    const [deposit] = await deposits('2026-11-20', { amount: 9_340, remitterName: 'ﾓﾘ' })
    expect(shown(await proposed(deposit))[0]?.[1]).toContain('fee_deducted 660')
  })

  it('is named where another deposit of the same name brings it', async () => {
    await order({ amount: 10_000, orderNumber: 'A1', payerKey: 'モリ' })
    const [one, other] = await deposits('2026-11-20', { amount: 4_000, remitterName: 'ﾓﾘ' }, { amount: 6_000, remitterName: 'ﾓﾘ' })
    for (const deposit of [one, other]) expect(shown(await proposed(deposit))[0]?.[1]).toContain('completed_by_deposit 2026-11-20')
  })
})

describe('money that comes late', () => {
  it('finds the order of its payer that has expired, before a stranger’s of the same amount', async () => {
    await order({ amount: 5_000, orderNumber: 'GONE', payerKey: 'モリ', dueOn: businessDate('2026-11-10'), tracks: { payment: 'expired' } })
    await order({ amount: 5_000, orderNumber: 'OTHER', payerKey: 'ハヤシ' })
    const [deposit] = await deposits('2026-11-20', { amount: 5_000, remitterName: 'ﾓﾘ' })
    expect(shown(await proposed(deposit)).map(([orders]) => orders)).toEqual(['GONE', 'OTHER'])
  })
})

describe('a virtual account that has had another holder', () => {
  const ACCOUNT_NUMBER = '1010000001'
  async function reused(formerPayer = 'モリ'): Promise<void> {
    const [account] = await test.ledger.reader.db.selectFrom('designated_accounts').select('id').execute()
    const instruction = { accountId: account?.id ?? expect.fail(), reference: ACCOUNT_NUMBER, dueOn: '2026-12-20' as never }
    const former = await order({ amount: 5_000, orderNumber: 'OLD', payerKey: formerPayer, instruction })
    await writing(test.ledger, async ({ db, at }) => {
      await db.updateTable('orders').set({ payment: 'expired' }).where('id', '=', former).execute()
      await db.updateTable('instructions').set({ ended_at: at }).where('order_id', '=', former).execute()
    })
    await order({ amount: 5_000, orderNumber: 'NEW', payerKey: 'ハヤシ', instruction })
  }
  const late = (remitterName: string): TestLine => ({ amount: 5_000, remitterName, remitterCode: ACCOUNT_NUMBER })

  it('is not cleared by whoever had it before, and both orders are shown', async () => {
    await reused()
    const [deposit] = await deposits('2026-11-20', late('ﾓﾘ'))
    const found = shown(await proposed(deposit))
    expect(found.map(([orders]) => orders)).toEqual(['OLD', 'NEW'])
    expect(found[0]?.[1]).toMatch(/^order_closed expired, name_equal モリ.*former_number/)
    expect(found[1]?.[1]).toMatch(/^former_holder OLD/)
  })

  it('is not cleared where the name of whoever had it before has a letter wrong', async () => {
    await reused('モリノブオ')
    await deposits('2026-11-20', late('ﾓﾘﾉﾌﾞﾖ'))
    expect(test.ledger.source.prepare('select status from orders where order_number = ?').pluck().get('NEW')).toBe('unpaid')
  })

  it('is not cleared by a stranger to both, as whoever had it before never paid as much', async () => {
    await reused()
    const [deposit] = await deposits('2026-11-20', late('ｱｵｷ'))
    expect(shown(await proposed(deposit)).find(([orders]) => orders === 'NEW')?.[1]).toMatch(/^former_holder OLD/)
  })

  it.each(['ﾊﾔｼ', 'ﾊﾔｼ '])('is cleared by whoever has it now', async (name) => {
    await reused()
    await deposits('2026-11-20', late(name))
    expect(test.ledger.source.prepare('select status from orders where order_number = ?').pluck().get('NEW')).toBe('paid')
  })
})

describe('what this name paid before', () => {
  it('is told with the deposit, the newest first, without what was undone, and says from which branch', async () => {
    const [first, second] = await deposits(
      '2026-11-18',
      { amount: 5_000, remitterName: 'ﾓﾘ' },
      { amount: 6_000, remitterName: 'ﾓﾘ', remittingBranch: 'ｳｴﾉ' },
    )
    await clearByHand(test, first ?? expect.fail(), await order({ amount: 5_000, orderNumber: 'A1', payerKey: 'モリケン' }), 5_000)
    const undone = await clearByHand(
      test,
      second ?? expect.fail(),
      await order({ amount: 6_000, orderNumber: 'A2', payerKey: 'モリケン' }),
      6_000,
    )
    const [now] = await deposits('2026-11-20', { amount: 7_000, remitterName: 'ﾓﾘ' })
    const desk = depositHandlers(test)
    const earlier = async () => valueIn(await desk['deposits.get'](CLERK, { id: now ?? expect.fail() })).earlier
    expect((await earlier()).map(({ orderNumber, isSameBranch, level }) => [orderNumber, isSameBranch, level])).toEqual([
      ['A2', false, '0'],
      ['A1', true, '0'],
    ])
    valueIn(await clearingDesk(test)['clearing.undo'](CLERK, { allocationId: undone, reason: '' }))
    expect((await earlier()).map(({ orderNumber }) => orderNumber)).toEqual(['A1'])
  })
})
