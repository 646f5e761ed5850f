import type { MoneyRules } from '../../../preload/contract/agent'
import type { MerchantCharges } from '../../../preload/contract/charges'
import { useWords } from '../../words'
import { ruleTerms } from '../agent/rule-terms'
import { contractTerms } from '../merchants/charge-terms'
import { Difference } from '../merchants/Difference'
import { FeeTable } from '../merchants/FeeTable'
import styles from './approvals.module.css'

/** Rows of what holds and what is asked for, one term each. */
export function rowsOf(before: readonly (readonly [key: string, name: string, text: string])[], after: readonly string[]) {
  const shown = (text: string) => <span className={styles.term}>{text}</span>
  return before.map(([key, name, text], at) => ({
    key,
    name,
    before: shown(text),
    after: shown(after[at] ?? ''),
    changed: text !== after[at],
  }))
}

/** Charges of a merchant's contract: its fees before and after, and who bears what. */
export function ChargesDifference({ before, after }: { before: MerchantCharges; after: MerchantCharges }) {
  const { t } = useWords()
  const fees = [
    ['charges.feesBefore', before.fees, after.fees],
    ['charges.fees', after.fees, before.fees],
  ] as const
  return (
    <>
      {fees.map(([title, plans, beside]) => (
        <div className={styles.why} key={title}>
          <h3>{t(title)}</h3>
          {plans.length > 0 ? <FeeTable beside={beside} fees={plans} /> : <p className={styles.none}>{t('approvals.noFees')}</p>}
        </div>
      ))}
      <Difference
        rows={rowsOf(
          contractTerms(before, t),
          contractTerms(after, t).map(([, , text]) => text),
        )}
        title={t('charges.term')}
      />
    </>
  )
}

/** The rules by which money is counted, as they are and as they shall be. */
export function MoneyRulesDifference({ before, after }: { before: MoneyRules; after: MoneyRules }) {
  const { t } = useWords()
  return (
    <Difference
      rows={rowsOf(
        ruleTerms(before, t),
        ruleTerms(after, t).map(([, , text]) => text),
      )}
      title={t('charges.term')}
    />
  )
}
