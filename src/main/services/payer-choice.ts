import { CardMethod } from '../../preload/contract/cards'
import type { Clock } from '../../preload/contract/clock'
import { SlipMethod } from '../../preload/contract/collection'
import type { BusinessDate } from '../../preload/contract/date'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { OrderId } from '../../preload/contract/ids'
import type { PaymentMethod } from '../../preload/contract/merchants'
import { PositiveYen, type Yen, yen, ZERO_YEN } from '../../preload/contract/money'
import type { Choice } from '../gateways/counter'
import { appendAudit } from '../ledger/audit'
import { cardReference, cardShown, insertCardPayment, lastCardPayment } from '../ledger/card-payments'
import type { By, Ledger, Reader, Writer } from '../ledger/ledger'
import { type Merchant, merchantById } from '../ledger/merchants'
import { type OrderFacts, orderFacts } from '../ledger/order-facts'
import { type OrderState, orderStates } from '../ledger/posting'
import { standstill } from '../ledger/reservations'
import { insertInstruction, liveInstruction, prolongInstruction, returnUrlOf, setMethod, withdrawInstruction } from '../ledger/shop-orders'
import { liveSlip, withdrawSlip } from '../ledger/slips'
import { numberOf } from '../settlement/slips'
import type { OrderStep } from '../settlement/steps'
import { applyEvent } from '../settlement/tracks'
import { type OfferedCards, offeredCards, settledCompany } from './card-contract'
import type { CardDesk } from './card-desk'
import { inAWhile } from './card-times'
import { type DebitOffer, debitOffer } from './direct-debit-terms'
import { type Events, publishChanged } from './events'
import { type InstructionDeps, instructionOf } from './instructions'
import { linkedOrder } from './linked-orders'
import { takeVirtualAccounts } from './order-numbering'
import { takeSteps } from './order-steps'
import { dueDate, methodRefusal, type Offer, offeredMethods } from './payment-terms'
import { type OfferedSlips, offeredSlips, type SlipTerms } from './slip-terms'
import { giveSlip } from './slips'

/* The payer chooses how to pay (s4, s5; the publication's figure 9), and is told how (s6). */

export interface ChoiceDeps extends InstructionDeps {
  /** The card company's side; null where it cannot be spoken to, and no card is offered. */
  readonly cards: Pick<CardDesk, 'openForm' | 'leaveForm'> | null
  readonly ledger: Ledger
  readonly clock: Clock
  readonly events: Events
  readonly holidays: ReadonlySet<string>
}

export interface PayerChoice {
  /** Refuses not_found. */
  look(orderId: OrderId): Promise<Result<Choice>>
  /**
   * Refuses not_found, method_not_offered, above_slip_limit, no_mandate, reserved_by_import, debit_submitted, order_step_refused,
   * virtual_accounts_exhausted; for a card card_form_closed, gateway_off. `returnTo`: where the card company's form leads the payer back to.
   */
  choose(
    by: By,
    orderId: OrderId,
    chosen: { method: PaymentMethod; protectionWished: boolean; returnTo?: string | undefined },
  ): Promise<Result<Choice>>
}

export function createPayerChoice(deps: ChoiceDeps): PayerChoice {
  const { ledger, events } = deps
  const look = (reader: Reader, orderId: OrderId) => choiceOf(deps, reader, orderId)
  return {
    look: (orderId) => look(ledger.reader, orderId),
    choose: async (by, orderId, chosen) => {
      const { method, returnTo = '' } = chosen
      // Who comes back from a form and chooses otherwise will not finish it.
      if (!(await isTriedBy(ledger.reader, orderId, method))) await deps.cards?.leaveForm(by, orderId)
      const written = await ledger.write(by, async (writer) => {
        const taken = await choose(deps, writer, orderId, chosen)
        return taken.ok ? look(writer, orderId) : taken
      })
      if (written.ok) publishChanged(events, 'orders', 'clearing')
      if (!written.ok || !isByCard(method) || !deps.cards) return written
      const { merchantName, order } = written.value
      const opened = await deps.cards.openForm(by, orderId, { returnTo, description: `${merchantName} ${order.orderNumber}` })
      return opened.ok ? look(ledger.reader, orderId) : opened
    },
  }
}

const isByCard = (method: PaymentMethod): method is CardMethod => CardMethod.safeParse(method).success

/** The form that is open belongs to this very method. */
async function isTriedBy(ledger: Reader, orderId: OrderId, method: PaymentMethod): Promise<boolean> {
  const payment = await lastCardPayment(ledger, orderId)
  return payment?.method === method && payment.state === 'waiting'
}

async function choiceOf(deps: ChoiceDeps, ledger: Reader, orderId: OrderId): Promise<Result<Choice>> {
  const order = (await orderFacts(ledger, [orderId])).get(orderId)
  const merchant = order && (await merchantById(ledger, order.merchantId))
  if (!order || !merchant) return refuse({ refusal: 'not_found', what: 'order' })
  const today = deps.clock.today()
  const dueOn = dueDate(merchant, today, deps.holidays)
  const offer = await offerOf(deps, ledger, order)
  const card = await cardOf(ledger, order)
  const isFree = mayChoose(order, card) && (await standstill(ledger, order))?.refusal !== 'debit_submitted'
  const instruction = await instructionOf(deps, ledger, order)
  const linked = await linkedOrder(ledger, orderId)
  if (!linked) return refuse({ refusal: 'not_found', what: 'order' })
  return done({
    ...linked,
    methods: isFree
      ? offeredMethods(merchant, offer).map((method) => ({ method, cost: ZERO_YEN, dueOn: payBy(method, dueOn, offer.debit) }))
      : [],
    card,
    // Nobody takes a slip after its day: the payer chooses again.
    instruction: instruction && instruction.method !== 'bank_transfer' && instruction.dueOn < today ? null : instruction,
    returnUrl: await returnUrlOf(ledger, orderId),
  })
}

const NO_CARDS: OfferedCards = new Map()

/** What decides how an order can be paid now. A card only where its company can be spoken to. */
async function offerOf(
  { cards, clock, holidays }: Pick<ChoiceDeps, 'cards' | 'clock' | 'holidays'>,
  ledger: Reader,
  order: { id: OrderId; amount: Yen; paidAmount: Yen },
): Promise<Offer> {
  const open = yen(order.amount - order.paidAmount)
  const debit = await debitOffer(ledger, order.id, clock.now(), holidays)
  return { open, slips: await offeredSlips(ledger), cards: cards ? await offeredCards(ledger) : NO_CARDS, debit }
}

/** How the payment by card stands by which the order is, or was last, to be paid; null where none was tried. */
async function cardOf(ledger: Reader, { id, tracks }: OrderFacts): Promise<Choice['card']> {
  const payment = await lastCardPayment(ledger, id)
  if (!payment) return null
  const { brand, last4 } = await cardShown(ledger, payment.id)
  const { method } = payment
  const company = await settledCompany(ledger, method)
  const formUrl = tracks.payment === 'decision_asked' && payment.isLive ? payment.formUrl : null
  return {
    method,
    state: payment.state,
    capture: company?.terms.atOnce ? 'at_once' : 'at_shipment',
    formUrl,
    companyName: company?.name ?? '',
    brand,
    last4,
  }
}

/** Whoever has not finished the form of a card may choose otherwise; whoever is authorised may not. */
const mayChoose = ({ tracks }: OrderFacts, card: Choice['card']): boolean =>
  applyEvent(tracks, { kind: 'method_chosen' }).ok || (tracks.payment === 'decision_asked' && card?.state === 'waiting')

interface Chosen {
  readonly method: PaymentMethod
  readonly protectionWished: boolean
}

async function choose(deps: ChoiceDeps, writer: Writer, orderId: OrderId, { method, protectionWished }: Chosen): Promise<Result<null>> {
  const { clock, holidays } = deps
  const order = (await orderStates(writer, [orderId])).get(orderId)
  const merchant = order && (await merchantById(writer, order.merchantId))
  if (!order || !merchant) return refuse({ refusal: 'not_found', what: 'order' })
  const offer = await offerOf(deps, writer, order)
  const unfit = methodRefusal(merchant, method, offer)
  if (unfit) return refuse(unfit)
  const still = await standstill(writer, order)
  if (still) return refuse(still)
  const dueOn = payBy(method, dueDate(merchant, clock.today(), holidays), offer.debit)
  // Who only thinks better of the protection is not told again how to pay.
  const isNew = !(await isChosen(writer, order, method, dueOn))
  const chosen = isByCard(method) ? 'decision_asked' : 'method_chosen'
  const steps: OrderStep[] = isNew || order.tracks.payment !== 'decision_asked' ? protectionSteps(order, protectionWished) : []
  if (isNew) steps.push(chosen)
  if (steps.length === 0) return done(null)
  const moved = allSteps(order, steps)
  if (!moved.ok) return moved
  const instructed = isNew ? await instruct(writer, { order, merchant, method, dueOn, offer }) : done({})
  if (!instructed.ok) return instructed
  if (isNew) await setMethod(writer, orderId, method, dueOn)
  const { paidAmount, paidOn } = order
  await takeSteps(
    writer,
    [{ id: orderId, paidAmount, paidOn, tracks: moved.value }],
    steps.map((kind) => ({
      orderId,
      kind,
      amount: null,
      receiptId: null,
      allocationId: null,
      detail: kind === chosen ? { method, dueOn, ...instructed.value } : {},
    })),
  )
  await appendAudit(writer, {
    stream: 'orders',
    action: chosen,
    subject: `order:${orderId}`,
    detail: { method, protectionWished, dueOn, ...instructed.value },
  })
  return done(null)
}

/** The last day to pay; of a direct debit, the day on which the account is debited. */
function payBy(method: PaymentMethod, dueOn: BusinessDate, debit: DebitOffer): BusinessDate {
  return method === 'direct_debit' && debit !== null && debit !== 'no_mandate' ? debit.debitOn : dueOn
}

/** The very choice stands already, until the same day: sent twice, it is taken once. */
async function isChosen(writer: Writer, { id, tracks }: OrderState, method: PaymentMethod, dueOn: BusinessDate): Promise<boolean> {
  if (isByCard(method)) return tracks.payment === 'decision_asked' && (await isTriedBy(writer, id, method))
  if (tracks.payment !== 'unpaid') return false
  if (method === 'direct_debit') {
    const facts = (await orderFacts(writer, [id])).get(id)
    return facts?.method === method && facts.dueOn === dueOn
  }
  const slip = await liveSlip(writer, id)
  if (slip) return slip.method === method && slip.dueOn === dueOn
  const live = await liveInstruction(writer, id)
  return live?.method === method && !live.isWithdrawn && live.dueOn === dueOn
}

function protectionSteps({ tracks }: OrderState, wished: boolean): OrderStep[] {
  if (wished && tracks.protection === 'none') return ['protection_wished']
  return !wished && tracks.protection === 'wished' ? ['protection_waived'] : []
}

function allSteps(order: OrderState, steps: readonly OrderStep[]): Result<OrderState['tracks']> {
  let tracks = order.tracks
  for (const kind of steps) {
    const step = applyEvent(tracks, { kind })
    if (!step.ok) return refuse({ refusal: 'order_step_refused', track: step.track, from: step.from, event: step.event })
    tracks = step.tracks
  }
  return done(tracks)
}

const termsOf = (slips: OfferedSlips, method: PaymentMethod): SlipTerms | null => {
  const slipMethod = SlipMethod.safeParse(method)
  return slipMethod.success ? (slips.get(slipMethod.data) ?? null) : null
}

interface ToInstruct {
  readonly order: OrderState
  readonly merchant: Merchant
  readonly method: PaymentMethod
  readonly dueOn: BusinessDate
  readonly offer: Offer
}

/** By which slip or card payment it is to be paid, as the history tells it. */
interface Instructed {
  readonly slip?: string
  readonly card?: string
}

/** Withdraws how it was to be paid until now, and gives the order what its payer needs for the method; tells by which slip, where by one. */
async function instruct(writer: Writer, chosen: ToInstruct): Promise<Result<Instructed>> {
  const { order, method, dueOn, offer } = chosen
  if (method === 'direct_debit') {
    await withdrawOthers(writer, order.id)
    return done({})
  }
  if (isByCard(method)) return instructCard(writer, chosen, method)
  const terms = termsOf(offer.slips, method)
  if (!terms) return instructTransfer(writer, chosen)
  const transfer = await liveInstruction(writer, order.id)
  if (transfer && !transfer.isWithdrawn) await withdrawInstruction(writer, transfer.id)
  const given = await giveSlip(writer, terms, { orderId: order.id, amount: yen(order.amount - order.paidAmount), dueOn })
  return given.ok ? done({ slip: numberOf(given.value) }) : given
}

/** Nothing else is to be paid by: who is debited needs no number of any kind. */
async function withdrawOthers(writer: Writer, orderId: OrderId): Promise<void> {
  const slip = await liveSlip(writer, orderId)
  if (slip) await withdrawSlip(writer, slip.id, 'switched')
  const transfer = await liveInstruction(writer, orderId)
  if (transfer && !transfer.isWithdrawn) await withdrawInstruction(writer, transfer.id)
}

/** The order keeps its virtual account for as long as it may be paid; one that was given to another meanwhile is replaced. */
async function instructTransfer(writer: Writer, { order: { id }, merchant, method, dueOn }: ToInstruct): Promise<Result<Instructed>> {
  const slip = await liveSlip(writer, id)
  if (slip) await withdrawSlip(writer, slip.id, 'switched')
  const live = await liveInstruction(writer, id)
  if (live) {
    await prolongInstruction(writer, live.id, dueOn)
    return done({})
  }
  const codes = await takeVirtualAccounts(writer, merchant, 1)
  if (!codes.ok) return codes
  const [reference] = codes.value
  if (reference === undefined || !merchant.virtualRange) throw new Error(`merchant ${merchant.id} gave no virtual account`)
  await insertInstruction(writer, { orderId: id, method, accountId: merchant.virtualRange.accountId, reference, dueOn })
  return done({})
}

/** A new try: its form is opened once this is written. Nothing else is to be paid meanwhile. */
async function instructCard(writer: Writer, { order, offer }: ToInstruct, method: CardMethod): Promise<Result<Instructed>> {
  const company = offer.cards.get(method)
  if (!company) throw new Error(`${method} is asked for and there is no company`)
  await withdrawOthers(writer, order.id)
  const { party, provider } = company
  const id = await insertCardPayment(writer, {
    orderId: order.id,
    method,
    party,
    provider,
    amount: PositiveYen.parse(offer.open),
    dueAt: inAWhile(writer.at),
  })
  return done({ card: cardReference(id) })
}
