import { sql } from 'kysely'
import type { Instant } from '../../preload/contract/date'
import { type GatewayName, GatewaySettings, usualSettings } from '../../preload/contract/gateways'
import { MailboxPosition } from '../../preload/contract/mails'
import type { NoticeChannel } from '../../preload/contract/notices'
import type { Reader, Writer } from './ledger'

/* What people have settled of each connector, and how its last tries went. */

export interface StoredGateway {
  name: GatewayName
  enabled: boolean
  paused: boolean
  settings: GatewaySettings
  lastSuccessAt: Instant | null
  lastFailureAt: Instant | null
  lastFailure: string | null
  version: number
}

/** A connector as it is settled; off, with the usual settings, where nobody has settled anything (version 0). */
export async function gatewayOf(ledger: Reader, name: GatewayName): Promise<StoredGateway> {
  const row = await ledger.db.selectFrom('gateways').selectAll().where('name', '=', name).executeTakeFirst()
  const settings = GatewaySettings.safeParse(JSON.parse(row?.settings ?? '{}'))
  return {
    name,
    enabled: row?.enabled === 1,
    paused: row?.paused === 1,
    settings: settings.success && settings.data.gateway === name ? settings.data : usualSettings(name),
    lastSuccessAt: row?.last_success_at ?? null,
    lastFailureAt: row?.last_failure_at ?? null,
    lastFailure: row?.last_failure ?? null,
    version: row?.version ?? 0,
  }
}

/** Puts what was settled in the place of what was. False when somebody else has settled it meanwhile. */
export async function saveGateway(
  writer: Writer,
  name: GatewayName,
  version: number,
  change: { enabled: boolean; paused: boolean; settings: GatewaySettings },
): Promise<boolean> {
  if ((await gatewayOf(writer, name)).version !== version) return false
  const row = {
    enabled: change.enabled ? (1 as const) : (0 as const),
    paused: change.paused ? (1 as const) : (0 as const),
    settings: JSON.stringify(change.settings),
    version: version + 1,
  }
  await writer.db
    .insertInto('gateways')
    .values({ name, ...row, last_success_at: null, last_failure_at: null, last_failure: null })
    .onConflict((conflict) => conflict.column('name').doUpdateSet(row))
    .execute()
  return true
}

/** Remembers how a try of a connector went, and when it was: now, unless it began earlier. */
export async function recordGatewayTry(writer: Writer, name: GatewayName, failure: string | null, at: Instant = writer.at): Promise<void> {
  await writer.db
    .insertInto('gateways')
    .values({
      name,
      enabled: 0,
      paused: 0,
      settings: '{}',
      last_success_at: failure === null ? at : null,
      last_failure_at: failure === null ? null : at,
      last_failure: failure,
      version: 0,
    })
    .onConflict((conflict) =>
      conflict.column('name').doUpdateSet(failure === null ? { last_success_at: at } : { last_failure_at: at, last_failure: failure }),
    )
    .execute()
}

/** Where reading goes on, or null before the first time. */
export async function mailboxPosition(ledger: Reader): Promise<MailboxPosition | null> {
  const row = await ledger.db.selectFrom('gateways').select('position').where('name', '=', 'mail_in').executeTakeFirst()
  return row?.position ? MailboxPosition.parse(JSON.parse(row.position)) : null
}

/** Remembers how far a mailbox has been read. */
export async function saveMailboxPosition(writer: Writer, position: MailboxPosition): Promise<void> {
  await writer.db
    .updateTable('gateways')
    .set({ position: JSON.stringify(position) })
    .where('name', '=', 'mail_in')
    .execute()
}

/** Notices of each channel that wait to be sent, and those that a person must decide on. */
export async function noticesWaiting(ledger: Reader): Promise<Map<NoticeChannel, { waiting: number; dead: number }>> {
  const found = await sql<{ channel: NoticeChannel; waiting: number; dead: number }>`
    select channel, count(*) filter (where state in ('waiting', 'sending')) as waiting, count(*) filter (where state in ('dead', 'unknown')) as dead
    from notices indexed by notices_state where state in ('waiting', 'sending', 'dead', 'unknown') group by channel`.execute(ledger.db)
  return new Map(found.rows.map(({ channel, waiting, dead }) => [channel, { waiting, dead }]))
}
