import { Table } from '@mantine/core'
import type { MethodPaid } from '../../../preload/contract/by-method'
import type { BusinessDate } from '../../../preload/contract/date'
import { sumYen, type Yen } from '../../../preload/contract/money'
import { useCall } from '../../api'
import { Money } from '../../parts/Money'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import styles from './methods.module.css'

const figures = new Intl.NumberFormat('ja-JP')
const taken = ['tax', 'transferFee', 'offsets', 'remainder'] as const

/** 振込: what left with payouts of the period, method by method and together, down to the yen that was paid. */
export function MethodsPaid({ period }: { period: { from: BusinessDate; to: BusinessDate } }) {
  const { t } = useWords()
  const asked = useCall('byMethod.payouts', period)
  const { rows, inAll } = asked.data ?? {}
  return (
    <section className={styles.part}>
      <h2>{t('methods.paidOut')}</h2>
      <RefusalText error={asked.error} title={t('parts.errorTitle')} />
      {rows?.length === 0 ? <p className={styles.none}>{t('methods.paidNone')}</p> : null}
      {rows && inAll && rows.length > 0 ? (
        <>
          <Table aria-label={t('methods.paidOut')} className={styles.table} verticalSpacing={4} w="auto">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('orders.method')}</Table.Th>
                <Table.Th>{t('methods.orders')}</Table.Th>
                <Table.Th>{`${t('methods.amount')} (${t('parts.yen')})`}</Table.Th>
                <Table.Th>{`${t('methods.fees')} (${t('parts.yen')})`}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map((row) => (
                <Paid key={row.method} name={row.method ? t(`nouns.paymentMethod.${row.method}`) : t('methods.noOrder')} row={row} />
              ))}
            </Table.Tbody>
            <Table.Tfoot>
              <Paid name={t('methods.total')} row={together(rows)} />
            </Table.Tfoot>
          </Table>
          <p className={styles.sum}>
            <span>{t('methods.payouts', { count: figures.format(inAll.payouts) })}</span>
            <Part amount={inAll.gross} name={t('methods.amount')} />
            <Part amount={inAll.fees} name={t('methods.fees')} sign="−" />
            {taken.map((part) =>
              inAll[part] === 0 ? null : <Part amount={inAll[part]} key={part} name={t(`methods.${part}`)} sign="−" />,
            )}
            <Part amount={inAll.net} name={t('methods.net')} sign="=" />
          </p>
        </>
      ) : null}
    </section>
  )
}

const together = (rows: readonly MethodPaid[]): Omit<MethodPaid, 'method'> => ({
  orders: rows.reduce((count, { orders }) => count + orders, 0),
  amount: sumYen(rows.map(({ amount }) => amount)),
  fees: sumYen(rows.map(({ fees }) => fees)),
})

function Paid({ name, row: { orders, amount, fees } }: { name: string; row: Omit<MethodPaid, 'method'> }) {
  return (
    <Table.Tr>
      <Table.Th scope="row">{name}</Table.Th>
      <Table.Td>{figures.format(orders)}</Table.Td>
      <Table.Td>
        <Money amount={amount} />
      </Table.Td>
      <Table.Td>
        <Money amount={fees} />
      </Table.Td>
    </Table.Tr>
  )
}

function Part({ name, amount, sign }: { name: string; amount: Yen; sign?: string }) {
  return (
    <span>
      {sign ? `${sign} ` : ''}
      {name} <Money amount={amount} />
    </span>
  )
}
