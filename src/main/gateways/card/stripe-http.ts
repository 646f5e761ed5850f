import Stripe from 'stripe'
import { z } from 'zod'

/** Every answer of Stripe is an object, and so is an error in it. */
const Answer = z.looseObject({ error: z.union([z.looseObject({}), z.string()]).nullish() })

/**
 * The official client's own HTTP, which lets objects through and nothing else: at a bare `null` or number, as a broken proxy may answer, the
 * client (23.1.0) neither answers nor fails, but throws where nobody can catch it.
 */
export function objectsOnly(): Stripe.HttpClient {
  const plain = Stripe.createNodeHttpClient()
  return {
    getClientName: () => plain.getClientName(),
    async makeRequest(...asked) {
      const response = await plain.makeRequest(...asked)
      const read = response.toJSON.bind(response)
      response.toJSON = async () => Answer.parse(await read())
      return response
    },
  }
}
