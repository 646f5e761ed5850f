import type { OpenOrder, Reason } from '../../preload/contract/clearing'
import type { ClearingRules } from '../../preload/contract/clearing-rules'
import { addDays, type BusinessDate } from '../../preload/contract/date'
import type { MerchantId } from '../../preload/contract/ids'
import type { PositiveYen } from '../../preload/contract/money'
import type { StatementLine } from '../../preload/contract/statement'
import type { CutName } from './names'

/* The facts for and against "this deposit pays this order", by name. Which of them forbids automatic clearing stands here once. */

type Code = Reason['code']

const speaksFor: ReadonlySet<Code> = new Set<Code>([
  'virtual_account',
  'reference_in_text',
  'name_equal',
  'name_prefix',
  'name_close',
  'amount_equal',
  'only_open_order',
  'within_due_date',
  'same_merchant',
  'learned',
  'former_number',
  'fee_deducted',
  'rounding',
  'sum_fits',
  'completed_by_deposit',
])
/** Against, but no contradiction: people pay for one another. */
const noVeto: ReadonlySet<Code> = new Set<Code>(['name_differs'])

/** A reason with its direction; `detail` is the fact itself: a number, a date, a difference in yen, a name. */
export function reason(code: Code, detail: string): Reason {
  const pro = speaksFor.has(code)
  return { code, for: pro, veto: !pro && !noVeto.has(code), detail }
}

/** Money may still be allocated to it. */
export function isOpen(order: Pick<OpenOrder, 'payment'>): boolean {
  return order.payment === 'unpaid' || order.payment === 'partially_paid'
}

/** What a deposit tells about itself. */
export interface DepositFacts {
  readonly amount: PositiveYen
  readonly bookedOn: BusinessDate
  readonly valueOn: BusinessDate
  readonly notCustomerMoney: StatementLine['notCustomerMoney']
  /** The run of a transfer that has left and would fit if it came back; null or left out where there is none. */
  readonly returnedTransfer?: string | null
  /** Branch 3 + number 7 digits, where the bank delivers it. */
  readonly virtualAccount: string | null
  /** The merchant whose range the virtual account lies in, where that is known although no order holds the number. */
  readonly merchantId?: MerchantId | null
  /** Normal form of the remitter's name (names.ts), '' where the bank delivers none. */
  readonly nameKey: string
  /** What the name may be the beginning of, where it fills the bank's field; null or left out where it came whole. */
  readonly cutName?: CutName | null
  /** Tokens that may be order numbers (references.ts). */
  readonly references: readonly string[]
  /** The sending bank as the statement tells it; left out where nobody asks for its prices. */
  readonly remittingBank?: string
  /** By which rules the bank clears. */
  readonly rules: ClearingRules
}

/** The name as it was told, without this order's number where a payer put it before or behind the name. */
export function nameBesides({ nameKey }: Pick<DepositFacts, 'nameKey'>, { referenceKey }: Pick<OpenOrder, 'referenceKey'>): string {
  if (referenceKey === '' || nameKey === referenceKey) return nameKey
  if (nameKey.startsWith(referenceKey)) return nameKey.slice(referenceKey.length)
  return nameKey.endsWith(referenceKey) ? nameKey.slice(0, -referenceKey.length) : nameKey
}

/** The same order may have been found by more than one token. */
export function distinct(orders: readonly OpenOrder[]): OpenOrder[] {
  return [...new Map(orders.map((order) => [order.id, order])).values()]
}

/** The virtual account tells a merchant, and it is another one. */
export function isElsewhere(facts: DepositFacts, order: OpenOrder): boolean {
  return facts.merchantId != null && order.merchantId !== facts.merchantId
}

/** What the deposit's money and dates say for the order. */
export function agreements(facts: DepositFacts, order: OpenOrder): Reason[] {
  const reasons: Reason[] = []
  if (order.open === facts.amount) reasons.push(reason('amount_equal', String(facts.amount)))
  if (order.dueOn !== null && facts.valueOn <= order.dueOn) reasons.push(reason('within_due_date', order.dueOn))
  return reasons
}

/**
 * What the deposit's money and dates say against the order, and that its payer has chosen to pay otherwise. By value date: after the due
 * date it is late (期限後), before the order was received it cannot be meant for it.
 */
export function contradictions(facts: DepositFacts, order: OpenOrder): Reason[] {
  const reasons: Reason[] = []
  if (facts.notCustomerMoney !== null) reasons.push(reason('not_customer_money', facts.notCustomerMoney))
  if (facts.returnedTransfer) reasons.push(reason('returned_transfer', facts.returnedTransfer))
  if (!isOpen(order)) reasons.push(reason('order_closed', order.payment))
  if (order.method !== null && order.method !== 'bank_transfer') reasons.push(reason('other_method', order.method))
  const { virtualAccount } = order
  if (order.isWithdrawn && virtualAccount !== null && virtualAccount === facts.virtualAccount) {
    reasons.push(reason('instruction_withdrawn', virtualAccount))
  }
  if (facts.amount < order.open) reasons.push(reason('amount_short', String(order.open - facts.amount)))
  if (facts.amount > order.open) reasons.push(reason('amount_over', String(facts.amount - order.open)))
  if (order.dueOn !== null && isLate(facts, order.dueOn)) reasons.push(reason('after_due_date', order.dueOn))
  if (facts.valueOn < order.receivedOn) reasons.push(reason('before_order', order.receivedOn))
  return reasons
}

/** Later than the due date and the days of grace that the bank gives. */
function isLate({ valueOn, rules }: DepositFacts, dueOn: BusinessDate): boolean {
  return valueOn > dueOn && valueOn > addDays(dueOn, rules.graceDays)
}
