import type { ClearingRest, JournalLine, RestEnding } from '../../preload/contract/clearing'
import type { Clock } from '../../preload/contract/clock'
import { type BusinessDate, laterOf } from '../../preload/contract/date'
import { done, type Result, refuse } from '../../preload/contract/errors'
import { ActId, type AllocationId, type ApprovalId, type OrderId } from '../../preload/contract/ids'
import { type PositiveYen, type Yen, yen, ZERO_YEN } from '../../preload/contract/money'
import { appendAudit } from '../ledger/audit'
import { candidateOrdersById, holdOpenItem, type OpenDeposit, openDeposit, reduceOpenItem } from '../ledger/clearing'
import { insertComments } from '../ledger/deposit-comments'
import type { Ledger, Reader, Writer } from '../ledger/ledger'
import { orderStates } from '../ledger/posting'
import { standstill } from '../ledger/reservations'
import { allocation } from '../settlement/ledger-entries'
import { isProtected } from '../settlement/steps'
import { Allotments, allotmentStep, BY_HAND, evidenceText } from './allocating'
import { bookingDay } from './booking-days'
import { evidenceFor, findProposals } from './candidates'
import { acts, redo } from './clearing-acts'
import { endRest, giveBack, restOf } from './clearing-rests'
import { previewUndo, undo } from './clearing-undo'
import type { Handlers, Person } from './context'
import { keepForOneself } from './desk'
import { type Events, publishChanged } from './events'
import type { Jobs } from './jobs'
import { journalLinesOf } from './journal-lines'
import { cardNumberProblem, refusalOf } from './merchant-checks'

export interface ClearingDeps {
  readonly ledger: Ledger
  readonly clock: Clock
  readonly events: Events
  readonly jobs: Jobs
}

interface Part {
  orderId: OrderId
  version: number
  amount: PositiveYen
}

type ClearingHandlers = Pick<
  Handlers,
  | 'clearing.candidates'
  | 'clearing.preview'
  | 'clearing.clear'
  | 'clearing.giveBack'
  | 'clearing.hold'
  | 'clearing.undoPreview'
  | 'clearing.undo'
  | 'clearing.redo'
  | 'clearing.acts'
  | 'clearing.match'
  | 'clearing.groups'
  | 'clearing.clearGroup'
>

/** The clearing desk: what a clerk does to one deposit at a time. */
export function clearingHandlers(deps: ClearingDeps): ClearingHandlers {
  const { ledger, clock, events, jobs } = deps
  const changed = () => publishChanged(events, 'deposits', 'clearing', 'orders', 'approvals', 'audit')
  return {
    'clearing.candidates': async (_context, { receiptId, search }) => {
      const began = clock.monotonicMs()
      const deposit = await openDeposit(ledger.reader, receiptId)
      if (!deposit) return refuse({ refusal: 'deposit_not_open' })
      const found = await findProposals(ledger.reader, deposit, search)
      return done({ ...found, elapsedMs: clock.monotonicMs() - began })
    },
    'clearing.preview': async (context, { receiptId, parts }) =>
      previewClearing(ledger.reader, await openDeposit(ledger.reader, receiptId), parts, context.actor),
    'clearing.clear': async (context, input) => {
      const cleared = await ledger.write(context.by, (writer) => clearDeposit(writer, clock.today(), input, context.user))
      if (cleared.ok) {
        changed()
        if (input.rest && input.rest !== 'leave') publishChanged(events, 'exceptions', 'approvals')
      }
      return cleared
    },
    'clearing.giveBack': async (context, { receiptId, version }) => {
      const given = await ledger.write(context.by, (writer) => giveBack(writer, receiptId, version))
      if (given.ok) publishChanged(events, 'deposits', 'clearing', 'exceptions', 'audit')
      return given
    },
    'clearing.hold': async (context, { receiptId, version, held, note }) => {
      const card = refusalOf(cardNumberProblem('note', note))
      if (card) return refuse(card)
      const result = await ledger.write(context.by, async (writer) => {
        const deposit = await openDeposit(writer, receiptId)
        if (!deposit) return refuse({ refusal: 'deposit_not_open' })
        if (deposit.version !== version) return refuse({ refusal: 'changed_meanwhile' })
        const thought = note.trim()
        await holdOpenItem(writer, receiptId, held, note)
        if (thought !== '') await insertComments(writer, [receiptId], thought)
        if (held && context.user) await keepForOneself(writer, receiptId, context.user)
        await appendAudit(writer, {
          stream: 'clearing',
          action: held ? 'held' : 'released',
          subject: `receipt:${receiptId}`,
          detail: { before: { held: deposit.held }, after: { held, note } },
        })
        return done({ version: version + 1 })
      })
      if (result.ok) changed()
      return result
    },
    'clearing.acts': acts({ ledger, clock }),
    'clearing.undoPreview': async ({ actor }, target) => previewUndo(ledger.reader, target, { asker: actor, today: clock.today() }),
    'clearing.undo': undo({ ledger, clock, changed }),
    'clearing.redo': redo({ ledger, clock, changed }),
    'clearing.match': async (context) => done({ jobId: jobs.start({ kind: 'match' }, context.by) }),
    'clearing.groups': async (context) => done({ jobId: jobs.start({ kind: 'group' }, context.by) }),
    'clearing.clearGroup': async (context, agreed) => done({ jobId: jobs.start({ kind: 'clear_group', agreed }, context.by) }),
  }
}

/**
 * Clears a deposit to one or several orders, and ends what is left. Refuses deposit_not_open, changed_meanwhile, exceeds_deposit,
 * exceeds_order, order_not_open, reserved_by_import, not_found, and what endRest refuses; whatever is refused, nothing of it is stored.
 */
export async function clearDeposit(
  writer: Writer,
  today: BusinessDate,
  input: { receiptId: OpenDeposit['receiptId']; version: number; parts: readonly Part[]; rest?: RestEnding | undefined },
  person: Person | null,
): Promise<Result<Cleared>> {
  const { rest = 'leave' } = input
  const deposit = await openDeposit(writer, input.receiptId)
  if (!deposit) return refuse({ refusal: 'deposit_not_open' })
  if (deposit.version !== input.version) return refuse({ refusal: 'changed_meanwhile' })
  const total = input.parts.reduce((sum, part) => sum + part.amount, 0)
  if (total > deposit.remaining) return refuse({ refusal: 'exceeds_deposit', remaining: deposit.remaining })
  const orders = await orderStates(
    writer,
    input.parts.map((part) => part.orderId),
  )
  const facts = new Map((await candidateOrdersById(writer, [...orders.keys()])).map((order) => [order.id, order]))
  const evidence = await evidenceFor(
    writer,
    deposit,
    input.parts.flatMap(({ orderId, amount }) => {
      const order = facts.get(orderId)
      return order ? [{ order, amount }] : []
    }),
  )
  const allotments = new Allotments()
  const bookedOn = await bookingDay(writer, laterOf(today, deposit.bookedOn))
  for (const part of input.parts) {
    const order = orders.get(part.orderId)
    if (!order) return refuse({ refusal: 'not_found', what: 'order' })
    if (order.version !== part.version) return refuse({ refusal: 'changed_meanwhile' })
    const still = await standstill(writer, order)
    if (still) return refuse(still)
    const added = allotments.add(writer, {
      receiptId: deposit.receiptId,
      order,
      amount: part.amount,
      bookedOn,
      valueOn: deposit.valueOn,
      level: BY_HAND,
      evidence: evidenceText(evidence.get(order.id) ?? []),
    })
    if (!added.ok) return added
    // The same order twice in one clearing would be two allocations of one decision; the new state refuses it by version.
    orders.set(order.id, added.value)
  }
  await allotments.write(writer)
  const left = yen(deposit.remaining - total)
  await reduceOpenItem(writer, deposit.receiptId, left)
  const ended = await endRest(writer, { rest, deposit, remaining: left, orders, person, today })
  if (!ended.ok) return ended
  const remaining = (await openDeposit(writer, deposit.receiptId))?.remaining ?? ZERO_YEN
  await appendAudit(writer, {
    stream: 'clearing',
    action: 'cleared',
    subject: `receipt:${deposit.receiptId}`,
    detail: {
      before: deposit.remaining,
      after: remaining,
      parts: input.parts.map(({ orderId, amount }) => ({ orderId, amount })),
      allocations: allotments.ids,
      rest,
      asked: ended.value,
    },
  })
  return done({
    actId: ActId.parse(allotments.ids[0]),
    allocationIds: allotments.ids,
    remaining,
    asked: ended.value,
  })
}

export interface Cleared {
  actId: ActId
  allocationIds: AllocationId[]
  remaining: Yen
  asked: ApprovalId[]
}

async function previewClearing(
  ledger: Reader,
  deposit: OpenDeposit | null,
  parts: readonly { orderId: OrderId; amount: PositiveYen }[],
  asker: string,
): Promise<Result<{ remaining: Yen; journal: JournalLine[]; rest: ClearingRest | null }>> {
  if (!deposit) return refuse({ refusal: 'deposit_not_open' })
  const states = await orderStates(
    ledger,
    parts.map((part) => part.orderId),
  )
  const facts = new Map((await candidateOrdersById(ledger, [...states.keys()])).map((order) => [order.id, order]))
  const journal: JournalLine[] = []
  let remaining: number = deposit.remaining
  for (const { orderId, amount } of parts) {
    const order = states.get(orderId)
    if (!order) return refuse({ refusal: 'not_found', what: 'order' })
    const step = allotmentStep(order, amount, deposit.valueOn, true)
    if (!step.ok) return step
    remaining -= amount
    if (remaining < 0) return refuse({ refusal: 'exceeds_deposit', remaining: deposit.remaining })
    states.set(orderId, step.value.state)
    const postings = allocation({ merchantId: order.merchantId, amount, isProtected: isProtected(order.tracks.protection) })
    journal.push(...journalLinesOf(postings, facts.get(orderId)?.merchantName ?? null))
  }
  const rest = await restOf(ledger, { deposit, remaining: yen(remaining), orders: states, facts, asker })
  return done({ remaining: yen(remaining), journal, rest })
}
