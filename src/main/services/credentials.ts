import type { Clock } from '../../preload/contract/clock'
import { Instant } from '../../preload/contract/date'
import { done, type Result, refuse } from '../../preload/contract/errors'
import { appendAudit } from '../ledger/audit'
import type { By, Ledger } from '../ledger/ledger'
import { type Account, recordFailure, recordSuccess, userByName } from '../ledger/users'
import { verifyPassword } from './passwords'

/** What a right password is asked for. */
export type Occasion = 'signed_in' | 'unlocked' | 'confirmed'

/** Judges a name and a password, and remembers every failure where a restart does not forget it. */
export interface Credentials {
  /** Refuses: wrong_credentials (no such user, disabled, or the wrong password: not told apart), sign_in_blocked. */
  check(name: string, password: string, by: By, occasion: Occasion): Promise<Result<Account>>
}

const FREE_FAILURES = 5
const FIRST_BLOCK_MS = 60_000
const LONGEST_BLOCK_MS = 30 * 60_000
const STRANGERS_MAX = 1000

/** A name in one spelling, whatever the width and case of the keyboard. */
export function canonicalName(name: string): string {
  return name.normalize('NFKC').trim().toLowerCase()
}

/** Until when nobody may try after so many failures in a row: null up to four, a minute at five, then twice as long each time. */
export function blockedUntil(failures: number, now: Instant): Instant | null {
  if (failures < FREE_FAILURES) return null
  const block = Math.min(FIRST_BLOCK_MS * 2 ** Math.min(failures - FREE_FAILURES, 10), LONGEST_BLOCK_MS)
  return Instant.parse(now + block)
}

interface Stranger {
  failures: number
  blockedUntil: Instant | null
}

export function createCredentials({ ledger, clock }: { ledger: Ledger; clock: Clock }): Credentials {
  /** Names that nobody has are blocked alike, or a block would tell which names exist. */
  const strangers = new Map<string, Stranger>()
  let turn: Promise<unknown> = Promise.resolve()

  async function fail(account: Account | null, name: string, by: By): Promise<Result<never>> {
    const failures = 1 + (account ?? strangers.get(name) ?? { failures: 0 }).failures
    const until = blockedUntil(failures, clock.now())
    if (account) {
      const counted = await ledger.write(by, async (writer) => {
        await recordFailure(writer, account.id, failures, until)
        await appendAudit(writer, {
          stream: 'session',
          action: 'session.sign_in_failed',
          subject: `user:${account.name}`,
          detail: { failures },
        })
        return done(null)
      })
      if (!counted.ok) return counted
    } else {
      if (strangers.size >= STRANGERS_MAX) strangers.clear()
      strangers.set(name, { failures, blockedUntil: until })
    }
    return refuse(until === null ? { refusal: 'wrong_credentials' } : { refusal: 'sign_in_blocked', until })
  }

  function succeed(account: Account, by: By, occasion: Occasion): Promise<Result<Account>> {
    return ledger.write({ actor: `user:${account.name}`, seat: by.seat }, async (writer) => {
      await recordSuccess(writer, account.id, occasion === 'signed_in')
      await appendAudit(writer, { stream: 'session', action: `session.${occasion}`, subject: `user:${account.name}` })
      return done(account)
    })
  }

  async function judge(name: string, password: string, by: By, occasion: Occasion): Promise<Result<Account>> {
    const account = await userByName(ledger.reader, name)
    const until = (account ?? strangers.get(name))?.blockedUntil ?? null
    if (until !== null && until > clock.now()) return refuse({ refusal: 'sign_in_blocked', until })
    const right = await verifyPassword(password, account && !account.disabled ? account.passwordHash : null)
    return right && account ? succeed(account, by, occasion) : fail(account, name, by)
  }

  return {
    // One after the other: guesses made at the same moment are counted like any others.
    check(name, password, by, occasion) {
      const mine = turn.then(() => judge(canonicalName(name), password, by, occasion))
      turn = mine.catch(() => undefined)
      return mine
    },
  }
}
