import { setTimeout as wait } from 'node:timers/promises'
import type { Core } from '../../src/main/compose'
import type { Seat } from '../../src/preload/contract/carrier'
import { type InputOf, type MethodName, methods, type OutputOf } from '../../src/preload/contract/methods'
import { percentile, rounded } from './child'

/* Clerks who go on with their work while the core does something else as well. */

const SEAT: Seat = { id: 'bench', kind: 'test' }
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

/** One thing that a clerk asks for. */
export type Ask = (core: Core) => Promise<unknown>

/** What clerks ask for wherever they work. */
export const lists: readonly Ask[] = [
  (core) => call(core, 'orders.list', {}),
  (core) => call(core, 'home.figures', {}),
  (core) => call(core, 'deposits.list', {}),
  (core) => call(core, 'orders.list', { filter: { search: 'ヤマダ' } }),
]

/** Clerks who do not wait for one another: a call every so often, each measured from when it was due, and what the loop was late by. */
export async function deskWork(core: Core, asks: readonly Ask[], stopping: AbortSignal): Promise<number[]> {
  const times: number[] = []
  const asked: Promise<void>[] = []
  let due = performance.now()
  let at = 0
  while (!stopping.aborted) {
    await wait(Math.max(0, due - performance.now()))
    // After a long turn of the loop several are due at once.
    for (; due <= performance.now(); due += DESK_EVERY_MS) {
      const [began, ask] = [due, asks[at++ % asks.length]]
      if (ask) asked.push(ask(core).then(() => void times.push(performance.now() - began)))
    }
  }
  await Promise.all(asked)
  return times
}

export const deskFigures = (times: readonly number[]) => ({
  deskP95Ms: rounded(percentile(times, 95), 1),
  deskP99Ms: rounded(percentile(times, 99), 1),
  deskCalls: times.length,
})
