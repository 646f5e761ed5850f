import { Button } from '@mantine/core'
import { useMemo, useState } from 'react'
import type { DepositRow } from '../../../preload/contract/clearing'
import { ReceiptId } from '../../../preload/contract/ids'
import { formatYen } from '../../../preload/contract/money'
import { useCall, useMay, usePages } from '../../api'
import { useAddress, useSort } from '../../parts/address'
import { DataTable } from '../../parts/DataTable'
import { useKeys } from '../../parts/keys'
import { Page } from '../../parts/Page'
import { useWords } from '../../words'
import { ExportDialog } from '../exports/ExportDialog'
import { SavedViews } from '../saved-views/SavedViews'
import { tableNameOf } from '../saved-views/saved-view'
import { DepositFilters } from './DepositFilters'
import { DepositPanel } from './DepositPanel'
import { depositColumns } from './deposit-columns'
import { depositFilterOf, ownAmount } from './deposit-filter'
import styles from './deposits.module.css'

const SORTS = ['booked', 'amount', 'remitter'] as const
const idOf = (row: DepositRow) => row.id

/** 入金: every credit line of every statement. Enter opens one beside the list; the panel then follows the selection. */
export function DepositsView() {
  const { t } = useWords()
  const { values, set } = useAddress()
  const filter = useMemo(() => depositFilterOf(values), [values])
  const [sort] = useSort(SORTS, { key: 'booked', descending: true })
  const pages = usePages('deposits.list', (cursor) => ({ filter, sort: sort.key, descending: sort.descending, cursor }))
  // The sum of a very long list is asked for where it is needed (the export), not at every change of a filter.
  const isLong = pages.matching?.capped ?? true
  const totals = useCall('deposits.totals', { filter }, { enabled: !isLong }).data
  const sum = totals ? t('deposits.counted', { count: totals.rows, total: formatYen(totals.total) }) : null
  const counted = pages.matching?.capped ? t('parts.rowsCapped', { count: pages.matching.count.toLocaleString() }) : sum
  const ofMerchant = filter.merchantId !== undefined
  const columns = useMemo(() => depositColumns(t, ofMerchant), [t, ofMerchant])
  const named = ReceiptId.safeParse(Number(values.deposit))
  const openId = named.success ? named.data : null
  const setOpenId = (id: ReceiptId | null) => set({ deposit: id === null ? null : String(id) })
  const [exporting, setExporting] = useState(false)
  const mayExport = useMay('export')
  useKeys([{ keys: 'Escape', label: t('parts.close'), run: () => setOpenId(null) }], { enabled: openId !== null })
  return (
    <Page
      actions={
        mayExport ? (
          <Button onClick={() => setExporting(true)} size="xs" variant="default">
            {t('exports.action')}
          </Button>
        ) : null
      }
      counted={counted}
      fill
      filters={
        <>
          <SavedViews list="deposits" />
          <DepositFilters filter={filter} set={set} />
        </>
      }
      title={t('deposits.title')}
    >
      <div className={styles.beside}>
        <div className={styles.list}>
          <DataTable
            amountOf={ownAmount}
            columns={columns}
            empty={{ title: t('deposits.emptyTitle'), text: t('deposits.emptyText') }}
            label={t('deposits.title')}
            name={tableNameOf('deposits', values.view)}
            onOpen={(row) => setOpenId(row.id)}
            onSelection={(rows) => openId !== null && rows.length === 1 && setOpenId(rows[0]?.id ?? openId)}
            onSort={(next) => set({ sort: next.key, order: next.descending ? 'down' : 'up' })}
            pages={pages}
            rowId={idOf}
            sort={sort}
          />
        </div>
        {openId === null ? null : <DepositPanel close={() => setOpenId(null)} id={openId} />}
      </div>
      <ExportDialog
        list="deposits"
        merchantId={filter.merchantId ?? null}
        from={filter.from ?? null}
        to={filter.to ?? null}
        onClose={() => setExporting(false)}
        opened={exporting}
      />
    </Page>
  )
}
