import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { insertRefundAccount } from '../../../src/main/ledger/refund-accounts'
import { applyLine, noteLine } from '../../../src/main/services/collection-endings'
import { expectedTransfers, settleTransfer } from '../../../src/main/services/collection-transfers'
import type { ApprovalId, CollectionLineId, RefundId } from '../../../src/preload/contract/ids'
import { PositiveYen } from '../../../src/preload/contract/money'
import { type CollectionRefundDesk, openCollectionRefundDesk } from '../../support/collection-refunds'
import { type CollectionDesk, openCollectionDesk } from '../../support/collections'
import { auditOf, refusalOf } from '../../support/desk'
import { TESTER, valueIn, writing } from '../../support/ledger'
import { handOver, PAYER_ACCOUNT } from '../../support/refunds'
import type { TestLine } from '../../support/statements'
import { bringIn } from '../../support/story'
import { UNPLACED, unplaced } from '../../support/unplaced'
import { brokenPromises } from '../../support/verified'

/* 収納の返金: what an agent confirmed and nobody can place goes back to whoever paid it, with four eyes. */

let desk: CollectionDesk
let refunds: CollectionRefundDesk
beforeEach(async () => {
  desk = await openCollectionDesk()
  refunds = await openCollectionRefundDesk(desk)
})
afterEach(async () => {
  expect(await brokenPromises(desk.ledger)).toEqual([])
  await desk.cleanup()
})

const get = async (id: RefundId) => valueIn(await refunds.handlers['refunds.get'](refunds.maker, { id }))
const waiting = async () => valueIn(await refunds.handlers['collections.exceptions'](refunds.maker, { cursor: null, size: 10 })).rows
const apply = (lineId: CollectionLineId, orderId?: Parameters<typeof applyLine>[2]) =>
  desk.ledger.write(TESTER, (writer) => applyLine(writer, lineId, orderId, ''))
const isBack = { 'receivable:dsk': 700, unapplied_collections: -700 }
const goesBack = { 'receivable:dsk': 700, refund_in_transit: -700 }

describe('a collection that nobody can place', () => {
  it.each(UNPLACED)('goes back as %s: asked for, agreed to by another, on its way', async (outcome) => {
    const { lineId, orderId } = await unplaced(desk, outcome)
    const others = desk.balances()
    const asked = valueIn(await refunds.ask(lineId))
    expect(desk.balances()).toEqual(others)
    expect(await waiting()).toMatchObject([{ lineId, outcome, holdsMoney: true, refundId: asked.refundId }])
    expect(refusalOf(await refunds.decide(asked.approvalId, 'approved', refunds.maker))).toEqual({ refusal: 'second_person_required' })
    valueIn(await refunds.decide(asked.approvalId))
    expect(await waiting()).toEqual([])
    expect(desk.balances()).toEqual({ ...others, unapplied_collections: undefined, refund_in_transit: -700 })
    expect(await get(asked.refundId)).toMatchObject({
      ...{ kind: 'unapplied', state: 'approved', amount: 700, orderId: null, receiptId: null, merchantId: null },
      collection: { lineId, party: 'dsk', paidOn: '2026-11-18', chainName: 'セブン-イレブン', orderId },
    })
    expect(auditOf(desk, 'refunds')).toEqual(['user:tanaka refund_requested', 'user:sato refund_approved'])
  })

  it('goes back whether the agent still owes it or has paid it already', async () => {
    const { lineId } = await unplaced(desk, 'unknown_slip')
    const settle = async () => {
      const [expected] = await expectedTransfers(desk.ledger.reader)
      const { net } = expected ?? expect.fail('the agent owes it')
      const receiptId = await desk.transfer('2026-11-30', net)
      const version = Number(desk.ledger.source.prepare('select version from open_items').pluck().get())
      const wish = { ...(expected ?? expect.fail()), receiptId, version, reason: '' }
      valueIn(await desk.ledger.write(TESTER, (writer) => settleTransfer(writer, wish)))
      return expected
    }
    expect(await settle()).toMatchObject({ claims: 1, unapplied: 1 })
    await refunds.agreed(lineId)
    expect(desk.balances()).toMatchObject({ refund_in_transit: -700 })
    expect(await brokenPromises(desk.ledger)).toEqual([])

    const owed = await unplaced(desk, 'late')
    await refunds.agreed(owed.lineId)
    expect(desk.balances()).toMatchObject({ refund_in_transit: -1_400, 'receivable:dsk': 700 })
    expect(await expectedTransfers(desk.ledger.reader)).toMatchObject([{ claims: 1, unapplied: 0, gross: 700 }])
    expect(await brokenPromises(desk.ledger)).toEqual([])
    await settle()
    expect(desk.balances()['receivable:dsk']).toBeUndefined()
  })

  it('pays no order while its refund is asked for, and is asked for once', async () => {
    const { lineId, orderId } = await unplaced(desk, 'late')
    valueIn(await refunds.ask(lineId))
    expect(refusalOf(await apply(lineId))).toEqual({ refusal: 'collection_refund_asked' })
    expect(refusalOf(await refunds.ask(lineId))).toEqual({ refusal: 'collection_refund_asked' })
    expect(desk.order(orderId ?? expect.fail()).payment).toBe('expired')
  })

  it('pays no order and is not asked for again once it goes back', async () => {
    const { lineId } = await unplaced(desk, 'late')
    await refunds.agreed(lineId)
    for (const refused of [await apply(lineId), await refunds.ask(lineId)])
      expect(refusalOf(refused)).toEqual({ refusal: 'collection_not_open' })
    expect(refusalOf(await desk.ledger.write(TESTER, (writer) => noteLine(writer, lineId, '済')))).toEqual({
      refusal: 'collection_not_open',
    })
  })

  it('does not go back once it has paid an order, nor where it brought no money', async () => {
    const { lineId } = await unplaced(desk, 'late')
    valueIn(await apply(lineId))
    expect(refusalOf(await refunds.ask(lineId))).toEqual({ refusal: 'collection_not_open' })
    const [slip] = await desk.slips([900])
    await desk.bring([{ slip: slip ?? expect.fail(), kind: 'postal_corrected' }])
    const [notice] = await waiting()
    expect(notice).toMatchObject({ outcome: 'not_booked', holdsMoney: false, refundId: null })
    expect(refusalOf(await refunds.ask(notice?.lineId ?? expect.fail()))).toEqual({ refusal: 'collection_not_open' })
  })

  it('goes back whole', async () => {
    const { lineId } = await unplaced(desk, 'unknown_slip')
    expect(refusalOf(await refunds.ask(lineId, { amount: PositiveYen.parse(699) }))).toEqual({ refusal: 'exceeds_refundable', left: 700 })
    expect(refusalOf(await refunds.ask(lineId, { amount: PositiveYen.parse(701) }))).toEqual({ refusal: 'exceeds_refundable', left: 700 })
  })
})

describe('a refund of a collection that is not to be leaves everything as it was', () => {
  const ways: [name: string, leave: (refundId: RefundId, approvalId: ApprovalId) => Promise<unknown>, state: string][] = [
    ['rejected', async (_id, approvalId) => valueIn(await refunds.decide(approvalId, 'rejected')), 'rejected'],
    [
      'withdrawn by its maker',
      async (id) =>
        valueIn(await refunds.handlers['refunds.withdraw'](refunds.maker, { id, version: (await get(id)).version, why: '誤り' })),
      'withdrawn',
    ],
    [
      'stopped after it was agreed to',
      async (id, approvalId) => {
        valueIn(await refunds.decide(approvalId))
        expect(desk.balances()).toEqual(goesBack)
        valueIn(await refunds.handlers['refunds.stop'](refunds.supervisor, { id, version: (await get(id)).version, why: '注文が分かった' }))
      },
      'withdrawn',
    ],
  ]
  it.each(ways)('%s: it waits again, pays an order or is asked for anew', async (_name, leave, state) => {
    const { lineId } = await unplaced(desk, 'late')
    const { refundId, approvalId } = valueIn(await refunds.ask(lineId))
    await leave(refundId, approvalId)
    expect(await get(refundId)).toMatchObject({ state })
    expect(desk.balances()).toEqual(isBack)
    expect(await waiting()).toMatchObject([{ lineId, refundId: null }])
    expect(await brokenPromises(desk.ledger)).toEqual([])
    const again = valueIn(await refunds.ask(lineId))
    valueIn(await refunds.decide(again.approvalId, 'rejected'))
    valueIn(await apply(lineId))
    expect(desk.balances()).toEqual({ 'receivable:dsk': 700, [`merchant_payable:${desk.merchant}`]: -700 })
  })
})

describe('who paid', () => {
  it('is the payer of the order of the slip; another holder is meant so or not taken', async () => {
    const { lineId } = await unplaced(desk, 'duplicate')
    const target = { of: 'collection' as const, lineId }
    const preview = valueIn(await refunds.handlers['refunds.preview'](refunds.maker, { target, account: PAYER_ACCOUNT }))
    expect(preview).toMatchObject({ kind: 'unapplied', most: 700, amount: 700, rest: 0, approvers: { needed: 1, why: 'always' } })
    expect(preview.payerName).not.toBe('')
    expect(preview.journal).toEqual([
      { debit: { account: 'unapplied_collections', of: null }, credit: { account: 'refund_in_transit', of: null }, amount: 700 },
    ])
    const other = { ...PAYER_ACCOUNT, holderKana: 'ﾍﾞﾂ ｼﾞﾝ' }
    expect(refusalOf(await refunds.ask(lineId, { account: other, differenceConfirmed: false }))).toMatchObject({
      refusal: 'holder_differs',
    })
    valueIn(await refunds.ask(lineId, { account: other }))
  })

  it('has given an account by the link of the order: it is asked for without another', async () => {
    const { lineId, orderId } = await unplaced(desk, 'duplicate')
    const given = { orderId: orderId ?? expect.fail(), account: PAYER_ACCOUNT, holderMatches: true, source: 'link' as const }
    await writing(desk.ledger, (writer) => insertRefundAccount(writer, given))
    const target = { of: 'collection' as const, lineId }
    const preview = valueIn(await refunds.handlers['refunds.preview'](refunds.maker, { target }))
    expect(preview.account).toMatchObject(PAYER_ACCOUNT)
    valueIn(await refunds.ask(lineId, { account: undefined }))
  })

  it('is nobody this bank knows where it never issued the slip: the holder of the account as told', async () => {
    const { lineId } = await unplaced(desk, 'unknown_slip')
    const target = { of: 'collection' as const, lineId }
    expect(valueIn(await refunds.handlers['refunds.preview'](refunds.maker, { target }))).toMatchObject({ payerName: '', account: null })
    expect(refusalOf(await refunds.ask(lineId, { account: undefined }))).toEqual({ refusal: 'refund_account_missing' })
    const { refundId } = valueIn(await refunds.ask(lineId, { differenceConfirmed: false }))
    expect(await get(refundId)).toMatchObject({
      ...{ payerName: PAYER_ACCOUNT.holderKana, holderMatches: true },
      collection: { slipNumber: '0000000000000099-0', orderId: null, orderNumber: null },
    })
    const { approvals } = valueIn(await refunds.handlers['approvals.list'](refunds.supervisor, { open: true }))
    expect(approvals).toMatchObject([{ mayDecide: true, case: { refund: 'unapplied', collection: { lineId, orderId: null } } }])
  })
})

describe('a refund of a collection at the bank', () => {
  const DEPOSIT = 5_000
  const statement = (day: string, line: TestLine) => bringIn(desk, day, desk.balances()[`bank:${desk.account}`] ?? 0, [line])

  it('leaves with a run; one that comes back is paid again to another account, and is of the same collection', async () => {
    const { lineId } = await unplaced(desk, 'unknown_slip')
    await desk.transfer('2026-11-20', DEPOSIT)
    const first = await refunds.agreed(lineId)
    const paid = async (day: string) => {
      const { runId, total } = valueIn(await refunds.handlers['refunds.plan'](refunds.maker, { leaveOut: [] }))
      await handOver({ ...desk, ...refunds }, runId)
      await statement(day, { amount: total, direction: 'debit', remitterName: '', description: 'ｿｳｺﾞｳﾌﾘｺﾐ' })
    }
    await paid('2026-11-24')
    expect(await get(first)).toMatchObject({ state: 'presumed_paid' })
    expect(desk.balances()).toEqual({ 'receivable:dsk': 700, [`bank:${desk.account}`]: DEPOSIT - 700, suspense: -DEPOSIT })
    const description = 'ﾌﾘｺﾐｸﾐﾓﾄﾞｼ ｺｳｻﾞﾅｼ'
    await statement('2026-11-25', { amount: 700, notCustomerMoney: 'returned', description, remitterName: PAYER_ACCOUNT.holderKana })
    expect(await get(first)).toMatchObject({ state: 'returned' })
    expect(await waiting()).toEqual([])
    expect(refusalOf(await apply(lineId))).toEqual({ refusal: 'collection_not_open' })
    const account = { ...PAYER_ACCOUNT, accountNumber: '9998887' }
    const target = { of: 'returned' as const, refundId: first }
    const again = valueIn(await refunds.ask(lineId, { target, account, cause: 'returned' }))
    valueIn(await refunds.decide(again.approvalId))
    expect(await get(again.refundId)).toMatchObject({
      kind: 'unapplied',
      replaces: first,
      payerName: PAYER_ACCOUNT.holderKana,
      collection: { lineId },
    })
    expect(await brokenPromises(desk.ledger)).toEqual([])
    await paid('2026-11-26')
    expect(await get(again.refundId)).toMatchObject({ state: 'presumed_paid' })
    expect(desk.balances()).toEqual({ 'receivable:dsk': 700, [`bank:${desk.account}`]: DEPOSIT - 700, suspense: -DEPOSIT })
  })
})
