import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Result } from '../../../../preload/contract/errors'
import type { KeyHolder } from '../../counter'
import { type ApiCode, ErrorBody, meanings, type Reply, sendRefusal } from './problems'

/* How a signed request is answered: what the counter says becomes JSON, what it refuses a code. */

/** Who has signed the request, and its body byte for byte as it was signed. */
export interface Proof {
  readonly holder: KeyHolder
  readonly body: Uint8Array
}
export const PROOF = 'proof'

export const proofOf = (request: Pick<FastifyRequest, 'getDecorator'>): Proof => request.getDecorator<Proof>(PROOF)

/** More requests than these are not worked on at once: who comes then is told to come again. */
const AT_COUNTER_MAX = 512

export type Ask = <T>(reply: Reply, status: 200 | 201, work: () => Promise<Result<T>>, told?: (value: T) => unknown) => Promise<unknown>

/** Asks the counter and sends what it says; `told` puts it into the API's words. */
export function createAsk(atMost = AT_COUNTER_MAX): Ask {
  let atCounter = 0
  return async (reply, status, work, told = (value) => value) => {
    if (atCounter >= atMost) return sendRefusal(reply, { refusal: 'overloaded' })
    atCounter += 1
    try {
      const result = await work()
      return result.ok ? reply.code(status).send(told(result.value)) : sendRefusal(reply, result.refusal)
    } finally {
      atCounter -= 1
    }
  }
}

const EVERYWHERE: readonly ApiCode[] = [
  'signature_missing',
  'timestamp_stale',
  'signature_wrong',
  'signature_replayed',
  'too_many_requests',
  'overloaded',
  'internal',
]

/** The answers of a route as they are described and checked: the good one, and by which codes it may refuse. */
export function answers(status: 200 | 201, good: z.ZodType, codes: readonly ApiCode[]): Record<number, z.ZodType | object> {
  const described: Record<number, z.ZodType | object> = { [status]: good }
  for (const [refused, named] of Map.groupBy([...codes, ...EVERYWHERE], (code) => meanings[code].status)) {
    const description = named.map((code) => `\`${code}\`: ${meanings[code].message}`).join('\n\n')
    described[refused] = { description, content: { 'application/json': { schema: ErrorBody } } }
  }
  return described
}
