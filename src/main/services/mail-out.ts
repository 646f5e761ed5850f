import { readFile } from 'node:fs/promises'
import type { SettingsOf } from '../../preload/contract/gateways'
import { bankName, mailText } from '../export/notices/notice'
import type { MailServer, MailSession, OutgoingMail } from '../gateways/post'
import type { By } from '../ledger/ledger'
import type { NoticeToSend } from '../ledger/notices'
import { type DeliveryDeps, deliverDue, type Line } from './delivery'
import type { Links } from './links'
import type { MessageIds } from './message-ids'
import { type WordDeps, wordsToSend } from './notice-words'
import type { SlipFileOf } from './slip-paper'

/* Notices by mail: what a mail looks like, and how a mail server is used. */
export interface MailOutDeps extends DeliveryDeps, WordDeps {
  readonly links: Links
  readonly messageIds: MessageIds
  readonly mailServer: MailServer
  readonly slipFileOf: SlipFileOf
}

/** Nobody sends a mail. */
const SYSTEM: By = { actor: 'system', seat: 'core' }

const CONNECTIONS_MAX = 3
/** A server may take ten minutes over each of the steps in which it takes a mail (RFC 5321, 4.5.3.2). */
const LONGEST_MS = 3_600_000
/** How long a mail in hand may take once the connector is to stop. */
const LAST_MS = 20_000

/** Sends the mails that are due; answers whether the server was reached, throws in its words where it was not. */
export function sendMails(
  deps: MailOutDeps,
  settings: SettingsOf<'mail_out'>,
  password: string | null,
  stopping: AbortSignal,
): Promise<boolean> {
  const line: Line<OutgoingMail> = {
    channel: 'mail',
    connectionsMax: CONNECTIONS_MAX,
    longestMs: LONGEST_MS,
    open: async () => hurriedBy(stopping, await deps.mailServer.open(settings, password)),
    prepare: async (notice) => {
      const worded = await wordsToSend(deps, deps.ledger.reader, notice, settings.replyTo !== '')
      if (worded.kind !== 'worded') return worded
      const { subject } = worded.wording
      const attachment = await slipFor(deps, notice)
      const message = { ...envelopeOf(deps, settings, notice), subject, text: mailText(worded.wording, notice.language) }
      return { kind: 'ready', message: attachment ? { ...message, attachment } : message }
    },
  }
  return deliverDue(deps, line, stopping)
}

/** Who is told to pay at a store gets the slip along, who pays by a postal form what to write on it; where it cannot be put on paper now, the link in the mail leads to it. */
async function slipFor({ slipFileOf }: MailOutDeps, { name, orderId }: NoticeToSend): Promise<OutgoingMail['attachment'] | null> {
  if (name !== 'instruction' || orderId === null) return null
  const file = await slipFileOf(orderId, SYSTEM)
  if (!file.ok) return null
  const { path, fileName, discard } = file.value
  try {
    return { fileName, type: 'application/pdf', bytes: await readFile(path) }
  } finally {
    await discard()
  }
}

/** A session that is cut off when a server keeps a stopping connector waiting: what it did with the mail in hand, nobody knows then. */
function hurriedBy(stopping: AbortSignal, session: MailSession): MailSession {
  let timer: NodeJS.Timeout | undefined
  const hurry = () => {
    timer = setTimeout(() => session.cut(), LAST_MS)
  }
  stopping.addEventListener('abort', hurry, { once: true })
  return {
    ...session,
    close: () => {
      stopping.removeEventListener('abort', hurry)
      clearTimeout(timer)
      session.close()
    },
  }
}

type Envelope = Pick<OutgoingMail, 'messageId' | 'to' | 'from' | 'replyTo'>

function envelopeOf({ messageIds, links }: MailOutDeps, settings: SettingsOf<'mail_out'>, notice: NoticeToSend): Envelope {
  const { from, fromName, replyTo } = settings
  const tag = replyTo === '' || notice.orderId === null || notice.to === 'applicant' ? null : links.replyTag(notice.orderId, notice.to)
  return {
    messageId: messageIds.of(notice.id, from),
    to: notice.address,
    from: { name: bankName(fromName, notice.language), address: from },
    replyTo: tag === null ? null : tagged(replyTo, tag),
  }
}

/** `user+tag@domain` (RFC 5233). */
function tagged(address: string, tag: string): string {
  const at = address.lastIndexOf('@')
  return `${address.slice(0, at)}+${tag}${address.slice(at)}`
}

/** Signs in, and sends a test mail where an address is given; answers in the server's words. */
export async function testMailServer(
  mailServer: MailServer,
  settings: SettingsOf<'mail_out'>,
  password: string | null,
  to: string,
): Promise<string> {
  const session = await mailServer.open(settings, password)
  try {
    if (to === '') return 'signed in'
    const name = bankName(settings.fromName, 'ja')
    const handed = await session.hand({
      messageId: `<test.${Date.now()}@${settings.from.slice(settings.from.lastIndexOf('@') + 1)}>`,
      to,
      from: { name, address: settings.from },
      replyTo: null,
      subject: '送信の確認 / Test',
      text: `${name}\n\nこのメールは送信の設定を確かめるためのものです。\nThis mail only tests the settings.\n`,
    })
    if (handed.outcome !== 'delivered') throw new Error(handed.detail)
    return handed.detail
  } finally {
    session.close()
  }
}
