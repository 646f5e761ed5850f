import { done, type Refusal, type Result, refuse } from '../../preload/contract/errors'
import type { UserId } from '../../preload/contract/ids'
import type { peopleMethods, User } from '../../preload/contract/people'
import { appendAudit } from '../ledger/audit'
import type { Ledger, Writer } from '../ledger/ledger'
import { type Account, insertUser, listUsers, updatePassword, updateUser, userById, userByName } from '../ledger/users'
import type { Handlers, ParsedInputs } from './context'
import { canonicalName } from './credentials'
import { type Events, publishChanged } from './events'
import { hashPassword, passwordRefusal } from './passwords'
import { rolesRefusal, userOf } from './sessions'

export type PeopleHandlers = Pick<Handlers, keyof typeof peopleMethods>

const notFound: Refusal = { refusal: 'not_found', what: 'user' }

const administers = (user: { roles: readonly string[]; disabled: boolean }) => user.roles.includes('administrator') && !user.disabled

async function stored(writer: Writer, id: UserId): Promise<Account> {
  const account = await userById(writer, id)
  if (!account) throw new Error('The user just stored cannot be read')
  return account
}

/** Changes a user within the unit of work. Refuses: not_found, roles_exclude_each_other, last_administrator. */
async function change(writer: Writer, input: ParsedInputs['people.change']): Promise<Result<User>> {
  const before = await userById(writer, input.id)
  if (!before) return refuse(notFound)
  const excluding = rolesRefusal(input.roles)
  if (excluding) return refuse(excluding)
  const others = (await listUsers(writer)).filter((user) => user.id !== before.id)
  if (administers(before) && !administers(input) && !others.some(administers)) return refuse({ refusal: 'last_administrator' })
  await updateUser(writer, before.id, input)
  const after = await stored(writer, before.id)
  const shown = ({ displayName, roles, disabled }: Account) => ({ displayName, roles, disabled })
  const detail = { before: shown(before), after: shown(after) }
  await appendAudit(writer, { stream: 'people', action: 'user.changed', subject: `user:${before.name}`, detail })
  return done(userOf(after))
}

/** Users and their roles, kept by an administrator; every change leaves an audit record. */
export function createPeople({ ledger, events }: { ledger: Ledger; events: Events }): PeopleHandlers {
  function told<T>(result: Result<T>): Result<T> {
    // A changed role may change what the person at a desk sees.
    if (result.ok) publishChanged(events, 'people', 'session')
    return result
  }

  return {
    'people.list': async () => done({ users: (await listUsers(ledger.reader)).map(userOf) }),

    /** Refuses: roles_exclude_each_other, user_name_taken, password_too_short, password_too_common. */
    'people.create': async ({ by }, { name: asTyped, displayName, roles, password }) => {
      const name = canonicalName(asTyped)
      const unfit = rolesRefusal(roles) ?? passwordRefusal(password, name)
      if (unfit) return refuse(unfit)
      if (await userByName(ledger.reader, name)) return refuse({ refusal: 'user_name_taken', name })
      const passwordHash = await hashPassword(password)
      return told(
        await ledger.write(by, async (writer) => {
          if (await userByName(writer, name)) return refuse({ refusal: 'user_name_taken', name })
          const id = await insertUser(writer, {
            name,
            displayName,
            roles,
            passwordHash,
            mustChangePassword: true,
            demonstrationPassword: null,
          })
          await appendAudit(writer, { stream: 'people', action: 'user.created', subject: `user:${name}`, detail: { displayName, roles } })
          return done(userOf(await stored(writer, id)))
        }),
      )
    },

    'people.change': async ({ by }, input) => told(await ledger.write(by, (writer) => change(writer, input))),

    /** Refuses: not_found, password_too_short, password_too_common. */
    'people.resetPassword': async ({ by }, { id, password }) => {
      const account = await userById(ledger.reader, id)
      if (!account) return refuse(notFound)
      const unfit = passwordRefusal(password, account.name)
      if (unfit) return refuse(unfit)
      const passwordHash = await hashPassword(password)
      return told(
        await ledger.write(by, async (writer) => {
          await updatePassword(writer, id, passwordHash, true)
          const user = await stored(writer, id)
          // Whoever knows the first password of a supervisor could decide in that name: the roles stand beside it for the auditor.
          const detail = { roles: user.roles }
          await appendAudit(writer, { stream: 'people', action: 'user.password_reset', subject: `user:${user.name}`, detail })
          return done(userOf(user))
        }),
      )
    },
  }
}
