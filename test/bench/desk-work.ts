import { setTimeout as wait } from 'node:timers/promises'
import type { Core } from '../../src/main/compose'
import type { Seat } from '../../src/preload/contract/carrier'
import { type InputOf, type MethodName, methods, type OutputOf } from '../../src/preload/contract/methods'
import { percentile, rounded } from './child'

/* Clerks who go on with their work while the core does something else as well. */

export const SEAT: Seat = { id: 'bench', kind: 'test' }
const CLERK = { name: 'bench', password: 'a desk made for measuring' }
const DESK_EVERY_MS = 50
const outputs: { readonly [M in MethodName]: { readonly output: { parse(value: unknown): OutputOf<M> } } } = methods

/** A call through the dispatcher, as a window makes it. */
export async function call<M extends MethodName>(core: Core, method: M, input: InputOf<M>): Promise<OutputOf<M>> {
  const answer = await core.dispatch(SEAT, { method, input })
  if (answer.outcome !== 'done') throw new Error(`${method}: ${JSON.stringify(answer)}`)
  return outputs[method].output.parse(answer.value)
}

/** The first person of a ledger, who may do all that is measured, sits down at the seat. */
export async function sitDown(core: Core): Promise<void> {
  await call(core, 'session.createFirstAdministrator', { ...CLERK, displayName: 'Bench', roles: ['administrator', 'clerk'] })
}

/** One thing that a clerk asks for, and what it is called among the figures. */
export interface Ask {
  readonly name: string
  readonly run: (core: Core) => Promise<unknown>
}

/** What clerks ask for wherever they work. */
export const lists: readonly Ask[] = [
  { name: 'orders', run: (core) => call(core, 'orders.list', {}) },
  { name: 'home', run: (core) => call(core, 'home.figures', {}) },
  { name: 'deposits', run: (core) => call(core, 'deposits.list', {}) },
  { name: 'ordersByName', run: (core) => call(core, 'orders.list', { filter: { search: 'ヤマダ' } }) },
]

/** One call, from when it was due: what it was late by because the loop had a long turn counts. */
export interface Waited {
  readonly name: string
  readonly ms: number
}

/** Clerks who do not wait for one another: a call every so often. */
export async function deskWork(core: Core, asks: readonly Ask[], stopping: AbortSignal): Promise<Waited[]> {
  const waited: Waited[] = []
  const asked: Promise<void>[] = []
  let due = performance.now()
  let at = 0
  while (!stopping.aborted) {
    await wait(Math.max(0, due - performance.now()))
    // After a long turn of the loop several are due at once.
    for (; due <= performance.now(); due += DESK_EVERY_MS) {
      const [began, ask] = [due, asks[at++ % asks.length]]
      if (ask) asked.push(ask.run(core).then(() => void waited.push({ name: ask.name, ms: performance.now() - began })))
    }
  }
  await Promise.all(asked)
  return waited
}

const times = (waited: readonly Waited[]) => waited.map(({ ms }) => ms)

export const deskFigures = (waited: readonly Waited[]) => ({
  deskP95Ms: rounded(percentile(times(waited), 95), 1),
  deskP99Ms: rounded(percentile(times(waited), 99), 1),
  deskCalls: waited.length,
})

/** Half of the calls of each kind, and 95 of a hundred, are answered within so many milliseconds. */
export function figuresByCall(waited: readonly Waited[]): Record<string, { p50Ms: number; p95Ms: number }> {
  const figures = [...Map.groupBy(waited, ({ name }) => name)].map(([name, of]) => {
    const p50Ms = rounded(percentile(times(of), 50), 1)
    return [name, { p50Ms, p95Ms: rounded(percentile(times(of), 95), 1) }]
  })
  return Object.fromEntries(figures)
}
