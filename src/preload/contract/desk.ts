import { z } from 'zod'
import { Instant } from './date'
import { DepositCommentId, ReceiptId, UserId } from './ids'
import { method } from './method'

/*
 * Several seats at one clearing desk: who is on which deposit, whose it is, and what people wrote to one another about it. Being on a
 * deposit is no state of the money: it begins when it is opened and ends when its person leaves.
 */

/** Somebody has this deposit on the desk. */
export const Holding = z.object({
  receiptId: ReceiptId,
  /** As the audit trail names them. */
  by: z.string(),
  since: Instant,
  /** Whether it is whoever asks, from whichever window. */
  mine: z.boolean(),
})
export type Holding = z.infer<typeof Holding>

/** What somebody else took from this desk. */
export const TakenOver = z.object({ receiptId: ReceiptId, by: z.string(), at: Instant })
export type TakenOver = z.infer<typeof TakenOver>

/** A thought about a deposit: said once, never changed. */
export const DepositComment = z.object({ id: DepositCommentId, by: z.string(), at: Instant, text: z.string() })
export type DepositComment = z.infer<typeof DepositComment>

const Thought = z.string().trim().max(500)

export const deskMethods = {
  /**
   * This desk is on this deposit now, and on no other (null: on none). Whoever is on it already stays: then it is theirs that is told. A deposit
   * that was handed over is accepted by opening it.
   */
  'desk.open': method({
    permission: 'clear',
    input: z.object({ receiptId: ReceiptId.nullable() }),
    output: z.object({ holding: Holding.nullable() }),
  }),
  /** Everybody who is on a deposit, and what was last taken over from this desk. */
  'desk.holdings': method({
    permission: 'read',
    input: z.object({}),
    output: z.object({ holdings: z.array(Holding), takenOver: TakenOver.nullable() }),
  }),
  /** Takes a deposit from whoever is on it; they are told on their screen. Refuses deposit_not_open, not_signed_in. */
  'desk.takeOver': method({
    permission: 'clear',
    input: z.object({ receiptId: ReceiptId }),
    output: z.object({ holding: Holding, former: z.string().nullable() }),
  }),
  /** Who may be given a deposit: everybody who clears. */
  'desk.colleagues': method({
    permission: 'clear',
    input: z.object({}),
    output: z.object({ people: z.array(z.object({ id: UserId, name: z.string(), displayName: z.string() })) }),
  }),
  /**
   * Gives open deposits to a colleague or to oneself, all or none, with a last thought where there is one. Refuses deposit_not_open,
   * not_found (no such colleague), held_by_other, invalid_input (a card number).
   */
  'desk.assign': method({
    permission: 'clear',
    input: z.object({ receiptIds: z.array(ReceiptId).min(1).max(500), to: UserId, thought: Thought.default('') }),
    output: z.object({ assigned: z.int() }),
  }),
  /** What was written about a deposit, the oldest first. */
  'deposits.comments': method({
    permission: 'read',
    input: z.object({ id: ReceiptId }),
    output: z.object({ comments: z.array(DepositComment) }),
  }),
  /** Adds to what was written about a deposit; it is its last thought now. Refuses not_found, invalid_input (a card number). */
  'deposits.comment': method({
    permission: 'clear',
    input: z.object({ id: ReceiptId, text: Thought.min(1) }),
    output: z.object({ commentId: DepositCommentId }),
  }),
}
