import { z } from 'zod'
import { Party } from './collection'
import { BusinessDate, Instant } from './date'
import { CustomerNumber, DebitAccountType, DebitResultCode } from './direct-debit'
import {
  ApprovalId,
  DebitResultFileId,
  DebitResultLineId,
  DebitRunId,
  MandateId,
  MerchantId,
  OfferReference,
  OrderId,
  RefundId,
} from './ids'
import { method } from './method'
import { PositiveYen, Yen } from './money'
import { Cursor, PageSize, pageOf } from './paging'

/*
 * 口座振替: mandates by which payers let their accounts be debited, the runs in which the bank asks for it, and what came of each debit.
 */

/** A mandate as a clerk writes it down from its form (口座振替依頼書), once the payer's bank has accepted it. */
export const NewMandate = z.object({
  merchantId: MerchantId,
  /** Known by it at the collecting bank: no two payers have the same, of whatever merchant. */
  customerNumber: CustomerNumber,
  bankCode: z.string().regex(/^\d{4}$/),
  branchCode: z.string().regex(/^\d{3}$/),
  accountType: DebitAccountType,
  accountNumber: z.string().regex(/^\d{7}$/),
  /** 預金者名, in kana of any width; kept as files write it. */
  holderKana: z.string().trim().min(1).max(100),
  /** From this day on the account may be debited. */
  validFrom: BusinessDate,
})
export type NewMandate = z.infer<typeof NewMandate>

/** A mandate as lists show it: the account is personal, and only its end is told. */
export const MandateRow = z.object({
  id: MandateId,
  merchantId: MerchantId,
  merchantName: z.string(),
  /** Twenty digits. */
  customerNumber: z.string(),
  bankCode: z.string(),
  bankName: z.string(),
  branchCode: z.string(),
  branchName: z.string(),
  accountType: DebitAccountType,
  /** The last three digits. */
  accountEnding: z.string(),
  holderKana: z.string(),
  validFrom: BusinessDate,
  endedAt: Instant.nullable(),
  recordedBy: z.string(),
  recordedAt: Instant,
})
export type MandateRow = z.infer<typeof MandateRow>

/** A cycle of collection: when the file is to be with the collecting bank, when accounts are debited, what follows. */
export const DebitCycle = z.object({
  debitOn: BusinessDate,
  handInBy: z.object({ date: BusinessDate, time: z.string() }),
  /** Its result is to be there. */
  resultOn: BusinessDate,
  /** Its transfer is to come. */
  transferOn: BusinessDate,
  /** Orders that are due and in no run yet, and what they come to. */
  orders: z.int(),
  amount: Yen,
})
export type DebitCycle = z.infer<typeof DebitCycle>

/** prepared: its file is made, a second person has not released it · submitted: released, its results are awaited or in · given_up. */
export const DebitRunState = z.enum(['prepared', 'submitted', 'given_up'])
export type DebitRunState = z.infer<typeof DebitRunState>

export const DebitRun = z.object({
  id: DebitRunId,
  party: Party,
  debitOn: BusinessDate,
  resultOn: BusinessDate,
  transferOn: BusinessDate,
  state: DebitRunState,
  lines: z.int(),
  total: Yen,
  fileName: z.string(),
  /** SHA-256 of the file: what the second person releases. */
  sha256: z.string(),
  madeBy: z.string(),
  madeAt: Instant,
  releasedBy: z.string().nullable(),
  releasedAt: Instant.nullable(),
  /** Of its lines: debited, not debited, result awaited. */
  paid: z.int(),
  paidAmount: Yen,
  failed: z.int(),
  failedAmount: Yen,
  open: z.int(),
})
export type DebitRun = z.infer<typeof DebitRun>

/** What a line of a result file came to. The last three wait for a person. */
export const DebitOutcome = z.enum([
  /** Code 0: debited. */
  'paid',
  /** Code 1: debited again on the day of the next cycle. */
  'postponed',
  /** The payer chooses another way to pay. */
  'refused',
  /** What was known already. */
  'repeated',
  /** Codes E and N: no result yet. */
  'no_result',
  /** This bank has asked for no such debit. */
  'unknown',
  /** Another file has said otherwise. */
  'contradicts',
])
export type DebitOutcome = z.infer<typeof DebitOutcome>

/** So many lines with one code, and what they come to. */
const CodeTally = z.object({ code: DebitResultCode, count: z.int(), amount: Yen })

/** A result file before it is brought in; nothing is stored. */
export const DebitPreview = z.object({
  planId: z.string(),
  fileName: z.string(),
  sha256: z.string(),
  debitOn: BusinessDate,
  lines: z.int(),
  total: Yen,
  codes: z.array(CodeTally),
  /** What would come of them. */
  outcomes: z.array(z.object({ outcome: DebitOutcome, count: z.int() })),
  alreadyImported: z.object({ fileName: z.string(), importedBy: z.string(), importedAt: Instant }).nullable(),
})
export type DebitPreview = z.infer<typeof DebitPreview>

export const DebitResult = z.object({
  /** Null where this very file was in already. */
  fileId: DebitResultFileId.nullable(),
  outcomes: z.array(z.object({ outcome: DebitOutcome, count: z.int() })),
})
export type DebitResult = z.infer<typeof DebitResult>

/** A line of a result file that waits for a person. */
export const DebitException = z.object({
  id: DebitResultLineId,
  outcome: DebitOutcome,
  code: DebitResultCode,
  debitOn: BusinessDate,
  customerNumber: z.string(),
  holderKana: z.string(),
  accountEnding: z.string(),
  amount: PositiveYen,
  order: z.object({ id: OrderId, orderNumber: z.string(), merchantName: z.string() }).nullable(),
  fileName: z.string(),
  record: z.int(),
  importedAt: Instant,
  /** Somebody has asked that it counts as not debited, or as debited after all. */
  isAsked: z.boolean(),
  /** It was debited after all, and belongs to nobody yet. */
  holdsMoney: z.boolean(),
  /** The refund of it that was asked for. */
  refundId: RefundId.nullable(),
})
export type DebitException = z.infer<typeof DebitException>

/** A run whose result should have been here, and of which some lines, or all, have none. */
export const OverdueRun = z.object({
  id: DebitRunId,
  debitOn: BusinessDate,
  resultOn: BusinessDate,
  overdueOn: BusinessDate,
  fileName: z.string(),
  lines: z.int(),
  open: z.int(),
  openAmount: Yen,
  /** Somebody has asked that they count as not debited. */
  isAsked: z.boolean(),
})
export type OverdueRun = z.infer<typeof OverdueRun>

/** Debits of which no result is known count as not debited: one whose result tells nothing, or all that a run still waits for. */
export const DebitNotMadeCase = z.object({
  kind: z.literal('debit_not_made'),
  target: z.discriminatedUnion('of', [
    z.object({ of: z.literal('line'), id: DebitResultLineId }),
    z.object({ of: z.literal('run'), id: DebitRunId }),
  ]),
  debitOn: BusinessDate,
  lines: z.int(),
  total: Yen,
  orderNumber: z.string().nullable(),
  merchantName: z.string().nullable(),
  /** The result that tells nothing, or the request that was not answered. */
  fileName: z.string(),
  why: z.string(),
})
export type DebitNotMadeCase = z.infer<typeof DebitNotMadeCase>

/** An account was debited after it had counted as not debited: its collector owes that. */
export const DebitMadeCase = z.object({
  kind: z.literal('debit_made'),
  lineId: DebitResultLineId,
  debitOn: BusinessDate,
  amount: PositiveYen,
  orderNumber: z.string(),
  merchantName: z.string(),
  /** Its order is paid by it; else it belongs to nobody. */
  pays: z.boolean(),
  /** The result that tells it. */
  fileName: z.string(),
  why: z.string(),
})
export type DebitMadeCase = z.infer<typeof DebitMadeCase>

export const debitMethods = {
  /** Mandates, newest first; of one merchant where it is named. */
  'mandates.list': method({
    permission: 'read',
    input: z.object({ merchantId: MerchantId.optional(), cursor: Cursor.nullable().default(null), size: PageSize }),
    output: pageOf(MandateRow),
  }),
  /** The whole account of a mandate, for whoever compares it with its form; that it was shown is written down. */
  'mandates.account': method({
    permission: 'prepare_merchants',
    input: z.object({ id: MandateId }),
    output: z.object({ accountNumber: z.string() }),
  }),
  'mandates.add': method({ permission: 'prepare_merchants', input: NewMandate, output: z.object({ id: MandateId }) }),
  /** Nothing is debited by it any more; orders that were to be, and are in no run, are chosen for anew. */
  'mandates.end': method({
    permission: 'prepare_merchants',
    input: z.object({ id: MandateId, reason: z.string().trim().min(1).max(200) }),
    output: z.object({ orders: z.int() }),
  }),
  /** The next cycles of collection, with what is due in each. */
  'debits.cycles': method({ permission: 'read', input: z.object({}), output: z.object({ cycles: z.array(DebitCycle) }) }),
  'debits.runs': method({
    permission: 'read',
    input: z.object({ cursor: Cursor.nullable().default(null), size: PageSize }),
    output: pageOf(DebitRun),
  }),
  /** Makes the request file of a cycle from everything that is due. */
  'debits.prepare': method({
    permission: 'prepare_payouts',
    input: z.object({ debitOn: BusinessDate }),
    output: z.object({ id: DebitRunId, lines: z.int(), total: Yen, sha256: z.string() }),
  }),
  /**
   * A second person has looked at count, sum and digest: the file may go to the bank. Where mandates have ended since it was made, it is made anew
   * without them instead, to be looked at again: `leftOut` tells of how many, `remade` which run it is; null where nothing was left.
   */
  'debits.release': method({
    permission: 'approve',
    input: z.object({ id: DebitRunId, sha256: z.string().length(64) }),
    output: z.object({ leftOut: z.int(), remade: DebitRunId.nullable() }),
  }),
  /** A file that was not released is made no use of; its orders are due again. */
  'debits.giveUp': method({
    permission: 'give_up_payouts',
    input: z.object({ id: DebitRunId, reason: z.string().trim().min(1).max(200) }),
    output: z.object({}),
  }),
  /** The released file, fetched with its ticket, once. */
  'debits.download': method({
    permission: 'prepare_payouts',
    input: z.object({ id: DebitRunId }),
    output: z.object({ ticket: z.string(), fileName: z.string() }),
  }),
  /** Reads a result file and tells what it would bring; everything wrong with it at once. */
  'debits.preview': method({ permission: 'bring_in', input: z.object({ reference: OfferReference }), output: DebitPreview }),
  /** Brings in what was shown, whole or not at all. */
  'debits.bringIn': method({
    permission: 'bring_in',
    input: z.object({ planId: z.string().max(60), sha256: z.string().length(64) }),
    output: DebitResult,
  }),
  /** What waits for a person, the oldest first. */
  'debits.exceptions': method({
    permission: 'read',
    input: z.object({ cursor: Cursor.nullable().default(null), size: PageSize }),
    output: pageOf(DebitException),
  }),
  /** Runs whose result, or a part of it, is overdue by contract. */
  'debits.overdue': method({ permission: 'read', input: z.object({}), output: z.object({ runs: z.array(OverdueRun) }) }),
  /** All that an overdue run still waits for was not debited, as a person has learned; once another agrees, payers choose anew. */
  'debits.notMade': method({
    permission: 'clear',
    input: z.object({ id: DebitRunId, note: z.string().trim().min(1).max(400) }),
    output: z.object({ approvalId: ApprovalId }),
  }),
  /** Ends what waits: with a note; or, once another person agrees, because nothing was debited, so that the payer chooses anew. */
  'debits.end': method({
    permission: 'clear',
    input: z.object({
      id: DebitResultLineId,
      ending: z.enum(['note', 'not_debited', 'debited', 'paid']),
      note: z.string().trim().min(1).max(400),
    }),
    /** Who is asked to agree, where nothing was debited, or an account was after all. */
    output: z.object({ approvalId: ApprovalId.nullable() }),
  }),
}
