import type { FastifyInstance, FastifyRequest } from 'fastify'
import { CARD_RETURN_PATH, type LinkCounter } from '../../../counter'
import { askedLanguage } from '../../language'
import { CAME_BACK, type CameBack } from './card-door'
import { isOfLink, visitOf } from './visit'

/*
 * The payer is back from the card company's form or from the page of 3-D Secure, by a link or by a form that the company has sent: so nothing
 * here asks whose page it came from, and the link alone says for which order. What came along is handed on, is never shown or logged, and
 * leaves the address at once; asked again, nothing is done a second time.
 */

const FIELDS_MAX = 40
const NAME_MAX = 60
const VALUE_MAX = 4_000

/** Names and values as they stand in the address and in the posted form; what is none, or far too long, is left out. */
function returnedWith(request: FastifyRequest): Record<string, string> {
  const sent = [request.query, request.body].flatMap((fields) =>
    fields !== null && typeof fields === 'object' ? Object.entries(fields) : [],
  )
  const plain = sent.flatMap(([name, value]) =>
    name.length <= NAME_MAX && typeof value === 'string' && value.length <= VALUE_MAX ? [[name, value] as const] : [],
  )
  return Object.fromEntries(plain.slice(0, FIELDS_MAX))
}

/** Each may ask the company. */
const RETURNS_A_MINUTE = 60

export async function cardReturnPages(server: FastifyInstance, { counter }: { counter: { readonly links: LinkCounter } }): Promise<void> {
  server.route({
    method: ['GET', 'POST'],
    url: `/pay/:token/${CARD_RETURN_PATH}`,
    config: { rateLimit: { max: RETURNS_A_MINUTE, timeWindow: 60_000 } },
    handler: async (request, reply) => {
      const visit = visitOf(request, reply)
      const finished = await counter.links.finishCard(visit.token, returnedWith(request), askedLanguage(request))
      if (finished.ok && finished.value.next !== null) return reply.redirect(finished.value.next, 303)
      if (!finished.ok && isOfLink(finished.refusal) && finished.refusal.refusal !== 'not_found') return visit.refused(finished.refusal)
      const how: CameBack = finished.ok || finished.refusal.refusal === 'not_found' ? 'open' : 'unheard'
      return reply.redirect(visit.to(`/pay/${visit.token}?${CAME_BACK}=${how}`), 303)
    },
  })
}
