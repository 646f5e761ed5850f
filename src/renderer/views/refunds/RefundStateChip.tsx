import type { RefundState } from '../../../preload/contract/refunds'
import { StatusChip, type Tone } from '../../parts/StatusChip'
import { useWords } from '../../words'

const TONES: Record<RefundState, Tone> = {
  requested: 'wait',
  rejected: 'quiet',
  withdrawn: 'quiet',
  approved: 'wait',
  in_run: 'going',
  handed_over: 'going',
  presumed_paid: 'going',
  confirmed: 'done',
  returned: 'wrong',
  unclaimed: 'quiet',
  quarantined: 'wrong',
}

/** How far a refund is, in word and shape. */
export function RefundStateChip({ state }: { state: RefundState }) {
  const { t } = useWords()
  return <StatusChip tone={TONES[state]}>{t(`refunds.state.${state}`)}</StatusChip>
}
