import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { expectedTransfers } from '../../../src/main/services/collection-transfers'
import { createEvents } from '../../../src/main/services/events'
import { refundHandlers } from '../../../src/main/services/refunds'
import type { DebitResultLineId, DebitRunId, OrderId } from '../../../src/preload/contract/ids'
import { type DebitDesk, openDebitDesk, outcomesOf } from '../../support/debits'
import { auditOf, refusalOf } from '../../support/desk'
import { TESTER, valueIn, writing } from '../../support/ledger'
import { PAYER_ACCOUNT } from '../../support/refunds'
import { gateways } from '../../support/statements'
import { bringIn } from '../../support/story'
import { brokenPromises } from '../../support/verified'

/* What two have agreed about a debit of which no result is known, and what it was after all. */

let bank: DebitDesk
beforeEach(async () => {
  bank = await openDebitDesk()
  await bank.mandate('42')
})
afterEach(async () => {
  expect(await brokenPromises(bank.ledger)).toEqual([])
  await bank.cleanup()
})

describe('a run whose result does not come', () => {
  const overdue = async () => valueIn(await bank.desk['debits.overdue'](bank.clerk, {})).runs
  const notMade = (id: DebitRunId) => bank.desk['debits.notMade'](bank.clerk, { id, note: '収納先に照会、受け取っていない' })

  it('is told once it is overdue by contract, and counts as not debited when two have said so', async () => {
    const [one, other] = [await bank.chosen('42', 100), await bank.chosen('42', 200)]
    const id = await bank.run()
    bank.goTo('2026-12-07')
    expect(await overdue()).toEqual([])
    expect(refusalOf(await notMade(id))).toEqual({ refusal: 'debit_not_overdue', on: '2026-12-08' })
    bank.goTo('2026-12-08')
    expect(await overdue()).toMatchObject([{ id, overdueOn: '2026-12-08', open: 2, openAmount: 300, isAsked: false }])
    valueIn(await notMade(id))
    expect([refusalOf(await notMade(id)), (await overdue())[0]?.isAsked]).toEqual([{ refusal: 'change_already_staged' }, true])
    expect(refusalOf(await bank.decide('approved', bank.clerk))).toEqual({ refusal: 'second_person_required' })
    expect(bank.stands(one.orderId)).toMatch(/^unpaid none direct_debit/)
    valueIn(await bank.decide())
    expect([one, other].map(({ orderId }) => bank.stands(orderId))).toEqual([
      expect.stringMatching(/^unpaid none - /),
      expect.stringMatching(/^unpaid none - /),
    ])
    expect(await overdue()).toEqual([])
    expect(refusalOf(await notMade(id))).toEqual({ refusal: 'not_found', what: 'debit_run' })
    // Money that was debited all the same waits for a person.
    expect(outcomesOf(await bank.result([[one, '0']]))).toEqual({ contradicts: 1 })
    expect(auditOf(bank, 'debits').slice(-3)).toEqual([
      'user:hanako not_debited_asked',
      'user:jiro not_debited',
      'user:hanako result_imported',
    ])
  })

  it('but for a line: only that one', async () => {
    const [told, missing] = [await bank.chosen('42', 100), await bank.chosen('42', 200)]
    const id = await bank.run()
    bank.goTo('2026-12-08')
    await bank.result([[told, '0']])
    expect(await overdue()).toMatchObject([{ open: 1, openAmount: 200, lines: 2 }])
    valueIn(await notMade(id))
    valueIn(await bank.decide())
    expect([told, missing].map(({ orderId }) => bank.stands(orderId).slice(0, 12))).toEqual(['paid none di', 'unpaid none '])
  })

  it('and then comes before the second has agreed: nothing is recorded', async () => {
    const order = await bank.chosen('42')
    const id = await bank.run()
    bank.goTo('2026-12-08')
    valueIn(await notMade(id))
    await bank.result([[order, '0']])
    expect(refusalOf(await bank.decide())).toEqual({ refusal: 'changed_meanwhile' })
    valueIn(await bank.decide('rejected'))
  })

  it('never counts so by one person alone: the ledger refuses it', async () => {
    await bank.chosen('42')
    await bank.run()
    const recorded = writing(bank.ledger, (writer) => writer.db.updateTable('debit_lines').set({ result: 'not_debited' }).execute())
    await expect(recorded).rejects.toThrow(/agreed to by another/)
  })
})

describe('a debit that counted as not debited, and was made after all', () => {
  const endAs = (ending: 'note' | 'debited' | 'paid', id: DebitResultLineId) =>
    bank.desk['debits.end'](bank.clerk, { id, ending, note: '収納先に照会、引落済' })
  /** Two have agreed that nothing was debited; then its result comes. */
  const told = async () => {
    const order = await bank.chosen('42', 3_000)
    const id = await bank.run()
    bank.goTo('2026-12-08')
    valueIn(await bank.desk['debits.notMade'](bank.clerk, { id, note: '照会済' }))
    valueIn(await bank.decide())
    expect(outcomesOf(await bank.result([[order, '0']]))).toEqual({ contradicts: 1 })
    const [line] = await bank.waiting()
    return { order, id: line?.id ?? expect.fail() }
  }

  /** Its payer pays by a transfer meanwhile. */
  const payOtherwise = async ({ orderId }: { orderId: OrderId }) => {
    valueIn(await bank.choice.choose(TESTER, orderId, { method: 'bank_transfer', protectionWished: false }))
    await bringIn(bank, '2026-11-20', 0, [{ amount: 3_000, remitterName: 'ﾔﾏﾀﾞ ﾀﾛｳ' }])
    expect(bank.stands(orderId)).toMatch(/^paid/)
  }

  it('pays its order once another person agrees, and is among what its collector transfers', async () => {
    const { order, id } = await told()
    valueIn(await endAs('debited', id))
    expect((await bank.waiting())[0]).toMatchObject({ isAsked: true, holdsMoney: false })
    expect([refusalOf(await endAs('debited', id)), refusalOf(await endAs('note', id))]).toEqual([
      { refusal: 'change_already_staged' },
      { refusal: 'change_already_staged' },
    ])
    expect(refusalOf(await bank.decide('approved', bank.clerk))).toEqual({ refusal: 'second_person_required' })
    expect(bank.accounts()).toEqual({})
    valueIn(await bank.decide())
    expect([await bank.waiting(), bank.stands(order.orderId)]).toEqual([[], expect.stringMatching(/^paid none direct_debit .* 3000$/)])
    expect(bank.accounts()).toEqual({ 'receivable:smbcfs': 3_000, merchant_payable: -3_000 })
    expect(await expectedTransfers(bank.ledger.reader)).toMatchObject([{ party: 'smbcfs', transferOn: '2026-12-07', gross: 3_000 }])
    expect(auditOf(bank, 'debits').slice(-3)).toEqual(['user:hanako debited_asked', 'user:jiro line_paid', 'user:jiro debited'])
    // The same told once more is owed no second time.
    await bank.bring(Buffer.concat([bank.file(new Map([[order.orderId, '0' as const]])), Buffer.of(0x1a)]))
    const [again] = await bank.waiting()
    expect(refusalOf(await endAs('debited', again?.id ?? expect.fail()))).toEqual({ refusal: 'debit_line_not_open' })
  })

  it('belongs to nobody where its order is over, and goes back to the payer', async () => {
    const { order, id } = await told()
    await payOtherwise(order)
    valueIn(await endAs('debited', id))
    valueIn(await bank.decide())
    expect(bank.accounts()).toMatchObject({ 'receivable:smbcfs': 3_000, unapplied_collections: -3_000 })
    expect(await bank.waiting()).toMatchObject([{ holdsMoney: true, refundId: null }])
    expect([refusalOf(await endAs('note', id)), refusalOf(await endAs('debited', id))]).toEqual([
      { refusal: 'collection_holds_money' },
      { refusal: 'debit_line_not_open' },
    ])
    expect(refusalOf(await endAs('paid', id))).toMatchObject({ refusal: 'order_not_open' })
    const refunds = refundHandlers({ ledger: bank.ledger, clock: bank.clock, events: createEvents(), gateways })
    const target = { of: 'debit' as const, lineId: id }
    const { version, amount, payerName } = valueIn(await refunds['refunds.preview'](bank.clerk, { target, account: PAYER_ACCOUNT }))
    expect([amount, payerName]).toEqual([3_000, '山田 太郎'])
    const said = { cause: 'duplicate' as const, why: '二重払い', source: 'letter' as const, differenceConfirmed: true }
    valueIn(await refunds['refunds.request'](bank.clerk, { target, version, amount, account: PAYER_ACCOUNT, ...said }))
    expect(refusalOf(await refunds['refunds.preview'](bank.clerk, { target }))).toEqual({ refusal: 'collection_refund_asked' })
    expect(refusalOf(await endAs('paid', id))).toEqual({ refusal: 'collection_refund_asked' })
    valueIn(await bank.decide())
    expect([await bank.waiting(), bank.accounts()]).toEqual([
      [],
      expect.objectContaining({ 'receivable:smbcfs': 3_000, refund_in_transit: -3_000 }),
    ])
    expect(refusalOf(await refunds['refunds.preview'](bank.clerk, { target }))).toEqual({ refusal: 'debit_line_not_open' })
  })

  it('is refused where it says otherwise by now', async () => {
    const { order, id } = await told()
    valueIn(await endAs('debited', id))
    await payOtherwise(order)
    expect(refusalOf(await bank.decide())).toEqual({ refusal: 'changed_meanwhile' })
    valueIn(await bank.decide('rejected'))
  })

  it('never by one person alone: the ledger refuses it', async () => {
    await told()
    const claimed = writing(bank.ledger, (writer) => sql`update debit_result_lines set claim_id = 1`.execute(writer.db))
    await expect(claimed).rejects.toThrow(/agreed to by another/)
  })

  it('is no ending of a line that tells another thing', async () => {
    const order = await bank.chosen('42')
    await bank.run()
    await bank.result([[order, 'N']])
    const [line] = await bank.waiting()
    for (const ending of ['debited', 'paid'] as const)
      expect(refusalOf(await endAs(ending, line?.id ?? expect.fail()))).toEqual({ refusal: 'debit_line_not_open' })
  })
})
