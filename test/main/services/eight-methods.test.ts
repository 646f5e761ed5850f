import { readFileSync } from 'node:fs'
import ExcelJS from 'exceljs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { statementWords } from '../../../src/main/export/statements/words'
import { readZengin21 } from '../../../src/main/gateways/bank-transfer/read-zengin-21'
import { saveAgentIdentity } from '../../../src/main/ledger/agent-settings'
import { payoutOfStatement } from '../../../src/main/ledger/merchant-statements'
import { runFile } from '../../../src/main/ledger/payouts'
import { openSnapshot } from '../../../src/main/ledger/snapshot'
import { byMethodHandlers } from '../../../src/main/services/by-method'
import { statementOf, withLines } from '../../../src/main/services/statement-facts'
import { businessDate } from '../../../src/preload/contract/date'
import type { TransferRunId } from '../../../src/preload/contract/ids'
import { PaymentMethod } from '../../../src/preload/contract/merchants'
import type { PayoutDetail } from '../../../src/preload/contract/payouts'
import { type Cleared, type EightMethods, openEightMethods, SOLD, TRANSFER_FEE } from '../../support/eight-methods'
import { valueIn, writing } from '../../support/ledger'
import { textsOf } from '../../support/pdf-text'
import { gateways } from '../../support/statements'
import { collected } from '../gateways/bank-transfer/made-transfers'

/*
 * 加盟店ひとつ、支払方法すべて: one merchant with a fee of its own for each method, its orders paid by each; one payout, one statement,
 * and every figure that somebody is shown is what the journal says.
 */

/** What the orders say by themselves: 154,400 yen of sales, 4,144 of fees, of which 150 bear no tax; 10 % of the rest, rounded down once. */
const GROSS = 154_400
const FEES = 4_144
const TAX = 399
const NET = GROSS - FEES - TAX - TRANSFER_FEE
const byName = <T extends { method: string | null }>(rows: readonly T[]) =>
  rows.toSorted((a, b) => ((a.method ?? '') < (b.method ?? '') ? -1 : 1))
const sold = byName(SOLD.map(({ method, amount, fee }) => ({ method, orders: 1, amount, fees: fee })))
const DECEMBER = { from: businessDate('2026-12-01'), to: businessDate('2026-12-31') }
const JANUARY = { from: businessDate('2027-01-01'), to: businessDate('2027-01-31') }

let test: EightMethods
let cleared: Cleared[]
/** The ledger's balances once all was told, once the collectors had paid, and once the merchant was. */
const stood: Record<'told' | 'cleared' | 'paidOut' | 'seen', Record<string, number>> = { told: {}, cleared: {}, paidOut: {}, seen: {} }
let owed: Awaited<ReturnType<typeof owedByCollectors>>
let runId: TransferRunId
let payout: PayoutDetail

const views = () => byMethodHandlers(test.desk.deps)
const owedByCollectors = async () => valueIn(await views()['byMethod.collectors'](test.desk.clerk, {})).rows

beforeAll(async () => {
  test = await openEightMethods()
  const { desk } = test
  const identity = { name: 'みなと銀行', postalAddress: '', tNumber: 'T7000012050002' }
  await writing(desk.ledger, (writer) => saveAgentIdentity(writer, identity))
  // Nobody has chosen how to pay this one.
  await test.post(999)
  await test.told()
  stood.told = desk.balances()
  owed = await owedByCollectors()
  cleared = await test.cleared()
  stood.cleared = desk.balances()
  runId = await test.paidOut()
  stood.paidOut = desk.balances()
  const { rows } = valueIn(await desk.handlers['payouts.merchants'](desk.clerk, { runId, cursor: null, size: 10 }))
  const [row, ...others] = rows
  expect(others).toEqual([])
  payout = valueIn(await desk.handlers['payouts.payout'](desk.clerk, { id: row?.id ?? expect.fail() }))
  await test.seen(runId)
  stood.seen = desk.balances()
}, 120_000)
afterAll(() => test?.desk.cleanup())

it('payers are offered all eight methods of the contract', async () => {
  const { orderId } = await test.post(1_000)
  const { methods } = valueIn(await test.choice.look(orderId))
  const offered = methods.map(({ method }) => method)
  expect(offered).toEqual(PaymentMethod.options)
  expect(SOLD.map(({ method }) => method).toSorted()).toEqual(PaymentMethod.options.toSorted())
})

it('each collector owes what was told of it, and nothing once its transfer is cleared by its own contract', () => {
  expect(owed.map(({ party, owed: amount, balance }) => [party, amount, balance])).toEqual([
    ['card', 34_500, 34_500],
    ['carrier', 15_700, 15_700],
    ['debit', 9_800, 9_800],
    ['dsk', 65_000, 65_000],
    ['e_money', 4_100, 4_100],
    ['japan_post', 5_300, 5_300],
    ['smbcfs', 8_000, 8_000],
  ])
  // By rate of the card company without tax, and of the debit network with it; by amount of the others, with tax on it; a stamp on the receipt above 50,000 yen.
  expect(cleared.map(({ party, gross, fees, tax, stampDuty, net }) => [party, gross, fees, tax, stampDuty, net])).toEqual([
    ['debit', 9_800, 196, 19, 0, 9_585],
    ['dsk', 65_000, 160, 16, 200, 64_624],
    ['japan_post', 5_300, 100, 10, 0, 5_190],
    ['e_money', 4_100, 100, 10, 0, 3_990],
    ['carrier', 15_700, 200, 20, 0, 15_480],
    ['smbcfs', 8_000, 100, 10, 0, 7_890],
    ['card', 34_500, 1_121, 0, 0, 33_379],
  ])
  expect(cleared.map(({ released }) => released)).toEqual(cleared.map(() => 1))
  expect(Object.keys(stood.cleared).filter((code) => code.startsWith('receivable:'))).toEqual([])
  const sum = (of: (one: Cleared) => number) => cleared.reduce((total, one) => total + of(one), 0)
  expect(stood.cleared).toMatchObject({
    fees_paid: sum(({ fees }) => fees),
    input_tax: sum(({ tax }) => tax),
    stamp_duty: sum(({ stampDuty }) => stampDuty),
    [`merchant_payable:${test.merchant}`]: -GROSS,
  })
})

it('one payout holds the orders of all methods, each with its fee, and its net is the one line of the file', async () => {
  expect(byName(payout.figures.byMethod)).toEqual(sold)
  expect(payout).toMatchObject({
    orders: 8,
    gross: GROSS,
    fees: FEES,
    tax: TAX,
    transferFee: TRANSFER_FEE,
    offsets: 0,
    remainder: 0,
    net: NET,
  })
  const { bytes } = (await runFile(test.desk.ledger.reader, runId)) ?? expect.fail()
  const { transfers, faults } = collected(readZengin21(bytes))
  expect(faults).toEqual([])
  expect(transfers).toMatchObject([{ bankCode: '0005', accountNumber: '7654321', amount: NET }])
  expect(await test.desk.run(runId)).toMatchObject({ transfers: 1, total: NET, posted: true })
})

it('after it the merchant is owed nothing, and the bank has what it earned less what collectors kept', () => {
  const bank = `bank:${test.desk.account}`
  const earned = { fee_income: -FEES, output_tax: -TAX, transfer_fee_recovered: -TRANSFER_FEE }
  expect(stood.paidOut).toMatchObject({ ...earned, payout_in_transit: -NET })
  expect(stood.paidOut).not.toHaveProperty(`merchant_payable:${test.merchant}`)
  expect(stood.paidOut).not.toHaveProperty(`held_for_payers:${test.merchant}`)
  const { fees_paid = 0, input_tax = 0, stamp_duty = 0, opening_balance = 0, ...rest } = stood.seen
  expect(rest).toEqual({ ...earned, [bank]: 1_000_000 + FEES + TAX + TRANSFER_FEE - fees_paid - input_tax - stamp_duty })
  expect(opening_balance).toBe(-1_000_000)
})

it('the view by method says what the journal says of the orders of each, and of all together', async () => {
  const { source } = test.desk.ledger
  const { clerk } = test.desk
  const payable = `merchant_payable:${test.merchant}`
  const journal = source
    .prepare<[string, string, string, string], { method: string; amount: number }>(
      `select o.method, sum(case ? when c.code then p.amount else 0 end - case ? when d.code then p.amount else 0 end) as amount
        from entries e join orders o on o.id = e.order_id join postings p on p.entry_id = e.id join accounts d on d.id = p.debit join accounts c on c.id = p.credit
        where c.code = ? or d.code = ? group by o.method order by o.method`,
    )
    .all(payable, payable, payable, payable)
  expect(journal).toEqual(sold.map(({ method, amount }) => ({ method, amount })))
  const standing = valueIn(await views()['byMethod.orders'](clerk, DECEMBER)).rows
  expect(byName(standing.filter(({ method }) => method !== null))).toEqual(
    journal.map(({ method, amount }) => ({ method, status: 'settled', count: 1, amount })),
  )
  const paid = valueIn(await views()['byMethod.payouts'](clerk, JANUARY))
  expect(byName(paid.rows)).toEqual(sold)
  const { gross, fees, tax, transferFee, offsets, remainder, net } = paid.inAll
  expect([paid.inAll.payouts, gross - fees - tax - transferFee - offsets - remainder]).toEqual([1, net])
  expect([gross, net]).toEqual([journal.reduce((sum, { amount }) => sum + amount, 0), -(stood.paidOut.payout_in_transit ?? 0)])
  expect(await owedByCollectors()).toEqual([])
})

it('the ledger keeps every promise', async () => {
  expect(await test.desk.broken()).toEqual([])
})

const made = async (format: 'pdf' | 'xlsx') => {
  const path = test.desk.files.room()
  valueIn(await test.desk.job({ kind: 'statement', payoutId: payout.id, format, path, ticket: 't' }))
  return path
}

it('one statement lists every method with the figures of the payout', async () => {
  const { ledger, clock } = test.desk
  const found = (await payoutOfStatement(ledger.reader, payout.id)) ?? expect.fail()
  const snapshot = openSnapshot(ledger)
  try {
    const facts = withLines(snapshot, found, await statementOf(snapshot, gateways.banks, found, clock.today()))
    const { statement, lines } = { ...facts, lines: [...facts.lines] }
    const sources = statement.sources.map(({ source, count, gross, fees }) => ({ method: source, orders: count, amount: gross, fees }))
    expect(byName(sources)).toEqual(sold)
    expect(statement).toMatchObject({
      gross: GROSS,
      fees: FEES,
      tax: TAX,
      transferFee: TRANSFER_FEE,
      offsets: [],
      carriedOver: [],
      net: NET,
    })
    expect(byName(lines.map(({ source, amount, fee, taxRate }) => ({ method: source, orders: 1, amount, fees: fee, taxRate })))).toEqual(
      sold.map((each) => ({ ...each, taxRate: each.method === 'direct_debit' ? 0 : 1_000 })),
    )
    // What was charged for with tax in it, the transfer, stands with its own: 200 and 20 of 220 yen.
    expect(statement.invoice).toEqual([
      { taxClass: 'standard', basisPoints: 1_000, base: 3_994 + 200, tax: TAX + 20, total: 4_613 },
      { taxClass: 'exempt', basisPoints: 0, base: 150, tax: 0, total: 150 },
    ])
  } finally {
    snapshot.close()
  }
})

it('on paper and in the workbook alike', async () => {
  const { source, sources, figure, count, sums } = statementWords.ja
  const text = textsOf(readFileSync(await made('pdf'))).join('')
  for (const { method, amount, fee } of SOLD) {
    expect(text).toContain(`${source[method]}${count(1)}${figure(amount)}${figure(fee)}`)
  }
  expect(text).toContain(`${sources.total}${count(8)}${figure(GROSS)}${figure(FEES)}`)
  expect(text).toContain(`${sums.net}${figure(NET)}`)
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.readFile(await made('xlsx'))
  const [sheet, lines] = workbook.worksheets
  const cells = (sheet?.getSheetValues() ?? []).flatMap((row) => (Array.isArray(row) ? [row.filter((cell) => cell !== undefined)] : []))
  for (const { method, amount, fee } of SOLD) expect(cells).toContainEqual([source[method], count(1), amount, fee])
  expect(cells).toContainEqual([sources.total, count(8), GROSS, FEES])
  expect(cells).toContainEqual([sums.net, sums.net, sums.net, NET])
  expect(lines?.lastRow?.values).toEqual([undefined, '合計', '8 件', undefined, undefined, undefined, undefined, GROSS, FEES])
})
