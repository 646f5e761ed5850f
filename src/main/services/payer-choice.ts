import type { Clock } from '../../preload/contract/clock'
import type { BusinessDate } from '../../preload/contract/date'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { AccountId, OrderId } from '../../preload/contract/ids'
import type { PaymentMethod } from '../../preload/contract/merchants'
import { PositiveYen, ZERO_YEN } from '../../preload/contract/money'
import type { Instruction } from '../../preload/contract/shop'
import type { Choice } from '../gateways/counter'
import type { BankMaster } from '../gateways/gateway'
import { designatedAccount } from '../ledger/accounts'
import { appendAudit } from '../ledger/audit'
import type { By, Ledger, Reader, Writer } from '../ledger/ledger'
import { type Merchant, merchantById } from '../ledger/merchants'
import { type OrderFacts, orderFacts } from '../ledger/order-facts'
import { type OrderState, orderStates } from '../ledger/posting'
import { isReserved } from '../ledger/reservations'
import { insertInstruction, liveInstruction, prolongInstruction, returnUrlOf, setMethod } from '../ledger/shop-orders'
import type { OrderStep } from '../settlement/steps'
import { applyEvent } from '../settlement/tracks'
import { type Events, publishChanged } from './events'
import { linkedOrder } from './linked-orders'
import { takeVirtualAccounts } from './order-numbering'
import { takeSteps } from './order-steps'
import { dueDate, offeredMethods } from './payment-terms'

/* The payer chooses how to pay (s4, s5; the publication's figure 9), and is told how (s6). */

export interface ChoiceDeps {
  readonly ledger: Ledger
  readonly clock: Clock
  readonly events: Events
  readonly banks: Pick<BankMaster, 'findBank' | 'findBranch'>
  readonly holidays: ReadonlySet<string>
}

export interface PayerChoice {
  /** Refuses not_found. */
  look(orderId: OrderId): Promise<Result<Choice>>
  /** Refuses not_found, method_not_offered, reserved_by_import, order_step_refused, virtual_accounts_exhausted. */
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
  const dueOn = dueDate(merchant, deps.clock.today(), deps.holidays)
  const mayChoose = applyEvent(order.tracks, { kind: 'method_chosen' }).ok
  const linked = await linkedOrder(ledger, orderId)
  if (!linked) return refuse({ refusal: 'not_found', what: 'order' })
  return done({
    ...linked,
    methods: mayChoose ? offeredMethods(merchant).map((method) => ({ method, cost: ZERO_YEN, dueOn })) : [],
    instruction: await instructionOf(deps, ledger, order),
    returnUrl: await returnUrlOf(ledger, orderId),
  })
}

/** The transfer the payer is to make: to which account, in which name, until when. Null while none is due, or not yet (s81–s85). */
export async function instructionOf(deps: Pick<ChoiceDeps, 'banks'>, ledger: Reader, order: OrderFacts): Promise<Instruction | null> {
  const { acceptance, payment } = order.tracks
  const live = await liveInstruction(ledger, order.id)
  if (!live || !['none', 'accepted'].includes(acceptance) || !['unpaid', 'partially_paid'].includes(payment)) return null
  const { accountId, reference, dueOn } = live
  return transferTo(deps, ledger, { accountId, reference, dueOn, amount: PositiveYen.parse(order.amount - order.paidAmount) })
}

/** A transfer to a virtual account (branch 3 + number 7) of a designated account, with the names people know; null where there is no such account. */
export async function transferTo(
  { banks }: Pick<ChoiceDeps, 'banks'>,
  ledger: Reader,
  { accountId, reference, amount, dueOn }: { accountId: AccountId; reference: string; amount: PositiveYen; dueOn: BusinessDate },
): Promise<Instruction | null> {
  const account = await designatedAccount(ledger, accountId)
  if (!account) return null
  const branchCode = reference.slice(0, 3)
  return {
    method: 'bank_transfer',
    bankCode: account.bank_code,
    bankName: banks.findBank(account.bank_code)?.name ?? '',
    branchCode,
    branchName: banks.findBranch(account.bank_code, branchCode)?.name ?? '',
    accountType: account.account_type,
    accountNumber: reference.slice(3),
    holderKana: account.account_name,
    amount,
    dueOn,
  }
}

async function choose(
  writer: Writer,
  orderId: OrderId,
  { method, protectionWished }: { method: PaymentMethod; protectionWished: boolean },
  today: BusinessDate,
  holidays: ReadonlySet<string>,
): Promise<Result<null>> {
  const order = (await orderStates(writer, [orderId])).get(orderId)
  const merchant = order && (await merchantById(writer, order.merchantId))
  if (!order || !merchant) return refuse({ refusal: 'not_found', what: 'order' })
  if (!offeredMethods(merchant).includes(method)) return refuse({ refusal: 'method_not_offered', method })
  if (await isReserved(writer, orderId)) return refuse({ refusal: 'reserved_by_import', orderNumber: order.orderNumber })
  const dueOn = dueDate(merchant, today, holidays)
  // Who only thinks better of the protection is not told again how to pay.
  const isNew = !(await isChosen(writer, order, method, dueOn))
  const steps: OrderStep[] = [...protectionSteps(order, protectionWished), ...(isNew ? ['method_chosen' as const] : [])]
  if (steps.length === 0) return done(null)
  const moved = allSteps(order, steps)
  if (!moved.ok) return moved
  if (isNew) {
    const instructed = await instruct(writer, merchant, orderId, method, dueOn)
    if (!instructed.ok) return instructed
    await setMethod(writer, orderId, method, dueOn)
  }
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
      detail: kind === 'method_chosen' ? { method, dueOn } : {},
    })),
  )
  await appendAudit(writer, {
    stream: 'orders',
    action: 'method_chosen',
    subject: `order:${orderId}`,
    detail: { method, protectionWished, dueOn },
  })
  return done(null)
}

/** The very choice stands already, until the same day: sent twice, it is taken once. */
async function isChosen(writer: Writer, { id, tracks }: OrderState, method: PaymentMethod, dueOn: BusinessDate): Promise<boolean> {
  const live = tracks.payment === 'unpaid' ? await liveInstruction(writer, id) : null
  return live?.method === method && live.dueOn === dueOn
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

/** The order keeps its virtual account for as long as it may be paid; one that was given to another meanwhile is replaced. */
async function instruct(
  writer: Writer,
  merchant: Merchant,
  orderId: OrderId,
  method: PaymentMethod,
  dueOn: BusinessDate,
): Promise<Result<null>> {
  const live = await liveInstruction(writer, orderId)
  if (live) {
    await prolongInstruction(writer, live.id, dueOn)
    return done(null)
  }
  const codes = await takeVirtualAccounts(writer, merchant, 1)
  if (!codes.ok) return codes
  const [reference] = codes.value
  if (reference === undefined || !merchant.virtualRange) throw new Error(`merchant ${merchant.id} gave no virtual account`)
  await insertInstruction(writer, { orderId, method, accountId: merchant.virtualRange.accountId, reference, dueOn })
  return done(null)
}
