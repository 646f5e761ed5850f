import type { FastifyReply } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { type ApiCode, sendProblem } from './problems'

/* What is thrown on the way through the API, as a code: a body that cannot be read, a field that is not as described, a fault. */

const PROBLEMS_MAX = 50
const TEXT_MAX = 200

const byStatus: Readonly<Record<number, ApiCode>> = {
  404: 'not_found',
  413: 'body_too_large',
  415: 'content_type_unsupported',
  429: 'too_many_requests',
}

/** `number`: under which a fault of the bank was logged; null where the sender is at fault. */
export async function apiFault(reply: FastifyReply, status: number, fault: unknown, number: string | null): Promise<void> {
  if (number !== null) return void (await sendProblem(reply, 'internal', { number }))
  if (hasZodFastifySchemaValidationErrors(fault)) return void (await sendInvalid(reply, fault))
  await sendProblem(reply, byStatus[status] ?? 'request_unreadable')
}

interface Invalid {
  readonly validation: readonly { readonly instancePath: string; readonly message?: string | undefined }[]
  readonly validationContext?: string | undefined
}

function sendInvalid(reply: FastifyReply, { validation, validationContext }: Invalid): FastifyReply {
  // A number no order can have is an order that is not there; the only header that is checked is the Idempotency-Key.
  if (validationContext === 'params') return sendProblem(reply, 'not_found')
  if (validationContext === 'headers') return sendProblem(reply, 'idempotency_key_missing')
  const problems = validation.slice(0, PROBLEMS_MAX).map(({ instancePath, message = '' }) => ({
    path: instancePath.slice(1).replaceAll('/', '.').slice(0, TEXT_MAX),
    message: message.slice(0, TEXT_MAX),
  }))
  return sendProblem(reply, 'invalid_input', { problems })
}

export async function apiMissing(reply: FastifyReply): Promise<void> {
  await sendProblem(reply, 'not_found')
}
