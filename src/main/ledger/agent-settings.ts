import {
  AgentIdentity,
  type AgentSettings,
  type MoneyRules,
  MoneyRules as MoneyRulesShape,
  USUAL_AGENT,
} from '../../preload/contract/agent'
import type { Reader, Writer } from './ledger'

/* Who the agent is and by which rules it counts: settings of the whole ledger, each under the name by which those who need it read it. */
const IDENTITY = 'agent'
const RULES = { payouts: 'payouts', limits: 'money_limits' } as const

/** As it holds now; the usual where nobody has settled anything (version 0). */
export async function agentSettings(ledger: Reader): Promise<AgentSettings & { version: number }> {
  const identity = await settingOf(ledger, IDENTITY)
  const payouts = await settingOf(ledger, RULES.payouts)
  const limits = await settingOf(ledger, RULES.limits)
  return {
    identity: identity ? AgentIdentity.parse(identity.value) : USUAL_AGENT.identity,
    rules: MoneyRulesShape.parse({ payouts: payouts?.value ?? {}, limits: limits?.value ?? {} }),
    version: identity?.version ?? 0,
  }
}

export const saveAgentIdentity = (writer: Writer, identity: AgentIdentity): Promise<void> => save(writer, IDENTITY, identity)

export async function saveMoneyRules(writer: Writer, { payouts, limits }: MoneyRules): Promise<void> {
  await save(writer, RULES.payouts, payouts)
  await save(writer, RULES.limits, limits)
}

async function settingOf(ledger: Reader, name: string): Promise<{ value: unknown; version: number } | null> {
  const row = await ledger.db.selectFrom('settings').select(['value', 'version']).where('name', '=', name).executeTakeFirst()
  return row ? { value: JSON.parse(row.value), version: row.version } : null
}

async function save(writer: Writer, name: string, value: object): Promise<void> {
  const row = { value: JSON.stringify(value), changed_by: writer.by.actor, changed_at: writer.at }
  await writer.db
    .insertInto('settings')
    .values({ name, ...row, version: 1 })
    .onConflict((conflict) => conflict.column('name').doUpdateSet((set) => ({ ...row, version: set('settings.version', '+', 1) })))
    .execute()
}
