import { type Attachment, type ParsedMail, simpleParser } from 'mailparser'
import { Instant } from '../../../preload/contract/date'
import type { IncomingMail } from '../post'
import { ownWords } from './quoted'

/* From the bytes of a mail to what it says: sizes are bounded, attachments dropped, quotations cut. */
const TEXT_MAX = 10_000
const LINE_MAX = 300
const HTML_MAX = 200_000
const HEADER_MAX = 4_096

/** Where a mail lies and when it came, as the mailbox tells it. */
export interface Arrival {
  /** Names it where it brings no Message-ID. */
  readonly place: string
  readonly receivedAt: number
}

/** Reads a mail. One that cannot be read is a mail without words, for a person to look up in the mailbox. */
export async function readMail(bytes: Buffer, { place, receivedAt }: Arrival): Promise<IncomingMail> {
  const parsed = await parse(bytes)
  if (!parsed) {
    const nothing = { sender: '', recipients: [], subject: '', text: '', isAutomatic: true, bounce: null }
    return { messageId: `<${place}>`, receivedAt: Instant.parse(receivedAt), ...nothing }
  }
  return {
    messageId: line(parsed.messageId ?? '') || `<${place}>`,
    receivedAt: Instant.parse(receivedAt),
    sender: line(parsed.from?.value[0]?.address ?? '').toLowerCase(),
    recipients: recipientsOf(parsed),
    subject: line(parsed.subject ?? ''),
    text: ownWords(parsed.text ?? '').slice(0, TEXT_MAX),
    isAutomatic: isAutomatic(parsed),
    bounce: bounceOf(parsed),
  }
}

async function parse(bytes: Buffer): Promise<ParsedMail | null> {
  try {
    return await simpleParser(bytes, {
      skipTextToHtml: true,
      skipImageLinks: true,
      keepDeliveryStatus: true,
      ignoreEmbedded: true,
      checksumAlgo: false,
      maxHtmlLengthToParse: HTML_MAX,
      maxChildNodes: 50,
    })
  } catch {
    return null
  }
}

const line = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, LINE_MAX)

/** The value of a header as it was written, once or several times; of a long one the beginning. */
function written({ headerLines }: ParsedMail, name: string): string[] {
  return headerLines.filter(({ key }) => key === name).map(({ line: whole }) => whole.slice(whole.indexOf(':') + 1, HEADER_MAX).trim())
}

/** Bounded as addresses are (RFC 5321, 4.5.3.1): a long word without an `@` must cost no more than its length. */
const ADDRESS = /[^\s<>,;:"()@]{1,64}@[^\s<>,;:"()@]{1,255}/g
const TO_WHOM = ['to', 'cc', 'delivered-to', 'x-original-to', 'envelope-to'] as const

function recipientsOf(mail: ParsedMail): string[] {
  const found = TO_WHOM.flatMap((name) => written(mail, name)).flatMap((text) => text.match(ADDRESS) ?? [])
  return [...new Set(found.map((address) => address.toLowerCase()))].slice(0, 50)
}

const SPEAKS_FOR_SOMEBODY = /^\s*no\b/i
const AUTOMATIC_SUBJECT =
  /自動(?:返信|応答|配信)|不在|out of (?:the )?office|automatic reply|auto(?:matic)?[- ]?(?:reply|response)|undeliver|delivery status|returned mail/i

/** RFC 3834, and what programs did before it. */
function isAutomatic(mail: ParsedMail): boolean {
  const says = (name: string, pattern: RegExp) => written(mail, name).some((value) => pattern.test(value))
  return (
    written(mail, 'auto-submitted').some((value) => !SPEAKS_FOR_SOMEBODY.test(value)) ||
    says('precedence', /bulk|junk|list|auto/i) ||
    ['list-id', 'x-autoreply', 'x-autorespond', 'x-autoresponse'].some((name) => written(mail, name).length > 0) ||
    says('return-path', /^<>$/) ||
    says('content-type', /multipart\/report/i) ||
    /^(?:mailer-daemon|postmaster|no-?reply)@/i.test(mail.from?.value[0]?.address ?? '') ||
    AUTOMATIC_SUBJECT.test(mail.subject ?? '')
  )
}

/** A delivery status notification (RFC 3464) of a mail that failed for good. */
function bounceOf({ attachments }: ParsedMail): IncomingMail['bounce'] {
  const status = textOf(attachments, 'message/delivery-status')
  const original = textOf(attachments, 'message/rfc822') || textOf(attachments, 'text/rfc822-headers')
  const [, messageId] = /^message-id:\s*(<[^<>\s]+>)/im.exec(original) ?? []
  if (!/^action:\s*failed/im.test(status) || !messageId) return null
  const said = field(status, 'diagnostic-code').replace(/^smtp;\s*/i, '')
  return { messageId, reason: line([field(status, 'status'), said].filter((part) => part !== '').join(' ')) }
}

function textOf(attachments: readonly Attachment[], contentType: string): string {
  return attachments.find((each) => each.contentType === contentType)?.content.toString('utf8') ?? ''
}

/** A field that may be folded over several lines. */
function field(status: string, name: string): string {
  const [, value = ''] = new RegExp(`^${name}:\\s*((?:.*)(?:\\r?\\n[ \\t].*)*)`, 'im').exec(status) ?? []
  return value.replace(/\r?\n[ \t]+/g, ' ').trim()
}
