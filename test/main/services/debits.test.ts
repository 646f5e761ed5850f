import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { businessDate } from '../../../src/preload/contract/date'
import { DebitResultLineId, DebitRunId, ReceiptId } from '../../../src/preload/contract/ids'
import { DEBIT_ON, type DebitDesk, openDebitDesk, outcomesOf } from '../../support/debits'
import { auditOf, personAt, refusalOf } from '../../support/desk'
import { TESTER, valueIn, writing } from '../../support/ledger'
import { gateways } from '../../support/statements'
import { bringIn, clearByHand } from '../../support/story'
import { brokenByChange, brokenPromises } from '../../support/verified'

/* 口座振替, from the mandate to what became of the debit. */

let bank: DebitDesk
beforeEach(async () => {
  bank = await openDebitDesk()
  await bank.mandate('42')
})
afterEach(async () => {
  expect(await brokenPromises(bank.ledger)).toEqual([])
  await bank.cleanup()
})

const prepare = () => bank.desk['debits.prepare'](bank.clerk, { debitOn: businessDate(DEBIT_ON) })
const release = ({ id, sha256 }: { id: DebitRunId; sha256: string }) => bank.desk['debits.release'](bank.supervisor, { id, sha256 })
/** The mandate of a customer ends. */
const end = async (customerNumber: string) => {
  const { rows } = valueIn(await bank.desk['mandates.list'](bank.clerk, { cursor: null, size: 50 }))
  const { id } = rows.find((row) => row.customerNumber.endsWith(customerNumber)) ?? expect.fail()
  return valueIn(await bank.desk['mandates.end'](bank.clerk, { id, reason: '解約' }))
}
const NOT_A_RUN = DebitRunId.parse(1)
describe('a run', () => {
  it('shows the next cycles with what is due, and asks for it in a file that a second person releases', async () => {
    const order = await bank.chosen('42', 3_000)
    const { cycles } = valueIn(await bank.desk['debits.cycles'](bank.clerk, {}))
    expect(cycles.map(({ debitOn, orders, amount }) => [debitOn, orders, amount])).toEqual([
      ['2026-11-27', 1, 3_000],
      ['2026-12-28', 0, 0],
      ['2027-01-27', 0, 0],
      ['2027-03-01', 0, 0],
    ])
    expect(cycles[0]).toMatchObject({ handInBy: { date: '2026-11-25', time: '12:00' }, resultOn: '2026-12-03', transferOn: '2026-12-07' })
    const { id, lines, total, sha256 } = valueIn(await prepare())
    expect([lines, total]).toEqual([1, 3_000])
    expect(refusalOf(await bank.desk['debits.download'](bank.clerk, { id }))).toEqual({ refusal: 'debit_run_not_there', state: 'prepared' })
    valueIn(await bank.desk['debits.release'](bank.supervisor, { id, sha256 }))
    const { ticket } = valueIn(await bank.desk['debits.download'](bank.clerk, { id }))
    const fetched = bank.files.redeem(ticket, bank.clerk.actor) ?? expect.fail()
    expect(gateways.directDebit.readDebits(readFileSync(fetched.path), 'request')).toMatchObject({
      ok: true,
      head: { code: '0123456789', debitOn: '1127', bankCode: '0009', branchCode: '015' },
      lines: [
        {
          customerNumber: '42'.padStart(20, '0'),
          amount: 3_000,
          newCode: '1',
          holderKana: 'ﾔﾏﾀﾞ ﾀﾛｳ',
          account: { accountNumber: '0012345' },
        },
      ],
    })
    expect(bank.look(order.orderId).events.at(-1)).toBe('user:jiro debit_submitted')
    expect(auditOf(bank, 'debits')).toEqual(['user:hanako prepared', 'user:jiro released', 'user:hanako file_fetched'])
    const [run] = valueIn(await bank.desk['debits.runs'](bank.clerk, { cursor: null, size: 50 })).rows
    expect(run).toMatchObject({ state: 'submitted', lines: 1, total: 3_000, open: 1, paid: 0, failed: 0, releasedBy: 'user:jiro' })
  })

  it('asks for an order once, and for nothing that is paid otherwise meanwhile', async () => {
    await bank.chosen('42')
    await bank.run()
    expect(refusalOf(await prepare())).toEqual({ refusal: 'nothing_to_debit', debitOn: DEBIT_ON })
    await bank.chosen('42', 500)
    expect(valueIn(await prepare())).toMatchObject({ lines: 1, total: 500 })
  })

  it('asks for no debit that is alike another file’s of the day: no result could tell which is which', async () => {
    await bank.chosen('42', 3_000)
    const { id } = valueIn(await prepare())
    await bank.chosen('42', 3_000)
    expect(refusalOf(await prepare())).toEqual({ refusal: 'nothing_to_debit', debitOn: DEBIT_ON })
    await bank.chosen('42', 3_100)
    expect(valueIn(await prepare())).toMatchObject({ lines: 1, total: 3_100 })
    valueIn(await bank.desk['debits.giveUp'](bank.clerk, { id, reason: '取りやめ' }))
    expect(valueIn(await prepare())).toMatchObject({ lines: 2, total: 6_000 })
  })

  it('is released by another than its maker, as it was shown, in time, once', async () => {
    await bank.chosen('42')
    const { id, sha256 } = valueIn(await prepare())
    const both = { ...bank.clerk, user: { ...(bank.clerk.user ?? expect.fail()), roles: ['clerk', 'supervisor'] as const } }
    expect(refusalOf(await bank.desk['debits.release'](both, { id, sha256 }))).toEqual({ refusal: 'second_person_required' })
    const asShown = (digest: string) => bank.desk['debits.release'](bank.supervisor, { id, sha256: digest })
    expect(refusalOf(await asShown('0'.repeat(64)))).toEqual({ refusal: 'changed_meanwhile' })
    expect(refusalOf(await bank.desk['debits.release'](bank.supervisor, { id: NOT_A_RUN, sha256 }))).toMatchObject({ refusal: 'not_found' })
    valueIn(await asShown(sha256))
    expect(refusalOf(await asShown(sha256))).toEqual({ refusal: 'debit_run_not_there', state: 'submitted' })
  })

  it('is too late after its cut-off', async () => {
    await bank.chosen('42')
    const { id, sha256 } = valueIn(await prepare())
    bank.goTo('2026-11-26')
    expect(refusalOf(await bank.desk['debits.release'](bank.supervisor, { id, sha256 }))).toEqual({
      refusal: 'debit_day_passed',
      debitOn: DEBIT_ON,
    })
    expect(refusalOf(await prepare())).toEqual({ refusal: 'debit_day_passed', debitOn: DEBIT_ON })
  })

  it('that is given up leaves its orders to the next, whose payers are told the other day', async () => {
    const order = await bank.chosen('42')
    const { id } = valueIn(await prepare())
    valueIn(await bank.desk['debits.giveUp'](bank.clerk, { id, reason: '作り直す' }))
    expect(refusalOf(await bank.desk['debits.giveUp'](bank.clerk, { id, reason: '作り直す' }))).toEqual({
      refusal: 'debit_run_not_there',
      state: 'given_up',
    })
    bank.goTo('2026-11-30')
    await bank.run('2026-12-28')
    expect(bank.stands(order.orderId)).toBe('unpaid none direct_debit 2026-12-28 0')
    expect(bank.look(order.orderId).notices).toContain('payer debit_postponed mail')
  })

  it('is not made before the collector is settled', async () => {
    await bank.chosen('42')
    await bank.settle({ collectorCode: '' })
    expect(refusalOf(await prepare())).toEqual({ refusal: 'direct_debit_not_settled' })
    expect(valueIn(await bank.desk['debits.cycles'](bank.clerk, {})).cycles).toEqual([])
  })
})

describe('a mandate that ends after its run was made', () => {
  it('is left out at the release, with its reason: the file is made anew, to be looked at again', async () => {
    await bank.mandate('43')
    const [stays, goes] = [await bank.chosen('42', 3_000), await bank.chosen('43', 700)]
    const first = valueIn(await prepare())
    await end('43')
    const { leftOut, remade } = valueIn(await release(first))
    expect([leftOut, remade === null || remade === first.id]).toEqual([1, false])
    expect([bank.stands(goes.orderId), bank.look(goes.orderId).notices.slice(-3)[0]]).toEqual([
      expect.stringMatching(/^unpaid none - /),
      'payer debit_refused mail',
    ])
    const { rows } = valueIn(await bank.desk['debits.runs'](bank.clerk, { cursor: null, size: 10 }))
    expect(rows.map(({ state, lines, total, madeBy }) => [state, lines, total, madeBy])).toEqual([
      ['prepared', 1, 3_000, 'user:hanako'],
      ['given_up', 2, 3_700, 'user:hanako'],
    ])
    const again = rows[0] ?? expect.fail()
    // Whoever has brought it about never saw its file.
    expect(refusalOf(await release(again))).toEqual({ refusal: 'second_person_required' })
    const third = await personAt(bank, 'saburo', ['supervisor'])
    expect(valueIn(await bank.desk['debits.release'](third, { id: again.id, sha256: again.sha256 }))).toEqual({ leftOut: 0, remade: null })
    expect(bank.stands(stays.orderId)).toBe(`unpaid none direct_debit ${DEBIT_ON} 0`)
  })

  it('what has come due meanwhile is in no file that is made anew', async () => {
    await bank.mandate('43')
    await bank.chosen('42', 3_000)
    await bank.chosen('43', 700)
    const first = valueIn(await prepare())
    await bank.chosen('42', 50_000)
    await end('43')
    valueIn(await release(first))
    const { rows } = valueIn(await bank.desk['debits.runs'](bank.clerk, { cursor: null, size: 10 }))
    expect(rows[0]).toMatchObject({ state: 'prepared', lines: 1, total: 3_000 })
  })

  it('and leaves nothing, so that there is no run', async () => {
    await bank.chosen('42')
    const made = valueIn(await prepare())
    await end('42')
    expect(valueIn(await release(made))).toEqual({ leftOut: 1, remade: null })
    expect(valueIn(await bank.desk['debits.runs'](bank.clerk, { cursor: null, size: 10 })).rows).toMatchObject([{ state: 'given_up' }])
  })

  it('lets its payer choose where the run is given up', async () => {
    const order = await bank.chosen('42')
    const { id } = valueIn(await prepare())
    await end('42')
    expect(bank.stands(order.orderId)).toBe(`unpaid none direct_debit ${DEBIT_ON} 0`)
    valueIn(await bank.desk['debits.giveUp'](bank.clerk, { id, reason: '取りやめ' }))
    expect(bank.stands(order.orderId)).toMatch(/^unpaid none - /)
  })
})

describe('an order whose debit was asked for', () => {
  it('is neither switched, cancelled nor paid by a deposit until the result is in', async () => {
    const order = await bank.chosen('42')
    await bank.run()
    const still = { refusal: 'debit_submitted', orderNumber: order.order.orderNumber }
    const to = (method: 'bank_transfer') => bank.choice.choose(TESTER, order.orderId, { method, protectionWished: false })
    expect(refusalOf(await to('bank_transfer'))).toEqual(still)
    expect(valueIn(await bank.choice.look(order.orderId)).methods).toEqual([])
    expect(refusalOf(await bank.orders.cancel(bank.shop, order.order.orderNumber, '在庫なし'))).toEqual(still)
    await bringIn(bank, '2026-11-20', 0, [{ amount: 2_400, remitterName: 'ﾔﾏﾀﾞ ﾀﾛｳ' }])
    expect(bank.stands(order.orderId)).toBe(`unpaid none direct_debit ${DEBIT_ON} 0`)
    const receiptId = ReceiptId.parse(bank.ledger.source.prepare('select receipt_id from open_items').pluck().get())
    await expect(clearByHand(bank, receiptId, order.orderId, 2_400)).rejects.toThrow('debit_submitted')
    await expect(
      writing(bank.ledger, (writer) =>
        writer.db.updateTable('orders').set({ payment: 'cancelled' }).where('id', '=', order.orderId).execute(),
      ),
    ).rejects.toThrow('stands still')
    await bank.result([[order, '1']])
    valueIn(await to('bank_transfer'))
  })
})

describe('a result', () => {
  it('code 0 pays the order: the collector owes it until its transfer', async () => {
    const order = await bank.chosen('42', 3_000)
    await bank.run()
    bank.goTo('2026-12-03')
    expect(outcomesOf(await bank.result([[order, '0']]))).toEqual({ paid: 1 })
    expect(bank.stands(order.orderId)).toBe('paid none direct_debit 2026-11-27 3000')
    expect(bank.accounts()).toEqual({ 'receivable:smbcfs': 3_000, merchant_payable: -3_000 })
    expect(bank.ledger.source.prepare('select transfer_on, payable, paid_on from claims').raw().all()).toEqual([
      ['2026-12-07', 0, '2026-11-27'],
    ])
    expect(bank.look(order.orderId).notices).toContain('merchant paid mail')
  })

  it('code 0 lets the merchant be paid at once where the contract says so', async () => {
    await bank.settle({ payable: 'at_confirmation' })
    const order = await bank.chosen('42')
    await bank.run()
    await bank.result([[order, '0']])
    expect(bank.stands(order.orderId)).toMatch(/^paid releasable/)
  })

  it('code 1 debits once more at the next cycle, as often as is settled, and then lets the payer choose', async () => {
    const order = await bank.chosen('42')
    await bank.run()
    bank.goTo('2026-12-03')
    expect(outcomesOf(await bank.result([[order, '1']]))).toEqual({ postponed: 1 })
    expect(bank.stands(order.orderId)).toBe('unpaid none direct_debit 2026-12-28 0')
    expect(bank.look(order.orderId).notices.at(-1)).toBe('payer debit_postponed mail')
    await bank.run('2026-12-28')
    bank.goTo('2027-01-04')
    expect(outcomesOf(await bank.result([[order, '1']], '2026-12-28'))).toEqual({ refused: 1 })
    expect(bank.stands(order.orderId)).toMatch(/^unpaid none - 2027-01-\d\d 0$/)
    expect(bank.look(order.orderId).notices.slice(-3)).toEqual([
      'payer debit_refused mail',
      'merchant debit_refused mail',
      'merchant debit_refused webhook',
    ])
  })

  it.each(['2', '3', '4', '8', '9'] as const)('code %s lets the payer choose anew, by another way', async (code) => {
    const order = await bank.chosen('42')
    await bank.run()
    expect(outcomesOf(await bank.result([[order, code]]).catch((fault: unknown) => expect.fail(String(fault))))).toEqual({ refused: 1 })
    const look = valueIn(await bank.choice.look(order.orderId))
    expect([look.instruction, look.methods.map(({ method }) => method)]).toEqual([null, ['bank_transfer']])
    valueIn(await bank.choice.choose(TESTER, order.orderId, { method: 'bank_transfer', protectionWished: false }))
    expect(bank.stands(order.orderId)).toMatch(/^unpaid none bank_transfer/)
  })

  it.each(['E', 'N'] as const)('code %s is no result: a person ends it, or a later file does', async (code) => {
    const [one, other] = [await bank.chosen('42', 100), await bank.chosen('42', 200)]
    await bank.run()
    expect(
      outcomesOf(
        await bank.result([
          [one, code],
          [other, code],
        ]),
      ),
    ).toEqual({ no_result: 2 })
    const [first, second] = await bank.waiting()
    expect(first).toMatchObject({
      outcome: 'no_result',
      code,
      amount: 100,
      accountEnding: '345',
      order: { orderNumber: one.order.orderNumber },
    })
    const end = (ending: 'note' | 'not_debited', id = first?.id ?? expect.fail()) =>
      bank.desk['debits.end'](bank.clerk, { id, ending, note: '収納先に照会済' })
    valueIn(await end('not_debited'))
    expect(bank.stands(one.orderId)).toMatch(/^unpaid none direct_debit /)
    expect((await bank.waiting()).map(({ isAsked }) => isAsked)).toEqual([true, false])
    expect(refusalOf(await end('not_debited'))).toEqual({ refusal: 'change_already_staged' })
    expect(refusalOf(await bank.decide('approved', bank.clerk))).toEqual({ refusal: 'second_person_required' })
    valueIn(await bank.decide())
    expect(refusalOf(await end('not_debited'))).toEqual({ refusal: 'debit_line_not_open' })
    expect(bank.stands(one.orderId)).toMatch(/^unpaid none - /)
    expect(outcomesOf(await bank.result([[other, '0']]))).toEqual({ paid: 1 })
    expect(await bank.waiting()).toEqual([])
    expect(refusalOf(await end('note', second?.id ?? expect.fail()))).toEqual({ refusal: 'debit_line_not_open' })
    expect(refusalOf(await end('note', DebitResultLineId.parse(1)))).toEqual({ refusal: 'debit_line_not_open' })
  })

  it('that tells nothing twice is ended once, and by two: the ledger refuses one alone', async () => {
    const order = await bank.chosen('42')
    await bank.run()
    await bank.result([[order, 'N']])
    await bank.result([[order, 'E']])
    const [line, ...others] = await bank.waiting()
    expect(others).toHaveLength(1)
    const recorded = writing(bank.ledger, (writer) => writer.db.updateTable('debit_lines').set({ result: 'N' }).execute())
    await expect(recorded).rejects.toThrow(/agreed to by another/)
    valueIn(await bank.desk['debits.end'](bank.clerk, { id: line?.id ?? expect.fail(), ending: 'not_debited', note: '照会済' }))
    valueIn(await bank.decide())
    expect(await bank.waiting()).toEqual([])
  })

  it('that comes after it was asked whether nothing was debited, holds', async () => {
    const order = await bank.chosen('42')
    await bank.run()
    await bank.result([[order, 'N']])
    const [line] = await bank.waiting()
    valueIn(await bank.desk['debits.end'](bank.clerk, { id: line?.id ?? expect.fail(), ending: 'not_debited', note: '照会済' }))
    expect(outcomesOf(await bank.result([[order, '0']]))).toEqual({ paid: 1 })
    expect(refusalOf(await bank.decide())).toEqual({ refusal: 'changed_meanwhile' })
    valueIn(await bank.decide('rejected'))
    expect(bank.stands(order.orderId)).toMatch(/^paid none/)
  })

  it('that is brought in again changes nothing', async () => {
    const order = await bank.chosen('42')
    await bank.run()
    bank.goTo('2026-12-03')
    const bytes = bank.file(new Map([[order.orderId, '0' as const]]))
    valueIn(await bank.bring(bytes))
    expect(valueIn(await bank.preview(bytes)).alreadyImported).toMatchObject({ fileName: 'result.txt', importedBy: 'user:hanako' })
    expect(valueIn(await bank.bring(bytes))).toEqual({ fileId: null, outcomes: [{ outcome: 'repeated', count: 1 }] })
    // The same, written otherwise.
    expect(outcomesOf(valueIn(await bank.bring(Buffer.concat([bytes, Buffer.of(0x1a)]))))).toEqual({ repeated: 1 })
    expect(bank.accounts()['receivable:smbcfs']).toBe(2_400)
  })

  it('of debits that are alike tells of each once', async () => {
    const alike = [await bank.chosen('42', 700), await bank.chosen('42', 700), await bank.chosen('42', 700)] as const
    await bank.run()
    const [one, two, three] = alike
    expect(
      outcomesOf(
        await bank.result([
          [one, '0'],
          [two, 'N'],
          [three, '1'],
        ]),
      ),
    ).toEqual({ paid: 1, no_result: 1, postponed: 1 })
    // The same once more, with the answer that was missing.
    expect(
      outcomesOf(
        await bank.result([
          [one, '0'],
          [two, '0'],
          [three, '1'],
        ]),
      ),
    ).toEqual({ repeated: 2, paid: 1 })
    expect(bank.accounts()['receivable:smbcfs']).toBe(1_400)
  })

  it('that says otherwise than before, or tells of what nobody asked for, waits for a person', async () => {
    const [order, other] = [await bank.chosen('42'), await bank.chosen('42', 700)]
    await bank.run()
    await bank.result([[order, '0']])
    expect(outcomesOf(await bank.result([[order, '1']]))).toEqual({ contradicts: 1 })
    const bytes = bank.file(new Map([[other.orderId, '0' as const]]))
    const foreign = Buffer.from(
      Buffer.from(bytes).toString('latin1').replaceAll('0000000700', '0000000701').replaceAll('000000000700', '000000000701'),
      'latin1',
    )
    expect(outcomesOf(valueIn(await bank.bring(foreign)))).toEqual({ unknown: 1 })
    const rows = await bank.waiting()
    expect(rows.map(({ outcome, order: of }) => [outcome, of?.orderNumber ?? null])).toEqual([
      ['contradicts', order.order.orderNumber],
      ['unknown', null],
    ])
    for (const { id } of rows) {
      expect(refusalOf(await bank.desk['debits.end'](bank.clerk, { id, ending: 'not_debited', note: '照会済' }))).toEqual({
        refusal: 'debit_line_not_open',
      })
      valueIn(await bank.desk['debits.end'](bank.clerk, { id, ending: 'note', note: '照会済' }))
    }
    expect(await bank.waiting()).toEqual([])
    expect(bank.stands(other.orderId)).toMatch(/^unpaid none direct_debit/)
  })

  it('is refused whole where it is faulty, another collector’s, of another day, or nobody has settled one', async () => {
    const order = await bank.chosen('42')
    await bank.run()
    bank.goTo(DEBIT_ON)
    const bytes = Buffer.from(bank.file(new Map([[order.orderId, '0' as const]])))
    const changed = (from: string, to: string) => Buffer.from(bytes.toString('latin1').replace(from, to), 'latin1')
    expect(refusalOf(await bank.bring(changed('8000001', '8000002')))).toMatchObject({
      refusal: 'debit_result_has_errors',
      total: 1,
      errors: [{ record: 3, field: '合計件数', code: 'count_differs', found: '2', expected: '1' }],
    })
    expect(refusalOf(await bank.bring(changed('0123456789', '9999999999')))).toEqual({
      refusal: 'debit_result_foreign',
      code: '9999999999',
      debitOn: '1127',
    })
    bank.goTo('2026-12-03')
    expect(refusalOf(await bank.bring(changed('11270009', '11280009')))).toMatchObject({ refusal: 'debit_result_foreign', debitOn: '1128' })
    const shown = valueIn(await bank.preview(bytes))
    expect(refusalOf(await bank.desk['debits.bringIn'](bank.supervisor, { planId: shown.planId, sha256: shown.sha256 }))).toEqual({
      refusal: 'plan_expired',
    })
    await bank.settle({ collectorCode: '' })
    expect(refusalOf(await bank.bring(bytes))).toEqual({ refusal: 'direct_debit_not_settled' })
    expect(bank.stands(order.orderId)).toMatch(/^unpaid none direct_debit/)
  })
})

describe('verify', () => {
  it.each([
    ['a run of another sum', 'update debit_runs set total = total + 1'],
    ['a run that its maker released', 'update debit_runs set released_by = made_by'],
    ['a debit without its claim', "update debit_lines set claim_id = null where result = '0'"],
    ['a debit of another amount', 'update debit_lines set amount = amount + 1'],
    ['a result nobody told', "update debit_lines set result = '1' where result is null"],
    ['a claim of no debit', "update debit_lines set claim_id = null, result = '9' where result = '0'"],
    ['a line of a result taken out', 'delete from debit_result_lines where record = 2'],
  ])('names %s', async (_what, change) => {
    const [one] = [await bank.chosen('42', 100), await bank.chosen('42', 200)]
    await bank.run()
    await bank.result([[one, '0']])
    expect(await brokenByChange(bank, change)).toContain('debits_equal_claims')
  })
})
