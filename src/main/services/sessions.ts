import type { Seat } from '../../preload/contract/carrier'
import type { Clock } from '../../preload/contract/clock'
import { done, type Refusal, type Result, refuse } from '../../preload/contract/errors'
import type { UserId } from '../../preload/contract/ids'
import type { sessionMethods, User } from '../../preload/contract/people'
import { excludingRoles, type Role } from '../../preload/contract/permissions'
import { appendAudit } from '../ledger/audit'
import type { Ledger } from '../ledger/ledger'
import { type Account, demonstrationUsers, hasUsers, insertUser, isDemonstration, updatePassword, userById } from '../ledger/users'
import type { Context, Handlers, Outputs, Presence, Presences } from './context'
import { canonicalName, createCredentials } from './credentials'
import { type Events, publishChanged } from './events'
import { hashPassword, passwordRefusal } from './passwords'

/** Minutes without a person's call after which the desk locks; hours after which it signs out whatever happens. */
export const IDLE_MINUTES = 10
export const LONGEST_SITTING_HOURS = 12

/** One person at one seat. In memory only: a restarted core has nobody sitting at it. */
interface Sitting {
  readonly userId: UserId
  /** The hash at sign-in: a password changed elsewhere ends the sitting. */
  passwordHash: string
  readonly sinceMs: number
  lastMs: number
  locked: boolean
}

export interface SessionOptions {
  readonly ledger: Ledger
  readonly clock: Clock
  readonly events: Events
  readonly version: string
}

export type SessionHandlers = Pick<Handlers, keyof typeof sessionMethods>

/** What a window may know of a user: everything but the secrets. */
export function userOf(account: Account): User {
  const { id, name, displayName, roles, disabled, mustChangePassword, lastSignInAt } = account
  return { id, name, displayName, roles, disabled, mustChangePassword, lastSignInAt }
}

/** Why one person may not hold these roles together, or null. */
export function rolesRefusal(roles: readonly Role[]): Refusal | null {
  const excluding = excludingRoles(roles)
  return excluding.length > 0 ? { refusal: 'roles_exclude_each_other', roles: excluding } : null
}

/** Who sits where, how long, and since when idle, on the clock that never goes back. */
class Sittings implements Presences {
  readonly #sittings = new Map<string, Sitting>()
  constructor(private readonly options: SessionOptions) {}

  get(seat: Seat): Sitting | undefined {
    return this.#sittings.get(`${seat.kind}:${seat.id}`)
  }
  sit(seat: Seat, account: Account): void {
    const now = this.options.clock.monotonicMs()
    const sitting = { userId: account.id, passwordHash: account.passwordHash, sinceMs: now, lastMs: now, locked: false }
    this.#sittings.set(`${seat.kind}:${seat.id}`, sitting)
  }
  leave(seat: Seat): void {
    this.#sittings.delete(`${seat.kind}:${seat.id}`)
  }
  touch(seat: Seat): void {
    const sitting = this.get(seat)
    if (sitting && !sitting.locked) sitting.lastMs = this.options.clock.monotonicMs()
  }

  /** The account of who sits there, and their sitting; null where nobody does any more. */
  async current(seat: Seat): Promise<{ account: Account; sitting: Sitting } | null> {
    const sitting = this.get(seat)
    if (!sitting) return null
    const account = await userById(this.options.ledger.reader, sitting.userId)
    const now = this.options.clock.monotonicMs()
    const over = now - sitting.sinceMs > LONGEST_SITTING_HOURS * 3_600_000
    if (over || !account || account.disabled || account.passwordHash !== sitting.passwordHash) {
      if (this.get(seat) === sitting) this.leave(seat)
      return null
    }
    if (now - sitting.lastMs > IDLE_MINUTES * 60_000) sitting.locked = true
    return this.get(seat) === sitting ? { account, sitting } : null
  }

  async presence(seat: Seat): Promise<Presence> {
    const current = await this.current(seat)
    if (!current) return { state: 'absent' }
    const { account, sitting } = current
    const { id, name, displayName, roles, mustChangePassword } = account
    return { state: sitting.locked ? 'locked' : 'present', person: { id, name, displayName, roles }, mustChangePassword }
  }
}

async function stateAt(sittings: Sittings, options: SessionOptions, seat: Seat): Promise<Outputs['session.state']> {
  const { ledger, clock, version } = options
  const current = await sittings.current(seat)
  return {
    setUp: await hasUsers(ledger.reader),
    demonstration: await isDemonstration(ledger.reader),
    demonstrationUsers: await demonstrationUsers(ledger.reader),
    user: current && userOf(current.account),
    locked: current?.sitting.locked ?? false,
    idleMinutes: IDLE_MINUTES,
    today: clock.today(),
    version,
  }
}

/** Makes the first user of a new ledger. Refuses: already_set_up, roles_exclude_each_other, password_too_short, password_too_common. */
async function makeFirst(
  ledger: Ledger,
  context: Context,
  input: Parameters<SessionHandlers['session.createFirstAdministrator']>[1],
): Promise<Result<Account>> {
  if (await hasUsers(ledger.reader)) return refuse({ refusal: 'already_set_up' })
  const name = canonicalName(input.name)
  const roles = ['administrator' as const, ...(input.roles ?? [])]
  const unfit = rolesRefusal(roles) ?? passwordRefusal(input.password, name)
  if (unfit) return refuse(unfit)
  const passwordHash = await hashPassword(input.password)
  return ledger.write({ actor: `user:${name}`, seat: context.by.seat }, async (writer) => {
    if (await hasUsers(writer)) return refuse({ refusal: 'already_set_up' })
    const { displayName } = input
    const id = await insertUser(writer, { name, displayName, roles, passwordHash, mustChangePassword: false, demonstrationPassword: null })
    await appendAudit(writer, {
      stream: 'people',
      action: 'user.created',
      subject: `user:${name}`,
      detail: { displayName, roles, first: true },
    })
    const account = await userById(writer, id)
    if (!account) throw new Error('The user just stored cannot be read')
    return done(account)
  })
}

/** Sign-in, sign-out, locking and unlocking, by seat. `presences` answers the dispatcher; `handlers` answer the window. */
export function createSessions(options: SessionOptions): { presences: Presences; handlers: SessionHandlers } {
  const { ledger, events } = options
  const sittings = new Sittings(options)
  const credentials = createCredentials(options)

  async function told(seat: Seat): Promise<Result<Outputs['session.state']>> {
    publishChanged(events, 'session')
    return done(await stateAt(sittings, options, seat))
  }
  function note(context: Context, action: string): Promise<Result<null>> {
    return ledger.write(context.by, async (writer) => {
      await appendAudit(writer, { stream: 'session', action, subject: context.actor })
      return done(null)
    })
  }

  const handlers: SessionHandlers = {
    'session.state': async ({ seat }) => done(await stateAt(sittings, options, seat)),
    'session.createFirstAdministrator': async (context, input) => {
      const made = await makeFirst(ledger, context, input)
      if (!made.ok) return made
      sittings.sit(context.seat, made.value)
      return told(context.seat)
    },
    'session.signIn': async ({ seat, by }, { name, password }) => {
      const found = await credentials.check(name, password, by, 'signed_in')
      if (!found.ok) return found
      sittings.sit(seat, found.value)
      return told(seat)
    },
    'session.signOut': async (context) => {
      sittings.leave(context.seat)
      const noted = await note(context, 'session.signed_out')
      return noted.ok ? told(context.seat) : noted
    },
    'session.lock': async (context) => {
      const sitting = sittings.get(context.seat)
      if (sitting) sitting.locked = true
      const noted = await note(context, 'session.locked')
      return noted.ok ? told(context.seat) : noted
    },
    'session.unlock': async ({ seat, by }, { password }) => {
      const current = await sittings.current(seat)
      if (!current) return refuse({ refusal: 'not_signed_in' })
      const found = await credentials.check(current.account.name, password, by, 'unlocked')
      if (!found.ok) return found
      current.sitting.locked = false
      sittings.touch(seat)
      return told(seat)
    },
    'session.changePassword': async (context, input) => {
      const changed = await changePassword(context, input)
      return changed.ok ? told(context.seat) : changed
    },
  }

  async function changePassword(context: Context, input: { current: string; next: string }): Promise<Result<null>> {
    const current = await sittings.current(context.seat)
    if (!current) return refuse({ refusal: 'not_signed_in' })
    const { account, sitting } = current
    const found = await credentials.check(account.name, input.current, context.by, 'confirmed')
    if (!found.ok) return found
    const unfit = passwordRefusal(input.next, account.name)
    if (unfit) return refuse(unfit)
    // The old one is known to whoever set it.
    if (input.next === input.current) return refuse({ refusal: 'password_too_common' })
    const passwordHash = await hashPassword(input.next)
    const changed = await ledger.write(context.by, async (writer) => {
      await updatePassword(writer, account.id, passwordHash, false)
      await appendAudit(writer, { stream: 'people', action: 'user.password_changed', subject: `user:${account.name}` })
      return done(null)
    })
    if (changed.ok) sitting.passwordHash = passwordHash
    return changed
  }

  return { presences: sittings, handlers }
}
