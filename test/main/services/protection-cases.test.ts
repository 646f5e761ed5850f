import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { listProtection, protectionWaiting } from '../../../src/main/ledger/protection-cases'
import { type ApprovalId, OrderId } from '../../../src/preload/contract/ids'
import { type Yen, yen } from '../../../src/preload/contract/money'
import type { Dispute } from '../../../src/preload/contract/protection'
import { auditOf, OPERATOR, personAt, refusalOf } from '../../support/desk'
import { type DisputeDesk, openDisputeDesk } from '../../support/disputes'
import { addOrders, HOLDER, valueIn, writing } from '../../support/ledger'
import { fullScans, plansOf } from '../../support/query-plans'
import { clearByHand, clearingDesk } from '../../support/story'

let desk: DisputeDesk
beforeEach(async () => {
  desk = await openDisputeDesk()
})
afterEach(() => desk.cleanup())

const PAID = 5_500
const MERCHANT = '追跡番号があり、配達済みになっている'
const PAYER = '届いていない'

async function contested(): Promise<void> {
  await desk.tell('not_arrived', PAYER)
  await desk.tell('contested', MERCHANT, 'fax')
}

async function propose(released: number, own: object = {}, who = desk.clerk) {
  const { version } = await desk.get()
  return desk.handlers['protection.propose'](who, { orderId: desk.held, version, released: yen(released), why: '配達の証拠は弱い', ...own })
}

async function decide(approvalId: ApprovalId, decision: 'approved' | 'rejected', who = desk.supervisor) {
  const { approvals } = valueIn(await desk.handlers['approvals.list'](who, { open: true }))
  const digest = approvals.find(({ id }) => id === approvalId)?.digest ?? ''
  return desk.handlers['approvals.decide'](who, { id: approvalId, digest, decision, reason: '' })
}

/** What stands on the accounts of the merchant: owed to it, and held for its payers. */
function balances(): { owed: number; held: number } {
  const of = (kind: string) =>
    desk.ledger.source
      .prepare<[string], number>('select coalesce(sum(credit - debit), 0) from balances join accounts on id = account_id where code = ?')
      .pluck()
      .get(`${kind}:${desk.merchants[0]}`) ?? 0
  return { owed: of('merchant_payable'), held: of('held_for_payers') }
}

const standing = () =>
  desk.ledger.reader.db
    .selectFrom('orders')
    .select(['protection', 'disbursement', 'paid_amount as paid'])
    .where('id', '=', desk.held)
    .executeTakeFirstOrThrow()

describe('a contested case', () => {
  it('goes to the supervisor with both reasons, and what would go where', async () => {
    await contested()
    const { approvalId } = valueIn(await propose(2_000))
    const { approvals } = valueIn(await desk.handlers['approvals.list'](desk.supervisor, { open: true }))
    expect(approvals).toMatchObject([
      {
        id: approvalId,
        madeBy: 'yamada',
        mayDecide: true,
        case: {
          kind: 'contested_case',
          orderId: desk.held,
          orderNumber: 'S-2',
          merchantName: '桜商店',
          paidAmount: PAID,
          released: 2_000,
          refunded: 3_500,
          payerSaid: { what: 'not_arrived', reason: PAYER, source: 'telephone', by: 'user:yamada' },
          merchantSaid: { what: 'contested', reason: MERCHANT, source: 'fax' },
          why: '配達の証拠は弱い',
        },
      },
    ])
    expect(await desk.get()).toMatchObject({ proposal: { approvalId, released: 2_000, why: '配達の証拠は弱い', madeBy: 'yamada' } })
    expect(auditOf(desk, 'orders').at(-1)).toBe('user:yamada contest_proposed')
  })

  it('is not decided by who wrote down what one side said', async () => {
    const mori = await personAt(desk, 'mori', ['clerk', 'supervisor'])
    await desk.tell('not_arrived', PAYER)
    const { version } = await desk.get()
    const said = { id: desk.held, version, told: 'contested' as const, source: 'fax' as const, text: MERCHANT }
    valueIn<object>(await desk.handlers['orders.record'](mori, said))
    const { approvalId } = valueIn(await propose(2_000))
    expect(refusalOf(await decide(approvalId, 'approved', mori))).toEqual({ refusal: 'second_person_required' })
    valueIn(await decide(approvalId, 'approved'))
  })

  const endings = [
    {
      name: 'all to the merchant',
      released: PAID,
      protection: 'lapsed',
      disbursement: 'releasable',
      merchant: PAID,
      held: 0,
      part: 0,
      action: 'contest_released',
    },
    {
      name: 'all back to the payer',
      released: 0,
      protection: 'refund_due',
      disbursement: 'none',
      merchant: 0,
      held: PAID,
      part: 0,
      action: 'contest_refunded',
    },
    {
      name: 'so much to each',
      released: 2_000,
      protection: 'refund_due',
      disbursement: 'none',
      merchant: 2_000,
      held: 3_500,
      part: 2_000,
      action: 'contest_refunded',
    },
  ]
  it.each(endings)(
    'ends with $name once another person agrees',
    async ({ released, protection, disbursement, merchant, held, part, action }) => {
      await contested()
      const before = balances()
      const { approvalId } = valueIn(await propose(released))
      expect(balances()).toEqual(before)
      valueIn(await decide(approvalId, 'approved'))
      expect(await standing()).toEqual({ protection, disbursement, paid: PAID })
      expect(balances()).toEqual({ owed: before.owed + merchant, held })
      expect(await desk.get()).toMatchObject({ releasedAmount: part, proposal: null })
      expect(auditOf(desk, 'orders').at(-1)).toBe(`user:sato ${action}`)
      expect(await desk.broken()).toEqual([])
    },
  )

  it('stays contested when the supervisor does not agree, and may be proposed anew', async () => {
    await contested()
    const { approvalId } = valueIn(await propose(0))
    valueIn(await decide(approvalId, 'rejected'))
    expect(await standing()).toMatchObject({ protection: 'contested' })
    expect(await desk.get()).toMatchObject({ proposal: null })
    expect(auditOf(desk, 'orders').at(-1)).toBe('user:sato contest_proposal_rejected')
    valueIn(await decide(valueIn(await propose(PAID)).approvalId, 'approved'))
    expect(await standing()).toMatchObject({ protection: 'lapsed' })
    expect(await desk.broken()).toEqual([])
  })

  it('is not decided by whoever proposed it, a supervisor too', async () => {
    await contested()
    const { approvalId } = valueIn(await propose(0))
    expect(refusalOf(await decide(approvalId, 'approved', desk.clerk))).toEqual({ refusal: 'second_person_required' })
    expect(await standing()).toMatchObject({ protection: 'contested' })
  })

  it('is not put in force when the order stands otherwise by then, or holds other money', async () => {
    await contested()
    const { approvalId } = valueIn(await propose(0))
    const setting = (values: { paid_amount?: Yen; protection?: 'contested' | 'refund_due' }) =>
      writing(desk.ledger, (writer) => writer.db.updateTable('orders').set(values).where('id', '=', desk.held).execute())
    await setting({ paid_amount: yen(5_400) })
    expect(refusalOf(await decide(approvalId, 'approved'))).toEqual({ refusal: 'changed_meanwhile' })
    await setting({ paid_amount: yen(PAID), protection: 'refund_due' })
    expect(refusalOf(await decide(approvalId, 'approved'))).toEqual({ refusal: 'changed_meanwhile' })
    await setting({ protection: 'contested' })
    valueIn(await decide(approvalId, 'approved'))
    expect(await desk.broken()).toEqual([])
  })

  it('may be noted on meanwhile: a note is no part of what was agreed', async () => {
    await contested()
    const { approvalId } = valueIn(await propose(0))
    await writing(desk.ledger, (writer) =>
      writer.db
        .updateTable('orders')
        .set((row) => ({ note: '急ぎ', version: row('version', '+', 1) }))
        .where('id', '=', desk.held)
        .execute(),
    )
    valueIn(await decide(approvalId, 'approved'))
    expect(await standing()).toMatchObject({ protection: 'refund_due' })
  })

  it('cannot be proposed where nothing is contested, twice, too high, meanwhile changed, with a card number, by nobody', async () => {
    const refused = { refusal: 'order_step_refused', track: 'protection', event: 'contest_refunded' }
    expect(refusalOf(await propose(0))).toEqual({ ...refused, from: 'open' })
    await desk.tell('not_arrived', PAYER)
    expect(refusalOf(await propose(0))).toEqual({ ...refused, from: 'not_arrived' })
    await desk.tell('contested', MERCHANT)
    expect(refusalOf(await propose(PAID + 1))).toEqual({ refusal: 'invalid_input', problems: [{ path: 'released', message: 'too_large' }] })
    expect(refusalOf(await propose(0, { version: 1 }))).toEqual({ refusal: 'changed_meanwhile' })
    expect(refusalOf(await propose(0, { orderId: OrderId.parse(9) }))).toEqual({ refusal: 'not_found', what: 'order' })
    expect(refusalOf(await propose(0, { why: '4111111111111111' }))).toMatchObject({ refusal: 'invalid_input' })
    expect(refusalOf(await propose(0, {}, OPERATOR))).toEqual({ refusal: 'not_signed_in' })
    valueIn(await propose(0))
    expect(refusalOf(await propose(0))).toEqual({ refusal: 'change_already_staged' })
  })
})

describe('the queue of disputes', () => {
  const list = async (filter: object = {}, cursor: never | null = null, size = 100) =>
    valueIn(await desk.handlers['protection.list'](desk.clerk, { filter, cursor, size }))

  /** Orders that stand so, without the story that leads there. */
  async function disputed(...protections: Dispute[]) {
    return addOrders(
      desk.ledger,
      desk.merchants[1],
      protections.map((protection, at) => ({ amount: 100 + at, orderNumber: `D-${at}`, tracks: { payment: 'paid', protection } })),
    )
  }

  it('tells who said what, and until when the merchant may answer', async () => {
    expect(await list()).toMatchObject({ rows: [], next: null, matching: { count: 0 } })
    await desk.tell('return_wanted', '色が違う', 'letter')
    expect((await list()).rows).toMatchObject([
      {
        orderId: desk.held,
        orderNumber: 'S-2',
        merchantName: '桜商店',
        payerName: '山田 太郎',
        paidAmount: PAID,
        releasedAmount: 0,
        protection: 'return_wanted',
        payerSaid: { what: 'return_wanted', reason: '色が違う', source: 'letter', by: 'user:yamada' },
        merchantSaid: null,
        answerBy: '2026-11-27',
        proposed: false,
      },
    ])
    await desk.tell('contested', MERCHANT)
    valueIn(await propose(2_000))
    expect((await list()).rows).toMatchObject([
      { protection: 'contested', merchantSaid: { what: 'contested', reason: MERCHANT }, answerBy: null, proposed: true },
    ])
  })

  it('puts first what a clerk decides, page by page, and sifts by state and merchant', async () => {
    await disputed('refund_due', 'return_wanted', 'contested', 'not_arrived', 'contested')
    const first = await list({}, null, 3)
    expect(first.rows.map(({ orderNumber }) => orderNumber)).toEqual(['D-2', 'D-4', 'D-3'])
    expect(first.matching).toEqual({ count: 5, capped: false })
    const second = await list({}, first.next as never, 3)
    expect(second.rows.map(({ orderNumber }) => orderNumber)).toEqual(['D-0', 'D-1'])
    expect(second.next).toBeNull()
    expect((await list({ protection: 'contested' })).rows.map(({ orderNumber }) => orderNumber)).toEqual(['D-2', 'D-4'])
    expect((await list({ merchantId: desk.merchants[0] })).rows).toEqual([])
    expect(refusalOf(await desk.handlers['protection.list'](desk.clerk, { filter: {}, cursor: 'x' as never, size: 1 }))).toMatchObject({
      refusal: 'invalid_input',
    })
  })

  it('lets go of an order whose refund is on its way', async () => {
    await addOrders(desk.ledger, desk.merchants[1], [
      { amount: 100, tracks: { payment: 'paid', protection: 'refund_due', disbursement: 'refund_requested' } },
    ])
    expect((await list()).rows).toEqual([])
  })

  it('counts what waits for a clerk: contested without a proposal, and refunds that are due', async () => {
    expect(await protectionWaiting(desk.ledger.reader)).toBe(0)
    await disputed('return_wanted', 'not_arrived', 'refund_due', 'contested')
    expect(await protectionWaiting(desk.ledger.reader)).toBe(2)
    await contested()
    expect(await protectionWaiting(desk.ledger.reader)).toBe(3)
    valueIn(await propose(0))
    expect(await protectionWaiting(desk.ledger.reader)).toBe(2)
  })

  it('is answered by its index, however it is asked', async () => {
    const planned = await plansOf(desk.ledger, async (ledger) => {
      await listProtection(ledger, {}, null, 10)
      await listProtection(ledger, { protection: 'contested', merchantId: desk.merchants[0] }, null, 10)
      await protectionWaiting(ledger)
    })
    expect(fullScans(planned).filter((scan) => !/USING INDEX orders_disputed/.test(scan))).toEqual([])
  })
})

describe('one order with its protection', () => {
  it('tells its days and what may be recorded; of an order nobody knows nothing', async () => {
    expect(await desk.get()).toMatchObject({
      protection: 'open',
      paidAmount: PAID,
      deadlines: [
        { kind: 'reminder', on: '2026-12-01' },
        { kind: 'window', on: '2026-12-04' },
      ],
      said: [],
      recordable: ['received', 'return_wanted', 'not_arrived', 'shipped'],
      proposal: null,
      refundAccount: null,
    })
    expect(refusalOf(await desk.handlers['protection.get'](desk.clerk, { orderId: OrderId.parse(9) }))).toEqual({
      refusal: 'not_found',
      what: 'order',
    })
  })

  it('shows the account the payer gave last, by the names of its bank', async () => {
    const give = (id: number, accountNumber: string, holder_matches: 0 | 1) =>
      writing(desk.ledger, (writer) =>
        writer.db
          .insertInto('refund_accounts')
          .values({
            id,
            order_id: desk.held,
            account: JSON.stringify({ ...HOLDER, accountNumber }),
            holder_matches,
            source: 'link',
            actor: 'payer:1',
            at: writer.at,
          })
          .execute(),
      )
    await give(1, '1111111', 0)
    await give(2, '2222222', 1)
    expect((await desk.get()).refundAccount).toMatchObject({
      account: { accountNumber: '2222222', bankName: 'みずほ', branchName: '東京営業部' },
      holderMatches: true,
      source: 'link',
    })
  })

  it('tells that the merchant was silent, where nobody said anything', async () => {
    await desk.tell('not_arrived', PAYER)
    const { keepDeadlines } = await import('../../../src/main/services/deadlines')
    const { gateways } = await import('../../support/statements')
    desk.clock.advance(9 * 86_400_000)
    valueIn(await keepDeadlines({ ...desk, gateways }))
    expect(await desk.get()).toMatchObject({
      protection: 'refund_due',
      said: [
        { what: 'not_arrived', reason: PAYER },
        { what: 'merchant_silent', reason: '', source: null, by: 'system' },
      ],
    })
    expect(await desk.broken()).toEqual([])
  })
})

describe('a clearing that is undone', () => {
  async function undo() {
    const allocation = await desk.ledger.reader.db
      .selectFrom('allocations')
      .select('id')
      .where('order_id', '=', desk.held)
      .executeTakeFirstOrThrow()
    const { 'clearing.undoPreview': preview, 'clearing.undo': act } = clearingDesk(desk)
    const seen = await preview(desk.clerk, { allocationId: allocation.id })
    return { seen, done: await act(desk.clerk, { allocationId: allocation.id, reason: '別の注文' }) }
  }
  const lines = (seen: Awaited<ReturnType<typeof undo>>['seen']) =>
    valueIn(seen).journal.map(({ debit, credit, amount }) => `${debit.account} ${credit.account} ${amount}`)

  it('after the payer has the goods comes back from the merchant, and may be cleared again', async () => {
    const before = balances()
    await desk.tell('received', '届いた')
    const { seen, done } = await undo()
    valueIn(done)
    expect(lines(seen)).toEqual([`merchant_payable held_for_payers ${PAID}`, `held_for_payers suspense ${PAID}`])
    expect(balances()).toEqual({ owed: before.owed, held: 0 })
    expect(await desk.broken()).toEqual([])
    await clearByHand(desk, await desk.deposit(PAID), desk.held, PAID)
    expect(balances()).toEqual({ owed: before.owed + PAID, held: 0 })
    expect(await desk.broken()).toEqual([])
  })

  it('while a return is wanted leaves nothing to decide until the money is back', async () => {
    await contested()
    valueIn((await undo()).done)
    expect(await desk.broken()).toEqual([])
    expect(refusalOf(await propose(0))).toEqual({
      refusal: 'order_step_refused',
      track: 'payment',
      from: 'unpaid',
      event: 'contest_refunded',
    })
    await clearByHand(desk, await desk.deposit(PAID), desk.held, PAID)
    valueIn(await propose(0))
    expect(await desk.broken()).toEqual([])
  })

  it('is refused once two people have divided the money', async () => {
    await contested()
    valueIn(await decide(valueIn(await propose(2_000)).approvalId, 'approved'))
    const refused = { refusal: 'order_step_refused', track: 'protection', from: 'refund_due', event: 'allocation_undone_in_full' }
    const { seen, done } = await undo()
    expect([refusalOf(seen), refusalOf(done)]).toEqual([refused, refused])
    expect(await desk.broken()).toEqual([])
  })
})
