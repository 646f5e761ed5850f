/*
 * 消込の一日: a day of clearing, played step by step for training and inspection. These files only show; what they show is read from
 * clearings and the audit trail.
 */
import type { FilmStep } from '../../../preload/contract/film'
import type { Words } from '../../words'

export interface SoFar {
  itself: number
  hand: number
  undone: number
}

/** How many clearings there were up to a step, that one included. */
export function soFar(steps: readonly FilmStep[], at: number): SoFar {
  const sum: SoFar = { itself: 0, hand: 0, undone: 0 }
  for (const { kind, clearings } of steps.slice(0, at + 1)) {
    if (kind === 'by_itself') sum.itself += clearings
    if (kind === 'by_hand' || kind === 'redone') sum.hand += clearings
    if (kind === 'undone') sum.undone += clearings
  }
  return sum
}

const ACTIONS = [
  ...(['held', 'released', 'refund_candidate', 'group_agreed', 'group_cleared'] as const),
  ...(['assigned', 'accepted', 'taken_over', 'commented'] as const),
  ...(['undo_asked', 'undo_agreed_by_first', 'undo_approved', 'undo_rejected', 'exception_ended', 'correction_asked'] as const),
] as const

/** What a step was, in words; an act nobody has words for is told as the audit trail has it. */
export function stepName({ kind, action }: Pick<FilmStep, 'kind' | 'action'>, t: Words): string {
  if (kind !== 'act') return t(`film.kind.${kind}`)
  const known = ACTIONS.find((one) => one === action)
  return known ? t(`film.action.${known}`) : action
}
