import { z } from 'zod'
import { ApprovalId } from './ids'
import { method } from './method'
import { Yen } from './money'
import { PayoutRules } from './payouts'

/* What the bank settles of itself as an agent (決済代行): who it is on paper, and by which rules it counts money. */

const Size = Yen.refine((amount) => amount >= 0)

/** Who issues statements and invoices. Without a T-number (登録番号) a statement is no qualified invoice. */
export const AgentIdentity = z.object({
  name: z.string().trim().max(100),
  postalAddress: z.string().trim().max(200),
  tNumber: z.string().max(20).nullable(),
})
export type AgentIdentity = z.infer<typeof AgentIdentity>

/** From which amounts more people must agree, and how long what has left may still come back (組戻し). */
export const MoneyLimits = z.object({
  /** A refund above it needs two people besides its maker. */
  refundTwo: Size.default(Yen.parse(1_000_000)),
  /** An exception up to this is ended by a clerk alone; above it one other agrees, above the second limit two. */
  correctionAlone: Size.default(Yen.parse(10_000)),
  correctionTwo: Size.default(Yen.parse(1_000_000)),
  /** Clearings up to this in all are undone by a clerk alone; above it, or on a closed day, one other agrees. */
  undoAlone: Size.default(Yen.parse(1_000_000)),
  /** Days since a clearing through which a clerk alone undoes it; one other agrees later. */
  undoAloneDays: z.int().min(0).max(366).default(30),
  /** Business days after which a transfer that was seen to leave no longer comes back. */
  returnPeriodDays: z.int().min(0).max(30).default(5),
})
export type MoneyLimits = z.infer<typeof MoneyLimits>

/** Rules of money: nothing of them changes by one person alone. */
export const MoneyRules = z.object({ payouts: PayoutRules.prefault({}), limits: MoneyLimits.prefault({}) })
export type MoneyRules = z.infer<typeof MoneyRules>

export const AgentSettings = z.object({ identity: AgentIdentity, rules: MoneyRules })
export type AgentSettings = z.infer<typeof AgentSettings>

/** What holds until somebody has settled anything. */
export const USUAL_AGENT: AgentSettings = {
  identity: { name: '', postalAddress: '', tNumber: null },
  rules: MoneyRules.parse({}),
}

/** Other rules of money, shown beside those in force. There is one agent: it is its own subject. */
export const MoneyRulesCase = z.object({ kind: z.literal('money_rules'), before: MoneyRules, after: MoneyRules })
export type MoneyRulesCase = z.infer<typeof MoneyRulesCase>

export const agentMethods = {
  'settings.agent.get': method({
    permission: 'read',
    input: z.object({}),
    output: AgentSettings.extend({
      version: z.int(),
      /** Rules that wait for a second person. */
      staged: z.object({ approvalId: ApprovalId, rules: MoneyRules, madeBy: z.string() }).nullable(),
    }),
  }),
  /**
   * Settles who the agent is, at once. Other rules of money are staged; those in force stay until a supervisor agrees. Refuses
   * t_number_invalid, invalid_input, changed_meanwhile, change_already_staged.
   */
  'settings.agent.save': method({
    permission: 'administer',
    input: z.object({ version: z.int(), settings: AgentSettings }),
    output: z.object({ version: z.int(), approvalId: ApprovalId.nullable() }),
  }),
}
