import { afterEach, beforeEach, expect, it } from 'vitest'
import { bankBalance, lastClosedDay, openTotals, totalsThrough, unpostedFiles, unsettledRuns } from '../../../src/main/ledger/closing'
import { endedOf, openLine, openLines, openLinesOf } from '../../../src/main/ledger/endings'
import { surroundingsOf } from '../../../src/main/ledger/exceptions'
import { handsOn } from '../../../src/main/ledger/hands'
import { openReceivable, openReceivablesFrom } from '../../../src/main/ledger/merchant-debts'
import {
  confirmTransfers,
  markReturned,
  markSeen,
  ordersOfPayout,
  paidAgainIn,
  payoutsToSettle,
  returnedItems,
  returnedTransferOf,
  runsToSee,
  setPayoutState,
  transferById,
  transfersBetween,
  transfersOf,
  transfersSeenBy,
} from '../../../src/main/ledger/outgoing'
import { runHoldingItemOf } from '../../../src/main/ledger/payouts'
import { refundsOfRun, releaseRefunds, runsNamed } from '../../../src/main/ledger/refund-runs'
import {
  approvedRefunds,
  changeRefunds,
  listRefunds,
  refundById,
  refundedOf,
  refundsById,
  replacementOf,
  requestedOf,
  wasReleasableBefore,
} from '../../../src/main/ledger/refunds'
import { businessDate } from '../../../src/preload/contract/date'
import {
  EntryId,
  OrderId,
  PayoutId,
  ReceiptId,
  ReceivableItemId,
  RefundId,
  TransferId,
  TransferRunId,
} from '../../../src/preload/contract/ids'
import { yen } from '../../../src/preload/contract/money'
import { fullScans, plansOf } from '../../support/query-plans'
import { type Story, tellStory } from '../../support/story'

/* No question about money out walks a whole table: the files are as long as the bank is old. */

let story: Story
beforeEach(async () => {
  story = await tellStory()
})
afterEach(() => story.cleanup())

const day = businessDate('2026-11-20')
/** Merchants, files and accounts are few: where the story has two of them, SQLite reads both. */
const ofMany = (scan: string) => !/^SCAN (m|f|a)\b/.test(scan)

it('refunds are found by an index', async () => {
  const planned = await plansOf(story.ledger, async (ledger) => {
    const id = RefundId.parse(1)
    await refundById(ledger, id)
    await refundsById(ledger, [id])
    await replacementOf(ledger, id)
    await refundedOf(ledger, OrderId.parse(1))
    await requestedOf(ledger, ReceiptId.parse(1))
    await wasReleasableBefore(ledger, OrderId.parse(1), id)
    await runHoldingItemOf(ledger, EntryId.parse(1))
    await approvedRefunds(ledger, 10)
    await listRefunds(ledger, { state: 'approved' }, null, 10)
    await listRefunds(ledger, { merchantId: story.merchants[0] }, null, 10)
    await listRefunds(ledger, { orderId: OrderId.parse(1) }, null, 10)
    await listRefunds(ledger, { receiptId: ReceiptId.parse(1) }, null, 10)
    await changeRefunds(ledger, [id], { state: 'approved' })
    await refundsOfRun(ledger, TransferRunId.parse(1))
    await releaseRefunds(ledger, TransferRunId.parse(1))
    await runsNamed(ledger, 'R20261120-')
    await handsOn(ledger, OrderId.parse(1))
    await openReceivable(ledger, ReceivableItemId.parse(1))
    await openReceivablesFrom(ledger, 1, 10)
  })
  expect(fullScans(planned).filter(ofMany)).toEqual([])
})

it('transfers are found by an index', async () => {
  const planned = await plansOf(story.ledger, async (ledger) => {
    const [run, transfer, payout] = [TransferRunId.parse(1), TransferId.parse(1), PayoutId.parse(1)]
    await runsToSee(ledger, [yen(1_000)])
    await transfersOf(ledger, ['handed_over', 'presumed_paid'], [yen(1_000)])
    await transferById(ledger, transfer)
    await returnedTransferOf(ledger, RefundId.parse(1))
    await markSeen(ledger, { runId: run }, { receiptId: ReceiptId.parse(1), on: day })
    await markSeen(ledger, { transferId: transfer }, { receiptId: ReceiptId.parse(1), on: day })
    await markReturned(ledger, transfer, ReceiptId.parse(1), '組戻')
    await payoutsToSettle(ledger)
    await ordersOfPayout(ledger, payout, ['in_payout'], [0, 0], 10)
    await setPayoutState(ledger, payout, 'presumed_paid')
    const seen = await transfersSeenBy(ledger, day, 10)
    await confirmTransfers(ledger, [...seen, { id: transfer, runId: run, payoutId: payout, refundId: null }])
    await returnedItems(ledger)
    await paidAgainIn(ledger, run)
    await transfersBetween(ledger, yen(1_000), yen(3_200), 10)
  })
  expect(
    fullScans(planned)
      .filter((scan) => !/USING INDEX (payouts_state|payable_items_returned_once)|SCAN paid/.test(scan))
      .filter(ofMany),
  ).toEqual([])
})

it('what is open, and what a day is closed on, is found by an index', async () => {
  const planned = await plansOf(story.ledger, async (ledger) => {
    const lines = await openLines(ledger, 'credit', null, 10)
    await openLines(ledger, 'debit', [day, 1], 10)
    await openLine(ledger, ReceiptId.parse(1))
    await openLinesOf(ledger, 'credit', yen(770), 10)
    await endedOf(ledger, ReceiptId.parse(1))
    await surroundingsOf(ledger, lines)
    await lastClosedDay(ledger)
    await openTotals(ledger, 'credit')
    await unsettledRuns(ledger)
    await unpostedFiles(ledger)
  })
  expect(fullScans(planned).filter((scan) => !/USING (COVERING )?INDEX (closed_days_day|statement_files_unfinished)/.test(scan))).toEqual(
    [],
  )
})

it('the totals of a day are read account by account, of which there are few', async () => {
  const planned = await plansOf(story.ledger, async (ledger) => {
    await totalsThrough(ledger, day)
    await bankBalance(ledger, { id: story.account, openedOn: day, openingBalance: yen(0) }, day)
  })
  expect(fullScans(planned).filter(ofMany)).toEqual([])
})
