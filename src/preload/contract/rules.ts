import { z } from 'zod'
import { DepositDetail, Reason } from './clearing'
import { AutomaticRule, ClearingRules } from './clearing-rules'
import { addDays, BusinessDate } from './date'
import { ApprovalId, JobId, OrderId, ReceiptId } from './ids'
import { method } from './method'
import { PositiveYen, Yen } from './money'

/* The rules by which deposits clear: what became of the clearings of each, what other rules would have decided, and asking for them. */

/** The fact that led a clearing: the first that speaks for it; '' where none did. */
export const LeadingFact = z.union([Reason.shape.code, z.literal('')])
export type LeadingFact = z.infer<typeof LeadingFact>

/**
 * What became of the clearings of one rule: a level of matching (0: by hand) and the fact that led. Of those that were made within the period so
 * many were undone, whenever that was; not those that merely went with a file that was rolled back. A deposit that pays three orders is three clearings.
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

/** What a rule decided of a deposit: which orders it pays, by number. */
export const TrialDecision = z.object({ rule: AutomaticRule, orders: z.array(z.string()).min(1), evidence: z.array(Reason) })
export type TrialDecision = z.infer<typeof TrialDecision>

/** A deposit of which the two rules decide differently. Null: it waits for a person. */
export const TrialDifference = z.object({
  receiptId: ReceiptId,
  bookedOn: BusinessDate,
  amount: PositiveYen,
  remitterName: z.string(),
  present: TrialDecision.nullable(),
  other: TrialDecision.nullable(),
  /** What a person decided of it, and which orders a person took back; null where nobody has decided by hand. */
  people: z.object({ orders: z.array(z.string()), takenBack: z.array(z.string()), by: z.string() }).nullable(),
  /** The other rules clear it against what a person decided. */
  against: z.boolean(),
})
export type TrialDifference = z.infer<typeof TrialDifference>

/** How two sets of rules decide the deposits of a period, each deposit with the orders as they stood when its statement came in. */
export const TrialFigures = z.object({
  from: BusinessDate,
  to: BusinessDate,
  deposits: z.int(),
  /** Cleared by the rules in force, and by the others. */
  present: z.int(),
  other: z.int(),
  more: z.int(),
  fewer: z.int(),
  /** Cleared by both, to other orders. */
  otherwise: z.int(),
  /** Cleared against what a person decided by hand. */
  presentAgainst: z.int(),
  otherAgainst: z.int(),
  /** Of those that are more: cleared as a person did by hand. */
  moreAsPeople: z.int(),
})
export type TrialFigures = z.infer<typeof TrialFigures>

export const TRIAL_LISTED_MOST = 200
export const RulesTrial = z.object({
  present: ClearingRules,
  other: ClearingRules,
  figures: TrialFigures,
  /** Those against a person first, then in the order of the statements; at most so many. */
  differences: z.array(TrialDifference).max(TRIAL_LISTED_MOST),
  differencesInAll: z.int(),
})
export type RulesTrial = z.infer<typeof RulesTrial>

/** Other rules of clearing beside those in force, and what trying them on history came to, where that was done. */
export const ClearingRulesCase = z.object({
  kind: z.literal('clearing_rules'),
  before: ClearingRules,
  after: ClearingRules,
  trial: TrialFigures.nullable(),
})
export type ClearingRulesCase = z.infer<typeof ClearingRulesCase>

/** A trial goes over at most so many days. */
export const TRIAL_DAYS_MOST = 93

/** Why the program thinks that a remitter pays for another: by which key it remembers, how often, and the last times. */
export const LearnedEvidence = z.object({
  remitterName: z.string(),
  remittingBank: z.string(),
  remittingBranch: z.string(),
  payerName: z.string(),
  times: z.int(),
  /** The newest first, at most five. */
  uses: DepositDetail.shape.earlier,
})
export type LearnedEvidence = z.infer<typeof LearnedEvidence>

export const ruleMethods = {
  /** What the reason `learned` of this deposit for this order rests on. Refuses not_found. */
  'rules.learned': method({ permission: 'read', input: z.object({ receiptId: ReceiptId, orderId: OrderId }), output: LearnedEvidence }),
  'rules.get': method({
    permission: 'read',
    input: z.object({}),
    output: z.object({
      rules: ClearingRules,
      version: z.int(),
      /** Rules that wait for a second person. */
      staged: z.object({ approvalId: ApprovalId, rules: ClearingRules, madeBy: z.string() }).nullable(),
    }),
  }),
  /**
   * Asks for other rules; those in force stay until a supervisor agrees, and then they hold for what comes: nothing that waits is cleared by it.
   * `trialJobId`: the trial of exactly these rules, whose figures the supervisor is shown. Refuses invalid_input, changed_meanwhile,
   * change_already_staged.
   */
  'rules.save': method({
    permission: 'administer',
    input: z.object({ version: z.int(), rules: ClearingRules, trialJobId: JobId.nullable().default(null) }),
    output: z.object({ approvalId: ApprovalId }),
  }),
  /** Tries other rules on the deposits of a period. Runs as a job whose result is a RulesTrial; it writes nothing. */
  'rules.try': method({
    permission: 'read',
    input: z
      .object({ from: BusinessDate, to: BusinessDate, rules: ClearingRules })
      .refine(({ from, to }) => from <= to && to < addDays(from, TRIAL_DAYS_MOST), { path: ['to'], message: 'period' }),
    output: z.object({ jobId: JobId }),
  }),
  /** Each rule's own record, of clearings made within the period or of all, the most used of each level first. */
  'rules.records': method({
    permission: 'read',
    input: z.object({ from: BusinessDate.nullable().default(null), to: BusinessDate.nullable().default(null) }),
    output: z.object({ records: z.array(RuleRecord) }),
  }),
}
