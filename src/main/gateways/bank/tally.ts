import type { PositiveYen } from '../../../preload/contract/money'
import type { StatementLine } from '../../../preload/contract/statement'

/** What one line of a statement moves, in yen. */
export interface Movement {
  readonly direction: StatementLine['direction']
  readonly amount: PositiveYen
}

/** What the lines of one account add up to. Totals are bigint: a hostile file must not make them inexact. */
export class Tally {
  creditCount = 0
  debitCount = 0
  creditTotal = 0n
  debitTotal = 0n
  /** Lines, readable or not. */
  lines = 0
  /** Once a movement could not be read, counts by direction and sums prove nothing and are not compared. */
  isComplete = true

  add(movement: Movement | null): void {
    this.lines++
    if (movement === null) this.isComplete = false
    else if (movement.direction === 'credit') {
      this.creditCount++
      this.creditTotal += BigInt(movement.amount)
    } else {
      this.debitCount++
      this.debitTotal += BigInt(movement.amount)
    }
  }

  /** The balance after these lines. */
  balanceFrom(opening: number): bigint {
    return BigInt(opening) + this.creditTotal - this.debitTotal
  }
}
