import { insertUser } from '../../src/main/ledger/users'
import { hashPassword } from '../../src/main/services/passwords'
import type { Role } from '../../src/preload/contract/permissions'
import type { Person } from './browser'
import { type TestLedger, writing } from './ledger'

/** Someone who may sign in. A hash carries its own cost; the real one takes half a second each time. */
export async function addPerson({ ledger }: Pick<TestLedger, 'ledger'>, { name, password }: Person, roles: readonly Role[]): Promise<void> {
  const passwordHash = await hashPassword(password, { N: 1024, r: 8, p: 1 })
  const person = { name, displayName: name, roles, passwordHash, mustChangePassword: false, demonstrationPassword: null }
  await writing(ledger, (writer) => insertUser(writer, person))
}
