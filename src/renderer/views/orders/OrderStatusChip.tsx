import type { OrderStatus } from '../../../preload/contract/orders'
import { StatusChip, type Tone } from '../../parts/StatusChip'
import { useWords } from '../../words'

const TONES: Record<OrderStatus, Tone> = {
  awaiting_acceptance: 'wait',
  acceptance_refused: 'wrong',
  awaiting_method: 'wait',
  unpaid: 'wait',
  partially_paid: 'wait',
  authorized: 'going',
  declined: 'wrong',
  paid: 'done',
  in_payout: 'going',
  settled: 'done',
  in_refund: 'going',
  refunded: 'quiet',
  expired: 'wrong',
  cancelled: 'quiet',
}

/** 決済ステータス of an order, in word and shape. */
export function OrderStatusChip({ status }: { status: OrderStatus }) {
  const { t } = useWords()
  return <StatusChip tone={TONES[status]}>{t(`nouns.orderStatus.${status}`)}</StatusChip>
}
