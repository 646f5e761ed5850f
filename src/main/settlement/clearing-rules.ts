import type { AutomaticRule, ClearingRules } from '../../preload/contract/clearing-rules'
import type { Decision } from './matching'

/* Which rule a decision was made by, and whether the bank lets that rule clear by itself. */

/** The rule that decided so. */
export function ruleOf({ level, evidence }: Extract<Decision, { cleared: true }>): AutomaticRule {
  if (level === 1) return 'virtual_account'
  if (level === 2) return 'reference'
  return evidence.some(({ code }) => code === 'name_prefix') ? 'cut_name' : 'name'
}

/** The decision, or that the deposit waits with the same facts where its rule is off: they are proposed to a person. */
export function unlessOff(decision: Decision, { automatic }: Pick<ClearingRules, 'automatic'>): Decision {
  return decision.cleared && !automatic[ruleOf(decision)] ? { cleared: false, why: decision.evidence } : decision
}
