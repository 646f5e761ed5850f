import type { z } from 'zod'
import type { Answer, Seat } from '../../preload/contract/carrier'
import { done, type Refusal, type Result, refuse } from '../../preload/contract/errors'
import { type MethodName, methods } from '../../preload/contract/methods'
import { sessionMethods } from '../../preload/contract/people'
import { isPermitted, type Permission } from '../../preload/contract/permissions'
import type { Admit, Context, Handlers, Log, Outputs, ParsedInputs, Presence, Presences } from '../services/context'
import type { Asked, Dispatch } from './door'
import { logFault } from './faults'
import { plainDataProblem } from './plain'

/** One method as the door uses it. Written out so that the compiler ties input, handler and output of one name together. */
interface Declared<I, O> {
  readonly permission: Permission
  readonly whileLocked?: true
  readonly input: z.ZodType<I>
  readonly output: z.ZodType<O>
}
const declared: { readonly [M in MethodName]: Declared<ParsedInputs[M], Outputs[M]> } = methods

export interface DispatcherOptions {
  readonly handlers: Handlers
  readonly sessions: Presences
  readonly log: Log
}

/** A call that takes longer is logged: nobody at the desk should wait for it. */
const SLOW_MS = 100
const PROBLEMS_MAX = 50
const TEXT_MAX = 200

/** Asked by the window's own clock, not by a person: they do not keep a desk unlocked. */
const ASKED_BY_CLOCK = new Set<string>(['session.state', 'home.pulse', 'home.figures', 'jobs.get'])

const isMethod = (name: unknown): name is MethodName => typeof name === 'string' && Object.hasOwn(methods, name)

function inputRefusal(issues: readonly z.core.$ZodIssue[]): Refusal {
  const problems = issues.slice(0, PROBLEMS_MAX).map(({ path, message }) => ({
    path: path.map(String).join('.').slice(0, TEXT_MAX),
    message: message.slice(0, TEXT_MAX),
  }))
  return { refusal: 'invalid_input', problems }
}

/** What somebody wants to do: call a method, or hand a file over or fetch one. */
interface Wish {
  readonly permission: Permission
  readonly whileLocked?: true | undefined
  /** It is about the session itself. */
  readonly ofSession?: boolean
}

/** Why this person may not do this now; null when they may. */
function doorRefusal({ permission, whileLocked, ofSession }: Wish, seat: Seat, presence: Presence): Refusal | null {
  if (seat.kind === 'cli') return cliRefusal({ permission, ofSession })
  if (presence.state === 'locked' && !whileLocked) return { refusal: 'desk_locked' }
  if (permission === 'anyone') return null
  if (presence.state === 'absent') return { refusal: 'not_signed_in' }
  if (presence.mustChangePassword && !ofSession) return { refusal: 'password_change_required' }
  return isPermitted(permission, presence.person.roles) ? null : { refusal: 'not_permitted', permission }
}

/** The operators' command may do everything but decide: it approves nothing, makes nobody who could, and is nobody's session. */
function cliRefusal({ permission, ofSession }: Wish): Refusal | null {
  const decides = permission === 'approve' || permission === 'administer'
  return decides || ofSession ? { refusal: 'not_permitted', permission } : null
}

function contextOf(seat: Seat, presence: Presence): Context {
  const user = presence.state === 'absent' || seat.kind === 'cli' ? null : presence.person
  const actor = seat.kind === 'cli' ? `cli:${seat.id}` : user ? `user:${user.name}` : `seat:${seat.id}`
  return { seat, user, actor, by: { actor, seat: `${seat.kind}:${seat.id}` } }
}

/**
 * The one door: find → parse → permission → run → parse the answer. Refuses: unknown_method, invalid_input, not_signed_in,
 * desk_locked, password_change_required, not_permitted, and whatever the service refuses. What is thrown becomes a number.
 */
export function createDispatcher({ handlers, sessions, log }: DispatcherOptions): { dispatch: Dispatch; admit: Admit } {
  async function run<M extends MethodName>(name: M, context: Context, input: ParsedInputs[M]): Promise<Result<Outputs[M]>> {
    const result = await handlers[name](context, input)
    if (!result.ok) return result
    return done(declared[name].output.parse(result.value))
  }

  async function enter<M extends MethodName>(name: M, seat: Seat, asked: Asked): Promise<Result<Outputs[M]>> {
    const foreign = plainDataProblem(asked.input)
    if (foreign) return refuse(foreign)
    const input = declared[name].input.safeParse(asked.input)
    if (!input.success) return refuse(inputRefusal(input.error.issues))
    const { permission, whileLocked } = declared[name]
    const entered = await pass(name, seat, { permission, whileLocked, ofSession: Object.hasOwn(sessionMethods, name) })
    if (!entered.ok) return entered
    if (!asked.background && !ASKED_BY_CLOCK.has(name)) sessions.touch(seat)
    return run(name, entered.value, input.data)
  }

  /** Who stands at the door, if they may do what they wish. `what` is for the log. */
  async function pass(what: string, seat: Seat, wish: Wish): Promise<Result<Context>> {
    const presence: Presence = seat.kind === 'cli' ? { state: 'absent' } : await sessions.presence(seat)
    const context = contextOf(seat, presence)
    const refusal = doorRefusal(wish, seat, presence)
    if (!refusal) return done(context)
    // A window that asks at a locked desk is everyday; a person who tries what is not theirs is not.
    const tell = refusal.refusal === 'not_permitted' ? log.warn : log.info
    tell.call(log, { method: what, actor: context.actor, seat: context.by.seat, refusal: refusal.refusal }, 'refused at the door')
    return refuse(refusal)
  }

  async function dispatch(seat: Seat, asked: Asked): Promise<Answer> {
    const startedAt = performance.now()
    const name: unknown = asked.method
    if (!isMethod(name))
      return { outcome: 'refused', refusal: { refusal: 'unknown_method', method: typeof name === 'string' ? name.slice(0, TEXT_MAX) : '' } }
    try {
      const result = await enter(name, seat, asked)
      return result.ok ? { outcome: 'done', value: result.value } : { outcome: 'refused', refusal: result.refusal }
    } catch (fault) {
      return { outcome: 'fault', number: logFault(log, fault, { method: name, seat: seat.id }) }
    } finally {
      const elapsedMs = Math.round(performance.now() - startedAt)
      if (elapsedMs > SLOW_MS) log.info({ method: name, elapsedMs }, 'slow call')
    }
  }

  return { dispatch, admit: (seat, permission) => pass('file', seat, { permission }) }
}
