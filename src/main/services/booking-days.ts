import type { BusinessDate } from '../../preload/contract/date'
import { lastClosedDay } from '../ledger/closing'
import type { Reader } from '../ledger/ledger'
import { bookableOn } from '../settlement/day-close'

/** The day something is booked on that should stand on this one: the day itself, or the first after the last closed day. */
export async function bookingDay(ledger: Reader, wanted: BusinessDate): Promise<BusinessDate> {
  return bookableOn(wanted, await lastClosedDay(ledger))
}
