import { AgentIdentity, type AgentSettings, MoneyLimits, type MoneyRules, USUAL_AGENT } from '../../preload/contract/agent'
import { ClearingRules } from '../../preload/contract/clearing-rules'
import { PayoutRules } from '../../preload/contract/payouts'
import type { Reader, Writer } from './ledger'

/* Who the agent is and by which rules it counts: settled once for the whole ledger, one setting for each of those who need it. */
const IDENTITY = 'agent'
const PAYOUTS = 'payouts'
const LIMITS = 'money_limits'
const CLEARING = 'clearing_rules'

/** As it holds now; the usual where nobody has settled anything (version 0). */
export async function agentSettings(ledger: Reader): Promise<AgentSettings & { version: number }> {
  const identity = await settingOf(ledger, IDENTITY)
  return {
    identity: identity ? AgentIdentity.parse(identity.value) : USUAL_AGENT.identity,
    rules: { payouts: await payoutRules(ledger), limits: await moneyLimits(ledger) },
    version: identity?.version ?? 0,
  }
}

/** The rules of payouts in force. */
export async function payoutRules(ledger: Reader): Promise<PayoutRules> {
  return PayoutRules.parse((await settingOf(ledger, PAYOUTS))?.value ?? {})
}

/** The limits in force: from which amounts more people must agree, and how long what has left may still come back. */
export async function moneyLimits(ledger: Reader): Promise<MoneyLimits> {
  return MoneyLimits.parse((await settingOf(ledger, LIMITS))?.value ?? {})
}

/** The rules by which deposits clear, with their version (0: the usual ones, which nobody has changed yet). */
export async function clearingRules(ledger: Reader): Promise<{ rules: ClearingRules; version: number }> {
  const kept = await settingOf(ledger, CLEARING)
  return { rules: ClearingRules.parse(kept?.value ?? {}), version: kept?.version ?? 0 }
}

export const saveClearingRules = (writer: Writer, rules: ClearingRules): Promise<void> => save(writer, CLEARING, rules)

export const saveAgentIdentity = (writer: Writer, identity: AgentIdentity): Promise<void> => save(writer, IDENTITY, identity)

export async function saveMoneyRules(writer: Writer, { payouts, limits }: MoneyRules): Promise<void> {
  await save(writer, PAYOUTS, payouts)
  await save(writer, LIMITS, limits)
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
