import type { FastifyReply, FastifyRequest } from 'fastify'
import { languageOf } from './language'
import { problemPage } from './pages/problem'

/*
 * What is sent must come from a page of this counter. Links carry no cookie, so nobody else could send anything that the link does not
 * allow anyway; still nothing is taken that another site makes a browser send.
 */

/** Whether the browser says that a page of this address sent it: by Sec-Fetch-Site, or by Origin where it does not know that. */
export function isFromOwnPage(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin'
  const { origin, host } = request.headers
  if (origin === undefined || host === undefined || !URL.canParse(origin)) return false
  return new URL(origin).host === host
}

/** For every page that takes something: refuses what another site sends (403), before it is read. */
export async function refuseForeign(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  if (request.method === 'GET' || isFromOwnPage(request)) return
  reply.code(403)
  await problemPage(reply, languageOf(request), { kind: 'foreign' })
}
