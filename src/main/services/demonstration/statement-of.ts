import { addDays, type BusinessDate } from '../../../preload/contract/date'
import { type Yen, yen } from '../../../preload/contract/money'
import type { StatementToDeliver } from '../../gateways/gateway'
import { type Holidays, isBusinessDay } from '../../settlement/calendar'
import { designatedAccount } from './cast'
import { answerOrder, type Dice, incomingLine, outgoingLine, type StoryLine, type StoryOrder } from './story'

/** An order that waits, and where its payer was told to pay. */
export interface InstructedOrder {
  order: StoryOrder
  virtualAccount: string
}

/** Days from the first to the last on which a bank books; where there is none, the last day itself. */
function bookingDays(from: BusinessDate, to: BusinessDate, holidays: Holidays): BusinessDate[] {
  const days: BusinessDate[] = []
  for (let day = from; day <= to; day = addDays(day, 1)) if (isBusinessDay(day, holidays)) days.push(day)
  return days.length > 0 ? days : [to]
}

/**
 * Deposits for these orders over the days of a period, on its last day what else came in and a bank's fee, in the order of booking. `others`: the names
 * and amounts of those who paid no order.
 */
export function statementOf(
  d: Dice,
  orders: readonly InstructedOrder[],
  period: { from: BusinessDate; to: BusinessDate },
  opening: Yen,
  holidays: Holidays,
  others: readonly { name: string; amount: Yen }[] = [],
): StatementToDeliver {
  const days = bookingDays(period.from, period.to, holidays)
  const byDay = new Map<BusinessDate, StoryLine[]>(days.map((day) => [day, []]))
  let reference = 1
  for (const [index, { order, virtualAccount }] of orders.entries()) {
    const day = days[Math.floor((index * days.length) / orders.length)] ?? period.to
    const paid = day < order.receivedOn ? period.to : day
    byDay.get(paid)?.push(...answerOrder(d, order, virtualAccount, paid, reference))
    reference += 1
  }
  const last = days.at(-1) ?? period.to
  byDay.get(last)?.push(...others.map(({ name, amount }, at) => incomingLine(last, amount, name, 80_000_001 + at)))
  byDay.get(last)?.push(outgoingLine(last, 660, 'ﾌﾘｺﾐﾃｽｳﾘﾖｳ', 90_000_001), outgoingLine(last, 250_000, 'ｼｷﾝｲﾄﾞｳ', 90_000_002, 'transfer'))
  const lines = [...byDay.values()].flat()
  const closing = lines.reduce<number>((sum, line) => sum + (line.direction === 'credit' ? line.amount : -line.amount), opening)
  return { head: headOf(period, opening), lines, closing: yen(closing) }
}

/** What stands above the lines of a statement of the designated account. */
export function headOf({ from, to }: { from: BusinessDate; to: BusinessDate }, opening: Yen): StatementToDeliver['head'] {
  const { bankKana, branchKana, accountName, ...account } = designatedAccount
  return { account, accountName, bankName: bankKana, branchName: branchKana, from, to, createdOn: to, opening }
}
