import { Select } from '@mantine/core'
import { useMemo } from 'react'
import type { NoticeId } from '../../../preload/contract/ids'
import { NoticeChannel, type NoticeFilter, type NoticeRow, NoticeState } from '../../../preload/contract/notices'
import { useCall, useMay, usePages } from '../../api'
import { useAddress } from '../../parts/address'
import { DataTable } from '../../parts/DataTable'
import { type FilterChip, FilterChips } from '../../parts/FilterChips'
import { useKeys } from '../../parts/keys'
import { Page } from '../../parts/Page'
import { useWords } from '../../words'
import { MerchantSelect } from '../merchants/MerchantSelect'
import { NoticePanel } from './NoticePanel'
import { noticeColumns } from './notice-columns'
import { noticeFilterOf } from './notice-filter'
import styles from './notices.module.css'
import { PrintLetters } from './PrintLetters'

const idOf = (row: NoticeRow) => row.id

/** 通知: everything anybody was told or is to be told. Enter opens one beside the list; the panel then follows the selection. */
export function NoticesView() {
  const { t } = useWords()
  const { values, set } = useAddress()
  const { filter, noticeId } = useMemo(() => noticeFilterOf(values), [values])
  const pages = usePages('notices.list', (cursor) => ({ filter, cursor }))
  const columns = useMemo(() => noticeColumns(t), [t])
  const mayTell = useMay('tell')
  const open = (id: NoticeId | null) => set({ notice: id === null ? null : String(id) })
  useKeys([{ keys: 'Escape', label: t('parts.close'), run: () => open(null) }], { enabled: noticeId !== null })
  const isFiltered = Object.values(filter).some((value) => value !== undefined)
  const { matching } = pages
  return (
    <Page
      actions={mayTell ? <PrintLetters /> : null}
      counted={matching ? t(matching.capped ? 'parts.rowsCapped' : 'parts.rows', { count: matching.count }) : null}
      fill
      filters={<Filters filter={filter} set={set} />}
      title={t('notices.title')}
    >
      <div className={styles.beside}>
        <div className={styles.list}>
          <DataTable
            columns={columns}
            empty={isFiltered ? { title: t('notices.noneFound') } : { title: t('notices.emptyTitle'), text: t('notices.emptyText') }}
            label={t('notices.title')}
            name="notices"
            onOpen={(row) => open(row.id)}
            onSelection={(rows) => noticeId !== null && rows.length === 1 && open(rows[0]?.id ?? noticeId)}
            pages={pages}
            rowId={idOf}
          />
        </div>
        {noticeId === null ? null : <NoticePanel close={() => open(null)} id={noticeId} key={noticeId} />}
      </div>
    </Page>
  )
}

type Change = (changes: Readonly<Record<string, string | null>>) => void

function Filters({ filter, set }: { filter: NoticeFilter; set: Change }) {
  const { t } = useWords()
  return (
    <>
      <Select
        aria-label={t('notices.state')}
        data={NoticeState.options.map((state) => ({ value: state, label: t(`nouns.noticeState.${state}`) }))}
        onChange={(state) => set({ state, troubled: null })}
        placeholder={t('notices.state')}
        size="xs"
        value={filter.state ?? null}
        w={130}
      />
      <Select
        aria-label={t('notices.channel')}
        data={NoticeChannel.options.map((channel) => ({ value: channel, label: t(`nouns.noticeChannel.${channel}`) }))}
        onChange={(channel) => set({ channel })}
        placeholder={t('notices.channel')}
        size="xs"
        value={filter.channel ?? null}
        w={120}
      />
      <MerchantSelect onChange={(id) => set({ merchant: id === null ? null : String(id) })} value={filter.merchantId ?? null} />
      <Chips filter={filter} set={set} />
    </>
  )
}

function Chips({ filter, set }: { filter: NoticeFilter; set: Change }) {
  const { t } = useWords()
  const merchants = useCall('merchants.list', {}).data?.rows ?? []
  const merchant = merchants.find((one) => one.id === filter.merchantId)
  const order = useCall('orders.get', { id: filter.orderId ?? 0 }, { enabled: filter.orderId !== undefined }).data
  const values: Readonly<Record<string, readonly [name: string, value: string | undefined]>> = {
    state: [t('notices.state'), filter.state && t(`nouns.noticeState.${filter.state}`)],
    troubled: [t('notices.state'), filter.troubled ? t('gateways.dead') : undefined],
    channel: [t('notices.channel'), filter.channel && t(`nouns.noticeChannel.${filter.channel}`)],
    merchant: [t('notices.merchant'), merchant?.name],
    order: [t('notices.orderNumber'), filter.orderId === undefined ? undefined : (order?.orderNumber ?? String(filter.orderId))],
  }
  const chips: FilterChip[] = Object.entries(values).flatMap(([id, [name, value]]) =>
    value ? [{ id, name, value, onRemove: () => set({ [id]: null }) }] : [],
  )
  return <FilterChips chips={chips} onClear={() => set(Object.fromEntries(Object.keys(values).map((id) => [id, null])))} />
}
