import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { BusinessDate } from '../../preload/contract/date'
import { AccountId, EntryId, type OrderId, type ReceiptId } from '../../preload/contract/ids'
import type { Yen } from '../../preload/contract/money'
import { appendAudit, auditHead } from './audit'
import type { Reader, Writer } from './ledger'

/** What an entry is for. A correction has the kind `reversal` and names what it reverses. */
export type EntryKind =
  | 'opening_balance'
  | 'statement_credit'
  | 'statement_debit'
  | 'allocation'
  | 'protection_released'
  | 'release_taken_back'
  | 'reversal'
  // money out
  | 'payout'
  | 'payout_fees'
  | 'payout_returned'
  | 'transfers_seen'
  | 'refund'
  | 'refund_returned'
  | 'receivable_paid'
  // what others collect
  | 'collected'
  | 'collection_applied'
  | 'collection_deducted'
  | 'collection_settled'
  // how exceptions end
  | 'bank_fee'
  | 'interest'
  | 'own_transfer'
  | 'sweep'
  | 'unclaimed'
  | 'small_difference'
  | 'bad_debt'
  | 'taken_back_by_bank'
  | 'correction'

/** One debit, one credit, one amount: an entry made of such pairs balances by construction. Accounts by code. */
export interface PostingDraft {
  debit: string
  credit: string
  amount: Yen
}

export interface EntryDraft {
  id: EntryId
  kind: EntryKind
  bookedOn: BusinessDate
  receiptId: ReceiptId | null
  orderId: OrderId | null
  reverses: EntryId | null
  postings: readonly PostingDraft[]
}

/** A fresh identity for an entry that is about to be posted. */
export function newEntryId(writer: Writer): EntryId {
  return EntryId.parse(writer.newId())
}

/** Identities of accounts by code; an account comes into being with its first posting. */
async function accountIds(writer: Writer, codes: ReadonlySet<string>): Promise<Map<string, AccountId>> {
  const wanted = [...codes]
  await sql`insert into accounts (id, code) select value ->> 0, value ->> 1 from json_each(${JSON.stringify(await missing(writer, wanted))})`.execute(
    writer.db,
  )
  return await known(writer, wanted)
}

async function known(ledger: Reader, codes: readonly string[]): Promise<Map<string, AccountId>> {
  const rows = await sql<{ id: AccountId; code: string }>`
    select a.id, a.code from json_each(${JSON.stringify(codes)}) j cross join accounts a where a.code = j.value`.execute(ledger.db)
  return new Map(rows.rows.map((row) => [row.code, row.id]))
}

async function missing(writer: Writer, codes: readonly string[]): Promise<[number, string][]> {
  const found = await known(writer, codes)
  return codes.filter((code) => !found.has(code)).map((code) => [writer.newId(), code])
}

/** Creates an account of the ledger ahead of its first posting and tells its identity. */
export async function ensureAccount(writer: Writer, code: string): Promise<AccountId> {
  const id = (await accountIds(writer, new Set([code]))).get(code)
  return AccountId.parse(id)
}

/**
 * Posts entries, in one statement each for entries, postings and balances, and remembers them for the seal.
 * The unit of work that posts also changes the state the entries speak of; nothing is posted outside one.
 */
export async function postEntries(writer: Writer, entries: readonly EntryDraft[]): Promise<void> {
  if (entries.length === 0) return
  const codes = new Set<string>()
  for (const entry of entries) {
    for (const posting of entry.postings) codes.add(posting.debit).add(posting.credit)
  }
  const ids = await accountIds(writer, codes)
  writer.journal.sequence ??= (await auditHead(writer, 'journal')).sequence + 1
  const batch = writer.journal.sequence
  const rows = entries.map((entry) => [entry.id, entry.kind, entry.bookedOn, entry.receiptId, entry.orderId, entry.reverses])
  const postings: (number | undefined)[][] = []
  const moved = new Map<string, [number | undefined, string, number, number]>()
  for (const entry of entries) {
    let line = 0
    for (const { debit, credit, amount } of entry.postings) {
      line += 1
      postings.push([entry.id, line, ids.get(debit), ids.get(credit), amount])
      move(moved, ids.get(debit), entry.bookedOn, amount, 0)
      move(moved, ids.get(credit), entry.bookedOn, 0, amount)
    }
  }
  await sql`insert into entries (id, kind, booked_on, receipt_id, order_id, reverses, batch)
    select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, ${batch} from json_each(${JSON.stringify(rows)})`.execute(
    writer.db,
  )
  await sql`insert into postings (entry_id, line, debit, credit, amount)
    select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4 from json_each(${JSON.stringify(postings)})`.execute(writer.db)
  await sql`insert into balances (account_id, booked_on, debit, credit)
    select value ->> 0, value ->> 1, value ->> 2, value ->> 3 from json_each(${JSON.stringify([...moved.values()])}) where true
    on conflict (account_id, booked_on) do update set debit = debit + excluded.debit, credit = credit + excluded.credit`.execute(writer.db)
  for (const row of rows) writer.journal.sealed.push(JSON.stringify(row))
  for (const posting of postings) writer.journal.sealed.push(JSON.stringify(posting))
}

function move(
  moved: Map<string, [number | undefined, string, number, number]>,
  account: number | undefined,
  day: string,
  debit: number,
  credit: number,
) {
  const key = `${account}|${day}`
  const sums = moved.get(key)
  if (!sums) {
    moved.set(key, [account, day, debit, credit])
    return
  }
  sums[2] += debit
  sums[3] += credit
}

/** The digest a seal carries: over the canonical text of entries and postings, in whatever order they were posted. */
export function journalDigest(lines: readonly string[]): string {
  const hash = createHash('sha256')
  for (const line of [...lines].sort()) hash.update(line).update('\n')
  return hash.digest('hex')
}

/** Closes the unit of work with one record of the audit stream `journal` over everything that was posted in it. */
export async function sealJournal(writer: Writer): Promise<void> {
  const { sealed, sequence } = writer.journal
  if (sequence === null) return
  await appendAudit(writer, {
    stream: 'journal',
    action: 'posted',
    subject: `batch:${sequence}`,
    detail: { rows: sealed.length },
    covers: journalDigest(sealed),
  })
}

/** The postings of an entry turned round: what a correction of it posts. Accounts by code. */
export async function reversedPostings(ledger: Reader, entryId: EntryId): Promise<PostingDraft[]> {
  return await ledger.db
    .selectFrom('postings as p')
    .crossJoin('accounts as d')
    .crossJoin('accounts as c')
    .select(['c.code as debit', 'd.code as credit', 'p.amount'])
    .where('p.entry_id', '=', entryId)
    .whereRef('d.id', '=', 'p.debit')
    .whereRef('c.id', '=', 'p.credit')
    .orderBy('p.line')
    .execute()
}

/** What an account of the ledger stands at: debits less credits over all days. */
export async function accountBalance(ledger: Reader, accountId: AccountId): Promise<Yen> {
  const found = await sql<{
    balance: Yen
  }>`select coalesce(sum(debit - credit), 0) as balance from balances where account_id = ${accountId}`.execute(ledger.db)
  const row = found.rows[0]
  if (!row) throw new Error('a sum is always one row')
  return row.balance
}
