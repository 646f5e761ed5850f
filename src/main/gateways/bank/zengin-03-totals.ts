import type { Yen } from '../../../preload/contract/money'
import type { StatementFoot } from '../../../preload/contract/statement'
import type { Faults } from './faults'
import type { Tally } from './tally'
import type { Field } from './zengin-fields'
import { end, isLegible, requiredNumber, trailer } from './zengin-fields'
import { readBalance } from './zengin-head'

/**
 * Reads a trailer record and compares it with the lines above: counts, sums, and opening + credits − debits = closing
 * where the bank tells both balances. Null, with every difference told, where anything disagrees.
 */
export function readTrailer(
  record: Uint8Array,
  tally: Tally,
  opening: Yen | null,
  faults: Faults,
): Omit<StatementFoot, 'readDates'> | null {
  if (!isLegible(record, trailer, faults)) return null
  compare(record, trailer.dataCount, tally.lines, 'trailer_count', faults)
  const closing = readBalance(record, trailer.closingSign, trailer.closing, faults)
  if (tally.isComplete) {
    compare(record, trailer.creditCount, tally.creditCount, 'trailer_count', faults)
    compare(record, trailer.debitCount, tally.debitCount, 'trailer_count', faults)
    compare(record, trailer.creditTotal, tally.creditTotal, 'trailer_sum', faults)
    compare(record, trailer.debitTotal, tally.debitTotal, 'trailer_sum', faults)
    if (opening !== null && closing !== null && tally.balanceFrom(opening) !== BigInt(closing)) {
      faults.add('balance_mismatch', trailer.closing, closing, tally.balanceFrom(opening))
    }
  }
  return faults.errors.length > 0 ? null : { record: faults.record, closing }
}

type Comparison = 'trailer_count' | 'trailer_sum' | 'end_count'

function compare(record: Uint8Array, field: Field, counted: number | bigint, code: Comparison, faults: Faults): void {
  const told = requiredNumber(record, field, faults)
  if (told !== null && BigInt(told) !== BigInt(counted)) faults.add(code, field, told, counted)
}

/** Reads the end record: all records of the file, itself included, and how many accounts it holds. */
export function readEnd(record: Uint8Array, accounts: number, faults: Faults): void {
  if (!isLegible(record, end, faults)) return
  compare(record, end.recordCount, faults.record, 'end_count', faults)
  compare(record, end.accountCount, accounts, 'end_count', faults)
}
