import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { saveGateway } from '../../../src/main/ledger/gateways'
import { confirmOutgoing, confirmPresumed } from '../../../src/main/services/confirmation'
import { keepDeadlines } from '../../../src/main/services/deadlines'
import { resumePayouts } from '../../../src/main/services/payout-posting'
import { giveUpRun, submitRun } from '../../../src/main/services/payout-runs'
import { BankTransferSettings } from '../../../src/preload/contract/gateways'
import { OrderId, type RefundId, type TransferRunId } from '../../../src/preload/contract/ids'
import { yen } from '../../../src/preload/contract/money'
import { auditOf, refusalOf } from '../../support/desk'
import { valueIn, writing } from '../../support/ledger'
import { approvalOf, handOver, openRefundDesk, PAYER_ACCOUNT, type RefundDesk } from '../../support/refunds'
import { gateways, quietControl, resourcesOf, type TestLine } from '../../support/statements'
import { bringIn } from '../../support/story'

let desk: RefundDesk
beforeEach(async () => {
  desk = await openRefundDesk()
})
afterEach(() => desk.cleanup())

const DAY = 24 * 3_600_000
/** What the bank shows at the end of 2026-11-19. */
let balance = 0
beforeEach(() => {
  balance = desk.balance(`bank:${desk.account}`)
})
async function statement(day: string, lines: readonly TestLine[]): Promise<void> {
  await bringIn(desk, day, balance, lines)
  balance = desk.balance(`bank:${desk.account}`)
}
const debit = (amount: number, own: Partial<TestLine> = {}): TestLine => ({
  amount,
  direction: 'debit',
  remitterName: '',
  description: 'ｿｳｺﾞｳﾌﾘｺﾐ',
  ...own,
})

const first = (): OrderId => {
  const [id] = desk.orders
  if (id === undefined) throw new Error('the story has orders')
  return id
}
async function agreed(amount?: number): Promise<RefundId> {
  const asked = await desk.ask({ of: 'order', orderId: first() }, amount ? { amount: yen(amount) } : {})
  valueIn(await desk.decide(approvalOf(asked)))
  return valueIn(asked).refundId
}
const plan = async () => valueIn(await desk.handlers['refunds.plan'](desk.maker, { leaveOut: [] }))
const get = async (id: RefundId) => valueIn(await desk.handlers['refunds.get'](desk.maker, { id }))
const transfers = () =>
  desk.ledger.reader.db.selectFrom('transfers').select(['state', 'seen_on', 'name', 'amount']).orderBy('line').execute()

describe('a run of refunds', () => {
  it('takes what was agreed to, once', async () => {
    const refundId = await agreed()
    const planned = await plan()
    expect(planned).toMatchObject({ name: 'R20261120-1', transfers: 1, total: 12_000 })
    expect(await get(refundId)).toMatchObject({ state: 'in_run', runName: 'R20261120-1' })
    expect(refusalOf(await desk.handlers['refunds.plan'](desk.maker, { leaveOut: [] }))).toEqual({ refusal: 'nothing_to_refund' })
    const run = await desk.ledger.reader.db.selectFrom('transfer_runs').select(['kind', 'state', 'pay_on', 'total']).executeTakeFirst()
    // The 21st to the 23rd are a weekend and a holiday.
    expect(run).toEqual({ kind: 'refunds', state: 'draft', pay_on: '2026-11-24', total: 12_000 })
  })
  it('goes to the bank as a run of payouts does: by the digest of its file', async () => {
    const refundId = await agreed()
    const { runId } = await plan()
    await handOver(desk, runId)
    expect(await transfers()).toEqual([{ state: 'handed_over', seen_on: null, name: '山田 太郎', amount: 12_000 }])
    expect(await get(refundId)).toMatchObject({ state: 'handed_over' })
    const file = await desk.ledger.reader.db.selectFrom('transfer_runs').select('file').executeTakeFirstOrThrow()
    expect(Buffer.from(file.file ?? []).toString('latin1')).toContain('0000012000')
    expect(await desk.broken()).toEqual([])
  })
  it('gives its refunds back when it is given up', async () => {
    const refundId = await agreed()
    const { runId } = await plan()
    valueIn(
      await desk.ledger.write(desk.maker.by, (writer) => giveUpRun(writer, desk.maker.user, { id: runId, version: 1, reason: '作り直す' })),
    )
    valueIn(await resumePayouts(desk, quietControl()))
    expect(await get(refundId)).toMatchObject({ state: 'approved', runId: null })
    expect(await plan()).toMatchObject({ name: 'R20261120-2', transfers: 1 })
  })
  it('is paid on a day on which banks are open', async () => {
    await agreed()
    const on = (payOn: string) => desk.handlers['refunds.plan'](desk.maker, { payOn: payOn as never, leaveOut: [] })
    expect(refusalOf(await on('2026-11-23'))).toEqual({ refusal: 'not_a_business_day', on: '2026-11-23' })
    const earliest = '2026-11-24'
    expect(refusalOf(await on('2026-11-19'))).toEqual({ refusal: 'pay_day_passed', payOn: '2026-11-19', earliest })
    expect(refusalOf(await on('2026-11-20'))).toEqual({ refusal: 'pay_day_passed', payOn: '2026-11-20', earliest })
  })
  it('is not agreed to by who asked for a refund in it', async () => {
    const asked = await desk.ask({ of: 'order', orderId: OrderId.parse(desk.orders[0]) }, {}, desk.another)
    valueIn(await desk.decide(approvalOf(asked)))
    const { runId } = await plan()
    const settings = BankTransferSettings.parse({ gateway: 'bank_transfer', originatorCode: '0000000001', originatorName: 'ﾀﾞｲｺｳｷﾞﾝｺｳ' })
    await writing(desk.ledger, (writer) => saveGateway(writer, 'bank_transfer', 0, { enabled: true, paused: false, settings }))
    const submitted = await desk.ledger.write(desk.maker.by, (writer) => submitRun(writer, gateways, desk.maker, { id: runId, version: 1 }))
    const { approvalId } = valueIn(submitted)
    expect(refusalOf(await desk.decide(approvalId, 'approved', desk.another))).toEqual({ refusal: 'second_person_required' })
    expect(refusalOf(await desk.decide(approvalId, 'rejected', desk.another))).toEqual({ refusal: 'second_person_required' })
    valueIn(await desk.decide(approvalId))
  })
})

describe('the next statement confirms', () => {
  async function handedOver(amount?: number): Promise<{ refundId: RefundId; runId: TransferRunId }> {
    const refundId = await agreed(amount)
    const { runId } = await plan()
    await handOver(desk, runId)
    return { refundId, runId }
  }

  it('a run by one debit of its total: the order is refunded', async () => {
    const { refundId } = await handedOver()
    await statement('2026-11-24', [debit(12_000)])
    expect(await get(refundId)).toMatchObject({ state: 'presumed_paid', seenOn: '2026-11-24' })
    expect(await desk.tracksOf(first())).toMatchObject({ disbursement: 'refunded' })
    expect(desk.balance('refund_in_transit')).toBe(0)
    expect(desk.balance('unexplained_outgoing')).toBe(770)
    expect(auditOf(desk, 'refunds').at(-1)).toBe('user:tester transfers_seen')
  })
  it('a part: the order is partly refunded', async () => {
    await handedOver(2_000)
    await statement('2026-11-24', [debit(2_000)])
    expect(await desk.tracksOf(first())).toMatchObject({ disbursement: 'partly_refunded' })
  })
  it('a single line that names the payee', async () => {
    await handedOver()
    await statement('2026-11-24', [debit(12_000, { remitterName: 'ﾔﾏﾀﾞ ﾀﾛｳ', description: 'ﾌﾘｺﾐ' })])
    expect(await transfers()).toMatchObject([{ state: 'presumed_paid', seen_on: '2026-11-24' }])
  })
  it('nothing by a line of another amount, or one that a person holds', async () => {
    await handedOver()
    await statement('2026-11-24', [debit(11_999)])
    expect(await transfers()).toMatchObject([{ state: 'handed_over' }])
    await writing(desk.ledger, (writer) => writer.db.updateTable('open_items').set({ held: 1 }).where('side', '=', 'debit').execute())
    valueIn(await confirmOutgoing(resourcesOf(desk)))
    expect(await transfers()).toMatchObject([{ state: 'handed_over' }])
  })
  it('nothing by money that the bank takes back, of whatever amount: it waits as taken back, and nobody ends it as the run', async () => {
    const { refundId, runId } = await handedOver()
    await statement('2026-11-24', [debit(12_000, { kind: 'correction', description: 'ﾃｲｾｲ' })])
    expect(await get(refundId)).toMatchObject({ state: 'handed_over' })
    const { rows } = valueIn(await desk.handlers['exceptions.list'](desk.maker, { filter: { type: 'taken_back' }, cursor: null, size: 9 }))
    expect(rows).toMatchObject([{ amount: 12_000, side: 'debit' }])
    const target = { of: 'line' as const, receiptId: rows[0]?.receiptId ?? (1 as never) }
    const refused = await desk.end({ target, ending: 'transfer_seen', runId })
    expect(refusalOf(refused)).toEqual({ refusal: 'ending_not_possible', ending: 'transfer_seen' })
    await statement('2026-11-25', [debit(12_000)])
    expect(await get(refundId)).toMatchObject({ state: 'presumed_paid', seenOn: '2026-11-25' })
  })
  it('for good once the bank’s return period is over', async () => {
    const { refundId, runId } = await handedOver()
    await statement('2026-11-24', [debit(12_000)])
    const keep = async () => valueIn(await confirmPresumed({ ...resourcesOf(desk), gateways }))
    desk.clock.advance(11 * DAY)
    // 2026-12-01: five business days after the 24th.
    expect(await keep()).toBe(0)
    desk.clock.advance(DAY)
    valueIn(await keepDeadlines(resourcesOf(desk)))
    expect(await get(refundId)).toMatchObject({ state: 'confirmed' })
    const run = await desk.ledger.reader.db.selectFrom('transfer_runs').select('state').where('id', '=', runId).executeTakeFirst()
    expect(run).toEqual({ state: 'confirmed' })
  })
  it('and a debit that fits two runs waits for a person, who says which', async () => {
    await handedOver(2_000)
    const more = await desk.ask({ of: 'order', orderId: desk.orders[4] ?? first() }, { amount: yen(2_000) })
    valueIn(await desk.decide(approvalOf(more)))
    const second = await plan()
    await handOver(desk, second.runId)
    await statement('2026-11-24', [debit(2_000)])
    expect(await transfers()).toMatchObject([{ state: 'handed_over' }, { state: 'handed_over' }])
    const receiptId = await desk.deposit(2_000)
    const got = valueIn(await desk.handlers['exceptions.get'](desk.maker, { receiptId }))
    expect(got).toMatchObject({
      type: 'transfer_unsure',
      endings: ['transfer_seen', 'bank_fee', 'own_transfer', 'small_difference', 'taken_back'],
    })
    expect(got.runs.map(({ name }) => name)).toEqual(['R20261120-1', 'R20261120-2'])
    valueIn(await desk.end({ target: { of: 'line', receiptId }, ending: 'transfer_seen', runId: second.runId }))
    expect(desk.balance('unexplained_outgoing')).toBe(770)
  })
})

it('what was booked before the bank had a run’s file is not the run, whatever a clerk says', async () => {
  await agreed()
  desk.clock.advance(5 * DAY)
  const { runId } = await plan()
  await handOver(desk, runId)
  await statement('2026-11-24', [debit(12_000)])
  const { rows } = valueIn(await desk.handlers['exceptions.list'](desk.maker, { filter: { side: 'debit' }, cursor: null, size: 10 }))
  const receiptId = rows.find(({ amount }) => amount === 12_000)?.receiptId ?? (1 as never)
  const seen = { target: { of: 'line' as const, receiptId }, ending: 'transfer_seen' as const }
  expect(refusalOf(await desk.end({ ...seen, runId }))).toEqual({ refusal: 'ending_not_possible', ending: 'transfer_seen' })
  const { id: transferId } = await desk.ledger.reader.db.selectFrom('transfers').select('id').executeTakeFirstOrThrow()
  expect(refusalOf(await desk.end({ ...seen, transferId }))).toEqual({ refusal: 'ending_not_possible', ending: 'transfer_seen' })
})

describe('a refund that comes back', () => {
  const back = (own: Partial<TestLine> = {}): TestLine => ({
    amount: 12_000,
    notCustomerMoney: 'returned',
    description: 'ﾌﾘｺﾐｸﾐﾓﾄﾞｼ ｺｳｻﾞﾅｼ',
    remitterName: 'ﾔﾏﾀﾞ ﾀﾛｳ',
    ...own,
  })
  async function paid(): Promise<RefundId> {
    const refundId = await agreed()
    const { runId } = await plan()
    await handOver(desk, runId)
    await statement('2026-11-24', [debit(12_000)])
    return refundId
  }

  it('is tied to its origin, explained, and paid again to another account', async () => {
    const refundId = await paid()
    const suspense = desk.balance('suspense')
    await statement('2026-11-25', [back()])
    expect(await get(refundId)).toMatchObject({ state: 'returned', returned: { on: '2026-11-25', cause: 'no_such_account' } })
    expect(await desk.tracksOf(first())).toMatchObject({ disbursement: 'refund_returned' })
    expect([desk.balance('suspense') - suspense, desk.balance('refund_in_transit')]).toEqual([0, -12_000])
    const target = { of: 'returned' as const, refundId }
    const preview = valueIn(await desk.handlers['refunds.preview'](desk.maker, { target }))
    expect(preview).toMatchObject({ account: null, journal: [], most: 12_000 })
    expect(refusalOf(await desk.ask(target, { amount: yen(11_000) }))).toEqual({ refusal: 'exceeds_refundable', left: 12_000 })
    const again = await desk.ask(target, { cause: 'returned', account: { ...PAYER_ACCOUNT, accountNumber: '9998887' } })
    valueIn(await desk.decide(approvalOf(again)))
    const second = valueIn(again).refundId
    expect(await get(refundId)).toMatchObject({ replacedBy: second })
    expect(await desk.tracksOf(first())).toMatchObject({ disbursement: 'in_refund' })
    expect(desk.balance('refund_in_transit')).toBe(-12_000)
    const { runId } = await plan()
    await handOver(desk, runId)
    await statement('2026-11-26', [debit(12_000)])
    expect(await get(second)).toMatchObject({ state: 'presumed_paid', replaces: refundId })
    expect(await desk.tracksOf(first())).toMatchObject({ disbursement: 'refunded' })
    expect(desk.balance('refund_in_transit')).toBe(0)
  })

  it('is income at last where its payer never names another account, once a supervisor agrees', async () => {
    const refundId = await paid()
    const wish = { target: { of: 'refund' as const, refundId }, ending: 'unclaimed' as const }
    expect(refusalOf(await desk.end(wish))).toEqual({ refusal: 'refund_not_open', state: 'presumed_paid' })
    await statement('2026-11-25', [back()])
    expect(refusalOf(await desk.end({ ...wish, ending: 'interest' }))).toEqual({ refusal: 'ending_not_possible', ending: 'interest' })
    const { approvers, journal, remaining } = valueIn(await desk.handlers['exceptions.preview'](desk.maker, wish))
    expect([approvers.needed, approvers.why, remaining]).toEqual([1, 'always', 0])
    expect(journal).toEqual([
      { debit: { account: 'refund_in_transit', of: null }, credit: { account: 'other_income', of: null }, amount: 12_000 },
    ])
    const asked = await desk.end(wish)
    expect(valueIn(asked).ended).toBe(false)
    valueIn(await desk.decide(approvalOf(asked)))
    expect([desk.balance('refund_in_transit'), desk.balance('other_income')]).toEqual([0, -12_000])
    expect(await get(refundId)).toMatchObject({ state: 'unclaimed' })
    const again = await desk.ask({ of: 'returned', refundId })
    expect(refusalOf(again)).toEqual({ refusal: 'refund_not_open', state: 'unclaimed' })
    expect(refusalOf(await desk.end(wish))).toEqual({ refusal: 'refund_not_open', state: 'unclaimed' })
    expect(refusalOf(await desk.end({ ...wish, target: { of: 'refund', refundId: 1 as never } }))).toMatchObject({ refusal: 'not_found' })
    expect(await desk.broken()).toEqual([])
  })

  it('is not unclaimed once it is asked for anew', async () => {
    const refundId = await paid()
    await statement('2026-11-25', [back()])
    const asked = await desk.end({ target: { of: 'refund', refundId }, ending: 'unclaimed' })
    valueIn(await desk.ask({ of: 'returned', refundId }, { cause: 'returned' }))
    expect(refusalOf(await desk.decide(approvalOf(asked)))).toEqual({ refusal: 'changed_meanwhile' })
  })

  it('is asked for anew once only', async () => {
    const refundId = await paid()
    await statement('2026-11-25', [back()])
    const target = { of: 'returned' as const, refundId }
    const asked = await desk.ask(target, { cause: 'returned' })
    expect(refusalOf(await desk.ask(target))).toEqual({ refusal: 'refund_not_open', state: 'returned' })
    valueIn(await desk.decide(approvalOf(asked), 'rejected'))
    expect(await desk.tracksOf(first())).toMatchObject({ disbursement: 'refund_returned' })
    valueIn(await desk.ask(target, { cause: 'returned' }))
  })

  it('pays no order, although its words do not say so, and a person ties it less the bank’s fee', async () => {
    const refundId = await paid()
    const { db } = desk.ledger.reader
    await statement('2026-11-25', [back({ notCustomerMoney: null, description: 'ﾌﾘｺﾐ', amount: 12_000 })])
    const receiptId = (
      await db
        .selectFrom('open_items')
        .select('receipt_id')
        .where('booked_on', '=', '2026-11-25' as never)
        .executeTakeFirstOrThrow()
    ).receipt_id
    const got = valueIn(await desk.handlers['exceptions.get'](desk.maker, { receiptId }))
    expect(got).toMatchObject({ type: 'returned', cause: 'not_told' })
    const [transfer] = got.transfers
    const asked = await desk.end({ target: { of: 'line', receiptId }, ending: 'transfer_returned', transferId: transfer?.id })
    valueIn(await desk.decide(approvalOf(asked)))
    expect(await get(refundId)).toMatchObject({ state: 'returned' })
  })

  it('less the bank’s fee, which the agent bears', async () => {
    const refundId = await paid()
    await statement('2026-11-25', [back({ amount: 11_340 })])
    const { db } = desk.ledger.reader
    const receiptId = await desk.deposit(11_340)
    const transfer = await db.selectFrom('transfers').select('id').executeTakeFirstOrThrow()
    const wish = { target: { of: 'line' as const, receiptId }, ending: 'transfer_returned' as const, transferId: transfer.id }
    const { journal, approvers } = valueIn(await desk.handlers['exceptions.preview'](desk.maker, wish))
    expect(approvers).toMatchObject({ needed: 1, why: 'above_limit' })
    expect(journal).toEqual([
      { debit: { account: 'suspense', of: null }, credit: { account: 'refund_in_transit', of: null }, amount: 11_340 },
      { debit: { account: 'fees_paid', of: null }, credit: { account: 'refund_in_transit', of: null }, amount: 660 },
    ])
    valueIn(await desk.decide(approvalOf(await desk.end(wish))))
    expect([desk.balance('fees_paid'), desk.balance('refund_in_transit')]).toEqual([660, -12_000])
    expect(await get(refundId)).toMatchObject({ state: 'returned' })
  })
})
