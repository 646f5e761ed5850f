import { sql } from 'kysely'
import type { CardMethod, CardPaymentState, CardProvider, CardThreeDSecure, CardTrouble } from '../../preload/contract/cards'
import type { Party } from '../../preload/contract/collection'
import type { Instant } from '../../preload/contract/date'
import { CardPaymentId, type ClaimId, type OrderId } from '../../preload/contract/ids'
import type { PaymentMethod } from '../../preload/contract/merchants'
import type { PositiveYen, Yen } from '../../preload/contract/money'
import { isGivenBack } from './claims'
import type { Reader, Writer } from './ledger'
import type { CardPaymentStored } from './schema-card'

/* Payments by card, credit or debit: one row for every try, in the state its company last told. */

export interface CardPayment {
  readonly id: CardPaymentId
  readonly orderId: OrderId
  readonly method: CardMethod
  readonly party: Party
  readonly provider: CardProvider
  readonly reference: string
  readonly companyId: string
  readonly formUrl: string | null
  readonly amount: PositiveYen
  readonly state: CardPaymentState
  readonly captureBefore: Instant | null
  readonly warnedAt: Instant | null
  readonly captured: Yen
  readonly refunded: Yen
  readonly trouble: CardTrouble | null
  readonly claimId: ClaimId | null
  readonly openedAt: Instant
  readonly askedAt: Instant
  readonly dueAt: Instant | null
  readonly version: number
  /** The newest try of its order, which is still to be paid by this method. */
  readonly isLive: boolean
}

const columns = sql`p.id, p.order_id as "orderId", p.method, p.party, p.provider, p.reference, p.company_id as "companyId", p.form_url as "formUrl", p.amount, p.state,
  p.capture_before as "captureBefore", p.warned_at as "warnedAt", p.captured, p.refunded, p.trouble, p.claim_id as "claimId", p.opened_at as "openedAt",
  p.asked_at as "askedAt", p.due_at as "dueAt", p.version, o.method as "chosen",
  not exists (select 1 from card_payments n indexed by card_payments_order where n.order_id = p.order_id and n.id > p.id) as newest`

type Found = Omit<CardPayment, 'isLive'> & { chosen: PaymentMethod | null; newest: number }

const nounOf = ({ chosen, newest, ...row }: Found): CardPayment => ({ ...row, isLive: newest === 1 && chosen === row.method })

async function one(ledger: Reader, where: ReturnType<typeof sql>): Promise<CardPayment | null> {
  const found = await sql<Found>`select ${columns} from card_payments p cross join orders o on o.id = p.order_id where ${where}`.execute(
    ledger.db,
  )
  return found.rows[0] ? nounOf(found.rows[0]) : null
}

export const cardPaymentById = (ledger: Reader, id: CardPaymentId): Promise<CardPayment | null> => one(ledger, sql`p.id = ${id}`)

/** The newest try to pay an order by card, or null. */
export const lastCardPayment = (ledger: Reader, orderId: OrderId): Promise<CardPayment | null> =>
  one(ledger, sql`p.order_id = ${orderId} order by p.id desc limit 1`)

export const cardPaymentByReference = (ledger: Reader, reference: string): Promise<CardPayment | null> =>
  one(ledger, sql`p.reference = ${reference}`)

export const cardPaymentByCompanyId = (ledger: Reader, companyId: string): Promise<CardPayment | null> =>
  one(ledger, sql`p.company_id = ${companyId} and p.company_id <> '' order by p.id desc limit 1`)

/** The payment of an order that was captured, or null. */
export const capturedPayment = (ledger: Reader, orderId: OrderId): Promise<CardPayment | null> =>
  one(
    ledger,
    sql`p.order_id = ${orderId} and p.claim_id = (select c.id from claims c where c.order_id = ${orderId} and c.withdrawn_by is null)`,
  )

/** The payment whose capture is owed by this claim, or null. */
export const cardPaymentByClaim = (ledger: Reader, claimId: ClaimId): Promise<CardPayment | null> =>
  one(ledger, sql`p.claim_id = ${claimId}`)

/** Brand and last four digits, once they are told. */
export async function cardShown(ledger: Reader, id: CardPaymentId): Promise<{ brand: string | null; last4: string | null }> {
  return ledger.db.selectFrom('card_payments').select(['brand', 'last4']).where('id', '=', id).executeTakeFirstOrThrow()
}

/** Our own name for a payment: new for every try, short enough for every company. */
export const cardReference = (id: CardPaymentId): string => `D${id.toString(36).toUpperCase()}`

/** A try begins. Nobody has been asked yet. */
export async function insertCardPayment(
  writer: Writer,
  payment: { orderId: OrderId; method: CardMethod; party: Party; provider: CardProvider; amount: PositiveYen; dueAt: Instant },
): Promise<CardPaymentId> {
  const id = CardPaymentId.parse(writer.newId())
  const { orderId, method, party, provider, amount, dueAt } = payment
  const row: Partial<CardPaymentStored> & Pick<CardPaymentStored, 'id'> = { id }
  await sql`insert into card_payments (id, order_id, method, party, provider, reference, amount, state, opened_at, asked_at, due_at)
    values (${row.id}, ${orderId}, ${method}, ${party}, ${provider}, ${cardReference(id)}, ${amount}, 'waiting', ${writer.at}, 0, ${dueAt})`.execute(
    writer.db,
  )
  return id
}

/** Its form stands open at the company; or its next page does. */
export async function openCardForm(writer: Writer, id: CardPaymentId, form: { companyId: string; url: string }): Promise<void> {
  await sql`update card_payments set company_id = ${form.companyId}, form_url = ${form.url}, version = version + 1 where id = ${id} and state = 'waiting'`.execute(
    writer.db,
  )
}

export interface CardChange {
  readonly state: CardPaymentState
  readonly captured: Yen
  readonly refunded: Yen
  readonly card: { readonly brand: string | null; readonly last4: string } | null
  readonly threeDSecure: CardThreeDSecure | null
  readonly approvalCode: string | null
  readonly captureBefore: Instant | null
  readonly claimId: ClaimId | null
  readonly trouble: CardTrouble | null
  readonly askedAt: Instant
  readonly dueAt: Instant | null
}

/** Where a payment stands from now on. What was known of its card stays where nothing newer is told. */
export async function changeCardPayment(writer: Writer, id: CardPaymentId, change: CardChange): Promise<void> {
  const { state, captured, refunded, card, threeDSecure, approvalCode, captureBefore, claimId, trouble, askedAt, dueAt } = change
  await sql`update card_payments set state = ${state}, captured = ${captured}, refunded = ${refunded}, brand = coalesce(${card?.brand ?? null}, brand),
      last4 = coalesce(${card?.last4 ?? null}, last4), three_d_secure = coalesce(${threeDSecure}, three_d_secure), approval_code = coalesce(${approvalCode}, approval_code),
      capture_before = coalesce(${captureBefore}, capture_before), claim_id = coalesce(claim_id, ${claimId}), trouble = coalesce(${trouble}, trouble),
      asked_at = max(asked_at, ${askedAt}), due_at = ${dueAt}, form_url = case when ${state} = 'waiting' then form_url end, version = version + 1 where id = ${id}`.execute(
    writer.db,
  )
}

/** Nobody will finish its form any more. */
export async function giveUpCardPayment(writer: Writer, id: CardPaymentId): Promise<void> {
  await sql`update card_payments set state = 'given_up', form_url = null, due_at = null, version = version + 1 where id = ${id} and state = 'waiting'`.execute(
    writer.db,
  )
}

/** It is looked after at this time, or as soon as it is due anyway. */
export async function dueCardPayment(writer: Writer, id: CardPaymentId, dueAt: Instant | null): Promise<void> {
  await sql`update card_payments set due_at = ${dueAt} where id = ${id}`.execute(writer.db)
}

/** Complaints that could not be booked while money of these orders was on its way are decided again at once. */
export async function wakeChargebacks(writer: Writer, orderIds: readonly OrderId[]): Promise<void> {
  await sql`update card_payments set due_at = ${writer.at} where id in (select p.id from card_payments p indexed by card_payments_troubled
    where p.trouble is not null and p.trouble = 'chargeback_waits' and p.order_id in (select value from json_each(${JSON.stringify(orderIds)})))`.execute(
    writer.db,
  )
}

/** Its merchant was warned that the authorisation ends. */
export async function warnCardPayment(writer: Writer, id: CardPaymentId, dueAt: Instant | null): Promise<void> {
  await sql`update card_payments set warned_at = ${writer.at}, due_at = ${dueAt} where id = ${id}`.execute(writer.db)
}

/** Marks what a person must look after; null: nothing any more. */
export async function troubleCardPayment(writer: Writer, id: CardPaymentId, trouble: CardTrouble | null): Promise<void> {
  await sql`update card_payments set trouble = ${trouble}, version = version + 1 where id = ${id}`.execute(writer.db)
}

/** Payments by this method of which something is to be done by now, those that wait longest first. */
export async function dueCardPayments(ledger: Reader, method: CardMethod, now: Instant, atMost: number): Promise<CardPaymentId[]> {
  const found = await sql<{ id: CardPaymentId }>`select id from card_payments indexed by card_payments_due
    where method = ${method} and due_at is not null and due_at <= ${now} order by due_at, id limit ${atMost}`.execute(ledger.db)
  return found.rows.map(({ id }) => id)
}

export interface ClaimLeft {
  /** What of it has not gone back yet at its company. */
  readonly left: Yen
  /** What of it a complaint took. */
  readonly chargedBack: Yen
  /** For which order it is; null: it is nobody's. */
  readonly orderId: OrderId | null
  /** Two persons have agreed that all of it goes back. */
  readonly isGivenBack: boolean
}

/** What is left of a claim, and whose it is. */
export async function claimLeft(ledger: Reader, claimId: ClaimId): Promise<ClaimLeft> {
  const found = await sql<
    Omit<ClaimLeft, 'isGivenBack'> & { givenBack: number }
  >`select c.order_id as "orderId", c.amount - coalesce((select sum(d.amount) from claim_deductions d where d.claim_id = c.id), 0) as left,
    coalesce((select sum(d.amount) from claim_deductions d where d.claim_id = c.id and d.why in ('chargeback', 'chargeback_won')), 0) as "chargedBack",
    ${isGivenBack} as "givenBack" from claims c where c.id = ${claimId}`.execute(ledger.db)
  const row = found.rows[0]
  if (!row) throw new Error(`there is no claim ${claimId}`)
  const { givenBack, ...left } = row
  return { ...left, isGivenBack: givenBack === 1 }
}

/** Whether this company's name stands in payments: then it stays what it is. */
export async function hasCardPayments({ db }: Reader, party: Party): Promise<boolean> {
  const found = await sql`select 1 from card_payments indexed by card_payments_party where party = ${party} limit 1`.execute(db)
  return found.rows.length > 0
}
