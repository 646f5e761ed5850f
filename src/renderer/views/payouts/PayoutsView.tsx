import { Button, SegmentedControl } from '@mantine/core'
import { type ReactNode, useMemo, useState } from 'react'
import { Link, useLocation } from 'wouter'
import { formatYen, type Yen } from '../../../preload/contract/money'
import { type PayoutRun, RunKind } from '../../../preload/contract/payouts'
import { useCall, useMay, usePages } from '../../api'
import { actorName } from '../../parts/actor'
import { useAddress } from '../../parts/address'
import { dateColumn, instantColumn, textColumn } from '../../parts/columns'
import { DataTable } from '../../parts/DataTable'
import { Page } from '../../parts/Page'
import type { TableColumn } from '../../parts/table-columns'
import { useWords, type Words } from '../../words'
import { PlanPayouts } from './PlanPayouts'
import { RunStateChip } from './RunStateChip'

const idOf = (row: PayoutRun) => row.id
const totalOf = (row: PayoutRun) => row.total

/** 振込・精算: the runs of transfers, newest first. Enter opens one. */
export function PayoutsView() {
  const { t } = useWords()
  const [, navigate] = useLocation()
  const { values, set } = useAddress()
  const kind = RunKind.catch('payouts').parse(values.kind)
  const pages = usePages('payouts.list', (cursor) => ({ kind, cursor }))
  const columns = useMemo(() => runColumns(t), [t])
  const mayPrepare = useMay('prepare_payouts')
  const [planning, setPlanning] = useState(false)
  const plan = mayPrepare ? (
    <Button onClick={() => setPlanning(true)} size="xs">
      {t('payouts.plan')}
    </Button>
  ) : null
  const none = { title: t('payouts.empty'), text: t(kind === 'payouts' ? 'payouts.emptyText' : 'payouts.emptyRefunds') }
  return (
    <Page
      actions={
        <>
          <Button component={Link} href="/payouts/calendar" size="xs" variant="default">
            {t('payouts.toCalendar')}
          </Button>
          {plan}
        </>
      }
      fill
      filters={
        <SegmentedControl
          aria-label={t('payouts.title')}
          data={RunKind.options.map((value) => ({ value, label: t(`payouts.kind.${value}`) }))}
          onChange={(value) => set({ kind: value === 'payouts' ? null : value })}
          size="xs"
          value={kind}
        />
      }
      title={t('payouts.title')}
    >
      <DataTable
        amountOf={totalOf}
        columns={columns}
        empty={kind === 'payouts' ? { ...none, action: plan } : none}
        label={t('payouts.title')}
        name="payout-runs"
        onOpen={(row) => navigate(`/payouts/${row.id}`)}
        pages={pages}
        rowId={idOf}
      />
      {planning ? <PlanPayouts onClose={() => setPlanning(false)} /> : null}
    </Page>
  )
}

function runColumns(t: Words): TableColumn<PayoutRun>[] {
  return [
    {
      id: 'name',
      header: t('payouts.name'),
      width: 150,
      cell: (row) => <Link href={`/payouts/${row.id}`}>{row.name}</Link>,
      text: (row) => row.name,
    },
    {
      id: 'state',
      header: t('payouts.state'),
      width: 140,
      cell: (row) => <RunStateChip state={row.state} />,
      text: (row) => t(`payouts.run.${row.state}`),
    },
    dateColumn({ id: 'closingOn', header: t('payouts.closingOn') }, (row) => row.closingOn),
    dateColumn({ id: 'payOn', header: t('payouts.payOn') }, (row) => row.payOn),
    figureColumn('transfers', t('payouts.transfers'), 90, ({ transfers }) => transfers.toLocaleString('ja-JP'), planned('payouts')),
    figureColumn('total', `${t('payouts.total')} (${t('parts.yen')})`, 130, ({ total }) => formatYen(total), planned('net')),
    textColumn({ id: 'account', header: t('payouts.account'), width: 160, grow: true }, (row) => row.account),
    textColumn({ id: 'madeBy', header: t('payouts.madeBy'), width: 110 }, (row) => actorName(row.madeBy)),
    instantColumn({ id: 'madeAt', header: t('payouts.madeAt') }, (row) => row.madeAt),
  ]
}

type Figure = 'payouts' | 'net'
const planned = (figure: Figure) => (row: PayoutRun) => (row.state === 'draft' ? <Planned figure={figure} run={row} /> : null)

function figureColumn(
  id: string,
  header: string,
  width: number,
  of: (row: PayoutRun) => string,
  beforeTheFile: (row: PayoutRun) => ReactNode,
): TableColumn<PayoutRun> {
  return { id, header, width, align: 'right', cell: (row) => beforeTheFile(row) ?? of(row), text: of }
}

/** Transfers are made when a run is submitted; of a draft its figures tell what they will be. */
function Planned({ run, figure }: { run: PayoutRun; figure: Figure }) {
  const figures = useCall('payouts.get', { id: run.id }, { enabled: run.kind === 'payouts' }).data?.facts.figures
  if (!figures) return <>–</>
  const amount: Yen = figures.net
  return <>{figure === 'net' ? formatYen(amount) : figures.payouts.toLocaleString('ja-JP')}</>
}
