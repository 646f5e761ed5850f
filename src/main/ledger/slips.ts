import { sql } from 'kysely'
import type { Party, Slip, SlipMethod, SlipNumbering } from '../../preload/contract/collection'
import type { BusinessDate, Instant } from '../../preload/contract/date'
import type { OrderId, SlipId } from '../../preload/contract/ids'
import type { PositiveYen } from '../../preload/contract/money'
import type { Reader, Writer } from './ledger'

/*
 * Slips (払込票) that orders were given, and references by which they are paid where nothing is printed. A slip never changes; it is withdrawn,
 * and another takes its place.
 */

export interface NewSlip {
  orderId: OrderId
  method: SlipMethod
  party: Party
  /** Empty but at stores. */
  makerCode: string
  /** The bank's own number at the collector; empty where there is none. */
  companyCode: string
  /** Digits, padded to their place. */
  reference: string
  /** 再発行区分. */
  reissue: number
  amount: PositiveYen
  needsStamp: boolean
  dueOn: BusinessDate
}

/** Why a slip is void: another was issued in its place, or the payer chose another method. */
export type SlipVoid = 'reissued' | 'switched'

export interface StoredSlip extends NewSlip {
  id: SlipId
  issuedAt: Instant
  withdrawnAt: Instant | null
  withdrawnWhy: SlipVoid | null
}

interface Found extends Omit<StoredSlip, 'needsStamp' | 'amount'> {
  amount: PositiveYen
  needsStamp: 0 | 1
}

const columns = sql`s.id, s.order_id as "orderId", s.method, s.party, s.maker_code as "makerCode", s.company_code as "companyCode", s.reference, s.reissue, s.amount,
  s.needs_stamp as "needsStamp", s.due_on as "dueOn", s.issued_at as "issuedAt", s.withdrawn_at as "withdrawnAt", s.withdrawn_why as "withdrawnWhy"`

const nounOf = ({ needsStamp, ...row }: Found): StoredSlip => ({ ...row, needsStamp: needsStamp === 1 })

/** The slip an order is to be paid with now, or null. */
export async function liveSlip(ledger: Reader, orderId: OrderId): Promise<StoredSlip | null> {
  const found = await sql<Found>`select ${columns} from slips s where s.order_id = ${orderId} and s.withdrawn_at is null`.execute(ledger.db)
  return found.rows[0] ? nounOf(found.rows[0]) : null
}

/** Every slip an order was given, the oldest first. */
export async function slipsOf(ledger: Reader, orderId: OrderId): Promise<StoredSlip[]> {
  const found = await sql<Found>`select ${columns} from slips s where s.order_id = ${orderId} order by s.id`.execute(ledger.db)
  return found.rows.map(nounOf)
}

/** The slip of that number, void or not, issued in the name of this party; null where there is none. */
export async function slipNumbered(
  ledger: Reader,
  party: Party,
  { reference, reissue }: Pick<NewSlip, 'reference' | 'reissue'>,
): Promise<StoredSlip | null> {
  const found =
    await sql<Found>`select ${columns} from slips s where s.party = ${party} and s.reference = ${reference} and s.reissue = ${reissue}`.execute(
      ledger.db,
    )
  return found.rows[0] ? nounOf(found.rows[0]) : null
}

/** The highest reference of so many digits that was issued in the name of this party; null where none was. */
export async function lastReference(ledger: Reader, party: Party, width: number): Promise<string | null> {
  const row = await ledger.db
    .selectFrom('slips')
    .select('reference')
    .where('party', '=', party)
    .where((where) => where(where.fn('length', ['reference']), '=', width))
    .orderBy('reference', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.reference ?? null
}

/** Gives orders their slips. */
export async function insertSlips(writer: Writer, slips: readonly NewSlip[]): Promise<void> {
  if (slips.length === 0) return
  const rows = slips.map((slip) => [
    writer.newId(),
    slip.orderId,
    slip.method,
    slip.party,
    slip.makerCode,
    slip.companyCode,
    slip.reference,
    slip.reissue,
    slip.amount,
    slip.needsStamp ? 1 : 0,
    slip.dueOn,
  ])
  await sql`insert into slips (id, order_id, method, party, maker_code, company_code, reference, reissue, amount, needs_stamp, due_on, issued_at)
    select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7, value ->> 8, value ->> 9, value ->> 10, ${writer.at}
    from json_each(${JSON.stringify(rows)})`.execute(writer.db)
}

/** Makes a slip void: tills may still take it until its day, but the money is then for a person. */
export async function withdrawSlip(writer: Writer, id: SlipId, why: SlipVoid): Promise<void> {
  await writer.db.updateTable('slips').set({ withdrawn_at: writer.at, withdrawn_why: why }).where('id', '=', id).execute()
}

/** How many of these slips, repeated as they come, this bank has issued, each as it was printed. */
export async function countKnownSlips(ledger: Reader, party: Party, slips: readonly (Slip & SlipNumbering)[]): Promise<number> {
  const rows = slips.map(({ reference, reissue, makerCode, companyCode, dueOn, needsStamp }) => [
    ...[reference, reissue, makerCode, companyCode, dueOn, needsStamp ? 1 : 0],
  ])
  const found = await sql<{
    count: number
  }>`select count(*) as count from json_each(${JSON.stringify(rows)}) j cross join slips s indexed by slips_number
    where s.party = ${party} and s.reference = (j.value ->> 0) and s.reissue = (j.value ->> 1) and s.maker_code = (j.value ->> 2)
      and s.company_code = (j.value ->> 3) and s.due_on is (j.value ->> 4) and s.needs_stamp = (j.value ->> 5)`.execute(ledger.db)
  return found.rows[0]?.count ?? 0
}

/** How many of these references and tracking numbers, repeated as they come, belong to slips that this bank has issued. */
export async function countKnownReferences(
  ledger: Reader,
  party: Party,
  named: readonly { readonly reference: string; readonly trackingNumber: string | null }[],
): Promise<number> {
  const rows = named.map(({ reference, trackingNumber }) => [reference, trackingNumber])
  const found = await sql<{ count: number }>`select count(*) as count from json_each(${JSON.stringify(rows)}) j
    where exists (select 1 from slips s indexed by slips_number where s.party = ${party} and s.reference = (j.value ->> 0) and s.reissue = 0)
      or exists (select 1 from tracking_numbers n indexed by tracking_numbers_number where n.party = ${party} and n.number = (j.value ->> 1))`.execute(
    ledger.db,
  )
  return found.rows[0]?.count ?? 0
}

/** The slip that parcels with this number are paid by; null where nobody has told of one. */
export async function slipOfTrackingNumber(ledger: Reader, party: Party, number: string): Promise<SlipId | null> {
  const row = await ledger.db
    .selectFrom('tracking_numbers')
    .select('slip_id')
    .where('party', '=', party)
    .where('number', '=', number)
    .executeTakeFirst()
  return row?.slip_id ?? null
}

/** The merchant has told by which number the carrier knows the parcel. */
export async function insertTrackingNumber(writer: Writer, slip: Pick<StoredSlip, 'id' | 'party'>, number: string): Promise<void> {
  await writer.db
    .insertInto('tracking_numbers')
    .values({ id: writer.newId(), slip_id: slip.id, party: slip.party, number, told_at: writer.at })
    .execute()
}
