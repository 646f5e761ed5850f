import { z } from 'zod'
import { Yen } from './money'
import { TransferFeeBearer, TransferFeeConvention } from './transfer-fees'

/* 振込・精算 (s14): runs of transfers, the payouts in them, and what they are made of. */

/** A file of transfers to merchants, or of refunds to payers. */
export const RunKind = z.enum(['payouts', 'refunds'])
export type RunKind = z.infer<typeof RunKind>

/**
 * staging: being planned, shown to nobody · draft: planned · submitted: its file waits for a supervisor · approved: by the digest of its
 * file, being posted or ready to be handed over · giving_up: being reversed · handing_over: on its way out, nobody knows yet how far ·
 * handed_over: the bank has it · confirmed: every transfer is, or came back · given_up: nothing of it was paid · quarantined: nobody
 * knows whether the bank has it; a person finds out.
 */
export const RunState = z.enum([
  'staging',
  'draft',
  'submitted',
  'approved',
  'giving_up',
  'handing_over',
  'handed_over',
  'confirmed',
  'given_up',
  'quarantined',
])
export type RunState = z.infer<typeof RunState>

/** planned until its run is approved; then as its transfer goes. Carried over, held and sent back: not paid by this run. */
export const PayoutState = z.enum([
  'planned',
  'carried_over',
  'held',
  'sent_back',
  'approved',
  'handed_over',
  'presumed_paid',
  'confirmed',
  'returned',
  'given_up',
  'quarantined',
])
export type PayoutState = z.infer<typeof PayoutState>

/** presumed_paid: seen on a statement; confirmed: the bank's return period is over besides. */
export const TransferState = z.enum(['waiting', 'handed_over', 'presumed_paid', 'confirmed', 'returned', 'quarantined', 'given_up'])
export type TransferState = z.infer<typeof TransferState>

/** What is payable to a merchant besides orders: money of a returned payout, a rest that could not be sent, its part of a contested order. */
export const PayableKind = z.enum(['returned_payout', 'remainder', 'contest_part', 'correction'])
export type PayableKind = z.infer<typeof PayableKind>

/** What a merchant owes, to be offset in its next payout. */
export const ReceivableKind = z.enum(['refund', 'fees', 'chargeback', 'return_fee'])
export type ReceivableKind = z.infer<typeof ReceivableKind>

/** How a file leaves: into a folder, by SFTP, or downloaded by a person and brought to the bank's own program. */
export const HandOverChannel = z.enum(['folder', 'sftp', 'download'])
export type HandOverChannel = z.infer<typeof HandOverChannel>

export const HandOverOutcome = z.enum(['begun', 'delivered', 'unknown', 'not_delivered'])
export type HandOverOutcome = z.infer<typeof HandOverOutcome>

/** What the contract of a merchant says of its payouts. */
export const PayoutContract = z.object({
  transferFeeBearer: TransferFeeBearer.default('agent'),
  transferFeeConvention: TransferFeeConvention.default('exact'),
  /** Who bears the bank's fee when a payout comes back (組戻手数料). */
  returnFeeBearer: TransferFeeBearer.default('agent'),
  /** Less than this is carried over; null: the agent's own minimum. */
  minimum: Yen.refine((amount) => amount >= 0)
    .nullable()
    .default(null),
})
export type PayoutContract = z.infer<typeof PayoutContract>
export const USUAL_PAYOUT_CONTRACT = PayoutContract.parse({})
