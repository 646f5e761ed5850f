// biome-ignore-all lint/a11y/useFocusableInteractive: one stop for the keyboard is enough: the list as a whole
// biome-ignore-all lint/a11y/useSemanticElements: rows that are drawn as they scroll into sight cannot be a <table>; the roles say what they are
import { Checkbox, Menu } from '@mantine/core'
import type { ReactTable, RowData } from '@tanstack/react-table'
import { type CSSProperties, type KeyboardEvent, useRef, useState } from 'react'
import { useWords } from '../words'
import type { Sort } from './address'
import type { TableFeaturesUsed } from './DataTable'
import styles from './DataTable.module.css'
import { movedColumn, PLAIN_TASTE, type TableColumn, type TableTaste, visibility } from './table-columns'

interface TableHeadProps<Row extends RowData> {
  table: ReactTable<TableFeaturesUsed, Row>
  shown: readonly TableColumn<Row>[]
  width: number
  cellStyle: (column: TableColumn<Row>) => CSSProperties
  sort?: Sort<string> | undefined
  onSort?: ((sort: Sort<string>) => void) | undefined
  /** A column was dropped where another stands. */
  onMove: (id: string, to: string) => void
}

const SORTED = { true: 'descending', false: 'ascending' } as const

/** The header row: each column sorts by its name, is moved by it, is widened at its edge, and may be hidden by the menu. */
export function TableHead<Row extends RowData>(props: TableHeadProps<Row>) {
  const { table, shown, sort, onSort, cellStyle } = props
  const { t } = useWords()
  const headers = table.getFlatHeaders()
  const [over, setOver] = useState<string | null>(null)
  const dragged = useRef<string | null>(null)
  const drop = (id: string) => {
    if (dragged.current !== null && dragged.current !== id) props.onMove(dragged.current, id)
    dragged.current = null
    setOver(null)
  }
  return (
    <div role="rowgroup" className={styles.head} style={{ minWidth: `calc(${props.width}px + var(--column-menu))` }}>
      <div role="row" aria-rowindex={1} className={styles.headRow}>
        {shown.map((column, index) => {
          const dragging = {
            draggable: index > 0,
            onDragStart: () => {
              dragged.current = column.id
            },
            onDragEnd: () => {
              dragged.current = null
              setOver(null)
            },
          }
          const sorted = sort !== undefined && column.sort === sort.key
          const header = headers.find((one) => one.column.id === column.id)
          const direction = sorted ? SORTED[`${sort.descending}`] : undefined
          return (
            <div
              key={column.id}
              role="columnheader"
              tabIndex={-1}
              className={styles.headCell}
              style={cellStyle(column)}
              aria-sort={direction}
              data-over={over === column.id || undefined}
              onDragOver={(event) => {
                if (dragged.current === null || index === 0) return
                event.preventDefault()
                setOver(column.id)
              }}
              onDrop={(event) => {
                event.preventDefault()
                drop(column.id)
              }}
            >
              {column.sort !== undefined && onSort ? (
                <button
                  {...dragging}
                  type="button"
                  className={styles.sort}
                  title={t('parts.sortBy', { column: column.header })}
                  onClick={() => onSort({ key: column.sort ?? '', descending: sorted ? !sort.descending : true })}
                >
                  {column.header}
                  {sorted ? (
                    <span aria-hidden="true" className={styles.arrow}>
                      {sort.descending ? '▼' : '▲'}
                    </span>
                  ) : null}
                </button>
              ) : (
                <span {...dragging} className={styles.headText}>
                  {column.header}
                </span>
              )}
              {/* biome-ignore lint/a11y/noStaticElementInteractions: widths are a matter of the mouse; nothing is hidden from the keyboard */}
              <span
                className={styles.edge}
                title={t('parts.resizeColumn', { column: column.header })}
                onMouseDown={header?.getResizeHandler()}
              />
            </div>
          )
        })}
      </div>
    </div>
  )
}

interface ColumnMenuProps<Row> {
  columns: readonly TableColumn<Row>[]
  taste: TableTaste
  onTaste: (change: Partial<TableTaste>) => void
}

/** Which columns are shown, and in which order (left and right arrow); kept per person. The first names the row and stays. */
export function ColumnMenu<Row>({ columns, taste, onTaste }: ColumnMenuProps<Row>) {
  const { t } = useWords()
  const shown = visibility(columns, taste)
  const ids = columns.map((column) => column.id)
  const menu = useRef<HTMLDivElement>(null)
  const move = (id: string) => (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    onTaste({ order: movedColumn(ids, id, step) })
    // The item is drawn anew at its new place; the keyboard goes along.
    requestAnimationFrame(() => menu.current?.querySelector<HTMLElement>(`[data-column="${CSS.escape(id)}"]`)?.focus())
  }
  return (
    <Menu closeOnItemClick={false} position="bottom-end" withinPortal>
      <Menu.Target>
        <button type="button" className={styles.columnMenu} title={t('parts.columnsShown')}>
          {t('parts.columns')}
        </button>
      </Menu.Target>
      <Menu.Dropdown ref={menu}>
        <Menu.Label>{t('parts.columnsKeys')}</Menu.Label>
        {columns.map((column, index) => (
          <Menu.Item
            key={column.id}
            disabled={index === 0}
            data-column={column.id}
            onKeyDown={move(column.id)}
            role="menuitemcheckbox"
            aria-checked={shown[column.id] === true}
            onClick={() => onTaste({ shown: { ...taste.shown, [column.id]: shown[column.id] !== true } })}
            leftSection={<Checkbox.Indicator size="xs" checked={shown[column.id] === true} />}
          >
            {column.header}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={() => onTaste(PLAIN_TASTE)}>{t('parts.columnsReset')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
