import { sql } from 'kysely'
import type { OrderRow } from '../../preload/contract/orders'

/* How an order is read for a list: the columns, and the row turned into the noun of the contract. */

/** A row as the list's query yields it; `o` is orders, `m` merchants. */
export interface ListedOrder {
  id: OrderRow['id']
  merchant_id: OrderRow['merchantId']
  merchant_name: string
  order_number: string
  received_on: OrderRow['receivedOn']
  goods: string
  method: OrderRow['method']
  status: OrderRow['status']
  protection: OrderRow['protection']
  amount: OrderRow['amount']
  paid_amount: OrderRow['paidAmount']
  payer_name: string
  payer_kana: string
  due_on: OrderRow['dueOn']
  paid_on: OrderRow['paidOn']
  payout_on: OrderRow['payoutOn']
  note: string
  version: number
}

export const listedColumns = sql`o.id, o.merchant_id, (select m.name from merchants m where m.id = o.merchant_id) as merchant_name, o.order_number, o.received_on,
  o.goods, o.method, o.status, o.protection, o.amount, o.paid_amount, o.payer_name, o.payer_kana, o.due_on, o.paid_on, o.payout_on, o.note, o.version`

export function orderRowOf(row: ListedOrder): OrderRow {
  return {
    id: row.id,
    merchantId: row.merchant_id,
    merchantName: row.merchant_name,
    orderNumber: row.order_number,
    receivedOn: row.received_on,
    goods: row.goods,
    method: row.method,
    status: row.status,
    protection: row.protection,
    amount: row.amount,
    paidAmount: row.paid_amount,
    payerName: row.payer_name,
    payerKana: row.payer_kana,
    dueOn: row.due_on,
    paidOn: row.paid_on,
    payoutOn: row.payout_on,
    note: row.note,
    version: row.version,
  }
}
