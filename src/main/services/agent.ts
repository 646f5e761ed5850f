import { AgentSettings, MoneyRules, type MoneyRulesCase } from '../../preload/contract/agent'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { ApprovalId } from '../../preload/contract/ids'
import { agentSettings, saveAgentIdentity, saveMoneyRules } from '../ledger/agent-settings'
import { AGENT_SUBJECT, insertApproval, openApproval } from '../ledger/approvals'
import { type AuditEvent, appendAudit } from '../ledger/audit'
import type { Ledger, Writer } from '../ledger/ledger'
import { checkTNumber } from '../settlement/t-number'
import type { Handlers, Person } from './context'
import { type Events, publishChanged } from './events'
import { cardNumberProblem, type Problem, refusalOf } from './merchant-checks'

/*
 * What the bank settles of itself: its name, address and T-number hold at once, with a trace; the rules by which money is counted are
 * asked for by an administrator and agreed to by a supervisor.
 */
export interface AgentDeps {
  readonly ledger: Ledger
  readonly events: Events
}

export function agentHandlers(deps: AgentDeps): Pick<Handlers, 'settings.agent.get' | 'settings.agent.save'> {
  return {
    'settings.agent.get': async () => {
      const { reader } = deps.ledger
      const staged = await openApproval(reader, 'money_rules', AGENT_SUBJECT)
      return done({
        ...(await agentSettings(reader)),
        staged: staged && { approvalId: staged.id, rules: staged.case.after, madeBy: staged.madeBy },
      })
    },
    'settings.agent.save': save(deps),
  }
}

function save({ ledger, events }: AgentDeps): Handlers['settings.agent.save'] {
  return async (context, { version, settings }) => {
    const maker = context.user
    if (!maker) return refuse({ refusal: 'not_signed_in' })
    const checked = check(settings)
    if (!checked.ok) return checked
    const saved = await ledger.write(context.by, async (writer) => {
      const before = await agentSettings(writer)
      if (before.version !== version) return refuse({ refusal: 'changed_meanwhile' })
      const { identity, rules } = checked.value
      const staged = isSame(before.rules, rules) ? done(null) : await stageRules(writer, maker, before.rules, rules)
      if (!staged.ok) return staged
      await saveAgentIdentity(writer, identity)
      await audit(writer, { action: 'agent_settled', detail: { before: before.identity, after: identity } })
      return done({ version: version + 1, approvalId: staged.value })
    })
    if (saved.ok) publishChanged(events, 'settings', 'approvals', 'audit')
    return saved
  }
}

const isSame = (one: MoneyRules, other: MoneyRules): boolean =>
  JSON.stringify(MoneyRules.parse(one)) === JSON.stringify(MoneyRules.parse(other))

/** The settings as they will be kept. Refuses t_number_invalid, invalid_input (a card number; two price lists from one day). */
function check(settings: AgentSettings): Result<AgentSettings> {
  const { identity, rules } = AgentSettings.parse(settings)
  const typed = identity.tNumber?.trim() ?? ''
  const tNumber = typed === '' ? null : checkTNumber(typed)
  const problems: Problem[] = [
    ...cardNumberProblem('identity.name', identity.name),
    ...cardNumberProblem('identity.postalAddress', identity.postalAddress),
  ]
  if (tNumber && !tNumber.ok) {
    problems.push({ path: 'identity.tNumber', refusal: { refusal: 't_number_invalid', expectedCheckDigit: tNumber.expectedCheckDigit } })
  }
  const days = rules.payouts.transferFees.map(({ validFrom }) => validFrom)
  if (new Set(days).size < days.length) {
    const twice = [{ path: 'rules.payouts.transferFees', message: 'two_from_one_day' }]
    problems.push({ path: 'rules.payouts.transferFees', refusal: { refusal: 'invalid_input', problems: twice } })
  }
  const refusal = refusalOf(problems)
  return refusal ? refuse(refusal) : done({ identity: { ...identity, tNumber: tNumber?.ok ? tNumber.tNumber : null }, rules })
}

async function stageRules(writer: Writer, maker: Pick<Person, 'id'>, before: MoneyRules, after: MoneyRules): Promise<Result<ApprovalId>> {
  if (await openApproval(writer, 'money_rules', AGENT_SUBJECT)) return refuse({ refusal: 'change_already_staged' })
  const approvalId = await insertApproval(writer, maker.id, { kind: 'money_rules', before, after })
  await audit(writer, { action: 'money_rules_staged', detail: { before, after, approvalId } })
  return done(approvalId)
}

const told = (action: string, detail: Record<string, unknown>): AuditEvent => ({ stream: 'settings', action, subject: 'agent', detail })
const audit = (writer: Writer, { action, detail }: { action: string; detail: Record<string, unknown> }) =>
  appendAudit(writer, told(action, detail))

/** The rules that were shown hold from now on. Refuses changed_meanwhile where those in force are no longer what stood beside them. */
export async function changeMoneyRules(writer: Writer, { before, after }: MoneyRulesCase): Promise<Result<AuditEvent>> {
  const present = await agentSettings(writer)
  if (!isSame(present.rules, before)) return refuse({ refusal: 'changed_meanwhile' })
  await saveMoneyRules(writer, after)
  return done(told('money_rules_changed', { before, after }))
}

export async function keepMoneyRules(_writer: Writer, { before, after }: MoneyRulesCase): Promise<AuditEvent> {
  return told('money_rules_rejected', { before, after })
}
