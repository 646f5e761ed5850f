import type { Clock } from '../../preload/contract/clock'
import { Instant } from '../../preload/contract/date'
import { done, type Result, refuse } from '../../preload/contract/errors'
import { GatewayName, type GatewaySettings } from '../../preload/contract/gateways'
import { gatewayOf, recordGatewayTry } from '../ledger/gateways'
import type { By, Ledger } from '../ledger/ledger'
import type { Log } from './context'
import { type Events, publishChanged } from './events'
import type { Secrets } from './secrets'

/*
 * Connectors while the core runs: servers that listen and tasks that come round by the clock. What people settle at the desk is
 * applied here; how each try went is kept where the desk shows it.
 */
export interface ConnectorStart {
  readonly settings: GatewaySettings
  /** The password or key that is kept for it; null where there is none. */
  readonly secret: string | null
}

/** A connector at work. */
export interface Running {
  /** Where it listens, for a server. */
  readonly address: string | null
  stop(): Promise<void>
}

export interface Connector {
  readonly name: GatewayName
  /** Begins to work; throws with a sentence where it cannot (a taken port). */
  start(how: ConnectorStart): Promise<Running>
  /** Tries what is settled once, without any effect for others; answers in the other side's words, or throws with them. */
  test(how: ConnectorStart, to: string): Promise<string>
}

/** Something a connector does by the clock. */
export interface Recurring extends Pick<Connector, 'start'> {
  /** When it comes round next; null while it does not run. */
  nextRunAt(): Instant | null
  /** There is something to do now. After a failure it waits for its time all the same: the other side is in trouble. */
  wake(): void
}

/**
 * A connector that does something by the clock: every so often, sooner where it is woken, never twice at once. `work` answers
 * whether the other side was reached; a try that had nothing to do tells nothing of it. A success counts from when its try began: what
 * has come since, it may not have seen. Stopping waits for what is in hand.
 */
export function recurring(
  deps: { readonly clock: Clock; readonly report: Report },
  name: GatewayName,
  everyMs: (settings: GatewaySettings) => number,
  work: (how: ConnectorStart, stopping: AbortSignal) => Promise<boolean>,
): Recurring {
  let nextAt: Instant | null = null
  let bell = { isRung: false, ring: (): void => undefined }

  /** One round: whether it failed. */
  async function round(how: ConnectorStart, stopping: AbortSignal): Promise<boolean> {
    const began = deps.clock.now()
    try {
      if (await work(how, stopping)) await deps.report(name, null, began)
      return false
    } catch (fault) {
      await deps.report(name, wordsOf(fault))
      return true
    }
  }

  async function loop(how: ConnectorStart, stopping: AbortSignal): Promise<void> {
    while (!stopping.aborted) {
      bell.isRung = false
      const failed = await round(how, stopping)
      const pause = everyMs(how.settings)
      nextAt = Instant.parse(deps.clock.now() + pause)
      if (!stopping.aborted && (failed || !bell.isRung)) await paused(pause, failed ? null : bell, stopping)
    }
  }

  return {
    nextRunAt: () => nextAt,
    wake: () => {
      bell.isRung = true
      bell.ring()
    },
    async start(how) {
      const stopping = new AbortController()
      bell = { isRung: false, ring: () => undefined }
      const ended = loop(how, stopping.signal)
      return {
        address: null,
        stop: async () => {
          stopping.abort()
          await ended
          nextAt = null
        },
      }
    },
  }
}

const wordsOf = (fault: unknown) => (fault instanceof Error ? fault.message : String(fault))

/** Waits until the time is over, the bell is rung, or it is to stop. */
function paused(ms: number, bell: { ring: () => void } | null, stopping: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      clearTimeout(timer)
      stopping.removeEventListener('abort', go)
      if (bell) bell.ring = () => undefined
      resolve()
    }
    const timer = setTimeout(go, ms)
    stopping.addEventListener('abort', go, { once: true })
    if (bell) bell.ring = go
  })
}

/**
 * Keeps how a try went: null for good, else what went wrong in words; `at`, when the try began, where that is not now. Never throws:
 * what cannot be kept is logged, and the next try tells anew.
 */
export type Report = (name: GatewayName, failure: string | null, at?: Instant) => Promise<void>

const SYSTEM: By = { actor: 'system', seat: 'core' }
/** A success that follows a success is written down this often at the most. */
const SAME_AGAIN_MS = 60_000

export function createReport({ ledger, clock, events, log }: { ledger: Ledger; clock: Clock; events: Events; log: Log }): Report {
  const last = new Map<GatewayName, { failure: string | null; at: number }>()
  return async (name, failure, at) => {
    const before = last.get(name)
    if (before?.failure === failure && clock.monotonicMs() - before.at < SAME_AGAIN_MS) return
    try {
      const kept = await ledger.write(SYSTEM, async (writer) => done(await recordGatewayTry(writer, name, failure, at)))
      if (!kept.ok) throw new Error(kept.refusal.refusal)
      last.set(name, { failure, at: clock.monotonicMs() })
      publishChanged(events, 'gateways')
    } catch (fault) {
      log.warn({ gateway: name, failure, fault: wordsOf(fault) }, 'how a connector fares could not be kept')
    }
  }
}

export interface Connectors {
  /** Starts, restarts or stops a connector as it is settled now. */
  apply(name: GatewayName): Promise<Result<null>>
  /** Starts all that are switched on. A connector that cannot start says so on the desk and keeps nobody up. */
  applyAll(): Promise<void>
  running(name: GatewayName): Running | null
  test(name: GatewayName, to: string): Promise<{ ok: boolean; answer: string }>
  stopAll(): Promise<void>
}

export interface ConnectorDeps {
  readonly ledger: Ledger
  readonly secrets: Secrets | null
  readonly connectors: readonly Connector[]
  readonly report: Report
  readonly log: Log
  /** Connectors that this core runs although the desk has them off, each as it is then settled. */
  readonly insisted?: Insisted
}

export type Insisted = Partial<Record<GatewayName, (settled: GatewaySettings) => GatewaySettings>>

const KEY_UNREADABLE = 'The key of the ledger cannot be read'

/** The name under which a connector's password is kept. */
export const secretNameOf = (name: GatewayName): string => `gateway:${name}`

export function createConnectors({ ledger, secrets, connectors, report, log, insisted = {} }: ConnectorDeps): Connectors {
  const running = new Map<GatewayName, Running>()
  let turn: Promise<unknown> = Promise.resolve()

  const find = (name: GatewayName) => connectors.find((each) => each.name === name)

  async function how(name: GatewayName): Promise<Result<ConnectorStart>> {
    // Without secrets there are no connectors that need them.
    if (!secrets && !find(name)) return refuse({ refusal: 'key_unreadable' })
    const stored = await gatewayOf(ledger.reader, name)
    const settings = insisted[name]?.(stored.settings) ?? stored.settings
    const secret = secrets ? await secrets.kept(ledger.reader, secretNameOf(name)) : done(null)
    return secret.ok ? done({ settings, secret: secret.value }) : secret
  }

  async function restart(name: GatewayName): Promise<Result<null>> {
    await running.get(name)?.stop()
    running.delete(name)
    const { enabled, paused } = await gatewayOf(ledger.reader, name)
    if (paused || !(enabled || insisted[name])) return done(null)
    const settled = await how(name)
    if (!settled.ok) {
      await failed(name, settled.refusal.refusal === 'key_unreadable' ? KEY_UNREADABLE : settled.refusal.refusal)
      return settled
    }
    try {
      const started = await find(name)?.start(settled.value)
      if (!started) return done(null)
      running.set(name, started)
      // What comes round by the clock tells by itself, once it has reached the other side.
      if (started.address !== null) await report(name, null)
      return done(null)
    } catch (fault) {
      await failed(name, wordsOf(fault))
      return refuse({ refusal: 'gateway_off', gateway: name })
    }
  }

  async function failed(name: GatewayName, words: string): Promise<void> {
    log.warn({ gateway: name, fault: words }, 'a connector could not start')
    await report(name, words)
  }

  /** One after the other: two changes of the same connector never overlap. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = turn.then(work)
    turn = mine.catch(() => undefined)
    return mine
  }

  return {
    apply: (name) => inTurn(() => restart(name)),
    applyAll: () =>
      inTurn(async () => {
        for (const name of GatewayName.options) await restart(name)
      }),
    running: (name) => running.get(name) ?? null,
    async test(name, to) {
      const connector = find(name)
      const settled = await how(name)
      if (!connector || !settled.ok) return { ok: false, answer: settled.ok ? name : settled.refusal.refusal }
      try {
        return { ok: true, answer: await connector.test(settled.value, to) }
      } catch (fault) {
        return { ok: false, answer: wordsOf(fault) }
      }
    },
    stopAll: () =>
      inTurn(async () => {
        for (const each of running.values()) await each.stop()
        running.clear()
      }),
  }
}
