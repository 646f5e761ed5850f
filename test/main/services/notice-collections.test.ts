import { writeFileSync } from 'node:fs'
import iconv from 'iconv-lite'
import { afterEach, describe, expect, it } from 'vitest'
import { applyLine } from '../../../src/main/services/collection-endings'
import { expectedTransfers, settleTransfer } from '../../../src/main/services/collection-transfers'
import { createEvents } from '../../../src/main/services/events'
import { expireOverdue } from '../../../src/main/services/expiry'
import { createMerchantOrders } from '../../../src/main/services/merchant-orders'
import { lowerLine } from '../../../src/main/settlement/postal'
import type { Result } from '../../../src/preload/contract/errors'
import { NoticeGateway } from '../../../src/preload/contract/gateways'
import type { CollectionLineId } from '../../../src/preload/contract/ids'
import { wishOf } from '../../support/collector-transfer'
import { TESTER, valueIn } from '../../support/ledger'
import { NOTICE_PROFILE, type NoticeDesk, openNoticeDesk, type TestReference } from '../../support/notices'
import { brokenPromises } from '../../support/verified'

/* Postal transfer, e-money and cash on delivery, from the number an order is given to the money that may be paid out. */

const DAY = 24 * 60 * 60 * 1_000

let desk: NoticeDesk | undefined
const opened = async (method: NoticeGateway): Promise<NoticeDesk> => {
  desk = await openNoticeDesk(method)
  return desk
}
afterEach(async () => {
  const { ledger, cleanup } = desk ?? expect.fail()
  expect(await brokenPromises(ledger)).toEqual([])
  await cleanup()
})
const refusalIn = (result: Result<unknown>) => (result.ok ? expect.fail('nothing was refused') : result.refusal)
const at = ({ order }: NoticeDesk, { orderId }: TestReference) => {
  const { payment, disbursement, paid_amount } = order(orderId)
  return `${payment} ${disbursement} ${paid_amount}`
}
const outcomes = ({ ledger }: NoticeDesk) =>
  ledger.source.prepare<[], string>('select outcome from collection_outcomes order by line_id').pluck().all()
const only = <T>([one]: readonly T[]): T => one ?? expect.fail()

describe.each(NoticeGateway.options)('%s', (method) => {
  it('is paid when its collector confirms, and may be paid out when the transfer has come net of its fees', async () => {
    const noticed = await opened(method)
    const paid = await noticed.references([7_000, 65_000])
    const { stored, paid: orders, exceptions } = await noticed.bringNotices(paid.map((of) => ({ of, kind: 'confirmed' })))
    expect([stored, orders, exceptions]).toEqual([2, 2, 0])
    expect(paid.map((of) => at(noticed, of))).toEqual(['paid none 7000', 'paid none 65000'])
    expect(noticed.balances()[`receivable:${noticed.party}`]).toBe(72_000)

    const receiptId = await noticed.transfer('2026-11-30', 72_000 - 300 - 30)
    const expected = only(await expectedTransfers(noticed.ledger.reader))
    expect(expected).toMatchObject({ party: noticed.party, gross: 72_000, fees: 300, tax: 30, stampDuty: 0, net: 71_670 })
    const settled = await noticed.ledger.write(TESTER, (writer) => settleTransfer(writer, wishOf(noticed, expected, receiptId)))
    expect(valueIn(settled).released).toBe(2)
    expect(paid.map((of) => at(noticed, of))).toEqual(['paid releasable 7000', 'paid releasable 65000'])
    expect(noticed.balances()[`receivable:${noticed.party}`]).toBeUndefined()
  })

  it('by its contract may be paid out as soon as it is confirmed', async () => {
    const noticed = await opened(method)
    await noticed.settleNotices({ payable: 'at_confirmation' })
    const of = only(await noticed.references([700]))
    await noticed.bringNotices([{ of, kind: 'confirmed' }])
    expect(at(noticed, of)).toBe('paid releasable 700')
  })

  it('of another amount, twice, or of a number that nobody gave waits for a person, who sees whose it may be', async () => {
    const noticed = await opened(method)
    const [less, twice] = await noticed.references([700, 800])
    if (!less || !twice) throw new Error('no orders')
    await noticed.bringNotices([
      { of: { ...less, amount: 699 }, kind: 'confirmed' },
      { of: twice, kind: 'confirmed', transactionId: 'a' },
      { of: twice, kind: 'confirmed', transactionId: 'b' },
      { of: { reference: '99999999990', amount: 500 }, kind: 'confirmed' },
      { of: less, kind: 'other', transactionId: 'c' },
    ])
    expect(outcomes(noticed)).toEqual(['amount_differs', 'paid', 'duplicate', 'unknown_slip', 'not_booked'])
    expect([at(noticed, less), at(noticed, twice)]).toEqual(['unpaid none 0', 'paid none 800'])
    expect(noticed.balances().unapplied_collections).toBe(-(699 + 800 + 500))
  })

  it('told in two files is told once', async () => {
    const noticed = await opened(method)
    const of = only(await noticed.references([700]))
    await noticed.bringNotices([{ of, kind: 'confirmed' }])
    expect(await noticed.bringNotices([{ of, kind: 'confirmed' }])).toMatchObject({ stored: 0, duplicates: 1, exceptions: 0 })
  })

  it('whose columns have moved stops the import: old stands beside new, and nothing is stored until a person says what they mean', async () => {
    const noticed = await opened(method)
    const of = only(await noticed.references([700]))
    const { header, columns, ...rest } = NOTICE_PROFILE
    const [first = '', second = '', ...others] = header
    const moved = { ...rest, header: [second, first, ...others], columns: { ...columns, transactionId: 1, reference: 0 } }
    const path = noticed.noticeFile([{ of, kind: 'confirmed' }], moved)
    expect(refusalIn(await noticed.previewNotices(path))).toMatchObject({
      refusal: 'columns_changed',
      columns: [
        { was: first, is: first, change: 'moved', from: 1, to: 2 },
        { change: 'moved', from: 2, to: 1 },
        ...others.map(() => ({ change: 'same' })),
      ],
    })
    expect(noticed.ledger.source.prepare('select count(*) from collection_files').pluck().get()).toBe(0)
    await noticed.settleNotices({ profile: moved })
    expect(valueIn(await noticed.previewNotices(path))).toMatchObject({ lines: 1, unknownSlips: 0 })
  })

  it('is not read before somebody has said what its columns mean, or who collects', async () => {
    const noticed = await opened(method)
    const path = noticed.noticeFile([{ of: only(await noticed.references([700])), kind: 'confirmed' }])
    await noticed.settleNotices({ profile: null })
    expect(refusalIn(await noticed.previewNotices(path))).toEqual({ refusal: 'columns_not_mapped', gateway: method })
    await noticed.settleNotices({ agentName: '', account: '' })
    expect(refusalIn(await noticed.previewNotices(path))).toEqual({ refusal: 'collector_not_settled', gateway: method })
    writeFileSync(path, iconv.encode(`${NOTICE_PROFILE.header.join(',')}\r\nx,,,,,,,\r\n`, 'cp932'))
    await noticed.settleNotices({})
    expect(refusalIn(await noticed.previewNotices(path))).toMatchObject({ refusal: 'collection_has_errors', total: 4 })
  })

  it('of which another method was chosen since waits for a person', async () => {
    const noticed = await opened(method)
    const of = only(await noticed.references([700]))
    await noticed.ledger.write(TESTER, async (writer) => {
      await writer.db.updateTable('slips').set({ withdrawn_at: writer.at, withdrawn_why: 'switched' }).execute()
      return { ok: true, value: null }
    })
    await noticed.bringNotices([{ of, kind: 'confirmed' }])
    expect([outcomes(noticed), at(noticed, of)]).toEqual([['slip_withdrawn'], 'unpaid none 0'])
  })

  it('expires once its collector can tell of it no more', async () => {
    const noticed = await opened(method)
    const of = only(await noticed.references([700]))
    const expired = async () => valueIn(await expireOverdue(noticed.resources))
    // 2026-11-24 is its last day, and three business days later the collector may still tell of it.
    noticed.clock.advance(7 * DAY)
    expect([noticed.clock.today(), await expired(), at(noticed, of)]).toEqual(['2026-11-27', 0, 'unpaid none 0'])
    noticed.clock.advance(DAY)
    expect([await expired(), at(noticed, of)]).toEqual([1, 'expired none 0'])
    await noticed.bringNotices([{ of, kind: 'confirmed' }])
    expect(outcomes(noticed)).toEqual(['late'])
  })
})

describe('e-money', () => {
  it('is paid for now by a preliminary notice, and unpaid when that is taken back', async () => {
    const noticed = await opened('e_money')
    const [stays, goes, over] = await noticed.references([700, 800, 900])
    if (!stays || !goes || !over) throw new Error('no orders')
    await noticed.bringNotices([stays, goes, over].map((of) => ({ of, kind: 'preliminary' })))
    expect([at(noticed, stays), noticed.balances()]).toEqual(['paid_preliminary none 0', {}])
    await noticed.bringNotices([
      { of: goes, kind: 'preliminary_cancelled' },
      { of: stays, kind: 'confirmed' },
      { of: over, kind: 'confirmed' },
    ])
    await noticed.bringNotices([{ of: over, kind: 'preliminary_cancelled' }])
    expect([stays, goes, over].map((of) => at(noticed, of))).toEqual(['paid none 700', 'unpaid none 0', 'paid none 900'])
    expect(outcomes(noticed).slice(3)).toEqual(['withdrawn', 'paid', 'paid', 'cancelled_after_confirmation'])
  })
})

describe('postal transfer', () => {
  it('is matched by the lower line of the form, and by its digits behind zeros', async () => {
    const noticed = await opened('postal')
    const [line, padded] = await noticed.references([700, 800])
    if (!line || !padded) throw new Error('no orders')
    const lower = lowerLine({ account: '00150900584', amount: 700, chargeCode: '2', reference: line.reference })
    await noticed.bringNotices([
      { of: { reference: lower, amount: 700 }, kind: 'confirmed' },
      { of: { reference: padded.reference.padStart(42, '0'), amount: 800 }, kind: 'confirmed' },
    ])
    expect([at(noticed, line), at(noticed, padded)]).toEqual(['paid none 700', 'paid none 800'])
  })
})

describe('cash on delivery', () => {
  const NUMBER = '444413758703'
  const ship = async (noticed: NoticeDesk, { orderId }: TestReference, trackingNumber: string) => {
    const { ledger, clock, merchant } = noticed
    const number = ledger.source.prepare<[number], string>('select order_number from orders where id = ?').pluck().get(orderId) ?? ''
    const orders = createMerchantOrders({ ledger, clock, events: createEvents() })
    return orders.ship({ merchantId: merchant, actor: 'merchant:1', source: 'api' }, number, { carrier: 'みほん運輸', trackingNumber })
  }

  it('refused at the door ends the order; what is collected after that waits for a person, who opens it again', async () => {
    const noticed = await opened('cash_on_delivery')
    const [refused, paid] = await noticed.references([700, 800])
    if (!refused || !paid) throw new Error('no orders')
    expect(await noticed.bringNotices([{ of: refused, kind: 'refused_at_door' }])).toMatchObject({ refused: 1, exceptions: 0 })
    expect(at(noticed, refused)).toBe('cancelled none 0')
    await noticed.bringNotices([
      { of: refused, kind: 'confirmed' },
      { of: paid, kind: 'confirmed' },
    ])
    await noticed.bringNotices([{ of: paid, kind: 'refused_at_door' }])
    expect(outcomes(noticed)).toEqual(['refused_at_door', 'after_cancellation', 'paid', 'cancelled_after_confirmation'])
    expect([at(noticed, refused), at(noticed, paid)]).toEqual(['cancelled none 0', 'paid none 800'])
    const waiting = noticed.ledger.source
      .prepare<[], CollectionLineId>("select line_id from collection_outcomes where outcome = 'after_cancellation'")
      .pluck()
      .get()
    valueIn(await noticed.ledger.write(TESTER, (writer) => applyLine(writer, waiting ?? expect.fail(), undefined, '配達員が集金済み')))
    expect(at(noticed, refused)).toBe('paid none 700')
  })

  it('goes before it is paid, and is matched by the number of its parcel, whose check digit must be right', async () => {
    const noticed = await opened('cash_on_delivery')
    const [of, other] = await noticed.references([700, 800])
    if (!of || !other) throw new Error('no orders')
    expect(refusalIn(await ship(noticed, of, '4444-1375-8704'))).toEqual({ refusal: 'tracking_number_invalid', number: '444413758704' })
    valueIn(await ship(noticed, of, '4444-1375-8703'))
    valueIn(await ship(noticed, of, '4444-1375-8703'))
    expect(refusalIn(await ship(noticed, other, NUMBER))).toEqual({ refusal: 'tracking_number_taken', number: NUMBER })
    const { unknownSlips } = valueIn(
      await noticed.previewNotices(
        noticed.noticeFile([
          { of: { reference: '', amount: 700 }, kind: 'confirmed', trackingNumber: '4444-1375-8703', transactionId: 'a' },
        ]),
      ),
    )
    expect(unknownSlips).toBe(0)
    await noticed.bringNotices([{ of: { reference: '', amount: 700 }, kind: 'confirmed', trackingNumber: NUMBER, transactionId: 'a' }])
    expect(at(noticed, of)).toBe('paid none 700')
  })

  it('a parcel of one order under the reference of another belongs to nobody', async () => {
    const noticed = await opened('cash_on_delivery')
    const [of, other] = await noticed.references([700, 700])
    if (!of || !other) throw new Error('no orders')
    valueIn(await ship(noticed, of, NUMBER))
    await noticed.bringNotices([
      { of: other, kind: 'confirmed', trackingNumber: NUMBER, transactionId: 'a' },
      { of: { reference: 'A-57', amount: 700 }, kind: 'confirmed', trackingNumber: NUMBER, transactionId: 'b' },
    ])
    expect(outcomes(noticed)).toEqual(['unknown_slip', 'paid'])
    expect([at(noticed, of), at(noticed, other)]).toEqual(['paid none 700', 'unpaid none 0'])
  })
})
