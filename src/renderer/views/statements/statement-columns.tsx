import { Button, Group } from '@mantine/core'
import { Link } from 'wouter'
import type { StatementFormat, StatementRow } from '../../../preload/contract/documents'
import { codeColumn, dateColumn, textColumn, yenColumn } from '../../parts/columns'
import { StatusChip } from '../../parts/StatusChip'
import type { TableColumn } from '../../parts/table-columns'
import type { Words } from '../../words'
import { PayoutStateChip } from '../payouts/RunStateChip'

export type MakeStatement = (row: StatementRow, format: StatementFormat) => void

/** Merchants of a closing: whose statement can be made, what it comes to, and the files to save. */
export function statementColumns(t: Words, make: MakeStatement | null): TableColumn<StatementRow>[] {
  return [
    {
      id: 'merchant',
      header: t('statements.merchant'),
      width: 200,
      cell: (row) => (
        <Link href={`/merchants/${row.merchantId}`} title={row.merchantName}>
          {row.merchantName}
        </Link>
      ),
      text: (row) => row.merchantName,
      grow: true,
    },
    standingColumn(t),
    ...(make ? [filesColumn(t, make)] : []),
    yenColumn({ id: 'net', header: `${t('statements.net')} (${t('parts.yen')})`, width: 120 }, (row) => row.net),
    dateColumn({ id: 'payOn', header: t('statements.payOn') }, (row) => row.payOn),
    codeColumn({ id: 'number', header: t('statements.number'), width: 190 }, (row) => row.number ?? '–'),
    {
      id: 'state',
      header: t('statements.state'),
      width: 180,
      cell: (row) => (row.state === null ? '–' : <PayoutStateChip state={row.state} />),
      text: (row) => (row.state === null ? '' : t(`payouts.payout.${row.state}`)),
    },
    textColumn({ id: 'byPost', header: t('statements.byPost'), width: 72 }, (row) => (row.byPost ? t('statements.post') : '–')),
  ]
}

function standingColumn(t: Words): TableColumn<StatementRow> {
  const word = ({ none }: StatementRow) => (none === null ? t('statements.issued') : t(`statements.none.${none}`))
  const tones = { nothing_due: 'quiet', not_handed_over: 'wait' } as const
  return {
    id: 'statement',
    header: t('statements.statement'),
    width: 130,
    cell: (row) => <StatusChip tone={row.none === null ? 'done' : tones[row.none]}>{word(row)}</StatusChip>,
    text: word,
  }
}

function filesColumn(t: Words, make: MakeStatement): TableColumn<StatementRow> {
  const cell = (row: StatementRow) =>
    row.none === null ? (
      <Group gap={4} wrap="nowrap">
        <Button
          aria-label={t('statements.pdfOf', { merchant: row.merchantName })}
          onClick={() => make(row, 'pdf')}
          size="compact-xs"
          variant="default"
        >
          PDF
        </Button>
        <Button
          aria-label={t('statements.excelOf', { merchant: row.merchantName })}
          onClick={() => make(row, 'xlsx')}
          size="compact-xs"
          variant="default"
        >
          Excel
        </Button>
      </Group>
    ) : null
  return { id: 'files', header: t('statements.files'), width: 130, cell, text: () => '' }
}
