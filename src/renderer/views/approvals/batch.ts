import type { Approval } from '../../../preload/contract/approvals'
import { formatDate } from '../../../preload/contract/date'
import type { ApprovalId } from '../../../preload/contract/ids'
import type { Yen } from '../../../preload/contract/money'
import { Refused } from '../../api'

/** What became of one case of a batch. Unknown: the core did not answer, or broke; what follows it is left alone. */
export type BatchResult = { readonly result: 'approved' } | { readonly result: 'refused' | 'unknown'; readonly error: Error }
export type BatchResults = ReadonlyMap<ApprovalId, BatchResult>

type Decidable = Pick<Approval, 'decision' | 'mayDecide'>

/** Only what waits, and what this person may decide. */
export const isDecidable = ({ decision, mayDecide }: Decidable): boolean => decision === null && mayDecide

/** Approves one after the other and tells each result. A refusal is about one case only; after anything else nothing more is tried. */
export async function approveEach<A extends Pick<Approval, 'id' | 'digest'>>(
  approvals: readonly A[],
  approve: (approval: A) => Promise<unknown>,
  tell: (results: BatchResults) => void,
): Promise<BatchResults> {
  const results = new Map<ApprovalId, BatchResult>()
  for (const approval of approvals) {
    const result = await resultOf(approve(approval))
    results.set(approval.id, result)
    tell(new Map(results))
    if (result.result === 'unknown') break
  }
  return results
}

async function resultOf(asked: Promise<unknown>): Promise<BatchResult> {
  try {
    await asked
    return { result: 'approved' }
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown))
    return { result: error instanceof Refused ? 'refused' : 'unknown', error }
  }
}

/** Whose case it is: a merchant's, a payer's, or what it is called by itself; null where it is the agent itself. */
export function headOf(asked: Approval['case']): string | null {
  switch (asked.kind) {
    case 'refund':
      return asked.payerName
    case 'correction':
      return asked.what
    case 'clearing_undo':
      return asked.remitterName
    case 'debit_not_made':
      return asked.merchantName ?? asked.fileName
    case 'column_mapping':
      return asked.collectorName
    case 'claim_replacement':
      return asked.merchantName ?? asked.party
    case 'day_reopening':
      return formatDate(asked.day)
    case 'payout_run':
    case 'quarantine':
      return asked.name
    case 'money_rules':
    case 'clearing_rules':
      return null
    default:
      return asked.merchantName
  }
}

/** How much a case is about; null where it is about no money. */
export function amountOf(asked: Approval['case']): Yen | null {
  switch (asked.kind) {
    case 'refund':
    case 'correction':
    case 'clearing_undo':
    case 'debit_made':
      return asked.amount
    case 'claim_replacement':
      return asked.after.amount
    case 'payout_run':
    case 'quarantine':
    case 'debit_not_made':
      return asked.total
    case 'contested_case':
      return asked.paidAmount
    default:
      return null
  }
}
