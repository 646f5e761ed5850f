import { journalDigest } from './journal'
import { parseJson, type Sweep } from './verify-sweep'

/* The journal against itself: entries that balance, kept balances that equal their postings, and the seal over each batch. */

export async function verifyJournal(sweep: Sweep): Promise<void> {
  await verifyEntries(sweep)
  sweep.report(
    'trial_balance_zero',
    "select 'debit and credit differ by ' || d from (select sum(debit) - sum(credit) as d from balances) where d <> 0",
  )
  await verifySeals(sweep)
}

const entriesOfRange = 'from entries e where e.id > @after and e.id <= @upTo'

async function verifyEntries(sweep: Sweep): Promise<void> {
  const sums = new Map<string, { debit: number; credit: number }>()
  const moved = sweep.source
    .prepare<{ after: number; upTo: number }, [number, number, string, number]>(
      `select p.debit, p.credit, e.booked_on, sum(p.amount) from entries e cross join postings p on p.entry_id = e.id
        where e.id > @after and e.id <= @upTo group by 1, 2, 3`,
    )
    .raw()
  await sweep.ranges('entries', (range) => {
    sweep.report(
      'entries_balance',
      `select 'entry ' || e.id || ' has no sound posting' ${entriesOfRange} and (not exists (select 1 from postings p where p.entry_id = e.id)
        or exists (select 1 from postings p where p.entry_id = e.id and (p.debit = p.credit or p.amount <= 0)))`,
      range,
    )
    for (const [debit, credit, day, amount] of moved.iterate(range)) {
      sumOf(sums, debit, day).debit += amount
      sumOf(sums, credit, day).credit += amount
    }
  })
  sweep.report(
    'entries_balance',
    "select 'posting of no entry ' || p.entry_id from postings p where not exists (select 1 from entries e where e.id = p.entry_id)",
  )
  compareBalances(sweep, sums)
}

function sumOf(sums: Map<string, { debit: number; credit: number }>, account: number, day: string): { debit: number; credit: number } {
  const key = `${account} on ${day}`
  const known = sums.get(key)
  if (known) return known
  const fresh = { debit: 0, credit: 0 }
  sums.set(key, fresh)
  return fresh
}

function compareBalances(sweep: Sweep, sums: Map<string, { debit: number; credit: number }>): void {
  const kept = sweep.source.prepare<[], [number, string, number, number]>('select account_id, booked_on, debit, credit from balances').raw()
  for (const [account, day, debit, credit] of kept.iterate()) {
    const key = `${account} on ${day}`
    const sum = sums.get(key)
    sums.delete(key)
    if (sum?.debit !== debit || sum.credit !== credit) sweep.findings.broken('balances_equal_postings', `account ${key}`)
  }
  for (const key of sums.keys()) sweep.findings.broken('balances_equal_postings', `account ${key} has no balance`)
}

type EntryColumns = [
  id: number,
  kind: string,
  bookedOn: string,
  receiptId: number | null,
  orderId: number | null,
  reverses: number | null,
  batch: number,
]
type PostingColumns = [entryId: number, line: number, debit: number, credit: number, amount: number]

/**
 * Computes the seal of each unit of work anew from its entries and postings. Identities ascend nearly in the order of the
 * batches, so that only a few are open at a time; each is closed as soon as it has the number of rows its seal tells.
 */
async function verifySeals(sweep: Sweep): Promise<void> {
  const batches = new Batches(sweep)
  const postings = sweep.source
    .prepare<[], PostingColumns>('select entry_id, line, debit, credit, amount from postings order by entry_id, line')
    .raw()
    .iterate()
  let next = postings.next()
  await sweep.rows<EntryColumns>(
    'select id, kind, booked_on, receipt_id, order_id, reverses, batch from entries order by id',
    ([id, ...rest]) => {
      const batch = rest.pop()
      batches.add(Number(batch), JSON.stringify([id, ...rest]))
      for (; !next.done && next.value[0] <= id; next = postings.next()) {
        if (next.value[0] === id) batches.add(Number(batch), JSON.stringify(next.value))
      }
    },
  )
  postings.return?.()
  batches.finish()
}

interface OpenBatch {
  lines: string[]
  rows: number
  covers: string
}

class Batches {
  readonly #open = new Map<number, OpenBatch | null>()
  readonly #closed: Uint8Array
  readonly #seal
  readonly #last: number
  constructor(private readonly sweep: Sweep) {
    this.#last = sweep.number("select max(sequence) from audit_records where stream = 'journal'")
    this.#closed = new Uint8Array(this.#last + 1)
    this.#seal = sweep.source.prepare<[number], { detail: string; covers: string }>(
      "select detail, covers from audit_records where stream = 'journal' and sequence = ?",
    )
  }

  add(batch: number, line: string): void {
    const open = this.#open.get(batch)
    if (open === undefined) {
      this.#begin(batch)
      this.add(batch, line)
      return
    }
    if (open === null) return
    open.lines.push(line)
    if (open.lines.length < open.rows) return
    if (journalDigest(open.lines) !== open.covers) this.sweep.findings.broken('journal_sealed', `batch ${batch} is not what was sealed`)
    this.#closed[batch] = 1
    this.#open.delete(batch)
  }

  #begin(batch: number): void {
    const seal = this.#seal.get(batch)
    const rows = seal ? rowsOf(seal.detail) : 0
    const known = this.#closed[batch] === 1
    if (!seal || known || rows === 0) {
      this.#open.set(batch, null)
      this.sweep.findings.broken('journal_sealed', known ? `batch ${batch} has more rows than were sealed` : `batch ${batch} has no seal`)
      return
    }
    this.#open.set(batch, { lines: [], rows, covers: seal.covers })
  }

  finish(): void {
    for (const [batch, open] of this.#open) {
      if (batch <= this.#last && batch > 0) this.#closed[batch] = 1
      if (open) this.sweep.findings.broken('journal_sealed', `batch ${batch} has fewer rows than were sealed`)
    }
    for (let batch = 1; batch <= this.#last; batch++) {
      if (this.#closed[batch] === 0) this.sweep.findings.broken('journal_sealed', `batch ${batch} is gone`)
    }
  }
}

function rowsOf(detail: string): number {
  const parsed: unknown = parseJson(detail)
  return typeof parsed === 'object' && parsed !== null && 'rows' in parsed ? Number(parsed.rows) : 0
}
