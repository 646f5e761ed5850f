import { sql } from 'kysely'
import type { BusinessDate } from '../../preload/contract/date'
import type { StatementFileId } from '../../preload/contract/ids'
import type { Writer } from './ledger'
import type { Flag } from './schema'

/**
 * Marks lines of a file (after one, up to another) as in the journal, or as taken out of it, and keeps what came in on each day with them. The days
 * follow the journal: a file on its way out counts there until each of its lines is out.
 */
export async function markLines(
  writer: Writer,
  fileId: StatementFileId,
  { after, upTo, posted }: { after: number; upTo: number; posted: Flag },
): Promise<void> {
  const lines = sql`file_id = ${fileId} and line > ${after} and line <= ${upTo} and posted <> ${posted}`
  const days = await sql<{
    day: BusinessDate
    deposits: number
    total: number
  }>`select booked_on as day, count(*) as deposits, sum(amount) as total
    from receipts where ${lines} and direction = 'credit' group by booked_on`.execute(writer.db)
  const sign = posted === 1 ? 1 : -1
  const changes = JSON.stringify(days.rows.map(({ day, deposits, total }) => [day, sign * deposits, sign * total]))
  // Not as one upsert: its row would be checked before it meets the one that is there, and what is taken out is below nothing by itself.
  if (posted === 1)
    await sql`insert into deposit_days select value ->> 0, 0, 0 from json_each(${changes}) where true on conflict do nothing`.execute(
      writer.db,
    )
  await sql`update deposit_days set deposits = deposits + (j.value ->> 1), total = total + (j.value ->> 2)
    from json_each(${changes}) j where booked_on = (j.value ->> 0)`.execute(writer.db)
  await sql`update receipts set posted = ${posted} where ${lines}`.execute(writer.db)
}
