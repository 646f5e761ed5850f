import { sql } from 'kysely'
import type { ReceiptId } from '../../preload/contract/ids'
import type { Yen } from '../../preload/contract/money'
import type { PaymentTrack } from '../../preload/contract/orders'
import type { OpenLine } from './endings'
import type { Reader } from './ledger'

/* What stands beside open lines, looked up for many at once: what of a line is allocated, and whose virtual account it was paid to. */

export interface LineSurroundings {
  receiptId: ReceiptId
  isAllocated: boolean
  payment: PaymentTrack | null
  orderAmount: Yen | null
  /** A supervisor is asked how it ends. */
  asked: boolean
}

interface Found extends Omit<LineSurroundings, 'isAllocated' | 'asked'> {
  allocated: number
  open: number
}

/** What stands beside these lines, by their identity. */
export async function surroundingsOf(ledger: Reader, lines: readonly OpenLine[]): Promise<Map<ReceiptId, LineSurroundings>> {
  const rows = lines.map(({ receiptId, remitterCode, accountId }) => [receiptId, remitterCode, accountId])
  const found = await sql<Found>`select j.value ->> 0 as "receiptId", o.payment, o.amount as "orderAmount",
      exists (select 1 from allocations a where a.receipt_id = j.value ->> 0 and not exists (select 1 from allocation_undos u where u.allocation_id = a.id)) as allocated,
      exists (select 1 from approvals p indexed by approvals_one_open where p.kind = 'correction' and p.subject_id = j.value ->> 0 and p.decision is null)
        or exists (select 1 from refunds f where f.receipt_id = j.value ->> 0 and f.kind = 'unallocated' and f.state = 'requested') as open
    from json_each(${JSON.stringify(rows)}) j left join orders o on o.id = (select i.order_id from instructions i indexed by instructions_live
      where i.reference = j.value ->> 1 and i.account_id = j.value ->> 2 and i.ended_at is null)`.execute(ledger.db)
  return new Map(
    found.rows.map(({ allocated, open, ...row }) => [row.receiptId, { ...row, isAllocated: allocated === 1, asked: open === 1 }]),
  )
}

/** The names of all own accounts, as banks write them. */
export async function ownAccountNames(ledger: Reader): Promise<string[]> {
  const rows = await ledger.db.selectFrom('designated_accounts').select('account_name').execute()
  return rows.map((row) => row.account_name)
}
