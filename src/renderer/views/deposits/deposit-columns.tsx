import type { DepositRow } from '../../../preload/contract/clearing'
import { codeColumn, dateColumn, textColumn, yenColumn } from '../../parts/columns'
import type { TableColumn } from '../../parts/table-columns'
import type { Words } from '../../words'
import { DepositStateChip } from './DepositStateChip'
import { ownAmount } from './deposit-filter'

/** The columns of the deposits; some are shown on demand only, a merchant's share only where the list is that merchant's. */
export function depositColumns(t: Words, ofMerchant: boolean): TableColumn<DepositRow>[] {
  const yenHeader = (name: string) => `${name} (${t('parts.yen')})`
  const stateOf = (row: DepositRow) => t(`nouns.depositState.${row.state}`)
  return [
    dateColumn({ id: 'bookedOn', header: t('deposits.bookedOn'), sort: 'booked' }, (row) => row.bookedOn),
    textColumn({ id: 'remitter', header: t('deposits.remitter'), width: 220, sort: 'remitter', grow: true }, (row) => row.remitterName),
    yenColumn({ id: 'amount', header: yenHeader(t('deposits.amount')), width: 124, sort: 'amount' }, (row) => row.amount),
    ...(ofMerchant ? [yenColumn<DepositRow>({ id: 'share', header: yenHeader(t('deposits.share')), width: 124 }, ownAmount)] : []),
    yenColumn({ id: 'remaining', header: yenHeader(t('deposits.remaining')), width: 112 }, (row) => row.remaining),
    { id: 'state', header: t('deposits.state'), width: 112, cell: (row) => <DepositStateChip state={row.state} />, text: stateOf },
    textColumn({ id: 'merchant', header: t('deposits.merchant'), width: 180 }, (row) => row.merchantName ?? ''),
    codeColumn({ id: 'order', header: t('deposits.order'), width: 130 }, (row) => row.orderNumber),
    codeColumn({ id: 'virtualAccount', header: t('deposits.virtualAccount'), width: 120 }, (row) => row.virtualAccount),
    textColumn({ id: 'remittingBank', header: t('deposits.remittingBank'), width: 140 }, (row) => row.remittingBank),
    textColumn({ id: 'description', header: t('deposits.description'), width: 140, hidden: true }, (row) => row.description),
    textColumn({ id: 'edi', header: t('deposits.edi'), width: 160, hidden: true }, (row) => row.edi),
    textColumn({ id: 'kind', header: t('deposits.kind'), width: 90, hidden: true }, (row) => t(`nouns.lineKind.${row.kind}`)),
    dateColumn({ id: 'valueOn', header: t('deposits.valueOn'), hidden: true }, (row) => row.valueOn),
    textColumn({ id: 'note', header: t('deposits.note'), width: 160, hidden: true }, (row) => row.note),
  ]
}
