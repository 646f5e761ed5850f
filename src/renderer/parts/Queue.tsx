import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, type Ref, useEffect, useRef } from 'react'
import type { Pages } from '../api'
import styles from './Queue.module.css'

const NEAR_END = 20

export interface QueueProps<Row> {
  /** What waits here, for a screen reader. */
  label: string
  pages: Pages<Row>
  rows: readonly Row[]
  /** The identity of a row as an element of the page. */
  idOf: (row: Row) => string
  /** The one that is open, by that identity. */
  at: string | null
  open: (row: Row) => void
  rowHeight: number
  listRef?: Ref<HTMLDivElement>
  children: (row: Row) => ReactNode
}

/** What waits for a person, one below the other, as many as there may be; the one that is open stays in sight. */
export function Queue<Row>({ label, pages, rows, idOf, at, open, rowHeight, listRef, children }: QueueProps<Row>) {
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
  })
  const place = rows.findIndex((row) => idOf(row) === at)
  const last = virtual.getVirtualItems().at(-1)?.index ?? 0
  useEffect(() => {
    if (place >= 0) virtual.scrollToIndex(place, { align: 'auto' })
  }, [place, virtual])
  useEffect(() => {
    if (pages.more && !pages.fetching && Math.max(last, place) > rows.length - NEAR_END) pages.fetchMore()
  }, [pages, last, place, rows.length])
  return (
    <div className={styles.scroller} ref={scroller}>
      <div
        aria-activedescendant={at ?? undefined}
        aria-label={label}
        className={styles.queue}
        ref={listRef}
        role="listbox"
        style={{ height: virtual.getTotalSize() }}
        tabIndex={0}
      >
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = rows[index]
          return row === undefined ? null : (
            <div
              aria-selected={idOf(row) === at}
              className={styles.row}
              id={idOf(row)}
              key={idOf(row)}
              onMouseDown={() => open(row)}
              role="option"
              style={{ transform: `translateY(${start}px)`, height: rowHeight }}
              tabIndex={-1}
            >
              {children(row)}
            </div>
          )
        })}
      </div>
    </div>
  )
}
