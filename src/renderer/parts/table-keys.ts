import { useEffect, useRef, useState } from 'react'
import { useWords, type Words } from '../words'
import { type KeyBinding, useKeys } from './keys'
import { allChosen, extendedBy, movedBy, NOTHING_CHOSEN, type RowSelection, toggledAt } from './row-selection'
import type { TableColumn } from './table-columns'
import { asHtml, asTsv } from './table-text'

export interface KeyedTable<Row> {
  rows: readonly Row[]
  ids: readonly string[]
  shown: readonly TableColumn<Row>[]
  onOpen?: (row: Row) => void
  onSelection?: (rows: readonly Row[]) => void
  scrollTo: (index: number) => void
  keys?: boolean
}

const PAGE_ROWS = 20

function bindingsOf(
  t: Words,
  act: { move: (rows: number) => void; extend: (rows: number) => void; toggle: () => void; all: () => void; open?: () => void },
): KeyBinding[] {
  return [
    { keys: 'ArrowDown', label: t('parts.moveUpDown'), run: () => act.move(1) },
    { keys: 'ArrowUp', label: t('parts.moveUpDown'), run: () => act.move(-1) },
    { keys: 'PageDown', label: t('parts.moveUpDown'), run: () => act.move(PAGE_ROWS) },
    { keys: 'PageUp', label: t('parts.moveUpDown'), run: () => act.move(-PAGE_ROWS) },
    { keys: 'Shift+ArrowDown', label: t('parts.keyExtend'), run: () => act.extend(1) },
    { keys: 'Shift+ArrowUp', label: t('parts.keyExtend'), run: () => act.extend(-1) },
    { keys: 'Space', label: t('parts.keySelect'), run: act.toggle },
    { keys: 'Ctrl+a', label: t('parts.selectAll'), run: act.all },
    ...(act.open ? [{ keys: 'Enter', label: t('parts.keyOpen'), run: act.open }] : []),
    { keys: 'Ctrl+c', label: t('parts.keyCopy'), run: () => undefined, native: true },
  ]
}

const textIsSelected = () => (window.getSelection()?.toString() ?? '') !== ''
const inField = (target: EventTarget | null) => target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement

/** Puts the selected rows (or the one under the cursor) on the clipboard as a table, unless text is selected. */
function useCopy<Row>(rows: readonly Row[], shown: readonly TableColumn<Row>[], enabled: boolean): void {
  const latest = useRef({ rows, shown })
  latest.current = { rows, shown }
  useEffect(() => {
    if (!enabled) return
    const copy = (event: ClipboardEvent) => {
      const { rows: chosen, shown: columns } = latest.current
      if (chosen.length === 0 || textIsSelected() || inField(event.target) || !event.clipboardData) return
      const table = [columns.map((column) => column.header), ...chosen.map((row) => columns.map((column) => column.text(row)))]
      event.clipboardData.setData('text/plain', asTsv(table))
      event.clipboardData.setData('text/html', asHtml(table))
      event.preventDefault()
    }
    document.addEventListener('copy', copy)
    return () => document.removeEventListener('copy', copy)
  }, [enabled])
}

/** The selection of a table and its keys: ↑↓, Shift, Space, Ctrl+A, Enter, Ctrl+C. */
export function useTableKeys<Row>(table: KeyedTable<Row>): {
  selection: RowSelection
  select: (selection: RowSelection) => void
  chosen: readonly Row[]
} {
  const { rows, ids, shown, onOpen, onSelection, scrollTo } = table
  const { t } = useWords()
  const [selection, select] = useState(NOTHING_CHOSEN)
  const enabled = table.keys ?? true
  const go = (next: RowSelection) => {
    select(next)
    if (next.cursor >= 0) scrollTo(next.cursor)
  }
  const atCursor = rows[selection.cursor]
  const open = onOpen && (() => atCursor !== undefined && onOpen(atCursor))
  const bindings = bindingsOf(t, {
    move: (by) => go(movedBy(selection, ids, by)),
    extend: (by) => go(extendedBy(selection, ids, by)),
    toggle: () => go(toggledAt(selection, ids, selection.cursor)),
    all: () => select(allChosen(selection, ids)),
    ...(open ? { open: () => void open() } : {}),
  })
  useKeys(bindings, { enabled })
  const chosen = rows.filter((_, index) => selection.chosen.has(ids[index] ?? ''))
  useCopy(chosen.length === 0 && atCursor !== undefined ? [atCursor] : chosen, shown, enabled)
  const chosenIds = [...selection.chosen].join(' ')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the view is told when the selection changes, not when it draws
  useEffect(() => {
    onSelection?.(chosen)
  }, [chosenIds])
  return { selection, select, chosen }
}
