import { type BusinessDate, formatDate, type Instant } from '../../preload/contract/date'
import type { Yen } from '../../preload/contract/money'
import { Code } from './Code'
import { DateText, formatInstant, InstantText } from './DateText'
import { Money } from './Money'
import type { TableColumn } from './table-columns'

type Head<Row> = Omit<TableColumn<Row>, 'cell' | 'text' | 'align'>

/** Words: cut where the column ends, whole under the pointer. */
export function textColumn<Row>(head: Head<Row>, of: (row: Row) => string): TableColumn<Row> {
  return { ...head, cell: (row) => <span title={of(row)}>{of(row)}</span>, text: of }
}

/** Numbers that are names, in a monospaced face. */
export function codeColumn<Row>(head: Head<Row>, of: (row: Row) => string | null): TableColumn<Row> {
  return { ...head, cell: (row) => <Code>{of(row)}</Code>, text: (row) => of(row) ?? '' }
}

/** A bank date, or a dash. */
export function dateColumn<Row>(head: Omit<Head<Row>, 'width'>, of: (row: Row) => BusinessDate | null): TableColumn<Row> {
  const text = (row: Row) => {
    const date = of(row)
    return date === null ? '' : formatDate(date)
  }
  return { ...head, width: 104, cell: (row) => <DateText date={of(row)} />, text }
}

/** A moment of the audit clock, in Japan's time. */
export function instantColumn<Row>(head: Omit<Head<Row>, 'width'>, of: (row: Row) => Instant): TableColumn<Row> {
  return { ...head, width: 136, cell: (row) => <InstantText at={of(row)} />, text: (row) => formatInstant(of(row)) }
}

/** Whole yen, on the right; the header carries the unit. */
export function yenColumn<Row>(head: Head<Row>, of: (row: Row) => Yen): TableColumn<Row> {
  return { ...head, align: 'right', cell: (row) => <Money amount={of(row)} />, text: of }
}

/** A number of things, on the right. */
export function countColumn<Row>(head: Head<Row>, of: (row: Row) => number): TableColumn<Row> {
  return { ...head, align: 'right', cell: (row) => of(row).toLocaleString('ja-JP'), text: of }
}
