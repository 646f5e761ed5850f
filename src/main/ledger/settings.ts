import { type AgentSettings, AgentSettings as AgentSettingsShape, USUAL_AGENT } from '../../preload/contract/agent'
import type { Reader, Writer } from './ledger'

/* What people have settled for the whole ledger, by name; JSON, parsed as it is read. */

/** What is settled under a name, and how often it was; `usual` (version 0) where nobody has settled anything. */
export async function settingOf<T>(
  ledger: Reader,
  name: string,
  shape: { parse(value: unknown): T },
  usual: T,
): Promise<{ value: T; version: number }> {
  const row = await ledger.db.selectFrom('settings').select(['value', 'version']).where('name', '=', name).executeTakeFirst()
  return row ? { value: shape.parse(JSON.parse(row.value)), version: row.version } : { value: usual, version: 0 }
}

/** Puts a value in the place of what was settled. */
export async function saveSetting(writer: Writer, name: string, value: object): Promise<void> {
  const row = { value: JSON.stringify(value), changed_by: writer.by.actor, changed_at: writer.at }
  await writer.db
    .insertInto('settings')
    .values({ name, ...row, version: 1 })
    .onConflict((conflict) => conflict.column('name').doUpdateSet((set) => ({ ...row, version: set('settings.version', '+', 1) })))
    .execute()
}

const AGENT = 'agent'

/** Who the agent is and by which rules it counts, as it holds now. */
export async function agentSettings(ledger: Reader): Promise<AgentSettings & { version: number }> {
  const { value, version } = await settingOf(ledger, AGENT, AgentSettingsShape, USUAL_AGENT)
  return { ...value, version }
}

export const saveAgentSettings = (writer: Writer, { identity, rules }: AgentSettings): Promise<void> =>
  saveSetting(writer, AGENT, { identity, rules })
