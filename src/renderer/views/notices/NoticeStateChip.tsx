import type { NoticeState } from '../../../preload/contract/notices'
import { StatusChip, type Tone } from '../../parts/StatusChip'
import { useWords } from '../../words'

const TONES: Record<NoticeState, Tone> = {
  waiting: 'wait',
  sending: 'going',
  delivered: 'done',
  dead: 'wrong',
  unknown: 'wrong',
  withdrawn: 'quiet',
}

/** Where a notice stands, in word and shape. */
export function NoticeStateChip({ state }: { state: NoticeState }) {
  const { t } = useWords()
  return <StatusChip tone={TONES[state]}>{t(`nouns.noticeState.${state}`)}</StatusChip>
}
