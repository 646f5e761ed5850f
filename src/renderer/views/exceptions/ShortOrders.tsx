import { type ReactNode, useMemo, useState } from 'react'
import { Link } from 'wouter'
import type { OrderRow } from '../../../preload/contract/orders'
import { useMay, usePages } from '../../api'
import { Code } from '../../parts/Code'
import { dateColumn, textColumn, yenColumn } from '../../parts/columns'
import { DataTable } from '../../parts/DataTable'
import { Page } from '../../parts/Page'
import type { TableColumn } from '../../parts/table-columns'
import { useWords, type Words } from '../../words'
import { AcceptLess, AcceptLessDialog, missingOf } from './AcceptLess'
import styles from './exceptions.module.css'

const idOf = (row: OrderRow) => row.id

/** 不足: orders that were paid in part, the earliest due first. Enter accepts one short. */
export function ShortOrders({ tabs }: { tabs: ReactNode }) {
  const { t } = useWords()
  const pages = usePages('orders.list', (cursor) => ({ filter: { status: 'partially_paid' }, sort: 'due', descending: false, cursor }))
  const mayClear = useMay('clear')
  const columns = useMemo(() => orderColumns(t, mayClear), [t, mayClear])
  const [open, setOpen] = useState<OrderRow | null>(null)
  return (
    <Page
      counted={pages.matching ? t('exceptions.counted', { count: pages.matching.count }) : null}
      fill
      filters={tabs}
      title={t('exceptions.title')}
    >
      <p className={styles.intro}>{t('exceptions.shortText')}</p>
      <DataTable
        amountOf={missingOf}
        columns={columns}
        empty={{ title: t('exceptions.shortEmpty'), text: t('exceptions.shortEmptyText') }}
        label={t('exceptions.tab.short')}
        name="short-orders"
        onOpen={(row) => mayClear && setOpen(row)}
        pages={pages}
        rowId={idOf}
      />
      {open ? <AcceptLessDialog onClose={() => setOpen(null)} order={open} /> : null}
    </Page>
  )
}

function orderColumns(t: Words, mayClear: boolean): TableColumn<OrderRow>[] {
  const yenHeader = (name: string) => `${name} (${t('parts.yen')})`
  const end: TableColumn<OrderRow> = {
    id: 'end',
    header: t('exceptions.endings'),
    width: 180,
    cell: (row) => <AcceptLess compact order={row} />,
    text: () => '',
  }
  return [
    {
      id: 'order',
      header: t('exceptions.order'),
      width: 130,
      cell: (row) => (
        <Link href={`/orders/${row.id}`}>
          <Code>{row.orderNumber}</Code>
        </Link>
      ),
      text: (row) => row.orderNumber,
    },
    textColumn({ id: 'merchant', header: t('exceptions.merchant'), width: 160, grow: true }, (row) => row.merchantName),
    textColumn({ id: 'payer', header: t('exceptions.payer'), width: 110 }, (row) => row.payerName),
    dateColumn({ id: 'dueOn', header: t('exceptions.dueOn') }, (row) => row.dueOn),
    yenColumn({ id: 'missing', header: yenHeader(t('exceptions.missing')), width: 110 }, missingOf),
    ...(mayClear ? [end] : []),
    yenColumn({ id: 'amount', header: yenHeader(t('exceptions.orderAmount')), width: 120 }, (row) => row.amount),
    yenColumn({ id: 'paid', header: yenHeader(t('exceptions.paid')), width: 120 }, (row) => row.paidAmount),
  ]
}
