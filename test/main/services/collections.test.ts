import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { orderStates } from '../../../src/main/ledger/posting'
import { applyLine, noteLine } from '../../../src/main/services/collection-endings'
import { expectedTransfers, settleTransfer } from '../../../src/main/services/collection-transfers'
import { collectionHandlers } from '../../../src/main/services/collections'
import { createEvents } from '../../../src/main/services/events'
import { createFiles } from '../../../src/main/services/files'
import { runJob } from '../../../src/main/services/job-kinds'
import { createJobs } from '../../../src/main/services/jobs'
import { noteFact, stepOrder } from '../../../src/main/services/order-steps'
import { release, releasePart } from '../../../src/main/services/protection'
import { becameDue } from '../../../src/main/services/refund-approvals'
import type { CollectionKind } from '../../../src/preload/contract/collection'
import { businessDate } from '../../../src/preload/contract/date'
import type { Refusal, Result } from '../../../src/preload/contract/errors'
import { type CollectionLineId, type OrderId, ReceiptId } from '../../../src/preload/contract/ids'
import { PositiveYen, yen } from '../../../src/preload/contract/money'
import { type CollectionDesk, openCollectionDesk, type Telling, type TestSlip } from '../../support/collections'
import { wishOf } from '../../support/collector-transfer'
import { TESTER, valueIn, writing } from '../../support/ledger'
import { quietControl } from '../../support/statements'
import { UNPLACED, unplaced } from '../../support/unplaced'
import { brokenPromises } from '../../support/verified'

/* 収納: what store agents tell, from their files to the orders, the merchants' money and the agents' transfers. */

let desk: CollectionDesk
beforeEach(async () => {
  desk = await openCollectionDesk()
})
afterEach(async () => {
  expect(await brokenPromises(desk.ledger)).toEqual([])
  await desk.cleanup()
})

const refusalIn = <T>(result: Result<T>): Refusal => (result.ok ? expect.fail('nothing was refused') : result.refusal)
const told = (slip: TestSlip, kind: CollectionKind, own: Partial<Telling> = {}): Telling => ({ slip, kind, ...own })
const waiting = (): { id: CollectionLineId; outcome: string }[] =>
  desk.ledger.source
    .prepare<[], { id: CollectionLineId; outcome: string }>(
      `select line_id as id, outcome from collection_outcomes x where outcome not in ('paid', 'preliminary', 'withdrawn', 'superseded', 'refused_at_door')
        and not exists (select 1 from collection_ends e where e.line_id = x.line_id) order by line_id`,
    )
    .all()
const oneWaiting = (): CollectionLineId => waiting()[0]?.id ?? expect.fail('nothing waits')
const write = <T>(work: Parameters<typeof desk.ledger.write<T>>[1]) => desk.ledger.write(TESTER, work)

describe('a result file', () => {
  it('is shown before it is brought in: what it holds, what is new, and whose slips nobody knows', async () => {
    const [one, two] = await desk.slips([3_000, 60_000])
    await desk.bring([told(one ?? expect.fail(), 'preliminary')])
    const path = desk.file([
      told(one ?? expect.fail(), 'preliminary'),
      told(one ?? expect.fail(), 'confirmed', { paidOn: '2026-11-19' }),
      told(two ?? expect.fail(), 'confirmed'),
      told({ orderId: one?.orderId ?? expect.fail(), reference: '9999999999999999', amount: 500 }, 'confirmed'),
    ])
    expect(valueIn(await desk.preview(path))).toMatchObject({
      ...{
        agentName: '電算システム',
        format: 'dsk',
        lines: 4,
        duplicates: 1,
        unknownSlips: 1,
        paidFrom: '2026-11-18',
        paidTo: '2026-11-19',
      },
      kinds: [
        { kind: 'preliminary', count: 1, amount: 3_000 },
        { kind: 'confirmed', count: 3, amount: 63_500 },
      ],
      alreadyImported: null,
    })
  })

  it('that is brought in twice changes nothing the second time, and is known by its bytes', async () => {
    const [slip] = await desk.slips([3_000])
    const lines = [told(slip ?? expect.fail(), 'confirmed')]
    expect(await desk.bring(lines)).toMatchObject({ stored: 1, duplicates: 0, paid: 1 })
    const before = desk.balances()
    expect(valueIn(await desk.preview(desk.file(lines)))).toMatchObject({ duplicates: 1, alreadyImported: { fileName: 'result.csv' } })
    expect(await desk.bring(lines)).toMatchObject({ stored: 0, duplicates: 1, paid: 0, exceptions: 0 })
    expect(desk.balances()).toEqual(before)
  })

  const refused: [what: string, make: () => Promise<string> | string, refusal: object][] = [
    [
      'of nobody’s layout',
      () => {
        const path = join(desk.dir, 'other.csv')
        writeFileSync(path, 'a,b,c\n1,2,3\n')
        return path
      },
      { refusal: 'collection_unknown' },
    ],
    [
      'of another client of the agent',
      () => desk.file([{ slip: { reference: '1', amount: 500 }, kind: 'confirmed' }]),
      { refusal: 'collection_has_errors' },
    ],
    [
      'while no agent is settled',
      async () => {
        await desk.settle({ makerCode: '' })
        return desk.file([])
      },
      { refusal: 'store_agent_not_settled' },
    ],
    ['without a line', () => desk.file([]), { refusal: 'file_empty' }],
  ]
  it.each(refused)('%s is refused, and nothing is stored', async (what, make, refusal) => {
    if (what.includes('another client')) await desk.settle({ companyCode: '99999' })
    const path = await make()
    expect(refusalIn(await desk.preview(path))).toMatchObject(refusal)
    const sha256 = '0'.repeat(64)
    expect(
      refusalIn(
        await runJob(
          desk.resources,
          { kind: 'collection', method: 'convenience_store', mapping: null, path, fileName: 'x', sha256 },
          quietControl(),
        ),
      ),
    ).toMatchObject(refusal)
    expect(desk.ledger.source.prepare('select count(*) from collection_files').pluck().get()).toBe(0)
  })

  it('is refused where its bytes are not those that were shown', async () => {
    const [slip] = await desk.slips([3_000])
    const path = desk.file([told(slip ?? expect.fail(), 'confirmed')])
    const job = {
      kind: 'collection' as const,
      method: 'convenience_store' as const,
      mapping: null,
      path,
      fileName: 'x',
      sha256: '0'.repeat(64),
    }
    expect(refusalIn(await runJob(desk.resources, job, quietControl()))).toEqual({ refusal: 'plan_changed' })
  })

  it('that was cancelled before it was published leaves nothing', async () => {
    const [slip] = await desk.slips([3_000])
    const path = desk.file([told(slip ?? expect.fail(), 'confirmed')])
    const { sha256 } = valueIn(await desk.preview(path))
    const control = quietControl()
    control.cancel()
    expect(
      refusalIn(
        await runJob(
          desk.resources,
          { kind: 'collection', method: 'convenience_store', mapping: null, path, fileName: 'x', sha256 },
          control,
        ),
      ),
    ).toEqual({
      refusal: 'cancelled',
    })
    expect(desk.ledger.source.prepare('select count(*) from collection_files').pluck().get()).toBe(0)
  })
})

describe('an order paid at a store', () => {
  it('is paid as far as the merchant sees by the preliminary notice, and books nothing', async () => {
    const [slip] = await desk.slips([3_000])
    await desk.bring([told(slip ?? expect.fail(), 'preliminary')])
    expect(desk.order(slip?.orderId ?? expect.fail())).toMatchObject({
      payment: 'paid_preliminary',
      paid_amount: 0,
      status: 'paid',
      disbursement: 'none',
    })
    expect(desk.balances()).toEqual({})
  })

  it('is unpaid again where the notice is taken back, and a task where the goods have left', async () => {
    const [one, two] = await desk.slips([3_000, 4_000])
    await desk.bring([told(one ?? expect.fail(), 'preliminary'), told(two ?? expect.fail(), 'preliminary')])
    const shipment = { carrier: 'ヤマト', trackingNumber: '1' }
    await writing(desk.ledger, (writer) => noteFact(writer, two?.orderId ?? expect.fail(), 'shipped', shipment))
    const result = await desk.bring([
      told(one ?? expect.fail(), 'preliminary_cancelled'),
      told(two ?? expect.fail(), 'preliminary_cancelled'),
    ])
    expect(result).toMatchObject({ withdrawn: 1, exceptions: 1 })
    expect([one, two].map((slip) => desk.order(slip?.orderId ?? expect.fail()).payment)).toEqual(['unpaid', 'unpaid'])
    expect(waiting()).toMatchObject([{ outcome: 'goods_left' }])
    expect(refusalIn(await write((writer) => applyLine(writer, oneWaiting(), undefined, '')))).toEqual({ refusal: 'collection_not_open' })
    valueIn(await write((writer) => noteLine(writer, oneWaiting(), '加盟店に電話で伝えた')))
    expect(waiting()).toEqual([])
  })

  it('is owed by the agent when it is confirmed, and payable to its merchant when the agent has paid', async () => {
    const [slip] = await desk.slips([10_000])
    await desk.bring([told(slip ?? expect.fail(), 'confirmed')])
    const orderId = slip?.orderId ?? expect.fail()
    expect(desk.order(orderId)).toMatchObject({ payment: 'paid', paid_amount: 10_000, paid_on: '2026-11-18', disbursement: 'none' })
    expect(desk.balances()).toEqual({ 'receivable:dsk': 10_000, [`merchant_payable:${desk.merchant}`]: -10_000 })
    const [expected] = await expectedTransfers(desk.ledger.reader)
    expect(expected).toMatchObject({ gross: 10_000, fees: 130, tax: 13, stampDuty: 0, net: 9_857, claims: 1, unapplied: 0, candidates: [] })
    const receiptId = await desk.transfer('2026-11-30', 9_857)
    const [again] = await expectedTransfers(desk.ledger.reader)
    expect(again?.candidates).toMatchObject([{ receiptId, difference: 0 }])
    const settled = valueIn(await write((writer) => settleTransfer(writer, wishOf(desk, again ?? expect.fail(), receiptId))))
    expect(settled.released).toBe(1)
    expect(desk.order(orderId).disbursement).toBe('releasable')
    expect(desk.balances()).toEqual({
      ...{ fees_paid: 130, input_tax: 13, [`bank:${desk.account}`]: 9_857, [`merchant_payable:${desk.merchant}`]: -10_000 },
    })
    expect(await expectedTransfers(desk.ledger.reader)).toEqual([])
  })

  it('is payable at once where the contract says so; the transfer changes nothing for it', async () => {
    await desk.settle({ payable: 'at_confirmation' })
    const [slip] = await desk.slips([10_000])
    await desk.bring([told(slip ?? expect.fail(), 'confirmed')])
    expect(desk.order(slip?.orderId ?? expect.fail()).disbursement).toBe('releasable')
    const receiptId = await desk.transfer('2026-11-30', 9_857)
    const [expected] = await expectedTransfers(desk.ledger.reader)
    expect(valueIn(await write((writer) => settleTransfer(writer, wishOf(desk, expected ?? expect.fail(), receiptId))))).toMatchObject({
      released: 0,
    })
  })

  it('of a payer who wished protection is held, and not payable before both the payer’s word and the agent’s money', async () => {
    const [slip] = await desk.slips([{ amount: 10_000, tracks: { protection: 'wished' } }])
    const orderId = slip?.orderId ?? expect.fail()
    await desk.bring([told(slip ?? expect.fail(), 'confirmed')])
    expect(desk.balances()).toMatchObject({ [`held_for_payers:${desk.merchant}`]: -10_000 })
    expect(desk.order(orderId)).toMatchObject({ protection: 'open', disbursement: 'none' })
    valueIn(await write((writer) => release(writer, orderId, 'receipt_confirmed', {})))
    expect(desk.order(orderId)).toMatchObject({ protection: 'received', disbursement: 'none' })
    const receiptId = await desk.transfer('2026-11-30', 9_857)
    const [expected] = await expectedTransfers(desk.ledger.reader)
    expect(valueIn(await write((writer) => settleTransfer(writer, wishOf(desk, expected ?? expect.fail(), receiptId))))).toMatchObject({
      released: 1,
    })
    expect(desk.order(orderId).disbursement).toBe('releasable')
  })
})

describe('money that nobody can place', () => {
  it.each(UNPLACED)('waits as %s, is owed by the agent, and pays the order that a person names', async (outcome) => {
    await unplaced(desk, outcome)
    expect(waiting()).toMatchObject([{ outcome }])
    expect(desk.balances()).toMatchObject({ unapplied_collections: -700 })
    expect(refusalIn(await write((writer) => noteLine(writer, oneWaiting(), '済')))).toEqual({ refusal: 'collection_holds_money' })
    const [other] = await desk.slips([700])
    valueIn(await write((writer) => applyLine(writer, oneWaiting(), other?.orderId, '電話で確かめた')))
    expect(waiting()).toEqual([])
    expect(desk.balances().unapplied_collections).toBeUndefined()
    expect(desk.order(other?.orderId ?? expect.fail())).toMatchObject({ payment: 'paid', paid_amount: 700 })
  })

  it('that is late reopens its own order', async () => {
    const [slip] = await desk.slips([700])
    await step(slip?.orderId ?? expect.fail(), 'expired')
    await desk.bring([told(slip ?? expect.fail(), 'confirmed')])
    valueIn(await write((writer) => applyLine(writer, oneWaiting(), undefined, '')))
    expect(desk.order(slip?.orderId ?? expect.fail())).toMatchObject({ payment: 'paid', paid_amount: 700 })
  })

  it('pays no order of another amount, no paid one and none that is not there', async () => {
    await desk.bring([{ slip: { reference: '0000000000000099', amount: 700 }, kind: 'confirmed' }])
    const [more, paid] = await desk.slips([900, 700])
    await desk.bring([told(paid ?? expect.fail(), 'confirmed')])
    const apply = (orderId?: OrderId) => write((writer) => applyLine(writer, oneWaiting(), orderId, ''))
    expect(refusalIn(await apply(more?.orderId))).toEqual({ refusal: 'transfer_differs', expected: 900, found: 700 })
    expect(refusalIn(await apply(paid?.orderId))).toMatchObject({ refusal: 'order_not_open' })
    expect(refusalIn(await apply())).toEqual({ refusal: 'not_found', what: 'order' })
  })

  it('is shown with its story, and whoever ended it stands in the audit trail', async () => {
    const [slip] = await desk.slips([800])
    await desk.bring([{ slip: { reference: slip?.reference ?? '', amount: 700 }, kind: 'confirmed' }])
    const { clock, ledger } = desk
    const jobs = createJobs(async () => ({ ok: false, refusal: { refusal: 'cancelled' } }), {
      notify: () => undefined,
      faulted: String,
      changed: () => undefined,
    })
    const handlers = collectionHandlers({
      ledger,
      clock,
      events: createEvents(),
      files: await createFiles(),
      jobs,
      gateways: desk.resources.gateways,
    })
    const context = { seat: { id: 'test', kind: 'test' as const }, user: null, actor: TESTER.actor, by: TESTER }
    const { rows } = valueIn(await handlers['collections.exceptions'](context, { cursor: null, size: 10 }))
    expect(rows).toMatchObject([
      {
        ...{
          outcome: 'amount_differs',
          amount: 700,
          paidOn: '2026-11-18',
          paidAt: '1015',
          chainName: 'セブン-イレブン',
          days: 2,
          holdsMoney: true,
        },
        order: { amount: 800, slipAmount: 800, method: 'convenience_store', payment: 'unpaid' },
      },
    ])
    const card = 'カード 4111 1111 1111 1111'
    const lineId = rows[0]?.lineId ?? expect.fail()
    expect(refusalIn(await handlers['collections.end'](context, { ending: 'note', lineId, note: card }))).toMatchObject({
      refusal: 'invalid_input',
    })
    const wish = { party: 'dsk', transferOn: businessDate('2026-11-30'), receiptId: ReceiptId.parse(1), version: 1 }
    const figures = { gross: PositiveYen.parse(1), deductions: yen(0), fees: yen(0), tax: yen(0), stampDuty: yen(0), reason: card }
    expect(refusalIn(await handlers['collections.settle'](context, { ...wish, ...figures }))).toMatchObject({ refusal: 'invalid_input' })
    expect(valueIn(await handlers['collections.files'](context, { cursor: null, size: 10 })).rows).toMatchObject([
      { stored: 1, format: 'dsk' },
    ])
  })
})

const step = (orderId: OrderId, kind: 'expired' | 'refund_requested') =>
  writing(desk.ledger, async (writer) => valueIn(await stepOrder(writer, { orderId, kind })))

describe('a notice that does not fit', () => {
  const notices: [outcome: string, make: () => Promise<Telling>][] = [
    [
      'late',
      async () => {
        const [slip] = await desk.slips([700])
        await step(slip?.orderId ?? expect.fail(), 'expired')
        return told(slip ?? expect.fail(), 'preliminary')
      },
    ],
    [
      'slip_withdrawn',
      async () => {
        const [slip] = await desk.slips([700])
        await withdraw(slip?.orderId ?? expect.fail())
        return told(slip ?? expect.fail(), 'preliminary')
      },
    ],
    [
      'amount_differs',
      async () => {
        const [slip] = await desk.slips([700])
        return { slip: { reference: slip?.reference ?? '', amount: 600 }, kind: 'preliminary' }
      },
    ],
    ['not_booked', async () => told((await desk.slips([700]))[0] ?? expect.fail(), 'postal')],
  ]
  it.each(notices)('waits as %s and brings no money', async (outcome, make) => {
    await desk.bring([await make()])
    expect(waiting()).toMatchObject([{ outcome }])
    expect(desk.balances()).toEqual({})
    valueIn(await write((writer) => noteLine(writer, oneWaiting(), '電話で確かめた')))
    expect(waiting()).toEqual([])
  })

  it('waits no longer once it is confirmed or taken back', async () => {
    const [confirmed, taken] = await desk.slips([700, 800])
    for (const slip of [confirmed, taken]) await withdraw(slip?.orderId ?? expect.fail())
    await desk.bring([told(confirmed ?? expect.fail(), 'preliminary'), told(taken ?? expect.fail(), 'preliminary')])
    expect(waiting()).toMatchObject([{ outcome: 'slip_withdrawn' }, { outcome: 'slip_withdrawn' }])
    const noticed = waiting().map(({ id }) => id)
    await desk.bring([told(confirmed ?? expect.fail(), 'confirmed'), told(taken ?? expect.fail(), 'preliminary_cancelled')])
    expect(waiting()).toMatchObject([{ outcome: 'slip_withdrawn' }])
    expect(noticed).not.toContain(oneWaiting())
    expect(desk.balances()).toMatchObject({ unapplied_collections: -700 })
  })

  it('of a slip that was switched keeps no other from being taken back', async () => {
    const [old] = await desk.slips([700])
    const orderId = old?.orderId ?? expect.fail()
    await withdraw(orderId)
    const [fresh] = await desk.reissue([old ?? expect.fail()])
    await desk.bring([told(old ?? expect.fail(), 'preliminary'), told(fresh ?? expect.fail(), 'preliminary', { reissue: 1 })])
    expect(desk.order(orderId).payment).toBe('paid_preliminary')
    await desk.bring([told(fresh ?? expect.fail(), 'preliminary_cancelled', { reissue: 1 })])
    expect(desk.order(orderId).payment).toBe('unpaid')
  })

  it('printed otherwise than the bank has printed it is of no slip of ours', async () => {
    const [slip] = await desk.slips([700])
    const forged = [told(slip ?? expect.fail(), 'confirmed', { dueOn: '2026-11-25' })]
    expect(valueIn(await desk.preview(desk.file(forged)))).toMatchObject({ unknownSlips: 1 })
    await desk.bring(forged)
    expect(waiting()).toMatchObject([{ outcome: 'unknown_slip' }])
    expect(desk.order(slip?.orderId ?? expect.fail()).payment).toBe('unpaid')
  })
})

const withdraw = (orderId: OrderId) =>
  writing(desk.ledger, (writer) =>
    writer.db.updateTable('slips').set({ withdrawn_at: writer.at, withdrawn_why: 'switched' }).where('order_id', '=', orderId).execute(),
  )

describe('before the agent has paid', () => {
  it('no part of a contested order is the merchant’s', async () => {
    const [slip] = await desk.slips([{ amount: 10_000, tracks: { protection: 'wished' } }])
    await desk.bring([told(slip ?? expect.fail(), 'confirmed')])
    const state = async () => (await orderStates(desk.ledger.reader, [slip?.orderId ?? expect.fail()])).get(slip?.orderId ?? expect.fail())
    const order = (await state()) ?? expect.fail()
    expect(refusalIn(await write((writer) => releasePart(writer, order, yen(9_000))))).toEqual({ refusal: 'not_funded_yet' })
    expect(await becameDue(desk.ledger.reader, order.id)).toBe(false)
  })

  it('an order was asked back: turned down after the money came, it is payable', async () => {
    const [slip] = await desk.slips([10_000])
    const orderId = slip?.orderId ?? expect.fail()
    await desk.bring([told(slip ?? expect.fail(), 'confirmed')])
    await step(orderId, 'refund_requested')
    expect(await becameDue(desk.ledger.reader, orderId)).toBe(false)
    const receiptId = await desk.transfer('2026-11-30', 9_857)
    const [expected] = await expectedTransfers(desk.ledger.reader)
    expect(valueIn(await write((writer) => settleTransfer(writer, wishOf(desk, expected ?? expect.fail(), receiptId))))).toMatchObject({
      released: 0,
    })
    expect(await becameDue(desk.ledger.reader, orderId)).toBe(true)
    valueIn(await write((writer) => stepOrder(writer, { orderId, kind: 'refund_rejected' })))
    valueIn(await write((writer) => stepOrder(writer, { orderId, kind: 'became_releasable' })))
    expect(desk.order(orderId).disbursement).toBe('releasable')
  })

  it('money that is given to an order later is payable since the transfer came, and the order keeps its last day', async () => {
    await desk.bring([{ slip: { reference: '0000000000000099', amount: 10_000 }, kind: 'confirmed' }])
    const receiptId = await desk.transfer('2026-11-30', 9_857)
    const [expected] = await expectedTransfers(desk.ledger.reader)
    valueIn(await write((writer) => settleTransfer(writer, wishOf(desk, expected ?? expect.fail(), receiptId))))
    const [other] = await desk.slips([10_000])
    valueIn(await write((writer) => applyLine(writer, oneWaiting(), other?.orderId, '')))
    const days = desk.ledger.source.prepare('select releasable_on, due_on, disbursement from orders where id = ?').get(other?.orderId)
    expect(days).toEqual({ releasable_on: '2026-11-30', due_on: '2026-11-24', disbursement: 'releasable' })
  })
})

it('the same payment told under another name of the agent is the same payment', async () => {
  const [slip] = await desk.slips([700])
  const lines = [told(slip ?? expect.fail(), 'confirmed')]
  await desk.bring(lines)
  await desk.settle({ party: 'denzan' })
  expect(await desk.bring(lines)).toMatchObject({ stored: 0, duplicates: 1 })
  expect(desk.balances()).toMatchObject({ 'receivable:dsk': 700 })
})
