import { Link } from 'wouter'
import type { OrderRow } from '../../../preload/contract/orders'
import { Code } from '../../parts/Code'
import { dateColumn, textColumn, yenColumn } from '../../parts/columns'
import type { TableColumn } from '../../parts/table-columns'
import type { Words } from '../../words'
import { OrderStatusChip } from './OrderStatusChip'

/** The consolidated list: order number, received date, goods, method, status, amount, date paid, payout date, note; more on demand. */
export function orderColumns(t: Words): TableColumn<OrderRow>[] {
  const yenHeader = (name: string) => `${name} (${t('parts.yen')})`
  const statusOf = (row: OrderRow) => t(`nouns.orderStatus.${row.status}`)
  const methodOf = (row: OrderRow) => (row.method === null ? '–' : t(`nouns.paymentMethod.${row.method}`))
  return [
    orderNumberColumn(t),
    dateColumn({ id: 'receivedOn', header: t('orders.receivedOn'), sort: 'received' }, (row) => row.receivedOn),
    textColumn({ id: 'goods', header: t('orders.goods'), width: 160, grow: true }, (row) => row.goods),
    textColumn({ id: 'method', header: t('orders.method'), width: 110 }, methodOf),
    { id: 'status', header: t('orders.status'), width: 132, cell: (row) => <OrderStatusChip status={row.status} />, text: statusOf },
    yenColumn({ id: 'amount', header: yenHeader(t('orders.amount')), width: 120, sort: 'amount' }, (row) => row.amount),
    dateColumn({ id: 'paidOn', header: t('orders.paidOn'), sort: 'paid' }, (row) => row.paidOn),
    dateColumn({ id: 'payoutOn', header: t('orders.payoutOn'), sort: 'payout' }, (row) => row.payoutOn),
    textColumn({ id: 'note', header: t('orders.note'), width: 120 }, (row) => row.note),
    textColumn({ id: 'merchantName', header: t('orders.merchantName'), width: 160 }, (row) => row.merchantName),
    textColumn({ id: 'payerName', header: t('orders.payerName'), width: 140, hidden: true }, (row) => row.payerName),
    textColumn({ id: 'payerKana', header: t('orders.payerKana'), width: 160, hidden: true }, (row) => row.payerKana),
    dateColumn({ id: 'dueOn', header: t('orders.dueOn'), sort: 'due', hidden: true }, (row) => row.dueOn),
    yenColumn({ id: 'paidAmount', header: yenHeader(t('orders.paidAmount')), width: 120, hidden: true }, (row) => row.paidAmount),
    textColumn({ id: 'protection', header: t('orders.protection'), width: 120, hidden: true }, (row) =>
      t(`nouns.protection.${row.protection}`),
    ),
  ]
}

function orderNumberColumn(t: Words): TableColumn<OrderRow> {
  const cell = (row: OrderRow) => (
    <Link href={`/orders/${row.id}`}>
      <Code>{row.orderNumber}</Code>
    </Link>
  )
  return { id: 'orderNumber', header: t('orders.orderNumber'), width: 140, sort: 'order_number', cell, text: (row) => row.orderNumber }
}
