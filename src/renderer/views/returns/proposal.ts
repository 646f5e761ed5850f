/*
 * 返品・未着: orders whose payer wants to return goods or never got them. Left who waits, right both sides and what a clerk proposes;
 * nothing here decides, a supervisor does (views/approvals).
 *
 * This file turns what a clerk chooses into what the contract takes, and says what is missing yet.
 */
import { formatYen, type Yen, yen, ZERO_YEN } from '../../../preload/contract/money'
import type { WordData, WordKey } from '../../words'

export const ENDINGS = ['release', 'refund', 'split'] as const
export type Ending = (typeof ENDINGS)[number]

export interface ProposalDraft {
  readonly ending: Ending | null
  /** What goes to the merchant where the money is divided. */
  readonly part: Yen | null
  readonly why: string
}

export const NO_PROPOSAL: ProposalDraft = { ending: null, part: null, why: '' }

/** What goes to the merchant by this draft; null while that is open. */
export function releasedBy({ ending, part }: ProposalDraft, paidAmount: Yen): Yen | null {
  if (ending === 'release') return paidAmount
  if (ending === 'refund') return ZERO_YEN
  return ending === 'split' ? part : null
}

/** What goes back to the payer by this draft; null while that is open, or where it would be less than nothing. */
export function refundedBy(draft: ProposalDraft, paidAmount: Yen): Yen | null {
  const released = releasedBy(draft, paidAmount)
  return released === null || released > paidAmount || released < 0 ? null : yen(paidAmount - released)
}

export type ProposalProblem = readonly [field: 'part' | 'why', word: WordKey, data?: WordData]

/** What keeps this draft from being proposed, field by field. */
export function problemsOf(draft: ProposalDraft, paidAmount: Yen): readonly ProposalProblem[] {
  const problems: ProposalProblem[] = []
  const { ending, part, why } = draft
  if (ending === 'split' && (part === null || part <= 0)) problems.push(['part', 'returns.partMissing'])
  if (ending === 'split' && part !== null && part >= paidAmount)
    problems.push(['part', 'returns.partTooLarge', { amount: formatYen(paidAmount) }])
  if (why.trim() === '') problems.push(['why', 'returns.whyMissing'])
  return problems
}
