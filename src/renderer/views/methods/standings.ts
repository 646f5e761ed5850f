/*
 * 支払方法別: orders of a period by method and stage, each cell open to its orders, and what each collector owes. Nothing is done here.
 */
import type { MethodStanding } from '../../../preload/contract/by-method'
import { PaymentMethod } from '../../../preload/contract/merchants'
import { type Yen, yen } from '../../../preload/contract/money'
import type { OrderStatus } from '../../../preload/contract/orders'

/** 段階, from what waits for money to what has left and what came to nothing, with the statuses that are shown as it. */
const STATUSES = {
  waits: ['awaiting_acceptance', 'awaiting_method', 'unpaid'],
  authorized: ['authorized'],
  partly: ['partially_paid'],
  paid: ['paid'],
  in_payout: ['in_payout'],
  settled: ['settled'],
  refund: ['in_refund', 'refunded'],
  ended: ['acceptance_refused', 'declined', 'expired', 'cancelled'],
} as const satisfies Record<string, readonly OrderStatus[]>
export type Stage = keyof typeof STATUSES
export const stages: readonly Stage[] = ['waits', 'authorized', 'partly', 'paid', 'in_payout', 'settled', 'refund', 'ended']

export interface Cell {
  readonly count: number
  readonly amount: Yen
}

/** One method, or all together. `method` null: none was chosen yet. */
export interface MethodRow {
  readonly method: PaymentMethod | null
  readonly cells: ReadonlyMap<Stage, Cell>
  readonly total: Cell
}

/** Methods in the order of the contract, then what has none, each with its stages; methods nobody used are left out. */
export function methodRows(standings: readonly MethodStanding[]): MethodRow[] {
  const known: (PaymentMethod | null)[] = [...PaymentMethod.options, null]
  return known.flatMap((method) => {
    const own = standings.filter((standing) => standing.method === method)
    return own.length === 0 ? [] : [{ method, ...stagesOf(own) }]
  })
}

const sum = (of: readonly MethodStanding[]): Cell => ({
  count: of.reduce((count, each) => count + each.count, 0),
  amount: yen(of.reduce((amount, each) => amount + each.amount, 0)),
})

/** The stages of all these together. */
export function stagesOf(standings: readonly MethodStanding[]): Omit<MethodRow, 'method'> {
  const at = (stage: Stage) => sum(standings.filter(({ status }) => STATUSES[stage].some((one) => one === status)))
  return { cells: new Map(stages.map((stage) => [stage, at(stage)])), total: sum(standings) }
}

/** The status a stage stands for, so that its cell can open its orders; null where it stands for several. */
export function onlyStatus(stage: Stage): OrderStatus | null {
  const [first, ...others]: readonly OrderStatus[] = STATUSES[stage]
  return first && others.length === 0 ? first : null
}
