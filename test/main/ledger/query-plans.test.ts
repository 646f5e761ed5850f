import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { candidateOrders, candidateOrdersById, openDeposit, reduceOpenItem, waitingDeposits } from '../../../src/main/ledger/clearing'
import { actOf, linksOfActs, linksOfReceipts, ownActs } from '../../../src/main/ledger/clearing-acts'
import { differencesOf, settledOf } from '../../../src/main/ledger/clearing-rests'
import { listDeposits } from '../../../src/main/ledger/deposit-list'
import { postEntries, reversedPostings } from '../../../src/main/ledger/journal'
import { earlierClearings, learnedOrders, learnedPayers, otherDeposits } from '../../../src/main/ledger/learned-payers'
import type { Ledger, Reader, Writer } from '../../../src/main/ledger/ledger'
import {
  closedLately,
  formerHolders,
  openOrdersOfPayers,
  ordersByBeginningAndAmount,
  ordersByPayerAndAmount,
  ordersByReference,
  ordersByVirtualAccount,
  undoneClearings,
  waitingAlike,
  waitingOfNames,
} from '../../../src/main/ledger/open-orders'
import { advancePosting, changeOrders, linesToPost, orderStates } from '../../../src/main/ledger/posting'
import { reservedOrders, standstill } from '../../../src/main/ledger/reservations'
import {
  approvalsInTheWay,
  continuedBy,
  dividedInTheWay,
  endingsInTheWay,
  handsOn,
  largestClearings,
  lastLines,
  linesLeft,
  overlapsOf,
  refundsInTheWay,
  rolledBackFiles,
  rollingFiles,
  runsInTheWay,
  standingEndings,
  standingsPaid,
  sumsOf,
} from '../../../src/main/ledger/roll-backs'
import {
  barStaged,
  countByHash,
  discardStaged,
  isStaging,
  knownIdentities,
  newestOrderEvent,
  planLines,
  stagedCredits,
  stagedDecisions,
  unfinishedFiles,
} from '../../../src/main/ledger/staging'
import { coveredPeriods, filesWithHash } from '../../../src/main/ledger/statement-files'
import { readSearchBox } from '../../../src/main/settlement/search-box'
import { addDays, businessDate, Instant } from '../../../src/preload/contract/date'
import { AccountId, ActId, AllocationId, EntryId, OrderId, ReceiptId, StatementFileId } from '../../../src/preload/contract/ids'
import { yen } from '../../../src/preload/contract/money'
import { addAccount, addMerchant, addOrders, openTestLedger, type TestLedger } from '../../support/ledger'
import { fullScans, plansOf } from '../../support/query-plans'

/*
 * How SQLite answers what is asked for every deposit and every order. The planner chooses by what it knows of the data, so each is
 * asked of a ledger it has not looked at and of one it has, with few rows and with many.
 */
const FEW = 60
const MANY = 20_000
const DAY = businessDate('2026-11-02')
const FILE = StatementFileId.parse(1)

/** So many orders, each with a virtual account, and so many lines of two files that are posted in part; before them the files of a year. */
async function filled(rows: number): Promise<TestLedger> {
  const test = await openTestLedger()
  const accountId = await addAccount(test.ledger)
  const merchant = await addMerchant(test.ledger)
  for (let other = 0; other < 30; other++) await addMerchant(test.ledger)
  await addOrders(
    test.ledger,
    merchant,
    Array.from({ length: rows }, (_, at) => ({
      amount: 500 + (at % 900),
      referenceKey: `R${at}`,
      payerKey: `ナマエ${at % 700}`,
      receivedOn: addDays(DAY, at % 20),
      tracks: { payment: at % 3 === 0 ? ('paid' as const) : ('unpaid' as const) },
      instruction: { accountId, reference: String(1_000_000_000 + at), dueOn: addDays(DAY, 30) },
    })),
  )
  const raw = new Database(test.ledger.path)
  raw.pragma('foreign_keys = off')
  raw.exec(`
    insert into statement_files select value, 'f' || value, 's' || value, 'zengin-03', 'published', ${rows / 4}, ${rows}, ${rows}, 0, 0, '', 0, '{}', 'x', 0 from (select 1 as value union select 2);
    with recursive n (at) as (select 10 union all select at + 1 from n where at < 260)
    insert into statement_files select at, 'f' || at, 's' || at, 'zengin-03', 'posted', 0, 0, 0, 0, 0, '', 0, '{}', 'x', 0 from n;
    with recursive n (at) as (select 1000 union all select at + 1 from n where at < 1060) insert into accounts select at, 'merchant_payable:' || at from n;
    insert into statements select id, id, ${accountId}, '2026-11-02', '2026-11-20', 0, 0, null, ${rows}, null from statement_files where id < 10;
    with recursive n (at) as (select 0 union all select at + 1 from n where at < ${rows - 1})
    insert into receipts select 100 + at, 1 + at % 2, 1 + at % 2, at, at, ${accountId}, 'credit', date('2026-11-02', '+' || (at % 18) || ' days'), '2026-11-02', 500 + at % 900, 'transfer', null,
      1000000000 + at, 'ﾅﾏｴ', 'ナマエ', '', '', '', '', '', null, x'00', 'identity' || at, null, null, null, at <= ${rows / 4} from n;
    insert into open_items select id, 'credit', booked_on, amount, amount, 0, '', 1, 0 from receipts where id % 2 = 0;`)
  raw.close()
  return test
}

const ids = <T>(brand: { parse(value: number): T }, ...values: number[]): T[] => values.map((value) => brand.parse(value))
const account = AccountId.parse(1)
const file = StatementFileId.parse(1)
const [order = OrderId.parse(1)] = ids(OrderId, 1)
const [receipt = ReceiptId.parse(1)] = ids(ReceiptId, 1)
const remitter = { nameKey: 'ナマエ', remittingBank: 'ﾐｽﾞﾎ', remittingBranch: 'ｼﾌﾞﾔ' }
const tracks = { acceptance: 'none', payment: 'paid', protection: 'none', disbursement: 'releasable' } as const
const deposit = { accountId: account, remitterCode: '1000000005', nameKey: 'ナマエ55', remaining: yen(777) }
const entry = {
  id: EntryId.parse(9),
  kind: 'opening_balance',
  bookedOn: DAY,
  receiptId: null,
  orderId: null,
  reverses: null,
  postings: [{ debit: 'a', credit: 'b', amount: yen(1) }],
} as const

const questions: [name: string, ask: (ledger: Writer & Reader) => Promise<unknown>][] = [
  ['orders by virtual account', (ledger) => ordersByVirtualAccount(ledger, account, ['1000000001', '1000000002'])],
  ['former holders of a number', (ledger) => formerHolders(ledger, account, ['1000000001', '1000000002'])],
  ['orders by the beginning of a name', (ledger) => ordersByBeginningAndAmount(ledger, [['ナマエ1', 501]])],
  ['open orders of payers', (ledger) => openOrdersOfPayers(ledger, ['ナマエ1', 'ナマエ2'], 41)],
  ['payers that a remitter paid for', (ledger) => learnedPayers(ledger, remitter)],
  ['earlier clearings of a name', (ledger) => earlierClearings(ledger, { ...remitter, id: receipt })],
  ['other deposits of a name', (ledger) => otherDeposits(ledger, { receiptId: receipt, nameKey: 'ナマエ' })],
  ['orders of payers that are over since lately', (ledger) => closedLately(ledger, [['ナマエ1', 501]], DAY)],
  ['orders of whom a remitter paid for', (ledger) => learnedOrders(ledger, [['ナマエ', 'ﾐｽﾞﾎ', 'ｼﾌﾞﾔ', 501]])],
  ['deposits of names that wait', (ledger) => waitingOfNames(ledger, ['ナマエ'])],
  ['deposits alike that wait', (ledger) => waitingAlike(ledger, [['ナマエ1', 501]])],
  ['orders by reference', (ledger) => ordersByReference(ledger, ['R1', 'R2'])],
  [
    'orders by payer and amount',
    (ledger) =>
      ordersByPayerAndAmount(ledger, [
        ['ナマエ1', 501],
        ['ナマエ2', 502],
      ]),
  ],
  ['lines that are known already', (ledger) => knownIdentities(ledger, account, ['identity1', 'identity2', 'x'])],
  ['what was decided of staged lines', (ledger) => stagedDecisions(ledger, file, 10, 100)],
  ['credits of a staged file that may be taken back', (ledger) => stagedCredits(ledger, file, account, [yen(100), yen(200)])],
  ['what was settled with a clearing', (ledger) => settledOf(ledger, { receiptId: receipt, orderIds: [OrderId.parse(1)] })],
  ['differences that go with a clearing', (ledger) => differencesOf(ledger, { receiptId: receipt, orderId: OrderId.parse(1) })],
  ['the newest event of any order', (ledger) => newestOrderEvent(ledger)],
  ['files that are not wholly posted', (ledger) => unfinishedFiles(ledger)],
  ['the next lines to post', (ledger) => linesToPost(ledger, file, 10, 100)],
  ['the state of orders', (ledger) => orderStates(ledger, ids(OrderId, 1, 2, 3))],
  ['to change orders', (writer) => changeOrders(writer, [{ id: order, paidAmount: yen(1), paidOn: DAY, tracks }])],
  ['to post an entry', (writer) => postEntries(writer, [entry])],
  [
    'to advance the posting of a file',
    (writer) => advancePosting(writer, { id: file, posted_to: 99_900 }, { postedTo: 99_999, cleared: 1, finished: false }),
  ],
  ['one open deposit', (ledger) => openDeposit(ledger, receipt)],
  ['the next waiting deposits', (ledger) => waitingDeposits(ledger, 1000, 100)],
  ['to reduce an open item', (writer) => reduceOpenItem(writer, receipt, yen(1))],
  ['candidates for a deposit', (ledger) => candidateOrders(ledger, deposit, ['R1', 'R2'], ['ナマエ3'])],
  ['candidates that were chosen', (ledger) => candidateOrdersById(ledger, ids(OrderId, 1, 2, 3))],
  ['what a file brought', (ledger) => sumsOf(ledger, FILE)],
  ['the largest clearings of a file', (ledger) => largestClearings(ledger, FILE, 50)],
  ['how the orders of a file stand', (ledger) => standingsPaid(ledger, FILE)],
  ['runs that hold orders of a file', (ledger) => runsInTheWay(ledger, FILE)],
  ['whose hands were on a file', (ledger) => handsOn(ledger, FILE)],
  ['how far a file is out', (ledger) => linesLeft(ledger, FILE)],
  ['divided orders of a file', (ledger) => dividedInTheWay(ledger, FILE)],
  ['ends of the lines of a file', (ledger) => endingsInTheWay(ledger, FILE)],
  ['refunds of a file', (ledger) => refundsInTheWay(ledger, FILE)],
  ['approvals about a file', (ledger) => approvalsInTheWay(ledger, FILE)],
  ['what goes on from a file', (ledger) => continuedBy(ledger, FILE)],
  ['files that overlap', (ledger) => overlapsOf(ledger, FILE)],
  ['files on their way out', (ledger) => rollingFiles(ledger)],
  ['the last lines of a file', (ledger) => lastLines(ledger, FILE, 40, 20)],
  ['how lines were ended', (ledger) => standingEndings(ledger, ids(ReceiptId, 1, 2))],
  ['files that were rolled back', (ledger) => rolledBackFiles(ledger, ids(StatementFileId, 1, 2))],
  ['the act of an allocation', (ledger) => actOf(ledger, AllocationId.parse(1))],
  ['what acts cleared', (ledger) => linksOfActs(ledger, ids(ActId, 1, 2))],
  ['what deposits were cleared to', (ledger) => linksOfReceipts(ledger, ids(ReceiptId, 1, 2))],
  ['what a person cleared of late', (ledger) => ownActs(ledger, 'user:tanaka', Instant.parse(0), 50)],
  ['an entry turned round', (ledger) => reversedPostings(ledger, EntryId.parse(1))],
  ['whether an order stands still', (ledger) => standstill(ledger, { id: order, orderNumber: 'A-1' })],
  ['which orders are reserved', (ledger) => reservedOrders(ledger, ids(OrderId, 1, 2, 3))],
  ['which clearings were taken back', (ledger) => undoneClearings(ledger, ids(ReceiptId, 100, 102))],
  [
    'to write down what was decided of staged lines',
    (writer) => planLines(writer, [{ receiptId: ReceiptId.parse(999_999), orderId: order, level: 3, evidence: '[]' }]),
  ],
  ['to bar what is taken back', (writer) => barStaged(writer, [ReceiptId.parse(999_999)])],
  ['how often a line is in already', (ledger) => countByHash(ledger, account, ['identity1', 'x'])],
  ['whether a plan is still there', (ledger) => isStaging(ledger, file)],
  ...['ﾏﾅ', 'ﾊ', '777', '500-510', '11/5', '0005', '100000', 'R-55', 'ﾅﾏｴ 11/5 500~600', '。'].map(
    (typed): [string, (ledger: Reader) => Promise<unknown>] => [
      `deposits by what was typed: ${typed}`,
      (ledger) =>
        listDeposits(ledger, {
          question: { search: readSearchBox(typed, DAY) },
          sort: 'booked',
          descending: true,
          cursor: null,
          size: 100,
        }),
    ],
  ),
  ['to discard staged lines', (writer) => discardStaged(writer, StatementFileId.parse(3), 100)],
]

describe.each([
  { rows: FEW, size: 'few' },
  { rows: MANY, size: 'many' },
])('with $size rows', ({ rows }) => {
  let test: TestLedger
  let ledger: Ledger
  beforeAll(async () => {
    test = await filled(rows)
    ledger = test.ledger
  }, 60_000)
  afterAll(() => test.cleanup())

  it.each(questions)('an index answers, before the planner has looked: %s', async (_name, ask) => {
    const planned = await plansOf(ledger, ask)
    expect(planned.length).toBeGreaterThan(0)
    expect(fullScans(planned)).toEqual([])
  })

  describe('and once it has looked', () => {
    beforeAll(() => ledger.optimise())

    it.each(questions)('an index answers: %s', async (_name, ask) => {
      expect(fullScans(await plansOf(ledger, ask))).toEqual([])
    })
  })

  it('a statement about a period or a hash walks files and statements only, which are few', async () => {
    const planned = [
      ...(await plansOf(ledger, (reader) => coveredPeriods(reader, account))),
      ...(await plansOf(ledger, (reader) => filesWithHash(reader, 's1'))),
    ]
    expect(fullScans(planned).filter((scan) => !/^SCAN (statements|statement_files)\b/.test(scan))).toEqual([])
  })
})

describe('the check itself', () => {
  it('notices a walk over all orders', async () => {
    const test = await openTestLedger()
    const planned = await plansOf(test.ledger, ({ db }) => db.selectFrom('orders').select('id').where('note', '=', 'x').execute())
    expect(fullScans(planned)).toEqual([expect.stringMatching(/^SCAN orders/)])
    await test.cleanup()
  })
})
