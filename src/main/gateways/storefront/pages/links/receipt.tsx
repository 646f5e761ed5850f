import type { FastifyInstance } from 'fastify'
import type { ProtectionTrack } from '../../../../../preload/contract/orders'
import type { PayerAnswer } from '../../../../../preload/contract/shop'
import type { LinkCounter } from '../../../counter'
import { questionPage, type Standing } from './question'

const ANSWERS: readonly PayerAnswer[] = ['received', 'return_wanted', 'not_arrived']

/** The payer of a protected order says whether the goods came (s71, s72). */
export function receiptPage(server: FastifyInstance, links: LinkCounter): void {
  questionPage<PayerAnswer>(server, {
    path: '/receipt/:token',
    reader: 'payer',
    orderFirst: false,
    look: (token) => links.receipt(token),
    act: (token, answer, reason) => links.answerReceipt(token, answer, reason),
    answers: ({ order }) => (order.tracks.protection === 'open' ? ANSWERS : []),
    needsReason: (answer) => answer === 'return_wanted',
    stands: ({ order }, answer) => order.tracks.protection === answer,
    wordsOf: ({ receipt }) => ({ ...receipt, lead: <p>{receipt.lead}</p> }),
    until: ({ order }) => order.protectedUntil,
    standing: ({ receipt }, { order, answerBy }, day): Standing => {
      const noted = ({ title, text }: { title: string; text: string }): Standing => ({
        tone: 'done',
        title,
        text: answerBy ? `${text} ${receipt.answerBy(day(answerBy))}` : text,
      })
      const byProtection: Record<ProtectionTrack, Standing> = {
        none: { tone: 'information', ...receipt.none },
        wished: { tone: 'information', ...receipt.notYet },
        open: { tone: 'information', ...receipt.notYet },
        received: { tone: 'done', ...receipt.received },
        lapsed: { tone: 'information', ...receipt.lapsed },
        return_wanted: noted(receipt.returnWanted),
        not_arrived: noted(receipt.notArrived),
        contested: { tone: 'warning', ...receipt.contested },
        refund_due: { tone: 'done', ...receipt.refundDue },
      }
      return byProtection[order.tracks.protection]
    },
  })
}
