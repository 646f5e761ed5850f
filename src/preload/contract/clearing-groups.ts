import { z } from 'zod'
import { Proposal, Reason } from './clearing'
import { BusinessDate } from './date'
import { Refusal } from './errors'
import { JobId, OrderId, ReceiptId } from './ids'
import { method } from './method'
import { PositiveYen, Yen } from './money'

/*
 * 一括消込: deposits that wait for the same reason are shown together, and cleared together once a person has looked at a sample of them. Each is
 * decided anew in its own unit of work; nothing is cleared by itself.
 */

/** So many waiting deposits are looked at, the oldest first; what waits beyond them is told as a number. */
export const GROUPED_MOST = 2_000
/** So many of a group are shown before it is cleared. */
export const SAMPLE_SIZE = 20

const GroupedOrder = z.object({ orderId: OrderId, version: z.int(), amount: PositiveYen })

/** One deposit of a group, exactly as it was shown: what it has left, and what each order takes of it. */
export const GroupMember = z.object({
  receiptId: ReceiptId,
  version: z.int(),
  remaining: PositiveYen,
  orders: z.array(GroupedOrder).min(1).max(50),
})
export type GroupMember = z.infer<typeof GroupMember>

export const SampledDeposit = z.object({
  receiptId: ReceiptId,
  bookedOn: BusinessDate,
  remitterName: z.string(),
  remaining: PositiveYen,
  proposal: Proposal,
})
export type SampledDeposit = z.infer<typeof SampledDeposit>

export const ClearingGroup = z.object({
  /** The cause as one word: the same for every deposit of the group. */
  key: z.string().max(200),
  /** What speaks for and against in every one of them, against first; a difference comes with its yen. */
  cause: z.array(Reason),
  count: z.int(),
  total: Yen,
  /** What comes out uneven in each: what its orders lack (negative), or what is left over. */
  difference: Yen,
  members: z.array(GroupMember),
  /** The sample is drawn by this number, and can be drawn again. */
  seed: z.int(),
  sample: z.array(SampledDeposit).max(SAMPLE_SIZE),
})
export type ClearingGroup = z.infer<typeof ClearingGroup>

export const GroupsFound = z.object({
  /** The largest first. */
  groups: z.array(ClearingGroup),
  examined: z.int(),
  /** Deposits among them that only a person decides, one by one. */
  alone: z.int(),
  /** More wait than were looked at. */
  capped: z.boolean(),
})
export type GroupsFound = z.infer<typeof GroupsFound>

const Listed = z.object({ receiptId: ReceiptId, bookedOn: BusinessDate, remitterName: z.string(), amount: Yen })

/** What became of each deposit of a group. */
export const GroupCleared = z.object({
  cleared: z.array(Listed),
  /** It, or what it would pay, is not as it was shown any more. */
  changed: z.array(Listed),
  /** As it was shown, and not cleared all the same. */
  left: z.array(Listed.extend({ refusal: Refusal })),
})
export type GroupCleared = z.infer<typeof GroupCleared>

/** A group as a person agreed to it. */
export const GroupAgreed = z.object({
  key: z.string().max(200),
  seed: z.int(),
  /** Every one's difference stays open, or is settled where nobody else must agree to it. */
  rest: z.enum(['leave', 'settle']),
  members: z.array(GroupMember).min(1).max(GROUPED_MOST),
})
export type GroupAgreed = z.infer<typeof GroupAgreed>

export const clearingGroupMethods = {
  /** Groups waiting deposits by their cause. Runs as a job whose result is GroupsFound. */
  'clearing.groups': method({ permission: 'clear', input: z.object({}), output: z.object({ jobId: JobId }) }),
  /** Clears what of a group still is as it was shown. Runs as a job whose result is GroupCleared. */
  'clearing.clearGroup': method({ permission: 'clear', input: GroupAgreed, output: z.object({ jobId: JobId }) }),
}
