import { useEffect, useSyncExternalStore } from 'react'
import type { Pages } from '../api'

/** What the status bar tells of the list on the screen: rows, the milliseconds they took, and the selection with its sum. */
export interface ListFigures {
  rows: number
  capped: boolean
  elapsedMs: number | null
  selected: number
  /** Sum of the selection, where its rows carry amounts. */
  selectedSum: number | null
}

let figures: ListFigures | null = null
const watchers = new Set<() => void>()

function show(next: ListFigures | null): void {
  figures = next
  for (const watcher of watchers) watcher()
}

/** Puts the figures of a list into the status bar while its view is on the screen. Null takes them away. */
export function useListFigures(next: ListFigures | null): void {
  const { rows = 0, capped = false, elapsedMs = null, selected = 0, selectedSum = null } = next ?? {}
  const absent = next === null
  useEffect(
    () => show(absent ? null : { rows, capped, elapsedMs, selected, selectedSum }),
    [absent, rows, capped, elapsedMs, selected, selectedSum],
  )
  useEffect(() => () => show(null), [])
}

/** The figures of a list in which nothing is selected. */
export function usePageFigures({ matching, elapsedMs }: Pick<Pages<unknown>, 'matching' | 'elapsedMs'>): void {
  useListFigures({ rows: matching?.count ?? 0, capped: matching?.capped ?? false, elapsedMs, selected: 0, selectedSum: null })
}

/** The figures of the list on the screen, or null where there is none. */
export function useShownFigures(): ListFigures | null {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher)
      return () => void watchers.delete(watcher)
    },
    () => figures,
  )
}
