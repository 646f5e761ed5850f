/*
 * Lists as people have saved them, above any list that has filters: filter and sort stand in the address, columns in the person's taste
 * of the table; a saved view is both under a name.
 */
import { type SavedView, ViewAddress, type ViewColumns } from '../../../preload/contract/saved-views'
import type { TableTaste } from '../../parts/table-columns'

/** What of an address is not a way of seeing the list: which view it is, and what is open beside it. */
const ASIDE: readonly string[] = ['view', 'deposit', 'record']

/** Filter and sort of an address, as they are saved. Values that are too long to be one's own are left out. */
export function savedAddress(values: Readonly<Record<string, string>>): ViewAddress {
  const kept = Object.entries(values).filter(([name, value]) => !ASIDE.includes(name) && ViewAddress.safeParse({ [name]: value }).success)
  return Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1)))
}

export const savedColumns = ({ shown, widths, order }: TableTaste): ViewColumns => ({
  shown: { ...shown },
  widths: { ...widths },
  order: [...order],
})

const sorted = (record: Readonly<Record<string, unknown>>) => Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1))

const text = (address: ViewAddress, { shown, widths, order }: ViewColumns) =>
  JSON.stringify([sorted(address), sorted(shown), sorted(widths), order])

/** Whether the list is now seen otherwise than the view has it. */
export function isChanged(view: SavedView, values: Readonly<Record<string, string>>, taste: TableTaste): boolean {
  return text(view.address, view.columns) !== text(savedAddress(values), savedColumns(taste))
}

/** Under this name a person's columns of a table are kept: apart for each view, so that opening one forgets nothing. */
export function tableNameOf(table: string, view: string | undefined): string {
  return view === undefined ? table : `${table}@${view}`
}
