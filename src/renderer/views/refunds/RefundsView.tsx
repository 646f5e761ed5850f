import { Button, SegmentedControl } from '@mantine/core'
import { useMemo, useState } from 'react'
import { Link, useLocation } from 'wouter'
import { formatYen } from '../../../preload/contract/money'
import { type RefundRow, RefundState } from '../../../preload/contract/refunds'
import { useCall, useMay, usePages } from '../../api'
import { actorName } from '../../parts/actor'
import { useAddress } from '../../parts/address'
import { Code } from '../../parts/Code'
import { instantColumn, textColumn, yenColumn } from '../../parts/columns'
import { DataTable } from '../../parts/DataTable'
import { Page } from '../../parts/Page'
import type { TableColumn } from '../../parts/table-columns'
import { useWords, type Words } from '../../words'
import { PlanRefunds } from './PlanRefunds'
import { RefundStateChip } from './RefundStateChip'

const idOf = (row: RefundRow) => row.id
const amountOf = (row: RefundRow) => row.amount
const TABS = ['requested', 'approved', 'in_run', 'handed_over', 'presumed_paid', 'returned', 'confirmed'] as const

/** 返金: what goes back to payers, by where it stands. Enter opens one. */
export function RefundsView() {
  const { t } = useWords()
  const [, navigate] = useLocation()
  const { values, set } = useAddress()
  const state = RefundState.optional().catch(undefined).parse(values.state)
  const filter = useMemo(() => (state ? { state } : {}), [state])
  const pages = usePages('refunds.list', (cursor) => ({ filter, cursor }))
  const total = useCall('refunds.list', { filter, cursor: null }).data?.total
  const columns = useMemo(() => refundColumns(t), [t])
  const mayRefund = useMay('refund')
  const [planning, setPlanning] = useState(false)
  return (
    <Page
      actions={
        mayRefund ? (
          <Button onClick={() => setPlanning(true)} size="xs">
            {t('refunds.plan')}
          </Button>
        ) : null
      }
      counted={total === undefined ? null : t('refunds.counted', { amount: formatYen(total) })}
      fill
      filters={
        <SegmentedControl
          aria-label={t('refunds.stateName')}
          data={[{ value: '', label: t('refunds.all') }, ...TABS.map((value) => ({ value, label: t(`refunds.state.${value}`) }))]}
          onChange={(value) => set({ state: value })}
          size="xs"
          value={state ?? ''}
        />
      }
      title={t('refunds.title')}
    >
      <DataTable
        amountOf={amountOf}
        columns={columns}
        empty={state ? undefined : { title: t('refunds.empty'), text: t('refunds.emptyText') }}
        label={t('refunds.title')}
        name="refunds"
        onOpen={(row) => navigate(`/refunds/${row.id}`)}
        pages={pages}
        rowId={idOf}
      />
      {planning ? <PlanRefunds onClose={() => setPlanning(false)} /> : null}
    </Page>
  )
}

function refundColumns(t: Words): TableColumn<RefundRow>[] {
  return [
    {
      id: 'payer',
      header: t('refunds.payer'),
      width: 160,
      cell: (row) => <Link href={`/refunds/${row.id}`}>{row.payerName || '–'}</Link>,
      text: (row) => row.payerName,
    },
    yenColumn({ id: 'amount', header: `${t('refunds.amount')} (${t('parts.yen')})`, width: 110 }, (row) => row.amount),
    {
      id: 'state',
      header: t('refunds.stateName'),
      width: 170,
      cell: (row) => <RefundStateChip state={row.state} />,
      text: (row) => t(`refunds.state.${row.state}`),
    },
    textColumn({ id: 'cause', header: t('refunds.causeName'), width: 130 }, (row) => t(`refunds.cause.${row.cause}`)),
    {
      id: 'order',
      header: t('refunds.order'),
      width: 140,
      cell: (row) =>
        row.orderId === null ? (
          '–'
        ) : (
          <Link href={`/orders/${row.orderId}`}>
            <Code>{row.orderNumber}</Code>
          </Link>
        ),
      text: (row) => row.orderNumber ?? '',
    },
    textColumn({ id: 'merchant', header: t('refunds.merchant'), width: 150, grow: true }, (row) => row.merchantName ?? '–'),
    {
      id: 'run',
      header: t('refunds.run'),
      width: 130,
      cell: (row) => (row.runId === null ? '–' : <Link href={`/payouts/${row.runId}`}>{row.runName}</Link>),
      text: (row) => row.runName ?? '',
    },
    textColumn({ id: 'madeBy', header: t('refunds.made'), width: 100 }, (row) => actorName(row.madeBy)),
    instantColumn({ id: 'madeAt', header: t('payouts.madeAt') }, (row) => row.madeAt),
  ]
}
