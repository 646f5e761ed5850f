import type { Writer } from '../ledger/ledger'
import type { PaidOrder } from '../ledger/outgoing'
import { type EventDraft, type OrderChange, orderStates } from '../ledger/posting'
import type { OrderStep } from '../settlement/steps'
import { applyEvent } from '../settlement/tracks'
import { takeSteps } from './order-steps'

/** The steps by which an order whose payout was seen is settled, also one whose money came back before. */
export const stepsToSettled = ({ disbursement }: Pick<PaidOrder, 'disbursement'>): OrderStep[] =>
  disbursement === 'in_payout' ? ['settled'] : ['payable_again', 'taken_into_payout', 'settled']

/** Orders of a payout take these steps, all at once. A step that an order refuses is a fault: its money has moved. */
export async function stepPaid(
  writer: Writer,
  paid: readonly PaidOrder[],
  stepsOf: (order: PaidOrder) => readonly OrderStep[],
  detail: Record<string, unknown>,
): Promise<void> {
  const states = await orderStates(
    writer,
    paid.map(({ orderId }) => orderId),
  )
  const changes: OrderChange[] = []
  const events: EventDraft[] = []
  for (const order of paid) {
    const state = states.get(order.orderId)
    if (!state) throw new Error(`order ${order.orderId} of a payout is not in the ledger`)
    let { tracks } = state
    for (const kind of stepsOf(order)) {
      const step = applyEvent(tracks, { kind })
      if (!step.ok) throw new Error(`order ${state.id} refuses ${kind} where it stands ${step.from}`)
      tracks = step.tracks
      events.push({ orderId: state.id, kind, amount: state.paidAmount, receiptId: null, allocationId: null, detail })
    }
    changes.push({ id: state.id, paidAmount: state.paidAmount, paidOn: state.paidOn, tracks })
  }
  await takeSteps(writer, changes, events)
}
