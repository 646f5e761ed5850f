import type { StatementFoot } from '../../../preload/contract/statement'
import type { Faults } from './faults'
import type { Tally } from './tally'
import { noticeEnd, noticeTrailer } from './zengin-01-fields'
import { isLegible, optionalNumber, requiredNumber } from './zengin-fields'

/**
 * Reads a trailer record of type 01 and compares it with the lines above. No text says whether the total of transfers holds the 取消 rows or
 * what they take back, and banks differ: any of the three readings will do, with count and sum by the same one. What it tells of 取消 must
 * agree; a bank may leave that out. There is no balance. Null, with every difference told, where anything disagrees.
 */
export function readNoticeTrailer(record: Uint8Array, tally: Tally, faults: Faults): Omit<StatementFoot, 'readDates'> | null {
  if (!isLegible(record, noticeTrailer, faults)) return null
  const count = requiredNumber(record, noticeTrailer.transferCount, faults)
  const total = requiredNumber(record, noticeTrailer.transferTotal, faults)
  if (tally.isComplete && count !== null && total !== null) {
    compareTransfers({ count, total: BigInt(total) }, tally, faults)
    compareCancelled(record, tally, faults)
  }
  return faults.errors.length > 0 ? null : { record: faults.record, closing: null }
}

interface Figures {
  readonly count: number
  readonly total: bigint
}

function compareTransfers(told: Figures, tally: Tally, faults: Faults): void {
  const { creditCount, creditTotal, debitCount, debitTotal } = tally
  const credits = { count: creditCount, total: creditTotal }
  const readings: Figures[] = [
    credits,
    { count: creditCount + debitCount, total: creditTotal + debitTotal },
    { count: creditCount - debitCount, total: creditTotal - debitTotal },
  ]
  if (readings.some(({ count, total }) => count === told.count && total === told.total)) return
  if (readings.every(({ count }) => count !== told.count))
    faults.add('trailer_count', noticeTrailer.transferCount, told.count, credits.count)
  else faults.add('trailer_sum', noticeTrailer.transferTotal, told.total, credits.total)
}

function compareCancelled(record: Uint8Array, { debitCount, debitTotal }: Tally, faults: Faults): void {
  const count = optionalNumber(record, noticeTrailer.cancelledCount, faults)
  const total = optionalNumber(record, noticeTrailer.cancelledTotal, faults)
  if (count === null || total === null || (count === 0 && total === 0)) return
  if (count !== debitCount) faults.add('trailer_count', noticeTrailer.cancelledCount, count, debitCount)
  if (BigInt(total) !== debitTotal) faults.add('trailer_sum', noticeTrailer.cancelledTotal, total, debitTotal)
}

/** Reads the end record of type 01, which counts nothing. */
export function readNoticeEnd(record: Uint8Array, faults: Faults): void {
  isLegible(record, noticeEnd, faults)
}
