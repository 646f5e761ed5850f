import { isDeepStrictEqual } from 'node:util'
import type { MoneyLimits } from '../../preload/contract/agent'
import type { Approvers } from '../../preload/contract/approvers'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { MerchantId, OrderId, ReceiptId, RefundId } from '../../preload/contract/ids'
import type { SettlementAccount } from '../../preload/contract/merchants'
import { PositiveYen, type Yen, yen, ZERO_YEN } from '../../preload/contract/money'
import type { RefundAccount } from '../../preload/contract/refund-accounts'
import type { RefundCase, RefundKind, RefundTarget } from '../../preload/contract/refunds'
import type { BankMaster } from '../gateways/gateway'
import { openDeposit } from '../ledger/clearing'
import { handsOn } from '../ledger/hands'
import type { Reader } from '../ledger/ledger'
import { merchantById } from '../ledger/merchants'
import { orderFacts } from '../ledger/order-facts'
import { runsHolding } from '../ledger/payouts'
import { releasedAmountOf } from '../ledger/protection-cases'
import { lastRefundAccount } from '../ledger/refund-accounts'
import { refundById, refundedOf, replacementOf, requestedOf } from '../ledger/refunds'
import { isReserved } from '../ledger/reservations'
import { type Posting, protectionReleased } from '../settlement/ledger-entries'
import { isSameHolder } from '../settlement/refund-account'
import { refundApproved } from '../settlement/refund-entries'
import { approversFor, type RefundPocket, refundableOf, restOf } from '../settlement/refundable'
import { cardNumberProblem, checkAccount, refusalOf } from './merchant-checks'

/* What a refund would be, before anybody has asked for it: how much at the most, out of which pocket, to which account. */

/** An account that is known, and whether its holder is the payer. */
export interface KnownAccount {
  readonly account: SettlementAccount
  readonly holderMatches: boolean
  readonly source: string
}

/** What is to go back, whatever of it and to wherever. */
export interface RefundBasis {
  readonly kind: RefundKind
  /** Of the order, the open deposit or the refund that came back. */
  readonly version: number
  readonly merchantId: MerchantId | null
  readonly merchantName: string | null
  readonly orderId: OrderId | null
  readonly orderNumber: string | null
  readonly receiptId: ReceiptId | null
  readonly replaces: RefundId | null
  readonly payerName: string
  readonly payerKana: string
  /** What there is: paid for the order, or left of the deposit. */
  readonly of: PositiveYen
  readonly most: PositiveYen
  /** Null: the money is on its way already, and came back. */
  readonly pocket: RefundPocket | 'suspense' | null
  /** The account the payer has given. */
  readonly given: KnownAccount | null
  readonly wasReleasable: boolean
  /** What the merchant keeps when so much goes back. */
  readonly rest: (amount: Yen) => Yen
  readonly touchedBy: readonly string[]
}

/**
 * What a target comes to. Refuses not_found, in_payout_run, reserved_by_import, order_step_refused, exceeds_refundable (nothing is left),
 * deposit_not_open, ending_not_possible (no customer's money), refund_not_open (it did not come back, or is paid again already).
 */
export function refundBasis(reader: Reader, target: RefundTarget): Promise<Result<RefundBasis>> {
  switch (target.of) {
    case 'order':
      return orderBasis(reader, target.orderId)
    case 'deposit':
      return depositBasis(reader, target.receiptId)
    case 'returned':
      return returnedBasis(reader, target.refundId)
  }
}

async function orderBasis(reader: Reader, orderId: OrderId): Promise<Result<RefundBasis>> {
  const order = (await orderFacts(reader, [orderId])).get(orderId)
  const merchant = order && (await merchantById(reader, order.merchantId))
  if (!order || !merchant) return refuse({ refusal: 'not_found', what: 'order' })
  const { tracks, paidAmount, orderNumber, payerName, payerKana, version } = order
  const run = (await runsHolding(reader, [orderId])).get(orderId)
  if (run !== undefined && tracks.disbursement === 'releasable') return refuse({ refusal: 'in_payout_run', run })
  if (await isReserved(reader, orderId)) return refuse({ refusal: 'reserved_by_import', orderNumber })
  const releasedAmount = (await releasedAmountOf(reader, orderId)) ?? ZERO_YEN
  const found = refundableOf({ tracks, paidAmount, releasedAmount, refunded: await refundedOf(reader, orderId) })
  if (!found.ok) {
    return found.why === 'step'
      ? refuse({ refusal: 'order_step_refused', track: found.track, from: found.from, event: found.event })
      : refuse({ refusal: 'exceeds_refundable', left: ZERO_YEN })
  }
  const { kind, most, pocket } = found
  return done({
    kind,
    version,
    merchantId: merchant.id,
    merchantName: merchant.name,
    orderId,
    orderNumber,
    receiptId: null,
    replaces: null,
    payerName,
    payerKana,
    of: PositiveYen.parse(paidAmount),
    most: PositiveYen.parse(most),
    pocket,
    given: await lastRefundAccount(reader, orderId),
    wasReleasable: tracks.disbursement === 'releasable',
    rest: (amount) => (kind === 'order' ? restOf({ paidAmount, releasedAmount }, amount) : ZERO_YEN),
    touchedBy: await handsOn(reader, orderId),
  })
}

async function depositBasis(reader: Reader, receiptId: ReceiptId): Promise<Result<RefundBasis>> {
  const deposit = await openDeposit(reader, receiptId)
  if (!deposit) return refuse({ refusal: 'deposit_not_open' })
  if (deposit.notCustomerMoney !== null) return refuse({ refusal: 'ending_not_possible', ending: 'refund' })
  const left = yen(deposit.remaining - (await requestedOf(reader, receiptId)))
  if (left <= 0) return refuse({ refusal: 'exceeds_refundable', left: ZERO_YEN })
  return done({
    kind: 'unallocated',
    version: deposit.version,
    merchantId: null,
    merchantName: null,
    orderId: null,
    orderNumber: null,
    receiptId,
    replaces: null,
    payerName: deposit.remitterName,
    payerKana: deposit.remitterName,
    of: PositiveYen.parse(deposit.remaining),
    most: PositiveYen.parse(left),
    pocket: 'suspense',
    given: null,
    wasReleasable: false,
    rest: () => ZERO_YEN,
    touchedBy: [],
  })
}

async function returnedBasis(reader: Reader, refundId: RefundId): Promise<Result<RefundBasis>> {
  const refund = await refundById(reader, refundId)
  if (!refund) return refuse({ refusal: 'not_found', what: 'refund' })
  if (refund.state !== 'returned' || (await replacementOf(reader, refundId)) !== null)
    return refuse({ refusal: 'refund_not_open', state: refund.state })
  const order = refund.orderId === null ? undefined : (await orderFacts(reader, [refund.orderId])).get(refund.orderId)
  const last = refund.orderId === null ? null : await lastRefundAccount(reader, refund.orderId)
  // The account it came back from is no answer; what the payer has given since is.
  const given = last && !isDeepStrictEqual(last.account, refund.account) ? last : null
  return done({
    kind: refund.kind,
    version: refund.version,
    merchantId: refund.merchantId,
    merchantName: refund.merchantName,
    orderId: refund.orderId,
    orderNumber: refund.orderNumber,
    receiptId: refund.receiptId,
    replaces: refundId,
    payerName: refund.payerName,
    payerKana: order?.payerKana ?? refund.payerName,
    of: refund.amount,
    most: refund.amount,
    pocket: null,
    given,
    wasReleasable: false,
    rest: () => ZERO_YEN,
    touchedBy: refund.orderId === null ? [] : await handsOn(reader, refund.orderId),
  })
}

/** What is asked for, checked. */
export interface RefundDraft {
  readonly basis: RefundBasis
  readonly amount: PositiveYen
  readonly known: KnownAccount | null
  readonly rest: Yen
  readonly postings: readonly Posting[]
}

/**
 * A wish as it would be carried out. Refuses exceeds_refundable (also a part of what came back whole), and what is wrong with an account
 * that was typed: unknown_bank, unknown_branch, holder_name_invalid, invalid_input.
 */
export function draftRefund(
  basis: RefundBasis,
  wish: { readonly amount?: PositiveYen | undefined; readonly account?: RefundAccount | undefined; readonly source: string },
  banks: BankMaster,
): Result<RefundDraft> {
  const amount = wish.amount ?? basis.most
  if (amount > basis.most || (basis.replaces !== null && amount !== basis.most))
    return refuse({ refusal: 'exceeds_refundable', left: basis.most })
  const typed = wish.account ? checkTyped(wish.account, basis.payerKana, wish.source, banks) : done(basis.given)
  if (!typed.ok) return typed
  const rest = basis.rest(amount)
  return done({ basis, amount, known: typed.value, rest, postings: refundPostings(basis, amount, rest) })
}

function checkTyped(typed: RefundAccount, payerKana: string, source: string, banks: BankMaster): Result<KnownAccount> {
  const { account, problems } = checkAccount(banks, typed)
  const refusal = refusalOf([...problems, ...cardNumberProblem('account.holderKana', typed.holderKana)])
  if (refusal) return refuse(refusal)
  return done({ account, holderMatches: isSameHolder(account.holderKana, payerKana), source })
}

/** What an approved refund posts: out of its pocket, and the merchant's rest of what was held. */
export function refundPostings(
  { pocket, merchantId }: { readonly pocket: RefundPocket | 'suspense' | null; readonly merchantId: MerchantId | null },
  amount: Yen,
  rest: Yen,
): Posting[] {
  if (pocket === null) return []
  const released =
    pocket === 'held_for_payers' && rest > 0 && merchantId !== null
      ? protectionReleased({ merchantId, amount: PositiveYen.parse(rest) })
      : []
  return [...refundApproved({ pocket, merchantId, amount }), ...released]
}

/** The pocket of a case: as it was shown when it was asked for. */
export function pocketOf(asked: RefundCase): RefundBasis['pocket'] {
  if (asked.replaces !== null) return null
  if (asked.refund === 'unallocated') return 'suspense'
  if (asked.refund === 'after_settlement') return 'merchant_receivable'
  return asked.held ? 'held_for_payers' : 'merchant_payable'
}

/** Who must agree to it. Its maker is barred besides. */
export function refundApprovers({ basis, amount }: RefundDraft, limits: MoneyLimits, maker: string): Approvers {
  const needed = approversFor(amount, { alone: ZERO_YEN, two: limits.refundTwo }, true)
  return {
    needed,
    why: needed === 2 ? 'above_second_limit' : 'always',
    barred: [...new Set([maker, ...basis.touchedBy])].filter((actor) => actor.startsWith('user:')).sort(),
  }
}
