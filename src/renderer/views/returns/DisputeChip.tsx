import type { ProtectionTrack } from '../../../preload/contract/orders'
import { StatusChip, type Tone } from '../../parts/StatusChip'
import { useWords } from '../../words'

const TONES: Record<ProtectionTrack, Tone> = {
  none: 'quiet',
  wished: 'quiet',
  open: 'going',
  received: 'done',
  lapsed: 'done',
  return_wanted: 'wait',
  not_arrived: 'wait',
  contested: 'wrong',
  refund_due: 'going',
}

/** How an order stands with its payer's protection, in word and shape. */
export function DisputeChip({ protection }: { protection: ProtectionTrack }) {
  const { t } = useWords()
  return <StatusChip tone={TONES[protection]}>{t(`nouns.protection.${protection}`)}</StatusChip>
}
