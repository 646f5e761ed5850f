import { dateInJapan } from '../../preload/contract/date'
import { done, type Result, refuse } from '../../preload/contract/errors'
import { EntryId, type OrderId } from '../../preload/contract/ids'
import { PositiveYen, type Yen } from '../../preload/contract/money'
import type { MerchantAnswer, PayerAnswer, Source } from '../../preload/contract/shop'
import { awaitsFunding } from '../ledger/claims'
import { postEntries } from '../ledger/journal'
import type { Writer } from '../ledger/ledger'
import { insertPayableItem } from '../ledger/payout-posting'
import { type OrderState, orderStates } from '../ledger/posting'
import { insertReleasedPart } from '../ledger/protection'
import { protectionReleased } from '../settlement/ledger-entries'
import type { OrderStep } from '../settlement/steps'
import { bookingDay } from './booking-days'
import { stepOrder } from './order-steps'

/*
 * The payer's protection (s71–s73): what payer and merchant say of the goods, or do not say, and where the held money goes then.
 * Whoever says it, by link, portal, mail or telephone, it is written here and only here.
 */

/** Who said it, and by what means. */
export interface Saying {
  reason: string
  source: Source
}

/**
 * The payer answers (s72). Goods that came release the money; who declines before a card was captured owes nothing, and the authorisation is
 * let go instead of a refund. Refuses what stepOrder refuses.
 */
export async function answerAsPayer(writer: Writer, orderId: OrderId, answer: PayerAnswer, saying: Saying): Promise<Result<OrderState>> {
  const detail = { ...saying }
  if (answer === 'received') return release(writer, orderId, 'receipt_confirmed', detail)
  const tracks = (await orderStates(writer, [orderId])).get(orderId)?.tracks
  const isBeforeCapture = tracks?.protection === 'open' && (tracks.payment === 'authorized' || tracks.payment === 'capture_failed')
  return isBeforeCapture
    ? stepOrder(writer, { orderId, kind: 'cancelled', detail: { ...detail, said: answer } })
    : stepOrder(writer, { orderId, kind: answer, detail })
}

/** The merchant answers (s73; 0066): the goods are back, or it contests with its proof. */
export function answerAsMerchant(writer: Writer, orderId: OrderId, answer: MerchantAnswer, saying: Saying): Promise<Result<OrderState>> {
  return stepOrder(writer, { orderId, kind: answer, detail: { ...saying } })
}

/** Ends the protection in the merchant's favour: the held money is the merchant's, and may be paid out once it is funded. */
export async function release(
  writer: Writer,
  orderId: OrderId,
  kind: Extract<OrderStep, 'receipt_confirmed' | 'protection_lapsed' | 'contest_released'>,
  detail: Record<string, unknown>,
): Promise<Result<OrderState>> {
  const ended = await stepOrder(writer, { orderId, kind, detail })
  if (!ended.ok) return ended
  const order = ended.value
  // Nothing is held of a card that is not captured yet: it will be the merchant's at once.
  if (order.paidAmount === 0) return ended
  await postRelease(writer, order, order.paidAmount)
  // What a collector still owes is paid out when it has come (the `funded` step finds the protection ended).
  const isDue =
    (order.tracks.payment === 'paid' || order.tracks.payment === 'captured') &&
    order.tracks.disbursement === 'none' &&
    !(await awaitsFunding(writer, orderId))
  return isDue ? stepOrder(writer, { orderId, kind: 'became_releasable' }) : ended
}

/** Part of a contested order's money is the merchant's, the rest goes back to the payer. Refuses not_funded_yet. */
export async function releasePart(writer: Writer, order: OrderState, amount: Yen): Promise<Result<null>> {
  if (await awaitsFunding(writer, order.id)) return refuse({ refusal: 'not_funded_yet' })
  const entryId = await postRelease(writer, order, amount)
  await insertReleasedPart(writer, { orderId: order.id, amount, entryId })
  const on = await bookingDay(writer, dateInJapan(writer.at))
  const { id: orderId, merchantId, orderNumber: note } = order
  await insertPayableItem(writer, { kind: 'contest_part', merchantId, amount, payableOn: on, orderId, entryId, note })
  return done(null)
}

async function postRelease(writer: Writer, order: OrderState, amount: Yen): Promise<EntryId> {
  const id = EntryId.parse(writer.newId())
  const postings = protectionReleased({ merchantId: order.merchantId, amount: PositiveYen.parse(amount) })
  const bookedOn = await bookingDay(writer, dateInJapan(writer.at))
  await postEntries(writer, [{ id, kind: 'protection_released', bookedOn, receiptId: null, orderId: order.id, reverses: null, postings }])
  return id
}
