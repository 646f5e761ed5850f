import { type RawBuilder, sql } from 'kysely'
import type { CardFilter, CardPaymentDetail, CardPaymentRow } from '../../preload/contract/cards'
import type { CardPaymentId } from '../../preload/contract/ids'
import { ZERO_YEN } from '../../preload/contract/money'
import type { CappedCount, Cursor } from '../../preload/contract/paging'
import { cappedCount } from './capped-count'
import { cardActsOf, cardChargebacksOf } from './card-acts'
import { type ClaimLeft, claimLeft } from './card-payments'
import { refundedBesides, refundOfClaim, troubleEnds, unaskedRefund } from './card-troubles'
import { readCursor, writeCursor } from './cursor'
import type { Reader } from './ledger'

/* Payments by card as people read them: what is authorised and until when, what nobody knows, what was captured, what a person must look after. */

const columns = sql`p.id, p.order_id as "orderId", o.order_number as "orderNumber", o.merchant_id as "merchantId", m.name as "merchantName", p.method, p.party, p.provider, p.reference, p.amount,
  p.state, o.payment, p.brand, p.last4, p.capture_before as "captureBefore", p.captured, p.refunded, p.trouble, p.opened_at as "openedAt", p.version`
const beside = sql`cross join orders o on o.id = p.order_id cross join merchants m on m.id = o.merchant_id`

interface Path {
  /** The index that is walked, with what it holds, in its order. */
  readonly from: RawBuilder<unknown>
  readonly where: RawBuilder<unknown>
  readonly isByEnd: boolean
}

/** Authorised ones go by when they end. What nobody knows is due, so that it is found among what is due. */
function pathOf({ standing, endsBy, orderId }: CardFilter, endOfDay: number | null): Path {
  if (orderId !== undefined)
    return { from: sql`card_payments p indexed by card_payments_order`, where: sql`p.order_id = ${orderId}`, isByEnd: false }
  if (standing === 'authorized' || endsBy !== undefined) {
    const end = endOfDay === null ? sql`` : sql` and p.capture_before < ${endOfDay}`
    return { from: sql`card_payments p indexed by card_payments_ending`, where: sql`p.state = 'authorized'${end}`, isByEnd: true }
  }
  if (standing === 'captured')
    return { from: sql`card_payments p indexed by card_payments_captured`, where: sql`p.state = 'captured'`, isByEnd: false }
  if (standing === 'troubled')
    return { from: sql`card_payments p indexed by card_payments_troubled`, where: sql`p.trouble is not null`, isByEnd: false }
  if (standing === 'unknown') {
    const unknown = sql`(exists (select 1 from card_acts a indexed by card_acts_open where a.payment_id = p.id and a.outcome in ('asked', 'unknown') and a.outcome = 'unknown')
      or exists (select 1 from orders u where u.id = p.order_id and u.payment in ('decision_unknown', 'capture_unknown')))`
    return { from: sql`card_payments p indexed by card_payments_open`, where: sql`p.due_at is not null and ${unknown}`, isByEnd: false }
  }
  return { from: sql`card_payments p not indexed`, where: sql`true`, isByEnd: false }
}

const ownOf = ({ merchantId, method }: CardFilter): RawBuilder<unknown> =>
  sql`${merchantId === undefined ? sql`true` : sql`o.merchant_id = ${merchantId}`} and ${method === undefined ? sql`true` : sql`p.method = ${method}`}`

/** One page; null for a cursor that is none of this list's. `endOfDay`: the instant at which the day of the filter is over. */
export async function listCardPayments(
  ledger: Reader,
  filter: CardFilter,
  endOfDay: number | null,
  cursor: Cursor | null,
  size: number,
): Promise<{ rows: CardPaymentRow[]; next: Cursor | null; matching: CappedCount } | null> {
  const after = cursor === null ? [] : readCursor(cursor)
  const { from, where, isByEnd } = pathOf(filter, endOfDay)
  if (after === null || (after.length > 0 && after.length !== (isByEnd ? 2 : 1))) return null
  const onwards =
    after.length === 0 ? sql`true` : isByEnd ? sql`(p.capture_before, p.id) > (${after[0]}, ${after[1]})` : sql`p.id < ${after[0]}`
  const own = ownOf(filter)
  const order = isByEnd ? sql`p.capture_before, p.id` : sql`p.id desc`
  const found =
    await sql<CardPaymentRow>`select ${columns} from ${from} ${beside} where ${where} and ${own} and ${onwards} order by ${order} limit ${size + 1}`.execute(
      ledger.db,
    )
  const rows = found.rows.slice(0, size)
  const last = found.rows.length > size ? rows.at(-1) : undefined
  return {
    rows,
    next: last ? writeCursor(isByEnd ? [last.captureBefore ?? 0, last.id] : [last.id]) : null,
    matching: await cappedCount(ledger, sql`from ${from} cross join orders o on o.id = p.order_id where ${where} and ${own}`),
  }
}

/** One payment as a line of the list, or null. */
export async function cardPaymentRow(ledger: Reader, id: CardPaymentId): Promise<CardPaymentRow | null> {
  const found = await sql<CardPaymentRow>`select ${columns} from card_payments p ${beside} where p.id = ${id}`.execute(ledger.db)
  return found.rows[0] ?? null
}

type Beside = Pick<CardPaymentDetail, 'companyId' | 'threeDSecure' | 'approvalCode' | 'claimId' | 'transferOn'>

/** One payment with everything that was asked and told of it, or null. */
export async function cardPaymentDetail(ledger: Reader, id: CardPaymentId): Promise<CardPaymentDetail | null> {
  const row = await cardPaymentRow(ledger, id)
  if (!row) return null
  const found =
    await sql<Beside>`select p.company_id as "companyId", p.three_d_secure as "threeDSecure", p.approval_code as "approvalCode", p.claim_id as "claimId",
    (select c.transfer_on from claims c where c.id = p.claim_id) as "transferOn" from card_payments p where p.id = ${id}`.execute(ledger.db)
  const others = await sql<CardPaymentDetail['others'][number]>`select p.id, p.method, p.reference, p.state, p.opened_at as "openedAt"
    from card_payments p indexed by card_payments_order where p.order_id = ${row.orderId} and p.id <> ${id} order by p.id desc limit 100`.execute(
    ledger.db,
  )
  const [own] = found.rows
  if (!own) throw new Error(`card payment ${id} is gone`)
  const acts = (await cardActsOf(ledger, id)).map(({ paymentId: _of, key: _key, sentAt: _sent, gone: _gone, ...act }) => act)
  const chargebacks = (await cardChargebacksOf(ledger, id)).map(({ name, amount, state, toldAt, takenId, wonId }) => ({
    ...{ name, amount, state, toldAt },
    booked: state === 'open' || (state === 'taken' ? takenId !== null : takenId === null || wonId !== null),
  }))
  const claim = own.claimId === null ? null : await claimLeft(ledger, own.claimId)
  const unasked = await unaskedRefund(ledger, id)
  const free = claim === null ? ZERO_YEN : await freeOf(ledger, claim)
  const unbooked = chargebacks.filter(({ booked, state }) => !booked && state === 'taken').map(({ amount }) => amount)
  const isTakenTwice = unasked > free || unbooked.some((amount) => amount > free)
  const isUnowned = claim !== null && claim.orderId === null && claim.left > 0 && !claim.isGivenBack
  const unownedRefundId = isUnowned && own.claimId !== null ? await refundOfClaim(ledger, own.claimId) : null
  const money = { isUnowned, left: claim?.left ?? ZERO_YEN, isTakenTwice, unownedRefundId, unasked }
  return { ...row, ...own, ...money, acts, chargebacks, ends: await troubleEnds(ledger, id), others: others.rows }
}

/** What of a claim has not gone back at its company and goes back in no other way. */
async function freeOf(ledger: Reader, { left, orderId, isGivenBack }: ClaimLeft): Promise<number> {
  if (orderId === null) return isGivenBack ? 0 : left
  return left - (await refundedBesides(ledger, orderId))
}
