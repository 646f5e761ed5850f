import type { CollectionException } from '../../../preload/contract/collections'
import type { InputOf } from '../../../preload/contract/methods'
import { type Yen, yen } from '../../../preload/contract/money'
import type { OrderRow } from '../../../preload/contract/orders'
import type { RefundCause } from '../../../preload/contract/refunds'

/** How a collection ends: its money pays the order of its slip, or another one, or goes back; what brought none is noted; of two that
 * contradict each other the first is kept, or this one replaces it. */
export type Way = 'own' | 'other' | 'refund' | 'note' | 'keep' | 'replace'

/** How a clerk would end a collection; nothing is chosen for them. */
export interface EndingDraft {
  readonly way: Way | null
  readonly order: OrderRow | null
  readonly note: string
}

export const NO_ENDING: EndingDraft = { way: null, order: null, note: '' }

/** The ways there are: money pays an order or goes back, where this person may ask for that; only what brought none is noted. */
export function waysOf(
  { holdsMoney, order, contradicts }: Pick<CollectionException, 'holdsMoney' | 'order' | 'contradicts'>,
  mayRefund: boolean,
): readonly Way[] {
  if (contradicts) return ['keep', 'replace']
  if (!holdsMoney) return ['note']
  return [...(order === null ? [] : ['own' as const]), 'other', ...(mayRefund ? ['refund' as const] : [])]
}

/** Ways that leave the money where it is, or move it back: whoever reads it later must know why. */
export const needsWhy = (way: Way): boolean => way === 'note' || way === 'keep' || way === 'replace'

/** Where there is one way only, nobody need choose it. */
export function onlyWay(ways: readonly Way[]): Way | null {
  return ways.length === 1 ? (ways[0] ?? null) : null
}

const PAID = ['paid', 'captured']

/** Why the order of the slip cannot take the money, where that can be seen from here. */
export function ownProblem({ amount, order }: Pick<CollectionException, 'amount' | 'order'>): 'paid' | 'other_amount' | null {
  if (order === null) return null
  if (PAID.includes(order.payment)) return 'paid'
  return order.amount === amount ? null : 'other_amount'
}

/** Why it would go back, as far as the story tells; the clerk may say otherwise. */
export function causeOf({ outcome, amount, order }: Pick<CollectionException, 'outcome' | 'amount' | 'order'>): RefundCause {
  switch (outcome) {
    case 'duplicate':
      return 'duplicate'
    case 'late':
    case 'slip_withdrawn':
      return 'late'
    case 'amount_differs':
      return order !== null && amount < order.slipAmount ? 'underpaid' : 'over'
    default:
      return 'unknown'
  }
}

/** What is asked of the core; null while something is missing, and for a refund, which is asked for by its own form. */
export function endingOf(
  { lineId, amount }: Pick<CollectionException, 'lineId' | 'amount'>,
  draft: EndingDraft,
): InputOf<'collections.end'> | null {
  const note = draft.note.trim()
  switch (draft.way) {
    case null:
    case 'refund':
      return null
    case 'own':
      return { ending: 'apply', lineId, note }
    case 'other':
      return draft.order === null || overOpen(amount, draft.order).difference !== 0
        ? null
        : { ending: 'apply', lineId, orderId: draft.order.id, note }
    case 'note':
    case 'keep':
      return note === '' ? null : { ending: 'note', lineId, note }
    case 'replace':
      return note === '' ? null : { ending: 'replace', lineId, note }
  }
}

/** What a collection is above (or below) what an order is open for. */
export function overOpen(amount: Yen, order: Pick<OrderRow, 'amount' | 'paidAmount'>): { open: Yen; difference: Yen } {
  const open = yen(order.amount - order.paidAmount)
  return { open, difference: yen(amount - open) }
}
