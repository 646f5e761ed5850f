import { sql } from 'kysely'
import type { CardTrouble, CardTroubleEnd, CardTroubleEnding } from '../../preload/contract/cards'
import { type CardPaymentId, CardTroubleEndId, type ClaimId, type OrderId, type RefundId } from '../../preload/contract/ids'
import { type Yen, ZERO_YEN } from '../../preload/contract/money'
import { type CardPayment, claimLeft } from './card-payments'
import type { Reader, Writer } from './ledger'

/* What a person must look after of payments by card: what of it is so still, and how it was ended. */

/** How much has gone back at the company that is no refund of ours yet. */
export async function unaskedRefund(ledger: Reader, id: CardPaymentId): Promise<Yen> {
  const found = await sql<{ unasked: Yen }>`select p.refunded - coalesce((select sum(d.amount) from claim_deductions d
      where d.claim_id = p.claim_id and d.why = 'refund'), 0) as unasked from card_payments p where p.id = ${id}`.execute(ledger.db)
  return found.rows[0]?.unasked ?? ZERO_YEN
}

/** What of an order its company is to give back, once it is agreed to, and was not seen to. */
export async function refundsToCome(ledger: Reader, orderId: OrderId): Promise<Yen> {
  const found = await sql<{ toCome: Yen }>`select coalesce(sum(amount), 0) as "toCome" from refunds
    where order_id = ${orderId} and replaces is null and way = 'company' and state in ('requested', 'approved')`.execute(ledger.db)
  return found.rows[0]?.toCome ?? ZERO_YEN
}

/**
 * What of an order goes back, or has gone, besides what its company has taken out of its claim: asked of the company and not seen, or by transfer.
 * A complaint takes no more than the rest.
 */
export async function refundedBesides(ledger: Reader, orderId: OrderId): Promise<Yen> {
  const found = await sql<{ besides: Yen }>`select coalesce(sum(amount), 0) as besides from refunds
    where order_id = ${orderId} and replaces is null and state not in ('rejected', 'withdrawn') and not (way = 'company' and state = 'confirmed')`.execute(
    ledger.db,
  )
  return found.rows[0]?.besides ?? ZERO_YEN
}

/** What is wrong with its money whatever a person says of it; null: nothing. */
export async function troubleOf(ledger: Reader, { id, claimId }: Pick<CardPayment, 'id' | 'claimId'>): Promise<CardTrouble | null> {
  if ((await unaskedRefund(ledger, id)) > 0) return 'refunded_unasked'
  const claim = claimId === null ? null : await claimLeft(ledger, claimId)
  if (claim && claim.orderId === null && claim.left > 0 && !claim.isGivenBack) return 'captured_unasked'
  return (await refundRefused(ledger, id)) ? 'act_refused' : null
}

/** The company has refused what it was asked last: a refund that is still to be made. */
async function refundRefused(ledger: Reader, id: CardPaymentId): Promise<boolean> {
  const found = await sql<{ refused: number }>`select a.outcome = 'refused' and r.state is 'approved' as refused
    from card_acts a left join refunds r on r.id = a.refund_id where a.payment_id = ${id} order by a.id desc limit 1`.execute(ledger.db)
  return found.rows[0]?.refused === 1
}

/** The refund of all of a claim that was asked for, and neither turned down nor taken back; null where there is none. */
export async function refundOfClaim(ledger: Reader, claimId: ClaimId): Promise<RefundId | null> {
  const found = await sql<{
    id: RefundId
  }>`select id from refunds indexed by refunds_claim where claim_id = ${claimId} and claim_id is not null
    and replaces is null and state not in ('rejected', 'withdrawn')`.execute(ledger.db)
  return found.rows[0]?.id ?? null
}

/** Writes down how a trouble was ended. */
export async function insertTroubleEnd(
  writer: Writer,
  end: { paymentId: CardPaymentId; trouble: CardTrouble; ending: CardTroubleEnding; note: string },
): Promise<void> {
  const { paymentId, trouble, ending, note } = end
  const id = CardTroubleEndId.parse(writer.newId())
  await writer.db
    .insertInto('card_trouble_ends')
    .values({ id, payment_id: paymentId, trouble, ending, note, actor: writer.by.actor, at: writer.at })
    .execute()
}

/** How the troubles of a payment were ended, the oldest first. */
export async function troubleEnds(ledger: Reader, paymentId: CardPaymentId): Promise<CardTroubleEnd[]> {
  const found =
    await sql<CardTroubleEnd>`select trouble, ending, note, actor as by, at from card_trouble_ends indexed by card_trouble_ends_payment
    where payment_id = ${paymentId} order by id`.execute(ledger.db)
  return found.rows
}
