import { type RawBuilder, sql } from 'kysely'
import type { BusinessDate } from '../../preload/contract/date'
import type { AccountId, ApprovalId, EntryId, ReceiptId, RefundId, TransferId, TransferRunId } from '../../preload/contract/ids'
import { type Yen, yen } from '../../preload/contract/money'
import type { LineKind } from '../../preload/contract/statement'
import { reduceOpenItem } from './clearing'
import type { Reader, Writer } from './ledger'

/* How the rest of a statement's line ends otherwise than by an allocation: one row for each part, with the entry that ends it. */

/** A line of which something is open, credit or debit. */
export interface OpenLine {
  receiptId: ReceiptId
  side: 'credit' | 'debit'
  accountId: AccountId
  bookedOn: BusinessDate
  valueOn: BusinessDate
  amount: Yen
  remaining: Yen
  held: boolean
  /** What is left waits to be given back to its payer. */
  refundCandidate: boolean
  note: string
  version: number
  kind: LineKind
  notCustomerMoney: 'correction' | 'returned' | 'uncleared_cheque' | null
  remitterCode: string | null
  name: string
  description: string
  edi: string
}

type Found = Omit<OpenLine, 'held' | 'refundCandidate'> & { held: number; refundCandidate: number }

const columns = sql`r.id as "receiptId", i.side, r.account_id as "accountId", r.booked_on as "bookedOn", r.value_on as "valueOn", r.amount, i.remaining, i.held, i.refund_candidate as "refundCandidate", i.note,
  i.version, r.kind, r.not_customer_money as "notCustomerMoney", r.remitter_code as "remitterCode", r.remitter_name as name, r.description, r.edi`

const nounOf = (row: Found): OpenLine => ({ ...row, held: row.held === 1, refundCandidate: row.refundCandidate === 1 })

/** The lines that are open, but for those of a file on its way out of the books. */
const linesOpen = (items: RawBuilder<unknown>) =>
  sql`${items} cross join receipts r where r.id = i.receipt_id and not exists (select 1 from statement_files f indexed by statement_files_unfinished
    where f.id = r.file_id and f.state <> 'posted' and f.state = 'rolling_back')`

/** A line of which something is open, or null. */
export async function openLine(ledger: Reader, receiptId: ReceiptId): Promise<OpenLine | null> {
  const found = await sql<Found>`select ${columns} from ${linesOpen(sql`open_items i`)} and i.receipt_id = ${receiptId}`.execute(ledger.db)
  return found.rows[0] ? nounOf(found.rows[0]) : null
}

/** Open lines of one side, the oldest first, after the one named. */
export async function openLines(
  ledger: Reader,
  side: 'credit' | 'debit',
  after: readonly [BusinessDate, number] | null,
  atMost: number,
): Promise<OpenLine[]> {
  const onwards = after === null ? sql`true` : sql`(i.booked_on, i.receipt_id) > (${after[0]}, ${after[1]})`
  const found = await sql<Found>`select ${columns} from ${linesOpen(sql`open_items i indexed by open_items_booked`)} and i.side = ${side}
    and ${onwards} order by i.booked_on, i.receipt_id limit ${atMost}`.execute(ledger.db)
  return found.rows.map(nounOf)
}

/** Open lines of one side with exactly so much left: what a line may take back, or be taken back by. */
export async function openLinesOf(ledger: Reader, side: 'credit' | 'debit', amount: Yen, atMost: number): Promise<OpenLine[]> {
  const found = await sql<Found>`select ${columns} from ${linesOpen(sql`open_items i indexed by open_items_amount`)} and i.side = ${side}
    and i.amount = ${amount} order by i.receipt_id desc limit ${atMost}`.execute(ledger.db)
  return found.rows.map(nounOf)
}

/** What of a line has been ended otherwise than by an allocation. */
export async function endedOf(ledger: Reader, receiptId: ReceiptId): Promise<Yen> {
  const found = await sql<{ total: Yen }>`select coalesce(sum(e.amount), 0) as total from item_endings e
    where e.receipt_id = ${receiptId} and not exists (select 1 from item_ending_undos u where u.ending_id = e.id)`.execute(ledger.db)
  const row = found.rows[0]
  if (!row) throw new Error('a sum is always one row')
  return row.total
}

/** Takes back what an entry has ended, by its reversal; the line itself is opened anew besides (restoreOpenItem). */
export async function undoEnding(writer: Writer, undo: { entryId: EntryId; reversal: EntryId; reason: string }): Promise<void> {
  await sql`insert into item_ending_undos (ending_id, entry_id, actor, at, reason)
    select id, ${undo.reversal}, ${writer.by.actor}, ${writer.at}, ${undo.reason} from item_endings where entry_id = ${undo.entryId}`.execute(
    writer.db,
  )
}

export interface NewEnding {
  line: Pick<OpenLine, 'receiptId' | 'remaining'>
  ending: string
  amount: Yen
  entryId: EntryId
  runId?: TransferRunId | null
  transferId?: TransferId | null
  refundId?: RefundId | null
  approvalId?: ApprovalId | null
  note: string
}

/** Ends so much of a line by an entry. The database refuses more than the line holds. */
export async function endLine(writer: Writer, ending: NewEnding): Promise<void> {
  const { line, amount } = ending
  await writer.db
    .insertInto('item_endings')
    .values({
      id: writer.newId(),
      receipt_id: line.receiptId,
      ending: ending.ending,
      amount,
      run_id: ending.runId ?? null,
      transfer_id: ending.transferId ?? null,
      refund_id: ending.refundId ?? null,
      entry_id: ending.entryId,
      approval_id: ending.approvalId ?? null,
      note: ending.note,
      actor: writer.by.actor,
      at: writer.at,
    })
    .execute()
  await reduceOpenItem(writer, line.receiptId, yen(line.remaining - amount))
}
