import type { JournalLine } from '../../../preload/contract/clearing'
import type { ExpectedTransfer } from '../../../preload/contract/collections'
import type { BusinessDate } from '../../../preload/contract/date'
import type { ReceiptId } from '../../../preload/contract/ids'
import type { InputOf } from '../../../preload/contract/methods'
import { type Yen, yen } from '../../../preload/contract/money'

/** What an agent keeps; each may be other than by contract. */
export const keptParts = ['fees', 'tax', 'stampDuty'] as const
export type KeptPart = (typeof keptParts)[number]

/** A transfer while it is being cleared: the deposit it came as, and what the agent kept this time. */
export type TransferDraft = { readonly receiptId: ReceiptId | null; readonly reason: string } & { readonly [P in KeptPart]: Yen | null }

export type TransferProblem = 'no_deposit' | 'not_complete' | 'sum_differs' | 'no_reason'
export type TransferCandidate = ExpectedTransfer['candidates'][number]

/** What the figures of a draft come to. */
export interface TransferCheck {
  readonly candidate: TransferCandidate | null
  /** Gross less what the agent takes back and keeps; null while a figure is missing. */
  readonly net: Yen | null
  /** What came less that; null while either is missing. Nought agrees. */
  readonly difference: Yen | null
  readonly isAsAgreed: boolean
  /** What still stands against clearing it, the first of them. */
  readonly problem: TransferProblem | null
}

/** How a transfer stands: a deposit fits it to the yen, it is to come, or its day is past. */
export type TransferStanding = 'fits' | 'waits' | 'overdue'

export function standingOf(
  { candidates, transferOn }: Pick<ExpectedTransfer, 'candidates' | 'transferOn'>,
  today: BusinessDate | null,
): TransferStanding {
  if (candidates.some(({ difference }) => difference === 0)) return 'fits'
  return today !== null && transferOn < today ? 'overdue' : 'waits'
}

/** Figures by contract, and the deposit only where one alone fits. */
export function firstDraft({ candidates, fees, tax, stampDuty }: ExpectedTransfer): TransferDraft {
  const fitting = candidates.filter(({ difference }) => difference === 0)
  const only = fitting.length === 1 ? fitting[0] : undefined
  return { receiptId: only?.receiptId ?? null, fees, tax, stampDuty, reason: '' }
}

/** Whether gross is what the agent keeps and the deposit, to the yen, and a reason stands where it is not as agreed. */
export function checkTransfer(transfer: ExpectedTransfer, draft: TransferDraft): TransferCheck {
  const candidate = transfer.candidates.find(({ receiptId }) => receiptId === draft.receiptId) ?? null
  const kept = keptParts.flatMap((part) => draft[part] ?? [])
  const isComplete = kept.length === keptParts.length && kept.every((amount) => amount >= 0)
  const net = isComplete ? yen(transfer.gross - transfer.deductions - kept.reduce((sum, amount) => sum + amount, 0)) : null
  const difference = net === null || candidate === null ? null : yen(candidate.remaining - net)
  const isAsAgreed = keptParts.every((part) => draft[part] === transfer[part])
  return { candidate, net, difference, isAsAgreed, problem: problemOf({ candidate, net, difference, isAsAgreed }, draft.reason) }
}

function problemOf({ candidate, net, difference, isAsAgreed }: Omit<TransferCheck, 'problem'>, reason: string): TransferProblem | null {
  if (candidate === null) return 'no_deposit'
  if (net === null) return 'not_complete'
  if (difference !== 0) return 'sum_differs'
  return isAsAgreed || reason.trim() !== '' ? null : 'no_reason'
}

/** What is asked of the core; null while something stands against it. */
export function settlementOf(transfer: ExpectedTransfer, draft: TransferDraft): InputOf<'collections.settle'> | null {
  const { candidate, problem } = checkTransfer(transfer, draft)
  const { fees, tax, stampDuty } = draft
  if (problem !== null || candidate === null || fees === null || tax === null || stampDuty === null) return null
  const { party, transferOn, gross, deductions } = transfer
  const { receiptId, version } = candidate
  return { party, transferOn, receiptId, version, gross, deductions, fees, tax, stampDuty, reason: draft.reason.trim() }
}

/** The entry that clearing posts: the deposit and what the agent kept, against what it owed. */
export function entryOf({ agentName }: Pick<ExpectedTransfer, 'agentName'>, draft: TransferDraft, net: Yen | null): JournalLine[] {
  const parts = [
    ['suspense', net],
    ['fees_paid', draft.fees],
    ['input_tax', draft.tax],
    ['stamp_duty', draft.stampDuty],
  ] as const
  const credit = { account: 'receivable', of: agentName }
  return parts.flatMap(([account, amount]) => (amount !== null && amount > 0 ? [{ debit: { account, of: null }, credit, amount }] : []))
}
