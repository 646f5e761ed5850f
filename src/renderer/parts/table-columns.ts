import type { ReactNode } from 'react'
import { useCallback, useSyncExternalStore } from 'react'
import { preference, remember, whosePreferences } from './preferences'
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

/** What a person has made of a table: columns hidden or shown, widths, the order of those that were moved. */
export interface TableTaste {
  readonly shown: Readonly<Record<string, boolean>>
  readonly widths: Readonly<Record<string, number>>
  readonly order: readonly string[]
}

export const PLAIN_TASTE: TableTaste = { shown: {}, widths: {}, order: [] }

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
  const order = Array.isArray(record.order) ? record.order.filter((id) => typeof id === 'string') : []
  return { shown: only(record.shown, isBoolean), widths: only(record.widths, isWidth), order: [...new Set(order)] }
}

const tastes = new Map<string, TableTaste>()
const watchers = new Set<() => void>()

function watch(watcher: () => void): () => void {
  watchers.add(watcher)
  return () => void watchers.delete(watcher)
}

const keyOf = (name: string) => `${whosePreferences()} ${name}`

function tasteOf(name: string): TableTaste {
  const known = tastes.get(keyOf(name))
  if (known) return known
  const kept = readTaste(preference(`table.${name}`))
  tastes.set(keyOf(name), kept)
  return kept
}

/** Whether this person has made anything of this table. */
export const hasTaste = (name: string): boolean => preference(`table.${name}`) !== null

/** Keeps what this person has made of this table; whoever shows it sees it at once. */
export function keepTaste(name: string, change: Partial<TableTaste>): void {
  const after = { ...tasteOf(name), ...change }
  tastes.set(keyOf(name), after)
  remember(`table.${name}`, after)
  for (const watcher of watchers) watcher()
}

/** The taste of this person for this table, and how to change it. */
export function useTaste(name: string): [TableTaste, (change: Partial<TableTaste>) => void] {
  const taste = useSyncExternalStore(watch, () => tasteOf(name))
  const change = useCallback((next: Partial<TableTaste>) => keepTaste(name, next), [name])
  return [taste, change]
}

/** The columns in this order; one that is not named in it stays behind the one it follows by itself. The first names the row and stays first. */
export function arranged<Column extends { id: string }>(columns: readonly Column[], order: readonly string[]): Column[] {
  const [first, ...others] = columns
  if (first === undefined) return []
  const named = order.flatMap((id) => others.find((column) => column.id === id) ?? [])
  const result = [first, ...named]
  for (const [at, column] of others.entries()) {
    if (named.includes(column)) continue
    const before = result.indexOf(columns[at] ?? first)
    result.splice(before + 1, 0, column)
  }
  return result
}

/** The order in which a column stands so many places further right (negative: left), or where another stands now. */
export function movedColumn(ids: readonly string[], id: string, to: number | string): string[] {
  const from = ids.indexOf(id)
  const wanted = typeof to === 'number' ? from + to : ids.indexOf(to)
  if (from < 1 || wanted < 1 || wanted >= ids.length) return [...ids]
  const rest = ids.filter((one) => one !== id)
  rest.splice(wanted, 0, id)
  return rest
}

/** Whether a column is shown: as the person chose, else as the view says. */
export function visibility<Row>(columns: readonly TableColumn<Row>[], taste: TableTaste): Record<string, boolean> {
  return Object.fromEntries(columns.map((column) => [column.id, taste.shown[column.id] ?? column.hidden !== true]))
}
