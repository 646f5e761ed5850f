import type { Clock } from '../../preload/contract/clock'
import { dateInJapan } from '../../preload/contract/date'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { MailDecision, MailDetail } from '../../preload/contract/mails'
import { appendAudit } from '../ledger/audit'
import type { Ledger, Writer } from '../ledger/ledger'
import { changeMail, listMails, type MailChange, mailById } from '../ledger/mails'
import { orderFacts } from '../ledger/order-facts'
import type { Handlers } from './context'
import { type Events, publishChanged } from './events'
import { cardNumberProblem, refusalOf } from './merchant-checks'
import { doAsSaid } from './saying'

/* Mails that came in, as clerks read them; what a program did not understand, a person decides. */
export interface MailDeps {
  readonly ledger: Ledger
  readonly clock: Clock
  readonly events: Events
}

export function mailHandlers({ ledger, clock, events }: MailDeps): Pick<Handlers, 'mails.list' | 'mails.get' | 'mails.decide'> {
  return {
    'mails.list': async (_context, { state, cursor, size }) => {
      const began = clock.monotonicMs()
      const page = await listMails(ledger.reader, state, cursor, size)
      if (!page) return refuse({ refusal: 'invalid_input', problems: [{ path: 'cursor', message: 'not a cursor of this list' }] })
      return done({ ...page, elapsedMs: clock.monotonicMs() - began })
    },
    'mails.get': async (_context, { id }) => {
      const mail = await mailById(ledger.reader, id)
      return mail ? done(mail) : refuse({ refusal: 'not_found', what: 'mail' })
    },
    'mails.decide': async (context, { id, version, decision }) => {
      const card = decision.kind === 'record' ? refusalOf(cardNumberProblem('decision.reason', decision.reason)) : null
      if (card) return refuse(card)
      const decided = await ledger.write(context.by, async (writer) => {
        const mail = await mailById(writer, id)
        if (!mail) return refuse({ refusal: 'not_found', what: 'mail' })
        if (mail.state !== 'waiting') return refuse({ refusal: 'already_decided' })
        const change = await decide(writer, mail, decision)
        if (!change.ok) return change
        if (!(await changeMail(writer, id, version, change.value))) return refuse({ refusal: 'changed_meanwhile' })
        await appendAudit(writer, {
          stream: 'notices',
          action: 'mail_decided',
          subject: `mail:${id}`,
          detail: { decision, before: { orderId: mail.orderId } },
        })
        return done({ version: version + 1 })
      })
      if (decided.ok) publishChanged(events, 'mails', 'orders', 'gateways', 'audit')
      return decided
    },
  }
}

/** Refuses not_found (no such order) and what doing as it says refuses. */
async function decide(writer: Writer, mail: MailDetail, decision: MailDecision): Promise<Result<MailChange>> {
  if (decision.kind === 'put_aside') return done({ state: 'put_aside', orderId: mail.orderId, understood: null })
  const { orderId } = decision
  if (!(await orderFacts(writer, [orderId])).has(orderId)) return refuse({ refusal: 'not_found', what: 'order' })
  if (decision.kind === 'assign') return done({ state: 'waiting', orderId, understood: null })
  const { said, reason } = decision
  const acted = await doAsSaid(writer, orderId, said, { reason, source: 'mail' }, dateInJapan(mail.receivedAt))
  return acted.ok ? done({ state: 'handled', orderId, understood: said }) : acted
}
