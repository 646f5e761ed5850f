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
 * it is written down in another: whatever dies between the two, nobody is sent a mail twice by a program, and a webhook call that is made
 * again carries the same identity.
 */
export interface DeliveryDeps {
  readonly ledger: Ledger
  readonly clock: Clock
  readonly events: Events
  /** Between 0 and 1; spreads what is tried again. */
  readonly chance: () => number
}

/** A connection on which one notice after another is handed over. */
export interface Connection<M> {
  hand(message: M): Promise<Handed>
  close(): void
}

/** How a channel sends. */
export interface Line<M> {
  readonly channel: NoticeChannel
  readonly connectionsMax: number
  /** No hand-over takes longer: what is in hand for longer, whoever had it in hand has died over. */
  readonly longestMs: number
  /** Opens a connection. Throws where the other side as a whole cannot be reached. */
  open(): Promise<Connection<M>>
  /** Puts a notice into the shape it is sent in, or says why it is not sent now, or not at all. */
  prepare(notice: NoticeToSend): Promise<{ kind: 'ready'; message: M } | { kind: 'withdrawn' | 'postponed'; why: string }>
}

const SYSTEM: By = { actor: 'system', seat: 'core' }
const AT_ONCE = 100
/** So many notices for each further connection. */
const WORTH_A_CONNECTION = 10
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
  await settleStranded(deps, line.channel)
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

/** Writes off what is not to be sent, all in one unit of work, and answers the rest in the shape it is sent in. */
async function prepared<M>(deps: DeliveryDeps, line: Line<M>, due: readonly NoticeToSend[]): Promise<Ready<M>[]> {
  const now = deps.clock.now()
  const ready: Ready<M>[] = []
  const unsent: Unsent[] = []
  for (const notice of due) {
    if (hasWaitedSince(notice.nextAt, now)) {
      unsent.push({ notice, kind: 'dead', why: 'it has waited too long; a person decides whether it is still to be sent' })
      continue
    }
    const shaped = await line.prepare(notice).catch(setAside)
    if (shaped.kind === 'ready') ready.push({ notice, message: shaped.message })
    // Each time it is put off its turn moves on, so that what lacks something is as old as what it tells of.
    else if (shaped.kind === 'postponed' && hasWaitedSince(notice.createdAt, now)) unsent.push({ notice, kind: 'dead', why: shaped.why })
    else unsent.push({ notice, ...shaped })
  }
  if (unsent.length > 0) await write(deps, (writer) => writeOff(writer, unsent))
  return ready
}

interface Unsent {
  notice: NoticeToSend
  kind: 'dead' | 'withdrawn' | 'postponed'
  why: string
}

async function writeOff(writer: Writer, unsent: readonly Unsent[]): Promise<void> {
  const waiting = unsent.filter(({ kind }) => kind === 'postponed').map(({ notice: { id }, why }) => ({ id, why }))
  await postpone(writer, waiting, later(writer, POSTPONED_MS))
  for (const { notice, kind, why } of unsent) if (kind !== 'postponed') await end(writer, notice, kind, why)
}

/** A notice that cannot even be prepared waits by itself, with what is wrong beside it, and holds up none of the others. */
function setAside(fault: unknown): { kind: 'postponed'; why: string } {
  return { kind: 'postponed', why: fault instanceof Error ? fault.message : String(fault) }
}

const hasWaitedSince = (at: Instant | null, now: Instant): boolean => at !== null && now - at > STALE_MS

async function sendAll<M>(deps: DeliveryDeps, line: Line<M>, ready: Ready<M>[], stopping: AbortSignal): Promise<void> {
  const queue = [...ready]
  const connections = await openConnections(line, Math.min(line.connectionsMax, Math.ceil(queue.length / WORTH_A_CONNECTION)))
  const runs = connections.map(async (connection) => {
    try {
      for (let next = queue.shift(); next && !stopping.aborted; next = queue.shift()) await sendOne(deps, line, connection, next)
    } finally {
      connection.close()
    }
  })
  const broken = (await Promise.allSettled(runs)).find((run) => run.status === 'rejected')
  if (broken) throw broken.reason
}

/** The first connection must open; a server that grants no more is served by it alone. */
async function openConnections<M>(line: Line<M>, count: number): Promise<Connection<M>[]> {
  const first = await line.open()
  const others = await Promise.allSettled(Array.from({ length: count - 1 }, () => line.open()))
  return [first, ...others.flatMap((opened) => (opened.status === 'fulfilled' ? opened.value : []))]
}

async function sendOne<M>(
  deps: DeliveryDeps,
  { longestMs }: Line<M>,
  connection: Connection<M>,
  { notice, message }: Ready<M>,
): Promise<void> {
  if (!(await write(deps, (writer) => beginSending(writer, notice.id, later(writer, longestMs))))) return
  const handed = await connection.hand(message)
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
 * Settles notices that have been in hand for longer than any hand-over takes: a program died over them, while those that another core
 * has in hand are left to it. Of a mail nobody knows whether it arrived, so a person decides; a webhook call carries an identity by
 * which the other program knows it again, so it is made once more.
 */
async function settleStranded(deps: DeliveryDeps, channel: NoticeChannel): Promise<void> {
  const detail = 'the program stopped while it was being handed over'
  for (const notice of await strandedNotices(deps.ledger.reader, channel, deps.clock.now())) {
    await write(deps, (writer) =>
      settle(
        writer,
        notice,
        channel === 'webhook' ? { outcome: 'failed', detail, nextAt: writer.at } : { outcome: 'unknown', detail, nextAt: null },
      ),
    )
  }
}
