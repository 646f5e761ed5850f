import { BankColumns, type StatementColumn } from '../../../preload/contract/bank-columns'
import type { DateForm, FileEncoding, FileHead, NumberForm } from '../../../preload/contract/column-profile'

/* What a person says the columns of a bank's CSV mean, before it is saved. */

export const STATEMENT_COLUMNS = [
  'bookedOn',
  'valueOn',
  'credit',
  'debit',
  'balance',
  'remitterCode',
  'remitterName',
  'remittingBank',
  'description',
  'edi',
  'bankReference',
] as const satisfies readonly StatementColumn[]

export const ROW_ORDERS = ['oldest_first', 'newest_first'] as const

export interface BankColumnsDraft {
  /** 0-based columns; null: not chosen. */
  readonly columns: Readonly<Record<StatementColumn, number | null>>
  readonly dates: DateForm
  readonly numbers: NumberForm
  readonly order: BankColumns['order']
}

/** What was said before, as far as the columns of this file still have those names; the rest is for the person. */
export function draftOf(head: FileHead, before: BankColumns | null): BankColumnsDraft {
  const columns: Record<StatementColumn, number | null> = {
    ...{ bookedOn: null, valueOn: null, credit: null, debit: null, balance: null, remitterCode: null, remitterName: null },
    ...{ remittingBank: null, description: null, edi: null, bankReference: null },
  }
  for (const field of STATEMENT_COLUMNS) {
    const old = before?.columns[field] ?? null
    const at = old === null ? -1 : head.header.indexOf(before?.header[old] ?? '')
    columns[field] = at === -1 ? null : at
  }
  const { dates = 'yyyy/mm/dd', numbers = 'grouped', order = 'oldest_first' } = before ?? {}
  return { columns, dates, numbers, order }
}

/** The mapping, or null while something that every row must say is missing or a column says two things. */
export function bankColumnsOf({ header }: FileHead, encoding: FileEncoding, draft: BankColumnsDraft): BankColumns | null {
  const parsed = BankColumns.safeParse({ ...draft, header, encoding })
  return parsed.success ? parsed.data : null
}
