import { existsSync } from 'node:fs'
import { userInfo } from 'node:os'
import { basename } from 'node:path'
import { pino } from 'pino'
import type { z } from 'zod'
import type { Seat } from '../../preload/contract/carrier'
import type { Refusal } from '../../preload/contract/errors'
import type { JobId, MerchantId, OfferReference } from '../../preload/contract/ids'
import type { JobResult } from '../../preload/contract/jobs'
import { type InputOf, type MethodName, methods, type OutputOf } from '../../preload/contract/methods'
import type { Permission } from '../../preload/contract/permissions'
import { type ComposeOptions, type Core, compose } from '../compose'

/* The operators' seat: the same core and the same door as the desk, with no window; a refusal or a fault ends the command. */
export const log = pino({ level: 'warn' }, pino.destination({ dest: 2, sync: true }))
const ownName = (): string => {
  try {
    return userInfo().username
  } catch {
    return `uid-${process.getuid?.() ?? 0}`
  }
}
const SEAT: Seat = { id: ownName(), kind: 'cli' }

/** What a command came to: one object for scripts, a few lines for people. */
export interface Told {
  readonly answer: object
  readonly lines: readonly string[]
  readonly exitCode?: 0 | 1
}

/** Ends a command with a named refusal. */
export class Refused extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.refusal)
  }
}

/** Ends a command with the number under which a fault was logged. */
export class Faulted extends Error {
  constructor(readonly number: string) {
    super(`internal, no. ${number}`)
  }
}

const outputs: { readonly [M in MethodName]: { readonly output: z.ZodType<OutputOf<M>> } } = methods

/** The core as this command calls it: a refusal or a fault ends the command. */
export class Desk {
  constructor(readonly core: Core) {}

  async call<M extends MethodName>(method: M, input: InputOf<M>): Promise<OutputOf<M>> {
    const answer = await this.core.dispatch(SEAT, { method, input })
    if (answer.outcome === 'refused') throw new Refused(answer.refusal)
    if (answer.outcome === 'fault') throw new Faulted(answer.number)
    return outputs[method].output.parse(answer.value)
  }

  /** Waits for a job to end, asking again whenever the core says that jobs have changed. */
  async result<K extends JobResult['kind']>(kind: K, { jobId }: { jobId: JobId }): Promise<Extract<JobResult, { kind: K }>> {
    for (;;) {
      const changed = this.#jobsChanged()
      const state = await this.call('jobs.get', { jobId })
      if (state.state === 'refused') throw new Refused(state.refusal)
      if (state.state === 'fault') throw new Faulted(state.number)
      if (state.state === 'done' && isOfKind(state.result, kind)) return state.result
      await changed
    }
  }
  #jobsChanged(): Promise<void> {
    return new Promise((changed) => {
      const leave = this.core.events.subscribe((notification) => {
        if (notification.kind !== 'changed' || !notification.subjects.includes('jobs')) return
        leave()
        changed()
      })
    })
  }

  async offer(path: string): Promise<OfferReference> {
    const offered = await this.core.files.offer(path, basename(path), await this.actor('bring_in'))
    if (!offered.ok) throw new Refused(offered.refusal)
    return offered.value
  }

  /** Who hands a file over or fetches one. */
  async actor(permission: Permission): Promise<string> {
    const admitted = await this.core.admit(SEAT, permission)
    if (!admitted.ok) throw new Refused(admitted.refusal)
    return admitted.value.actor
  }

  /** A merchant by its registration number or its whole name. */
  async merchant(named: string): Promise<MerchantId> {
    const { rows } = await this.call('merchants.list', {})
    const found = rows.find((row) => row.registrationNumber === named) ?? rows.find((row) => row.name === named)
    if (!found) throw new Refused({ refusal: 'not_found', what: `merchant ${named}` })
    return found.id
  }
}

function isOfKind<K extends JobResult['kind']>(result: JobResult, kind: K): result is Extract<JobResult, { kind: K }> {
  return result.kind === kind
}

export const usage = (detail: string) => new Refused({ refusal: 'usage', detail })

/** What a core that stays has besides: a worker for its jobs, and perhaps the storefront. */
export type Staying = Pick<ComposeOptions, 'workerPath' | 'storefront'>

/** Opens a ledger that is there, works at it and closes it. A command ends with its answer; only a core that stays goes on with what is left undone. */
export async function atDesk(ledgerPath: string, work: (desk: Desk) => Promise<Told>, staying: Staying | null = null): Promise<Told> {
  if (!existsSync(ledgerPath)) throw new Refused({ refusal: 'ledger_missing', path: ledgerPath })
  const core = await compose({ ledgerPath, demonstration: false, workerPath: null, ...staying, resume: staying !== null, log })
  if (!core.ok) throw new Refused(core.refusal)
  try {
    return await work(new Desk(core.value))
  } finally {
    await core.value.close()
  }
}
