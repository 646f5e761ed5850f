import { dateInJapan, Instant } from '../../preload/contract/date'
import { PositiveYen, type Yen, yen, ZERO_YEN } from '../../preload/contract/money'
import { appendAudit } from '../ledger/audit'
import { bookChargeback, type CardChargeback, cardChargebacksOf } from '../ledger/card-acts'
import { type CardPayment, claimLeft, dueCardPayment, troubleCardPayment } from '../ledger/card-payments'
import { refundedBesides, refundOfClaim, troubleOf } from '../ledger/card-troubles'
import { awaitsFunding } from '../ledger/claims'
import type { Writer } from '../ledger/ledger'
import { insertPayableItem, insertReceivableItem } from '../ledger/payout-posting'
import { runsHolding } from '../ledger/payouts'
import { type OrderState, orderStates } from '../ledger/posting'
import { releasedAmountOf } from '../ledger/protection-cases'
import { type ChargebackTaken, takeBack } from '../settlement/card'
import { protectionReleased } from '../settlement/ledger-entries'
import { restOf } from '../settlement/refundable'
import { isProtected } from '../settlement/steps'
import { transferDay } from './card-contract'
import { type DeductingFrom, deduct } from './card-refunds'
import { stepOrder } from './order-steps'

/*
 * Complaints of cardholders (チャージバック). What the company has taken is taken out of the order's money while it is here, and owed by its
 * merchant once it has left; what was won is the merchant's again.
 */
const LOOK_AGAIN_MS = 12 * 60 * 60_000

/** Posts what was told of complaints and does not stand in the journal yet. What cannot be posted now is looked at again. */
export async function bookChargebacks(writer: Writer, taking: DeductingFrom, payment: CardPayment): Promise<void> {
  let waits = false
  for (const told of await cardChargebacksOf(writer, payment.id)) {
    if (told.state === 'taken' && told.takenId === null) waits = !(await take(writer, taking, payment, told)) || waits
    if (told.state === 'won' && told.takenId !== null && told.wonId === null) await giveBack(writer, taking, payment, told)
  }
  if (waits) {
    await troubleCardPayment(writer, payment.id, 'chargeback_waits')
    await dueCardPayment(writer, payment.id, Instant.parse(writer.at + LOOK_AGAIN_MS))
  } else if (payment.trouble === 'chargeback_waits' || payment.trouble === 'captured_unasked')
    await troubleCardPayment(writer, payment.id, await troubleOf(writer, payment))
}

async function take(writer: Writer, taking: DeductingFrom, payment: CardPayment, told: CardChargeback): Promise<boolean> {
  const order = (await orderStates(writer, [payment.orderId])).get(payment.orderId)
  if (!order || payment.claimId === null) throw new Error(`card payment ${payment.id} has no order or claim`)
  const { left, orderId } = await claimLeft(writer, payment.claimId)
  if (orderId === null) return takeUnowned(writer, taking, payment, told, left)
  const taken = takeBack(order, told.amount, yen(left - (await refundedBesides(writer, order.id))))
  if (taken.how === 'waits') return false
  if ((await runsHolding(writer, [order.id])).has(order.id) && order.tracks.disbursement === 'releasable') return false
  return taken.how === 'held'
    ? takeHeld(writer, taking, payment, order, told, taken)
    : takeOwed(writer, taking, payment, order, told, taken)
}

/** What was captured belongs to no order: it goes out of that, unless it goes back; whoever has paid otherwise keeps what is paid. */
async function takeUnowned(writer: Writer, taking: DeductingFrom, payment: CardPayment, told: CardChargeback, left: Yen): Promise<boolean> {
  if (told.amount > left || (payment.claimId !== null && (await refundOfClaim(writer, payment.claimId)) !== null)) return false
  const { id } = await deduct(writer, taking, payment, { amount: told.amount, why: 'chargeback', from: 'unapplied_collections' })
  await bookChargeback(writer, told.id, { takenId: id })
  await record(writer, payment, told, 'card_charged_back')
  return true
}

/** Its money is still here: it goes, and what of it was not complained of is the merchant's. */
async function takeHeld(
  writer: Writer,
  taking: DeductingFrom,
  payment: CardPayment,
  order: OrderState,
  told: CardChargeback,
  taken: Exclude<ChargebackTaken, { how: 'waits' }>,
): Promise<boolean> {
  const held = isProtected(order.tracks.protection)
  const { merchantId, paidAmount } = order
  const rest = restOf({ paidAmount, releasedAmount: (await releasedAmountOf(writer, order.id)) ?? ZERO_YEN }, told.amount)
  // The rest would be the merchant's to be paid before the company has paid.
  if (rest > 0 && (await awaitsFunding(writer, order.id))) return false
  const from = held ? (`held_for_payers:${merchantId}` as const) : (`merchant_payable:${merchantId}` as const)
  const besides = held && rest > 0 ? protectionReleased({ merchantId, amount: PositiveYen.parse(rest) }) : []
  const { id, entryId } = await deduct(writer, taking, payment, { amount: told.amount, why: 'chargeback', from, besides })
  await bookChargeback(writer, told.id, { takenId: id })
  await stepAll(writer, order, taken, told)
  const on = dateInJapan(writer.at)
  if (rest > 0)
    await insertPayableItem(writer, {
      kind: 'correction',
      merchantId,
      orderId: order.id,
      amount: rest,
      payableOn: on,
      entryId,
      note: noteOf(told),
    })
  await record(writer, payment, told, 'card_charged_back')
  return true
}

/** Its money has left: the merchant owes it from now on. */
async function takeOwed(
  writer: Writer,
  taking: DeductingFrom,
  payment: CardPayment,
  order: OrderState,
  told: CardChargeback,
  taken: Exclude<ChargebackTaken, { how: 'waits' }>,
): Promise<boolean> {
  const { merchantId, id: orderId } = order
  const from = `merchant_receivable:${merchantId}` as const
  const { id, entryId } = await deduct(writer, taking, payment, { amount: told.amount, why: 'chargeback', from })
  await bookChargeback(writer, told.id, { takenId: id })
  await stepAll(writer, order, taken, told)
  const owedOn = dateInJapan(writer.at)
  await insertReceivableItem(writer, { kind: 'chargeback', merchantId, orderId, amount: told.amount, owedOn, entryId, note: noteOf(told) })
  await record(writer, payment, told, 'card_charged_back')
  return true
}

/** The company gives back what it took: the merchant's, whatever it owes meanwhile, and paid once the transfer has come that brings it. */
async function giveBack(writer: Writer, taking: DeductingFrom, payment: CardPayment, told: CardChargeback): Promise<void> {
  const order = (await orderStates(writer, [payment.orderId])).get(payment.orderId)
  if (!order || payment.claimId === null) throw new Error(`card payment ${payment.id} has no order or claim`)
  if ((await claimLeft(writer, payment.claimId)).orderId === null) return giveBackUnowned(writer, taking, payment, told)
  const { merchantId, id: orderId } = order
  const from = `merchant_payable:${merchantId}` as const
  const { id, entryId } = await deduct(writer, taking, payment, { amount: yen(-told.amount), why: 'chargeback_won', from })
  await bookChargeback(writer, told.id, { wonId: id })
  const payableOn = transferDay(taking.company.settings, dateInJapan(writer.at), taking.holidays)
  await insertPayableItem(writer, { kind: 'correction', merchantId, orderId, amount: told.amount, payableOn, entryId, note: noteOf(told) })
  await record(writer, payment, told, 'card_chargeback_won')
}

/** What belonged to no order belongs to none again. */
async function giveBackUnowned(writer: Writer, taking: DeductingFrom, payment: CardPayment, told: CardChargeback): Promise<void> {
  const won = { amount: yen(-told.amount), why: 'chargeback_won', from: 'unapplied_collections' } as const
  const { id } = await deduct(writer, taking, payment, won)
  await bookChargeback(writer, told.id, { wonId: id })
  if (payment.trouble === null) await troubleCardPayment(writer, payment.id, await troubleOf(writer, payment))
  await record(writer, payment, told, 'card_chargeback_won')
}

const noteOf = ({ name }: CardChargeback) => `chargeback:${name}`.slice(0, 100)

async function stepAll(
  writer: Writer,
  { id }: OrderState,
  taken: Exclude<ChargebackTaken, { how: 'waits' }>,
  told: CardChargeback,
): Promise<void> {
  for (const kind of taken.steps) {
    const stepped = await stepOrder(writer, { orderId: id, kind, amount: told.amount, detail: { chargeback: told.name } })
    if (!stepped.ok) throw new Error(`order ${id} was charged back, but refuses: ${stepped.refusal.refusal}`)
  }
}

function record(writer: Writer, { id, orderId, reference }: CardPayment, { name, amount }: CardChargeback, action: string): Promise<void> {
  return appendAudit(writer, { stream: 'collections', action, subject: `card_payment:${id}`, detail: { orderId, reference, name, amount } })
}
