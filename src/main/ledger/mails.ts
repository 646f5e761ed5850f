import { sql } from 'kysely'
import type { Instant } from '../../preload/contract/date'
import { IncomingMailId, type OrderId } from '../../preload/contract/ids'
import { MailDetail, MailRow, type MailState } from '../../preload/contract/mails'
import { type CappedCount, COUNT_CAP, type Cursor } from '../../preload/contract/paging'
import { readCursor, writeCursor } from './cursor'
import type { Reader, Writer } from './ledger'

/* Mails that came in, each once; what became of them, and who decided it. */

export interface NewMail {
  messageId: string
  receivedAt: Instant
  sender: string
  subject: string
  text: string
  orderId: OrderId | null
  understood: MailRow['understood']
  state: Extract<MailState, 'understood' | 'waiting'>
}

/** Whether this mail is kept already. */
export async function isMailKept(ledger: Reader, messageId: string): Promise<boolean> {
  const row = await ledger.db.selectFrom('incoming_mails').select('id').where('message_id', '=', messageId).executeTakeFirst()
  return row !== undefined
}

/** Keeps a mail and tells its identity. */
export async function insertMail(writer: Writer, mail: NewMail): Promise<IncomingMailId> {
  const id = IncomingMailId.parse(writer.newId())
  await writer.db
    .insertInto('incoming_mails')
    .values({
      id,
      message_id: mail.messageId,
      received_at: mail.receivedAt,
      sender: mail.sender,
      subject: mail.subject,
      text: mail.text,
      order_id: mail.orderId,
      understood: mail.understood,
      state: mail.state,
      handled_by: null,
      handled_at: null,
    })
    .execute()
  return id
}

/** What a person made of a mail. */
export interface MailChange {
  state: MailState
  orderId: OrderId | null
  understood: MailRow['understood']
}

/** Writes down what a person made of a mail that waits; who, where it waits no longer. False when it stands otherwise by now. */
export async function changeMail(writer: Writer, id: IncomingMailId, version: number, change: MailChange): Promise<boolean> {
  const handled = change.state === 'waiting' ? null : { by: writer.by.actor, at: writer.at }
  const updated = await writer.db
    .updateTable('incoming_mails')
    .set((row) => ({
      state: change.state,
      order_id: change.orderId,
      understood: change.understood,
      handled_by: handled?.by ?? null,
      handled_at: handled?.at ?? null,
      version: row('version', '+', 1),
    }))
    .where('id', '=', id)
    .where('version', '=', version)
    .where('state', '=', 'waiting')
    .executeTakeFirst()
  return updated.numUpdatedRows === 1n
}

const columns = sql`i.id, i.received_at as "receivedAt", i.sender, i.subject, i.state, i.order_id as "orderId",
  (select o.order_number from orders o where o.id = i.order_id) as "orderNumber",
  (select (select m.name from merchants m where m.id = o.merchant_id) from orders o where o.id = i.order_id) as "merchantName", i.understood, i.version`

export interface MailPage {
  rows: MailRow[]
  next: Cursor | null
  matching: CappedCount
}

/** One page of mails, newest first; null for a cursor that is none of this list's. */
export async function listMails(
  ledger: Reader,
  state: MailState | undefined,
  cursor: Cursor | null,
  size: number,
): Promise<MailPage | null> {
  const before = cursor === null ? Number.MAX_SAFE_INTEGER : readCursor(cursor)?.[0]
  if (typeof before !== 'number') return null
  const from = state ? sql`incoming_mails i indexed by incoming_mails_state` : sql`incoming_mails i`
  const within = state ? sql`i.state = ${state}` : sql`i.id > 0`
  const found =
    await sql<MailRow>`select ${columns} from ${from} where ${within} and i.id < ${before} order by i.id desc limit ${size + 1}`.execute(
      ledger.db,
    )
  const counted = await sql<{
    count: number
  }>`select count(*) as count from (select 1 from ${from} where ${within} limit ${COUNT_CAP + 1})`.execute(ledger.db)
  const count = counted.rows[0]?.count ?? 0
  const rows = found.rows.slice(0, size)
  const last = found.rows.length > size ? rows.at(-1) : undefined
  return {
    rows: rows.map((row) => MailRow.parse(row)),
    next: last ? writeCursor([last.id]) : null,
    matching: { count: Math.min(count, COUNT_CAP), capped: count > COUNT_CAP },
  }
}

/** One mail with its text, or null. */
export async function mailById(ledger: Reader, id: IncomingMailId): Promise<MailDetail | null> {
  const found = await sql<MailDetail>`select ${columns}, i.text, i.handled_by as "handledBy", i.handled_at as "handledAt"
    from incoming_mails i where i.id = ${id}`.execute(ledger.db)
  return found.rows[0] ? MailDetail.parse(found.rows[0]) : null
}

/** How many mails wait for a person. */
export async function mailsWaiting(ledger: Reader): Promise<number> {
  const found = await sql<{ count: number }>`select count(*) as count from incoming_mails where state = 'waiting'`.execute(ledger.db)
  return found.rows[0]?.count ?? 0
}
