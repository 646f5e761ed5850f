import type { Answer, Seat } from '../../preload/contract/carrier'
import type { Admit } from '../services/context'
import type { Events } from '../services/events'
import type { Files } from '../services/files'

/*
 * From outside to a service: dispatch.ts is the one door (find, parse, permission, run, parse, error), port.ts and loopback.ts
 * carry calls to it. No rule of settlement, no SQL. A call goes on to services/; its answer goes back the way it came.
 */

/** One call as a carrier hands it over: nothing about it is known yet. */
export interface Asked {
  readonly method: string
  readonly input: unknown
  /** The window asks by itself, not because a person did something. */
  readonly background?: boolean | undefined
}

export type Dispatch = (seat: Seat, asked: Asked) => Promise<Answer>

/** What a carrier needs of the core. */
export interface CarriedCore {
  readonly dispatch: Dispatch
  readonly admit: Admit
  readonly events: Events
  readonly files: Files
}
