import { Table } from '@mantine/core'
import type { ColumnChange } from '../../../preload/contract/column-profile'
import { useWords } from '../../words'
import styles from './collections.module.css'

/** The columns as they were when their meaning was said, beside those of the file. */
export function ChangedColumns({ columns }: { columns: readonly ColumnChange[] }) {
  const { t } = useWords()
  return (
    <Table className={styles.kinds} verticalSpacing={4} w="auto">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('collections.mapping.was')}</Table.Th>
          <Table.Th>{t('collections.mapping.is')}</Table.Th>
          <Table.Th>{t('collections.mapping.change')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {columns.map(({ was, is, change, from, to }) => (
          <Table.Tr key={`${from}-${to}`}>
            <Table.Td>{from === null ? '–' : `${from} ${was}`}</Table.Td>
            <Table.Td>{to === null ? '–' : `${to} ${is}`}</Table.Td>
            <Table.Td className={change === 'same' ? styles.dimmed : styles.warned}>{t(`collections.mapping.changes.${change}`)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
