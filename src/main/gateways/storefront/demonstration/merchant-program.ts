import { createHash, createHmac } from 'node:crypto'
import { z } from 'zod'
import { BusinessDate } from '../../../../preload/contract/date'
import { Yen } from '../../../../preload/contract/money'
import { OrderStatus } from '../../../../preload/contract/orders'

/*
 * A merchant's program, written by what /api/docs says and nothing else: it signs what it asks and reads what it is answered.
 */
const PostedOrder = z.object({ paymentUrl: z.url() })
const ReadOrder = z.object({
  orderNumber: z.string(),
  goods: z.string(),
  amount: Yen,
  paidAmount: Yen,
  status: OrderStatus,
  dueOn: BusinessDate.nullable(),
})
export type ReadOrder = z.infer<typeof ReadOrder>
const ApiProblem = z.object({ error: z.object({ code: z.string() }) })

/** What the API answered, or the code under which it refused; `unreachable` where there was no answer. */
export type Asked<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly code: string }

export interface MerchantProgram {
  /** Registers an order (s3) and answers where its payer pays. Sent again, it is the same order. */
  order(order: { readonly orderNumber: string } & Record<string, unknown>): Promise<Asked<string>>
  read(orderNumber: string): Promise<Asked<ReadOrder>>
  paymentLink(orderNumber: string): Promise<Asked<string>>
}

interface Question<T> {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly body?: string
  readonly idempotencyKey?: string
  readonly answer: z.ZodType<T>
}

export function createMerchantProgram(
  api: () => string,
  { key, secret }: { readonly key: string; readonly secret: string },
  nowMs: () => number,
): MerchantProgram {
  const signingKey = createHash('sha256').update(secret).digest()
  let asked = 0

  /** `<timestamp>.<METHOD>.<path>.<body>`, at a time that no other request has: a whole second might lie before the start of the API. */
  function signed({ method, path, body = '' }: Question<unknown>): Record<string, string> {
    asked += 1
    const timestamp = `${(nowMs() / 1000).toFixed(3)}${String(asked % 1_000_000).padStart(6, '0')}`
    const signature = createHmac('sha256', signingKey).update(`${timestamp}.${method}.${path}.${body}`).digest('hex')
    return { 'daiko-key': key, 'daiko-timestamp': timestamp, 'daiko-signature': `v1=${signature}` }
  }

  async function ask<T>(question: Question<T>): Promise<Asked<T>> {
    const { method, path, body, idempotencyKey, answer } = question
    const headers = {
      ...signed(question),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
    }
    const response = await fetch(`${api()}${path}`, { method, headers, ...(body === undefined ? {} : { body }) }).catch(() => null)
    if (!response) return { ok: false, code: 'unreachable' }
    const told: unknown = await response.json().catch(() => null)
    if (response.ok) return { ok: true, value: answer.parse(told) }
    return { ok: false, code: ApiProblem.safeParse(told).data?.error.code ?? String(response.status) }
  }

  const orderAt = (orderNumber: string) => `/api/v1/orders/${orderNumber}`
  return {
    order: (order) =>
      ask({
        method: 'POST',
        path: '/api/v1/orders',
        body: JSON.stringify(order),
        idempotencyKey: order.orderNumber,
        answer: PostedOrder.transform(({ paymentUrl }) => paymentUrl),
      }),
    read: (orderNumber) => ask({ method: 'GET', path: orderAt(orderNumber), answer: ReadOrder }),
    paymentLink: (orderNumber) =>
      ask({
        method: 'GET',
        path: `${orderAt(orderNumber)}/payment-link`,
        answer: PostedOrder.transform(({ paymentUrl }) => paymentUrl),
      }),
  }
}
