import type { ReactNode } from 'react'
import { useState } from 'react'
import { preference, remember } from './preferences'
import type { CellText } from './table-text'

/** One column of a table. */
export interface TableColumn<Row> {
  id: string
  header: string
  /** Width in pixels until the person drags it. */
  width: number
  align?: 'left' | 'right' | 'center'
  /** The server's name of the sort by this column; without it the header does not sort. */
  sort?: string
  cell: (row: Row) => ReactNode
  /** What is copied: a number for figures, text for everything else. */
  text: (row: Row) => CellText
  /** Not shown until the person asks for it. */
  hidden?: boolean
  /** Takes the width that is left over; the last column does where none says so. */
  grow?: boolean
}

/** What a person has made of a table: columns hidden or shown, widths, close rows. */
export interface TableTaste {
  readonly shown: Readonly<Record<string, boolean>>
  readonly widths: Readonly<Record<string, number>>
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

function only<T>(value: unknown, is: (one: unknown) => one is T): Record<string, T> {
  const kept: Record<string, T> = {}
  for (const [key, one] of Object.entries(isRecord(value) ? value : {})) if (is(one)) kept[key] = one
  return kept
}

const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean'
const isWidth = (value: unknown): value is number => typeof value === 'number' && value >= 32 && value <= 2000

/** Reads a taste that was kept; whatever does not fit is dropped. */
export function readTaste(kept: unknown): TableTaste {
  const record = isRecord(kept) ? kept : {}
  return { shown: only(record.shown, isBoolean), widths: only(record.widths, isWidth) }
}

/** The taste of this person for this table, and how to change it. */
export function useTaste(name: string): [TableTaste, (change: Partial<TableTaste>) => void] {
  const [taste, setTaste] = useState(() => readTaste(preference(`table.${name}`)))
  const change = (next: Partial<TableTaste>) =>
    setTaste((before) => {
      const after = { ...before, ...next }
      remember(`table.${name}`, after)
      return after
    })
  return [taste, change]
}

/** Whether a column is shown: as the person chose, else as the view says. */
export function visibility<Row>(columns: readonly TableColumn<Row>[], taste: TableTaste): Record<string, boolean> {
  return Object.fromEntries(columns.map((column) => [column.id, taste.shown[column.id] ?? column.hidden !== true]))
}
