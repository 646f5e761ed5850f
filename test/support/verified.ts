import type { Ledger } from '../../src/main/ledger/ledger'
import { verifySnapshot } from '../../src/main/ledger/verify'
import { verifyRules } from '../../src/main/services/verification'
import { valueIn } from './ledger'

/** Every promise of the ledger that does not hold, with the first thing that breaks it. */
export async function brokenPromises(ledger: Ledger): Promise<string[]> {
  const { result } = valueIn(await verifySnapshot(ledger, verifyRules, { progress: () => undefined, cancelled: false }))
  return result.invariants.filter(({ violations }) => violations > 0).map(({ name, first }) => `${name}: ${first}`)
}
