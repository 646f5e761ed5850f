import type { Ending, EndingWish, ExceptionRow } from '../../../preload/contract/exceptions'
import type { ReceiptId, ReceivableItemId, TransferId, TransferRunId } from '../../../preload/contract/ids'
import type { PositiveYen } from '../../../preload/contract/money'

/** How a clerk would end an open line; null where nothing was said. */
export interface EndingDraft {
  readonly ending: Ending | null
  /** Null: all that is open. */
  readonly amount: PositiveYen | null
  readonly otherReceiptId: ReceiptId | null
  readonly runId: TransferRunId | null
  readonly transferId: TransferId | null
  readonly receivableId: ReceivableItemId | null
  readonly bearer: NonNullable<EndingWish['bearer']>
}

/** What a customer has paid is never ended by the first way that comes: a person chooses. */
const CUSTOMERS: readonly ExceptionRow['type'][] = ['over', 'under', 'duplicate', 'late', 'unknown']

/** The likeliest ending of a line, with nothing named yet. */
export function firstDraft({ endings, type }: Pick<ExceptionRow, 'endings' | 'type'>): EndingDraft {
  const ending = CUSTOMERS.includes(type) ? null : (endings[0] ?? null)
  return { ending, amount: null, otherReceiptId: null, runId: null, transferId: null, receivableId: null, bearer: 'agent' }
}

/** Whether all that this way of ending must name is named. */
export function isNamed({ ending, otherReceiptId, runId, transferId, receivableId }: EndingDraft): boolean {
  switch (ending) {
    case null:
      return false
    case 'taken_back':
      return otherReceiptId !== null
    case 'transfer_seen':
      return runId !== null || transferId !== null
    case 'transfer_returned':
      return transferId !== null
    case 'debt_paid':
      return receivableId !== null
    default:
      return true
  }
}

/** What is asked of the core, once all is named (isNamed). */
export function wishOf({ receiptId }: Pick<ExceptionRow, 'receiptId'>, draft: EndingDraft): EndingWish {
  const { amount, otherReceiptId, runId, transferId, receivableId, bearer } = draft
  return {
    target: { of: 'line', receiptId },
    ending: draft.ending ?? 'unclaimed',
    bearer,
    ...(amount === null ? {} : { amount }),
    ...(otherReceiptId === null ? {} : { otherReceiptId }),
    ...(runId === null ? {} : { runId }),
    ...(transferId === null ? {} : { transferId }),
    ...(receivableId === null ? {} : { receivableId }),
  }
}
