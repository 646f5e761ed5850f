import { Button, Group } from '@mantine/core'
import { type ReactNode, useCallback, useMemo } from 'react'
import { formatDate } from '../../../preload/contract/date'
import type { DocumentFilter, DocumentRow } from '../../../preload/contract/documents'
import { formatYen, type Yen } from '../../../preload/contract/money'
import { useAct, useCall, useMay, usePages } from '../../api'
import { actorName } from '../../parts/actor'
import { useAddress } from '../../parts/address'
import { codeColumn, countColumn, dateColumn, instantColumn, textColumn, yenColumn } from '../../parts/columns'
import { DataTable } from '../../parts/DataTable'
import { DateField } from '../../parts/DateField'
import { type FilterChip, FilterChips } from '../../parts/FilterChips'
import { Page } from '../../parts/Page'
import { RefusalText } from '../../parts/RefusalText'
import { SearchField } from '../../parts/SearchField'
import type { TableColumn } from '../../parts/table-columns'
import { YenField } from '../../parts/YenField'
import { useWords, type Words } from '../../words'
import { useSaving } from '../exports/useSaving'
import { MerchantSelect } from '../merchants/MerchantSelect'
import { documentFilterOf } from './document-filter'
import styles from './statements.module.css'

const idOf = (row: DocumentRow) => row.id
const amountOf = (row: DocumentRow) => row.amount

/** Every paper as it was made, found by day, amount and counterparty (電子帳簿保存法). Enter saves it once more. */
export function Documents({ tabs }: { tabs: ReactNode }) {
  const { t } = useWords()
  const { values, set } = useAddress()
  const filter = useMemo(() => documentFilterOf(values), [values])
  const pages = usePages('documents.list', (cursor) => ({ filter, cursor }))
  const mayExport = useMay('export')
  const { saved, error, open } = useOpening()
  const columns = useMemo(() => documentColumns(t, mayExport ? open : null), [t, mayExport, open])
  const { matching } = pages
  const filtered = Object.values(filter).some((value) => value !== undefined)
  return (
    <Page
      counted={matching ? t(matching.capped ? 'parts.rowsCapped' : 'parts.rows', { count: matching.count }) : null}
      fill
      filters={
        <>
          {tabs}
          <Filters filter={filter} set={set} />
        </>
      }
      title={t('statements.title')}
    >
      {error || saved ? (
        <div className={styles.making}>
          <RefusalText error={error} />
          {saved && !error ? (
            <p role="status">{t(saved.done ? 'statements.saved' : 'statements.notSaved', { file: saved.fileName })}</p>
          ) : null}
        </div>
      ) : null}
      <DataTable
        amountOf={amountOf}
        columns={columns}
        empty={
          filtered
            ? { title: t('statements.documentsNone'), text: t('statements.documentsNoneText') }
            : { title: t('statements.documentsEmpty'), text: t('statements.documentsEmptyText') }
        }
        label={t('statements.documents')}
        name="documents"
        onOpen={(row) => mayExport && open(row)}
        pages={pages}
        rowId={idOf}
      />
    </Page>
  )
}

/** Takes a document out once more and saves it. */
function useOpening() {
  const act = useAct('documents.open')
  const { saved, error, save } = useSaving()
  const { mutate } = act
  const open = useCallback(({ id }: DocumentRow) => mutate({ id }, { onSuccess: (file) => void save(file) }), [mutate, save])
  return { open, saved, error: act.error ?? error }
}

type Change = (changes: Readonly<Record<string, string | null>>) => void

/** What is asked for, and the filters in force as chips. All of it stands in the address. */
function Filters({ filter, set }: { filter: DocumentFilter; set: Change }) {
  const { t } = useWords()
  const amount = (name: 'least' | 'most', label: string, value: Yen | undefined) => (
    <YenField
      aria-label={label}
      onChange={(typed) => set({ [name]: typed === null ? null : String(typed) })}
      placeholder={label}
      size="xs"
      value={value ?? null}
      w={130}
    />
  )
  return (
    <>
      <SearchField hint={t('statements.counterpartyHint')} onChange={(q) => set({ q })} value={filter.counterparty ?? ''} />
      <MerchantSelect onChange={(id) => set({ merchant: id === null ? null : String(id) })} value={filter.merchantId ?? null} />
      <Group gap={8} wrap="nowrap">
        <DateField aria-label={t('statements.from')} onChange={(from) => set({ from })} size="xs" value={filter.from ?? null} w={112} />
        <span aria-hidden="true">–</span>
        <DateField aria-label={t('statements.to')} onChange={(to) => set({ to })} size="xs" value={filter.to ?? null} w={112} />
      </Group>
      <Group gap={8} wrap="nowrap">
        {amount('least', t('statements.amountFrom'), filter.amountFrom)}
        <span aria-hidden="true">–</span>
        {amount('most', t('statements.amountTo'), filter.amountTo)}
      </Group>
      <Chips filter={filter} set={set} />
    </>
  )
}

function Chips({ filter, set }: { filter: DocumentFilter; set: Change }) {
  const { t } = useWords()
  const merchants = useCall('merchants.list', {}).data?.rows ?? []
  const values: Readonly<Record<string, readonly [name: string, value: string | undefined]>> = {
    q: [t('statements.counterparty'), filter.counterparty],
    merchant: [t('statements.merchant'), merchants.find(({ id }) => id === filter.merchantId)?.name],
    from: [t('statements.from'), filter.from && formatDate(filter.from)],
    to: [t('statements.to'), filter.to && formatDate(filter.to)],
    least: [t('statements.amountFrom'), filter.amountFrom === undefined ? undefined : formatYen(filter.amountFrom)],
    most: [t('statements.amountTo'), filter.amountTo === undefined ? undefined : formatYen(filter.amountTo)],
  }
  const chips: FilterChip[] = Object.entries(values).flatMap(([id, [name, value]]) =>
    value ? [{ id, name, value, onRemove: () => set({ [id]: null }) }] : [],
  )
  return <FilterChips chips={chips} onClear={() => set(Object.fromEntries(Object.keys(values).map((id) => [id, null])))} />
}

function documentColumns(t: Words, open: ((row: DocumentRow) => void) | null): TableColumn<DocumentRow>[] {
  return [
    dateColumn({ id: 'day', header: t('statements.day') }, (row) => row.day),
    textColumn({ id: 'kind', header: t('statements.kindName'), width: 110, hidden: true }, (row) => t(`statements.kind.${row.kind}`)),
    textColumn({ id: 'counterparty', header: t('statements.counterparty'), width: 180 }, (row) => row.counterparty),
    yenColumn({ id: 'amount', header: `${t('statements.amount')} (${t('parts.yen')})`, width: 120 }, (row) => row.amount),
    textColumn({ id: 'fileName', header: t('statements.fileName'), width: 200, grow: true }, (row) => row.fileName),
    ...(open ? [openColumn(t, open)] : []),
    countColumn({ id: 'bytes', header: t('statements.bytes'), width: 110, hidden: true }, (row) => row.bytes),
    codeColumn({ id: 'sha256', header: t('statements.digest'), width: 200, hidden: true }, (row) => row.sha256),
    textColumn({ id: 'madeBy', header: t('statements.madeBy'), width: 110 }, (row) => actorName(row.madeBy)),
    instantColumn({ id: 'madeAt', header: t('statements.madeAt') }, (row) => row.madeAt),
  ]
}

function openColumn(t: Words, open: (row: DocumentRow) => void): TableColumn<DocumentRow> {
  const cell = (row: DocumentRow) => (
    <Button aria-label={t('statements.openOf', { file: row.fileName })} onClick={() => open(row)} size="compact-xs" variant="default">
      {t('statements.open')}
    </Button>
  )
  return { id: 'open', header: t('statements.open'), width: 90, cell, text: () => '' }
}
