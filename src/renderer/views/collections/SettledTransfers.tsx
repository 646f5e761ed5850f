import { useMemo } from 'react'
import type { SettledTransfer } from '../../../preload/contract/collections'
import { usePages } from '../../api'
import { actorName } from '../../parts/actor'
import { codeColumn, countColumn, dateColumn, instantColumn, textColumn, yenColumn } from '../../parts/columns'
import { DataTable } from '../../parts/DataTable'
import type { TableColumn } from '../../parts/table-columns'
import { useWords, type Words } from '../../words'

const idOf = ({ id }: SettledTransfer) => id
const netOf = ({ net }: SettledTransfer) => net

/** 消込済の振込: what agents have paid and kept, and who cleared it. */
export function SettledTransfers() {
  const { t } = useWords()
  const pages = usePages('collections.settled', (cursor) => ({ cursor }))
  const columns = useMemo(() => columnsOf(t), [t])
  return (
    <DataTable
      amountOf={netOf}
      columns={columns}
      empty={{ title: t('collections.settledEmptyTitle'), text: t('collections.settledEmptyText') }}
      label={t('collections.tab.settled')}
      name="collection-settlements"
      pages={pages}
      rowId={idOf}
    />
  )
}

function columnsOf(t: Words): TableColumn<SettledTransfer>[] {
  const yenHeader = (name: string) => `${name} (${t('parts.yen')})`
  return [
    dateColumn({ id: 'transferOn', header: t('collections.dueOn') }, (row) => row.transferOn),
    dateColumn({ id: 'bookedOn', header: t('collections.bookedOn') }, (row) => row.bookedOn),
    countColumn({ id: 'claims', header: t('collections.claimCount'), width: 64 }, (row) => row.claims),
    yenColumn({ id: 'gross', header: yenHeader(t('collections.gross')), width: 118 }, (row) => row.gross),
    yenColumn({ id: 'deductions', header: yenHeader(t('collections.deductionsShort')), width: 96, hidden: true }, (row) => row.deductions),
    yenColumn({ id: 'fees', header: yenHeader(t('collections.fees')), width: 96 }, (row) => row.fees),
    yenColumn({ id: 'tax', header: yenHeader(t('collections.taxShort')), width: 96 }, (row) => row.tax),
    yenColumn({ id: 'stampDuty', header: yenHeader(t('collections.stampShort')), width: 96 }, (row) => row.stampDuty),
    yenColumn({ id: 'net', header: yenHeader(t('collections.net')), width: 118 }, netOf),
    yenColumn({ id: 'expected', header: yenHeader(t('collections.contract')), width: 128, hidden: true }, (row) => row.expected),
    textColumn({ id: 'settledBy', header: t('collections.settledBy'), width: 100 }, (row) => actorName(row.settledBy)),
    instantColumn({ id: 'settledAt', header: t('collections.settledAt') }, (row) => row.settledAt),
    textColumn({ id: 'reason', header: t('collections.settledReason'), width: 160, grow: true }, (row) => row.reason || '–'),
    codeColumn({ id: 'party', header: t('collections.file.party'), width: 110, hidden: true }, (row) => row.party),
  ]
}
