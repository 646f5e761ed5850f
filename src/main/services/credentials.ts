import type { Clock } from '../../preload/contract/clock'
import { done, type Result } from '../../preload/contract/errors'
import { appendAudit } from '../ledger/audit'
import type { By, Ledger } from '../ledger/ledger'
import { type Account, recordFailure, recordSuccess, userByName } from '../ledger/users'
import { createLockout } from './lockout'
import { verifyPassword } from './passwords'

/** What a right password is asked for. */
export type Occasion = 'signed_in' | 'unlocked' | 'confirmed'

/** Judges a name and a password, and remembers every failure where a restart does not forget it. */
export interface Credentials {
  /** Refuses: wrong_credentials (no such user, disabled, or the wrong password: not told apart), sign_in_blocked. */
  check(name: string, password: string, by: By, occasion: Occasion): Promise<Result<Account>>
}

/** A name in one spelling, whatever the width and case of the keyboard. */
export function canonicalName(name: string): string {
  return name.normalize('NFKC').trim().toLowerCase()
}

interface Claim {
  readonly password: string
  readonly by: By
  readonly occasion: Occasion
}

export function createCredentials({ ledger, clock }: { ledger: Ledger; clock: Clock }): Credentials {
  const judged = createLockout<Account, Claim, null>(clock, {
    find: (name) => userByName(ledger.reader, name),
    judge: async (account, { password }) => {
      const right = await verifyPassword(password, account && !account.disabled ? account.passwordHash : null)
      return right ? { right, proof: null } : { right, refusal: { refusal: 'wrong_credentials' }, counts: true }
    },
    failed: (account, { by }, failures, until) =>
      ledger.write(by, async (writer) => {
        await recordFailure(writer, account.id, failures, until)
        const subject = `user:${account.name}`
        await appendAudit(writer, { stream: 'session', action: 'session.sign_in_failed', subject, detail: { failures } })
        return done(null)
      }),
    succeeded: (account, { by, occasion }) =>
      ledger.write({ actor: `user:${account.name}`, seat: by.seat }, async (writer) => {
        await recordSuccess(writer, account.id, occasion === 'signed_in')
        await appendAudit(writer, { stream: 'session', action: `session.${occasion}`, subject: `user:${account.name}` })
        return done(account)
      }),
  })
  return { check: (name, password, by, occasion) => judged(canonicalName(name), { password, by, occasion }) }
}
