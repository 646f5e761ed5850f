import type { DepositDetail } from '../../../preload/contract/clearing'
import { useWords } from '../../words'
import styles from './deposits.module.css'

const RULES = [
  'voiced_marks',
  'width',
  'hiragana',
  'small_kana',
  'dash',
  'wo',
  'upper_case',
  'spaces',
  'remitter_number',
  'legal_form',
  'punctuation',
  'middle_dot',
] as const

/** What a rule does to a name, in words; a rule without words is told by its own name. */
export function RuleName({ rule }: { rule: string }) {
  const { t } = useWords()
  const known = RULES.find((name) => name === rule)
  return <>{known ? t(`deposits.rule.${known}`) : rule}</>
}

/** How the payer's name was made comparable: what came out, and each rule that changed it. */
export function NameSteps({ normal, steps }: { normal: string; steps: DepositDetail['nameSteps'] }) {
  const { t } = useWords()
  if (normal === '') return null
  return (
    <details className={styles.steps}>
      <summary>
        {t('deposits.normalName', { name: normal })} <span className={styles.dimmed}>{t('deposits.rules', { count: steps.length })}</span>
      </summary>
      <ol>
        {steps.map((taken) => (
          <li key={`${taken.rule} ${taken.before}`}>
            <RuleName rule={taken.rule} />: <span className={styles.before}>{taken.before}</span> → {taken.after}
          </li>
        ))}
      </ol>
    </details>
  )
}
