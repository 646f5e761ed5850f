import type { Context } from '../../src/main/services/context'
import type { Refusal, Result } from '../../src/preload/contract/errors'
import type { Role } from '../../src/preload/contract/permissions'
import { addUser, type TestLedger } from './ledger'

/** A person who is in the ledger, as services see them. */
export async function personAt(test: Pick<TestLedger, 'ledger'>, name: string, roles: readonly Role[]): Promise<Context> {
  const id = await addUser(test.ledger, name, roles)
  const actor = `user:${name}`
  return { seat: { id: 'test', kind: 'test' }, user: { id, name, displayName: name, roles }, actor, by: { actor, seat: 'test' } }
}

/** The operators' command: it has no user. */
export const OPERATOR: Context = { seat: { id: 'cli', kind: 'cli' }, user: null, actor: 'cli:root', by: { actor: 'cli:root', seat: 'cli' } }

/** The refusal of a result that must be one. */
export function refusalOf(result: Result<unknown>): Refusal {
  if (result.ok) throw new Error(`not refused: ${JSON.stringify(result.value)}`)
  return result.refusal
}

/** What the audit trail tells of a stream, in order. */
export function auditOf(test: Pick<TestLedger, 'ledger'>, stream: string): string[] {
  return test.ledger.source
    .prepare<[string], string>("select actor || ' ' || action from audit_records where stream = ? order by sequence")
    .pluck()
    .all(stream)
}
