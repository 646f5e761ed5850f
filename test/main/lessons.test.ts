import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { saveClearingRules } from '../../src/main/ledger/agent-settings'
import { saveBankColumns } from '../../src/main/ledger/bank-columns'
import { openDeposit } from '../../src/main/ledger/clearing'
import { type DepositPage, listDeposits } from '../../src/main/ledger/deposit-list'
import { findProposals } from '../../src/main/services/candidates'
import { clearGroup, groupWaiting } from '../../src/main/services/clearing-groups'
import { applyStatement } from '../../src/main/services/intake-apply'
import { planStatement } from '../../src/main/services/intake-plan'
import { matchWaiting } from '../../src/main/services/match'
import { changeClearingRules } from '../../src/main/services/rules'
import { compareNames, nameKey } from '../../src/main/settlement/names'
import { findSums, POOL_MOST, STEPS_MOST } from '../../src/main/settlement/sums'
import { ClearingRules, USUAL_CLEARING_RULES } from '../../src/preload/contract/clearing-rules'
import { businessDate } from '../../src/preload/contract/date'
import { type AccountId, type MerchantId, OrderId, ReceiptId } from '../../src/preload/contract/ids'
import type { StatementPlan } from '../../src/preload/contract/intake'
import { methods } from '../../src/preload/contract/methods'
import { PositiveYen, yen } from '../../src/preload/contract/money'
import type { Cursor } from '../../src/preload/contract/paging'
import { auditOf, refusalOf } from '../support/desk'
import {
  addAccount,
  addMerchant,
  addOrders,
  fixedClock,
  openTestLedger,
  type TestLedger,
  type TestOrder,
  valueIn,
  writing,
} from '../support/ledger'
import { SHEET_COLUMNS, sheet } from '../support/sheets'
import { ACCOUNT, fileIn, quietControl, resourcesOf, type TestLine, zengin03 } from '../support/statements'
import { bringIn, CLERK, clearByHand, clearingDesk } from '../support/story'

/*
 * What users of other systems have complained about for years, each by its number in our list of lessons, proved against the real ledger in short
 * form. Taking back and the round trip to Excel stand in lessons-desk.test.ts, the long tests of each subject with their subject.
 */
let test: TestLedger
let account: AccountId
let merchant: MerchantId
beforeEach(async () => {
  test = await openTestLedger()
  account = await addAccount(test.ledger, { ...ACCOUNT })
  merchant = await addMerchant(test.ledger)
})
afterEach(() => test.cleanup())

const all = (sql: string): unknown[] => test.ledger.source.prepare(sql).raw().all()
const count = (table: string) => Number(test.ledger.source.prepare(`select count(*) from ${table}`).pluck().get())
const receiptOf = (amount: number) =>
  ReceiptId.parse(test.ledger.source.prepare('select id from receipts where amount = ?').pluck().get(amount))
const order = async (own: TestOrder): Promise<OrderId> => (await addOrders(test.ledger, merchant, [own]))[0] ?? expect.fail()
const rematch = async () => valueIn(await matchWaiting(resourcesOf(test), quietControl()))
const desk = () => clearingDesk(test)

async function planOf(name: string, day: string, lines: readonly TestLine[]): Promise<StatementPlan> {
  const file = fileIn(test.dir, name, zengin03({ account: ACCOUNT, from: day, to: day, opening: 0, lines }))
  const planned = valueIn(await planStatement(resourcesOf(test), file, quietControl()))
  if (planned.kind !== 'plan') throw new Error(planned.kind)
  return planned.plan
}
const apply = (plan: StatementPlan) => applyStatement(resourcesOf(test), plan, quietControl())

/** Brings in a file of one day, and tells how many of its lines were in already. */
async function overlapping(name: string, day: string, lines: readonly TestLine[]): Promise<number> {
  const plan = await planOf(name, day, lines)
  valueIn(await apply(plan))
  return plan.duplicates
}
/** Payers of whom each has a name of its own, as the bank writes it and by its key. */
const PAYERS = [...'ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅ'].map((kana) => `ﾔﾏ${kana}`)
const HIGUCHI = { remitterName: 'ﾋｸﾞﾁ', bankReference: '00000001' }

describe('lines of a statement', () => {
  it('1. the plan that is shown is the plan that is applied, line by line; where an order has moved meanwhile, it is refused', async () => {
    const paid = await order({ amount: 500, payerKey: 'ヒグチ' })
    await order({ amount: 800, payerKey: 'モリ' })
    await bringIn(test, '2026-11-19', 0, [{ amount: 501, remitterName: 'ﾀﾞﾚｶ' }])
    const lines = [
      { ...HIGUCHI, amount: 500 },
      { amount: 800, remitterName: 'ﾓﾘ' },
    ]
    const plan = await planOf('a.txt', '2026-11-20', lines)
    expect(plan).toMatchObject({ stored: 2, willClear: [{ level: 3, count: 2 }], waiting: { count: 0 } })
    await clearByHand(test, receiptOf(501), paid, 500)
    expect(refusalOf(await apply(plan))).toEqual({ refusal: 'plan_changed' })
    expect(count('allocations')).toBe(1)
    const anew = await planOf('a.txt', '2026-11-20', lines)
    expect(anew).toMatchObject({ willClear: [{ level: 3, count: 1 }], waiting: { count: 1, amount: 500 } })
    expect(valueIn(await apply(anew))).toMatchObject({ intake: { stored: 2, cleared: 1, waiting: 1 } })
  })

  it('2. two real payments of one payer with one amount on one day are both in', async () => {
    await overlapping('a.txt', '2026-11-20', [
      { ...HIGUCHI, amount: 500 },
      { ...HIGUCHI, amount: 500 },
    ])
    expect(all('select amount, remitter_name from receipts')).toEqual([
      [500, 'ﾋｸﾞﾁ'],
      [500, 'ﾋｸﾞﾁ'],
    ])
  })

  it('3. bringing in a file changes nothing of older lines that are alike', async () => {
    await bringIn(test, '2026-11-20', 0, [{ ...HIGUCHI, amount: 500 }])
    const before = all('select * from receipts')
    await bringIn(test, '2026-11-21', 500, [{ ...HIGUCHI, amount: 500 }])
    expect(all("select * from receipts where booked_on = '2026-11-20'")).toEqual(before)
  })

  it('4. a line that came twice is known in every later file too, which names the one that brought it', async () => {
    const lines = [{ ...HIGUCHI, amount: 500 }]
    await overlapping('a.txt', '2026-11-20', lines)
    const late = { ...HIGUCHI, amount: 700, bankReference: '00000009' }
    expect(await overlapping('b.txt', '2026-11-20', [...lines, late])).toBe(1)
    const again = await planOf('c.txt', '2026-11-20', [late, ...lines])
    expect(again).toMatchObject({ stored: 0, duplicates: 2 })
    expect(again.statements[0]?.earlierFiles.map(({ fileName, lines: told }) => [fileName, told])).toEqual([
      ['a.txt', 1],
      ['b.txt', 1],
    ])
    valueIn(await apply(again))
    expect(all('select amount from receipts order by amount')).toEqual([[500], [700]])
  })

  it('5. and 7. a line is known by what the bank sent: it is in once, and one that the bank inserts late is not passed over', async () => {
    const lines = [1, 2].map((at) => ({ ...HIGUCHI, amount: 500 * at, bankReference: `0000000${at}` }))
    expect(await overlapping('a.txt', '2026-11-20', lines)).toBe(0)
    const late = { ...HIGUCHI, amount: 700, bankReference: '00000009' }
    expect(await overlapping('b.txt', '2026-11-20', [late, ...lines])).toBe(2)
    expect(all('select amount from receipts order by amount')).toEqual([[500], [700], [1_000]])
  })

  it('8. a bank’s date is a day in Japan, whatever hour it is and wherever the machine stands', async () => {
    await test.cleanup()
    test = await openTestLedger({ clock: fixedClock(Date.parse('2026-11-20T23:30:00Z')) })
    await addAccount(test.ledger, { ...ACCOUNT })
    await bringIn(test, '2026-11-20', 0, [{ amount: 500 }])
    expect(all('select booked_on, value_on, typeof(booked_on) from receipts')).toEqual([['2026-11-20', '2026-11-20', 'text']])
  })
})

describe('9. the encoding of a bank’s own CSV belongs to its account', () => {
  const row = '2026/11/20,,,500,500,振込,髙﨑①㈱,,'
  const columns = { ...SHEET_COLUMNS, numbers: 'plain' as const }
  beforeEach(() => writing(test.ledger, (writer) => saveBankColumns(writer, account, 0, columns)))
  const plan = (encoding: 'cp932' | 'utf8') =>
    planStatement(resourcesOf(test), fileIn(test.dir, 'bank.csv', sheet([row], { encoding })), quietControl())

  it('髙﨑①㈱ of a short file in CP932 are themselves', async () => {
    const planned = valueIn(await plan('cp932'))
    if (planned.kind !== 'plan') throw new Error(planned.kind)
    valueIn(await apply(planned.plan))
    expect(all('select remitter_name, amount from receipts')).toEqual([['髙﨑①㈱', 500]])
  })

  it('another encoding is refused, and never guessed', async () => {
    expect(refusalOf(await plan('utf8'))).toMatchObject({ refusal: 'format_unknown' })
    expect(count('receipts')).toBe(0)
  })
})

describe('what clears by itself', () => {
  it('10. a name in half width that the bank cut off in the middle is the beginning of the whole name', () => {
    expect(compareNames(nameKey('ｶ)ｸﾞﾛ-ﾊﾞﾙｳｲｻﾞ'), nameKey('株式会社グローバルウイザード'), true)).toBe('prefix')
  })

  it('11. a number of another order in the text is a veto, however well the rest fits', async () => {
    await order({ amount: 500, instruction: { accountId: account, reference: '1000000001', dueOn: businessDate('2026-11-30') } })
    await order({ amount: 900, payerKey: 'ハラ', orderNumber: 'B5712345', referenceKey: 'B5712345' })
    await bringIn(test, '2026-11-20', 0, [{ amount: 500, remitterCode: '1000000001', edi: 'B5712345' }])
    expect(count('allocations')).toBe(0)
    const deposit = (await openDeposit(test.ledger.reader, receiptOf(500))) ?? expect.fail()
    const { proposals } = await findProposals(test.ledger.reader, deposit, '')
    // What speaks against stands first.
    expect(proposals.find(({ difference }) => difference === 0)?.reasons[0]).toMatchObject({
      code: 'reference_of_other',
      for: false,
      veto: true,
    })
  })

  it('12. name and amount of the only open order are enough, and the evidence is kept', async () => {
    await order({ amount: 500, payerKey: 'ヒグチ' })
    await bringIn(test, '2026-11-20', 0, [{ ...HIGUCHI, amount: 500 }])
    const [[evidence]] = all('select evidence from allocations') as [[string]]
    expect(JSON.parse(evidence).map(({ code }: { code: string }) => code)).toEqual([
      'name_equal',
      'only_open_order',
      'amount_equal',
      'within_due_date',
    ])
  })

  it('13. two sets that fit equally are shown, and none is taken', async () => {
    for (const amount of [10_000, 20_000, 12_000, 18_000]) await order({ amount, payerKey: 'ヒグチ' })
    await bringIn(test, '2026-11-20', 0, [{ ...HIGUCHI, amount: 30_000 }])
    await rematch()
    expect(count('allocations')).toBe(0)
    const deposit = (await openDeposit(test.ledger.reader, receiptOf(30_000))) ?? expect.fail()
    const sums = (await findProposals(test.ledger.reader, deposit, '')).proposals.filter(({ orders }) => orders.length > 1)
    expect(sums.map(({ reasons }) => reasons[0]?.code)).toEqual(['other_sum_fits', 'other_sum_fits'])
  })

  it('14. a search that would explode stops at its limit and says so', () => {
    const odd = Array.from({ length: POOL_MOST }, (_, at) => ({ id: OrderId.parse(at + 1), open: yen(10_000 + 2 * at) }))
    const found = findSums(odd, yen(70_001))
    expect(found).toMatchObject({ sets: [], isComplete: false })
    expect(found.steps).toBeLessThanOrEqual(STEPS_MOST + 1)
  })
})

describe('15. a single clearing by hand or a changed rule never clears the rest of what waits', () => {
  const spouse = { remitterName: 'ﾓﾘ ﾊﾅｺ' }

  it('what one clearing by hand teaches is proposed for the next, and clears none of them', async () => {
    const amounts = [1_000, 2_000, 3_000, 4_000]
    const orders = await addOrders(
      test.ledger,
      merchant,
      amounts.map((amount) => ({ amount, payerKey: 'モリケン' })),
    )
    await bringIn(
      test,
      '2026-11-20',
      0,
      amounts.map((amount) => ({ ...spouse, amount })),
    )
    await clearByHand(test, receiptOf(1_000), orders[0] ?? expect.fail(), 1_000)
    const deposit = (await openDeposit(test.ledger.reader, receiptOf(2_000))) ?? expect.fail()
    const { proposals } = await findProposals(test.ledger.reader, deposit, '')
    expect(proposals[0]?.reasons.map(({ code }) => code)).toContain('learned')
    await rematch()
    expect(count('allocations')).toBe(1)
  })

  it('a rule that a second person has agreed to holds for what comes; what waits is tried when somebody asks for it', async () => {
    const off = ClearingRules.parse({ automatic: { ...USUAL_CLEARING_RULES.automatic, name: false } })
    await writing(test.ledger, (writer) => saveClearingRules(writer, off))
    // No two of them come to the third, which would be asked.
    const amounts = [1_000, 2_100, 3_300]
    await addOrders(
      test.ledger,
      merchant,
      amounts.map((amount) => ({ amount, payerKey: 'ヒグチ' })),
    )
    await bringIn(
      test,
      '2026-11-20',
      0,
      amounts.map((amount) => ({ ...HIGUCHI, amount })),
    )
    await writing(test.ledger, async (writer) =>
      valueIn(await changeClearingRules(writer, { kind: 'clearing_rules', before: off, after: USUAL_CLEARING_RULES, trial: null })),
    )
    expect(count('allocations')).toBe(0)
    expect(await rematch()).toMatchObject({ match: { cleared: 3, waiting: 0 } })
  })
})

describe('taking back', () => {
  /** An order of 3,000 that three deposits have paid. */
  async function paidInThree() {
    const id = await order({ amount: 3_000, payerKey: 'ヒグチ' })
    const amounts = [900, 1_000, 1_100]
    await bringIn(
      test,
      '2026-11-20',
      0,
      amounts.map((amount) => ({ ...HIGUCHI, amount })),
    )
    const links = []
    for (const amount of amounts) links.push(await clearByHand(test, receiptOf(amount), id, amount))
    return { id, links }
  }
  const live = () =>
    all(
      'select a.amount from allocations a where not exists (select 1 from allocation_undos u where u.allocation_id = a.id) order by a.amount',
    )

  it('16. undoing one link of three leaves the other two', async () => {
    const { links } = await paidInThree()
    valueIn(await desk()['clearing.undo'](CLERK, { allocationId: links[1] ?? expect.fail(), reason: '' }))
    expect(live()).toEqual([[900], [1_100]])
    expect(all('select paid_amount, payment from orders')).toEqual([[2_000, 'partially_paid']])
  })

  it('17. both sides are open again, by the one link, and may be cleared again', async () => {
    const { id, links } = await paidInThree()
    valueIn(await desk()['clearing.undo'](CLERK, { allocationId: links[1] ?? expect.fail(), reason: '' }))
    expect(all('select remaining from open_items')).toEqual([[1_000]])
    await clearByHand(test, receiptOf(1_000), id, 1_000)
    expect(all('select paid_amount, payment from orders')).toEqual([[3_000, 'paid']])
    expect(refusalOf(await desk()['clearing.undo'](CLERK, { allocationId: links[1] ?? expect.fail(), reason: '' }))).toEqual({
      refusal: 'already_undone',
    })
  })

  it('19. who cleared and who undid what, and when, stands in a trail that nobody can change', async () => {
    const { links } = await paidInThree()
    valueIn(await desk()['clearing.undo'](CLERK, { allocationId: links[0] ?? expect.fail(), reason: '別の人' }))
    expect(auditOf(test, 'clearing')).toEqual([...Array(3).fill('user:tester cleared'), 'user:tester undone'])
    expect(all("select detail ->> 'reason' from audit_records where action = 'undone'")).toEqual([['別の人']])
    await expect(writing(test.ledger, (writer) => writer.db.deleteFrom('audit_records').execute())).rejects.toThrow(/append-only/)
  })
})

describe('money', () => {
  it('20. is whole yen from end to end: the database itself takes nothing else', async () => {
    await order({ amount: 500, payerKey: 'ヒグチ' })
    await bringIn(test, '2026-11-20', 0, [{ ...HIGUCHI, amount: 500 }])
    expect(
      all(
        'select distinct typeof(amount) from allocations union select typeof(amount) from postings union select typeof(amount) from receipts',
      ),
    ).toEqual([['integer']])
    await expect(
      writing(test.ledger, (writer) =>
        writer.db
          .updateTable('orders')
          .set({ paid_amount: 0.5 as never })
          .execute(),
      ),
    ).rejects.toThrow(/INTEGER/)
  })

  it('21. 990 received for 1,000: what is left open and what would be posted is told before anything is written', async () => {
    const id = await order({ amount: 1_000, payerKey: 'ヒグチ' })
    await bringIn(test, '2026-11-20', 0, [{ ...HIGUCHI, amount: 990 }])
    const deposit = (await openDeposit(test.ledger.reader, receiptOf(990))) ?? expect.fail()
    const [first] = (await findProposals(test.ledger.reader, deposit, '')).proposals
    expect([first?.orders[0]?.orderId, first?.difference]).toEqual([id, -10])
    const parts = [{ orderId: id, amount: PositiveYen.parse(990) }]
    const preview = valueIn(await desk()['clearing.preview'](CLERK, { receiptId: receiptOf(990), parts }))
    expect([preview.remaining, preview.journal.map(({ amount }) => amount)]).toEqual([0, [990]])
    expect(count('allocations')).toBe(0)
  })

  it('24. is given once: a second clearing of the same deposit or order is refused by name', async () => {
    const [one, other] = [await order({ amount: 500, payerKey: 'ハラ' }), await order({ amount: 500, payerKey: 'イケ' })]
    await bringIn(test, '2026-11-20', 0, [
      { amount: 501, remitterName: 'ﾓﾘ' },
      { amount: 502, remitterName: 'ﾓﾘ' },
    ])
    const clear = (amount: number, orderId: OrderId, version: number, part = 500) =>
      desk()['clearing.clear'](CLERK, {
        receiptId: receiptOf(amount),
        version: 1,
        parts: [{ orderId, version, amount: PositiveYen.parse(part) }],
      })
    valueIn(await clear(501, one, 1))
    expect(refusalOf(await clear(501, other, 1))).toEqual({ refusal: 'changed_meanwhile' })
    expect(refusalOf(await clear(502, one, 1))).toEqual({ refusal: 'changed_meanwhile' })
    expect(refusalOf(await clear(502, one, 2))).toMatchObject({ refusal: 'order_not_open' })
    expect(refusalOf(await clear(502, other, 1, 503))).toEqual({ refusal: 'exceeds_deposit', remaining: 502 })
  })
})

describe('thousands of them', () => {
  const AMOUNTS = Array.from({ length: 450 }, (_, at) => 1_000 + at)

  it('22. the queue comes by the page, each deposit once; nobody can ask for all at once', async () => {
    await bringIn(
      test,
      '2026-11-20',
      0,
      AMOUNTS.map((amount) => ({ amount, remitterName: 'ｼﾗﾅｲ' })),
    )
    const asked = { question: { open: true, search: [] }, sort: 'booked' as const, descending: false, size: 200 }
    const sizes: number[] = []
    const seen = new Set<ReceiptId>()
    for (let cursor: Cursor | null = null; ; ) {
      const page: DepositPage = (await listDeposits(test.ledger.reader, { ...asked, cursor })) ?? expect.fail()
      sizes.push(page.rows.length)
      for (const { id } of page.rows) seen.add(id)
      if (page.next === null) break
      cursor = page.next
    }
    expect([sizes, seen.size]).toEqual([[200, 200, 50], 450])
    expect(methods['deposits.list'].input.safeParse({ size: 1_000_000 }).success).toBe(false)
  })

  it('23. what waits for one cause is cleared at once after a look at 20 of them, each only as it was shown', async () => {
    const FEE = 440
    await addOrders(
      test.ledger,
      merchant,
      PAYERS.map((name, at) => ({ amount: 10_000 + at * 3_217, payerKey: nameKey(name) })),
    )
    await bringIn(
      test,
      '2026-11-20',
      0,
      PAYERS.map((remitterName, at) => ({ amount: 10_000 + at * 3_217 - FEE, remitterName })),
    )
    const result = valueIn(await groupWaiting(resourcesOf(test), quietControl()))
    const [group] = result.kind === 'group' ? result.groups.groups : []
    if (!group) throw new Error('no group')
    expect([group.count, group.sample.length, group.difference, count('allocations')]).toEqual([PAYERS.length, 20, -FEE, 0])
    const [held] = group.members
    if (!held) throw new Error('no member')
    valueIn(await desk()['clearing.hold'](CLERK, { receiptId: held.receiptId, version: held.version, held: true, note: '照会中' }))
    const { key, seed, members } = group
    const cleared = valueIn(await clearGroup(resourcesOf(test), { key, seed, members, rest: 'leave' }, quietControl()))
    expect(cleared).toMatchObject({ cleared: { changed: [{ receiptId: held.receiptId }], left: [] } })
    expect(count('allocations')).toBe(PAYERS.length - 1)
  })
})
