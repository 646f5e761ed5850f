import { formatDate } from '../../../preload/contract/date'
import type { TrialFigures } from '../../../preload/contract/rules'
import { useWords } from '../../words'
import { FactList } from '../merchants/TermFacts'
import styles from './rules.module.css'

const figures = new Intl.NumberFormat('ja-JP')
const COUNTED = ['presentCleared', 'otherCleared', 'more', 'moreAsPeople', 'fewer', 'otherwise', 'presentAgainst', 'otherAgainst'] as const

/** What trying other rules on the deposits of a period came to; null where nobody has tried. */
export function TrialFacts({ trial }: { trial: TrialFigures | null }) {
  const { t } = useWords()
  if (!trial) return <p className={styles.dimmed}>{t('rules.noTrial')}</p>
  const counted = { ...trial, presentCleared: trial.present, otherCleared: trial.other }
  return (
    <>
      <p className={styles.record}>{t('rules.tried', { from: formatDate(trial.from), to: formatDate(trial.to), count: trial.deposits })}</p>
      <FactList
        facts={COUNTED.map((name) => [
          t(`rules.${name}`),
          <span className={name === 'otherAgainst' && counted[name] > 0 ? styles.against : undefined} key={name}>
            {figures.format(counted[name])}
          </span>,
        ])}
      />
    </>
  )
}
