import { Link } from 'wouter'
import type { CardPaymentRow } from '../../../preload/contract/cards'
import { type BusinessDate, formatDate } from '../../../preload/contract/date'
import { Code } from '../../parts/Code'
import { codeColumn, instantColumn, textColumn, yenColumn } from '../../parts/columns'
import { StatusChip } from '../../parts/StatusChip'
import type { TableColumn } from '../../parts/table-columns'
import type { Words } from '../../words'
import { CardStateChip } from './CardStateChip'
import { cardName, type End, endOf, standingOf } from './card-standing'
import styles from './cards.module.css'

/** How long is left, in days: `あと 2 日`. */
export function daysText({ days }: End, t: Words): string {
  if (days < 0) return t('cards.over')
  return days === 0 ? t('cards.endsToday') : t('cards.daysLeft', { count: days })
}

const amountOf = ({ amount }: CardPaymentRow) => amount

/** The columns of payments by card; some are shown on demand only. */
export function cardColumns(t: Words, today: BusinessDate | null): TableColumn<CardPaymentRow>[] {
  const inYen = (name: string) => `${name} (${t('parts.yen')})`
  const troubleOf = ({ trouble }: CardPaymentRow) => (trouble === null ? '' : t(`cards.trouble.${trouble}`))
  const endText = (row: CardPaymentRow) => {
    const end = today && endOf(row, today)
    return end ? `${formatDate(end.on)} ${daysText(end, t)}` : ''
  }
  return [
    {
      ...{ id: 'order', header: t('cards.order'), width: 96, text: (row) => row.orderNumber },
      cell: (row) => (
        <Link href={`/orders/${row.orderId}`}>
          <Code>{row.orderNumber}</Code>
        </Link>
      ),
    },
    textColumn({ id: 'method', header: t('cards.method'), width: 112 }, (row) => t(`nouns.paymentMethod.${row.method}`)),
    yenColumn({ id: 'amount', header: inYen(t('cards.amount')), width: 96 }, amountOf),
    { id: 'ends', header: t('cards.ends'), width: 158, cell: (row) => <EndCell row={row} t={t} today={today} />, text: endText },
    {
      ...{ id: 'state', header: t('cards.stateName'), width: 154, text: (row) => t(standingOf(row).word) },
      cell: (row) => <CardStateChip payment={row} />,
    },
    {
      ...{ id: 'trouble', header: t('cards.troubleName'), width: 172, text: troubleOf },
      cell: (row) => (row.trouble === null ? null : <StatusChip tone="wrong">{troubleOf(row)}</StatusChip>),
    },
    textColumn({ id: 'merchant', header: t('cards.merchant'), width: 124, grow: true }, (row) => row.merchantName),
    textColumn({ id: 'card', header: t('cards.card'), width: 144 }, cardName),
    yenColumn({ id: 'captured', header: inYen(t('cards.captured')), width: 108, hidden: true }, (row) => row.captured),
    yenColumn({ id: 'refunded', header: inYen(t('cards.refunded')), width: 108, hidden: true }, (row) => row.refunded),
    codeColumn({ id: 'reference', header: t('cards.reference'), width: 170, hidden: true }, (row) => row.reference),
    { ...instantColumn<CardPaymentRow>({ id: 'openedAt', header: t('cards.openedAt') }, (row) => row.openedAt), hidden: true },
  ]
}

function EndCell({ row, today, t }: { row: CardPaymentRow; today: BusinessDate | null; t: Words }) {
  const end = today && endOf(row, today)
  if (!end) return <span className={styles.dimmed}>–</span>
  return (
    <span className={styles.end} data-urgency={end.urgency}>
      <span className={styles.figures}>{formatDate(end.on)}</span> {daysText(end, t)}
    </span>
  )
}
