import type { Clock } from '../../preload/contract/clock'
import { SlipMethod } from '../../preload/contract/collection'
import type { BusinessDate } from '../../preload/contract/date'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { OrderId } from '../../preload/contract/ids'
import type { PaymentMethod } from '../../preload/contract/merchants'
import { yen, ZERO_YEN } from '../../preload/contract/money'
import type { Choice } from '../gateways/counter'
import { appendAudit } from '../ledger/audit'
import type { By, Ledger, Reader, Writer } from '../ledger/ledger'
import { type Merchant, merchantById } from '../ledger/merchants'
import { orderFacts } from '../ledger/order-facts'
import { type OrderState, orderStates } from '../ledger/posting'
import { isReserved } from '../ledger/reservations'
import { insertInstruction, liveInstruction, prolongInstruction, returnUrlOf, setMethod, withdrawInstruction } from '../ledger/shop-orders'
import { liveSlip, withdrawSlip } from '../ledger/slips'
import { numberOf } from '../settlement/slips'
import type { OrderStep } from '../settlement/steps'
import { applyEvent } from '../settlement/tracks'
import { type Events, publishChanged } from './events'
import { type InstructionDeps, instructionOf } from './instructions'
import { linkedOrder } from './linked-orders'
import { takeVirtualAccounts } from './order-numbering'
import { takeSteps } from './order-steps'
import { dueDate, methodRefusal, offeredMethods } from './payment-terms'
import { type OfferedSlips, offeredSlips, type SlipTerms } from './slip-terms'
import { giveSlip } from './slips'

/* The payer chooses how to pay (s4, s5; the publication's figure 9), and is told how (s6). */

export interface ChoiceDeps extends InstructionDeps {
  readonly ledger: Ledger
  readonly clock: Clock
  readonly events: Events
  readonly holidays: ReadonlySet<string>
}

export interface PayerChoice {
  /** Refuses not_found. */
  look(orderId: OrderId): Promise<Result<Choice>>
  /**
   * Refuses not_found, method_not_offered, above_slip_limit, reserved_by_import, order_step_refused, virtual_accounts_exhausted.
   */
  choose(by: By, orderId: OrderId, chosen: { method: PaymentMethod; protectionWished: boolean }): Promise<Result<Choice>>
}

export function createPayerChoice(deps: ChoiceDeps): PayerChoice {
  const { ledger, clock, events } = deps
  const look = (reader: Reader, orderId: OrderId) => choiceOf(deps, reader, orderId)
  return {
    look: (orderId) => look(ledger.reader, orderId),
    choose: async (by, orderId, chosen) => {
      const written = await ledger.write(by, async (writer) => {
        const taken = await choose(writer, orderId, chosen, clock.today(), deps.holidays)
        return taken.ok ? look(writer, orderId) : taken
      })
      if (written.ok) publishChanged(events, 'orders', 'clearing')
      return written
    },
  }
}

async function choiceOf(deps: ChoiceDeps, ledger: Reader, orderId: OrderId): Promise<Result<Choice>> {
  const order = (await orderFacts(ledger, [orderId])).get(orderId)
  const merchant = order && (await merchantById(ledger, order.merchantId))
  if (!order || !merchant) return refuse({ refusal: 'not_found', what: 'order' })
  const today = deps.clock.today()
  const dueOn = dueDate(merchant, today, deps.holidays)
  const mayChoose = applyEvent(order.tracks, { kind: 'method_chosen' }).ok
  const offer = { open: yen(order.amount - order.paidAmount), slips: await offeredSlips(ledger) }
  const instruction = await instructionOf(deps, ledger, order)
  const linked = await linkedOrder(ledger, orderId)
  if (!linked) return refuse({ refusal: 'not_found', what: 'order' })
  return done({
    ...linked,
    methods: mayChoose ? offeredMethods(merchant, offer).map((method) => ({ method, cost: ZERO_YEN, dueOn })) : [],
    // Nobody takes a slip after its day: the payer chooses again.
    instruction: instruction && instruction.method !== 'bank_transfer' && instruction.dueOn < today ? null : instruction,
    returnUrl: await returnUrlOf(ledger, orderId),
  })
}

interface Chosen {
  readonly method: PaymentMethod
  readonly protectionWished: boolean
}

async function choose(
  writer: Writer,
  orderId: OrderId,
  { method, protectionWished }: Chosen,
  today: BusinessDate,
  holidays: ReadonlySet<string>,
): Promise<Result<null>> {
  const order = (await orderStates(writer, [orderId])).get(orderId)
  const merchant = order && (await merchantById(writer, order.merchantId))
  if (!order || !merchant) return refuse({ refusal: 'not_found', what: 'order' })
  const slips = await offeredSlips(writer)
  const unfit = methodRefusal(merchant, method, { open: yen(order.amount - order.paidAmount), slips })
  if (unfit) return refuse(unfit)
  if (await isReserved(writer, orderId)) return refuse({ refusal: 'reserved_by_import', orderNumber: order.orderNumber })
  const dueOn = dueDate(merchant, today, holidays)
  // Who only thinks better of the protection is not told again how to pay.
  const isNew = !(await isChosen(writer, order, method, dueOn))
  const steps: OrderStep[] = [...protectionSteps(order, protectionWished), ...(isNew ? ['method_chosen' as const] : [])]
  if (steps.length === 0) return done(null)
  const moved = allSteps(order, steps)
  if (!moved.ok) return moved
  const instructed = isNew ? await instruct(writer, { order, merchant, method, dueOn, terms: termsOf(slips, method) }) : done({})
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
      detail: kind === 'method_chosen' ? { method, dueOn, ...instructed.value } : {},
    })),
  )
  await appendAudit(writer, {
    stream: 'orders',
    action: 'method_chosen',
    subject: `order:${orderId}`,
    detail: { method, protectionWished, dueOn, ...instructed.value },
  })
  return done(null)
}

/** The very choice stands already, until the same day: sent twice, it is taken once. */
async function isChosen(writer: Writer, { id, tracks }: OrderState, method: PaymentMethod, dueOn: BusinessDate): Promise<boolean> {
  if (tracks.payment !== 'unpaid') return false
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
  /** Null where the method has none. */
  readonly terms: SlipTerms | null
}

/** Withdraws how it was to be paid until now, and gives the order what its payer needs for the method; tells by which slip, where by one. */
async function instruct(writer: Writer, chosen: ToInstruct): Promise<Result<{ slip?: string }>> {
  const { order, dueOn, terms } = chosen
  if (!terms) return instructTransfer(writer, chosen)
  const transfer = await liveInstruction(writer, order.id)
  if (transfer && !transfer.isWithdrawn) await withdrawInstruction(writer, transfer.id)
  const given = await giveSlip(writer, terms, { orderId: order.id, amount: yen(order.amount - order.paidAmount), dueOn })
  return given.ok ? done({ slip: numberOf(given.value) }) : given
}

/** The order keeps its virtual account for as long as it may be paid; one that was given to another meanwhile is replaced. */
async function instructTransfer(
  writer: Writer,
  { order: { id }, merchant, method, dueOn }: ToInstruct,
): Promise<Result<{ slip?: string }>> {
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
