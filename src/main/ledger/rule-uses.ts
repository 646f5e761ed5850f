import { sql } from 'kysely'
import type { BusinessDate } from '../../preload/contract/date'
import type { RuleRecord } from '../../preload/contract/rules'
import type { Reader } from './ledger'

/* What became of the clearings of each rule. The database counts with every clearing and undo (migration 0009); here it is only read. */

/** Each rule's record of the clearings made within these days, the most used of each level first. */
export async function ruleRecords(ledger: Reader, within: { from: BusinessDate | null; to: BusinessDate | null }): Promise<RuleRecord[]> {
  const found = await sql<RuleRecord>`select level, fact, sum(used) as used, sum(used_amount) as "usedAmount", sum(undone) as undone,
      sum(undone_amount) as "undoneAmount" from rule_uses
    where day >= ${within.from ?? ''} and day <= ${within.to ?? '9999-12-31'} group by level, fact order by level, used desc, fact`.execute(
    ledger.db,
  )
  return found.rows
}
