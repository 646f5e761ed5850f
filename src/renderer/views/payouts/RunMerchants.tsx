import { Button, Select } from '@mantine/core'
import { useMemo, useState } from 'react'
import { Link, useLocation } from 'wouter'
import { CarryReason, type PayoutRow, type PayoutRun, PayoutState } from '../../../preload/contract/payouts'
import { useAct, useMay, usePages } from '../../api'
import { AskReason } from '../../parts/AskReason'
import { useAddress } from '../../parts/address'
import { countColumn, textColumn, yenColumn } from '../../parts/columns'
import { DataTable } from '../../parts/DataTable'
import type { TableColumn } from '../../parts/table-columns'
import { useWords, type Words } from '../../words'
import styles from './payouts.module.css'
import { PayoutStateChip } from './RunStateChip'

const idOf = (row: PayoutRow) => row.id
const netOf = (row: PayoutRow) => row.net

/** The merchants of a run, each with its figures and why it is not paid; a supervisor takes single ones out. */
export function RunMerchants({ run }: { run: PayoutRun }) {
  const { t } = useWords()
  const [, navigate] = useLocation()
  const { values, set } = useAddress()
  const state = PayoutState.optional().catch(undefined).parse(values.state)
  const pages = usePages('payouts.merchants', (cursor) => ({ runId: run.id, ...(state ? { state } : {}), cursor }))
  const [out, setOut] = useState<PayoutRow | null>(null)
  const maySendBack = useMay('approve') && (run.state === 'draft' || run.state === 'submitted')
  const columns = useMemo(() => merchantColumns(t, maySendBack ? setOut : null), [t, maySendBack])
  return (
    <>
      <Select
        aria-label={t('payouts.state')}
        clearable
        data={PayoutState.options.map((value) => ({ value, label: t(`payouts.payout.${value}`) }))}
        onChange={(value) => set({ state: value })}
        placeholder={t('parts.all')}
        size="xs"
        value={state ?? null}
        w={200}
      />
      <div className={styles.list}>
        <DataTable
          amountOf={netOf}
          columns={columns}
          empty={{ title: t('payouts.merchantsEmpty') }}
          label={t('payouts.merchants')}
          name="payout-merchants"
          onOpen={(row) => navigate(`/payouts/${row.runId}/merchants/${row.id}`)}
          pages={pages}
          rowId={idOf}
        />
      </div>
      {out ? <SendBack onClose={() => setOut(null)} payout={out} run={run} /> : null}
    </>
  )
}

/** Why a payout is not sent: a reason of the rules in words, any other as it was said. */
export function reasonText(reason: string, t: Words): string {
  const known = CarryReason.options.find((each) => each === reason)
  return known ? t(`payouts.carried.${known}`) : reason
}

function merchantColumns(t: Words, sendBack: ((row: PayoutRow) => void) | null): TableColumn<PayoutRow>[] {
  const yenHeader = (name: string) => `${name} (${t('parts.yen')})`
  const out: TableColumn<PayoutRow> = {
    id: 'sendBack',
    header: t('payouts.sendBack'),
    width: 120,
    cell: (row) =>
      sendBack && row.state === 'planned' ? (
        <Button onClick={() => sendBack(row)} size="compact-xs" variant="default">
          {t('payouts.sendBack')}
        </Button>
      ) : null,
    text: () => '',
  }
  return [
    {
      id: 'merchant',
      header: t('payouts.merchants'),
      width: 180,
      cell: (row) => <Link href={`/payouts/${row.runId}/merchants/${row.id}`}>{row.merchantName}</Link>,
      text: (row) => row.merchantName,
    },
    {
      id: 'state',
      header: t('payouts.state'),
      width: 120,
      cell: (row) => <PayoutStateChip state={row.state} />,
      text: (row) => t(`payouts.payout.${row.state}`),
    },
    ...(sendBack ? [out] : []),
    textColumn({ id: 'why', header: t('payouts.why'), width: 150, grow: true }, (row) => reasonText(row.reason, t)),
    countColumn({ id: 'orders', header: t('payouts.figures.orders'), width: 70 }, (row) => row.orders),
    yenColumn({ id: 'gross', header: yenHeader(t('payouts.figures.gross')), width: 110 }, (row) => row.gross),
    yenColumn({ id: 'fees', header: yenHeader(t('payouts.figures.fees')), width: 110 }, (row) => row.fees),
    yenColumn({ id: 'tax', header: yenHeader(t('payouts.figures.tax')), width: 110 }, (row) => row.tax),
    yenColumn({ id: 'transferFee', header: yenHeader(t('payouts.figures.transferFee')), width: 120 }, (row) => row.transferFee),
    yenColumn({ id: 'offsets', header: yenHeader(t('payouts.figures.offsets')), width: 100 }, (row) => row.offsets),
    yenColumn({ id: 'net', header: yenHeader(t('payouts.figures.net')), width: 120 }, (row) => row.net),
  ]
}

function SendBack({ run, payout, onClose }: { run: PayoutRun; payout: PayoutRow; onClose: () => void }) {
  const { t } = useWords()
  const act = useAct('payouts.sendBack')
  return (
    <AskReason
      act={t('payouts.sendBack')}
      busy={act.isPending}
      error={act.error}
      label={t('payouts.reason')}
      onAct={(reason) => act.mutate({ id: run.id, version: run.version, payoutId: payout.id, reason }, { onSuccess: onClose })}
      onClose={onClose}
      takesAway
      text={t('payouts.sendBackText')}
      title={t('payouts.sendBackTitle', { merchant: payout.merchantName })}
    />
  )
}
