import { Button } from '@mantine/core'
import { useMemo } from 'react'
import { Link, useLocation } from 'wouter'
import type { MerchantRow } from '../../../preload/contract/merchants'
import { useCall, useMay, wholeList } from '../../api'
import { useAddress } from '../../parts/address'
import { codeColumn, instantColumn, textColumn } from '../../parts/columns'
import { DataTable } from '../../parts/DataTable'
import { Page } from '../../parts/Page'
import { SearchField } from '../../parts/SearchField'
import type { TableColumn } from '../../parts/table-columns'
import { useWords, type Words } from '../../words'
import { MerchantStateChip } from './MerchantStateChip'

const idOf = (row: MerchantRow) => row.id

function columnsOf(t: Words): TableColumn<MerchantRow>[] {
  const methodsOf = (row: MerchantRow) => row.methods.map((method) => t(`nouns.paymentMethod.${method}`)).join('・')
  return [
    codeColumn({ id: 'number', header: t('merchants.registrationNumber'), width: 120 }, (row) => row.registrationNumber),
    nameColumn(t),
    textColumn({ id: 'kana', header: t('merchants.nameKana'), width: 200, hidden: true }, (row) => row.nameKana),
    codeColumn({ id: 'consignor', header: t('merchants.consignorCode'), width: 130 }, (row) => row.consignorCode),
    stateColumn(t),
    textColumn({ id: 'methods', header: t('merchants.methods'), width: 160 }, methodsOf),
    textColumn({ id: 'account', header: t('merchants.account'), width: 260 }, (row) => row.accountSummary),
    instantColumn({ id: 'registeredAt', header: t('merchants.registeredAt'), hidden: true }, (row) => row.registeredAt),
  ]
}

function nameColumn(t: Words): TableColumn<MerchantRow> {
  const cell = (row: MerchantRow) => (
    <Link href={`/merchants/${row.id}`} title={row.name}>
      {row.name}
    </Link>
  )
  return { id: 'name', header: t('merchants.name'), width: 240, grow: true, cell, text: (row) => row.name }
}

function stateColumn(t: Words): TableColumn<MerchantRow> {
  const staged = (row: MerchantRow) => (row.changeStaged ? ` ${t('merchants.changeStaged')}` : '')
  const cell = (row: MerchantRow) => (
    <>
      <MerchantStateChip state={row.state} />
      {staged(row)}
    </>
  )
  return { id: 'state', header: t('merchants.state'), width: 230, cell, text: (row) => t(`nouns.merchantState.${row.state}`) + staged(row) }
}

/** 加盟店: every merchant, those that wait for approval among them. */
export function MerchantsView() {
  const { t } = useWords()
  const [, navigate] = useLocation()
  const { values, set } = useAddress()
  const search = (values.q ?? '').slice(0, 100)
  const asked = useCall('merchants.list', { search })
  const rows = asked.data?.rows ?? []
  const columns = useMemo(() => columnsOf(t), [t])
  const register = useMay('prepare_merchants') ? (
    <Button component={Link} href="/merchants/new" size="xs">
      {t('merchants.registerTitle')}
    </Button>
  ) : null
  const empty =
    search === ''
      ? { title: t('merchants.emptyTitle'), text: t('merchants.emptyText'), action: register }
      : { title: t('merchants.noneFound') }
  return (
    <Page
      actions={register}
      counted={asked.data ? t('parts.rows', { count: rows.length }) : null}
      fill
      filters={<SearchField hint={t('merchants.searchHint')} onChange={(q) => set({ q })} value={search} />}
      title={t('merchants.title')}
    >
      <DataTable
        columns={columns}
        empty={empty}
        label={t('merchants.title')}
        name="merchants"
        onOpen={(row) => navigate(`/merchants/${row.id}`)}
        pages={wholeList(asked, rows)}
        rowId={idOf}
      />
    </Page>
  )
}
