import { Button } from '@mantine/core'
import { useMemo, useState } from 'react'
import { Link, useLocation } from 'wouter'
import { formatYen } from '../../../preload/contract/money'
import { type OrderRow, OrderSort } from '../../../preload/contract/orders'
import { useCall, useMay, usePages } from '../../api'
import { useAddress, useSort, writeAddress } from '../../parts/address'
import { DataTable } from '../../parts/DataTable'
import { Page } from '../../parts/Page'
import { useWords } from '../../words'
import { ExportDialog } from '../exports/ExportDialog'
import { SavedViews } from '../saved-views/SavedViews'
import { tableNameOf } from '../saved-views/saved-view'
import { OrderFilters } from './OrderFilters'
import { orderColumns } from './order-columns'
import { orderFilterOf } from './order-filter'

const idOf = (row: OrderRow) => row.id
const amountOf = (row: OrderRow) => row.amount

/** 注文: the consolidated list over all merchants and methods, with its exact number and sum. Enter opens an order. */
export function OrdersView() {
  const { t } = useWords()
  const [, navigate] = useLocation()
  const { values, set } = useAddress()
  const filter = useMemo(() => orderFilterOf(values), [values])
  const [sort] = useSort(OrderSort.options, { key: 'received', descending: true })
  const pages = usePages('orders.list', (cursor) => ({ filter, sort: sort.key, descending: sort.descending, cursor }))
  // The sum of a very long list is asked for where it is needed (the export), not at every change of a filter.
  const isLong = pages.matching?.capped ?? true
  const totals = useCall('orders.totals', { filter }, { enabled: !isLong }).data
  const sum = totals ? t('orders.counted', { count: totals.rows, total: formatYen(totals.total) }) : null
  const counted = pages.matching?.capped ? t('parts.rowsCapped', { count: pages.matching.count.toLocaleString() }) : sum
  const columns = useMemo(() => orderColumns(t), [t])
  const [exporting, setExporting] = useState(false)
  const mayExport = useMay('export')
  const mayBringIn = useMay('bring_in')
  const bringIn = (
    <Button component={Link} href="/intake?tab=orders" size="xs" variant="default">
      {t('orders.bringIn')}
    </Button>
  )
  return (
    <Page
      actions={
        <>
          <Button
            component={Link}
            href={writeAddress('/orders/methods', { from: filter.receivedFrom, to: filter.receivedTo })}
            size="xs"
            variant="default"
          >
            {t('methods.open')}
          </Button>
          {mayBringIn ? bringIn : null}
          {mayExport ? (
            <Button onClick={() => setExporting(true)} size="xs" variant="default">
              {t('exports.action')}
            </Button>
          ) : null}
        </>
      }
      counted={counted}
      fill
      filters={
        <>
          <SavedViews list="orders" />
          <OrderFilters filter={filter} set={set} />
        </>
      }
      title={t('orders.title')}
    >
      <DataTable
        amountOf={amountOf}
        columns={columns}
        empty={{ title: t('orders.emptyTitle'), text: t('orders.emptyText'), action: mayBringIn ? bringIn : null }}
        label={t('orders.title')}
        name={tableNameOf('orders', values.view)}
        onOpen={(row) => navigate(`/orders/${row.id}`)}
        onSort={(next) => set({ sort: next.key, order: next.descending ? 'down' : 'up' })}
        pages={pages}
        rowId={idOf}
        sort={sort}
      />
      <ExportDialog
        from={filter.receivedFrom ?? null}
        list="orders"
        merchantId={filter.merchantId ?? null}
        onClose={() => setExporting(false)}
        opened={exporting}
        to={filter.receivedTo ?? null}
      />
    </Page>
  )
}
