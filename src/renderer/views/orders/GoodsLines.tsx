import { Table } from '@mantine/core'
import { yen } from '../../../preload/contract/money'
import type { GoodsLine } from '../../../preload/contract/orders'
import { Money } from '../../parts/Money'
import { useWords } from '../../words'
import styles from './orders.module.css'

const figures = new Intl.NumberFormat('ja-JP')

/** What was ordered, line by line, as the shop posted it. */
export function GoodsLines({ lines }: { lines: readonly GoodsLine[] }) {
  const { t } = useWords()
  const inYen = (name: string) => `${name} (${t('parts.yen')})`
  return (
    <Table className={styles.money}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('orders.lineName')}</Table.Th>
          <Table.Th className={styles.figure}>{t('orders.quantity')}</Table.Th>
          <Table.Th className={styles.figure}>{inYen(t('orders.unitPrice'))}</Table.Th>
          <Table.Th className={styles.figure}>{inYen(t('orders.lineTotal'))}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines of an order never change
          <Table.Tr key={index}>
            <Table.Td>{line.name}</Table.Td>
            <Table.Td className={styles.figure}>{figures.format(line.quantity)}</Table.Td>
            <Table.Td className={styles.figure}>
              <Money amount={line.unitPrice} />
            </Table.Td>
            <Table.Td className={styles.figure}>
              <Money amount={yen(line.quantity * line.unitPrice)} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
