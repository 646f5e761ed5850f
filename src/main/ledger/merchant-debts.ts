import { sql } from 'kysely'
import type { BusinessDate } from '../../preload/contract/date'
import type { EntryId, MerchantId, ReceivableItemId } from '../../preload/contract/ids'
import type { Yen } from '../../preload/contract/money'
import type { ReceivableKind } from '../../preload/contract/payouts'
import type { Reader, Writer } from './ledger'

/* What of a merchant's debts is open, and how it ends otherwise than by an offset. */

export interface OpenReceivable {
  id: ReceivableItemId
  merchantId: MerchantId
  merchantName: string
  kind: ReceivableKind
  amount: Yen
  /** What neither an offset nor anything else has ended. */
  open: Yen
  owedOn: BusinessDate
}

const open = sql`(i.amount - coalesce((select sum(f.amount) from payout_offsets f where f.receivable_id = i.id and f.live = 1), 0)
  - coalesce((select sum(e.amount) from receivable_ends e where e.receivable_id = i.id), 0))`
const columns = sql`i.id, i.merchant_id as "merchantId", m.name as "merchantName", i.kind, i.amount, i.owed_on as "owedOn", ${open} as open`

/** A receivable with what is open of it, or null. */
export async function openReceivable(ledger: Reader, id: ReceivableItemId): Promise<OpenReceivable | null> {
  const found =
    await sql<OpenReceivable>`select ${columns} from receivable_items i cross join merchants m where m.id = i.merchant_id and i.id = ${id}`.execute(
      ledger.db,
    )
  return found.rows[0] ?? null
}

/** Receivables of which something is open, by identity from after this one; `asked`: a supervisor is asked how it ends. */
export async function openReceivablesFrom(
  ledger: Reader,
  after: number,
  atMost: number,
): Promise<(OpenReceivable & { note: string; asked: 0 | 1 })[]> {
  const found = await sql<OpenReceivable & { note: string; asked: 0 | 1 }>`select ${columns}, i.note,
      exists (select 1 from approvals p indexed by approvals_one_open where p.kind = 'correction' and p.subject_id = i.id and p.decision is null) as asked
    from receivable_items i cross join merchants m
    where i.id > ${after} and m.id = i.merchant_id and ${open} > 0 order by i.id limit ${atMost}`.execute(ledger.db)
  return found.rows
}

/** Ends part of a receivable by an entry. The database refuses more than is owed. */
export async function endReceivable(
  writer: Writer,
  end: { id: ReceivableItemId; kind: 'paid' | 'bad_debt' | 'reversed'; amount: Yen; entryId: EntryId },
): Promise<void> {
  await writer.db
    .insertInto('receivable_ends')
    .values({
      id: writer.newId(),
      receivable_id: end.id,
      kind: end.kind,
      amount: end.amount,
      entry_id: end.entryId,
      actor: writer.by.actor,
      at: writer.at,
    })
    .execute()
}
