import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { isAgentInUse, isMappingUsed } from '../../../src/main/ledger/agent-use'
import { collectorsOwe, ordersByMethod, paidByMethod, paidInAll } from '../../../src/main/ledger/by-method'
import { openDeductions } from '../../../src/main/ledger/claim-deductions'
import { awaitsFunding, ordersOfSettlement, settledDays, unappliedClaim } from '../../../src/main/ledger/claims'
import {
  collectionFiles,
  countWaitingLines,
  likelyDeposits,
  openClaims,
  settledTransfers,
  waitingLine,
  waitingLines,
} from '../../../src/main/ledger/collection-lists'
import { linesToPlace, outcomesOf, placeLines, shippedOrders, toldBefore } from '../../../src/main/ledger/collection-posting'
import {
  collectionFile,
  collectionFilesIn,
  discardCollection,
  knownIdentities,
  sameCollectionFile,
} from '../../../src/main/ledger/collection-staging'
import { confirmedLine, standingClaim } from '../../../src/main/ledger/contradictions'
import type { Reader, Writer } from '../../../src/main/ledger/ledger'
import { countKnownSlips } from '../../../src/main/ledger/slips'
import { businessDate } from '../../../src/preload/contract/date'
import { CollectionFileId, CollectionLineId, CollectionSettlementId, OrderId, SlipId } from '../../../src/preload/contract/ids'
import { tellCollections } from '../../support/collection-story'
import type { CollectionDesk } from '../../support/collections'
import { fullScans, plansOf } from '../../support/query-plans'

/* Nothing that is asked about collections walks a whole table. What is read by an index of just those rows, or from the end of a table, stops at its page. */
const BOUNDED =
  /INDEX (collection_files_unfinished|orders_unpaid_due|collection_outcomes_waiting|claims_open|claim_deductions_open)|SCAN (collection_files|s) in: select|delete from collection_lines/
let desk: CollectionDesk
beforeAll(async () => {
  desk = await tellCollections()
  // Of a table with a single row SQLite would say, once it has looked, that any way through it is as good.
  const raw = new Database(desk.ledger.path)
  raw.exec('delete from sqlite_stat1; delete from sqlite_stat4')
  raw.close()
}, 60_000)
afterAll(() => desk.cleanup())

const first = (table: string) => Number(desk.ledger.source.prepare(`select min(id) from ${table}`).pluck().get())
const file = () => CollectionFileId.parse(first('collection_files'))
const line = () => CollectionLineId.parse(first('collection_lines'))
const order = () => OrderId.parse(first('orders'))
const settlement = () => CollectionSettlementId.parse(first('collection_settlements'))

const asked: [string, (writer: Writer & Reader) => Promise<unknown>][] = [
  ['files', (ledger) => collectionFiles(ledger, null, 50)],
  ['a file', (ledger) => collectionFile(ledger, file())],
  ['a file by its bytes', (ledger) => sameCollectionFile(ledger, '0'.repeat(64))],
  ['files that are not finished', (ledger) => collectionFilesIn(ledger, 'published')],
  ['identities', (ledger) => knownIdentities(ledger, ['a', 'b'])],
  ['slips', (ledger) => countKnownSlips(ledger, 'dsk', [])],
  ['lines to place', (ledger) => linesToPlace(ledger, file(), 0, 100)],
  ['what was told before', (ledger) => toldBefore(ledger, [order()])],
  ['what was shipped', (ledger) => shippedOrders(ledger, [order()])],
  [
    'placing',
    (writer) => placeLines(writer, [{ id: line(), slipId: SlipId.parse(first('slips')), outcome: 'superseded' }]).catch(() => undefined),
  ],
  ['outcomes of a file', (ledger) => outcomesOf(ledger, file())],
  ['taking a file away', (writer) => discardCollection(writer, CollectionFileId.parse(1), 10)],
  ['what waits', (ledger) => waitingLines(ledger, null, 50)],
  ['how much waits', (ledger) => countWaitingLines(ledger)],
  ['one that waits', (ledger) => waitingLine(ledger, line())],
  ['what agents owe', (ledger) => openClaims(ledger)],
  ['what one owes', (ledger) => openClaims(ledger, 'dsk')],
  ['what agents take back', (ledger) => openDeductions(ledger)],
  ['what one takes back', (ledger) => openDeductions(ledger, 'dsk')],
  ['what collectors owe', (ledger) => collectorsOwe(ledger, businessDate('2026-11-30'))],
  [
    'orders of a period by method',
    (ledger) => ordersByMethod(ledger, { from: businessDate('2026-11-01'), to: businessDate('2026-11-30') }),
  ],
  ['what was paid by method', (ledger) => paidByMethod(ledger, { from: businessDate('2026-11-01'), to: businessDate('2026-11-30') })],
  ['what was paid in all', (ledger) => paidInAll(ledger, { from: businessDate('2026-11-01'), to: businessDate('2026-11-30') })],
  ['days that were cleared', (ledger) => settledDays(ledger, 'dsk', businessDate('2026-11-30'))],
  ['deposits of about', (ledger) => likelyDeposits(ledger, 1_000, 2_000, 8)],
  ['transfers that were cleared', (ledger) => settledTransfers(ledger, null, 50)],
  ['a claim of a line', (ledger) => unappliedClaim(ledger, line())],
  ['what is owed of the same payment', (ledger) => standingClaim(ledger, line())],
  ['a line that confirms', (ledger) => confirmedLine(ledger, line()).catch(() => undefined)],
  ['whether a mapping was used', (ledger) => isMappingUsed(ledger, 'e_money')],
  ['whether an agent is in use', (ledger) => isAgentInUse(ledger, 'nobody')],
  ['whether an order waits for money', (ledger) => awaitsFunding(ledger, order())],
  ['orders of a transfer', (ledger) => ordersOfSettlement(ledger, settlement(), 0, 100)],
]
it.each(asked)('%s', async (_what, work) => {
  const planned = await plansOf(desk.ledger, work)
  expect(planned.length).toBeGreaterThan(0)
  expect(fullScans(planned).filter((scan) => !BOUNDED.test(scan))).toEqual([])
})
