import type { BusinessDate } from '../../preload/contract/date'
import type { MerchantId, OrderId } from '../../preload/contract/ids'
import { letChoose, moveDue } from '../ledger/debit-runs'
import type { Writer } from '../ledger/ledger'
import { merchantsById } from '../ledger/merchants'
import { type EventDraft, orderStates } from '../ledger/posting'
import { takeSteps } from './order-steps'
import { type Days, dueDate } from './payment-terms'

/* What direct debit does to orders besides paying them: they are debited another day, or their payers choose another way to pay. */

/** Why nothing is debited of an order: the code of a result, or that its mandate has ended. */
export type RefusedWhy = string

/** Payers are told with a link to choose again, and merchants too; the order waits for that as a new one would. */
export async function sendToChoose(writer: Writer, refused: readonly { orderId: OrderId; why: RefusedWhy }[], days: Days): Promise<void> {
  if (refused.length === 0) return
  const orders = await orderStates(
    writer,
    refused.map(({ orderId }) => orderId),
  )
  const merchants = await merchantsById(writer, [...new Set([...orders.values()].map(({ merchantId }) => merchantId))])
  const dueOn = (merchantId: MerchantId): BusinessDate => {
    const merchant = merchants.get(merchantId)
    if (!merchant) throw new Error(`there is no merchant ${merchantId}`)
    return dueDate(merchant, days.today, days.holidays)
  }
  await letChoose(
    writer,
    [...orders.values()].map(({ id, merchantId }) => ({ orderId: id, dueOn: dueOn(merchantId) })),
  )
  await takeSteps(
    writer,
    [],
    refused.map(({ orderId, why }) => factOf(orderId, 'debit_refused', { cause: why })),
  )
}

/** Accounts are debited on another day than payers were told, because they had too little or because no file was handed in. */
export async function postpone(
  writer: Writer,
  orderIds: readonly OrderId[],
  { debitOn, why }: { debitOn: BusinessDate; why: 'insufficient_funds' | 'not_submitted' },
): Promise<void> {
  if (orderIds.length === 0) return
  await moveDue(writer, orderIds, debitOn)
  await takeSteps(
    writer,
    [],
    orderIds.map((orderId) => factOf(orderId, 'debit_postponed', { cause: why, debitOn })),
  )
}

/** A fact in the history of an order that moves no track. */
export function factOf(orderId: OrderId, kind: string, detail: Record<string, unknown>): EventDraft {
  return { orderId, kind, amount: null, receiptId: null, allocationId: null, detail }
}
