import { z } from 'zod'
import { BusinessDate, Instant } from './date'
import { ApprovalId, JobId, MerchantId, OrderId, PayableItemId, PayoutId, ReceivableItemId, TransferRunId } from './ids'
import { NamedSettlementAccount, PaymentMethod, SettlementAccount, TaxClass } from './merchants'
import { method } from './method'
import { Yen } from './money'
import { Cursor, PageSize, pageOf } from './paging'
import { TransferFeeBearer, TransferFeeConvention, TransferFeeTable } from './transfer-fees'
import { TransferFormat } from './transfers'

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
  /** Who bears what an order is short of when it is accepted with less (差額). */
  differenceBearer: TransferFeeBearer.default('agent'),
  /** Less than this is carried over; null: the agent's own minimum. */
  minimum: Yen.refine((amount) => amount >= 0)
    .nullable()
    .default(null),
})
export type PayoutContract = z.infer<typeof PayoutContract>
export const USUAL_PAYOUT_CONTRACT = PayoutContract.parse({})

const NotNegative = Yen.refine((amount) => amount >= 0)

/** What holds for every payout, settled once for the bank. */
export const PayoutRules = z.object({
  /** Less than this is carried over. */
  minimum: NotNegative.default(Yen.parse(1)),
  /** Which way fees and tax are rounded. */
  rounding: z.enum(['down', 'half_up', 'up']).default('down'),
  /** The bank's price lists of transfers; none: transfers cost nothing. */
  transferFees: z.array(TransferFeeTable).max(20).default([]),
})
export type PayoutRules = z.infer<typeof PayoutRules>
export const USUAL_PAYOUT_RULES = PayoutRules.parse({})

/** What the payouts of a run come to. gross − fees − tax − transferFee − offsets − remainder = net, each over what the run pays. */
export const RunFigures = z.object({
  payouts: z.int(),
  orders: z.int(),
  gross: Yen,
  fees: Yen,
  tax: Yen,
  transferFee: Yen,
  offsets: Yen,
  remainder: Yen,
  net: Yen,
  /** Merchants of which nothing is paid this time, and what stays with the bank. */
  carriedOver: z.object({ count: z.int(), amount: Yen }),
  held: z.object({ count: z.int(), amount: Yen }),
  sentBack: z.object({ count: z.int(), amount: Yen }),
  /** Lines of orders and items, and how many of them stand in the journal. */
  lines: z.int(),
  postedLines: z.int(),
})
export type RunFigures = z.infer<typeof RunFigures>

export const PayoutRun = z.object({
  id: TransferRunId,
  kind: RunKind,
  name: z.string(),
  closingOn: BusinessDate.nullable(),
  payOn: BusinessDate,
  /** The account it is paid from. */
  account: z.string(),
  format: TransferFormat,
  state: RunState,
  /** SHA-256 of the exact bytes of its file, and their number; null before it was submitted. */
  digest: z.string().nullable(),
  fileName: z.string().nullable(),
  bytes: z.int().nullable(),
  transfers: z.int(),
  total: Yen,
  /** All of it stands in the journal: it may be handed over. */
  posted: z.boolean(),
  madeBy: z.string(),
  madeAt: Instant,
  submittedBy: z.string().nullable(),
  submittedAt: Instant.nullable(),
  approvalId: ApprovalId.nullable(),
  version: z.int(),
})
export type PayoutRun = z.infer<typeof PayoutRun>

/** Why money that is due is not sent (settlement/payout.ts). */
export const CarryReason = z.enum([
  'fees_exceed_money',
  'held',
  'below_minimum',
  'above_transfer_limit',
  'below_transfer_fee',
  'band_boundary',
])
export type CarryReason = z.infer<typeof CarryReason>

/** One merchant in a run. */
export const PayoutRow = z.object({
  id: PayoutId,
  runId: TransferRunId,
  merchantId: MerchantId,
  merchantName: z.string(),
  state: PayoutState,
  /** Why it is held, carried over or was sent back, as it was said or as a CarryReason. */
  reason: z.string(),
  account: SettlementAccount,
  orders: z.int(),
  lines: z.int(),
  gross: Yen,
  fees: Yen,
  tax: Yen,
  transferFee: Yen,
  offsets: Yen,
  remainder: Yen,
  net: Yen,
  version: z.int(),
})
export type PayoutRow = z.infer<typeof PayoutRow>

/** How the figures of a payout came about, beyond its columns; kept as they were counted. */
export const PayoutFiguresKept = z.object({
  byMethod: z.array(z.object({ method: PaymentMethod.nullable(), orders: z.int(), amount: Yen, fees: Yen })),
  taxLines: z.array(z.object({ taxClass: TaxClass, basisPoints: z.int(), base: Yen, tax: Yen })),
  carriedOver: z.array(z.object({ amount: Yen, reason: CarryReason })),
  /** What the bank charges the agent for the transfer beyond what the merchant bears. */
  transferFeeBorne: Yen,
})
export type PayoutFiguresKept = z.infer<typeof PayoutFiguresKept>

export const PayoutDetail = PayoutRow.extend({
  figures: PayoutFiguresKept,
  account: NamedSettlementAccount,
  offsetItems: z.array(
    z.object({ receivableId: ReceivableItemId, kind: ReceivableKind, owedOn: BusinessDate, amount: Yen, note: z.string() }),
  ),
})
export type PayoutDetail = z.infer<typeof PayoutDetail>

/** One order or payable item of a payout. */
export const PayoutLine = z.object({
  line: z.int(),
  orderId: OrderId.nullable(),
  orderNumber: z.string().nullable(),
  itemId: PayableItemId.nullable(),
  itemKind: PayableKind.nullable(),
  method: PaymentMethod.nullable(),
  paidOn: BusinessDate.nullable(),
  payerName: z.string().nullable(),
  amount: Yen,
  fee: Yen,
  live: z.boolean(),
})
export type PayoutLine = z.infer<typeof PayoutLine>

const MerchantAmount = z.object({ payoutId: PayoutId, merchantId: MerchantId, merchantName: z.string(), amount: Yen })

/** What decides about a run, most important first; each list holds the first hundred and `more` counts the rest. */
export const RunFacts = z.object({
  figures: RunFigures,
  /** The last run of payouts that was approved before it. */
  last: z.object({ name: z.string(), payOn: BusinessDate, transfers: z.int(), total: Yen }).nullable(),
  /** The account is another one than the last payout went to. */
  accountChanged: z.array(MerchantAmount.extend({ before: SettlementAccount, after: SettlementAccount })),
  firstPayout: z.array(MerchantAmount),
  /** Much more than usual; `usual` is the median of the last payouts. */
  outliers: z.array(MerchantAmount.extend({ usual: Yen })),
  held: z.array(MerchantAmount.extend({ reason: z.string() })),
  sentBack: z.array(MerchantAmount.extend({ reason: z.string() })),
  /** Money that came back (組戻し) from this run before; `saidBy`: who said that the account is right, null where it is another one. */
  paidAgain: z.array(MerchantAmount.extend({ runName: z.string(), saidBy: z.string().nullable(), reason: z.string() })),
  /** In the run, and held since it was planned: no file of it is made or handed over. */
  heldSince: z.array(MerchantAmount.extend({ reason: z.string() })),
  more: z.object({
    ...{ accountChanged: z.int(), firstPayout: z.int(), outliers: z.int() },
    ...{ held: z.int(), sentBack: z.int(), heldSince: z.int(), paidAgain: z.int() },
  }),
})
export type RunFacts = z.infer<typeof RunFacts>

export const HandOverTry = z.object({
  at: Instant,
  channel: HandOverChannel,
  target: z.string(),
  outcome: HandOverOutcome,
  detail: z.string(),
  actor: z.string(),
})
export type HandOverTry = z.infer<typeof HandOverTry>

/** What a planning came to: a run for each day on which money of this closing is paid. */
export const PayoutsPlanned = z.object({
  runs: z.array(z.object({ id: TransferRunId, name: z.string(), payOn: BusinessDate, figures: RunFigures })),
})
export type PayoutsPlanned = z.infer<typeof PayoutsPlanned>

/** What falls when: money of one merchant, released at a closing and paid on a day. */
export const CalendarEntry = z.object({
  closesOn: BusinessDate,
  paysOn: BusinessDate,
  /** The latest moment at which the bank takes the file: day and time in Japan. */
  handOverBy: z.object({ date: BusinessDate, time: z.string() }),
  merchants: z.int(),
  orders: z.int(),
  amount: Yen,
})
export type CalendarEntry = z.infer<typeof CalendarEntry>

const Reason = z.string().trim().min(1).max(200)
const OfRun = z.object({ id: TransferRunId, version: z.int() })

export const payoutMethods = {
  /** Plans what is to be paid for a closing day. Runs as a job whose result is PayoutsPlanned. Refuses closing_not_over, nothing_to_pay, no_transfer_fees. */
  'payouts.plan': method({
    permission: 'prepare_payouts',
    input: z.object({ closingOn: BusinessDate, payOn: BusinessDate.optional() }),
    output: z.object({ jobId: JobId }),
  }),
  'payouts.list': method({
    permission: 'read',
    input: z.object({ kind: RunKind.default('payouts'), cursor: Cursor.nullable().default(null), size: PageSize }),
    output: pageOf(PayoutRun),
  }),
  'payouts.get': method({
    permission: 'read',
    input: z.object({ id: TransferRunId }),
    output: z.object({ run: PayoutRun, facts: RunFacts, handOvers: z.array(HandOverTry) }),
  }),
  'payouts.merchants': method({
    permission: 'read',
    input: z.object({
      runId: TransferRunId,
      state: PayoutState.optional(),
      cursor: Cursor.nullable().default(null),
      size: PageSize,
    }),
    output: pageOf(PayoutRow),
  }),
  /** Every payout of a merchant, newest first. */
  'payouts.ofMerchant': method({
    permission: 'read',
    input: z.object({ merchantId: MerchantId, cursor: Cursor.nullable().default(null), size: PageSize }),
    output: pageOf(PayoutRow),
  }),
  'payouts.payout': method({ permission: 'read', input: z.object({ id: PayoutId }), output: PayoutDetail }),
  /** The orders and items a payout's figures are made of, in their order. */
  'payouts.lines': method({
    permission: 'read',
    input: z.object({ payoutId: PayoutId, cursor: Cursor.nullable().default(null), size: PageSize }),
    output: pageOf(PayoutLine),
  }),
  /** Writes the file of a draft, reads it again, and asks a supervisor for exactly these bytes. */
  'payouts.submit': method({
    permission: 'prepare_payouts',
    input: OfRun,
    output: z.object({ version: z.int(), approvalId: ApprovalId, digest: z.string() }),
  }),
  /** Takes one merchant out of a run that is not approved; the file and what is asked are made anew. */
  'payouts.sendBack': method({
    permission: 'approve',
    input: OfRun.extend({ payoutId: PayoutId, reason: Reason }),
    output: z.object({ version: z.int(), approvalId: ApprovalId.nullable(), digest: z.string().nullable() }),
  }),
  /** Ends a run that was not handed over: what it took is payable again. An approved one is given up by a supervisor only. */
  'payouts.giveUp': method({
    permission: 'give_up_payouts',
    input: OfRun.extend({ reason: Reason }),
    output: z.object({ version: z.int() }),
  }),
  /**
   * Hands the file of an approved run over as the connector is settled; by download, the answer holds a ticket for it. Of a run whose
   * hand-over was cut off it first looks what became of it.
   */
  'payouts.handOver': method({
    permission: 'prepare_payouts',
    input: OfRun,
    output: z.object({ version: z.int(), state: RunState, ticket: z.string().nullable(), fileName: z.string() }),
  }),
  /** A copy of a file the bank has, to be looked at; every taking leaves a record. */
  'payouts.file': method({
    permission: 'prepare_payouts',
    input: z.object({ id: TransferRunId }),
    output: z.object({ ticket: z.string(), fileName: z.string(), digest: z.string() }),
  }),
  /** Says what a person found out about a run in quarantine; a supervisor agrees before it counts. */
  'payouts.endQuarantine': method({
    permission: 'prepare_payouts',
    input: OfRun.extend({ delivered: z.boolean(), note: z.string().trim().min(10).max(500) }),
    output: z.object({ approvalId: ApprovalId }),
  }),
  /** From now on nothing is paid to this merchant; in drafts it is not taken out. */
  'payouts.hold': method({
    permission: 'prepare_payouts',
    input: z.object({ merchantId: MerchantId, version: z.int(), reason: Reason }),
    output: z.object({ version: z.int() }),
  }),
  'payouts.release': method({
    permission: 'approve',
    input: z.object({ merchantId: MerchantId, version: z.int(), reason: Reason }),
    output: z.object({ version: z.int() }),
  }),
  /** Money to be released: what falls when, at the closings of these days. At most 400 days. */
  'payouts.calendar': method({
    permission: 'read',
    input: z.object({ from: BusinessDate, to: BusinessDate }),
    output: z.object({ entries: z.array(CalendarEntry) }),
  }),
}
