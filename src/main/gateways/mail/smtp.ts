import { Readable } from 'node:stream'
import MailComposer from 'nodemailer/lib/mail-composer'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import type { SettingsOf } from '../../../preload/contract/gateways'
import type { Handed, MailServer, MailSession, OutgoingMail } from '../post'
import { assertPasswordIsSafe, tlsOptions } from './tls'

/*
 * Mail out (SMTP, RFC 5321). What matters is to know, when something goes wrong, whether the server may have taken the mail: before
 * the first byte of its text was asked for, it cannot have; after, only the server's answer tells.
 */
const CONNECT_MS = 30_000
const GREETING_MS = 60_000
/** RFC 5321, 4.5.3.2.6: a server may take ten minutes to answer a mail. */
const ANSWER_MS = 600_000

export const smtp: MailServer = { open }

async function open(settings: SettingsOf<'mail_out'>, password: string | null): Promise<MailSession> {
  assertPasswordIsSafe(settings)
  if (settings.from === '') throw new Error('no sender address is settled')
  const { host, port, security, user } = settings
  const connection = new SMTPConnection({
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    connectionTimeout: CONNECT_MS,
    greetingTimeout: GREETING_MS,
    socketTimeout: ANSWER_MS,
    tls: tlsOptions(settings),
    logger: false,
  })
  // Every error also reaches whoever waits; one that nobody waits for shows at the next mail.
  connection.on('error', () => undefined)
  try {
    await settled(connection, (done) => connection.connect(done))
    if (user !== '') await settled(connection, (done) => connection.login({ user, pass: password ?? '' }, done))
  } catch (fault) {
    connection.close()
    throw fault
  }
  return {
    hand: async (mail) => {
      const handed = await hand(connection, mail)
      // A mail that was not taken still stands in the server's way.
      if (handed.outcome === 'refused' || handed.outcome === 'failed')
        await settled(connection, (done) => connection.reset(done)).catch(() => undefined)
      return handed
    },
    close: () => (connection.destroyed ? undefined : connection.quit()),
    cut: () => connection.close(),
  }
}

/** Waits for one step, or for the connection to fail meanwhile. */
function settled(connection: SMTPConnection, work: (done: (fault?: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new Error('the server closed the connection'))
    connection.once('error', reject).once('end', ended)
    work((fault) => {
      connection.off('error', reject).off('end', ended)
      return fault ? reject(fault) : resolve()
    })
  })
}

async function hand(connection: SMTPConnection, mail: OutgoingMail): Promise<Handed> {
  const bytes = await textOf(mail)
  let isUnderWay = false
  // Read only once the server has agreed to take the text.
  const body = new Readable({
    read() {
      isUnderWay = true
      this.push(bytes)
      this.push(null)
    },
  })
  const envelope = { from: mail.replyTo ?? mail.from.address, to: [mail.to], size: bytes.length, use8BitMime: true }
  return new Promise((resolve) => {
    // Ended from this side while the server keeps silent, nothing else is told.
    const ended = () => setImmediate(() => resolve(handedWith(new Error('the connection ended'), isUnderWay)))
    connection.once('end', ended)
    connection.send(envelope, body, (fault, info) => {
      connection.off('end', ended)
      resolve(fault ? handedWith(fault, isUnderWay) : { outcome: 'delivered', detail: info?.response ?? '' })
    })
  })
}

function textOf({ messageId, to, from, replyTo, subject, text, attachment }: OutgoingMail): Promise<Buffer> {
  const composer = new MailComposer({
    messageId,
    to,
    from,
    ...(replyTo === null ? {} : { replyTo }),
    subject,
    text,
    textEncoding: 'base64',
    ...(attachment
      ? { attachments: [{ filename: attachment.fileName, contentType: attachment.type, content: Buffer.from(attachment.bytes) }] }
      : {}),
    // Programs that answer for absent people leave it alone (RFC 3834).
    headers: { 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return composer.compile().build()
}

interface SmtpFault extends Error {
  readonly code?: string | undefined
  readonly responseCode?: number | undefined
  readonly response?: unknown
  readonly command?: string | undefined
}

/** What an error means for the mail at hand. */
function handedWith(fault: SmtpFault, isUnderWay: boolean): Handed {
  const { responseCode: code, command } = fault
  const detail = typeof fault.response === 'string' ? fault.response : fault.message
  // The library itself would not send this: an address that is none.
  if (code === undefined && (fault.code === 'EENVELOPE' || fault.code === 'EMESSAGE')) return { outcome: 'refused', detail }
  if (code === undefined) return { outcome: isUnderWay ? 'unknown' : 'unreachable', detail }
  // 421: the server is closing; a sender that is not wanted is no fault of the recipient's.
  const isAboutServer = !isUnderWay && (code === 421 || command === 'MAIL FROM' || command === 'CONN')
  if (isAboutServer) return { outcome: 'unreachable', detail }
  return { outcome: code >= 500 && code !== 503 ? 'refused' : 'failed', detail }
}
