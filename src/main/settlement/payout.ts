import type { BusinessDate } from '../../preload/contract/date'
import type { FeePlan } from '../../preload/contract/merchants'
import { sumYen, type Yen, yen, ZERO_YEN } from '../../preload/contract/money'
import type { TransferFeeBand, TransferFeeBearer, TransferFeeConvention } from '../../preload/contract/transfer-fees'
import { TRANSFER_YEN_MAX } from '../../preload/contract/transfers'
import { consumptionTax, type TaxLine, type TaxRules } from './consumption-tax'
import { type OrderFee, orderFee, type PaidOrder } from './fees'
import { sendAmount } from './transfer-fee'

/*
 * The figures of one merchant's payout (振込・精算, s14) from what is releasable at a closing. Every figure is made of lines, and the
 * lines of a payout add up to its net, to the yen. Nothing is posted here: what is carried over with a minus the merchant owes.
 */

/** An item to be paid: the money of an order or what is left of it, or money of which a fee was taken before (組戻し): there is no second one. */
export type PayableItem<K> = { readonly key: K; readonly amount: Yen } & (
  | { readonly kind: 'order'; readonly order: PaidOrder }
  | { readonly kind: 'paid_again' }
)

/** An amount that stands under a key of the ledger. */
export interface KeyedAmount<K> {
  readonly key: K
  readonly amount: Yen
}

export interface PayoutCase<K> {
  readonly items: readonly PayableItem<K>[]
  /** What the merchant owes (receivables, refunds after settlement, chargebacks), in the order in which it is offset. */
  readonly owed: readonly KeyedAmount<K>[]
  /** Everything waits. */
  readonly isHeld: boolean
}

/** What a payout is counted by. */
export interface PayoutTerms {
  readonly plans: readonly FeePlan[]
  readonly tax: TaxRules
  /** Less than this is not sent. */
  readonly minimum: Yen
  readonly transfer: {
    readonly bands: readonly TransferFeeBand[]
    readonly bearer: TransferFeeBearer
    readonly convention: TransferFeeConvention
  }
}

/** Why money that is due is not sent: the names the screen has sentences for. */
export type CarryReason = 'fees_exceed_money' | 'held' | 'below_minimum' | 'above_transfer_limit' | 'below_transfer_fee' | 'band_boundary'

/** One line of the explanation. Amounts are signed: their sum is the net. */
export type PayoutLine<K> = { readonly amount: Yen } & (
  | { readonly what: 'item'; readonly key: K }
  | { readonly what: 'fee'; readonly key: K; readonly fee: OrderFee }
  | { readonly what: 'tax'; readonly tax: TaxLine }
  /** `left`: what the merchant still owes of this item. */
  | { readonly what: 'offset'; readonly key: K; readonly left: Yen }
  | { readonly what: 'transfer_fee' }
  | { readonly what: 'carried_over'; readonly reason: CarryReason }
)

/** Sizes, none negative but `carriedOver`. gross − fees − tax − offset − transferFee − carriedOver = net. */
export interface PayoutFigures<K> {
  readonly gross: Yen
  readonly fees: Yen
  readonly tax: Yen
  /** Fees and tax by class and rate, as the statement shows them. */
  readonly taxLines: readonly TaxLine[]
  readonly offset: Yen
  /** Taken from the merchant for the transfer, tax included. */
  readonly transferFee: Yen
  /** What the bank charges the agent besides. */
  readonly transferFeeBorne: Yen
  /** What is sent; 0 where nothing is. */
  readonly net: Yen
  readonly carriedOver: readonly { readonly amount: Yen; readonly reason: CarryReason }[]
  readonly lines: readonly PayoutLine<K>[]
}

const negative = (amount: Yen): Yen => (amount === 0 ? ZERO_YEN : yen(-amount))

/** Collects lines; what is left of the money is their sum. */
class Explanation<K> {
  readonly lines: PayoutLine<K>[] = []
  #left = 0

  get left(): Yen {
    return yen(this.#left)
  }

  add(line: PayoutLine<K>): void {
    this.lines.push(line)
    this.#left += line.amount
  }

  carryOver(amount: Yen, reason: CarryReason): void {
    if (amount !== 0) this.add({ what: 'carried_over', amount: negative(amount), reason })
  }

  /** The sum of the lines of one kind, as a size. */
  size(what: PayoutLine<K>['what']): Yen {
    const total = sumYen(this.lines.filter((line) => line.what === what).map(({ amount }) => amount))
    return total < 0 ? negative(total) : total
  }
}

/** What a payout comes to. An item must be handed in once only; the database sees to that. */
export function payoutFigures<K>(payout: PayoutCase<K>, terms: PayoutTerms): PayoutFigures<K> {
  const made = new Explanation<K>()
  for (const { key, amount } of payout.items) made.add({ what: 'item', key, amount })
  const taxLines = addFees(made, payout.items, terms)
  const transferFeeBorne = disburse(made, payout, terms)
  return {
    gross: made.size('item'),
    fees: made.size('fee'),
    tax: made.size('tax'),
    taxLines,
    offset: made.size('offset'),
    transferFee: made.size('transfer_fee'),
    transferFeeBorne,
    net: made.left,
    carriedOver: made.lines.flatMap((line) =>
      line.what === 'carried_over' ? [{ amount: negative(line.amount), reason: line.reason }] : [],
    ),
    lines: made.lines,
  }
}

/** The fee of each order, and the tax on their sum, rounded once per rate. */
function addFees<K>(made: Explanation<K>, items: readonly PayableItem<K>[], { plans, tax }: PayoutTerms): TaxLine[] {
  const taxed: { amount: Yen; taxClass: FeePlan['taxClass']; on: BusinessDate }[] = []
  for (const item of items) {
    if (item.kind !== 'order') continue
    const fee = orderFee(item.order, plans, tax.rounding)
    made.add({ what: 'fee', key: item.key, amount: negative(fee.amount), fee })
    if (fee.plan !== null) taxed.push({ amount: fee.amount, taxClass: fee.plan.taxClass, on: item.order.paidOn })
  }
  const taxLines = consumptionTax(taxed, tax)
  for (const line of taxLines) made.add({ what: 'tax', amount: negative(line.tax), tax: line })
  return taxLines
}

/** Sends what may be sent of what is left, and carries over the rest with the reason. Returns what the agent bears of the bank's fee. */
function disburse<K>(made: Explanation<K>, { owed, isHeld }: PayoutCase<K>, { minimum, transfer }: PayoutTerms): Yen {
  if (made.left < 0) made.carryOver(made.left, 'fees_exceed_money')
  else if (isHeld) made.carryOver(made.left, 'held')
  offset(made, owed)
  if (made.left < minimum) made.carryOver(made.left, 'below_minimum')
  made.carryOver(yen(Math.max(made.left - TRANSFER_YEN_MAX, 0)), 'above_transfer_limit')
  const sent = sendAmount(made.left, transfer.bands, transfer.bearer, transfer.convention)
  if (sent.fee > 0) made.add({ what: 'transfer_fee', amount: negative(sent.fee) })
  made.carryOver(sent.remainder, sent.credit === 0 ? 'below_transfer_fee' : 'band_boundary')
  return sent.borneByAgent
}

/** Takes what the merchant owes, as far as there is money. */
function offset<K>(made: Explanation<K>, owed: readonly KeyedAmount<K>[]): void {
  for (const { key, amount } of owed) {
    const taken = yen(Math.min(amount, made.left))
    if (taken > 0) made.add({ what: 'offset', key, amount: negative(taken), left: yen(amount - taken) })
  }
}
