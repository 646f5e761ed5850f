import { createHmac, timingSafeEqual } from 'node:crypto'
import { NoticeId } from '../../preload/contract/ids'
import type { Secrets } from './secrets'

/*
 * The Message-ID of a notice: the same however often it is tried, so that a mail server can leave out what it has seen, and known
 * again in what mail servers say of it. Signed, so that nobody can declare the mail of another undeliverable.
 */
export interface MessageIds {
  /** `<…@domain>`, at the domain of the address it is sent from. */
  of(noticeId: NoticeId, from: string): string
  /** The notice a Message-ID stands for, or null. */
  noticeOf(messageId: string): NoticeId | null
}

const SIGNATURE_LENGTH = 20

export function createMessageIds(secrets: Pick<Secrets, 'derived'>): MessageIds {
  const key = secrets.derived('message identities')
  const signed = (text: string) => `${text}.${createHmac('sha256', key).update(text).digest('hex').slice(0, SIGNATURE_LENGTH)}`
  return {
    of: (noticeId, from) => `<${signed(noticeId.toString(36))}@${from.slice(from.lastIndexOf('@') + 1)}>`,
    noticeOf(messageId) {
      const [, given = '', text = ''] = /^<(([0-9a-z]{1,12})\.[0-9a-f]{20})@[^<>@]+>$/.exec(messageId.toLowerCase()) ?? []
      const noticeId = NoticeId.safeParse(Number.parseInt(text, 36))
      const [one, other] = [Buffer.from(given), Buffer.from(signed(text))]
      return noticeId.success && one.length === other.length && timingSafeEqual(one, other) ? noticeId.data : null
    },
  }
}
