import type { CollectionOutcome, SlipMethod } from '../../preload/contract/collection'
import { type BusinessDate, dateInJapan } from '../../preload/contract/date'
import { done, type Result } from '../../preload/contract/errors'
import { ClaimId, type CollectionFileId, type CollectionLineId, type OrderId } from '../../preload/contract/ids'
import type { JobResult } from '../../preload/contract/jobs'
import { PositiveYen } from '../../preload/contract/money'
import { lastClosedDay } from '../ledger/closing'
import {
  advanceCollection,
  endBySequel,
  insertClaims,
  type LineToPlace,
  linesToPlace,
  type NewClaim,
  outcomesOf,
  placeLines,
  shippedOrders,
  type ToldBefore,
  toldBefore,
} from '../ledger/collection-posting'
import { collectionFile } from '../ledger/collection-staging'
import { type EntryDraft, newEntryId, postEntries } from '../ledger/journal'
import type { Reader, Writer } from '../ledger/ledger'
import { type EventDraft, type OrderState, orderStates } from '../ledger/posting'
import type { CollectionFileRow } from '../ledger/schema-collection'
import { collected } from '../settlement/collection-entries'
import { type CollectionDecision, type CollectionFacts, decideCollection, stands, type Told, unknownSlip } from '../settlement/collections'
import { bookableOn } from '../settlement/day-close'
import { isProtected } from '../settlement/steps'
import { applyEvent } from '../settlement/tracks'
import { collectors } from './collectors'
import type { JobControl, JobResources } from './jobs'
import { takeSteps } from './order-steps'
import { pace } from './pace'

/* A published result file is posted line by line, in small units of work: what each line means for its order, and what the agent owes. */

/** Posts a published file to its end. Refuses ledger_busy, disk_full. */
export async function postCollection(
  { ledger, clock, by }: Pick<JobResources, 'ledger' | 'clock' | 'by'>,
  fileId: CollectionFileId,
  control: Pick<JobControl, 'progress'>,
): Promise<Result<null>> {
  const steps = pace(100, 5_000)
  for (;;) {
    const size = steps.size
    let elapsedMs = 0
    const posted = await ledger.write(by, async (writer) => {
      const began = clock.monotonicMs()
      const reached = await postNext(writer, fileId, size)
      elapsedMs = clock.monotonicMs() - began
      return done(reached)
    })
    if (!posted.ok) return posted
    control.progress('posting', posted.value.postedTo, posted.value.stored)
    if (posted.value.finished) break
    steps.took(size, elapsedMs)
  }
  await ledger.optimise()
  return done(null)
}

interface Reached {
  readonly postedTo: number
  readonly stored: number
  readonly finished: boolean
}

async function postNext(writer: Writer, fileId: CollectionFileId, atMost: number): Promise<Reached> {
  const file = await collectionFile(writer, fileId)
  if (file?.state !== 'published') return { postedTo: file?.posted_to ?? 0, stored: file?.stored ?? 0, finished: true }
  const lines = await linesToPlace(writer, fileId, file.posted_to, atMost)
  const last = lines.at(-1)
  if (!last) throw new Error(`collection file ${fileId} has ${file.stored} lines, but none after ${file.posted_to}`)
  const placement = await placementOf(writer, file, lines)
  for (const line of lines) placement.place(writer, line)
  await placement.write(writer)
  const finished = last.line >= file.stored
  await advanceCollection(writer, fileId, last.line, finished)
  return { postedTo: last.line, stored: file.stored, finished }
}

async function placementOf(
  writer: Writer,
  { method, party }: Pick<CollectionFileRow, 'method' | 'party'>,
  lines: readonly LineToPlace[],
): Promise<Placement> {
  const orderIds = [...new Set(lines.flatMap(({ orderId }) => orderId ?? []))]
  const taken = lines.filter(({ kind }) => kind === 'preliminary_cancelled').flatMap(({ orderId }) => orderId ?? [])
  return new Placement({
    orders: await orderStates(writer, orderIds),
    told: await toldBefore(writer, orderIds),
    shipped: await shippedOrders(writer, taken),
    closedThrough: await lastClosedDay(writer),
    method,
    payable: (await collectors(writer)).get(party)?.payableAtConfirmation ?? false,
  })
}

interface Known {
  readonly orders: Map<OrderId, OrderState>
  readonly told: readonly ToldBefore[]
  readonly shipped: ReadonlySet<OrderId>
  readonly closedThrough: BusinessDate | null
  readonly method: SlipMethod
  readonly payable: boolean
}

class ToldOfOrder implements Told {
  readonly preliminary = new Set<string>()
  readonly cancelled = new Set<string>()
  readonly confirmed = new Set<string>()
  /** Notices that did not fit, by payment: what comes of them tells the rest. */
  readonly unfit = new Map<string, CollectionLineId[]>()

  add({ kind, payment, outcome, lineId }: Omit<ToldBefore, 'orderId'>): void {
    if (kind === 'preliminary' && stands(outcome)) this.preliminary.add(payment)
    if (kind === 'preliminary' && !stands(outcome)) this.unfit.set(payment, [...(this.unfit.get(payment) ?? []), lineId])
    if (kind === 'preliminary_cancelled' || kind === 'refused_at_door') this.cancelled.add(payment)
    if (kind === 'confirmed') this.confirmed.add(payment)
  }
}

/** Collects what the lines of one unit of work come to; `write` posts and stores it all at once. */
class Placement {
  readonly #told = new Map<OrderId, ToldOfOrder>()
  readonly #placed: Parameters<typeof placeLines>[1][number][] = []
  readonly #entries: EntryDraft[] = []
  readonly #claims: NewClaim[] = []
  readonly #changed = new Set<OrderId>()
  readonly #events: EventDraft[] = []
  readonly #ended: Parameters<typeof endBySequel>[1][number][] = []

  constructor(private readonly known: Known) {
    for (const before of known.told) this.#toldOf(before.orderId).add(before)
  }

  #toldOf(orderId: OrderId): ToldOfOrder {
    const told = this.#told.get(orderId) ?? new ToldOfOrder()
    this.#told.set(orderId, told)
    return told
  }

  place(writer: Writer, line: LineToPlace): void {
    const order = line.orderId === null ? undefined : this.known.orders.get(line.orderId)
    const facts = { ...line, confirmedBefore: line.confirmedBefore === 1 }
    const decision = order ? this.#decide(facts, line, order) : unknownSlip(facts)
    this.#placed.push({ id: line.id, slipId: line.slipId, outcome: decision.outcome })
    const pays = decision.outcome === 'paid' ? order : undefined
    if (decision.isOwed) this.#owe(writer, line, pays ?? null)
    if (order && decision.steps.length > 0) this.#step(line, order, decision)
    if (order) this.#tell(order.id, line, decision.outcome)
  }

  /** Who was told at first of what did not fit has nothing more to do about it once the rest is told. */
  #tell(orderId: OrderId, { id, kind, payment }: LineToPlace, outcome: CollectionOutcome): void {
    const told = this.#toldOf(orderId)
    if (kind !== 'preliminary') for (const lineId of told.unfit.get(payment) ?? []) this.#ended.push({ lineId, sequel: id })
    told.add({ kind, payment, outcome, lineId: id })
  }

  #decide(facts: CollectionFacts, { withdrawnWhy, slipAmount }: LineToPlace, order: OrderState): CollectionDecision {
    const collectedOrder = { tracks: order.tracks, goodsLeft: this.known.shipped.has(order.id) }
    return decideCollection(facts, { amount: slipAmount ?? 0, withdrawnWhy }, collectedOrder, this.#toldOf(order.id), this.known.payable)
  }

  #owe(writer: Writer, line: LineToPlace, order: OrderState | null): void {
    const { party, amount, paidOn, transferOn } = line
    const entryId = newEntryId(writer)
    const whose = order && { merchantId: order.merchantId, isProtected: isProtected(order.tracks.protection) }
    this.#entries.push({
      id: entryId,
      kind: 'collected',
      bookedOn: bookableOn(paidOn, this.known.closedThrough),
      receiptId: null,
      orderId: order?.id ?? null,
      reverses: null,
      postings: collected(party, PositiveYen.parse(amount), whose),
    })
    this.#claims.push({
      id: ClaimId.parse(writer.newId()),
      party,
      method: this.known.method,
      orderId: order?.id ?? null,
      lineId: line.id,
      amount,
      needsStamp: line.needsStamp === 1,
      paidOn,
      transferOn,
      payable: this.known.payable,
      entryId,
    })
  }

  #step(line: LineToPlace, order: OrderState, { steps, outcome }: CollectionDecision): void {
    let { tracks } = order
    for (const kind of steps) {
      const step = applyEvent(tracks, { kind })
      if (!step.ok) throw new Error(`order ${order.id} refuses ${kind} where it stands ${step.from}`)
      tracks = step.tracks
      const detail = { line: line.id, payment: line.payment }
      this.#events.push({ orderId: order.id, kind, amount: line.amount, receiptId: null, allocationId: null, detail })
    }
    const money = outcome === 'paid' ? { paidAmount: line.amount, paidOn: line.paidOn } : {}
    this.known.orders.set(order.id, { ...order, ...money, tracks })
    this.#changed.add(order.id)
  }

  async write(writer: Writer): Promise<void> {
    await postEntries(writer, this.#entries)
    await insertClaims(writer, this.#claims)
    await placeLines(writer, this.#placed)
    if (this.#ended.length > 0) await endBySequel(writer, this.#ended)
    const changes = [...this.known.orders.values()]
      .filter(({ id }) => this.#changed.has(id))
      // Where its contract lets merchants be paid before the agent has paid: from the day it was told of.
      .map((order) => ({ ...order, releasableOn: dateInJapan(writer.at) }))
    if (changes.length > 0) await takeSteps(writer, changes, this.#events)
  }
}

const settled: ReadonlySet<CollectionOutcome> = new Set<CollectionOutcome>([
  'preliminary',
  'paid',
  'withdrawn',
  'superseded',
  'refused_at_door',
])

/** What bringing a file in came to. */
export async function agentResult(ledger: Reader, fileId: CollectionFileId): Promise<Result<JobResult>> {
  const [file, outcomes] = [await collectionFile(ledger, fileId), await outcomesOf(ledger, fileId)]
  const count = (outcome: CollectionOutcome) => outcomes.get(outcome) ?? 0
  const exceptions = [...outcomes].reduce((sum, [outcome, found]) => (settled.has(outcome) ? sum : sum + found), 0)
  const { stored = 0, duplicates = 0 } = file ?? {}
  return done({
    kind: 'collection',
    collection: {
      fileId,
      stored,
      duplicates,
      preliminary: count('preliminary'),
      paid: count('paid'),
      withdrawn: count('withdrawn'),
      refused: count('refused_at_door'),
      exceptions,
    },
  })
}
