import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type EntryDraft,
  ensureAccount,
  journalDigest,
  newEntryId,
  type PostingDraft,
  postEntries,
  reversedPostings,
} from '../../../src/main/ledger/journal'
import type { Writer } from '../../../src/main/ledger/ledger'
import { type BusinessDate, businessDate } from '../../../src/preload/contract/date'
import { done, refuse } from '../../../src/preload/contract/errors'
import type { EntryId } from '../../../src/preload/contract/ids'
import { yen } from '../../../src/preload/contract/money'
import { openTestLedger, TESTER, type TestLedger, writing } from '../../support/ledger'

let test: TestLedger
beforeEach(async () => {
  test = await openTestLedger()
})
afterEach(() => test.cleanup())

const [MONDAY, TUESDAY] = [businessDate('2026-11-16'), businessDate('2026-11-17')]
const posting = (debit: string, credit: string, amount: number): PostingDraft => ({ debit, credit, amount: yen(amount) })

function entry(writer: Writer, bookedOn: BusinessDate, ...postings: PostingDraft[]): EntryDraft {
  return { id: newEntryId(writer), kind: 'opening_balance', bookedOn, receiptId: null, orderId: null, reverses: null, postings }
}

const all = <T>(sql: string) => test.ledger.source.prepare<[], T>(sql).all()
const balances = () =>
  all<{ row: string }>(
    "select code || ' ' || booked_on || ' ' || debit || ' ' || credit as row from balances join accounts on id = account_id order by code, booked_on",
  ).map(({ row }) => row)
const balancesFromPostings = () =>
  all<{ row: string }>(`select code || ' ' || booked_on || ' ' || sum(debited) || ' ' || sum(credited) as row from (
    select debit as account, booked_on, amount as debited, 0 as credited from postings join entries on id = entry_id
    union all select credit, booked_on, 0, amount from postings join entries on id = entry_id) join accounts on id = account
    group by code, booked_on order by code, booked_on`).map(({ row }) => row)

describe('posting', () => {
  it('writes each entry with its postings, and an account comes into being once', async () => {
    await writing(test.ledger, async (writer) => {
      await postEntries(writer, [
        entry(writer, MONDAY, posting('bank:1', 'suspense', 700)),
        entry(writer, MONDAY, posting('suspense', 'payable:2', 300), posting('suspense', 'held:2', 400)),
      ])
    })
    await writing(test.ledger, async (writer) => postEntries(writer, [entry(writer, TUESDAY, posting('bank:1', 'suspense', 50))]))
    expect(
      all(
        'select d.code as debit, c.code as credit, line, amount from postings join accounts d on d.id = debit join accounts c on c.id = credit order by entry_id, line',
      ),
    ).toEqual([
      { debit: 'bank:1', credit: 'suspense', line: 1, amount: 700 },
      { debit: 'suspense', credit: 'payable:2', line: 1, amount: 300 },
      { debit: 'suspense', credit: 'held:2', line: 2, amount: 400 },
      { debit: 'bank:1', credit: 'suspense', line: 1, amount: 50 },
    ])
    expect(all('select code from accounts order by code')).toEqual([
      { code: 'bank:1' },
      { code: 'held:2' },
      { code: 'payable:2' },
      { code: 'suspense' },
    ])
  })

  it('keeps by day and account what has moved', async () => {
    await writing(test.ledger, async (writer) => {
      await postEntries(writer, [
        entry(writer, MONDAY, posting('bank:1', 'suspense', 700)),
        entry(writer, TUESDAY, posting('bank:1', 'suspense', 1)),
      ])
      await postEntries(writer, [entry(writer, MONDAY, posting('suspense', 'bank:1', 200))])
    })
    await writing(test.ledger, async (writer) => postEntries(writer, [entry(writer, MONDAY, posting('bank:1', 'suspense', 30))]))
    expect(balances()).toEqual([
      'bank:1 2026-11-16 730 200',
      'bank:1 2026-11-17 1 0',
      'suspense 2026-11-16 200 730',
      'suspense 2026-11-17 0 1',
    ])
    expect(balances()).toEqual(balancesFromPostings())
  })

  it('of nothing writes nothing, not even a seal', async () => {
    await writing(test.ledger, (writer) => postEntries(writer, []))
    expect(all('select * from audit_records')).toEqual([])
  })

  it('is undone with its accounts, balances and seal when the unit of work is refused', async () => {
    await test.ledger.write(TESTER, async (writer) => {
      await postEntries(writer, [entry(writer, MONDAY, posting('bank:1', 'suspense', 700))])
      return refuse({ refusal: 'cancelled' })
    })
    for (const table of ['entries', 'postings', 'balances', 'accounts', 'audit_records']) expect(all(`select * from ${table}`)).toEqual([])
  })

  it('carries thousands of entries at once, and amounts beyond 32 bits', async () => {
    await writing(test.ledger, async (writer) => {
      await postEntries(
        writer,
        Array.from({ length: 3000 }, (_, at) => entry(writer, MONDAY, posting('bank:1', `payable:${at % 7}`, 5_000_000_000 + at))),
      )
    })
    expect(all('select count(*) as entries, sum(amount) as amount from postings')).toEqual([{ entries: 3000, amount: 15_000_004_498_500 }])
    expect(balances()).toEqual(balancesFromPostings())
  })

  it.each([0, -5])('of %i yen is refused by the ledger', async (amount) => {
    const failed = test.ledger.write(TESTER, async (writer) =>
      done(await postEntries(writer, [entry(writer, MONDAY, posting('bank:1', 'suspense', amount))])),
    )
    await expect(failed).rejects.toThrow('CHECK constraint failed')
  })
})

describe('an account', () => {
  it('made ahead of its first posting is the one that is then posted to', async () => {
    const id = await writing(test.ledger, (writer) => ensureAccount(writer, 'suspense'))
    expect(await writing(test.ledger, (writer) => ensureAccount(writer, 'suspense'))).toBe(id)
    await writing(test.ledger, async (writer) => postEntries(writer, [entry(writer, MONDAY, posting('bank:1', 'suspense', 1))]))
    expect(all('select credit from postings')).toEqual([{ credit: id }])
  })
})

describe('the seal', () => {
  const seals = () =>
    all<{ sequence: number; action: string; subject: string; detail: string; covers: string }>(
      "select sequence, action, subject, detail, covers from audit_records where stream = 'journal' order by sequence",
    )
  const sealedRows = (batch: number) => [
    ...all<object>(`select id, kind, booked_on, receipt_id, order_id, reverses from entries where batch = ${batch}`).map((row) =>
      JSON.stringify(Object.values(row)),
    ),
    ...all<object>(`select p.* from postings p join entries e on e.id = p.entry_id where batch = ${batch}`).map((row) =>
      JSON.stringify(Object.values(row)),
    ),
  ]

  it('is one for a unit of work, however often it posts, over every entry and posting as they are stored', async () => {
    await writing(test.ledger, async (writer) => {
      await postEntries(writer, [entry(writer, MONDAY, posting('a', 'b', 1))])
      await postEntries(writer, [entry(writer, TUESDAY, posting('b', 'c', 2), posting('a', 'c', 3))])
    })
    await writing(test.ledger, async (writer) => postEntries(writer, [entry(writer, MONDAY, posting('a', 'b', 4))]))
    expect(seals()).toMatchObject([
      { sequence: 1, action: 'posted', subject: 'batch:1', detail: '{"rows":5}' },
      { sequence: 2, action: 'posted', subject: 'batch:2', detail: '{"rows":2}' },
    ])
    for (const { sequence, covers } of seals()) {
      const expected = createHash('sha256')
        .update(
          sealedRows(sequence)
            .sort()
            .map((row) => `${row}\n`)
            .join(''),
        )
        .digest('hex')
      expect(covers).toBe(expected)
    }
  })

  it('does not depend on the order of posting, but on every row', () => {
    const rows = ['[1,"a"]', '[2,"b"]', '[3,"c"]']
    expect(journalDigest([...rows].reverse())).toBe(journalDigest(rows))
    for (const [at] of rows.entries()) {
      expect(journalDigest(rows.filter((_, other) => other !== at))).not.toBe(journalDigest(rows))
      expect(journalDigest(rows.map((row, other) => (other === at ? `${row} ` : row)))).not.toBe(journalDigest(rows))
    }
  })
})

describe('a reversal', () => {
  it('posts the same amounts the other way round, and balances end where they began', async () => {
    let id: EntryId | null = null
    await writing(test.ledger, async (writer) => {
      const original = entry(writer, MONDAY, posting('suspense', 'payable:2', 300), posting('suspense', 'held:2', 400))
      id = original.id
      await postEntries(writer, [original])
    })
    await writing(test.ledger, async (writer) => {
      if (id === null) throw new Error('nothing was posted')
      const postings = await reversedPostings(writer, id)
      expect(postings).toEqual([posting('payable:2', 'suspense', 300), posting('held:2', 'suspense', 400)])
      await postEntries(writer, [{ ...entry(writer, MONDAY, ...postings), kind: 'reversal', reverses: id }])
    })
    expect(all('select sum(debit - credit) as left from balances group by account_id')).toEqual([{ left: 0 }, { left: 0 }, { left: 0 }])
  })
})
