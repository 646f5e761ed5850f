import { ImapFlow } from 'imapflow'
import type { SettingsOf } from '../../../preload/contract/gateways'
import type { MailboxPosition } from '../../../preload/contract/mails'
import type { IncomingMail, MailboxReader } from '../post'
import { readMail } from './reading'
import { assertPasswordIsSafe, tlsOptions } from './tls'

/*
 * Mail in (IMAP, RFC 3501). A mailbox is read onward by UID, so that it does not matter who else looks into it; the flag \Seen tells
 * people what was taken in.
 */
const CONNECT_MS = 30_000
const ANSWER_MS = 120_000
/** Of longer mails only the beginning is fetched: an answer is short. */
const BYTES_MAX = 256 * 1024

export const imap: MailboxReader = {
  read: (settings, password, since, take, stopping) =>
    opened(settings, password, (client, uidValidity) => readOnward(client, settings, uidValidity, since, take, stopping)),
  look: (settings, password) =>
    opened(settings, password, async (client) => {
      const status = await client.status(settings.folder, { messages: true, unseen: true })
      if (!status) throw new Error(`${settings.folder} cannot be looked at`)
      return { total: status.messages ?? 0, unread: status.unseen ?? 0 }
    }),
}

async function opened<T>(
  settings: SettingsOf<'mail_in'>,
  password: string | null,
  work: (client: ImapFlow, uidValidity: string) => Promise<T>,
): Promise<T> {
  assertPasswordIsSafe(settings)
  const { host, port, security, user, folder } = settings
  const client = new ImapFlow({
    host,
    port,
    secure: security === 'tls',
    ...(security === 'tls' ? {} : { doSTARTTLS: security === 'starttls' }),
    auth: { user, pass: password ?? '' },
    tls: tlsOptions(settings),
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: ANSWER_MS,
    disableAutoIdle: true,
    logger: false,
  })
  // What goes wrong also reaches whoever waits for an answer.
  client.on('error', () => undefined)
  try {
    await client.connect()
    const mailbox = await client.mailboxOpen(folder)
    return await work(client, String(mailbox.uidValidity))
  } catch (fault) {
    throw new Error(wordsOf(fault))
  } finally {
    await client.logout().catch(() => client.close())
  }
}

/** The server's own words where it said any. */
function wordsOf(fault: unknown): string {
  if (!(fault instanceof Error)) return String(fault)
  const said: unknown = Reflect.get(fault, 'responseText')
  return typeof said === 'string' && said !== '' ? said : fault.message
}

async function readOnward(
  client: ImapFlow,
  { host, user, folder }: SettingsOf<'mail_in'>,
  uidValidity: string,
  since: MailboxPosition | null,
  take: (mail: IncomingMail, position: MailboxPosition) => Promise<void>,
  stopping: AbortSignal,
): Promise<void> {
  const mailbox = `${user}@${host}/${folder}`
  const isKnown = since?.mailbox === mailbox && since.uidValidity === uidValidity
  const last = isKnown ? since.uid : 0
  const found = await client.search(isKnown ? { uid: `${last + 1}:*` } : { seen: false }, { uid: true })
  // `n:*` finds the last mail even where its UID is below n (RFC 3501, 6.4.8).
  const uids = (found || []).filter((uid) => uid > last).sort((a, b) => a - b)
  for (const uid of uids) {
    if (stopping.aborted) return
    const message = await client.fetchOne(String(uid), { source: { start: 0, maxLength: BYTES_MAX }, internalDate: true }, { uid: true })
    const source = message ? message.source : undefined
    if (!message || !source) continue
    const place = `${uidValidity}.${uid}@${host}`
    const mail = await readMail(source, { place, receivedAt: new Date(message.internalDate ?? 0).getTime() })
    await take(mail, { mailbox, uidValidity, uid })
    await client.messageFlagsAdd(String(uid), ['\\Seen'], { uid: true })
  }
}
