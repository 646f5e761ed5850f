import type { Clock } from '../../preload/contract/clock'
import { Instant } from '../../preload/contract/date'
import { type Refusal, type Result, refuse } from '../../preload/contract/errors'

/*
 * Guesses are counted by name and slow down, whoever guesses and from wherever: for the desk and for the portals of merchants. Names
 * that nobody has are counted and blocked alike, or a block would tell which names exist.
 */

const FREE_FAILURES = 5
const FIRST_BLOCK_MS = 60_000
const LONGEST_BLOCK_MS = 30 * 60_000
const STRANGERS_MAX = 1000

/** Until when nobody may try after so many failures in a row: null up to four, a minute at five, then twice as long each time. */
export function blockedUntil(failures: number, now: Instant): Instant | null {
  if (failures < FREE_FAILURES) return null
  const block = Math.min(FIRST_BLOCK_MS * 2 ** Math.min(failures - FREE_FAILURES, 10), LONGEST_BLOCK_MS)
  return Instant.parse(now + block)
}

/** Somebody whose failures are counted where a restart does not forget them. */
export interface Counted {
  readonly failures: number
  readonly blockedUntil: Instant | null
}

/** What became of a claim: right, with what proves it, or why not and whether that counts as a failure. */
export type Verdict<P> =
  | { readonly right: true; readonly proof: P }
  | { readonly right: false; readonly refusal: Refusal; readonly counts: boolean }

/** Who has a name, and what proves that somebody is they. */
export interface Guarded<A extends Counted, C, P> {
  find(name: string): Promise<A | null>
  /** Must do the same work where there is nobody, and never find that right. */
  judge(account: A | null, claim: C): Promise<Verdict<P>>
  failed(account: A, claim: C, failures: number, until: Instant | null): Promise<Result<null>>
  succeeded(account: A, claim: C, proof: P): Promise<Result<A>>
}

/** Judges claims one after the other, so that guesses made at the same moment are counted like any others. Refuses sign_in_blocked. */
export function createLockout<A extends Counted, C, P>(
  clock: Pick<Clock, 'now'>,
  guarded: Guarded<A, C, P>,
): (name: string, claim: C) => Promise<Result<A>> {
  const strangers = new Map<string, Counted>()
  let turn: Promise<unknown> = Promise.resolve()

  async function fail(account: A | null, name: string, claim: C, refusal: Refusal): Promise<Result<never>> {
    const failures = 1 + (account ?? strangers.get(name) ?? { failures: 0 }).failures
    const until = blockedUntil(failures, clock.now())
    if (account) {
      const counted = await guarded.failed(account, claim, failures, until)
      if (!counted.ok) return counted
    } else {
      if (strangers.size >= STRANGERS_MAX) strangers.clear()
      strangers.set(name, { failures, blockedUntil: until })
    }
    return refuse(until === null ? refusal : { refusal: 'sign_in_blocked', until })
  }

  async function judge(name: string, claim: C): Promise<Result<A>> {
    const account = await guarded.find(name)
    const until = (account ?? strangers.get(name))?.blockedUntil ?? null
    if (until !== null && until > clock.now()) return refuse({ refusal: 'sign_in_blocked', until })
    const verdict = await guarded.judge(account, claim)
    if (verdict.right && account) return guarded.succeeded(account, claim, verdict.proof)
    if (verdict.right) throw new Error('nobody was found right')
    return verdict.counts ? fail(account, name, claim, verdict.refusal) : refuse(verdict.refusal)
  }

  return (name, claim) => {
    const mine = turn.then(() => judge(name, claim))
    turn = mine.catch(() => undefined)
    return mine
  }
}
