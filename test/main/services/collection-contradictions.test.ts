import { sql } from 'kysely'
import { afterEach, describe, expect, it } from 'vitest'
import { expectedTransfers, settleTransfer } from '../../../src/main/services/collection-transfers'
import { stepOrder } from '../../../src/main/services/order-steps'
import { NoticeGateway } from '../../../src/preload/contract/gateways'
import type { ApprovalId, CollectionLineId } from '../../../src/preload/contract/ids'
import { type CollectionRefundDesk, openCollectionRefundDesk } from '../../support/collection-refunds'
import { type CollectionDesk, openCollectionDesk } from '../../support/collections'
import { takeBack, wishOf } from '../../support/collector-transfer'
import { auditOf, refusalOf } from '../../support/desk'
import { TESTER, valueIn, writing } from '../../support/ledger'
import { type NoticeDesk, openNoticeDesk, type TestReference } from '../../support/notices'
import { brokenByChange, brokenPromises } from '../../support/verified'

/* One payment of a collector that is confirmed twice in other words is owed once, and a person says which of the two holds. */

let desk: CollectionDesk
let notices: NoticeDesk
let refunds: CollectionRefundDesk
const opened = async (method: NoticeGateway = 'e_money') => {
  notices = await openNoticeDesk(method)
  await onDesk(notices)
}
async function onDesk(of: CollectionDesk) {
  desk = of
  refunds = await openCollectionRefundDesk(of)
}
afterEach(async () => {
  expect(await brokenPromises(desk.ledger)).toEqual([])
  await desk.cleanup()
})

const numberOf = ({ orderId }: TestReference) =>
  desk.ledger.source.prepare<[number], string>('select order_number from orders where id = ?').pluck().get(orderId)
const only = <T>([one]: readonly T[]): T => one ?? expect.fail()
const told = (of: Pick<TestReference, 'reference' | 'amount'>, own: { amount?: number; paidOn?: string } = {}) => ({
  of: { ...of, ...own },
  kind: 'confirmed' as const,
  transactionId: 'T-1',
  ...(own.paidOn === undefined ? {} : { paidOn: own.paidOn }),
})
const outcomes = () => desk.ledger.source.prepare<[], string>('select outcome from collection_outcomes order by line_id').pluck().all()
const at = ({ orderId }: TestReference) => {
  const { payment, disbursement, paid_amount } = desk.order(orderId)
  return `${payment} ${disbursement} ${paid_amount}`
}
const waiting = async () => valueIn(await refunds.handlers['collections.exceptions'](refunds.maker, { cursor: null, size: 10 })).rows
const contradiction = async (): Promise<CollectionLineId> =>
  (await waiting()).find(({ contradicts }) => contradicts !== null)?.lineId ?? expect.fail('nothing contradicts')
const ask = async (lineId: CollectionLineId) =>
  refunds.handlers['collections.end'](refunds.maker, { ending: 'replace', lineId, note: '先方に照会、後の通知が正しい' })
const asked = (): ApprovalId =>
  desk.ledger.source.prepare<[], ApprovalId>('select id from approvals where decision is null').pluck().get() ?? expect.fail()
const replace = async () => {
  valueIn(await ask(await contradiction()))
  return refunds.decide(asked())
}

describe.each(NoticeGateway.options)('%s', (method) => {
  it('told again with another amount, day or number is owed once, and waits with its story', async () => {
    await opened(method)
    const [of, other] = await notices.references([700, 800])
    if (!of || !other) throw new Error('no orders')
    await notices.bringNotices([told(of), told(of, { amount: 7_000 })])
    await notices.bringNotices([
      told(of, { paidOn: '2026-11-19' }),
      told({ ...other, amount: 700 }),
      told({ reference: '99999999990', amount: 1 }),
    ])
    expect(outcomes()).toEqual(['paid', 'contradicts', 'contradicts', 'contradicts', 'contradicts'])
    expect(desk.balances()).toMatchObject({ [`receivable:${notices.party}`]: 700, [`merchant_payable:${desk.merchant}`]: -700 })
    expect(desk.balances().unapplied_collections).toBeUndefined()
    expect(at(of)).toBe('paid none 700')
    const rows = await waiting()
    expect(rows).toHaveLength(4)
    expect(rows[0]).toMatchObject({
      ...{ outcome: 'contradicts', amount: 7_000, holdsMoney: false },
      contradicts: { amount: 700, paidOn: '2026-11-18', fileName: 'notices.csv', orderId: of.orderId, isAsked: false },
    })
  })
})

describe('of a number that nobody gave', () => {
  it('told again with another amount is nobody’s once', async () => {
    await opened()
    const unknown = { reference: '99999999990', amount: 500 }
    await notices.bringNotices([told(unknown), told(unknown, { amount: 5_000 })])
    expect(outcomes()).toEqual(['unknown_slip', 'contradicts'])
    expect(desk.balances().unapplied_collections).toBe(-500)
  })
})

it('another payment of the same order is paid twice as ever', async () => {
  await opened()
  const of = only(await notices.references([700]))
  await notices.bringNotices([told(of), { ...told(of), transactionId: 'T-2' }])
  expect(outcomes()).toEqual(['paid', 'duplicate'])
})

it('what its collector calls a correction stays one, and posts nothing', async () => {
  await opened()
  const of = only(await notices.references([700]))
  await notices.bringNotices([told(of), { ...told(of, { amount: 70 }), kind: 'other' }])
  expect(outcomes()).toEqual(['paid', 'not_booked'])
})

it('at a till: the same slip, hour and store with another amount', async () => {
  const stores = await openCollectionDesk()
  const slip = only(await stores.slips([700]))
  await stores.bring([{ slip, kind: 'confirmed' }])
  await stores.bring([{ slip: { ...slip, amount: 600 }, kind: 'confirmed' }])
  await onDesk(stores)
  expect(outcomes()).toEqual(['paid', 'contradicts'])
  expect(desk.balances()['receivable:dsk']).toBe(700)
  expect(await waiting()).toMatchObject([{ amount: 600, contradicts: { amount: 700, orderId: slip.orderId } }])
})

describe('at a till: the same number, hour and store', () => {
  it.each<[string, object]>([
    ['under a barcode that says otherwise whether it bears a stamp', { needsStamp: false }],
    ['under a barcode with another due date', { dueOn: '2026-12-31' }],
  ])('%s is owed once, and may be replaced', async (_how, other) => {
    const stores = await openCollectionDesk()
    const slip = only(await stores.slips([60_000]))
    await stores.bring([{ slip, kind: 'confirmed' }])
    await stores.bring([{ slip: { ...slip, amount: 6_000 }, kind: 'confirmed', ...other }])
    await onDesk(stores)
    expect(outcomes()).toEqual(['paid', 'contradicts'])
    expect(desk.balances()['receivable:dsk']).toBe(60_000)
    expect(await waiting()).toMatchObject([{ amount: 6_000, contradicts: { amount: 60_000, orderId: slip.orderId } }])
    valueIn(await replace())
    expect(desk.balances()).toMatchObject({ 'receivable:dsk': 6_000, unapplied_collections: -6_000 })
  })

  it.each(['store_code', 'chain_code', 'paid_at'])('is what the ledger’s check asks for: %s', async (column) => {
    const stores = await openCollectionDesk()
    const slip = only(await stores.slips([700]))
    await stores.bring([{ slip, kind: 'confirmed' }])
    await stores.bring([{ slip: { ...slip, amount: 600 }, kind: 'confirmed' }])
    await onDesk(stores)
    const change = `update collection_lines set ${column} = '9' where id = (select line_id from collection_outcomes where outcome = 'contradicts')`
    expect(await brokenByChange(desk, change)).toContain('collected_lines_once')
  })

  it('of a slip that this bank has not issued, too; but not in another hour or store', async () => {
    const stores = await openCollectionDesk()
    const slip = { reference: '9999999999999999', amount: 500 }
    const kind = 'confirmed' as const
    await stores.bring([
      { slip, kind },
      { slip: { ...slip, amount: 50 }, kind },
    ])
    await stores.bring([
      { slip, kind, storeCode: '000009' },
      { slip, kind, paidAt: '2359' },
    ])
    await onDesk(stores)
    expect(outcomes()).toEqual(['unknown_slip', 'contradicts', 'unknown_slip', 'unknown_slip'])
  })
})

describe('the first holds', () => {
  it('so that the line is noted with a reason, and nothing moves', async () => {
    await opened()
    const of = only(await notices.references([700]))
    await notices.bringNotices([told(of), told(of, { amount: 70 })])
    valueIn(
      await refunds.handlers['collections.end'](refunds.maker, {
        ending: 'note',
        lineId: await contradiction(),
        note: '先方に照会、前の通知が正しい',
      }),
    )
    expect([await waiting(), at(of)]).toEqual([[], 'paid none 700'])
    expect(desk.balances()[`receivable:${notices.party}`]).toBe(700)
  })
})

describe('the second holds', () => {
  it('and pays its order once another person agrees; the first, which fitted none, is withdrawn whole', async () => {
    await opened()
    const of = only(await notices.references([700]))
    await notices.bringNotices([told(of, { amount: 70 }), told(of)])
    expect(outcomes()).toEqual(['amount_differs', 'contradicts'])
    valueIn(await ask(await contradiction()))
    expect(desk.balances().unapplied_collections).toBe(-70)
    expect((await waiting()).map(({ contradicts }) => contradicts?.isAsked)).toEqual([undefined, true])
    expect(refusalOf(await ask(await contradiction()))).toEqual({ refusal: 'change_already_staged' })
    expect(refusalOf(await refunds.decide(asked(), 'approved', refunds.maker))).toEqual({ refusal: 'second_person_required' })
    valueIn(await refunds.decide(asked()))
    expect([await waiting(), at(of)]).toEqual([[], 'paid none 700'])
    expect(desk.balances()).toMatchObject({ [`receivable:${notices.party}`]: 700, [`merchant_payable:${desk.merchant}`]: -700 })
    expect(desk.balances().unapplied_collections).toBeUndefined()
    expect(auditOf(desk, 'collections').slice(-3)).toEqual(['user:tanaka replacement_asked', 'user:sato applied', 'user:sato replaced'])
  })

  it('and waits with its money where it fits no order; the order that the first had paid is unpaid again, and may be paid anew', async () => {
    await opened()
    const of = only(await notices.references([700]))
    await notices.bringNotices([told(of), told(of, { amount: 70 })])
    valueIn(await replace())
    expect(at(of)).toBe('unpaid none 0')
    expect(await waiting()).toMatchObject([{ outcome: 'contradicts', amount: 70, holdsMoney: true, contradicts: null }])
    expect(desk.balances()).toMatchObject({ [`receivable:${notices.party}`]: 70, unapplied_collections: -70 })
    await notices.bringNotices([{ ...told(of), transactionId: 'T-2' }])
    expect(at(of)).toBe('paid none 700')
    const { lineId } = only(await waiting())
    valueIn(await refunds.ask(lineId))
    valueIn(await refunds.decide(asked()))
    expect(await waiting()).toEqual([])
  })

  it('is agreed to as it will be: with the order that it pays, and what that posts', async () => {
    await opened()
    const of = only(await notices.references([700]))
    await notices.bringNotices([told(of, { amount: 70 }), told(of)])
    valueIn(await ask(await contradiction()))
    const { approvals } = valueIn(await refunds.handlers['approvals.list'](refunds.supervisor, { open: true }))
    const [asked] = approvals.map((approval) => approval.case)
    if (asked?.kind !== 'claim_replacement') return expect.fail()
    expect([asked.orderNumber, asked.paysNumber]).toEqual([null, numberOf(of)])
    expect(asked.journal.map(({ debit, credit, amount }) => [debit.account, credit.account, amount])).toEqual([
      ['unapplied_collections', 'receivable', 70],
      ['receivable', 'unapplied_collections', 700],
      ['unapplied_collections', 'merchant_payable', 700],
    ])
    // Somebody pays it otherwise meanwhile: it would not be paid by this any more.
    await notices.bringNotices([{ ...told(of), transactionId: 'T-2' }])
    expect(refusalOf(await refunds.decide(only(approvals).id))).toEqual({ refusal: 'changed_meanwhile' })
    valueIn(await refunds.decide(only(approvals).id, 'rejected'))
  })

  it('so that it is not noted meanwhile that the first does', async () => {
    await opened()
    const of = only(await notices.references([700]))
    await notices.bringNotices([told(of), told(of, { amount: 70 })])
    const lineId = await contradiction()
    valueIn(await ask(lineId))
    const note = () => refunds.handlers['collections.end'](refunds.maker, { ending: 'note', lineId, note: '前の通知が正しい' })
    expect(refusalOf(await note())).toEqual({ refusal: 'change_already_staged' })
    valueIn(await refunds.decide(asked(), 'rejected'))
    valueIn(await note())
  })

  it('and is agreed to by nobody who has said for which order the first is', async () => {
    await opened()
    const [of, other] = await notices.references([700, 70])
    if (!of || !other) throw new Error('no orders')
    await notices.bringNotices([told(of, { amount: 70 })])
    const { lineId } = only(await waiting())
    valueIn(
      await refunds.handlers['collections.end'](refunds.supervisor, { ending: 'apply', lineId, orderId: other.orderId, note: '別の注文' }),
    )
    await notices.bringNotices([told(of)])
    valueIn(await ask(await contradiction()))
    expect(refusalOf(await refunds.decide(asked()))).toEqual({ refusal: 'second_person_required' })
  })

  it('the ledger withdraws nothing that nobody else has agreed to', async () => {
    await opened()
    const of = only(await notices.references([700]))
    await notices.bringNotices([told(of), told(of, { amount: 70 })])
    const alone = writing(desk.ledger, async (writer) => {
      await takeBack(desk, writer, 700, '2026-11-30')
      await sql`update claims set withdrawn_by = (select max(id) from claim_deductions)`.execute(writer.db)
    })
    await expect(alone).rejects.toThrow(/agreed to by another/)
  })

  it('is what its collector transfers, and no more', async () => {
    await opened()
    const of = only(await notices.references([7_000]))
    await notices.bringNotices([told(of, { amount: 70 }), told(of)])
    valueIn(await replace())
    const expected = only(await expectedTransfers(desk.ledger.reader))
    expect(expected).toMatchObject({ gross: 7_070, deductions: 70, unapplied: 0 })
    // As the collector reckons it: it never kept anything of the 70.
    const receiptId = await desk.transfer('2026-11-30', 6_890)
    valueIn(await desk.ledger.write(TESTER, (writer) => settleTransfer(writer, wishOf(desk, expected, receiptId))))
    expect(at(of)).toBe('paid releasable 7000')
    expect(desk.balances()[`receivable:${notices.party}`]).toBeUndefined()
  })

  it('but not where the first has gone back, its order has left the bank, or anything has changed since it was asked', async () => {
    await opened()
    const [of, back] = await notices.references([700, 800])
    if (!of || !back) throw new Error('no orders')
    await notices.bringNotices([told(of), told(of, { amount: 70 })])
    const lineId = await contradiction()
    valueIn(await ask(lineId))
    await writing(desk.ledger, async (writer) => valueIn(await stepOrder(writer, { orderId: of.orderId, kind: 'refund_requested' })))
    expect(refusalOf(await refunds.decide(asked()))).toEqual({ refusal: 'changed_meanwhile' })
    valueIn(await refunds.decide(asked(), 'rejected'))
    expect(refusalOf(await ask(lineId))).toMatchObject({ refusal: 'order_step_refused', track: 'disbursement' })
    valueIn(await refunds.handlers['collections.end'](refunds.maker, { ending: 'note', lineId, note: '別途確認' }))
    expect(refusalOf(await ask(lineId))).toEqual({ refusal: 'collection_not_open' })

    await notices.bringNotices([{ ...told(back, { amount: 80 }), transactionId: 'T-3' }])
    valueIn(await refunds.ask(only(await waiting()).lineId))
    await notices.bringNotices([{ ...told(back), transactionId: 'T-3' }])
    expect(refusalOf(await ask(await contradiction()))).toEqual({ refusal: 'collection_refund_asked' })
  })
})
