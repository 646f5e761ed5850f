import { createHash } from 'node:crypto'
import type { BankAccount, StatementLine } from '../../preload/contract/statement'

/**
 * Tells lines apart for ever: a hash over the account, the day and the line's own bytes, and which of the identical ones it is.
 * Nothing that Daiko derives goes in, so that no later change makes an old line look new; and two equal deposits of one
 * payer on one day stay two (complaints 2 and 5 of the field).
 */
export interface LineIdentities {
  of(line: StatementLine): string
}

export function lineIdentities(account: BankAccount): LineIdentities {
  const prefix = `${account.bankCode}-${account.branchCode}-${account.accountType}-${account.accountNumber}`
  let day = ''
  let seen = new Map<string, number>()
  const days = new Map<string, Map<string, number>>()
  return {
    of(line) {
      const hash = createHash('sha256').update(prefix).update(line.bookedOn).update(line.raw).digest('hex').slice(0, 32)
      if (line.bookedOn !== day) {
        day = line.bookedOn
        seen = days.get(day) ?? new Map<string, number>()
        days.set(day, seen)
      }
      const ordinal = (seen.get(hash) ?? 0) + 1
      seen.set(hash, ordinal)
      return `${hash}-${ordinal}`
    },
  }
}
