import { Table, Text } from '@mantine/core'
import { Link } from 'wouter'
import type { Home } from '../../../preload/contract/audit'
import { OrderStatus } from '../../../preload/contract/orders'
import { writeAddress } from '../../parts/address'
import { Money } from '../../parts/Money'
import { useWords } from '../../words'
import { OrderStatusChip } from '../orders/OrderStatusChip'
import styles from './home.module.css'
import { Panel } from './Panel'

const figures = new Intl.NumberFormat('ja-JP')

/** Orders by 決済ステータス; each status opens its orders. */
export function OrdersByStatus({ rows }: { rows: Home['orders'] }) {
  const { t } = useWords()
  const known = rows.flatMap((row) => {
    const status = OrderStatus.safeParse(row.status)
    return status.success ? [{ ...row, status: status.data }] : []
  })
  return (
    <Panel title={t('home.orders')}>
      {known.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('home.ordersNone')}
        </Text>
      ) : (
        <Table verticalSpacing={3} className={styles.table}>
          <Table.Tbody>
            {known.map((row) => (
              <Table.Tr key={row.status}>
                <Table.Td>
                  <Link href={writeAddress('/orders', { status: row.status })} className={styles.plain}>
                    <OrderStatusChip status={row.status} />
                  </Link>
                </Table.Td>
                <Table.Td ta="right">{t('parts.rows', { count: figures.format(row.count) })}</Table.Td>
                <Table.Td ta="right">
                  <Money amount={row.amount} unit={t('parts.yen')} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Panel>
  )
}
