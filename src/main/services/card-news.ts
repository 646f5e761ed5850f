import { dateInJapan, Instant } from '../../preload/contract/date'
import { ClaimId, type EntryId } from '../../preload/contract/ids'
import { PositiveYen, type Yen } from '../../preload/contract/money'
import type { CardStanding } from '../gateways/card-company'
import { appendAudit } from '../ledger/audit'
import { cardChargebacksOf, openCardActs, tellChargeback } from '../ledger/card-acts'
import { type CardChange, type CardPayment, changeCardPayment, dueCardPayment } from '../ledger/card-payments'
import { insertClaims } from '../ledger/collection-posting'
import { newEntryId, postEntries } from '../ledger/journal'
import type { Writer } from '../ledger/ledger'
import { type OrderState, orderStates } from '../ledger/posting'
import { type CardNews, decideCard } from '../settlement/card'
import { holdsCardNumber } from '../settlement/card-number'
import { collected } from '../settlement/collection-entries'
import { isProtected, type OrderStep } from '../settlement/steps'
import { applyEvent } from '../settlement/tracks'
import { bookingDay } from './booking-days'
import { askOfCompany, letGo } from './card-acts'
import { bookChargebacks } from './card-chargebacks'
import { endOfAuthorization, type SettledCompany, transferDay, warningTime } from './card-contract'
import { endRefunds } from './card-refunds'
import { takeSteps } from './order-steps'

/*
 * What a card company says of a payment is taken in: state, steps of the order, what it owes, and what went back stand in one unit of work.
 * Told twice it changes nothing the second time.
 */
export interface CardTaking {
  readonly company: SettledCompany
  readonly holidays: ReadonlySet<string>
}

/** Takes in what the company said when it was asked at `askedAt`; an answer that was asked for before a newer one is dropped. */
export async function takeStanding(
  writer: Writer,
  { company, holidays }: CardTaking,
  payment: CardPayment,
  standing: CardStanding,
  askedAt: Instant,
): Promise<void> {
  if (askedAt < payment.askedAt) return
  const order = await orderOf(writer, payment)
  const chargebacks = new Map((await cardChargebacksOf(writer, payment.id)).map(({ name, state }) => [name, state]))
  const news = decideCard({ ...payment, chargebacks, tracks: order.tracks }, standing, company.terms)
  const claimId = news.claim ? await owe(writer, { company, holidays, payment, order, news }) : payment.claimId
  if (news.steps.length > 0) await step(writer, payment, order, news)
  const ends =
    news.state === 'authorized' ? (payment.captureBefore ?? endOfAuthorization(company.settings, standing.captureBefore, writer.at)) : null
  await changeCardPayment(writer, payment.id, {
    ...told(standing),
    ...{
      state: news.state,
      captured: news.captured,
      refunded: news.refunded,
      captureBefore: ends,
      claimId,
      trouble: news.trouble,
      askedAt,
    },
    dueAt: dueAfter(writer, company, payment, news, ends),
  })
  for (const { id, ...complaint } of news.chargebacks) await tellChargeback(writer, { paymentId: payment.id, name: id, ...complaint })
  const after: CardPayment = { ...payment, state: news.state, captured: news.captured, refunded: news.refunded, claimId }
  if (news.goneBack > 0) await endRefunds(writer, { company, holidays }, after, news.goneBack)
  if (claimId !== null) await bookChargebacks(writer, { company, holidays }, after)
  if (news.letGo && news.state === 'authorized') await letGo(writer, payment)
  if (news.capture) await askOfCompany(writer, payment, 'capture')
  const [open] = await openCardActs(writer, payment.id)
  if (open) await dueCardPayment(writer, payment.id, open.outcome === 'asked' ? writer.at : Instant.parse(writer.at + AGAIN_MS))
  if (news.state !== payment.state) await record(writer, payment, news)
}

/** The order a payment is for. */
export async function orderOf(writer: Writer, { orderId }: CardPayment): Promise<OrderState> {
  const order = (await orderStates(writer, [orderId])).get(orderId)
  if (!order) throw new Error(`order ${orderId} is gone`)
  return order
}

/** Words of a company are never a place for a card number. */
const unlessCard = (text: string | null): string | null => (text === null || holdsCardNumber(text) ? null : text)

function told({ card, threeDSecure, approvalCode }: CardStanding): Pick<CardChange, 'card' | 'threeDSecure' | 'approvalCode'> {
  const isPlain = card !== null && /^\d{4}$/.test(card.last4) && !holdsCardNumber(card.brand ?? '')
  return {
    card: isPlain ? { brand: card.brand?.slice(0, 30) ?? null, last4: card.last4 } : null,
    threeDSecure,
    approvalCode: unlessCard(approvalCode)?.slice(0, 20) ?? null,
  }
}

const AGAIN_MS = 10 * 60_000

/** When it is looked after next: while its form is open, and when the authorisation is about to end; nobody asks after what is over. */
function dueAfter(
  writer: Writer,
  { settings }: SettledCompany,
  payment: CardPayment,
  news: CardNews,
  ends: Instant | null,
): Instant | null {
  if (news.state === 'waiting') return Instant.parse(writer.at + AGAIN_MS)
  if (news.state !== 'authorized' || ends === null) return null
  const warnAt = payment.warnedAt === null ? warningTime(settings, payment.openedAt, ends) : null
  return warnAt === null ? ends : Instant.parse(Math.max(warnAt, writer.at))
}

interface Owing extends CardTaking {
  readonly payment: CardPayment
  readonly order: OrderState
  readonly news: CardNews
}

/** The company owes what it has captured, gross (s63): to its order, or to nobody yet. */
async function owe(writer: Writer, { company, holidays, payment, order, news }: Owing): Promise<ClaimId> {
  if (!news.claim) throw new Error('nothing is owed')
  const { amount, isOrders } = news.claim
  const { method, party } = payment
  const [id, entryId, paidOn] = [ClaimId.parse(writer.newId()), newEntryId(writer), dateInJapan(writer.at)]
  const orderId = isOrders ? order.id : null
  const whose = isOrders ? { merchantId: order.merchantId, isProtected: isProtected(order.tracks.protection) } : null
  await post(writer, { id: entryId, orderId, party, amount, whose })
  const claim = { id, party, method, orderId, lineId: null, amount, needsStamp: false, paidOn, entryId }
  await insertClaims(writer, [{ ...claim, transferOn: transferDay(company.settings, paidOn, holidays), payable: company.terms.payable }])
  return id
}

async function post(
  writer: Writer,
  entry: { id: EntryId; orderId: OrderState['id'] | null; party: string; amount: Yen; whose: Parameters<typeof collected>[2] },
): Promise<void> {
  const { id, orderId, party, amount, whose } = entry
  const bookedOn = await bookingDay(writer, dateInJapan(writer.at))
  const postings = collected(party, PositiveYen.parse(amount), whose)
  await postEntries(writer, [{ id, kind: 'collected', bookedOn, receiptId: null, orderId, reverses: null, postings }])
}

const carriesMoney: ReadonlySet<OrderStep> = new Set<OrderStep>(['captured', 'decision_granted', 'capture_requested'])

async function step(writer: Writer, payment: CardPayment, order: OrderState, { steps, claim }: CardNews): Promise<void> {
  let { tracks } = order
  for (const kind of steps) {
    const applied = applyEvent(tracks, { kind })
    if (!applied.ok) throw new Error(`order ${order.id} refuses ${kind} where its ${applied.track} stands ${applied.from}`)
    tracks = applied.tracks
  }
  const paid = claim ? { paidAmount: claim.amount, paidOn: dateInJapan(writer.at) } : { paidAmount: order.paidAmount, paidOn: order.paidOn }
  const amount = claim?.amount ?? payment.amount
  await takeSteps(
    writer,
    [{ id: order.id, ...paid, tracks, releasableOn: dateInJapan(writer.at) }],
    steps.map((kind) => ({
      ...{ orderId: order.id, kind, amount: carriesMoney.has(kind) ? amount : null, receiptId: null, allocationId: null },
      detail: { card: payment.reference },
    })),
  )
}

/** A company's answer is written down by nobody in particular. */
async function record(writer: Writer, { id, orderId, reference, state, amount }: CardPayment, news: CardNews): Promise<void> {
  const detail = {
    orderId,
    reference,
    before: state,
    after: news.state,
    amount,
    captured: news.captured,
    refunded: news.refunded,
    trouble: news.trouble,
  }
  await appendAudit(writer, { stream: 'collections', action: `card_${news.state}`, subject: `card_payment:${id}`, detail })
}
