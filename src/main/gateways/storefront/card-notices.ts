import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance } from 'fastify'
import { CardMethod } from '../../../preload/contract/cards'
import type { Counter } from '../counter'

/*
 * What a card company, or the debit network, sends by itself (its webhook), each at an address of its own. The bytes are handed on as they came, as a signature may stand over them; nothing of a
 * body or a header is ever shown or logged. A notice only says which payment to look at, so a repeated or late one does no harm.
 */
export const noticesPath = (method: CardMethod): string => `/${method}/notices`

/** Companies send in bursts, from several addresses. */
const NOTICES_A_MINUTE = 600
const STATUS = { taken: 200, nothing: 200, forged: 400, unheard: 503 } as const
/** GMO-PG takes a notice as heard where it is answered `0`, and sends it again where it is answered `1`; others read the status alone. */
const BODY = { taken: '0', nothing: '0', forged: '1', unheard: '1' } as const

export async function cardNotices(server: FastifyInstance, { counter }: { counter: Pick<Counter, 'cards'> }): Promise<void> {
  await server.register(rateLimit, { max: NOTICES_A_MINUTE, timeWindow: 60_000 })
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, read) => read(null, body))
  for (const method of CardMethod.options) {
    server.post(noticesPath(method), async (request, reply) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
      const plain = Object.entries(request.headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : []))
      const heard = await counter.cards.notice(method, Object.fromEntries(plain), body)
      return reply.code(STATUS[heard]).type('text/plain').send(BODY[heard])
    })
  }
}
