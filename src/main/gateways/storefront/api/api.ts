import { isUtf8 } from 'node:buffer'
import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import type { Counter } from '../../counter'
import { createAsk, PROOF, type Proof } from './answering'
import { documentation } from './documentation'
import type { ApiLimits } from './limits'
import { sendProblem } from './problems'
import { orderRoutes } from './routes'
import { type SignatureMemory, signerOf } from './signing'

/*
 * The Merchant API: JSON over HTTP for shops' programs. A request passes, in this order: the address's rate, the size of its body,
 * its signature, the key's rate, its form; then the counter is asked. Before the signature is right nothing of a body is looked at.
 */
export interface ApiOptions {
  readonly counter: Pick<Counter, 'orders' | 'keys'>
  readonly memory: SignatureMemory
  readonly limits: ApiLimits
  readonly nowMs: () => number
}

const MINUTE_MS = 60_000

/** Registers the API and its documentation below `/api`. */
export async function merchantApi(server: FastifyInstance, options: ApiOptions): Promise<void> {
  server.setValidatorCompiler(validatorCompiler)
  server.setSerializerCompiler(serializerCompiler)
  await server.register(rateLimit, { max: options.limits.ofAddress, timeWindow: MINUTE_MS })
  await documentation(server, options.limits)
  await server.register(
    async (api) => {
      takeSignedJson(api, options)
      api.addHook('onSend', async (_request, reply) => void reply.header('cache-control', 'no-store'))
      await orderRoutes(api, { orders: options.counter.orders, ask: createAsk(), nowMs: options.nowMs })
    },
    { prefix: '/v1' },
  )
}

const NOTHING = Buffer.alloc(0)

/** Bodies are read as bytes, checked against the signature, and only then as JSON. */
function takeSignedJson(api: FastifyInstance, { counter, memory, limits }: ApiOptions): void {
  api.decorateRequest(PROOF, null)
  api.removeAllContentTypeParsers()
  api.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, read) => read(null, body))
  const parse = api.getDefaultJsonParser('error', 'error')
  const keyRate = api.createRateLimit({ max: limits.ofKey, timeWindow: MINUTE_MS, keyGenerator: keyOf })
  api.addHook('preValidation', async (request, reply) => {
    const body = Buffer.isBuffer(request.body) ? request.body : NOTHING
    const { method = '', url = '', headers } = request.raw
    const signer = await signerOf(counter.keys, memory, { method, url, headers, body })
    if (!signer.ok) return sendProblem(reply, signer.code, signer.code === 'timestamp_stale' ? { serverTime: memory.now() } : {})
    const rate = await keyRate(request)
    if (!rate.isAllowed && rate.isExceeded) return sendProblem(reply.header('retry-after', rate.ttlInSeconds), 'too_many_requests')
    if (!isUtf8(body)) return sendProblem(reply, 'request_unreadable')
    request.setDecorator<Proof>(PROOF, { holder: signer.holder, body })
    request.body = body.length === 0 ? undefined : await jsonIn(request, body)
  })

  /** Throws what Fastify throws of a body that is no JSON, or would reach into the prototypes of objects. */
  function jsonIn(request: FastifyRequest, body: Buffer): Promise<unknown> {
    return new Promise((read, fail) => parse(request, body.toString('utf8'), (fault, value) => (fault ? fail(fault) : read(value))))
  }
}

const keyOf = ({ headers }: FastifyRequest) => String(headers['daiko-key'])
