import type { ReactNode } from 'react'

export interface Column<T> {
  readonly head: string
  readonly number?: boolean
  readonly cell: (row: T) => ReactNode
}

interface TableProps<T> {
  /** What the table is of; read aloud, and shown where `captionShown`. */
  readonly caption: string
  readonly captionShown?: boolean
  readonly columns: readonly Column<T>[]
  readonly rows: readonly T[]
  readonly keyOf: (row: T, at: number) => string | number
  readonly foot?: ReactNode
  /** On a telephone each row is a block, every cell with its head beside it; a cell of nothing is left out. */
  readonly stacks?: boolean
}

/** A table; wider than a telephone, it scrolls within itself. The first column names the row. */
export function Table<T>({ caption, captionShown, columns, rows, keyOf, foot, stacks }: TableProps<T>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: who uses a keyboard must be able to scroll it
    <section className={stacks ? 'scrolls stacks' : 'scrolls'} aria-label={caption} tabIndex={0}>
      <table>
        <caption className={captionShown ? undefined : 'unseen'}>{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ head, number }) => (
              <th key={head} scope="col" className={number ? 'number' : undefined}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={keyOf(row, at)}>
              {columns.map(({ head, number, cell }, place) =>
                place === 0 ? (
                  <th key={head} scope="row">
                    {cell(row)}
                  </th>
                ) : (
                  <td key={head} className={number ? 'number' : undefined} data-head={head}>
                    {cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
        {foot ? <tfoot>{foot}</tfoot> : null}
      </table>
    </section>
  )
}
