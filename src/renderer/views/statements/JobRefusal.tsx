import { Refused } from '../../api'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'

/** Why statements were not made; stopping them is nothing wrong. */
export function JobRefusal({ error }: { error: Error | null }) {
  const { t } = useWords()
  if (error instanceof Refused && error.refusal.refusal === 'cancelled') return <p role="status">{t('statements.cancelled')}</p>
  return <RefusalText error={error} />
}
