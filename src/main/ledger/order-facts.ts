import { sql } from 'kysely'
import type { BusinessDate } from '../../preload/contract/date'
import type { MerchantId, OrderId } from '../../preload/contract/ids'
import type { Language, PaymentMethod } from '../../preload/contract/merchants'
import type { Yen } from '../../preload/contract/money'
import type { Tracks } from '../../preload/contract/orders'
import type { Reader } from './ledger'

/** What must be known of an order to tell people of it. */
export interface OrderFacts {
  id: OrderId
  merchantId: MerchantId
  orderNumber: string
  receivedOn: BusinessDate
  goods: string
  amount: Yen
  paidAmount: Yen
  method: PaymentMethod | null
  dueOn: BusinessDate | null
  payerName: string
  payerKana: string
  payerEmail: string
  /** In which the payer is written to; null for an order that no shop posted. */
  language: Language | null
  /** The live virtual account, branch 3 + number 7. */
  virtualAccount: string | null
  version: number
  tracks: Tracks
}

type Row = Omit<OrderFacts, 'tracks'> & Tracks

const selection = sql`o.id, o.merchant_id as "merchantId", o.order_number as "orderNumber", o.received_on as "receivedOn", o.goods, o.amount, o.paid_amount as "paidAmount",
  o.method, o.due_on as "dueOn", o.payer_name as "payerName", o.payer_kana as "payerKana", o.payer_email as "payerEmail", o.version,
  (select s.language from shop_orders s where s.order_id = o.id) as language,
  (select i.reference from instructions i where i.order_id = o.id and i.ended_at is null and i.withdrawn_at is null) as "virtualAccount",
  o.acceptance, o.payment, o.protection, o.disbursement`

function nounOf({ acceptance, payment, protection, disbursement, ...row }: Row): OrderFacts {
  return { ...row, tracks: { acceptance, payment, protection, disbursement } }
}

/** The facts of these orders, by identity. */
export async function orderFacts(ledger: Reader, ids: readonly OrderId[]): Promise<Map<OrderId, OrderFacts>> {
  const found =
    await sql<Row>`select ${selection} from json_each(${JSON.stringify(ids)}) j cross join orders o where o.id = j.value`.execute(ledger.db)
  return new Map(found.rows.map((row) => [row.id, nounOf(row)]))
}

/** A merchant's order by the shop's own number, or null. */
export async function orderFactsByNumber(ledger: Reader, merchantId: MerchantId, orderNumber: string): Promise<OrderFacts | null> {
  const found =
    await sql<Row>`select ${selection} from orders o where o.merchant_id = ${merchantId} and o.order_number = ${orderNumber}`.execute(
      ledger.db,
    )
  return found.rows[0] ? nounOf(found.rows[0]) : null
}
