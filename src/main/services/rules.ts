import { done } from '../../preload/contract/errors'
import type { Ledger } from '../ledger/ledger'
import { ruleRecords } from '../ledger/rule-uses'
import type { Handlers } from './context'

/* The rules by which deposits clear, as a person looks at them: how each has fared. */
export interface RulesDeps {
  readonly ledger: Ledger
}

export function rulesHandlers({ ledger }: RulesDeps): Pick<Handlers, 'rules.records'> {
  return {
    'rules.records': async (_context, within) => done({ records: await ruleRecords(ledger.reader, within) }),
  }
}
