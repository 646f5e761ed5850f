import { createHash } from 'node:crypto'
import type { BankAccount, StatementFormat, StatementLine } from '../../preload/contract/statement'

/**
 * Tells lines apart for ever: a hash over the account, the day and the line's own bytes, and which of the identical ones it is.
 * Nothing that Daiko derives goes in, so that no later change makes an old line look new; and two equal deposits of one
 * payer on one day stay two (complaints 2 and 5 of the field).
 */
export interface LineIdentities {
  /** What is the same for truly identical lines. */
  hashOf(line: StatementLine): string
  /** Identities of lines in their order; `before` counts identical lines that an earlier statement of the same day brought. */
  of(lines: readonly StatementLine[], before: ReadonlyMap<string, number>): string[]
}

/** White space between elements is no fact: the same entry may come once indented and once not. */
function bytesThatCount(raw: Uint8Array, format: StatementFormat): Uint8Array | string {
  return format.startsWith('camt') ? Buffer.from(raw).toString('utf8').replace(/>\s+</g, '><').trim() : raw
}

export function lineIdentities(account: BankAccount, format: StatementFormat): LineIdentities {
  const prefix = `${account.bankCode}-${account.branchCode}-${account.accountType}-${account.accountNumber}`
  const seen = new Map<string, number>()
  // The day stands in front, so that the lines of a statement lie beside each other in the ledger and not all over it.
  const hashOf = (line: StatementLine) => {
    const hash = createHash('sha256').update(prefix).update(line.bookedOn).update(bytesThatCount(line.raw, format)).digest('hex')
    return `${line.bookedOn.replaceAll('-', '')}${hash.slice(0, 32)}`
  }
  return {
    hashOf,
    of: (lines, before) =>
      lines.map((line) => {
        const hash = hashOf(line)
        // A big file has many: each is remembered by its bytes.
        const bytes = Buffer.from(hash, 'hex').toString('latin1')
        const ordinal = (seen.get(bytes) ?? before.get(hash) ?? 0) + 1
        seen.set(bytes, ordinal)
        return `${hash}-${ordinal}`
      }),
  }
}
