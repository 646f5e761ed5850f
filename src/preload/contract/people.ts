import { z } from 'zod'
import { Instant } from './date'
import { UserId } from './ids'
import { method } from './method'
import { Role } from './permissions'

/** A password as typed: any Unicode, kept verbatim, 12 to 128 characters (OWASP ASVS 6.2; no composition rules). */
export const Password = z.string().max(128)
export const PASSWORD_MINIMUM = 12

export const UserName = z
  .string()
  .trim()
  .min(1)
  .max(40)
  .regex(/^[\p{L}\p{N}._-]+$/u)
export const DisplayName = z.string().trim().min(1).max(40)

export const User = z.object({
  id: UserId,
  name: z.string(),
  displayName: z.string(),
  roles: z.array(Role),
  disabled: z.boolean(),
  mustChangePassword: z.boolean(),
  lastSignInAt: Instant.nullable(),
})
export type User = z.infer<typeof User>

/** What the window may know before and after sign-in. */
export const SessionState = z.object({
  /** False on a new ledger: the first administrator must be made. */
  setUp: z.boolean(),
  demonstration: z.boolean(),
  /** Shown on the sign-in page of a demonstration only; empty otherwise. */
  demonstrationUsers: z.array(z.object({ name: z.string(), displayName: z.string(), roles: z.array(Role), password: z.string() })),
  user: User.nullable(),
  locked: z.boolean(),
  /** Minutes without a call after which the desk locks. */
  idleMinutes: z.int(),
  today: z.string(),
  version: z.string(),
})
export type SessionState = z.infer<typeof SessionState>

export const sessionMethods = {
  'session.state': method({ permission: 'anyone', whileLocked: true, input: z.object({}), output: SessionState }),
  'session.createFirstAdministrator': method({
    permission: 'anyone',
    input: z.object({ name: UserName, displayName: DisplayName, password: Password, roles: z.array(Role).optional() }),
    output: SessionState,
  }),
  'session.signIn': method({
    permission: 'anyone',
    input: z.object({ name: z.string().max(40), password: Password }),
    output: SessionState,
  }),
  'session.signOut': method({ permission: 'signed_in', whileLocked: true, input: z.object({}), output: SessionState }),
  'session.lock': method({ permission: 'signed_in', whileLocked: true, input: z.object({}), output: SessionState }),
  'session.unlock': method({ permission: 'signed_in', whileLocked: true, input: z.object({ password: Password }), output: SessionState }),
  'session.changePassword': method({
    permission: 'signed_in',
    input: z.object({ current: Password, next: Password }),
    output: SessionState,
  }),
}

export const peopleMethods = {
  'people.list': method({ permission: 'administer', input: z.object({}), output: z.object({ users: z.array(User) }) }),
  'people.create': method({
    permission: 'administer',
    input: z.object({ name: UserName, displayName: DisplayName, roles: z.array(Role).min(1), password: Password }),
    output: User,
  }),
  'people.change': method({
    permission: 'administer',
    input: z.object({ id: UserId, displayName: DisplayName, roles: z.array(Role).min(1), disabled: z.boolean() }),
    output: User,
  }),
  /** The administrator sets a first password; its owner must change it at the next sign-in. */
  'people.resetPassword': method({ permission: 'administer', input: z.object({ id: UserId, password: Password }), output: User }),
}
