import { sql } from 'kysely'
import type { BusinessDate } from '../../preload/contract/date'
import type { MerchantId, PayoutId } from '../../preload/contract/ids'
import type { PaymentMethod, TaxClass } from '../../preload/contract/merchants'
import type { Yen } from '../../preload/contract/money'
import type { PayableKind, PayoutState, ReceivableKind } from '../../preload/contract/payouts'
import type { Reader } from './ledger'
import type { Snapshot } from './snapshot'

/* What a merchant's statement is made of: one payout, its lines, and what was offset. A statement is issued of what the bank has. */

/** A payout as its statement sees it. */
export interface PayoutOfStatement {
  readonly id: PayoutId
  readonly merchantId: MerchantId
  readonly runName: string
  readonly closingOn: BusinessDate
  readonly payOn: BusinessDate
  /** Whether the bank has its run, so that it can no longer be given up, and a statement may be issued. */
  readonly isHandedOver: boolean
  readonly state: PayoutState
  readonly reason: string
  /** JSON. */
  readonly account: string
  readonly gross: Yen
  readonly fees: Yen
  readonly tax: Yen
  readonly transferFee: Yen
  readonly offsets: Yen
  readonly remainder: Yen
  readonly net: Yen
  readonly lines: number
  /** JSON. */
  readonly figures: string
}

type Found = Omit<PayoutOfStatement, 'isHandedOver'> & { isHandedOver: number }

const payout = sql`select p.id, p.merchant_id as "merchantId", r.name as "runName", r.closing_on as "closingOn", r.pay_on as "payOn",
  r.state in ('handed_over', 'confirmed') as "isHandedOver", p.state, p.reason, p.account, p.gross, p.fees, p.tax,
  p.transfer_fee as "transferFee", p.offsets, p.remainder, p.net, p.lines, p.figures`
/** Each way names its index: of tables that are still small SQLite would think otherwise, and keep to it. */
const ofClosing = sql`from transfer_runs r indexed by transfer_runs_closing cross join payouts p indexed by payouts_run on p.run_id = r.id`
const ofMerchant = sql`from payouts p indexed by payouts_merchant cross join transfer_runs r not indexed on r.id = p.run_id`

const nounOf = (row: Found): PayoutOfStatement => ({ ...row, isHandedOver: row.isHandedOver === 1 })

/** One payout of a run that people see; null for any other. */
export async function payoutOfStatement(ledger: Reader, id: PayoutId): Promise<PayoutOfStatement | null> {
  const found =
    await sql<Found>`${payout} from payouts p not indexed cross join transfer_runs r not indexed on r.id = p.run_id where p.id = ${id}
    and r.state <> 'staging' and r.closing_on is not null`.execute(ledger.db)
  return found.rows[0] ? nounOf(found.rows[0]) : null
}

/** The payouts of a closing day that stand, in the order in which they were planned: none that was sent back or given up. */
export async function payoutsOfClosing(ledger: Reader, closingOn: BusinessDate): Promise<PayoutOfStatement[]> {
  const found = await sql<Found>`${payout} ${ofClosing} where r.closing_on = ${closingOn} and r.kind = 'payouts'
    and r.state not in ('staging', 'giving_up', 'given_up') and p.state not in ('sent_back', 'given_up') order by r.id, p.id`.execute(
    ledger.db,
  )
  return found.rows.map(nounOf)
}

/** The payouts of a merchant that have a statement, newest first. */
export async function payoutsWithStatement(ledger: Reader, merchantId: MerchantId, atMost: number): Promise<PayoutOfStatement[]> {
  const found = await sql<Found>`${payout} ${ofMerchant} where p.merchant_id = ${merchantId} and p.state not in ('sent_back', 'given_up')
    and r.state in ('handed_over', 'confirmed') and r.closing_on is not null
    order by p.id desc limit ${atMost}`.execute(ledger.db)
  return found.rows.map(nounOf)
}

/** The payout of a merchant in the run of this name; null where it has none. */
export async function payoutByRunName(ledger: Reader, merchantId: MerchantId, runName: string): Promise<PayoutOfStatement | null> {
  const found = await sql<Found>`${payout} ${ofMerchant} where p.merchant_id = ${merchantId} and r.name = ${runName}
    and r.state <> 'staging' and r.closing_on is not null`.execute(ledger.db)
  return found.rows[0] ? nounOf(found.rows[0]) : null
}

/** Days for which payouts were planned and not given up, newest first. */
export async function closingDays(ledger: Reader, atMost: number): Promise<{ closingOn: BusinessDate; merchants: number; net: Yen }[]> {
  const found = await sql<{ closingOn: BusinessDate; merchants: number; net: Yen }>`
    select r.closing_on as "closingOn", count(distinct p.merchant_id) as merchants, sum(p.net) as net ${ofClosing} where r.closing_on > '' and r.kind = 'payouts' and r.state not in ('staging', 'giving_up', 'given_up') and p.state not in ('sent_back', 'given_up')
    group by r.closing_on order by r.closing_on desc limit ${atMost}`.execute(ledger.db)
  return found.rows
}

export interface StatementSource {
  readonly source: PaymentMethod | PayableKind
  readonly count: number
  readonly gross: Yen
  readonly fees: Yen
  /** First and last day on which orders among them were paid. */
  readonly from: BusinessDate | null
  readonly to: BusinessDate | null
}

const lineSources = sql`payout_lines l left join orders o not indexed on o.id = l.order_id left join payable_items i not indexed on i.id = l.item_id`
const sourceOf = sql`coalesce(l.method, i.kind)`
/** The day that decides the tax of a line's fee: of what is left of an order, the day that order was paid. */
const paidOn = sql`coalesce(o.paid_on, case when l.tax_class is not null then coalesce((select d.paid_on from orders d where d.id = i.order_id), i.payable_on) end)`

/** The lines of a payout by where their money comes from, the largest first. */
export async function statementSources(ledger: Reader, payoutId: PayoutId): Promise<StatementSource[]> {
  const found = await sql<StatementSource>`select ${sourceOf} as source, count(*) as count, sum(l.amount) as gross, sum(l.fee) as fees,
      min(${paidOn}) as "from", max(${paidOn}) as "to"
    from ${lineSources} where l.payout_id = ${payoutId} group by 1 order by i.kind is not null, gross desc, source`.execute(ledger.db)
  return found.rows
}

export interface StatementOffset {
  readonly kind: ReceivableKind
  readonly amount: Yen
  /** Empty where it is of no order. */
  readonly orderNumber: string
}

/** What was taken of what the merchant owed, in the order in which it came to owe it. */
export async function statementOffsets(ledger: Reader, payoutId: PayoutId): Promise<StatementOffset[]> {
  const found =
    await sql<StatementOffset>`select i.kind, f.amount, coalesce((select o.order_number from orders o where o.id = i.order_id), '') as "orderNumber"
    from payout_offsets f join receivable_items i on i.id = f.receivable_id where f.payout_id = ${payoutId} and f.live = 1 order by i.id`.execute(
      ledger.db,
    )
  return found.rows
}

/** A line as the ledger reads it out. */
export type StatementLineRow = readonly [
  line: number,
  source: PaymentMethod | PayableKind,
  orderNumber: string,
  goods: string,
  paidOn: BusinessDate | null,
  amount: Yen,
  fee: Yen,
  taxClass: TaxClass | null,
]

/** The lines of a payout in their order, row after row. */
export function streamStatementLines({ db, source }: Snapshot, payoutId: PayoutId): IterableIterator<StatementLineRow> {
  const query = sql`select l.line, ${sourceOf}, coalesce(o.order_number, (select order_number from orders where id = i.order_id), ''), coalesce(o.goods, ''),
    ${paidOn}, l.amount, l.fee, l.tax_class from ${lineSources} where l.payout_id = ${payoutId} order by l.line`
  const { sql: text, parameters } = query.compile(db)
  return source
    .prepare<unknown[], StatementLineRow>(text)
    .raw()
    .iterate(...parameters)
}

/** A line as a screen shows it. */
export interface StatementLineShown {
  readonly line: number
  readonly orderNumber: string
  readonly goods: string
  readonly paidOn: BusinessDate | null
  readonly amount: Yen
  readonly fee: Yen
}

/** The first lines of a payout, in their order. */
export async function statementLines(ledger: Reader, payoutId: PayoutId, atMost: number): Promise<StatementLineShown[]> {
  const found =
    await sql<StatementLineShown>`select l.line, coalesce(o.order_number, (select order_number from orders where id = i.order_id), '') as "orderNumber",
      coalesce(o.goods, '') as goods, ${paidOn} as "paidOn", l.amount, l.fee
    from ${lineSources} where l.payout_id = ${payoutId} order by l.line limit ${atMost}`.execute(ledger.db)
  return found.rows
}
