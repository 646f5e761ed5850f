import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { apiFault, apiMissing } from './api/faults'
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
  if (isApi(request)) return void (await apiFault(reply, status, fault, number))
  reply.code(status)
  await problemPage(reply, languageOf(request), number ? { kind: 'internal', number } : { kind: status === 429 ? 'busy' : 'request' })
}

export async function answerMissing(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  if (isApi(request)) return void (await apiMissing(reply))
  reply.code(404)
  await problemPage(reply, languageOf(request), { kind: 'missing' })
}
