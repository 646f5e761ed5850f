import { z } from 'zod'
import { Reason } from './clearing'
import { BusinessDate } from './date'
import { method } from './method'
import { Yen } from './money'

/* The rules by which deposits clear: what became of the clearings of each. */

/** The fact that led a clearing: the first that speaks for it; '' where none did. */
export const LeadingFact = z.union([Reason.shape.code, z.literal('')])
export type LeadingFact = z.infer<typeof LeadingFact>

/**
 * What became of the clearings of one rule: a level of matching (0: by hand) and the fact that led. Of those that were made within the period so
 * many were undone, whenever that was. A deposit that pays three orders is three clearings.
 */
export const RuleRecord = z.object({
  level: z.int(),
  fact: LeadingFact,
  used: z.int(),
  usedAmount: Yen,
  undone: z.int(),
  undoneAmount: Yen,
})
export type RuleRecord = z.infer<typeof RuleRecord>

/** True of many orders at once: such facts speak for one, and lead nobody to it. */
const leadsNowhere: ReadonlySet<Reason['code']> = new Set(['within_due_date', 'same_merchant'])

/** The fact that leads these reasons, as the ledger counts them. */
export const leadingFact = (reasons: readonly Reason[]): LeadingFact =>
  reasons.find((reason) => reason.for && !leadsNowhere.has(reason.code))?.code ?? ''

export const ruleMethods = {
  /** Each rule's own record, of clearings made within the period or of all, the most used of each level first. */
  'rules.records': method({
    permission: 'read',
    input: z.object({ from: BusinessDate.nullable().default(null), to: BusinessDate.nullable().default(null) }),
    output: z.object({ records: z.array(RuleRecord) }),
  }),
}
