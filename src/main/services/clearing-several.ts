import { type Allotment, ORDERS_MOST } from '../../preload/contract/clearing-several'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { OrderId, ReceiptId } from '../../preload/contract/ids'
import { PositiveYen, sumYen, yen } from '../../preload/contract/money'
import { candidateOrdersById, type OpenDeposit, openDeposit } from '../ledger/clearing'
import type { Reader } from '../ledger/ledger'
import { openOrdersOfPayers } from '../ledger/open-orders'
import { allotInTurn } from '../settlement/allotting'
import { shown } from './candidates'
import { type Cleared, type ClearingDeps, clearDeposit } from './clearing'
import type { Handlers } from './context'
import { publishChanged } from './events'

/* N:M 消込: the allotment is worked out, shown, and carried out for all deposits in one unit of work. */

export function severalHandlers({
  ledger,
  clock,
  events,
}: Pick<ClearingDeps, 'ledger' | 'clock' | 'events'>): Pick<Handlers, 'clearing.allotment' | 'clearing.clearSeveral'> {
  return {
    'clearing.allotment': async (_context, { receiptIds, without }) => allotment(ledger.reader, receiptIds, new Set(without)),
    'clearing.clearSeveral': async (context, { deposits }) => {
      const cleared = await ledger.write(context.by, async (writer) => {
        const results: { receiptId: ReceiptId; result: Cleared }[] = []
        // Every deposit moves its orders one version on; what was shown is the version before the first of them.
        const moved = new Map<OrderId, number>()
        for (const { receiptId, version, parts } of deposits) {
          const now = parts.map((part) => ({ ...part, version: part.version + (moved.get(part.orderId) ?? 0) }))
          const result = await clearDeposit(writer, clock.today(), { receiptId, version, parts: now }, context.user)
          if (!result.ok) return result
          for (const { orderId } of parts) moved.set(orderId, (moved.get(orderId) ?? 0) + 1)
          results.push({ receiptId, result: result.value })
        }
        return done(results)
      })
      if (!cleared.ok) return cleared
      publishChanged(events, 'deposits', 'clearing', 'orders', 'audit')
      return done({ cleared: cleared.value.map(({ receiptId, result: { actId, remaining } }) => ({ receiptId, actId, remaining })) })
    },
  }
}

/**
 * The oldest deposits to the oldest open orders of their payer. Refuses deposit_not_open, deposits_of_several_payers (by the name as names are
 * compared, or where the bank told none).
 */
async function allotment(reader: Reader, receiptIds: readonly ReceiptId[], without: ReadonlySet<OrderId>): Promise<Result<Allotment>> {
  const deposits: OpenDeposit[] = []
  for (const receiptId of new Set(receiptIds)) {
    const deposit = await openDeposit(reader, receiptId)
    if (!deposit) return refuse({ refusal: 'deposit_not_open' })
    deposits.push(deposit)
  }
  deposits.sort((one, other) =>
    one.bookedOn === other.bookedOn ? one.receiptId - other.receiptId : one.bookedOn < other.bookedOn ? -1 : 1,
  )
  const [first] = deposits
  if (!first || first.nameKey === '' || deposits.some(({ nameKey }) => nameKey !== first.nameKey))
    return refuse({ refusal: 'deposits_of_several_payers' })
  const open = (await openOrdersOfPayers(reader, [first.nameKey], ORDERS_MOST)).get(first.nameKey) ?? []
  const orders = await candidateOrdersById(
    reader,
    open.slice(0, ORDERS_MOST).map(({ id }) => id),
  )
  orders.sort((one, other) => (one.receivedOn === other.receivedOn ? one.id - other.id : one.receivedOn < other.receivedOn ? -1 : 1))
  const parts = allotInTurn(
    deposits,
    orders.filter(({ id }) => !without.has(id)),
  )
  return done({
    deposits: deposits.map((deposit) => {
      const own = parts.filter((part) => part.deposit === deposit)
      const { receiptId, version, bookedOn, remaining } = deposit
      return {
        ...{ receiptId, version, bookedOn, remaining: PositiveYen.parse(remaining) },
        parts: own.map(({ order, amount }) => ({ orderId: order.id, version: order.version, amount: PositiveYen.parse(amount) })),
        left: yen(remaining - sumYen(own.map(({ amount }) => amount))),
      }
    }),
    orders: orders.map((order) => {
      const taken = sumYen(parts.filter((part) => part.order === order).map(({ amount }) => amount))
      return { order: shown(order), taken, missing: yen(order.open - taken), leftOut: without.has(order.id) }
    }),
  })
}
