import { sql } from 'kysely'
import type { Party } from '../../preload/contract/collection'
import type { Reader } from './ledger'

/** How many of these numbers, repeated as they come, are of slips that this bank has issued. */
export async function countKnownSlips(
  ledger: Reader,
  party: Party,
  numbers: readonly { readonly reference: string; readonly reissue: number }[],
): Promise<number> {
  const asked = JSON.stringify(numbers.map(({ reference, reissue }) => [reference, reissue]))
  const found = await sql<{ count: number }>`select count(*) as count from json_each(${asked}) j cross join slips s
    where s.party = ${party} and s.reference = (j.value ->> 0) and s.reissue = (j.value ->> 1)`.execute(ledger.db)
  return found.rows[0]?.count ?? 0
}
