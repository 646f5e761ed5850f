import type { FastifyInstance } from 'fastify'
import type { LinkCounter } from '../../../counter'
import { questionPage, type Standing } from './question'

type Answer = 'accept' | 'refuse'

const STANDS: Record<Answer, string> = { accept: 'accepted', refuse: 'refused' }

/** A merchant sees an order and takes it or not (s82, s83). */
export function acceptPage(server: FastifyInstance, links: LinkCounter): void {
  questionPage<Answer>(server, {
    path: '/accept/:token',
    reader: 'merchant',
    orderFirst: true,
    look: (token) => links.acceptance(token),
    act: (token, answer, reason) => (answer === 'accept' ? links.accept(token) : links.refuse(token, reason)),
    answers: ({ order }) => (order.tracks.acceptance === 'awaiting' ? ['accept', 'refuse'] : []),
    needsReason: (answer) => answer === 'refuse',
    stands: ({ order }, answer) => order.tracks.acceptance === STANDS[answer],
    wordsOf: ({ accept }) => ({ ...accept, lead: <p>{accept.lead}</p> }),
    until: ({ acceptBy }) => acceptBy,
    standing: ({ accept }, { order }): Standing => {
      switch (order.tracks.acceptance) {
        case 'accepted':
          return { tone: 'done', ...accept.accepted }
        case 'refused':
          return { tone: 'information', ...accept.refused }
        case 'lapsed':
          return { tone: 'warning', ...accept.lapsed }
        default:
          return { tone: 'information', ...accept.none }
      }
    },
  })
}
