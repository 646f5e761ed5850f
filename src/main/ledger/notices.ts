import { sql } from 'kysely'
import { Instant } from '../../preload/contract/date'
import { type MerchantId, NoticeId, type OrderId } from '../../preload/contract/ids'
import type { Language } from '../../preload/contract/merchants'
import type { NoticeChannel, NoticeName, Recipient } from '../../preload/contract/notices'
import type { Reader, Writer } from './ledger'
import type { NoticeTryRow } from './schema-storefront'

/*
 * The outbox: what must be told to whom, written in the unit of work of the event it tells of, and kept until it is delivered.
 * Nobody is told twice of the same thing by the same channel: the database refuses it.
 */
export interface NewNotice {
  name: NoticeName
  to: Recipient
  channel: NoticeChannel
  address: string
  language: Language
  about: string
  merchantId: MerchantId | null
  orderId: OrderId | null
  facts: Record<string, unknown>
}

/** Writes notices; one that is there already stays as it is. A letter waits for a person, everything else for its first try at once. */
export async function insertNotices(writer: Writer, notices: readonly NewNotice[]): Promise<void> {
  if (notices.length === 0) return
  const rows = notices.map((notice) => [
    writer.newId(),
    notice.name,
    notice.to,
    notice.channel,
    notice.address,
    notice.language,
    notice.about,
    notice.merchantId,
    notice.orderId,
    JSON.stringify(notice.facts),
    notice.channel === 'letter' ? null : writer.at,
  ])
  await sql`insert into notices (id, name, recipient, channel, address, language, about, merchant_id, order_id, facts, next_at, created_at)
    select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7, value ->> 8, value ->> 9, value ->> 10, ${writer.at}
    from json_each(${JSON.stringify(rows)}) j where not exists (select 1 from notices n
      where n.about = j.value ->> 6 and n.name = j.value ->> 1 and n.recipient = j.value ->> 2 and n.channel = j.value ->> 3)`.execute(
    writer.db,
  )
}

/** A notice on its way: what the sender needs. */
export interface DueNotice {
  id: NoticeId
  name: NoticeName
  to: Recipient
  channel: NoticeChannel
  address: string
  language: Language
  about: string
  merchantId: MerchantId | null
  orderId: OrderId | null
  facts: string
  attempts: number
}

const sent = sql`id, name, recipient as "to", channel, address, language, about, merchant_id as "merchantId", order_id as "orderId", facts, attempts`

/** Notices of a channel whose time has come, longest waiting first. */
export async function dueNotices(ledger: Reader, channel: NoticeChannel, now: Instant, atMost: number): Promise<DueNotice[]> {
  const found = await sql<DueNotice>`select ${sent} from notices where state = 'waiting' and channel = ${channel} and next_at <= ${now}
    order by next_at, id limit ${atMost}`.execute(ledger.db)
  return found.rows
}

/** Takes a waiting notice in hand: from here on nobody else sends it. False when somebody has. */
export async function beginSending(writer: Writer, id: NoticeId): Promise<boolean> {
  const taken = await writer.db
    .updateTable('notices')
    .set((row) => ({ state: 'sending', attempts: row('attempts', '+', 1), version: row('version', '+', 1) }))
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .executeTakeFirst()
  return taken.numUpdatedRows === 1n
}

/** What became of a try, and what is to happen next. */
export interface Tried {
  outcome: NoticeTryRow['outcome']
  detail: string
  /** For a failed try: when it is tried again, or null when it is given up. */
  nextAt: Instant | null
}

const stateAfter = ({ outcome, nextAt }: Tried) => {
  if (outcome === 'delivered' || outcome === 'printed') return 'delivered'
  if (outcome === 'unknown') return 'unknown'
  return nextAt === null ? 'dead' : 'waiting'
}

/** Writes down what became of a try. */
export async function recordTry(writer: Writer, id: NoticeId, tried: Tried): Promise<void> {
  const state = stateAfter(tried)
  await writer.db
    .insertInto('notice_tries')
    .values({ id: writer.newId(), notice_id: id, at: writer.at, outcome: tried.outcome, detail: tried.detail })
    .execute()
  await writer.db
    .updateTable('notices')
    .set((row) => ({
      state,
      next_at: state === 'waiting' ? tried.nextAt : null,
      delivered_at: state === 'delivered' ? writer.at : null,
      last_error: state === 'delivered' ? null : tried.detail,
      version: row('version', '+', 1),
    }))
    .where('id', '=', id)
    .execute()
}

/** Notices that were being handed over when the program died: whether they arrived, nobody knows. */
export async function strandedNotices(ledger: Reader): Promise<NoticeId[]> {
  const rows = await ledger.db.selectFrom('notices').select('id').where('state', '=', 'sending').execute()
  return rows.map(({ id }) => NoticeId.parse(id))
}

/** Puts a notice that was given up, or of which nobody knows, back among those to be sent. False when it stands otherwise by now. */
export async function sendAgain(writer: Writer, id: NoticeId, version: number, address: string): Promise<boolean> {
  const updated = await writer.db
    .updateTable('notices')
    .set((row) => ({ state: 'waiting', next_at: Instant.parse(writer.at), address, version: row('version', '+', 1) }))
    .where('id', '=', id)
    .where('version', '=', version)
    .where('state', 'in', ['dead', 'unknown'])
    .executeTakeFirst()
  return updated.numUpdatedRows === 1n
}
