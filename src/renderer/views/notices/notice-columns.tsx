import { Link } from 'wouter'
import type { NoticeRow } from '../../../preload/contract/notices'
import { Code } from '../../parts/Code'
import { countColumn, instantColumn, textColumn } from '../../parts/columns'
import { formatInstant, InstantText } from '../../parts/DateText'
import type { TableColumn } from '../../parts/table-columns'
import type { Words } from '../../words'
import { NoticeStateChip } from './NoticeStateChip'

/** Notices: when, what, to whom, by what means, where it stands; why it failed last on demand. */
export function noticeColumns(t: Words): TableColumn<NoticeRow>[] {
  return [
    instantColumn({ id: 'createdAt', header: t('notices.createdAt') }, (row) => row.createdAt),
    stateColumn(t),
    textColumn({ id: 'name', header: t('notices.name'), width: 150 }, (row) => t(`nouns.notice.${row.name}`)),
    textColumn({ id: 'to', header: t('notices.to'), width: 72 }, (row) => t(`nouns.recipient.${row.to}`)),
    textColumn({ id: 'channel', header: t('notices.channel'), width: 84 }, (row) => t(`nouns.noticeChannel.${row.channel}`)),
    textColumn({ id: 'address', header: t('notices.address'), width: 200, grow: true }, (row) => row.address),
    orderColumn(t),
    textColumn({ id: 'merchant', header: t('notices.merchant'), width: 160 }, (row) => row.merchantName ?? '–'),
    countColumn({ id: 'attempts', header: t('notices.attempts'), width: 64 }, (row) => row.attempts),
    deliveredColumn(t),
    textColumn({ id: 'lastError', header: t('notices.lastError'), width: 240, hidden: true }, (row) => row.lastError ?? ''),
  ]
}

function stateColumn(t: Words): TableColumn<NoticeRow> {
  return {
    id: 'state',
    header: t('notices.state'),
    width: 112,
    cell: (row) => <NoticeStateChip state={row.state} />,
    text: (row) => t(`nouns.noticeState.${row.state}`),
  }
}

function orderColumn(t: Words): TableColumn<NoticeRow> {
  const cell = (row: NoticeRow) =>
    row.orderId === null ? (
      '–'
    ) : (
      <Link href={`/orders/${row.orderId}`}>
        <Code>{row.orderNumber}</Code>
      </Link>
    )
  return { id: 'orderNumber', header: t('notices.orderNumber'), width: 120, cell, text: (row) => row.orderNumber ?? '' }
}

function deliveredColumn(t: Words): TableColumn<NoticeRow> {
  return {
    id: 'deliveredAt',
    header: t('notices.deliveredAt'),
    width: 136,
    cell: (row) => <InstantText at={row.deliveredAt} />,
    text: (row) => (row.deliveredAt === null ? '' : formatInstant(row.deliveredAt)),
  }
}
