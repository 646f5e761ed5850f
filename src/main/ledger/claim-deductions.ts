import { sql } from 'kysely'
import type { Party } from '../../preload/contract/collection'
import type { BusinessDate } from '../../preload/contract/date'
import type { ClaimDeductionId, ClaimId, EntryId } from '../../preload/contract/ids'
import type { Yen } from '../../preload/contract/money'
import type { Reader, Writer } from './ledger'
import type { DeductionCause } from './schema-collection'

/* What collectors take back of their claims: refunded at the card company, charged back, or withdrawn after it was confirmed. */

export interface NewDeduction {
  readonly id: ClaimDeductionId
  readonly claimId: ClaimId
  readonly party: Party
  /** The day of the transfer that is to be so much less. */
  readonly transferOn: BusinessDate
  /** Less than nought only for `chargeback_won`. */
  readonly amount: Yen
  readonly why: DeductionCause
  readonly entryId: EntryId
}

/** It is taken out of what the collector owes; its entry was posted in the same unit of work. More than is left of the claim is a fault. */
export async function insertDeductions(writer: Writer, deductions: readonly NewDeduction[]): Promise<void> {
  const rows = deductions.map(({ id, claimId, party, transferOn, amount, why, entryId }) => ({
    ...{ id, claim_id: claimId, party, transfer_on: transferOn, amount, why, entry_id: entryId },
    settlement_id: null,
  }))
  if (rows.length > 0) await writer.db.insertInto('claim_deductions').values(rows).execute()
}

/** What is open of deductions, by collector and day of transfer. */
export async function openDeductions(ledger: Reader, of?: Party): Promise<{ party: Party; transferOn: BusinessDate; amount: Yen }[]> {
  const only = of ? sql`and party = ${of}` : sql``
  const found = await sql<{ party: Party; transferOn: BusinessDate; amount: Yen }>`
    select party, transfer_on as "transferOn", sum(amount) as amount from claim_deductions indexed by claim_deductions_open
    where settlement_id is null ${only} group by party, transfer_on`.execute(ledger.db)
  return found.rows
}
