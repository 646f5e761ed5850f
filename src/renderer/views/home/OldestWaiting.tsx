import { Table, Text } from '@mantine/core'
import { Link } from 'wouter'
import type { Home } from '../../../preload/contract/audit'
import { formatDate } from '../../../preload/contract/date'
import { useMay } from '../../api'
import { writeAddress } from '../../parts/address'
import { Money } from '../../parts/Money'
import { useWords } from '../../words'
import styles from './home.module.css'
import { Panel } from './Panel'

/** The deposits that have waited longest; each opens at the clearing desk, or in the list for those who do not clear. */
export function OldestWaiting({ rows }: { rows: Home['oldestWaiting'] }) {
  const { t } = useWords()
  const mayClear = useMay('clear')
  const linkTo = (row: Home['oldestWaiting'][number]) =>
    mayClear ? writeAddress('/clearing', { deposit: row.receiptId }) : writeAddress('/deposits', { open: true, deposit: row.receiptId })
  return (
    <Panel title={t('home.oldest')}>
      {rows.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('home.oldestNone')}
        </Text>
      ) : (
        <Table verticalSpacing={3} className={styles.table}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('home.bookedOn')}</Table.Th>
              <Table.Th>{t('home.remitter')}</Table.Th>
              <Table.Th ta="right">{t('home.amount')}</Table.Th>
              <Table.Th ta="right">{t('home.days')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row) => (
              <Table.Tr key={row.receiptId}>
                <Table.Td>{formatDate(row.bookedOn)}</Table.Td>
                <Table.Td className={styles.clipped}>
                  <Link href={linkTo(row)}>{row.remitterName || t('home.nameless')}</Link>
                </Table.Td>
                <Table.Td ta="right">
                  <Money amount={row.amount} />
                </Table.Td>
                <Table.Td ta="right">{t('home.daysOld', { count: row.days })}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Panel>
  )
}
