import { sql } from 'kysely'
import type { BusinessDate } from '../../preload/contract/date'
import type { AccountId } from '../../preload/contract/ids'
import type { Reader, Writer } from './ledger'

/* Which virtual accounts are held. An order holds its number until it is closed; the number of a closed one rests a
 * while before it is given again, so that late or doubled money of its last payer does not clear a stranger's order. */

const BRANCH_DIGITS = 3
const closed = sql`o.payment in ('paid', 'captured', 'expired', 'cancelled', 'declined', 'authorization_expired')`

export interface NumberStretch {
  accountId: AccountId
  /** Codes as statements name them: branch 3 + number 7. */
  first: string
  last: string
  /** Numbers of closed orders that were due on this day or later rest still. */
  restingSince: BusinessDate
}

const live = ({ accountId, first, last, restingSince }: NumberStretch) => sql`
  from instructions i indexed by instructions_live join orders o on o.id = i.order_id
  where i.ended_at is null and i.account_id = ${accountId} and i.reference between ${first} and ${last} and (not ${closed} or i.due_on >= ${restingSince})`

/** The numbers of a stretch that cannot be given: open orders hold them, or they rest. */
export async function heldNumbers(ledger: Reader, stretch: NumberStretch): Promise<Set<number>> {
  const found = await sql<{
    number: number
  }>`select cast(substr(i.reference, ${BRANCH_DIGITS + 1}) as integer) as number ${live(stretch)}`.execute(ledger.db)
  return new Set(found.rows.map((row) => row.number))
}

/** How many numbers of a stretch cannot be given. */
export async function countHeldNumbers(ledger: Reader, stretch: NumberStretch): Promise<number> {
  const found = await sql<{ count: number }>`select count(*) as count ${live(stretch)}`.execute(ledger.db)
  return found.rows[0]?.count ?? 0
}

/** Takes these codes from whoever holds them still: closed orders, whose number is given to another. */
export async function endInstructions(writer: Writer, accountId: AccountId, codes: readonly string[]): Promise<void> {
  await sql`update instructions set ended_at = ${writer.at} where id in (
    select i.id from json_each(${JSON.stringify(codes)}) j cross join instructions i indexed by instructions_live
    on i.reference = j.value and i.account_id = ${accountId} where i.ended_at is null)`.execute(writer.db)
}
