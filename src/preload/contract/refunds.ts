import { z } from 'zod'

/* 返金: money that goes back to a payer. */

/** Money of an order that is still here · the rest of a deposit in suspense · money the merchant has had already and owes. */
export const RefundKind = z.enum(['order', 'unallocated', 'after_settlement'])
export type RefundKind = z.infer<typeof RefundKind>

/** By a transfer to the payer's account, or as void or refund at the card company. */
export const RefundWay = z.enum(['transfer', 'company'])
export type RefundWay = z.infer<typeof RefundWay>

export const RefundState = z.enum([
  'requested',
  'rejected',
  'withdrawn',
  'approved',
  'in_run',
  'handed_over',
  'presumed_paid',
  'confirmed',
  'returned',
  'quarantined',
])
export type RefundState = z.infer<typeof RefundState>
