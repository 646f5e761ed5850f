import { IncomingMessage } from 'node:http'
import Stripe from 'stripe'
import { z } from 'zod'

/** Every answer of Stripe is an object, and so is an error in it. */
const Answer = z.looseObject({ error: z.union([z.looseObject({}), z.string()]).nullish() })
const Raw = z.instanceof(IncomingMessage)
const ANSWER_BYTES_MAX = 1024 * 1024

/**
 * The official client's own HTTP, which lets objects through and nothing else: at a bare `null` or number, as a broken proxy may answer, the
 * client (23.1.0) neither answers nor fails, but throws where nobody can catch it. It counts only silence, and reads without end: here an
 * answer is whole after so many milliseconds, and so long at most, or there is none.
 */
export function objectsOnly(timeoutMs: number): Stripe.HttpClient {
  const plain = Stripe.createNodeHttpClient()
  return {
    getClientName: () => plain.getClientName(),
    async makeRequest(...asked) {
      const response = await plain.makeRequest(...asked)
      response.toJSON = async () => Answer.parse(JSON.parse(await textOf(Raw.parse(response.getRawResponse()), timeoutMs)))
      return response
    },
  }
}

async function textOf(raw: IncomingMessage, timeoutMs: number): Promise<string> {
  const late = setTimeout(() => raw.destroy(new Error('the answer takes too long')), timeoutMs)
  try {
    const chunks: Buffer[] = []
    let bytes = 0
    for await (const chunk of raw) {
      const part = Buffer.from(chunk)
      bytes += part.length
      if (bytes > ANSWER_BYTES_MAX) throw new Error('the answer is too long')
      chunks.push(part)
    }
    return Buffer.concat(chunks).toString('utf8')
  } finally {
    clearTimeout(late)
  }
}
