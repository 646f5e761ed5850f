import { z } from 'zod'
import { Instant } from './date'
import { IncomingMailId, OrderId } from './ids'
import { method } from './method'
import { Cursor, PageSize, pageOf } from './paging'

/*
 * What payers and merchants write back. A mail that is tied to its order by the reply address and says one thing plainly has done
 * what it says by the time it is listed; everything else waits for a person.
 */

/** What somebody may say of an order in words of their own: the payer the first three, the merchant the others. */
export const Said = z.enum(['received', 'return_wanted', 'not_arrived', 'accepted', 'refused', 'goods_returned', 'contested'])
export type Said = z.infer<typeof Said>

/** understood: done as it says · waiting: a person must read it · handled: a person recorded what it says · put_aside: it says nothing of an order. */
export const MailState = z.enum(['understood', 'waiting', 'handled', 'put_aside'])
export type MailState = z.infer<typeof MailState>

export const MailRow = z.object({
  id: IncomingMailId,
  receivedAt: Instant,
  sender: z.string(),
  subject: z.string(),
  state: MailState,
  orderId: OrderId.nullable(),
  orderNumber: z.string().nullable(),
  merchantName: z.string().nullable(),
  /** What it was taken to say, or `bounce`: a mail server's word that a notice could not be delivered. */
  understood: z.enum([...Said.options, 'bounce']).nullable(),
  version: z.int(),
})
export type MailRow = z.infer<typeof MailRow>

export const MailDetail = MailRow.extend({
  /** Without what it quotes, without attachments. */
  text: z.string(),
  handledBy: z.string().nullable(),
  handledAt: Instant.nullable(),
})
export type MailDetail = z.infer<typeof MailDetail>

/** How far a mailbox has been read: in this mailbox, within this validity, everything up to this UID (RFC 3501, 2.3.1.1). */
export const MailboxPosition = z.object({ mailbox: z.string(), uidValidity: z.string(), uid: z.int() })
export type MailboxPosition = z.infer<typeof MailboxPosition>

/** What a person makes of a mail that waits. */
export const MailDecision = z.discriminatedUnion('kind', [
  /** It is about this order; it goes on waiting. */
  z.object({ kind: z.literal('assign'), orderId: OrderId }),
  /** It says this of its order, or of the order named here. */
  z.object({ kind: z.literal('record'), orderId: OrderId, said: Said, reason: z.string().trim().max(500).default('') }),
  z.object({ kind: z.literal('put_aside') }),
])
export type MailDecision = z.infer<typeof MailDecision>

export const mailMethods = {
  /** Mails that came in, newest first. */
  'mails.list': method({
    permission: 'read',
    input: z.object({ state: MailState.optional(), cursor: Cursor.nullable().default(null), size: PageSize }),
    output: pageOf(MailRow),
  }),
  'mails.get': method({ permission: 'read', input: z.object({ id: IncomingMailId }), output: MailDetail }),
  /** Decides on a mail that waits: ties it to an order, records what it says, or puts it aside. */
  'mails.decide': method({
    permission: 'tell',
    input: z.object({ id: IncomingMailId, version: z.int(), decision: MailDecision }),
    output: z.object({ version: z.int() }),
  }),
}
