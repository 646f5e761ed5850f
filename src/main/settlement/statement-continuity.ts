import { addDays, type BusinessDate } from '../../preload/contract/date'
import { type Yen, yen } from '../../preload/contract/money'
import { kindOfFormat, type StatementFormat } from '../../preload/contract/statement'
import { type Holidays, isBusinessDay } from './calendar'

/* Whether the statements of an account follow one another without a hole: every day is in, and each opens where the last one closed. */

/** The days and balances of one statement; balances where the bank tells them. */
export interface StatementSpan {
  readonly from: BusinessDate
  readonly to: BusinessDate
  /** The last day of which it tells everything; all before it are told. */
  readonly wholeTo: BusinessDate
  readonly opening: Yen | null
  readonly closing: Yen | null
}

/**
 * Days for which no statement is in (or, with none missing, the two days whose balances do not meet), and the money that is missing: null
 * where a balance beside them is not told.
 */
export interface Gap {
  readonly from: BusinessDate
  readonly to: BusinessDate
  readonly difference: Yen | null
}

/** The money that is missing in holes, as far as the bank's balances tell. */
export const missingIn = (gaps: readonly Gap[]): Yen => yen(gaps.reduce((sum, { difference }) => sum + (difference ?? 0), 0))

/** The bank's number of a statement, beside what it tells. */
export interface NumberedSpan {
  readonly format: StatementFormat
  readonly sequenceNumber: string | null
  readonly to: BusinessDate
}

/**
 * The number before a new statement where the bank counts them and one is left out: the last of the same format that is in, and this one.
 * Numbers are counted only where both are whole numbers, and a smaller one begins anew or comes late.
 */
export function findNumberGap(covered: readonly NumberedSpan[], next: NumberedSpan): { last: string; found: string } | null {
  const found = numberOf(next.sequenceNumber)
  const last = covered
    .filter(({ format, to }) => format === next.format && to <= next.to)
    .findLast(({ sequenceNumber }) => sequenceNumber !== null)
  const before = numberOf(last?.sequenceNumber ?? null)
  if (found === null || before === null || found <= before + 1n) return null
  return covered.some(({ format, sequenceNumber }) => format === next.format && numberOf(sequenceNumber) === found - 1n)
    ? null
    : { last: before.toString(), found: found.toString() }
}

/** A number that the bank's counting leaves out, with the last day told before it. */
export interface NumberGap {
  readonly after: BusinessDate
  readonly last: string
  readonly found: string
}

/** Every number left out among the statements that are in, each format counted for itself; a smaller one begins anew. */
export function findNumberGaps(covered: readonly NumberedSpan[]): NumberGap[] {
  const numbered = covered.flatMap(({ format, to, sequenceNumber }) => {
    const number = numberOf(sequenceNumber)
    return number === null ? [] : [{ format, to, number }]
  })
  const ordered = numbered.sort((a, b) => compare(a.format, b.format) || compare(a.to, b.to) || compare(a.number, b.number))
  return ordered.flatMap((next, at) => {
    const last = ordered[at - 1]
    if (last?.format !== next.format || next.number <= last.number + 1n) return []
    return [{ after: last.to, last: last.number.toString(), found: next.number.toString() }]
  })
}

const numberOf = (text: string | null): bigint | null => (text !== null && /^\d{1,18}$/.test(text) ? BigInt(text) : null)

/**
 * The last day of which it tells everything; null where that is its last one. A notice or an intraday report (camt.052) that tells no
 * closing balance and was made before its last day was over leaves the rest of that day untold; so does a bank's CSV, whose balance is only
 * that of its last row.
 */
export function wholeTo(head: {
  readonly format: StatementFormat
  readonly to: BusinessDate
  readonly createdOn: BusinessDate
  readonly closing: Yen | null
}): BusinessDate | null {
  const isIntraday = kindOfFormat(head.format) === 'notice' || head.format === 'camt.052'
  const mayGoOn = head.format === 'bank-csv' || (isIntraday && head.closing === null)
  return mayGoOn && head.createdOn <= head.to ? addDays(head.to, -1) : null
}

/** An account as it was taken into Daiko: its balance before that day. */
export interface TakenIn {
  readonly openedOn: BusinessDate
  readonly openingBalance: Yen
}

/** Where an account begins, as if a statement had ended there. */
function beginning({ openedOn, openingBalance }: TakenIn): StatementSpan {
  const before = addDays(openedOn, -1)
  return { from: before, to: before, wholeTo: before, opening: openingBalance, closing: openingBalance }
}

const noHolidays: Holidays = new Set()

/**
 * The hole between what is in and a new statement, or null. Days between two known balances that meet are no hole, nor are closed days of
 * which no balance is told.
 */
export function findGap(
  account: TakenIn,
  covered: readonly StatementSpan[],
  next: Pick<StatementSpan, 'from' | 'opening'>,
  holidays: Holidays = noHolidays,
): Gap | null {
  const last = covered.filter(({ from }) => from <= next.from).reduce(later, beginning(account))
  return gapBetween(last, next, holidays)
}

/** All holes of an account, by day, whatever the order in which its statements came in. */
export function findGaps(account: TakenIn, covered: readonly StatementSpan[], holidays: Holidays = noHolidays): Gap[] {
  const found: Gap[] = []
  let last = beginning(account)
  for (const next of [...covered].sort((a, b) => compare(a.from, b.from) || compare(a.to, b.to))) {
    const gap = gapBetween(last, next, holidays)
    if (gap) found.push(gap)
    last = later(last, next)
  }
  return found
}

/** The one that tells further wholly; of two that tell as far, the one that has more besides. */
function later(last: StatementSpan, next: StatementSpan): StatementSpan {
  return (compare(next.wholeTo, last.wholeTo) || compare(next.to, last.to)) >= 0 ? next : last
}

function gapBetween(last: StatementSpan, next: Pick<StatementSpan, 'from' | 'opening'>, holidays: Holidays): Gap | null {
  // overlapping statements repeat each other's lines; their balances say nothing about a hole
  const untold = addDays(last.wholeTo, 1)
  if (next.from <= last.to || next.from < untold) return null
  const difference = last.closing === null || next.opening === null ? null : yen(next.opening - last.closing)
  if (difference === 0) return null
  if (untold === next.from) return difference === null ? null : { from: last.to, to: next.from, difference }
  const to = addDays(next.from, -1)
  return difference === null && allClosed(untold, to, holidays) ? null : { from: untold, to, difference }
}

function allClosed(from: BusinessDate, to: BusinessDate, holidays: Holidays): boolean {
  for (let day = from; day <= to; day = addDays(day, 1)) if (isBusinessDay(day, holidays)) return false
  return true
}

function compare<T extends string | bigint>(a: T, b: T): number {
  return a < b ? -1 : Number(a > b)
}
