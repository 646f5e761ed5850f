import type { OpenOrder } from '../../preload/contract/clearing'
import { addDays } from '../../preload/contract/date'
import type { AccountId, StatementFileId } from '../../preload/contract/ids'
import { type Yen, yen } from '../../preload/contract/money'
import { Registration } from '../../preload/contract/orders'
import type { Reader } from '../ledger/ledger'
import { type ClosedOrder, ownedRanges } from '../ledger/open-orders'
import {
  formerHoldersThen,
  holdersThen,
  type OrderThen,
  ordersByBeginningThen,
  ordersByReferenceThen,
  ordersOfPayersThen,
  type Then,
  waitingAlikeThen,
} from '../ledger/orders-then'
import { isOpen } from '../settlement/reasons'
import { ORDERS_ASKED } from '../settlement/sums'
import { isOrderEventKind, type OrderEvent, replay } from '../settlement/tracks'
import { codesOf, firstDay, keyedPairs, type Looked, SAME_DEPOSIT_DAYS, type Told, transfersThatLeft, type Way } from './matching'

/*
 * What a deposit led to when its statement was planned: the same questions as services/matching asks of the present, answered from the history of
 * each order.
 */

const moneyIn: ReadonlySet<string> = new Set(['allocated_in_full', 'allocated_in_part'])
const moneyBack: ReadonlySet<string> = new Set(['allocation_undone_in_full', 'allocation_undone_in_part'])

/** An open order, and what it asked for when nothing was paid yet. */
export type OrderStood = OpenOrder & Pick<OrderThen, 'amount' | 'paidOn'>

/** An order as it stood: its history replayed until then. One whose history cannot be read counts as closed. */
export function asItStood({ registered, steps, ...order }: OrderThen): OrderStood {
  const paid = steps.reduce((sum, [kind, of]) => sum + (moneyIn.has(kind) ? (of ?? 0) : moneyBack.has(kind) ? -(of ?? 0) : 0), 0)
  return { ...order, open: yen(order.amount - paid), payment: paymentThen(registered, steps) }
}

function paymentThen(registered: string, steps: OrderThen['steps']): OpenOrder['payment'] {
  const registration = Registration.safeParse(JSON.parse(registered))
  if (!registration.success) return 'cancelled'
  const kinds = steps.map(([kind]) => kind).filter(isOrderEventKind)
  if (kinds[0] !== 'registered') return 'cancelled'
  const replayed = replay(kinds.map((kind): OrderEvent => (kind === 'registered' ? { kind, ...registration.data } : { kind })))
  if (!replayed.ok) return 'cancelled'
  const { acceptance, payment } = replayed.tracks
  return acceptance === 'none' || acceptance === 'accepted' ? payment : 'awaiting_method'
}

type Orders = Map<string, OrderStood[]>
const stood = (found: ReadonlyMap<string, readonly OrderThen[]>): Orders =>
  new Map([...found].map(([key, orders]) => [key, orders.map(asItStood)]))

/** As services/matching looks orders up, but then. Besides, the orders of each name that was asked for, open or not. */
export async function lookBack(
  ledger: Reader,
  then: Then & { readonly id: StatementFileId },
  { accountId, told, way }: { accountId: AccountId; told: Told; way: Way },
): Promise<Looked & { ofPayers: Orders }> {
  const { credits, names, cutNames, references } = told
  const codes = codesOf(credits)
  const byReference = stood(await ordersByReferenceThen(ledger, then, [...new Set(references.flat())]))
  const isAsked = (index: number) =>
    way === 'by_name' || (references[index] ?? []).some((key) => byReference.get(key)?.some(({ payerKey }) => payerKey !== names[index]))
  const asked = credits.flatMap((credit, index) =>
    isAsked(index) ? [{ amount: credit.amount, name: names[index] ?? '', cut: cutNames[index] ?? null }] : [],
  )
  const keys = asked.flatMap(({ name, cut }) => [name, cut?.whole ?? ''])
  const ofPayers = stood(await ordersOfPayersThen(ledger, then, distinct(keys)))
  const beginnings = stood(await ordersByBeginningThen(ledger, then, distinct(asked.map(({ cut }) => cut?.beginning ?? ''))))
  const known = new Map([...Map.groupBy([...beginnings.values()].flat(), ({ payerKey }) => payerKey), ...ofPayers])
  return {
    byCode: stood(await holdersThen(ledger, then, accountId, codes)),
    former: stood(await formerHoldersThen(ledger, then, accountId, codes)),
    byReference,
    byPayer: ofAmounts(
      ofPayers,
      asked.flatMap(({ amount, name, cut }) => [[name, amount] as const, [cut?.whole ?? '', amount] as const]),
    ),
    byBeginning: ofAmounts(
      beginnings,
      asked.map(({ amount, cut }) => [cut?.beginning ?? '', amount] as const),
    ),
    ofNames: new Map([...known].map(([name, orders]) => [name, leastOpen(orders)])),
    closed: closedThen(known),
    // Whom remitters had paid for by then, and what else waited, is not asked: clearings of later days would answer.
    learned: new Map(),
    waiting: new Map(),
    alike: await waitingAlikeThen(ledger, then, {
      fileId: then.id,
      since: addDays(firstDay(credits), -SAME_DEPOSIT_DAYS),
      pairs: [...keyedPairs(credits, names), ...asked.map(({ name, amount }) => [name, amount] as const)],
    }),
    ranges: await ownedRanges(ledger, accountId),
    left: await transfersThatLeft(ledger, credits),
    ofPayers,
  }
}

/** Those that were over by then, by name and amount: paid, or expired or cancelled. */
function closedThen(ofPayers: Orders): Map<string, ClosedOrder[]> {
  const over = [...ofPayers.values()].flat().flatMap((order): (ClosedOrder & { key: string })[] => {
    const { id, orderNumber, payerKey, amount, payment, paidOn, dueOn } = order
    const told = { id, orderNumber, key: `${payerKey}|${amount}` }
    if (payment === 'paid' && paidOn) return [{ ...told, payment, on: paidOn }]
    return (payment === 'expired' || payment === 'cancelled') && dueOn ? [{ ...told, payment: 'over', on: dueOn }] : []
  })
  return Map.groupBy(over, ({ key }) => key)
}

const distinct = (keys: readonly string[]): string[] => [...new Set(keys)].filter((key) => key !== '')

/** The open ones of each key with exactly so much open. */
function ofAmounts(found: Orders, asked: readonly (readonly [key: string, amount: Yen])[]): Orders {
  const fitting = asked.map(([key, amount]) => {
    const orders = (found.get(key) ?? []).filter((order) => isOpen(order) && order.open === amount)
    return [`${key}|${amount}`, orders] as const
  })
  return new Map(fitting)
}

/** Those of a payer that were open, with the least open first; one more than may be combined. */
export const leastOpen = (orders: readonly OpenOrder[]): OpenOrder[] =>
  orders
    .filter(isOpen)
    .sort((a, b) => a.open - b.open)
    .slice(0, ORDERS_ASKED)
