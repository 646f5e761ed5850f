import { sql } from 'kysely'
import type { Instant } from '../../preload/contract/date'
import type { MerchantId, NoticeId, OrderId } from '../../preload/contract/ids'
import type { Language } from '../../preload/contract/merchants'
import type { NoticeChannel, NoticeName, NoticeState, Recipient } from '../../preload/contract/notices'
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
export interface NoticeToSend {
  id: NoticeId
  name: NoticeName
  to: Recipient
  channel: NoticeChannel
  address: string
  language: Language
  merchantId: MerchantId | null
  orderId: OrderId | null
  /** JSON. */
  facts: string
  state: NoticeState
  attempts: number
  nextAt: Instant | null
  createdAt: Instant
}

const sent = sql`id, name, recipient as "to", channel, address, language, merchant_id as "merchantId", order_id as "orderId", facts, state, attempts,
  next_at as "nextAt", created_at as "createdAt"`

/** Notices of a channel whose time has come, longest waiting first. */
export async function dueNotices(ledger: Reader, channel: NoticeChannel, now: Instant, atMost: number): Promise<NoticeToSend[]> {
  const found = await sql<NoticeToSend>`select ${sent} from notices where state = 'waiting' and channel = ${channel} and next_at <= ${now}
    order by next_at, id limit ${atMost}`.execute(ledger.db)
  return found.rows
}

/** Letters that nobody has printed yet, oldest first. */
export async function waitingLetters(ledger: Reader, atMost: number): Promise<NoticeToSend[]> {
  const found = await sql<NoticeToSend>`select ${sent} from notices where state = 'waiting' and channel = 'letter'
    order by id limit ${atMost}`.execute(ledger.db)
  return found.rows
}

/** One notice, or null. */
export async function noticeById(ledger: Reader, id: NoticeId): Promise<NoticeToSend | null> {
  const found = await sql<NoticeToSend>`select ${sent} from notices where id = ${id}`.execute(ledger.db)
  return found.rows[0] ?? null
}

/** Takes a waiting notice in hand, until then at the latest: from here on nobody else sends it. False when somebody has. */
export async function beginSending(writer: Writer, id: NoticeId, until: Instant): Promise<boolean> {
  const taken = await writer.db
    .updateTable('notices')
    .set((row) => ({ state: 'sending', next_at: until, attempts: row('attempts', '+', 1), version: row('version', '+', 1) }))
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

/** Where a try leaves its notice. */
export function stateAfter({ outcome, nextAt }: Tried): NoticeState {
  if (outcome === 'delivered' || outcome === 'printed') return 'delivered'
  if (outcome === 'unknown') return 'unknown'
  return nextAt === null ? 'dead' : 'waiting'
}

/** Writes down what became of a try, and answers where the notice stands now. */
export async function recordTry(writer: Writer, id: NoticeId, tried: Tried): Promise<NoticeState> {
  const state = stateAfter(tried)
  await appendTry(writer, id, tried)
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
  return state
}

/** Adds a try to a notice's history and changes nothing else: a letter that is printed once more. */
export async function appendTry(writer: Writer, id: NoticeId, { outcome, detail }: Pick<Tried, 'outcome' | 'detail'>): Promise<void> {
  await writer.db.insertInto('notice_tries').values({ id: writer.newId(), notice_id: id, at: writer.at, outcome, detail }).execute()
}

/** Puts a notice that was taken in hand back unharmed: nothing of it was handed over, so the try does not count. */
export async function putBack(writer: Writer, id: NoticeId, nextAt: Instant, why: string): Promise<void> {
  await writer.db
    .updateTable('notices')
    .set((row) => ({
      state: 'waiting',
      attempts: row('attempts', '-', 1),
      next_at: nextAt,
      last_error: why,
      version: row('version', '+', 1),
    }))
    .where('id', '=', id)
    .where('state', '=', 'sending')
    .execute()
}

/** Lets waiting notices wait longer: something each needs is not there yet. */
export async function postpone(writer: Writer, notices: readonly { id: NoticeId; why: string }[], nextAt: Instant): Promise<void> {
  if (notices.length === 0) return
  await sql`update notices set next_at = ${nextAt}, last_error = j.value ->> 1, version = version + 1
    from json_each(${JSON.stringify(notices.map(({ id, why }) => [id, why]))}) j
    where notices.id = j.value ->> 0 and state = 'waiting'`.execute(writer.db)
}

/** Ends a waiting notice without sending it. False when it stands otherwise by now. */
export async function endUnsent(writer: Writer, id: NoticeId, state: 'withdrawn' | 'dead', why: string): Promise<boolean> {
  const ended = await writer.db
    .updateTable('notices')
    .set((row) => ({ state, next_at: null, last_error: why, version: row('version', '+', 1) }))
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .executeTakeFirst()
  return ended.numUpdatedRows === 1n
}

/** Notices of a channel that are in hand for longer than they may be: whether they arrived, nobody knows. */
export async function strandedNotices(ledger: Reader, channel: NoticeChannel, now: Instant): Promise<NoticeToSend[]> {
  const found = await sql<NoticeToSend>`select ${sent} from notices where state = 'sending' and channel = ${channel} and next_at <= ${now}
    order by id`.execute(ledger.db)
  return found.rows
}

/**
 * Puts a notice that was given up, or of which nobody knows, back among those to be sent; its tries are counted anew. False when
 * it stands otherwise by now.
 */
export async function sendAgain(writer: Writer, id: NoticeId, version: number, address: string): Promise<boolean> {
  const updated = await writer.db
    .updateTable('notices')
    .set((row) => ({ state: 'waiting', attempts: 0, next_at: writer.at, address, version: row('version', '+', 1) }))
    .where('id', '=', id)
    .where('version', '=', version)
    .where('state', 'in', ['dead', 'unknown'])
    .executeTakeFirst()
  return updated.numUpdatedRows === 1n
}
