import { Table } from '@mantine/core'
import { formatYen } from '../../../preload/contract/money'
import type { OrderFilePreview } from '../../../preload/contract/orders'
import { Code } from '../../parts/Code'
import { DateText } from '../../parts/DateText'
import { Money } from '../../parts/Money'
import { useWords } from '../../words'
import styles from './intake.module.css'

/** What an order file would do: its number and sum, its period, how it was written, and its first rows as they were read. */
export function OrderFilePreviewView({ preview }: { preview: OrderFilePreview }) {
  const { t } = useWords()
  return (
    <div className={styles.plan}>
      <p>
        <strong>{preview.fileName}</strong> <span className={styles.dimmed}>{preview.encoding}</span>
      </p>
      <p>
        {t('intake.orderTotals', { count: preview.rows, total: formatYen(preview.total) })} · {t('intake.orderPeriod')}{' '}
        <DateText date={preview.receivedFrom} /> – <DateText date={preview.receivedTo} />
      </p>
      <p className={styles.dimmed}>
        {t('intake.orderProtected', { count: preview.protectedRows })} ·{' '}
        {t('intake.virtualAccountsFree', { count: preview.virtualAccountsFree })}
      </p>
      <p className={styles.dimmed}>{t('intake.orderNote')}</p>
      <Table className={styles.sample}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('parts.rowNumber')}</Table.Th>
            <Table.Th>{t('orders.orderNumber')}</Table.Th>
            <Table.Th>{t('orders.receivedOn')}</Table.Th>
            <Table.Th>{t('orders.goods')}</Table.Th>
            <Table.Th>{t('orders.payerName')}</Table.Th>
            <Table.Th>{t('orders.dueOn')}</Table.Th>
            <Table.Th className={styles.figure}>{`${t('orders.amount')} (${t('parts.yen')})`}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {preview.sample.map((row) => (
            <Table.Tr key={row.row}>
              <Table.Td>{row.row}</Table.Td>
              <Table.Td>
                <Code>{row.orderNumber}</Code>
              </Table.Td>
              <Table.Td>
                <DateText date={row.receivedOn} />
              </Table.Td>
              <Table.Td>{row.goods}</Table.Td>
              <Table.Td>{row.payerName}</Table.Td>
              <Table.Td>
                <DateText date={row.dueOn} />
              </Table.Td>
              <Table.Td className={styles.figure}>
                <Money amount={row.amount} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}
