import { z } from 'zod'
import { Candidate } from './clearing'
import { BusinessDate } from './date'
import { ActId, OrderId, ReceiptId } from './ids'
import { method } from './method'
import { PositiveYen, Yen } from './money'

/* N:M 消込: several deposits of one payer to several of its orders. The program allots, the oldest to the oldest; what is left on each side is told. */

export const DEPOSITS_MOST = 20
export const ORDERS_MOST = 20

const ReceiptIds = z.array(ReceiptId).min(2).max(DEPOSITS_MOST)

export const Allotment = z.object({
  /** The oldest first, each with what its orders take of it and what is left. */
  deposits: z.array(
    z.object({
      receiptId: ReceiptId,
      version: z.int(),
      bookedOn: BusinessDate,
      remaining: PositiveYen,
      parts: z.array(z.object({ orderId: OrderId, version: z.int(), amount: PositiveYen })),
      left: Yen,
    }),
  ),
  /** The oldest first; `missing` of those that stay short. Those that were left out take nothing. */
  orders: z.array(z.object({ order: Candidate, taken: Yen, missing: Yen, leftOut: z.boolean() })),
})
export type Allotment = z.infer<typeof Allotment>

export const clearingSeveralMethods = {
  /** How these deposits of one payer would pay its open orders, without those named. */
  'clearing.allotment': method({
    permission: 'read',
    input: z.object({ receiptIds: ReceiptIds, without: z.array(OrderId).max(ORDERS_MOST).default([]) }),
    output: Allotment,
  }),
  /** Clears all of them in one unit of work, or none. What is left on either side stays open. */
  'clearing.clearSeveral': method({
    permission: 'clear',
    input: z.object({
      deposits: z
        .array(
          z.object({
            receiptId: ReceiptId,
            version: z.int(),
            parts: z
              .array(z.object({ orderId: OrderId, version: z.int(), amount: PositiveYen }))
              .min(1)
              .max(ORDERS_MOST),
          }),
        )
        .min(1)
        .max(DEPOSITS_MOST),
    }),
    output: z.object({ cleared: z.array(z.object({ receiptId: ReceiptId, actId: ActId, remaining: Yen })) }),
  }),
}
