// biome-ignore-all lint/a11y/useSemanticElements: rows that are drawn as they scroll into sight cannot be a <table>; the roles say what they are
import {
  type ColumnSizingState,
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  type RowData,
  tableFeatures,
  type Updater,
  useTable,
} from '@tanstack/react-table'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type CSSProperties, type MouseEvent, useEffect, useId, useMemo, useRef } from 'react'
import type { Pages } from '../api'
import { useWords } from '../words'
import type { Sort } from './address'
import styles from './DataTable.module.css'
import { preference } from './preferences'
import { clickedAt } from './row-selection'
import { useListFigures } from './status'
import { ColumnMenu, TableHead } from './TableHead'
import { type EmptyWords, TableEmpty, TableError } from './TableStates'
import { arranged, movedColumn, type TableColumn, useTaste, visibility } from './table-columns'
import { useTableKeys } from './table-keys'

export interface DataTableProps<Row> {
  /** Under this name the person's columns are kept; one per list. */
  name: string
  /** What is listed, for a screen reader. */
  label: string
  pages: Pages<Row>
  columns: readonly TableColumn<Row>[]
  rowId: (row: Row) => string | number
  sort?: Sort<string>
  onSort?: (sort: Sort<string>) => void
  /** Enter or a double click. */
  onOpen?: (row: Row) => void
  onSelection?: (rows: readonly Row[]) => void
  /** The amount of a row in yen, for the sum of the selection. */
  amountOf?: (row: Row) => number
  empty?: EmptyWords
  /** False where the screen gives the keys to something else. */
  keys?: boolean
}

const features = tableFeatures({ columnVisibilityFeature, columnSizingFeature, columnResizingFeature })
export type TableFeaturesUsed = typeof features
const OVERSCAN = 12
const FETCH_AHEAD = 30

const rowHeight = () => (preference('density') === 'compact' ? 26 : 32)

function useColumnModel<Row extends RowData>(name: string, unordered: readonly TableColumn<Row>[], rows: readonly Row[]) {
  const [taste, change] = useTaste(name)
  const columns = useMemo(() => arranged(unordered, taste.order), [unordered, taste.order])
  const definitions = useMemo(
    () =>
      columns.map((column) => ({
        id: column.id,
        header: column.header,
        size: column.width,
        minSize: 48,
        maxSize: 1200,
        enableHiding: true,
      })),
    [columns],
  )
  const table = useTable({
    features,
    data: rows,
    columns: definitions,
    columnResizeMode: 'onChange',
    state: { columnVisibility: visibility(columns, taste), columnSizing: taste.widths },
    onColumnSizingChange: (updater: Updater<ColumnSizingState>) =>
      change({ widths: typeof updater === 'function' ? updater({ ...taste.widths }) : updater }),
  })
  const shownIds = table.getVisibleLeafColumns().map((column) => column.id)
  const shown = shownIds.flatMap((id) => columns.find((column) => column.id === id) ?? [])
  const move = (id: string, to: string) =>
    change({
      order: movedColumn(
        columns.map((column) => column.id),
        id,
        to,
      ),
    })
  return { table, taste, change, shown, columns, move }
}

/** A list as a table: virtual rows over keyset pages, sorted by the server, selected and opened by keyboard. */
export function DataTable<Row extends RowData>(props: DataTableProps<Row>) {
  const { pages, rowId, onOpen, amountOf } = props
  const { rows } = pages
  const { t } = useWords()
  const gridId = useId()
  const scroller = useRef<HTMLDivElement>(null)
  const { table, taste, change, shown, columns, move } = useColumnModel(props.name, props.columns, rows)
  const ids = useMemo(() => rows.map((row) => String(rowId(row))), [rows, rowId])
  const height = rowHeight()
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: OVERSCAN,
    scrollPaddingStart: 32,
  })
  const { selection, select, chosen } = useTableKeys({ ...props, rows, ids, shown, scrollTo: (index) => virtual.scrollToIndex(index) })
  useListFigures({
    rows: pages.matching?.count ?? rows.length,
    capped: pages.matching?.capped ?? false,
    elapsedMs: pages.elapsedMs,
    selected: chosen.length,
    selectedSum: amountOf && chosen.length > 0 ? chosen.reduce((sum, row) => sum + amountOf(row), 0) : null,
  })
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? -1
  const wantsMore = pages.more && !pages.fetching && last >= rows.length - FETCH_AHEAD
  useEffect(() => {
    if (wantsMore) pages.fetchMore()
  }, [wantsMore, pages.fetchMore])

  const click = (index: number, event: MouseEvent) => {
    if (event.target instanceof Element && event.target.closest('a, button, input')) return
    select(clickedAt(selection, ids, index, { ctrl: event.ctrlKey || event.metaKey, shift: event.shiftKey }))
  }
  const width = table.getTotalSize()
  const growing = shown.find((column) => column.grow)?.id ?? shown.at(-1)?.id
  const cellStyle = (column: TableColumn<Row>) => {
    const size = table.getColumn(column.id)?.getSize() ?? column.width
    return { flex: `${column.id === growing ? 1 : 0} 0 ${size}px`, minWidth: size, textAlign: column.align ?? 'left' } as const
  }
  const atCursor = items.some((item) => item.index === selection.cursor) ? `${gridId}-${selection.cursor}` : undefined
  return (
    <div className={styles.frame}>
      <div className={styles.bar} data-busy={pages.fetching || undefined} role="presentation" />
      <div
        ref={scroller}
        className={styles.scroller}
        role="grid"
        aria-label={props.label}
        aria-multiselectable="true"
        aria-busy={pages.fetching}
        aria-rowcount={pages.more || pages.matching?.capped ? -1 : rows.length + 1}
        aria-activedescendant={atCursor}
        tabIndex={0}
      >
        <TableHead {...{ table, shown, width, cellStyle }} sort={props.sort} onSort={props.onSort} onMove={move} />
        <div
          role="rowgroup"
          className={styles.rows}
          style={{ height: virtual.getTotalSize(), minWidth: `calc(${width}px + var(--column-menu))` }}
        >
          {items.map((item) => {
            const row = rows[item.index]
            const id = ids[item.index]
            if (row === undefined || id === undefined) return null
            return (
              <TableRow
                key={id}
                id={`${gridId}-${item.index}`}
                row={row}
                index={item.index}
                shown={shown}
                cellStyle={cellStyle}
                chosen={selection.chosen.has(id)}
                atCursor={item.index === selection.cursor}
                style={{ height, transform: `translateY(${item.start}px)` }}
                onClick={click}
                onOpen={onOpen}
              />
            )
          })}
        </div>
      </div>
      <ColumnMenu columns={columns} taste={taste} onTaste={change} />
      {pages.error && rows.length === 0 ? <TableError error={pages.error} onAgain={pages.again} /> : null}
      {!pages.error && !pages.pending && rows.length === 0 ? <TableEmpty words={props.empty} /> : null}
      {pages.pending && !pages.error ? <p className={styles.pending}>{t('parts.loading')}</p> : null}
    </div>
  )
}

interface TableRowProps<Row> {
  id: string
  row: Row
  index: number
  shown: readonly TableColumn<Row>[]
  cellStyle: (column: TableColumn<Row>) => CSSProperties
  chosen: boolean
  atCursor: boolean
  style: CSSProperties
  onClick: (index: number, event: MouseEvent) => void
  onOpen: ((row: Row) => void) | undefined
}

function TableRow<Row>({ id, row, index, shown, cellStyle, chosen, atCursor, style, onClick, onOpen }: TableRowProps<Row>) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys of the table are those of useTableKeys
    <div
      id={id}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={chosen}
      tabIndex={-1}
      className={styles.row}
      data-cursor={atCursor || undefined}
      style={style}
      onClick={(event) => onClick(index, event)}
      onDoubleClick={() => onOpen?.(row)}
    >
      {shown.map((column) => (
        <div key={column.id} role="gridcell" tabIndex={-1} className={styles.cell} style={cellStyle(column)}>
          {column.cell(row)}
        </div>
      ))}
    </div>
  )
}
