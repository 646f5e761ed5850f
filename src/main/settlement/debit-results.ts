import type { DebitOutcome } from '../../preload/contract/debits'
import type { DebitResultCode } from '../../preload/contract/direct-debit'

/*
 * What a line of a result file means for the debit it names. Files may come twice, late and out of their order: what a debit comes to
 * depends on what was told of it, not on when.
 */

/** A debit this bank has asked for: what is known of it, and how often its order's account had too little before. */
export interface AskedDebit {
  /** Null while no result is known. */
  readonly result: string | null
  readonly shortBefore: number
}

/** Codes that tell no result: a fault in the data, or the payer's bank has not answered. */
const noResult: ReadonlySet<DebitResultCode> = new Set<DebitResultCode>(['E', 'N'])

/** Decides a line; `debit` null: this bank has asked for no such debit. `retries`: so many times more an account is debited that had too little. */
export function decideDebit(code: DebitResultCode, debit: AskedDebit | null, retries: number): DebitOutcome {
  if (!debit) return 'unknown'
  if (debit.result !== null) return debit.result === code || noResult.has(code) ? 'repeated' : 'contradicts'
  if (noResult.has(code)) return 'no_result'
  if (code === '0') return 'paid'
  return code === '1' && debit.shortBefore < retries ? 'postponed' : 'refused'
}
