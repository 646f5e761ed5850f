import { existsSync, readFileSync } from 'node:fs'
import ExcelJS from 'exceljs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { MerchantActor, OrderQuestion } from '../../../src/main/gateways/counter'
import { setOrderNote } from '../../../src/main/ledger/order-detail'
import { createEvents } from '../../../src/main/services/events'
import { createPortalLists } from '../../../src/main/services/portal-lists'
import { businessDate } from '../../../src/preload/contract/date'
import { refuse } from '../../../src/preload/contract/errors'
import type { MerchantId, OrderId } from '../../../src/preload/contract/ids'
import { auditOf, refusalOf } from '../../support/desk'
import { jobRuns } from '../../support/job-runs'
import { addOrders, valueIn, writing } from '../../support/ledger'
import { addPortalMerchant, aRange, openPortalTest, type PortalTest, postOrder } from '../../support/portal'

let test: PortalTest
let mine: MerchantId
let other: MerchantId
let actor: MerchantActor
beforeEach(async () => {
  test = await openPortalTest()
  mine = (await addPortalMerchant(test, { acceptanceRequired: true, virtualRange: await aRange(test) })).merchantId
  other = (await addPortalMerchant(test, { name: '別の店', acceptanceRequired: true, virtualRange: await aRange(test, 1) })).merchantId
  actor = { merchantId: mine, actor: 'merchant:K000001', source: 'portal' }
})
afterEach(() => test.cleanup())

const lists = () => test.counter.portal

describe('what waits for the merchant', () => {
  it('is its orders to accept, with the last day, and nobody else’s', async () => {
    await postOrder(test, mine)
    await postOrder(test, other, { orderNumber: 'B-1' })
    const { toAccept, toAnswer } = await lists().awaiting(mine)
    expect(toAccept).toEqual([
      {
        orderNumber: 'A-1001',
        receivedOn: '2026-11-20',
        goods: '新潟米 5kg',
        amount: 12_000,
        protection: 'none',
        reason: null,
        answerBy: '2026-11-23',
      },
    ])
    expect(toAnswer).toEqual([])
    valueIn(await test.counter.orders.accept(actor, 'A-1001'))
    expect((await lists().awaiting(mine)).toAccept).toEqual([])
  })

  it('is what payers want to return or never got, with what they say', async () => {
    const [returned] = await addOrders(test.ledger, mine, [
      { orderNumber: 'R-1', amount: 3_000, tracks: { payment: 'paid', protection: 'return_wanted' } },
      { orderNumber: 'R-2', amount: 4_000, tracks: { payment: 'paid', protection: 'not_arrived' } },
      { orderNumber: 'R-3', amount: 5_000, tracks: { payment: 'paid', protection: 'contested' } },
    ])
    await addOrders(test.ledger, other, [{ orderNumber: 'R-9', amount: 1, tracks: { payment: 'paid', protection: 'not_arrived' } }])
    await said(returned, '色が違う', '2026-11-27')
    const { toAnswer } = await lists().awaiting(mine)
    expect(toAnswer).toMatchObject([
      { orderNumber: 'R-1', protection: 'return_wanted', reason: '色が違う', answerBy: '2026-11-27' },
      { orderNumber: 'R-2', protection: 'not_arrived', reason: null, answerBy: null },
    ])
  })

  async function said(orderId: OrderId | undefined, reason: string, day: string) {
    if (orderId === undefined) throw new Error('no order')
    await writing(test.ledger, async (writer) => {
      await writer.db
        .insertInto('order_events')
        .values({
          id: writer.newId(),
          order_id: orderId,
          at: writer.at,
          actor: 'payer',
          kind: 'return_wanted',
          amount: null,
          receipt_id: null,
          allocation_id: null,
          detail: JSON.stringify({ reason }),
        })
        .execute()
      await writer.db
        .insertInto('order_deadlines')
        .values({ order_id: orderId, kind: 'merchant_answer', falls_on: businessDate(day) })
        .execute()
    })
  }
})

describe('what is due to the merchant', () => {
  it('is told by day, the days that are not fixed last', async () => {
    const releasable = { payment: 'paid', disbursement: 'releasable' } as const
    const [first, second, third] = await addOrders(test.ledger, mine, [
      { orderNumber: 'P-1', amount: 1_000, tracks: releasable },
      { orderNumber: 'P-2', amount: 2_000, tracks: releasable },
      { orderNumber: 'P-3', amount: 4_000, tracks: releasable },
      { orderNumber: 'P-4', amount: 8_000, tracks: { payment: 'paid' } },
    ])
    await addOrders(test.ledger, other, [{ orderNumber: 'P-9', amount: 9_000, tracks: releasable }])
    await writing(test.ledger, async ({ db }) => {
      const set = (id: OrderId | undefined, row: { paid_amount: number; payout_on?: string }) =>
        db
          .updateTable('orders')
          .set(row as object)
          .where('id', '=', id ?? (0 as OrderId))
          .execute()
      await set(first, { paid_amount: 1_000 })
      await set(second, { paid_amount: 2_000, payout_on: '2026-12-18' })
      await set(third, { paid_amount: 4_000, payout_on: '2026-12-18' })
    })
    const { days, lines, cut } = await lists().due(mine)
    expect(days).toEqual([
      { payoutOn: '2026-12-18', orders: 2, total: 6_000 },
      { payoutOn: null, orders: 1, total: 1_000 },
    ])
    expect(lines.map(({ orderNumber, amount }) => [orderNumber, amount])).toEqual([
      ['P-2', 2_000],
      ['P-3', 4_000],
      ['P-1', 1_000],
    ])
    expect(cut).toBe(false)
  })
})

describe('the merchant’s own note', () => {
  it('is the merchant’s, while the desk’s note is not shown', async () => {
    const [orderId] = await addOrders(test.ledger, mine, [{ orderNumber: 'N-1', amount: 1_000, note: '銀行だけが読む' }])
    if (orderId === undefined) throw new Error('no order')
    await writing(test.ledger, (writer) => setOrderNote(writer, orderId, '支払者は要注意'))
    expect(valueIn(await test.counter.orders.read(mine, 'N-1')).note).toBe('')
    valueIn(await lists().note(actor, 'N-1', ' ギフト包装 '))
    expect(valueIn(await test.counter.orders.read(mine, 'N-1')).note).toBe('ギフト包装')
    valueIn(await lists().note(actor, 'N-1', ''))
    expect(valueIn(await test.counter.orders.read(mine, 'N-1')).note).toBe('')
    expect(auditOf(test, 'orders')).toEqual(['merchant:K000001 merchant_noted', 'merchant:K000001 merchant_noted'])
  })

  it('is refused beside another merchant’s order, too long, or with a card number', async () => {
    await postOrder(test, other, { orderNumber: 'B-1' })
    expect(refusalOf(await lists().note(actor, 'B-1', 'x'))).toEqual({ refusal: 'not_found', what: 'order' })
    expect(refusalOf(await lists().note(actor, 'B-1', 'x'.repeat(201)))).toMatchObject({ problems: [{ message: 'too_long' }] })
    expect(refusalOf(await lists().note(actor, 'B-1', '4111 1111 1111 1111'))).toMatchObject({ problems: [{ message: 'card_number' }] })
  })
})

describe('the list as a file', () => {
  const all: Omit<OrderQuestion, 'cursor' | 'size'> = {}
  beforeEach(async () => {
    await addOrders(test.ledger, mine, [
      { orderNumber: 'L-1', amount: 1_000, receivedOn: businessDate('2026-11-01'), goods: '=cmd()', note: '銀行だけが読む' },
      { orderNumber: 'L-2', amount: 2_000, receivedOn: businessDate('2026-11-02'), goods: '茶碗, "小"', method: 'card' },
      { orderNumber: 'L-3', amount: 4_000, receivedOn: businessDate('2026-11-03'), goods: '急須', tracks: { payment: 'paid' } },
    ])
    await addOrders(test.ledger, other, [{ orderNumber: 'X-1', amount: 8_000 }])
    valueIn(await lists().note(actor, 'L-3', '+81 に電話'))
  })

  const csvOf = async (question = all, language: 'ja' | 'en' = 'ja') => {
    const file = valueIn(await lists().orderFile(actor, question, { format: 'csv', language }))
    const text = readFileSync(file.path, 'utf8')
    await file.discard()
    expect(existsSync(file.path)).toBe(false)
    return { text, lines: text.trimEnd().split('\r\n'), fileName: file.fileName }
  }

  it('as CSV has a mark for the spreadsheet, a header, one line for each order, and no formula', async () => {
    const { text, lines, fileName } = await csvOf()
    expect(fileName).toBe('注文一覧_K000001_20261120.csv')
    expect(text.startsWith('\ufeff加盟店,注文番号,受付日,商品,支払方法,決済ステータス,金額,')).toBe(true)
    expect(lines).toHaveLength(4)
    expect(lines[1]).toContain("さくら商店,L-1,2026/11/01,'=cmd(),銀行振込,未入金,1000,0,")
    expect(lines[2]).toContain('"茶碗, ""小""",クレジットカード')
    expect(lines[3]).toMatch(/,'\+81 に電話$/)
    expect(text).not.toContain('銀行だけが読む')
    expect(text).not.toContain('X-1')
  })

  it('as a workbook has the columns, types and sum of the desk’s list', async () => {
    const file = valueIn(await lists().orderFile(actor, all, { format: 'xlsx', language: 'en' }))
    expect(file.fileName).toBe('Orders_K000001_20261120.xlsx')
    const workbook = new ExcelJS.Workbook()
    await workbook.xlsx.readFile(file.path)
    const sheet = workbook.worksheets[0]
    expect(sheet?.getCell('G2').value).toBe(1_000)
    expect(sheet?.getCell('C2').value).toBeInstanceOf(Date)
    expect(sheet?.getCell('D2').value).toBe("'=cmd()")
    expect(sheet?.getCell('P4').value).toBe("'+81 に電話")
    expect(sheet?.getCell('A5').value).toBe('Total')
    expect(sheet?.getCell('G5').value).toBe(7_000)
    await file.discard()
  })

  it.each<[what: string, question: Omit<OrderQuestion, 'cursor' | 'size'>, numbers: string[]]>([
    ['status', { status: 'paid' }, ['L-3']],
    ['method', { method: 'card' }, ['L-2']],
    ['days', { from: businessDate('2026-11-02'), to: businessDate('2026-11-02') }, ['L-2']],
    ['words', { search: '急須' }, ['L-3']],
    ['an amount', { search: '1,000' }, ['L-1']],
    ['words and status', { search: '急須', status: 'unpaid' }, []],
    ['the words of another’s order', { search: 'X-1' }, []],
  ])('holds what the screen shows, by %s', async (_what, question, numbers) => {
    const { lines } = await csvOf(question)
    expect(lines.slice(1).map((line) => line.split(',')[1])).toEqual(numbers)
    const shown = valueIn(await test.counter.orders.list(mine, { ...question, cursor: null, size: 100 }))
    expect(shown.orders.map(({ orderNumber }) => orderNumber).sort()).toEqual(numbers)
  })

  it('leaves a record of who took it', async () => {
    await csvOf({ status: 'paid' })
    const [record] = await test.ledger.reader.db.selectFrom('audit_records').selectAll().where('stream', '=', 'exports').execute()
    expect(record).toMatchObject({ actor: 'merchant:K000001', seat: 'portal', action: 'exported', subject: `orders:${mine}` })
    expect(JSON.parse(record?.detail ?? '')).toMatchObject({
      status: 'paid',
      format: 'csv',
      rows: 1,
      total: 4_000,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
  })

  it('is written once at a time for each merchant, and its end makes room', async () => {
    let finish: () => void = () => undefined
    const held = new Promise<void>((resolve) => {
      finish = resolve
    })
    const slow = createPortalLists({
      ledger: test.ledger,
      clock: test.clock,
      events: createEvents(),
      files: jobRuns(test).files,
      run: async () => {
        await held
        return refuse({ refusal: 'disk_full' })
      },
    })
    const first = slow.orderFile(actor, all, { format: 'csv', language: 'ja' })
    expect(refusalOf(await slow.orderFile(actor, all, { format: 'xlsx', language: 'ja' }))).toEqual({
      refusal: 'another_job_running',
      kind: 'export',
    })
    finish()
    expect(refusalOf(await first)).toEqual({ refusal: 'disk_full' })
    expect(refusalOf(await slow.orderFile(actor, all, { format: 'xlsx', language: 'ja' }))).toEqual({ refusal: 'disk_full' })
  })
})
