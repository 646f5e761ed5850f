import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { lastClosedDay } from '../../../src/main/ledger/closing'
import type { Reader, Writer } from '../../../src/main/ledger/ledger'
import { listPayoutLines, moneyToRelease, offsetsOf } from '../../../src/main/ledger/payout-lists'
import {
  discardSome,
  insertPayoutLines,
  insertStagingRun,
  isStaging,
  openPayables,
  openReceivables,
  publishRun,
  releasableOrders,
  stagingRun,
} from '../../../src/main/ledger/payout-plan'
import {
  endItemsOf,
  insertPayableItem,
  markPosted,
  payoutLinesAfter,
  payoutsWithNothingSent,
  payoutToGiveUp,
  payoutToPost,
  setPayoutDay,
  standingEntry,
} from '../../../src/main/ledger/payout-posting'
import {
  changeRun,
  confirmPayout,
  earlierPayouts,
  endPayout,
  lastApprovedRun,
  listRuns,
  movePayouts,
  payoutById,
  payoutsOfMerchant,
  payoutsOfRun,
  runById,
  runFigures,
  runFile,
  runsHolding,
  runsIn,
} from '../../../src/main/ledger/payouts'
import { handOversOf, lastAttempt, moveTransfers, payoutsToTransfer, replaceTransfers } from '../../../src/main/ledger/transfers'
import { AccountId, EntryId, MerchantId, OrderId, PayoutId } from '../../../src/preload/contract/ids'
import { yen } from '../../../src/preload/contract/money'
import { writing } from '../../support/ledger'
import { CLOSING } from '../../support/payout-desk'
import { type PayoutStory, tellPayouts } from '../../support/payout-story'
import { fullScans, plansOf } from '../../support/query-plans'

let story: PayoutStory
beforeAll(async () => {
  story = await tellPayouts()
  // Of tables it knows to be tiny SQLite reads all; here it is to plan for those it knows nothing of.
  const raw = new Database(story.ledger.path)
  raw.exec('delete from sqlite_stat1')
  raw.close()
}, 60_000)
afterAll(() => story.cleanup())

const id = (of: { parse(value: unknown): never }, sql: string) => of.parse(story.ledger.source.prepare(sql).pluck().get())

it('nothing that is asked of payouts walks a table of orders, lines or entries', { timeout: 120_000 }, async () => {
  const merchant: MerchantId = id(MerchantId as never, 'select min(id) from merchants')
  const payout: PayoutId = id(PayoutId as never, 'select min(id) from payouts')
  const planned: PayoutId = id(PayoutId as never, "select min(id) from payouts where state = 'planned'")
  const order: OrderId = id(OrderId as never, 'select min(id) from orders')
  const entry: EntryId = id(EntryId as never, "select min(id) from entries where kind = 'payout_fees'")
  const account: AccountId = id(AccountId as never, 'select id from designated_accounts')
  const { out, asked } = story
  const line = { line: 99, orderId: order, itemId: null, method: null, amount: yen(1), fee: yen(0), taxClass: null }
  const questions: ((ledger: Writer & Reader) => Promise<unknown>)[] = [
    (ledger) => releasableOrders(ledger, merchant, CLOSING, null, 100),
    (ledger) => openPayables(ledger, merchant, CLOSING),
    (ledger) => openReceivables(ledger, merchant),
    (ledger) => insertStagingRun(ledger, { closingOn: CLOSING, payOn: CLOSING, accountId: account, format: 'zengin-21' }),
    (ledger) => isStaging(ledger, out),
    (ledger) => stagingRun(ledger),
    (ledger) => insertPayoutLines(ledger, payout, [line], false),
    (ledger) => publishRun(ledger, out),
    (ledger) => runById(ledger, out),
    (ledger) => listRuns(ledger, 'payouts', 1, 10),
    (ledger) => runsIn(ledger, ['approved']),
    (ledger) => runFigures(ledger, out),
    (ledger) => payoutById(ledger, payout),
    (ledger) => payoutsOfRun(ledger, out, { after: 0, atMost: 10 }),
    (ledger) => payoutsOfMerchant(ledger, merchant, 1, 10),
    (ledger) => earlierPayouts(ledger, merchant, asked, 6),
    (ledger) => lastApprovedRun(ledger, asked),
    (ledger) => runsHolding(ledger, [order]),
    (ledger) => runFile(ledger, out),
    (ledger) => payoutToPost(ledger, out),
    (ledger) => payoutToGiveUp(ledger, out),
    (ledger) => payoutLinesAfter(ledger, payout, 0, 200),
    (ledger) => standingEntry(ledger, payout),
    (ledger) => endItemsOf(ledger, entry, EntryId.parse(1)),
    (ledger) => payoutsWithNothingSent(ledger),
    (ledger) => lastClosedDay(ledger),
    (ledger) => listPayoutLines(ledger, payout, 0, 100),
    (ledger) => offsetsOf(ledger, payout),
    (ledger) => payoutsToTransfer(ledger, asked),
    (ledger) => handOversOf(ledger, out),
    (ledger) => lastAttempt(ledger, out),
    (ledger) => setPayoutDay(ledger, [order], CLOSING),
    (ledger) => markPosted(ledger, payout, 0, false),
    (ledger) => moveTransfers(ledger, asked, 'waiting', 'waiting'),
    (ledger) => replaceTransfers(ledger, asked, []),
    (ledger) => movePayouts(ledger, out, 'planned', 'approved'),
    (ledger) => changeRun(ledger, { id: asked, version: 2 }, {}),
    (ledger) => confirmPayout(ledger, payout),
    (ledger) => endPayout(ledger, planned, 'sent_back', ''),
    (ledger) => discardSome(ledger, out, 0),
  ]
  // Runs, own accounts and closed days are few: of a handful SQLite may as well read all.
  const few = /^SCAN [rdc]\b/
  const scans: string[] = []
  for (const question of questions) scans.push(...fullScans(await plansOf(story.ledger, question)).filter((step) => !few.test(step)))
  expect(scans).toEqual([])
  // A calendar sums what is releasable: by its own index, which holds nothing else.
  const calendar = await plansOf(story.ledger, (ledger) => moneyToRelease(ledger, CLOSING))
  expect(calendar.flatMap(({ plan }) => plan).join('\n')).toContain('INDEX orders_releasable')
})

it('an item that has ended since it was counted is in no payout', async () => {
  const merchantId: MerchantId = id(MerchantId as never, 'select min(id) from merchants')
  const payout: PayoutId = id(PayoutId as never, 'select min(id) from payouts')
  const entryId: EntryId = id(EntryId as never, 'select min(id) from entries')
  const reversal: EntryId = id(EntryId as never, 'select max(id) from entries')
  const amount = yen(10)
  const written = await writing(story.ledger, async (writer) => {
    const itemId = await insertPayableItem(writer, { merchantId, kind: 'correction', amount, payableOn: CLOSING, entryId, note: '' })
    const lineAt = (line: number) => ({ line, orderId: null, itemId, method: null, amount, fee: yen(0), taxClass: null })
    const before = await insertPayoutLines(writer, payout, [lineAt(98)], false)
    await endItemsOf(writer, entryId, reversal)
    return { before, after: await insertPayoutLines(writer, payout, [lineAt(99)], false) }
  })
  expect(written).toEqual({ before: true, after: false })
})
