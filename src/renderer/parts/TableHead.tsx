// biome-ignore-all lint/a11y/useFocusableInteractive: one stop for the keyboard is enough: the list as a whole
// biome-ignore-all lint/a11y/useSemanticElements: rows that are drawn as they scroll into sight cannot be a <table>; the roles say what they are
import { Checkbox, Menu } from '@mantine/core'
import type { ReactTable, RowData } from '@tanstack/react-table'
import type { CSSProperties } from 'react'
import { useWords } from '../words'
import type { Sort } from './address'
import type { TableFeaturesUsed } from './DataTable'
import styles from './DataTable.module.css'
import { type TableColumn, type TableTaste, visibility } from './table-columns'

interface TableHeadProps<Row extends RowData> {
  table: ReactTable<TableFeaturesUsed, Row>
  shown: readonly TableColumn<Row>[]
  width: number
  cellStyle: (column: TableColumn<Row>) => CSSProperties
  sort?: Sort<string> | undefined
  onSort?: ((sort: Sort<string>) => void) | undefined
}

const SORTED = { true: 'descending', false: 'ascending' } as const

/** The header row: each column sorts by its name, is widened at its edge, and may be hidden by the menu. */
export function TableHead<Row extends RowData>(props: TableHeadProps<Row>) {
  const { table, shown, sort, onSort, cellStyle } = props
  const { t } = useWords()
  const headers = table.getFlatHeaders()
  return (
    <div role="rowgroup" className={styles.head} style={{ minWidth: `calc(${props.width}px + var(--column-menu))` }}>
      <div role="row" aria-rowindex={1} className={styles.headRow}>
        {shown.map((column) => {
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
            >
              {column.sort !== undefined && onSort ? (
                <button
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
                <span className={styles.headText}>{column.header}</span>
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

/** Which columns are shown; kept per person. The first names the row and stays. */
export function ColumnMenu<Row>({ columns, taste, onTaste }: ColumnMenuProps<Row>) {
  const { t } = useWords()
  const shown = visibility(columns, taste)
  return (
    <Menu closeOnItemClick={false} position="bottom-end" withinPortal>
      <Menu.Target>
        <button type="button" className={styles.columnMenu} title={t('parts.columnsShown')}>
          {t('parts.columns')}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {columns.map((column, index) => (
          <Menu.Item
            key={column.id}
            disabled={index === 0}
            role="menuitemcheckbox"
            aria-checked={shown[column.id] === true}
            onClick={() => onTaste({ shown: { ...taste.shown, [column.id]: shown[column.id] !== true } })}
            leftSection={<Checkbox.Indicator size="xs" checked={shown[column.id] === true} />}
          >
            {column.header}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={() => onTaste({ shown: {}, widths: {} })}>{t('parts.columnsReset')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
