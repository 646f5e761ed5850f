import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { isAgentInUse } from '../../../src/main/ledger/agent-use'
import {
  countWaitingDebits,
  debitById,
  debitsOfDay,
  endBySequel,
  lastDebitDay,
  sameDebitResult,
  waitingDebit,
  waitingDebits,
} from '../../../src/main/ledger/debit-results'
import {
  countRuns,
  dueByDay,
  dueDebits,
  fileOfRun,
  giveUpRun,
  letChoose,
  listRuns,
  moveDue,
  openLines,
  ordersInDebit,
  ordersOfEndedMandates,
  ordersOfRun,
  runById,
  unansweredRun,
  unansweredRuns,
} from '../../../src/main/ledger/debit-runs'
import type { Reader, Writer } from '../../../src/main/ledger/ledger'
import {
  countMandates,
  listMandates,
  liveMandate,
  mandateById,
  mandateInUse,
  mandateOfOrder,
  ordersAwaiting,
} from '../../../src/main/ledger/mandates'
import { standstill } from '../../../src/main/ledger/reservations'
import { businessDate } from '../../../src/preload/contract/date'
import { DebitLineId, DebitResultLineId, DebitRunId, MandateId, OrderId } from '../../../src/preload/contract/ids'
import { DEBIT_ON, type DebitDesk, openDebitDesk } from '../../support/debits'
import { fullScans, plansOf } from '../../support/query-plans'

/* Nothing that is asked about direct debits walks a whole table. What is read by an index of just those rows, or from the end of a table, stops at its page. */
const BOUNDED =
  /INDEX (orders_debits_due|debit_lines_open|debit_result_lines_waiting|orders_unpaid_due)|SCAN (r|m|debit_runs|mandates|collection_files) in: select|SCAN (mandates|debit_runs) USING COVERING INDEX/
let bank: DebitDesk
beforeAll(async () => {
  bank = await openDebitDesk()
  await bank.mandate('42')
  const orders = [await bank.chosen('42', 100), await bank.chosen('42', 200), await bank.chosen('42', 300)] as const
  await bank.run()
  await bank.chosen('42', 400)
  await bank.result([
    [orders[0], '0'],
    [orders[1], 'N'],
  ])
  // Of a table with a single row SQLite would say, once it has looked, that any way through it is as good.
  const raw = new Database(bank.ledger.path)
  raw.exec('delete from sqlite_stat1; delete from sqlite_stat4')
  raw.close()
}, 60_000)
afterAll(() => bank.cleanup())

const first = (table: string) => Number(bank.ledger.source.prepare(`select min(id) from ${table}`).pluck().get())
const run = () => DebitRunId.parse(first('debit_runs'))
const order = () => OrderId.parse(first('orders'))
const mandate = () => MandateId.parse(first('mandates'))
const DAY = businessDate(DEBIT_ON)
const NUMBER = '42'.padStart(20, '0')

const asked: [string, (writer: Writer & Reader) => Promise<unknown>][] = [
  ['mandates', (ledger) => listMandates(ledger, undefined, null, 50)],
  ['mandates of a merchant', (ledger) => listMandates(ledger, bank.shop.merchantId, null, 50)],
  ['how many', (ledger) => countMandates(ledger, undefined)],
  ['how many of a merchant', (ledger) => countMandates(ledger, bank.shop.merchantId)],
  ['one', (ledger) => mandateById(ledger, mandate())],
  ['by its number', (ledger) => liveMandate(ledger, NUMBER)],
  ['of an order', (ledger) => mandateOfOrder(ledger, order(), DAY)],
  ['in use', (ledger) => mandateInUse(ledger, order(), DAY)],
  ['orders that wait for it', (ledger) => ordersAwaiting(ledger, mandate())],
  ['what is due', (ledger) => dueDebits(ledger, DAY, 100)],
  ['what is due on each day', (ledger) => dueByDay(ledger)],
  ['orders in a debit', (ledger) => ordersInDebit(ledger, [order()])],
  ['whether the collector is in use', (ledger) => isAgentInUse(ledger, 'other')],
  ['whether one stands still', (ledger) => standstill(ledger, { id: order(), orderNumber: 'A-1' })],
  ['runs', (ledger) => listRuns(ledger, null, 50)],
  ['how many runs', (ledger) => countRuns(ledger)],
  ['a run', (ledger) => runById(ledger, run())],
  ['its file', (ledger) => fileOfRun(ledger, run())],
  ['runs that wait for results', (ledger) => unansweredRuns(ledger)],
  ['one that does', (ledger) => unansweredRun(ledger, run())],
  ['what it waits for', (ledger) => openLines(ledger, run())],
  ['orders of mandates that have ended', (ledger) => ordersOfEndedMandates(ledger, run())],
  ['its orders', (ledger) => ordersOfRun(ledger, run())],
  ['the day of a result', (ledger) => lastDebitDay(ledger, { collectorCode: '0123456789', monthDay: '1127', through: DAY })],
  ['debits of a day', (ledger) => debitsOfDay(ledger, DAY, [NUMBER])],
  ['a file by its bytes', (ledger) => sameDebitResult(ledger, '0'.repeat(64))],
  ['what waits', (ledger) => waitingDebits(ledger, null, 50)],
  ['how much waits', (ledger) => countWaitingDebits(ledger)],
  ['one that waits', (ledger) => waitingDebit(ledger, DebitResultLineId.parse(first('debit_result_lines')))],
  ['a debit', (ledger) => debitById(ledger, DebitLineId.parse(first('debit_lines')))],
  ['another day', (writer) => moveDue(writer, [order()], DAY)],
  ['choosing anew', (writer) => letChoose(writer, [{ orderId: OrderId.parse(1), dueOn: DAY }])],
  ['ending by a sequel', (writer) => endBySequel(writer, [DebitLineId.parse(first('debit_lines'))], 'file:1')],
  ['giving up', (writer) => giveUpRun(writer, DebitRunId.parse(1), 'x')],
]

it.each(asked)('%s: by an index', async (_what, ask) => {
  const planned = await plansOf(bank.ledger, ask)
  expect(planned.length).toBeGreaterThan(0)
  expect(fullScans(planned).filter((scan) => !BOUNDED.test(scan))).toEqual([])
})
