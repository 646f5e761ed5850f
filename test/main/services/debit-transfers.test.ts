import { afterEach, beforeEach, expect, it } from 'vitest'
import { expectedTransfers, settleTransfer } from '../../../src/main/services/collection-transfers'
import { ReceiptId } from '../../../src/preload/contract/ids'
import { type DebitDesk, openDebitDesk } from '../../support/debits'
import { TESTER, valueIn } from '../../support/ledger'
import { bringIn } from '../../support/story'
import { brokenPromises } from '../../support/verified'

/* The collector's transfer of what was debited, net of what it keeps, among those of all collectors. */

let bank: DebitDesk
beforeEach(async () => {
  bank = await openDebitDesk()
  await bank.mandate('42')
})
afterEach(async () => {
  expect(await brokenPromises(bank.ledger)).toEqual([])
  await bank.cleanup()
})

it('clears the receivable, and its orders may be paid out from the day it came', async () => {
  const orders = [await bank.chosen('42', 3_000), await bank.chosen('42', 4_000), await bank.chosen('42', 500)] as const
  await bank.run()
  await bank.result([
    [orders[0], '0'],
    [orders[1], '0'],
    [orders[2], '2'],
  ])
  bank.goTo('2026-12-07')
  await bringIn(bank, '2026-12-07', 0, [{ amount: 6_780, remitterName: 'ﾐﾎﾝﾌｱｲﾅﾝｽ' }])
  const [expected] = await expectedTransfers(bank.ledger.reader)
  if (!expected) throw new Error('nothing is expected')
  const { party, transferOn, gross, deductions, fees, tax, stampDuty } = expected
  // By its contract 100 yen of each debit that was made, ten per cent on it.
  expect(expected).toMatchObject({
    agentName: 'みほんファイナンス',
    transferOn: '2026-12-07',
    claims: 2,
    gross: 7_000,
    fees: 200,
    tax: 20,
    net: 6_780,
  })
  const [candidate] = expected.candidates
  const receiptId = ReceiptId.parse(candidate?.receiptId)
  const wish = { party, transferOn, gross, deductions, fees, tax, stampDuty, receiptId, version: candidate?.version ?? 0, reason: '' }
  expect(valueIn(await bank.ledger.write(TESTER, (writer) => settleTransfer(writer, wish))).released).toBe(2)
  expect(orders.map(({ orderId }) => bank.stands(orderId).split(' ').slice(0, 2))).toEqual([
    ['paid', 'releasable'],
    ['paid', 'releasable'],
    ['expired', 'none'],
  ])
  const owed = "select coalesce(sum(debit - credit), 0) from balances join accounts on id = account_id where code = 'receivable:smbcfs'"
  expect(bank.ledger.source.prepare(owed).pluck().get()).toBe(0)
  expect(bank.ledger.source.prepare("select distinct releasable_on from orders where disbursement = 'releasable'").pluck().all()).toEqual([
    '2026-12-07',
  ])
})
