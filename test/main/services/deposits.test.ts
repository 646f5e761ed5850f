import Database from 'better-sqlite3'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { depositTotals, listDeposits, smallIntersection } from '../../../src/main/ledger/deposit-list'
import { wordSet } from '../../../src/main/ledger/deposit-search'
import { depositHandlers } from '../../../src/main/services/deposits'
import { readSearchBox } from '../../../src/main/settlement/search-box'
import type { DepositFilter, DepositRow } from '../../../src/preload/contract/clearing'
import { businessDate } from '../../../src/preload/contract/date'
import { ReceiptId } from '../../../src/preload/contract/ids'
import { type InputOf, methods } from '../../../src/preload/contract/methods'
import { Cursor } from '../../../src/preload/contract/paging'
import { valueIn } from '../../support/ledger'
import { fullScans, plansOf } from '../../support/query-plans'
import { type SplitDeposits, splitDeposits } from '../../support/split-deposits'
import { bringIn, CLERK, type Story, tellStory } from '../../support/story'

let story: Story
beforeAll(async () => {
  story = await tellStory()
  await bringIn(
    story,
    '2026-11-20',
    1_050_163,
    Array.from({ length: 30 }, (_, index) => ({
      amount: 10 + (index % 4),
      remitterName: ['ﾔﾏﾀﾞ ﾀﾛｳ', 'ﾔﾏﾓﾄ', 'ｶ)ｻｸﾗ'][index % 3] ?? '',
      remitterCode: index % 5 ? null : '2005550001',
    })),
  )
})
afterAll(() => story.cleanup())

const desk = () => depositHandlers(story)

async function list(input: InputOf<'deposits.list'> = {}) {
  const page = valueIn(await desk()['deposits.list'](CLERK, methods['deposits.list'].input.parse(input)))
  return methods['deposits.list'].output.parse(page)
}

/** Everything a filter means, page by page. */
async function all(input: InputOf<'deposits.list'>): Promise<DepositRow[]> {
  const rows: DepositRow[] = []
  let cursor: Cursor | null = null
  do {
    const page = await list({ ...input, cursor })
    rows.push(...page.rows)
    cursor = page.next
  } while (cursor !== null)
  return rows
}

const amounts = async (filter: DepositFilter) =>
  (await all({ filter, sort: 'amount', descending: false, size: 500 })).map(({ amount }) => amount)

describe('the list of deposits', () => {
  it('tells where each one stands and to what it was cleared', async () => {
    const rows = await all({ filter: { to: businessDate('2026-11-19') } })
    expect(
      rows.map(({ amount, remaining, state, merchantName, orderNumber, note }) => [
        amount,
        remaining,
        state,
        merchantName,
        orderNumber,
        note,
      ]),
    ).toEqual([
      [1234, 1234, 'waiting', null, null, ''],
      [999, 999, 'held', null, null, 'asked the bank'],
      [4400, 400, 'partly_cleared', '山手書房', 'Y-2', ''],
      [3000, 0, 'cleared', '山手書房', 'Y-1', ''],
      [5500, 0, 'cleared', '桜商店', 'S-2', ''],
      [15000, 0, 'cleared', '桜商店', 'S-4', ''],
      [8800, 0, 'cleared', '桜商店', 'S-3', ''],
      [12000, 0, 'cleared', '桜商店', 'S-1', ''],
    ])
  })

  it.each<[string, DepositFilter, number[]]>([
    ['held', { state: 'held' }, [999]],
    ['partly cleared', { state: 'partly_cleared' }, [4400]],
    ['cleared', { state: 'cleared' }, [3000, 5500, 8800, 12000, 15000]],
    ['open of one day', { open: true, from: businessDate('2026-11-19'), to: businessDate('2026-11-19') }, [999, 1234, 4400]],
    ['not open', { open: false }, [3000, 5500, 8800, 12000, 15000]],
    ['a day', { from: businessDate('2026-11-18'), to: businessDate('2026-11-18') }, [8800, 12000, 15000]],
    ['an amount', { search: '12,000' }, [12000]],
    ['an amount in full width', { search: '１２０００円' }, [12000]],
    ['kana in half width', { search: 'ｻﾄｳ' }, [8800]],
    ['kana in full width', { search: 'サトウ' }, [8800]],
    ['hiragana', { search: 'さとう はな' }, [8800]],
    ['a virtual account', { search: '1000000001' }, [12000]],
    ['the beginning of a virtual account', { search: '100000000' }, [3000, 5500, 12000]],
    ['the end of a virtual account', { search: '0001' }, [10, 10, 11, 11, 12, 13, 12000]],
    ['a virtual account with a hyphen', { search: '100-0000001' }, [12000]],
    ['the middle of a name', { search: 'ﾄｳ' }, [8800]],
    ['one letter of a name', { search: 'ﾊ' }, [8800]],
    ['a range of amounts', { search: '3,000〜5500' }, [3000, 4400, 5500]],
    ['at least', { search: '>=12000' }, [12000, 15000]],
    ['a day', { search: '11/18' }, [8800, 12000, 15000]],
    ['a day of the era', { search: 'R8.11.18' }, [8800, 12000, 15000]],
    ['days in a row', { search: '11/17〜11/18' }, [8800, 12000, 15000]],
    ['an order number', { search: 's-4' }, [15000]],
    ['an order number whose clearing was undone for one', { search: 'Y-2' }, [4400]],
    ['the beginning of order numbers', { search: 'Y-' }, []],
    ['several words, all to be met', { search: 'ｻﾄｳ 8,800 11/18' }, [8800]],
    ['several words of which one is not met', { search: 'ｻﾄｳ 8,801 11/18' }, []],
    ['nobody', { search: 'ンンン' }, []],
    ['punctuation', { search: '。' }, []],
    ['search and state', { search: 'ヤマ', state: 'held' }, []],
  ])('finds %s', async (_what, filter, expected) => {
    expect(await amounts(filter)).toEqual(expected)
  })

  it('finds the seven digits of a virtual account without its branch', async () => {
    expect(await amounts({ search: '5550001' })).toHaveLength(6)
  })

  it('tells how it read the box', async () => {
    expect(valueIn(await desk()['deposits.readSearch'](CLERK, { search: 'ﾔﾏﾀﾞ 3万' }))).toEqual({
      words: [
        { typed: 'ヤマダ', meanings: [{ kind: 'name', key: 'ヤマダ' }] },
        { typed: '3万', meanings: [{ kind: 'amount', from: 30_000, to: 30_000 }] },
      ],
    })
  })

  it('knows a merchant by virtual account and by clearing', async () => {
    expect(await amounts({ merchantId: story.merchants[0] })).toEqual([5500, 8800, 12000, 15000])
    expect(await amounts({ merchantId: story.merchants[1] })).toEqual([3000, 4400])
  })

  it('pages through any filter and sort without losing or doubling a row, and its count and totals agree', async () => {
    const filters = fc.record<DepositFilter>(
      {
        state: fc.constantFrom('cleared', 'partly_cleared', 'waiting', 'held'),
        open: fc.boolean(),
        merchantId: fc.constantFrom(...story.merchants),
        accountId: fc.constant(story.account),
        from: fc.constantFrom(businessDate('2026-11-18'), businessDate('2026-11-20')),
        to: fc.constant(businessDate('2026-11-20')),
        search: fc.constantFrom('ヤマ', '10', '0001', 'クラ', '1', '10-12', '11/20', 'ヤ 10-12 11/20', 'S-1', 'ヤマ タ'),
      },
      { requiredKeys: [] },
    )
    const everything = await all({ size: 500 })
    await fc.assert(
      fc.asyncProperty(
        filters,
        fc.constantFrom('booked', 'amount', 'remitter'),
        fc.boolean(),
        fc.integer({ min: 1, max: 9 }),
        async (filter, sort, descending, size) => {
          const rows = await all({ filter, sort, descending, size })
          const whole = await list({ filter, sort, descending, size: 500 })
          expect(rows).toEqual(whole.rows)
          expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length)
          expect(rows.every(({ share }) => (share === undefined) === (filter.merchantId === undefined))).toBe(true)
          expect(whole.matching).toEqual({ count: rows.length, capped: false })
          expect(valueIn(await desk()['deposits.totals'](CLERK, { filter }))).toEqual({
            rows: rows.length,
            total: rows.reduce((sum, { amount, share }) => sum + (share ?? amount), 0),
          })
          const states = filter.state
            ? [filter.state]
            : filter.open === undefined
              ? null
              : filter.open
                ? ['waiting', 'held', 'partly_cleared']
                : ['cleared']
          const plain = everything.filter(
            (row) =>
              (states?.includes(row.state) ?? true) &&
              row.bookedOn >= (filter.from ?? '') &&
              (filter.open !== false || row.state === 'cleared'),
          )
          if (!filter.search && filter.merchantId === undefined && !(filter.state && filter.open !== undefined))
            expect(rows.map(({ id }) => id).sort()).toEqual(plain.map(({ id }) => id).sort())
          const keys = rows.map((row) => (sort === 'booked' ? row.bookedOn : sort === 'amount' ? row.amount : null))
          if (sort !== 'remitter')
            expect(keys).toEqual([...keys].sort((a, b) => (a === b ? 0 : (a ?? 0) < (b ?? 0) === descending ? 1 : -1)))
        },
      ),
      { numRuns: 150 },
    )
  })

  it.each([
    ['a part of a name', 'ﾄｳﾊﾅ'],
    ['one letter', 'ﾊ'],
    ['an amount and what else digits may be', '30000'],
    ['a range', '10,000〜20,000'],
    ['a day', '11/20'],
    ['the end of an account', '0001'],
    ['the beginning and the end of an account', '20055500'],
    ['an order number', 'S-4'],
    ['several words', 'ﾔﾏﾀﾞ 30,000 11/20'],
    ['nothing', '。'],
  ])('finds %s through indexes, whatever the list is sorted by', async (_what, search) => {
    const question = { search: readSearchBox(search, businessDate('2026-11-26')) }
    for (const sort of ['booked', 'amount', 'remitter'] as const) {
      const planned = await plansOf(story.ledger, async (reader) => {
        await listDeposits(reader, { question, sort, descending: true, cursor: null, size: 100 })
        for (const word of question.search) await sql`select 1 from (${wordSet(word)})`.execute(reader.db)
        await smallIntersection(reader, question.search.map(wordSet))
      })
      expect(planned.length).toBeGreaterThan(1)
      expect(fullScans(planned).filter((scan) => !/^SCAN (statement_files|n)\b/.test(scan))).toEqual([])
    }
  })

  it('finds what several words mean together, where each alone means much', async () => {
    const words = readSearchBox('ﾔﾏ 12 11/20', businessDate('2026-11-26'))
    const both = await smallIntersection(story.ledger.reader, words.map(wordSet))
    const found = both ? await both.execute(story.ledger.reader.db) : { rows: [] }
    expect(found.rows).toHaveLength((await amounts({ search: 'ﾔﾏ 12 11/20' })).length)
    expect(found.rows.length).toBeGreaterThan(1)
  })

  it('forgets the names of lines that were never published', async () => {
    const raw = new Database(story.ledger.path)
    const count = () => Number(raw.prepare(`select count(*) from deposit_search where deposit_search match '"サト"'`).pluck().get())
    expect(count()).toBe(1)
    raw.pragma('foreign_keys = off')
    raw.exec('begin; drop trigger receipts_no_delete; delete from receipts where amount = 8800')
    expect(count()).toBe(0)
    raw.exec('rollback')
    raw.close()
  })

  it('refuses a cursor that is none of its own', async () => {
    const refused = await desk()['deposits.list'](CLERK, methods['deposits.list'].input.parse({ cursor: Cursor.parse('nonsense') }))
    expect(refused).toMatchObject({ ok: false, refusal: { refusal: 'invalid_input' } })
  })

  it('shows nothing of a file that is only planned, and of a published one what is posted', async () => {
    const { db } = story.ledger.reader
    const before = await all({})
    const file = await db.selectFrom('statement_files').select('id').orderBy('id', 'desc').executeTakeFirstOrThrow()
    const raw = new Database(story.ledger.path)
    raw.exec('drop trigger statement_files_frozen; drop trigger receipts_posted_with_file')
    const posted = (upTo: number) => raw.prepare('update receipts set posted = line <= ? where file_id = ?').run(upTo, file.id)
    raw.prepare("update statement_files set state = 'published', posted_to = 4 where id = ?").run(file.id)
    posted(4)
    expect((await all({})).length).toBe(before.length - 26)
    raw.prepare("update statement_files set state = 'staging', posted_to = 0 where id = ?").run(file.id)
    posted(0)
    expect((await all({})).length).toBe(before.length - 30)
    raw.prepare("update statement_files set state = 'posted', posted_to = 30 where id = ?").run(file.id)
    posted(30)
    raw.close()
    expect(await all({})).toEqual(before)
  })
})

describe('the deposits of a merchant among several', () => {
  let split: SplitDeposits
  beforeAll(async () => {
    split = await splitDeposits()
  })
  afterAll(() => split.cleanup())

  async function listed(filter: DepositFilter) {
    const input = methods['deposits.list'].input.parse({ filter, sort: 'amount' })
    const page = methods['deposits.list'].output.parse(valueIn(await depositHandlers(split)['deposits.list'](CLERK, input)))
    const totals = valueIn(await depositHandlers(split)['deposits.totals'](CLERK, { filter }))
    return { rows: page.rows, counted: [page.matching.count, totals.rows], total: totals.total }
  }
  const shown = (rows: readonly DepositRow[]) =>
    rows.map(({ amount, share, merchantName, orderNumber }) => [amount, share, merchantName, orderNumber])

  it('count with what was cleared to its orders, and with the rest only where the virtual account is its own', async () => {
    const ofA = await listed({ merchantId: split.a })
    expect(shown(ofA.rows)).toEqual([
      [10_000, 6_000, 'A商店', 'A-1'],
      [9_000, 2_000, 'A商店', 'A-2'],
      [8_000, 5_000, 'A商店', null],
    ])
    expect(ofA).toMatchObject({ total: 13_000, counted: [3, 3] })
    const ofB = await listed({ merchantId: split.b })
    expect(shown(ofB.rows)).toEqual([
      [10_000, 4_000, 'B書房', 'B-1'],
      [8_000, 3_000, 'B書房', 'B-1'],
      [7_000, 7_000, 'B書房', 'B-1'],
    ])
    expect(ofB).toMatchObject({ total: 14_000, counted: [3, 3] })
  })

  it('add up, with what is nobody’s yet, to all deposits, which are listed whole', async () => {
    const all = await listed({})
    expect(shown(all.rows)).toEqual([
      [10_000, undefined, null, null],
      [9_000, undefined, 'A商店', 'A-2'],
      [8_000, undefined, 'B書房', 'B-1'],
      [7_000, undefined, 'B書房', 'B-1'],
    ])
    const nobodys = 7_000
    expect(13_000 + 14_000 + nobodys).toBe(all.total)
  })

  it('are found through indexes', async () => {
    const question = { merchantId: split.a, search: [] }
    const planned = await plansOf(split.ledger, async (reader) => {
      await listDeposits(reader, { question, sort: 'booked', descending: true, cursor: null, size: 100 })
      await depositTotals(reader, question)
    })
    expect(planned.length).toBeGreaterThan(0)
    expect(fullScans(planned).filter((scan) => !/^SCAN (statement_files|n)\b/.test(scan))).toEqual([])
  })
})

describe('one deposit', () => {
  it('tells where it came from, how its name was read, and all it was ever cleared to', async () => {
    const deposit = methods['deposits.get'].output.parse(valueIn(await desk()['deposits.get'](CLERK, { id: await story.deposit(4400) })))
    expect(deposit).toMatchObject({
      amount: 4400,
      remaining: 400,
      fileName: 'statement-2026-11-19.txt',
      importedBy: 'user:tester',
      record: 4,
      normalName: 'HYPERLINK',
    })
    expect(deposit.nameSteps.at(-1)?.after).toBe(deposit.normalName)
    expect(deposit.allocations).toMatchObject([
      { orderNumber: 'S-4', amount: 1400, level: '0', by: 'user:tester', undone: true, undoneBy: 'user:tester' },
      { orderNumber: 'Y-2', amount: 4000, level: '0', undone: false, undoneBy: null, undoneAt: null },
    ])
  })

  it('keeps the evidence of a clearing that happened by itself', async () => {
    const deposit = valueIn(await desk()['deposits.get'](CLERK, { id: await story.deposit(12_000) }))
    expect(deposit.allocations[0]).toMatchObject({ level: '1', orderNumber: 'S-1' })
    expect(deposit.allocations[0]?.evidence.map(({ code }) => code)).toContain('virtual_account')
  })

  it.each([
    ['no receipt', async () => ReceiptId.parse(1)],
    ['a payment out', () => story.deposit(770)],
  ])('is not found: %s', async (_what, id) => {
    expect(await desk()['deposits.get'](CLERK, { id: await id() })).toEqual({
      ok: false,
      refusal: { refusal: 'not_found', what: 'deposit' },
    })
  })
})
