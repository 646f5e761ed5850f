import { Table } from '@mantine/core'
import type { ReactNode } from 'react'
import { useWords } from '../../words'
import styles from './merchants.module.css'

export interface DifferenceRow {
  key: string
  name: string
  /** What holds now, where there is something to compare with. */
  before?: ReactNode
  after: ReactNode
  changed: boolean
}

/** Terms one below the other; where others stand before them, both side by side with what differs marked in word and colour. */
export function Difference({ title, rows }: { title: string; rows: readonly DifferenceRow[] }) {
  const { t } = useWords()
  const compares = rows.some(({ before }) => before !== undefined)
  return (
    <Table className={styles.account} layout="auto" verticalSpacing={3} w="auto" withRowBorders={false}>
      {compares ? (
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{title}</Table.Th>
            <Table.Th>{t('merchants.before')}</Table.Th>
            <Table.Th>{t('merchants.after')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
      ) : null}
      <Table.Tbody>
        {rows.map(({ key, name, before, after, changed }) => (
          <Table.Tr data-changed={changed || undefined} key={key}>
            <Table.Th scope="row">{name}</Table.Th>
            {compares ? <Table.Td>{before}</Table.Td> : null}
            <Table.Td>
              {after}
              {changed ? <mark className={styles.changed}>{t('merchants.changed')}</mark> : null}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
