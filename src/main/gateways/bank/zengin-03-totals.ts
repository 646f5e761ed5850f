import type { Yen } from '../../../preload/contract/money'
import type { StatementFoot } from '../../../preload/contract/statement'
import type { Faults } from './faults'
import { readBalance } from './zengin-03-head'
import type { Movement } from './zengin-03-line'
import { end, isLegible, requiredNumber, trailer } from './zengin-fields'
import type { Field } from './zengin-fields'

/** What the lines of one account add up to. Once a movement could not be read, sums prove nothing and are not compared. */
export class Tally {
  creditCount = 0
  debitCount = 0
  creditTotal = 0
  debitTotal = 0
  dataCount = 0
  isComplete = true

  add(movement: Movement | null): void {
    this.dataCount++
    if (movement === null) this.isComplete = false
    else if (movement.direction === 'credit') {
      this.creditCount++
      this.creditTotal += movement.amount
    } else {
      this.debitCount++
      this.debitTotal += movement.amount
    }
  }
}

/**
 * Reads a trailer record and compares it with the lines above: counts, sums, and opening + credits − debits = closing
 * where the bank tells both balances. Null, with every difference told, where anything disagrees.
 */
export function readTrailer(record: Uint8Array, tally: Tally, opening: Yen | null, faults: Faults): StatementFoot | null {
  if (!isLegible(record, trailer, faults)) return null
  compare(record, trailer.dataCount, tally.dataCount, 'trailer_count', faults)
  const closing = readBalance(record, trailer.closingSign, trailer.closing, faults)
  if (tally.isComplete) {
    compare(record, trailer.creditCount, tally.creditCount, 'trailer_count', faults)
    compare(record, trailer.debitCount, tally.debitCount, 'trailer_count', faults)
    compare(record, trailer.creditTotal, tally.creditTotal, 'trailer_sum', faults)
    compare(record, trailer.debitTotal, tally.debitTotal, 'trailer_sum', faults)
    compareBalance(opening, tally, closing, faults)
  }
  return faults.errors.length > 0 ? null : { record: faults.record, closing }
}

function compare(record: Uint8Array, field: Field, counted: number, code: 'trailer_count' | 'trailer_sum' | 'end_count', faults: Faults): void {
  const told = requiredNumber(record, field, faults)
  if (told !== null && told !== counted) faults.add(code, field, told, counted)
}

function compareBalance(opening: Yen | null, tally: Tally, closing: Yen | null, faults: Faults): void {
  if (opening === null || closing === null) return
  const expected = opening + tally.creditTotal - tally.debitTotal
  if (expected !== closing) faults.add('balance_mismatch', trailer.closing, closing, expected)
}

/** Reads the end record: all records of the file, itself included, and how many accounts it holds. */
export function readEnd(record: Uint8Array, accounts: number, faults: Faults): void {
  if (!isLegible(record, end, faults)) return
  compare(record, end.recordCount, faults.record, 'end_count', faults)
  compare(record, end.accountCount, accounts, 'end_count', faults)
}
