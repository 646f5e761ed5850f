import { useCallback, useMemo } from 'react'
import { useLocation, useSearch } from 'wouter'

/** What stands behind the `?` of an address, by name; empty values are left out. */
export function readAddress(search: string): Readonly<Record<string, string>> {
  const values: Record<string, string> = {}
  for (const [name, value] of new URLSearchParams(search)) if (value !== '') values[name] = value
  return values
}

/** An address with these values behind the `?`; null, undefined and empty values are left out. */
export function writeAddress(path: string, values: Readonly<Record<string, string | number | boolean | null | undefined>>): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(values)) {
    if (value !== null && value !== undefined && value !== '') search.set(name, String(value))
  }
  const text = search.toString()
  return text === '' ? path : `${path}?${text}`
}

/** Filters and sort of a list live in its address, so that back, forward and a link bring them back. */
export function useAddress(): {
  values: Readonly<Record<string, string>>
  set: (changes: Readonly<Record<string, string | null>>) => void
} {
  const [path, navigate] = useLocation()
  const search = useSearch()
  const values = useMemo(() => readAddress(search), [search])
  const set = useCallback(
    (changes: Readonly<Record<string, string | null>>) => navigate(writeAddress(path, { ...values, ...changes }), { replace: true }),
    [navigate, path, values],
  )
  return { values, set }
}

export interface Sort<Key extends string> {
  key: Key
  descending: boolean
}

/** The sort of a list from its address (`sort`, `order=up|down`), with what it is where the address says nothing. */
export function useSort<Key extends string>(keys: readonly Key[], first: Sort<Key>): [Sort<Key>, (sort: Sort<Key>) => void] {
  const { values, set } = useAddress()
  const key = keys.find((one) => one === values.sort) ?? first.key
  const descending = values.order === undefined ? first.descending : values.order === 'down'
  return [{ key, descending }, (sort) => set({ sort: sort.key, order: sort.descending ? 'down' : 'up' })]
}
