import { sql } from 'kysely'
import type { CardActKind, CardActOutcome, ChargebackState } from '../../preload/contract/cards'
import type { Instant } from '../../preload/contract/date'
import { CardActId, CardChargebackId, type CardPaymentId, type ClaimDeductionId, type RefundId } from '../../preload/contract/ids'
import type { PositiveYen } from '../../preload/contract/money'
import type { Reader, Writer } from './ledger'

/* What was asked of card companies, each under a key of its own, and what cardholders complained of. */

export interface CardAct {
  readonly id: CardActId
  readonly paymentId: CardPaymentId
  readonly kind: CardActKind
  readonly key: string
  readonly amount: PositiveYen
  readonly refundId: RefundId | null
  /** 1: it has gone back already. It is written down, and never sent. */
  readonly gone: 0 | 1
  readonly outcome: CardActOutcome
  readonly code: string
  readonly detail: string
  readonly askedBy: string
  readonly askedAt: Instant
  readonly sentAt: Instant | null
  readonly answeredAt: Instant | null
}

const columns = sql`a.id, a.payment_id as "paymentId", a.kind, a.key, a.amount, a.refund_id as "refundId", a.gone, a.outcome, a.code, a.detail, a.asked_by as "askedBy",
  a.asked_at as "askedAt", a.sent_at as "sentAt", a.answered_at as "answeredAt"`

/** Writes down what is to be asked: only what stands here is ever sent. The database refuses a second capture or void of a payment. */
export async function insertCardAct(
  writer: Writer,
  act: { paymentId: CardPaymentId; kind: CardActKind; amount: PositiveYen; refundId?: RefundId; gone?: 0 | 1 },
): Promise<CardActId> {
  const id = CardActId.parse(writer.newId())
  const { paymentId, kind, amount, refundId = null, gone = 0 } = act
  await sql`insert into card_acts (id, payment_id, kind, key, amount, refund_id, gone, asked_by, asked_at)
    values (${id}, ${paymentId}, ${kind}, ${`${kind}-${id.toString(36)}`}, ${amount}, ${refundId}, ${gone}, ${writer.by.actor}, ${writer.at})`.execute(
    writer.db,
  )
  return id
}

/** What has not ended of a payment, the oldest first: one is done after the other. */
export async function openCardActs(ledger: Reader, paymentId: CardPaymentId): Promise<CardAct[]> {
  const found = await sql<CardAct>`select ${columns} from card_acts a indexed by card_acts_open
    where a.payment_id = ${paymentId} and a.outcome in ('asked', 'unknown') order by a.id`.execute(ledger.db)
  return found.rows
}

/** Everything that was asked of a payment, the oldest first. */
export async function cardActsOf(ledger: Reader, paymentId: CardPaymentId): Promise<CardAct[]> {
  const found = await sql<CardAct>`select ${columns} from card_acts a where a.payment_id = ${paymentId} order by a.id`.execute(ledger.db)
  return found.rows
}

/** The last act by which a refund was asked of its company, or null. */
export async function lastRefundAct(ledger: Reader, refundId: RefundId): Promise<CardAct | null> {
  const found = await sql<CardAct>`select ${columns} from card_acts a indexed by card_acts_refund
    where a.refund_id = ${refundId} and a.refund_id is not null order by a.id desc limit 1`.execute(ledger.db)
  return found.rows[0] ?? null
}

/** It goes out now: whoever finds it so afterwards looks before anything is sent again. */
export async function sendCardAct(writer: Writer, id: CardActId): Promise<void> {
  await sql`update card_acts set sent_at = coalesce(sent_at, ${writer.at}) where id = ${id}`.execute(writer.db)
}

export interface CardActEnd {
  readonly outcome: Exclude<CardActOutcome, 'asked'>
  readonly code?: string
  readonly detail?: string
  readonly deductionId?: ClaimDeductionId
}

/** How it ended, in the company's words, or that nobody knows. */
export async function endCardAct(
  writer: Writer,
  id: CardActId,
  { outcome, code = '', detail = '', deductionId }: CardActEnd,
): Promise<void> {
  await sql`update card_acts set outcome = ${outcome}, code = ${code}, detail = ${detail}, answered_at = ${writer.at}, deduction_id = ${deductionId ?? null}
    where id = ${id} and outcome in ('asked', 'unknown')`.execute(writer.db)
}

export interface CardChargeback {
  readonly id: CardChargebackId
  readonly name: string
  readonly amount: PositiveYen
  readonly state: ChargebackState
  readonly toldAt: Instant
  readonly takenId: ClaimDeductionId | null
  readonly wonId: ClaimDeductionId | null
}

export async function cardChargebacksOf(ledger: Reader, paymentId: CardPaymentId): Promise<CardChargeback[]> {
  const found = await sql<CardChargeback>`select id, name, amount, state, told_at as "toldAt", taken_id as "takenId", won_id as "wonId"
    from card_chargebacks where payment_id = ${paymentId} order by id`.execute(ledger.db)
  return found.rows
}

/** A complaint as it is told now; the same one keeps its amount. */
export async function tellChargeback(
  writer: Writer,
  told: { paymentId: CardPaymentId; name: string; amount: PositiveYen; state: ChargebackState },
): Promise<void> {
  const { paymentId, name, amount, state } = told
  const known =
    await sql`update card_chargebacks set state = ${state}, told_at = ${writer.at} where payment_id = ${paymentId} and name = ${name}`.execute(
      writer.db,
    )
  if (known.numAffectedRows === 1n) return
  await sql`insert into card_chargebacks (id, payment_id, name, amount, state, told_at)
    values (${CardChargebackId.parse(writer.newId())}, ${paymentId}, ${name}, ${amount}, ${state}, ${writer.at})`.execute(writer.db)
}

/** What a complaint took, or gave back, stands in the journal. */
export async function bookChargeback(
  writer: Writer,
  id: CardChargebackId,
  booked: { takenId: ClaimDeductionId } | { wonId: ClaimDeductionId },
): Promise<void> {
  const change = 'takenId' in booked ? { taken_id: booked.takenId } : { won_id: booked.wonId }
  await writer.db.updateTable('card_chargebacks').set(change).where('id', '=', id).execute()
}
