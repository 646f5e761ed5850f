import { dateInJapan } from '../../preload/contract/date'
import { done, type RefusalName, type Result } from '../../preload/contract/errors'
import type { SettingsOf } from '../../preload/contract/gateways'
import type { OrderId } from '../../preload/contract/ids'
import type { MailboxPosition } from '../../preload/contract/mails'
import type { IncomingMail, MailboxReader } from '../gateways/post'
import { appendAudit } from '../ledger/audit'
import { mailboxPosition, saveMailboxPosition } from '../ledger/gateways'
import type { By, Ledger, Reader, Writer } from '../ledger/ledger'
import { insertMail, isMailKept, type NewMail } from '../ledger/mails'
import { merchantById } from '../ledger/merchants'
import { type NoticeToSend, noticeById } from '../ledger/notices'
import { orderFacts } from '../ledger/order-facts'
import { withoutCardNumbers } from '../settlement/card-number'
import { type Understood, understand } from '../settlement/replies'
import { settle } from './delivery'
import { type Events, publishChanged } from './events'
import type { Answerer, Links } from './links'
import type { MessageIds } from './message-ids'
import { doAsSaid } from './saying'

/*
 * Answers by mail (s72, s83). A mail does something by itself only where three things agree: the reply address it was sent to, which
 * nobody can make up; the sender, who is the one that was written to; and words that say one thing plainly. All else waits for a person.
 */
export interface MailInDeps {
  readonly ledger: Ledger
  readonly events: Events
  readonly links: Pick<Links, 'readTag'>
  readonly messageIds: Pick<MessageIds, 'noticeOf'>
  readonly mailbox: MailboxReader
}

const SYSTEM: By = { actor: 'system', seat: 'core' }

/** Why a mail cannot do what it says: the order stands otherwise. That is for a person, and no trouble of the mailbox. */
const OF_THE_ORDER: ReadonlySet<RefusalName> = new Set<RefusalName>([
  'order_step_refused',
  'deadline_passed',
  'reserved_by_import',
  'not_found',
])

/** Reads all that has come since the last time; false where it was stopped before the end. Throws in the mail server's words where it cannot. */
export async function readMails(
  deps: MailInDeps,
  settings: SettingsOf<'mail_in'>,
  password: string | null,
  stopping: AbortSignal,
): Promise<boolean> {
  const since = await mailboxPosition(deps.ledger.reader)
  await deps.mailbox.read(settings, password, since, (mail, position) => takeMail(deps, mail, position), stopping)
  return !stopping.aborted
}

/** Keeps a mail, once, does what it says where that is plain, and remembers how far the mailbox has been read. */
export async function takeMail(deps: MailInDeps, mail: IncomingMail, position: MailboxPosition | null = null): Promise<void> {
  const { ledger, events } = deps
  const plain = { ...mail, subject: withoutCardNumbers(mail.subject), text: withoutCardNumbers(mail.text) }
  const meaning = await meaningOf(deps, ledger.reader, plain)
  const kept = await keep(deps, plain, meaning, position)
  const isForPerson = !kept.ok && OF_THE_ORDER.has(kept.refusal.refusal)
  const settled = isForPerson ? await keep(deps, plain, { kind: 'waiting', orderId: meaning.orderId }, position) : kept
  if (!settled.ok) throw new Error(settled.refusal.refusal)
  publishChanged(events, 'mails', 'orders', 'notices', 'audit')
}

type Meaning =
  | { readonly kind: 'bounce'; readonly notice: NoticeToSend; readonly reason: string; readonly orderId: OrderId | null }
  | { readonly kind: 'answer'; readonly orderId: OrderId; readonly by: By; readonly answer: Understood }
  | { readonly kind: 'waiting'; readonly orderId: OrderId | null }

async function meaningOf(deps: MailInDeps, ledger: Reader, mail: IncomingMail): Promise<Meaning> {
  const bounced = mail.bounce && (await noticeOf(deps, ledger, mail.bounce.messageId))
  if (mail.bounce && bounced) return { kind: 'bounce', notice: bounced, reason: mail.bounce.reason, orderId: bounced.orderId }
  const tied = tieOf(deps, mail)
  if (!tied) return { kind: 'waiting', orderId: null }
  const { orderId, to } = tied
  const by = await writerOf(ledger, tied, mail.sender)
  const answer = by && !mail.isAutomatic ? understand(mail.text, to) : null
  return by && answer ? { kind: 'answer', orderId, by, answer } : { kind: 'waiting', orderId }
}

async function noticeOf({ messageIds }: MailInDeps, ledger: Reader, messageId: string): Promise<NoticeToSend | null> {
  const id = messageIds.noticeOf(messageId)
  return id === null ? null : noticeById(ledger, id)
}

/** The order a mail answers, by the part after the `+` of an address it was sent to; none where it names two. */
function tieOf({ links }: MailInDeps, { recipients }: IncomingMail): { orderId: OrderId; to: Answerer } | null {
  const tags = recipients.flatMap((address) => /^[^+@]*\+([^@]+)@/.exec(address)?.[1] ?? [])
  const ties = tags.flatMap((tag) => links.readTag(tag) ?? [])
  const [first, ...others] = ties
  return first && others.every(({ orderId, to }) => orderId === first.orderId && to === first.to) ? first : null
}

/** Who writes, as the ledger names them; null where it is not the one who was written to. */
async function writerOf(ledger: Reader, { orderId, to }: { orderId: OrderId; to: Answerer }, sender: string): Promise<By | null> {
  const order = (await orderFacts(ledger, [orderId])).get(orderId)
  const merchant = order && (await merchantById(ledger, order.merchantId))
  if (!order || !merchant) return null
  const known = to === 'payer' ? order.payerEmail : merchant.contacts.email
  if (known === '' || known.toLowerCase() !== sender) return null
  return { actor: to === 'payer' ? `payer:${orderId}` : `merchant:${merchant.registrationNumber}`, seat: 'mail' }
}

/** One unit of work: the mail, what it does, and how far the mailbox has been read. */
function keep({ ledger }: MailInDeps, mail: IncomingMail, meaning: Meaning, position: MailboxPosition | null): Promise<Result<null>> {
  return ledger.write(meaning.kind === 'answer' ? meaning.by : SYSTEM, async (writer) => {
    if (position) await saveMailboxPosition(writer, position)
    if (await isMailKept(writer, mail.messageId)) return done(null)
    const acted = await act(writer, mail, meaning)
    if (!acted.ok) return acted
    const id = await insertMail(writer, rowOf(mail, meaning))
    await appendAudit(writer, {
      stream: 'notices',
      action: meaning.kind === 'waiting' ? 'mail_waits' : 'mail_understood',
      subject: `mail:${id}`,
      detail: { orderId: meaning.orderId, ...(meaning.kind === 'answer' ? { said: meaning.answer.said } : {}) },
    })
    return done(null)
  })
}

async function act(writer: Writer, { receivedAt }: IncomingMail, meaning: Meaning): Promise<Result<unknown>> {
  switch (meaning.kind) {
    case 'answer': {
      const { said, reason } = meaning.answer
      return doAsSaid(writer, meaning.orderId, said, { reason, source: 'mail' }, dateInJapan(receivedAt))
    }
    case 'bounce':
      return done(await markBounced(writer, meaning))
    case 'waiting':
      return done(null)
  }
}

/** The notice is dead after all. One that waits to be sent to another address is not made dead by an earlier mail. */
async function markBounced(writer: Writer, { notice, reason }: Extract<Meaning, { kind: 'bounce' }>): Promise<void> {
  const now = await noticeById(writer, notice.id)
  if (now?.state !== 'delivered' && now?.state !== 'unknown') return
  await settle(writer, now, { outcome: 'refused', detail: reason, nextAt: null })
}

function rowOf({ messageId, receivedAt, sender, subject, text }: IncomingMail, meaning: Meaning): NewMail {
  const understood = meaning.kind === 'answer' ? meaning.answer.said : meaning.kind === 'bounce' ? 'bounce' : null
  const state = understood === null ? 'waiting' : 'understood'
  return { messageId, receivedAt, sender, subject, text, orderId: meaning.orderId, understood, state }
}

/** Opens the mailbox and tells what it holds. */
export async function testMailbox(mailbox: MailboxReader, settings: SettingsOf<'mail_in'>, password: string | null): Promise<string> {
  const { total, unread } = await mailbox.look(settings, password)
  return `${settings.folder}: ${total} (${unread} unread)`
}
