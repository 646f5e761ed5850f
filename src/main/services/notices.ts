import type { Clock } from '../../preload/contract/clock'
import { done, type Refusal, refuse } from '../../preload/contract/errors'
import { MailAddress } from '../../preload/contract/merchants'
import type { NoticeChannel } from '../../preload/contract/notices'
import { mailText } from '../export/notices/notice'
import type { Ledger, Reader } from '../ledger/ledger'
import { merchantById } from '../ledger/merchants'
import { listNotices, noticeWithTries } from '../ledger/notice-list'
import { type NoticeToSend, noticeById, sendAgain } from '../ledger/notices'
import { orderFacts } from '../ledger/order-facts'
import type { Handlers } from './context'
import { auditNotice } from './delivery'
import { type Events, publishChanged } from './events'
import { previewNotice } from './notice-preview'
import { holdsLink, type WordDeps, wordsToShow } from './notice-words'

/* Notices as the desk sees them: what was told, what waits, what was given up; and the words before anybody is told. */
export interface NoticeDeps {
  readonly ledger: Ledger
  readonly clock: Clock
  readonly events: Events
  readonly words: WordDeps
}

type NoticeMethod = 'notices.list' | 'notices.get' | 'notices.resend' | 'notices.preview'

export function noticeHandlers({ ledger, clock, events, words }: NoticeDeps): Pick<Handlers, NoticeMethod> {
  return {
    'notices.list': async (_context, { filter, cursor, size }) => {
      const began = clock.monotonicMs()
      const page = await listNotices(ledger.reader, filter, cursor, size)
      if (!page) return refuse({ refusal: 'invalid_input', problems: [{ path: 'cursor', message: 'not a cursor of this list' }] })
      return done({ ...page, elapsedMs: clock.monotonicMs() - began })
    },
    'notices.get': async (_context, { id }) => {
      const found = await noticeWithTries(ledger.reader, id)
      const notice = await noticeById(ledger.reader, id)
      if (!found || !notice) return refuse({ refusal: 'not_found', what: 'notice' })
      return done({ ...found.row, ...(await wordsToShow(words, ledger.reader, notice)), tries: found.tries })
    },
    'notices.resend': resend({ ledger, events }),
    'notices.preview': async (_context, { name, to, language }) => {
      const wording = previewNotice({ name, to, language }, clock.today())
      if (!wording) return refuse({ refusal: 'not_found', what: 'notice' })
      return done({ subject: wording.subject, text: mailText(wording, language) })
    },
  }
}

/** Sends again what was given up or of which nobody knows. Refuses not_found, notice_settled, address_not_known, changed_meanwhile, invalid_input (no such address). */
function resend({ ledger, events }: Pick<NoticeDeps, 'ledger' | 'events'>): Handlers['notices.resend'] {
  return async (context, { id, version, address }) => {
    const sent = await ledger.write(context.by, async (writer) => {
      const notice = await noticeById(writer, id)
      if (!notice) return refuse({ refusal: 'not_found', what: 'notice' })
      if (notice.state !== 'dead' && notice.state !== 'unknown') return refuse({ refusal: 'notice_settled', state: notice.state })
      const next = address ?? notice.address
      if (holdsLink(notice.name) && !(await isKnownAddress(writer, notice, next))) return refuse({ refusal: 'address_not_known' })
      const problem = addressProblem(notice.channel, next)
      if (problem) return refuse(problem)
      if (!(await sendAgain(writer, id, version, next))) return refuse({ refusal: 'changed_meanwhile' })
      await auditNotice(writer, notice, 'sent_again', { before: notice.address, after: next })
      return done({ version: version + 1 })
    })
    if (sent.ok) publishChanged(events, 'notices', 'gateways', 'audit')
    return sent
  }
}

/** Links open what is their reader's alone, so they go to nobody but whom the ledger names. */
async function isKnownAddress(ledger: Reader, { to, address, merchantId, orderId }: NoticeToSend, next: string): Promise<boolean> {
  if (next === address) return true
  if (to === 'merchant') return merchantId !== null && (await merchantById(ledger, merchantId))?.contacts.email === next
  return to === 'payer' && orderId !== null && (await orderFacts(ledger, [orderId])).get(orderId)?.payerEmail === next
}

function addressProblem(channel: NoticeChannel, address: string): Refusal | null {
  const isAddress =
    address !== '' && (channel === 'mail' ? MailAddress.safeParse(address).success : channel === 'webhook' ? URL.canParse(address) : true)
  return isAddress ? null : { refusal: 'invalid_input', problems: [{ path: 'address', message: 'no address' }] }
}
