/*
 * 監査: who did what, when, at which seat, chained by hash. It is read here and never changed; whether the chain is unbroken
 * is told by the verification of the ledger (settings).
 */
import { Button, TextInput } from '@mantine/core'
import { useMemo, useState } from 'react'
import { Link } from 'wouter'
import type { AuditRow } from '../../../preload/contract/audit'
import { formatDate } from '../../../preload/contract/date'
import { usePages } from '../../api'
import { actorName } from '../../parts/actor'
import { useAddress } from '../../parts/address'
import { Code } from '../../parts/Code'
import { DataTable } from '../../parts/DataTable'
import { DateField } from '../../parts/DateField'
import { formatInstant, InstantText } from '../../parts/DateText'
import { type FilterChip, FilterChips } from '../../parts/FilterChips'
import { Page } from '../../parts/Page'
import type { TableColumn } from '../../parts/table-columns'
import { useWords, type Words } from '../../words'
import { SavedViews } from '../saved-views/SavedViews'
import { tableNameOf } from '../saved-views/saved-view'
import { AuditRecord } from './AuditRecord'
import { type AuditFilter, auditFilterOf, detailLine } from './audit-filter'

const idOf = (row: AuditRow) => `${row.stream}-${row.sequence}`

function columnsOf(t: Words): TableColumn<AuditRow>[] {
  return [
    {
      id: 'at',
      header: t('audit.at'),
      width: 160,
      cell: (row) => <InstantText at={row.at} seconds />,
      text: (row) => formatInstant(row.at, true),
    },
    { id: 'actor', header: t('audit.actor'), width: 140, cell: (row) => actorName(row.actor), text: (row) => row.actor },
    { id: 'action', header: t('audit.action'), width: 200, cell: (row) => <Code>{row.action}</Code>, text: (row) => row.action },
    { id: 'subject', header: t('audit.subject'), width: 190, cell: (row) => <Code>{row.subject}</Code>, text: (row) => row.subject },
    {
      id: 'detail',
      header: t('audit.detail'),
      width: 280,
      grow: true,
      cell: (row) => <span title={detailLine(row.detail)}>{detailLine(row.detail)}</span>,
      text: (row) => detailLine(row.detail),
    },
    { id: 'seat', header: t('audit.seat'), width: 110, cell: (row) => row.seat, text: (row) => row.seat },
    {
      id: 'sequence',
      header: t('audit.sequence'),
      width: 90,
      align: 'right',
      hidden: true,
      cell: (row) => row.sequence,
      text: (row) => row.sequence,
    },
    { id: 'stream', header: t('audit.stream'), width: 120, hidden: true, cell: (row) => row.stream, text: (row) => row.stream },
    { id: 'hash', header: t('audit.hash'), width: 160, hidden: true, cell: (row) => <Code>{row.hash}</Code>, text: (row) => row.hash },
  ]
}

type Change = (changes: Readonly<Record<string, string | null>>) => void

/** One box of the filter, told when it is left or Enter is pressed. */
function FilterBox({ label, value, onChange }: { label: string; value: string; onChange: (text: string) => void }) {
  return (
    <TextInput
      key={value}
      size="xs"
      w={150}
      aria-label={label}
      placeholder={label}
      defaultValue={value}
      maxLength={60}
      onBlur={(event) => onChange(event.currentTarget.value.trim())}
      onKeyDown={(event) => event.key === 'Enter' && !event.nativeEvent.isComposing && onChange(event.currentTarget.value.trim())}
    />
  )
}

function AuditFilters({ filter, set }: { filter: AuditFilter; set: Change }) {
  const { t } = useWords()
  const named: readonly [id: string, name: string, value: string | undefined][] = [
    ['actor', t('audit.filterActor'), filter.actor],
    ['action', t('audit.filterAction'), filter.action],
    ['subject', t('audit.filterSubject'), filter.subject],
    ['from', t('audit.from'), filter.from && formatDate(filter.from)],
    ['to', t('audit.to'), filter.to && formatDate(filter.to)],
  ]
  const chips: FilterChip[] = named.flatMap(([id, name, value]) =>
    value ? [{ id, name, value, onRemove: () => set({ [id]: null }) }] : [],
  )
  return (
    <>
      <FilterBox label={t('audit.filterActor')} value={filter.actor ?? ''} onChange={(actor) => set({ actor })} />
      <FilterBox label={t('audit.filterAction')} value={filter.action ?? ''} onChange={(action) => set({ action })} />
      <FilterBox label={t('audit.filterSubject')} value={filter.subject ?? ''} onChange={(subject) => set({ subject })} />
      <DateField aria-label={t('audit.from')} size="xs" w={116} value={filter.from ?? null} onChange={(from) => set({ from })} />
      <span aria-hidden="true">–</span>
      <DateField aria-label={t('audit.to')} size="xs" w={116} value={filter.to ?? null} onChange={(to) => set({ to })} />
      <FilterChips chips={chips} onClear={() => set({ actor: null, action: null, subject: null, from: null, to: null })} />
    </>
  )
}

export function AuditView() {
  const { t } = useWords()
  const { values, set } = useAddress()
  const filter = useMemo(() => auditFilterOf(values), [values])
  const pages = usePages('audit.list', (cursor) => ({ ...filter, cursor }))
  const columns = useMemo(() => columnsOf(t), [t])
  const [shown, setShown] = useState<AuditRow | null>(null)
  const toVerify = (
    <Button component={Link} href="/settings#ledger" size="xs" variant="default">
      {t('audit.verify')}
    </Button>
  )
  return (
    <Page
      title={t('audit.title')}
      filters={
        <>
          <SavedViews list="audit" />
          <AuditFilters filter={filter} set={set} />
        </>
      }
      actions={toVerify}
      fill
    >
      <DataTable
        name={tableNameOf('audit', values.view)}
        label={t('audit.title')}
        pages={pages}
        columns={columns}
        rowId={idOf}
        onOpen={setShown}
        empty={{ title: t('audit.empty'), text: t('audit.emptyText') }}
      />
      <AuditRecord record={shown} onClose={() => setShown(null)} />
    </Page>
  )
}
