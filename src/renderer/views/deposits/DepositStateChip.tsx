import type { DepositState } from '../../../preload/contract/clearing'
import { StatusChip, type Tone } from '../../parts/StatusChip'
import { useWords } from '../../words'

const TONES: Record<DepositState, Tone> = { cleared: 'done', partly_cleared: 'going', waiting: 'wait', held: 'quiet' }

/** Where a deposit stands, in word and shape. */
export function DepositStateChip({ state }: { state: DepositState }) {
  const { t } = useWords()
  return <StatusChip tone={TONES[state]}>{t(`nouns.depositState.${state}`)}</StatusChip>
}
