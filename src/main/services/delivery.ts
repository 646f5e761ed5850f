import type { Clock } from '../../preload/contract/clock'
import { Instant } from '../../preload/contract/date'
import { done } from '../../preload/contract/errors'
import type { NoticeChannel } from '../../preload/contract/notices'
import type { Handed } from '../gateways/post'
import { appendAudit } from '../ledger/audit'
import type { By, Ledger, Writer } from '../ledger/ledger'
import {
  beginSending,
  dueNotices,
  endUnsent,
  type NoticeToSend,
  postpone,
  putBack,
  recordTry,
  strandedNotices,
  type Tried,
} from '../ledger/notices'
import { pauseAfter, STALE_MS } from '../settlement/retries'
import { type Events, publishChanged } from './events'

/*
 * Hands over what is due on one channel. A notice is taken in hand in a unit of work of its own before it is sent, and what became of
 * it is written down in another: whatever dies between the two, nobody is told twice by a program.
 */
export interface DeliveryDeps {
  readonly ledger: Ledger
  readonly clock: Clock
  readonly events: Events
  /** Between 0 and 1; spreads what is tried again. */
  readonly chance: () => number
}

/** A connection on which one notice after another is handed over. */
export interface Lane<M> {
  hand(message: M): Promise<Handed>
  close(): void
}

/** How a channel sends. */
export interface Line<M> {
  readonly channel: NoticeChannel
  readonly lanesMax: number
  /** Opens a connection. Throws where the other side as a whole cannot be reached. */
  open(): Promise<Lane<M>>
  /** Puts a notice into the shape it is sent in, or says why it is not sent now, or not at all. */
  prepare(notice: NoticeToSend): Promise<{ kind: 'ready'; message: M } | { kind: 'withdrawn' | 'postponed'; why: string }>
}

const SYSTEM: By = { actor: 'system', seat: 'core' }
const AT_ONCE = 100
/** So many notices for each further connection. */
const WORTH_A_LANE = 10
/** How long what lacks something waits for it. */
const POSTPONED_MS = 600_000
/** How long a notice stands back after a connection broke over it, so that no single one keeps the others from being sent. */
const PUT_BACK_MS = 60_000

/**
 * Sends everything that is due, and tells whether the other side was reached. Stops between two notices when asked. Throws where the
 * other side cannot be reached or breaks off: that is the connector's trouble and not the notices'.
 */
export async function deliverDue<M>(deps: DeliveryDeps, line: Line<M>, stopping: AbortSignal): Promise<boolean> {
  let isReached = false
  for (;;) {
    const due = await dueNotices(deps.ledger.reader, line.channel, deps.clock.now(), AT_ONCE)
    if (due.length === 0 || stopping.aborted) return isReached
    const ready = await prepared(deps, line, due)
    if (ready.length > 0) {
      await sendAll(deps, line, ready, stopping)
      isReached = true
    }
    publishChanged(deps.events, 'notices')
  }
}

interface Ready<M> {
  notice: NoticeToSend
  message: M
}

/** Writes off what is not to be sent, and answers the rest in the shape it is sent in. */
async function prepared<M>(deps: DeliveryDeps, line: Line<M>, due: readonly NoticeToSend[]): Promise<Ready<M>[]> {
  const ready: Ready<M>[] = []
  for (const notice of due) {
    if (isStale(notice, deps.clock.now())) {
      await write(deps, (writer) => end(writer, notice, 'dead', 'it has waited too long; a person decides whether it is still to be sent'))
      continue
    }
    const shaped = await line.prepare(notice).catch(setAside)
    if (shaped.kind === 'ready') ready.push({ notice, message: shaped.message })
    else if (shaped.kind === 'withdrawn') await write(deps, (writer) => end(writer, notice, 'withdrawn', shaped.why))
    else await write(deps, (writer) => postpone(writer, notice.id, later(writer, POSTPONED_MS), shaped.why))
  }
  return ready
}

/** A notice that cannot even be prepared waits by itself, with what is wrong beside it, and holds up none of the others. */
function setAside(fault: unknown): { kind: 'postponed'; why: string } {
  return { kind: 'postponed', why: fault instanceof Error ? fault.message : String(fault) }
}

function isStale({ nextAt }: NoticeToSend, now: Instant): boolean {
  return nextAt !== null && now - nextAt > STALE_MS
}

async function sendAll<M>(deps: DeliveryDeps, line: Line<M>, ready: Ready<M>[], stopping: AbortSignal): Promise<void> {
  const queue = [...ready]
  const lanes = await openLanes(line, Math.min(line.lanesMax, Math.ceil(queue.length / WORTH_A_LANE)))
  const runs = lanes.map(async (lane) => {
    try {
      for (let next = queue.shift(); next && !stopping.aborted; next = queue.shift()) await sendOne(deps, lane, next)
    } finally {
      lane.close()
    }
  })
  const broken = (await Promise.allSettled(runs)).find((run) => run.status === 'rejected')
  if (broken) throw broken.reason
}

/** The first connection must open; a server that grants no more is served by it alone. */
async function openLanes<M>(line: Line<M>, count: number): Promise<Lane<M>[]> {
  const first = await line.open()
  const others = await Promise.allSettled(Array.from({ length: count - 1 }, () => line.open()))
  return [first, ...others.flatMap((opened) => (opened.status === 'fulfilled' ? opened.value : []))]
}

async function sendOne<M>(deps: DeliveryDeps, lane: Lane<M>, { notice, message }: Ready<M>): Promise<void> {
  if (!(await write(deps, (writer) => beginSending(writer, notice.id)))) return
  const handed = await lane.hand(message)
  if (handed.outcome === 'unreachable') {
    await write(deps, (writer) => putBack(writer, notice.id, later(writer, PUT_BACK_MS), handed.detail))
    throw new Error(handed.detail)
  }
  await write(deps, (writer) => settle(writer, notice, triedAs(writer, notice.attempts + 1, handed, deps.chance())))
}

function triedAs(writer: Writer, tries: number, handed: Handed, chance: number): Tried {
  const { detail } = handed
  const outcome = handed.outcome === 'unreachable' ? 'failed' : handed.outcome
  const pause = handed.outcome === 'failed' ? pauseAfter(tries, chance, handed.waitMs) : null
  return { outcome, detail, nextAt: pause === null ? null : later(writer, pause) }
}

const later = (writer: Writer, ms: number): Instant => Instant.parse(writer.at + ms)

/** Writes down what became of a try; an audit record where it is over. */
export async function settle(writer: Writer, notice: NoticeToSend, tried: Tried): Promise<void> {
  const state = await recordTry(writer, notice.id, tried)
  if (state !== 'waiting') await auditNotice(writer, notice, state, { detail: tried.detail })
}

async function end(writer: Writer, notice: NoticeToSend, state: 'withdrawn' | 'dead', why: string): Promise<void> {
  if (await endUnsent(writer, notice.id, state, why)) await auditNotice(writer, notice, state, { why })
}

/** What became of a notice, for the audit trail: which and how, never what it says. */
export function auditNotice(
  writer: Writer,
  { id, name, to, channel, orderId }: Pick<NoticeToSend, 'id' | 'name' | 'to' | 'channel' | 'orderId'>,
  action: string,
  detail: Record<string, unknown> = {},
): Promise<void> {
  return appendAudit(writer, { stream: 'notices', action, subject: `notice:${id}`, detail: { name, to, channel, orderId, ...detail } })
}

/** A unit of work of the core's own; one that cannot be written is told as the connector's trouble. */
async function write<T>({ ledger }: DeliveryDeps, work: (writer: Writer) => Promise<T>): Promise<T> {
  const written = await ledger.write(SYSTEM, async (writer) => done(await work(writer)))
  if (!written.ok) throw new Error(written.refusal.refusal)
  return written.value
}

/**
 * Settles notices that were being handed over when the program died. Of a mail nobody knows whether it arrived, so a person decides;
 * a webhook call carries an identity by which the other program knows it again, so it is made once more.
 */
export async function settleStranded(deps: DeliveryDeps, channel: Extract<NoticeChannel, 'mail' | 'webhook'>): Promise<void> {
  const detail = 'the program stopped while it was being handed over'
  for (const notice of await strandedNotices(deps.ledger.reader, channel)) {
    await write(deps, (writer) =>
      settle(
        writer,
        notice,
        channel === 'mail' ? { outcome: 'unknown', detail, nextAt: null } : { outcome: 'failed', detail, nextAt: writer.at },
      ),
    )
  }
}
