import type { FastifyInstance } from 'fastify'
import type { MerchantAnswer } from '../../../../../preload/contract/shop'
import type { LinkCounter, LinkedOrder } from '../../../counter'
import type { StorefrontWords } from '../../words'
import { questionPage, type Standing } from './question'

/** What may be answered: goods that never arrived cannot come back. */
function answersTo({ order }: LinkedOrder): readonly MerchantAnswer[] {
  switch (order.tracks.protection) {
    case 'return_wanted':
      return ['goods_returned', 'contested']
    case 'not_arrived':
      return ['contested']
    default:
      return []
  }
}

/** A merchant confirms that the goods are back, or contests with its proof (s73; 0066). */
export function returnPage(server: FastifyInstance, links: LinkCounter): void {
  questionPage<MerchantAnswer>(server, {
    path: '/return/:token',
    reader: 'merchant',
    orderFirst: false,
    look: (token) => links.returned(token),
    act: (token, answer, reason) => links.answerReturn(token, answer, reason),
    answers: answersTo,
    needsReason: (answer) => answer === 'contested',
    stands: ({ order: { tracks }, said }, answer) =>
      answer === 'contested' ? tracks.protection === 'contested' : said.some(({ kind }) => kind === 'goods_returned'),
    wordsOf: ({ returned }, linked) => {
      const isReturn = linked.order.tracks.protection !== 'not_arrived'
      return {
        ...returned,
        title: isReturn ? returned.returnTitle : returned.notArrivedTitle,
        question: isReturn ? returned.returnQuestion : returned.notArrivedQuestion,
        lead: <PayerSays returned={returned} linked={linked} />,
      }
    },
    until: ({ answerBy }) => answerBy,
    standing: ({ returned }, linked): Standing => {
      const { said, order } = linked
      if (order.tracks.protection === 'contested') return { tone: 'information', ...returned.contested }
      if (said.some(({ kind }) => kind === 'goods_returned')) return { tone: 'done', ...returned.confirmed }
      if (said.some(({ kind }) => kind === 'merchant_silent')) return { tone: 'warning', ...returned.silent }
      const wasAsked = said.some(({ kind }) => kind === 'return_wanted' || kind === 'not_arrived')
      return { tone: 'information', ...(wasAsked ? returned.ended : returned.none) }
    },
  })
}

function PayerSays({ returned, linked: { order } }: { returned: StorefrontWords['returned']; linked: LinkedOrder }) {
  const reason = order.returnReason ?? ''
  return (
    <>
      <h2>{returned.payerSays}</h2>
      <blockquote className="written">{reason === '' ? returned.noReason : reason}</blockquote>
      <p>{returned.lead}</p>
      <p>{returned.silence}</p>
    </>
  )
}
