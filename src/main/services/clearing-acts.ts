import type { ActLink, ClearingAct } from '../../preload/contract/clearing'
import type { Clock } from '../../preload/contract/clock'
import { Instant, laterOf } from '../../preload/contract/date'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { ActId, AllocationId, ReceiptId } from '../../preload/contract/ids'
import { PositiveYen, sumYen, type Yen, yen } from '../../preload/contract/money'
import { appendAudit } from '../ledger/audit'
import { openDeposit, reduceOpenItem } from '../ledger/clearing'
import { linksOfActs, linksOfReceipts, ownActs, type StoredLink } from '../ledger/clearing-acts'
import type { Ledger, Writer } from '../ledger/ledger'
import { orderStates } from '../ledger/posting'
import { standstill } from '../ledger/reservations'
import { Allotments, BY_HAND } from './allocating'
import { bookingDay } from './booking-days'
import type { Handlers } from './context'

/*
 * 消込の一件: what one decision cleared. Undo takes back what stands of it; redo restores what the last undo took. Both are read from the ledger, so
 * that they hold across restarts and seats.
 */

/** How far back a person's own acts are shown for the key that undoes: older ones are undone from their deposits. */
const OWN_DAYS = 7
const OWN_MOST = 50
const DAY_MS = 24 * 60 * 60 * 1000

export function acts({ ledger, clock }: { ledger: Ledger; clock: Clock }): Handlers['clearing.acts'] {
  return async ({ actor }, asked) => {
    const { reader } = ledger
    if ('receiptId' in asked) return done({ acts: actsOf(await linksOfReceipts(reader, [asked.receiptId])) })
    const ids = await ownActs(reader, actor, Instant.parse(Math.max(0, clock.now() - OWN_DAYS * DAY_MS)), OWN_MOST)
    const own = new Map(actsOf(await linksOfActs(reader, ids)).map((act) => [act.id, act]))
    return done({ acts: ids.flatMap((id) => own.get(id) ?? []) })
  }
}

/** Acts as they stand after every undo and redo, the newest first. */
function actsOf(links: readonly StoredLink[]): ClearingAct[] {
  return [...Map.groupBy(links, ({ actId }) => actId)].map(([id, own]) => actAsItStands(id, own)).reverse()
}

function actAsItStands(id: ActId, links: readonly StoredLink[]): ClearingAct {
  const [first] = links
  const last = links.at(-1)
  if (!first || !last) throw new Error(`act ${id} has no allocation`)
  const redone = new Set(redoableOf(links).map(({ allocationId }) => allocationId))
  const shown = links.filter(({ isRedone }) => !isRedone).map((link) => shownLink(link, redone))
  const total = (state: ActLink['state']) => sumYen(shown.filter((link) => link.state === state).map(({ amount }) => amount))
  const undone = links.flatMap((link) => link.undone ?? []).sort((one, other) => other.deed - one.deed)[0]
  return {
    id,
    receiptId: first.receiptId,
    remitterName: first.remitterName,
    bookedOn: first.receiptBookedOn,
    level: String(last.level),
    by: last.by,
    at: last.at,
    links: shown,
    stands: total('stands'),
    redoable: total('redoable'),
    undoneBy: undone?.by ?? null,
    undoneAt: undone?.at ?? null,
  }
}

function shownLink(link: StoredLink, redoable: ReadonlySet<AllocationId>): ActLink {
  const { allocationId, orderId, orderNumber, merchantName, amount, undone } = link
  const state = undone === null ? 'stands' : redoable.has(allocationId) ? 'redoable' : 'undone'
  return { allocationId, orderId, orderNumber, merchantName, amount: PositiveYen.parse(amount), state }
}

/** What the last undo took back and nothing has restored since. */
function redoableOf(links: readonly StoredLink[]): StoredLink[] {
  const undone = links.filter((link) => link.undone !== null && !link.isRedone)
  const deed = Math.max(...undone.map((link) => link.undone?.deed ?? 0))
  return undone.filter((link) => link.undone?.deed === deed)
}

interface Redone {
  readonly receiptId: ReceiptId
  readonly allocationIds: AllocationId[]
  readonly remaining: Yen
}

/**
 * Restores what the last undo of an act took back: the same deposit, orders, amounts and evidence, or nothing of it. Refuses not_found,
 * nothing_to_redo, deposit_not_open, exceeds_deposit, exceeds_order, order_not_open, order_step_refused, reserved_by_import and what else bars an order.
 */
export function redo({ ledger, clock, changed }: { ledger: Ledger; clock: Clock; changed(): void }): Handlers['clearing.redo'] {
  return async (context, { actId }) => {
    const redone = await ledger.write(context.by, async (writer): Promise<Result<Redone>> => {
      const links = await linksOfActs(writer, [actId])
      if (links.length === 0) return refuse({ refusal: 'not_found', what: 'allocation' })
      const wanted = redoableOf(links)
      return wanted.length === 0 ? refuse({ refusal: 'nothing_to_redo' }) : restore(writer, wanted, clock)
    })
    if (redone.ok) changed()
    return redone
  }
}

async function restore(writer: Writer, links: readonly StoredLink[], clock: Clock): Promise<Result<Redone>> {
  const receiptId = links[0]?.receiptId
  const deposit = receiptId === undefined ? null : await openDeposit(writer, receiptId)
  if (!deposit) return refuse({ refusal: 'deposit_not_open' })
  const total = sumYen(links.map(({ amount }) => amount))
  if (total > deposit.remaining) return refuse({ refusal: 'exceeds_deposit', remaining: deposit.remaining })
  const allotted = await allot(writer, links, clock)
  if (!allotted.ok) return allotted
  await allotted.value.write(writer)
  const remaining = yen(deposit.remaining - total)
  await reduceOpenItem(writer, deposit.receiptId, remaining)
  for (const { allocationId, actId, orderId, amount } of links) {
    await appendAudit(writer, {
      stream: 'clearing',
      action: 'redone',
      subject: `allocation:${allocationId}`,
      detail: { actId, receiptId: deposit.receiptId, orderId, amount },
    })
  }
  return done({ receiptId: deposit.receiptId, allocationIds: allotted.value.ids, remaining })
}

async function allot(writer: Writer, links: readonly StoredLink[], clock: Clock): Promise<Result<Allotments>> {
  const orders = await orderStates(
    writer,
    links.map(({ orderId }) => orderId),
  )
  const allotments = new Allotments()
  for (const { allocationId, actId, receiptId, receiptBookedOn, valueOn, orderId, amount, evidence } of links) {
    const order = orders.get(orderId)
    if (!order) return refuse({ refusal: 'not_found', what: 'order' })
    const still = await standstill(writer, order)
    if (still) return refuse(still)
    const added = allotments.add(writer, {
      ...{ receiptId, order, amount, valueOn, evidence, level: BY_HAND },
      bookedOn: await bookingDay(writer, laterOf(clock.today(), receiptBookedOn)),
      redoes: { actId, allocationId },
    })
    if (!added.ok) return added
    orders.set(orderId, added.value)
  }
  return done(allotments)
}
