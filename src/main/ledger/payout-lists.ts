import { sql } from 'kysely'
import type { BusinessDate } from '../../preload/contract/date'
import type { MerchantId, PayoutId, ReceivableItemId } from '../../preload/contract/ids'
import type { Yen } from '../../preload/contract/money'
import type { PayoutLine, ReceivableKind } from '../../preload/contract/payouts'
import type { Reader } from './ledger'
import { awaitsReturn } from './payout-plan'

/* What the figures of payouts are made of, and what is still to be released. */

/** Lines of a payout after one, in their order. */
export async function listPayoutLines(ledger: Reader, payoutId: PayoutId, after: number, atMost: number): Promise<PayoutLine[]> {
  const found = await sql<Omit<PayoutLine, 'live'> & { live: number }>`
    select l.line, l.order_id as "orderId", o.order_number as "orderNumber", l.item_id as "itemId", i.kind as "itemKind", l.method, o.paid_on as "paidOn",
      o.payer_name as "payerName", l.amount, l.fee, l.live
    from payout_lines l left join orders o on o.id = l.order_id left join payable_items i on i.id = l.item_id
    where l.payout_id = ${payoutId} and l.line > ${after} order by l.line limit ${atMost}`.execute(ledger.db)
  return found.rows.map((row) => ({ ...row, live: row.live === 1 }))
}

/** What a payout has offset of what the merchant owed. */
export async function offsetsOf(
  ledger: Reader,
  payoutId: PayoutId,
): Promise<{ receivableId: ReceivableItemId; kind: ReceivableKind; owedOn: BusinessDate; amount: Yen; note: string }[]> {
  const found = await sql<{ receivableId: ReceivableItemId; kind: ReceivableKind; owedOn: BusinessDate; amount: Yen; note: string }>`
    select o.receivable_id as "receivableId", i.kind, i.owed_on as "owedOn", o.amount, i.note
    from payout_offsets o cross join receivable_items i on i.id = o.receivable_id where o.payout_id = ${payoutId} order by o.receivable_id`.execute(
    ledger.db,
  )
  return found.rows
}

/** Money of orders and items that no run has taken yet, by merchant and day, through a day. */
export async function moneyToRelease(
  ledger: Reader,
  through: BusinessDate,
): Promise<{ merchantId: MerchantId; releasableOn: BusinessDate; orders: number; amount: Yen }[]> {
  const found = await sql<{ merchantId: MerchantId; releasableOn: BusinessDate; orders: number; amount: Yen }>`
    select o.merchant_id as "merchantId", o.releasable_on as "releasableOn", count(*) as orders, sum(o.paid_amount) as amount
      from orders o indexed by orders_releasable where o.disbursement = 'releasable' and o.releasable_on <= ${through}
        and not exists (select 1 from payout_lines l where l.order_id = o.id and l.live = 1) group by 1, 2
    union all select i.merchant_id, i.payable_on, 0, sum(i.amount) from payable_items i where i.payable_on <= ${through} and not ${awaitsReturn}
        and not exists (select 1 from payout_lines l where l.item_id = i.id and l.live = 1) and not exists (select 1 from payable_item_ends e where e.item_id = i.id)
      group by 1, 2`.execute(ledger.db)
  return found.rows
}
