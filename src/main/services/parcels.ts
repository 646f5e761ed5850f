import { done, type Result, refuse } from '../../preload/contract/errors'
import { CashOnDeliverySettings } from '../../preload/contract/gateways'
import type { OrderId } from '../../preload/contract/ids'
import { gatewayOf } from '../ledger/gateways'
import type { Writer } from '../ledger/ledger'
import { insertTrackingNumber, liveSlip, slipOfTrackingNumber } from '../ledger/slips'
import { isTrackingNumber, plainTrackingNumber } from '../settlement/tracking-number'

/**
 * The parcel of an order that is paid at the door: by its number the carrier tells what became of it. Of other orders the number is only
 * carried. Refuses tracking_number_invalid (the carrier's check digit is known, and is another one), tracking_number_taken.
 */
export async function noteParcel(writer: Writer, orderId: OrderId, written: string): Promise<Result<null>> {
  const number = plainTrackingNumber(written)
  const slip = await liveSlip(writer, orderId)
  if (number === '' || slip?.method !== 'cash_on_delivery') return done(null)
  const { carrier } = CashOnDeliverySettings.parse((await gatewayOf(writer, 'cash_on_delivery')).settings)
  if (!isTrackingNumber(number, carrier)) return refuse({ refusal: 'tracking_number_invalid', number })
  const taken = await slipOfTrackingNumber(writer, slip.party, number)
  if (taken === slip.id) return done(null)
  if (taken !== null) return refuse({ refusal: 'tracking_number_taken', number })
  await insertTrackingNumber(writer, slip, number)
  return done(null)
}
