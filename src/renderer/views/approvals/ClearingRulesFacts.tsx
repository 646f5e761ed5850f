import type { ClearingRules } from '../../../preload/contract/clearing-rules'
import type { ClearingRulesCase } from '../../../preload/contract/rules'
import { useWords } from '../../words'
import { Difference } from '../merchants/Difference'
import { clearingTerms } from '../rules/clearing-terms'
import { TrialFacts } from '../rules/TrialFacts'
import styles from './approvals.module.css'
import { rowsOf } from './MoneyFacts'

/** Other rules of clearing, and what trying them on past deposits came to. */
export function ClearingRulesFacts({ asked }: { asked: ClearingRulesCase }) {
  const { t } = useWords()
  return (
    <>
      <ClearingRulesDifference after={asked.after} before={asked.before} />
      <div className={styles.why}>
        <h3>{t('rules.trial')}</h3>
        <TrialFacts trial={asked.trial} />
      </div>
    </>
  )
}

/** The rules of clearing as they are and as they shall be. */
export function ClearingRulesDifference({ before, after }: { before: ClearingRules; after: ClearingRules }) {
  const { t } = useWords()
  const texts = clearingTerms(after, t).map(([, , text]) => text)
  return <Difference rows={rowsOf(clearingTerms(before, t), texts)} title={t('charges.term')} />
}
