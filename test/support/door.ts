import type { Context, Handlers, Log, Presence, Presences } from '../../src/main/services/context'
import type { Seat } from '../../src/preload/contract/carrier'
import { refuse } from '../../src/preload/contract/errors'
import { UserId } from '../../src/preload/contract/ids'
import { type MethodName, methods } from '../../src/preload/contract/methods'
import type { Role } from '../../src/preload/contract/permissions'

/*
 * What stands on both sides of the door in tests of the door: handlers that only show they were reached, and seats whose
 * person the test chooses.
 */

/** The refusal that shows a call got past the door. */
export const REACHED = 'cancelled'

export const methodNames: readonly MethodName[] = Object.keys(methods).filter((name): name is MethodName => Object.hasOwn(methods, name))

/** Handlers that answer every call with REACHED and remember who called. */
export function reachableHandlers(reached: { name: MethodName; context: Context; input: unknown }[] = []): Handlers {
  const handler = (name: MethodName) => async (context: Context, input: unknown) => {
    reached.push({ name, context, input })
    return refuse({ refusal: REACHED })
  }
  const entries = methodNames.map((name) => [name, handler(name)] as const)
  return Object.fromEntries(entries) as { [M in MethodName]: ReturnType<typeof handler> }
}

export const seat: Seat = { id: 'window', kind: 'test' }

/** Someone who sits at the desk with these roles. */
export function sitting(
  roles: readonly Role[],
  state: 'present' | 'locked' = 'present',
  mustChangePassword = false,
  name = 'yamada',
): Presence {
  return { state, person: { id: UserId.parse(7), name, displayName: '山田', roles }, mustChangePassword }
}

/** Sessions that say the same of every seat until the test says otherwise. */
export interface ChosenPresences extends Presences {
  now: Presence
  touched: number
}

export function chosenPresences(now: Presence): ChosenPresences {
  return {
    now,
    touched: 0,
    async presence() {
      return this.now
    },
    touch() {
      this.touched += 1
    },
  }
}

export interface KeptLog extends Log {
  readonly lines: { level: string; data: Record<string, unknown>; message: string }[]
}

/** A log that the test can read. */
export function keptLog(): KeptLog {
  const lines: KeptLog['lines'] = []
  const keep = (level: string) => (data: object, message: string) => void lines.push({ level, data: { ...data }, message })
  return { lines, info: keep('info'), warn: keep('warn'), error: keep('error') }
}
