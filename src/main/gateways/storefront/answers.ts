import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { languageOf } from './language'
import { problemPage } from './pages/problem'
import type { StorefrontLog } from './server'

/* What is answered where no route answers: nothing found, something thrown, a body that cannot be read. */

const isApi = (request: FastifyRequest) => request.url.startsWith('/api/')

function isFastifyError(fault: unknown): fault is FastifyError {
  return fault instanceof Error && 'statusCode' in fault
}

/** The sender's fault is told as such; ours only by the number under which it was logged. */
export async function answerFault(fault: unknown, request: FastifyRequest, reply: FastifyReply, log: StorefrontLog): Promise<void> {
  const status = isFastifyError(fault) ? (fault.statusCode ?? 500) : 500
  const number = status < 500 ? null : log.fault(fault, { method: request.method, route: request.routeOptions.url })
  reply.code(status)
  if (isApi(request))
    return void (await reply.send({ error: { code: number ? 'internal' : codeOf(status), ...(number ? { number } : {}) } }))
  await problemPage(reply, languageOf(request), number ? { kind: 'internal', number } : { kind: 'request' })
}

export async function answerMissing(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  reply.code(404)
  if (isApi(request)) return void (await reply.send({ error: { code: 'not_found' } }))
  await problemPage(reply, languageOf(request), { kind: 'missing' })
}

function codeOf(status: number): string {
  if (status === 413) return 'body_too_large'
  if (status === 415) return 'content_type_unsupported'
  return status === 429 ? 'too_many_requests' : 'request_unreadable'
}
