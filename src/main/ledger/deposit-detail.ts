import { sql } from 'kysely'
import { type DepositDetail, Reason } from '../../preload/contract/clearing'
import type { Instant } from '../../preload/contract/date'
import type { ReceiptId } from '../../preload/contract/ids'
import { listedDeposit } from './deposit-list'
import { earlierClearings } from './learned-payers'
import type { Reader } from './ledger'

/** All the ledger knows of one deposit. The steps of its name are a rule's, not the ledger's. */
export type StoredDeposit = Omit<DepositDetail, 'nameSteps'>

interface Origin {
  fileName: string
  importedBy: string
  importedAt: Instant
  record: number
}

interface AllocationOfDeposit extends Omit<DepositDetail['allocations'][number], 'level' | 'evidence' | 'undone' | 'isRedone'> {
  level: number
  isRedone: 0 | 1
  evidence: string
}

/** One deposit with where it came from and everything it was ever cleared to, undone or not; null where there is none. */
export async function findDeposit(ledger: Reader, id: ReceiptId): Promise<StoredDeposit | null> {
  const deposit = await listedDeposit(ledger, id)
  const origins = await sql<Origin>`select f.name as "fileName", f.imported_by as "importedBy", f.imported_at as "importedAt", r.record
    from receipts r join statement_files f on f.id = r.file_id where r.id = ${id}`.execute(ledger.db)
  const [origin] = origins.rows
  if (!deposit || !origin) return null
  const { nameKey, ...row } = deposit
  const earlier = await earlierClearings(ledger, { ...row, nameKey })
  return { ...row, ...origin, normalName: nameKey, earlier, allocations: await allocationsOf(ledger, id) }
}

async function allocationsOf(ledger: Reader, id: ReceiptId): Promise<DepositDetail['allocations']> {
  const found =
    await sql<AllocationOfDeposit>`select a.id, a.act_id as "actId", a.redoes is not null as "isRedone", a.order_id as "orderId", o.order_number as "orderNumber", m.name as "merchantName", a.amount,
      a.level, a.evidence, a.actor as by, a.at, u.actor as "undoneBy", u.at as "undoneAt"
    from allocations a join orders o on o.id = a.order_id join merchants m on m.id = o.merchant_id left join allocation_undos u on u.allocation_id = a.id
    where a.receipt_id = ${id} order by a.id`.execute(ledger.db)
  return found.rows.map((row) => ({
    ...row,
    level: String(row.level),
    isRedone: row.isRedone === 1,
    evidence: Reason.array().parse(JSON.parse(row.evidence)),
    undone: row.undoneAt !== null,
  }))
}
