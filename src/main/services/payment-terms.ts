import { CardMethod } from '../../preload/contract/cards'
import { SlipMethod } from '../../preload/contract/collection'
import { addDays, type BusinessDate } from '../../preload/contract/date'
import { DEBIT_YEN_MAX } from '../../preload/contract/direct-debit'
import type { Refusal } from '../../preload/contract/errors'
import type { PaymentMethod } from '../../preload/contract/merchants'
import type { Yen } from '../../preload/contract/money'
import type { Merchant } from '../ledger/merchants'
import { onOrAfter } from '../settlement/calendar'
import type { OfferedCards } from './card-contract'
import type { DebitOffer } from './direct-debit-terms'
import type { OfferedSlips } from './slip-terms'
import { isAskable } from './slips'

/* What a merchant's contract says of paying an order: by which methods, and until when. */

/** What decides besides the contract how an order can be paid: what is open of it, and in whose name slips are issued. */
export interface Offer {
  readonly open: Yen
  /** By method; what is switched off, or not settled, is not in it. */
  readonly slips: OfferedSlips
  /** By method, whom cards are asked of. */
  readonly cards: OfferedCards
  /** When its payer's account would be debited. */
  readonly debit: DebitOffer
}

/** Methods an instruction can be given for, each with what it needs. */
const built: Partial<Record<PaymentMethod, (merchant: Merchant, offer: Offer) => boolean>> = {
  bank_transfer: ({ virtualRange }) => virtualRange !== null,
  ...Object.fromEntries(SlipMethod.options.map((method) => [method, (_merchant: Merchant, offer: Offer) => takes(offer, method)])),
  ...Object.fromEntries(
    CardMethod.options.map((method) => [method, (_merchant: Merchant, { open, cards }: Offer) => cards.has(method) && open > 0]),
  ),
  direct_debit: (_merchant, { open, debit }) => debit !== null && debit !== 'no_mandate' && open <= DEBIT_YEN_MAX,
}

/** Whether a collector takes what is open. */
function takes({ open, slips }: Offer, method: SlipMethod): boolean {
  const terms = slips.get(method)
  return terms !== undefined && isAskable(terms, open)
}

/** The methods a merchant has agreed to and an instruction can be given for. */
export function offeredMethods(merchant: Merchant, offer: Offer): PaymentMethod[] {
  return merchant.methods.filter((method) => built[method]?.(merchant, offer))
}

/** Why an order cannot be paid by a method, or null where it can: above_slip_limit, no_mandate, method_not_offered. */
export function methodRefusal(merchant: Merchant, method: PaymentMethod, offer: Offer): Refusal | null {
  if (offeredMethods(merchant, offer).includes(method)) return null
  if (method === 'direct_debit' && merchant.methods.includes(method) && offer.debit === 'no_mandate') return { refusal: 'no_mandate' }
  const slipMethod = SlipMethod.safeParse(method)
  const limit = slipMethod.success && merchant.methods.includes(method) ? offer.slips.get(slipMethod.data)?.amountMax : null
  return limit && offer.open > limit ? { refusal: 'above_slip_limit', limit } : { refusal: 'method_not_offered', method }
}

/** The last day to pay, or to choose how: so many days on, and then a day on which banks are open. */
export function dueDate(merchant: Merchant, today: BusinessDate, holidays: ReadonlySet<string>): BusinessDate {
  return onOrAfter(addDays(today, merchant.deadlines.paymentDays), holidays)
}

/** The day of the bank, and the days on which banks are shut. */
export interface Days {
  readonly today: BusinessDate
  readonly holidays: ReadonlySet<string>
}

/** The same for a new order: one that must be accepted first cannot be paid before. */
export function firstDueDate(merchant: Merchant, { today, holidays }: Days): BusinessDate {
  const { acceptanceRequired, deadlines } = merchant
  return dueDate(merchant, acceptanceRequired ? addDays(today, deadlines.acceptanceDays) : today, holidays)
}
