import type { MerchantState } from '../../../preload/contract/merchants'
import { StatusChip, type Tone } from '../../parts/StatusChip'
import { useWords } from '../../words'

const TONES: Record<MerchantState, Tone> = { awaiting_approval: 'wait', active: 'done', rejected: 'wrong' }

/** Where a registration stands, in word and shape. */
export function MerchantStateChip({ state }: { state: MerchantState }) {
  const { t } = useWords()
  return <StatusChip tone={TONES[state]}>{t(`nouns.merchantState.${state}`)}</StatusChip>
}
