import type { Instant } from '../../preload/contract/date'
import { UserId } from '../../preload/contract/ids'
import type { User } from '../../preload/contract/people'
import { Role } from '../../preload/contract/permissions'
import type { Reader, Writer } from './ledger'
import type { UserRow } from './schema'

/** A user with what only the core may know: the hash, and how often somebody failed to sign in as them. */
export interface Account extends User {
  readonly passwordHash: string
  readonly failures: number
  readonly blockedUntil: Instant | null
}

/** What a new user begins with. `demonstrationPassword` is shown on the sign-in page of a demonstration and null elsewhere. */
export interface NewUser {
  readonly name: string
  readonly displayName: string
  readonly roles: readonly Role[]
  readonly passwordHash: string
  readonly mustChangePassword: boolean
  readonly demonstrationPassword: string | null
}

export interface DemonstrationUser {
  readonly name: string
  readonly displayName: string
  readonly roles: Role[]
  readonly password: string
}

type Reading = Reader | Writer

/** Actors of the operators' command, as they stand beside people where a maker must be named. Nobody signs in as one. */
const OPERATORS = 'cli:%'

const rolesOf = (row: Pick<UserRow, 'roles'>) => Role.array().parse(JSON.parse(row.roles))

/** Roles without repetition, in the order of the contract: the same set is always the same text. */
const rolesText = (roles: readonly Role[]) => JSON.stringify(Role.options.filter((role) => roles.includes(role)))

function accountOf(row: UserRow): Account {
  return {
    id: row.id,
    name: row.name,
    displayName: row.display_name,
    roles: rolesOf(row),
    disabled: row.disabled === 1,
    mustChangePassword: row.must_change_password === 1,
    lastSignInAt: row.last_sign_in_at,
    passwordHash: row.password_hash,
    failures: row.failures,
    blockedUntil: row.blocked_until,
  }
}

/** The user with this identity, or null. */
export async function userById(ledger: Reading, id: UserId): Promise<Account | null> {
  const row = await ledger.db.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? accountOf(row) : null
}

/** The user with this name (as `canonicalName` writes it), or null. */
export async function userByName(ledger: Reading, name: string): Promise<Account | null> {
  const row = await ledger.db.selectFrom('users').selectAll().where('name', '=', name).executeTakeFirst()
  return row ? accountOf(row) : null
}

/** Everybody, disabled users too, by name. */
export async function listUsers(ledger: Reading): Promise<Account[]> {
  return (await ledger.db.selectFrom('users').selectAll().where('name', 'not like', OPERATORS).orderBy('name').execute()).map(accountOf)
}

/** Whether anybody can sign in at all: false on a new ledger. */
export async function hasUsers(ledger: Reading): Promise<boolean> {
  return (await ledger.db.selectFrom('users').select('id').where('name', 'not like', OPERATORS).limit(1).executeTakeFirst()) !== undefined
}

/** The users of a demonstration with their passwords; empty in every other ledger, whatever its rows say. */
export async function demonstrationUsers(ledger: Reading): Promise<DemonstrationUser[]> {
  const rows = await ledger.db
    .selectFrom('users')
    .select(['name', 'display_name', 'roles', 'demonstration_password'])
    .where('demonstration_password', 'is not', null)
    .where('disabled', '=', 0)
    .where((is) => is.exists(is.selectFrom('ledger').select('id').where('demonstration', '=', 1)))
    .orderBy('id')
    .execute()
  return rows.map((row) => ({
    name: row.name,
    displayName: row.display_name,
    roles: rolesOf(row),
    password: row.demonstration_password ?? '',
  }))
}

/** Whether this ledger is a demonstration. */
export async function isDemonstration(ledger: Reading): Promise<boolean> {
  const row = await ledger.db.selectFrom('ledger').select('demonstration').executeTakeFirst()
  return row?.demonstration === 1
}

/** Stores a new user. The name must be free: the database refuses a second one. */
export async function insertUser(writer: Writer, user: NewUser): Promise<UserId> {
  const id = UserId.parse(writer.newId())
  await writer.db
    .insertInto('users')
    .values({
      id,
      name: user.name,
      display_name: user.displayName,
      roles: rolesText(user.roles),
      password_hash: user.passwordHash,
      must_change_password: user.mustChangePassword ? 1 : 0,
      disabled: 0,
      failures: 0,
      blocked_until: null,
      last_sign_in_at: null,
      created_at: writer.at,
      demonstration_password: user.demonstrationPassword,
    })
    .execute()
  return id
}

export async function updateUser(
  writer: Writer,
  id: UserId,
  change: { displayName: string; roles: readonly Role[]; disabled: boolean },
): Promise<void> {
  await writer.db
    .updateTable('users')
    .set({ display_name: change.displayName, roles: rolesText(change.roles), disabled: change.disabled ? 1 : 0 })
    .where('id', '=', id)
    .execute()
}

/** A new password: old failures and a block end with the old one, and a demonstration's password is no longer shown. */
export async function updatePassword(writer: Writer, id: UserId, passwordHash: string, mustChange: boolean): Promise<void> {
  await writer.db
    .updateTable('users')
    .set({
      password_hash: passwordHash,
      must_change_password: mustChange ? 1 : 0,
      failures: 0,
      blocked_until: null,
      demonstration_password: null,
    })
    .where('id', '=', id)
    .execute()
}

/** Counts a wrong password; `blockedUntil` is null while more may be tried. */
export async function recordFailure(writer: Writer, id: UserId, failures: number, blockedUntil: Instant | null): Promise<void> {
  await writer.db.updateTable('users').set({ failures, blocked_until: blockedUntil }).where('id', '=', id).execute()
}

/** The right password: the count of failures begins anew. `signedIn` is false where a desk was only unlocked. */
export async function recordSuccess(writer: Writer, id: UserId, signedIn: boolean): Promise<void> {
  await writer.db
    .updateTable('users')
    .set({ failures: 0, blocked_until: null, ...(signedIn ? { last_sign_in_at: writer.at } : {}) })
    .where('id', '=', id)
    .execute()
}

/** The maker that an actor of the operators' command (`cli:root`) is: somebody without a role, who can sign in nowhere. */
export async function operatorUser(writer: Writer, actor: string): Promise<UserId> {
  const known = await userByName(writer, actor)
  if (known) return known.id
  const id = await insertUser(writer, {
    name: actor,
    displayName: actor,
    roles: [],
    passwordHash: '',
    mustChangePassword: true,
    demonstrationPassword: null,
  })
  await updateUser(writer, id, { displayName: actor, roles: [], disabled: true })
  return id
}
