import { addDays, type BusinessDate } from '../../preload/contract/date'
import type { PaymentMethod } from '../../preload/contract/merchants'
import type { Merchant } from '../ledger/merchants'
import { onOrAfter } from '../settlement/calendar'

/* What a merchant's contract says of paying an order: by which methods, and until when. */

/** Methods an instruction can be given for. */
export const BUILT_METHODS: readonly PaymentMethod[] = ['bank_transfer']

/** The methods a merchant has agreed to and an instruction can be given for. */
export function offeredMethods(merchant: Merchant): PaymentMethod[] {
  return merchant.methods.filter(
    (method) => BUILT_METHODS.includes(method) && (method !== 'bank_transfer' || merchant.virtualRange !== null),
  )
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
