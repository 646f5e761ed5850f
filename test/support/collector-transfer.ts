import { insertDeductions } from '../../src/main/ledger/claim-deductions'
import { newEntryId, postEntries } from '../../src/main/ledger/journal'
import type { Writer } from '../../src/main/ledger/ledger'
import type { expectedTransfers } from '../../src/main/services/collection-transfers'
import { collectionDeducted } from '../../src/main/settlement/collection-entries'
import { businessDate } from '../../src/preload/contract/date'
import { ClaimDeductionId, type ClaimId, type ReceiptId } from '../../src/preload/contract/ids'
import { yen } from '../../src/preload/contract/money'
import type { CollectionDesk } from './collections'

export type Expected = Awaited<ReturnType<typeof expectedTransfers>>[number]

/** Which version of a deposit is shown. */
export const versionOf = (desk: CollectionDesk, receiptId: ReceiptId): number =>
  Number(desk.ledger.source.prepare('select version from open_items where receipt_id = ?').pluck().get(receiptId) ?? 0)

/** A transfer cleared as it is expected, by a deposit. */
export const wishOf = (desk: CollectionDesk, expected: Expected, receiptId: ReceiptId) => {
  const { party, transferOn, gross, deductions, fees, tax, stampDuty } = expected
  return { party, transferOn, gross, deductions, fees, tax, stampDuty, receiptId, reason: '', version: versionOf(desk, receiptId) }
}

/** The agent takes so much of the first claim back out of the transfer of a day; the bank bears it. */
export async function takeBack(desk: CollectionDesk, writer: Writer, amount: number, day: string): Promise<void> {
  const first = desk.ledger.source.prepare<[], { id: ClaimId; party: string }>('select id, party from claims order by id limit 1')
  const claim = first.get()
  if (!claim) throw new Error('nothing is owed')
  const entryId = newEntryId(writer)
  const postings = collectionDeducted(claim.party, yen(amount), 'other_expense')
  const transferOn = businessDate(day)
  await postEntries(writer, [
    { id: entryId, kind: 'collection_deducted', bookedOn: transferOn, receiptId: null, orderId: null, reverses: null, postings },
  ])
  await insertDeductions(writer, [
    {
      id: ClaimDeductionId.parse(writer.newId()),
      claimId: claim.id,
      party: claim.party,
      transferOn,
      amount: yen(amount),
      why: amount < 0 ? 'chargeback_won' : 'withdrawn',
      entryId,
    },
  ])
}
