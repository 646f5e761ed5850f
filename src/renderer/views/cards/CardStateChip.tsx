import type { CardPaymentRow } from '../../../preload/contract/cards'
import { StatusChip } from '../../parts/StatusChip'
import { useWords } from '../../words'
import { standingOf } from './card-standing'

/** Where a payment by card stands, in word and shape. */
export function CardStateChip({ payment }: { payment: Pick<CardPaymentRow, 'method' | 'state' | 'payment'> }) {
  const { t } = useWords()
  const { word, tone } = standingOf(payment)
  return <StatusChip tone={tone}>{t(word)}</StatusChip>
}
