import { Button, Text } from '@mantine/core'
import { type ReactNode, useMemo, useState } from 'react'
import { Link } from 'wouter'
import type { OpenReceivable } from '../../../preload/contract/exceptions'
import { formatYen, PositiveYen } from '../../../preload/contract/money'
import { useMay, usePages } from '../../api'
import { dateColumn, textColumn, yenColumn } from '../../parts/columns'
import { DataTable } from '../../parts/DataTable'
import { Dialog } from '../../parts/Dialog'
import { Page } from '../../parts/Page'
import { StatusChip } from '../../parts/StatusChip'
import type { TableColumn } from '../../parts/table-columns'
import { YenField } from '../../parts/YenField'
import { useWords, type Words } from '../../words'
import { AskEnding } from './AskEnding'
import styles from './exceptions.module.css'

const idOf = (row: OpenReceivable) => row.id
const openOf = (row: OpenReceivable) => row.open

/** 加盟店未収金: what merchants owe, the oldest first. Enter gives one up as a bad debt. */
export function Receivables({ tabs }: { tabs: ReactNode }) {
  const { t } = useWords()
  const pages = usePages('exceptions.receivables', (cursor) => ({ cursor }))
  const mayClear = useMay('clear')
  const [open, setOpen] = useState<OpenReceivable | null>(null)
  const columns = useMemo(() => receivableColumns(t, mayClear ? setOpen : null), [t, mayClear])
  const { matching } = pages
  return (
    <Page
      counted={matching ? t(matching.capped ? 'parts.rowsCapped' : 'parts.rows', { count: matching.count }) : null}
      fill
      filters={tabs}
      title={t('exceptions.title')}
    >
      <p className={styles.intro}>{t('exceptions.receivablesText')}</p>
      <DataTable
        amountOf={openOf}
        columns={columns}
        empty={{ title: t('exceptions.receivablesEmpty'), text: t('exceptions.receivablesEmptyText') }}
        label={t('exceptions.tab.receivables')}
        name="receivables"
        onOpen={(row) => mayClear && !row.asked && setOpen(row)}
        pages={pages}
        rowId={idOf}
      />
      {open ? <BadDebt onClose={() => setOpen(null)} receivable={open} /> : null}
    </Page>
  )
}

/** 貸倒れ: how much is given up, the entry, and that a supervisor agrees. */
function BadDebt({ receivable, onClose }: { receivable: OpenReceivable; onClose: () => void }) {
  const { t } = useWords()
  const [amount, setAmount] = useState<PositiveYen | null>(null)
  const { id: receivableId, merchantName, open } = receivable
  return (
    <Dialog onClose={onClose} opened title={t('exceptions.badDebtTitle', { merchant: merchantName })}>
      <AskEnding
        isNamed
        onClose={onClose}
        wish={{
          target: { of: 'receivable', receivableId },
          ending: 'bad_debt',
          bearer: 'agent',
          ...(amount === null ? {} : { amount }),
        }}
      >
        <Text size="sm">{t('exceptions.badDebtText', { amount: formatYen(open) })}</Text>
        <YenField
          label={t('exceptions.amount')}
          onChange={(typed) => setAmount(PositiveYen.safeParse(typed).data ?? null)}
          placeholder={formatYen(open)}
          size="xs"
          value={amount}
          w={160}
        />
      </AskEnding>
    </Dialog>
  )
}

function receivableColumns(t: Words, giveUp: ((row: OpenReceivable) => void) | null): TableColumn<OpenReceivable>[] {
  const yenHeader = (name: string) => `${name} (${t('parts.yen')})`
  const standing = ({ asked }: OpenReceivable) => t(asked ? 'exceptions.asked' : 'exceptions.offsets')
  return [
    {
      id: 'merchant',
      header: t('exceptions.merchant'),
      width: 180,
      grow: true,
      cell: (row) => (
        <Link href={`/merchants/${row.merchantId}`} title={row.merchantName}>
          {row.merchantName}
        </Link>
      ),
      text: (row) => row.merchantName,
    },
    textColumn({ id: 'kind', header: t('exceptions.owedFor'), width: 120 }, (row) => t(`payouts.receivable.${row.kind}`)),
    dateColumn({ id: 'owedOn', header: t('exceptions.owedOn') }, (row) => row.owedOn),
    {
      ...textColumn<OpenReceivable>({ id: 'days', header: t('exceptions.ageing'), width: 80 }, (row) =>
        t('exceptions.days', { count: row.days }),
      ),
      align: 'right',
    },
    yenColumn({ id: 'open', header: yenHeader(t('exceptions.open')), width: 110 }, openOf),
    ...(giveUp ? [giveUpColumn(t, giveUp)] : []),
    {
      id: 'standing',
      header: t('exceptions.standing'),
      width: 170,
      cell: (row) => <StatusChip tone={row.asked ? 'wait' : 'going'}>{standing(row)}</StatusChip>,
      text: standing,
    },
    yenColumn({ id: 'owed', header: yenHeader(t('exceptions.owed')), width: 110 }, (row) => row.amount),
    textColumn({ id: 'note', header: t('exceptions.note'), width: 160, hidden: true }, (row) => row.note || '–'),
  ]
}

function giveUpColumn(t: Words, giveUp: (row: OpenReceivable) => void): TableColumn<OpenReceivable> {
  const cell = (row: OpenReceivable) =>
    row.asked ? null : (
      <Button
        aria-label={t('exceptions.badDebtOf', { merchant: row.merchantName })}
        onClick={() => giveUp(row)}
        size="compact-xs"
        variant="default"
      >
        {t('exceptions.badDebt')}
      </Button>
    )
  return { id: 'end', header: t('exceptions.endings'), width: 130, cell, text: () => '' }
}
