import type { LeadingFact, RuleRecord } from '../../../preload/contract/rules'
import { useCall } from '../../api'
import { useWords } from '../../words'
import styles from './rules.module.css'

const BY_HAND = '0'

/** How the rule of a clearing has fared so far, in a few words: what a person would ask before trusting it. */
export function RuleRecordText({ level, fact }: { level: string; fact: LeadingFact }) {
  const { t } = useWords()
  const { data } = useCall('rules.records', {})
  if (!data) return null
  return (
    <p className={styles.record}>{t(level === BY_HAND ? 'rules.recordByHand' : 'rules.record', recordOf(data.records, level, fact))}</p>
  )
}

/** The record of one rule; of one that was never used, none of either. */
export function recordOf(
  records: readonly Pick<RuleRecord, 'level' | 'fact' | 'used' | 'undone'>[],
  level: string,
  fact: LeadingFact,
): Pick<RuleRecord, 'used' | 'undone'> {
  const found = records.find((one) => String(one.level) === level && one.fact === fact)
  return { used: found?.used ?? 0, undone: found?.undone ?? 0 }
}
