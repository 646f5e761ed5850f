import { isDeepStrictEqual } from 'node:util'
import type { MoneyLimits } from '../../preload/contract/agent'
import type { Approvers } from '../../preload/contract/approvers'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type {
  CardPaymentId,
  ClaimId,
  CollectionLineId,
  DebitResultLineId,
  MerchantId,
  OrderId,
  ReceiptId,
  RefundId,
} from '../../preload/contract/ids'
import type { SettlementAccount } from '../../preload/contract/merchants'
import { PositiveYen, sumYen, type Yen, yen, ZERO_YEN } from '../../preload/contract/money'
import type { RefundAccount } from '../../preload/contract/refund-accounts'
import type { RefundCase, RefundCollection, RefundKind, RefundTarget, RefundWay } from '../../preload/contract/refunds'
import type { BankMaster } from '../gateways/gateway'
import { capturedPayment, cardPaymentById, claimLeft } from '../ledger/card-payments'
import { refundOfClaim, refundsToCome, unaskedRefund } from '../ledger/card-troubles'
import { unownedClaim } from '../ledger/claims'
import { openDeposit } from '../ledger/clearing'
import { waitingLine } from '../ledger/collection-lists'
import { waitingDebit } from '../ledger/debit-results'
import { endedOf } from '../ledger/endings'
import { handsOn } from '../ledger/hands'
import type { Reader } from '../ledger/ledger'
import { merchantById } from '../ledger/merchants'
import { orderFacts } from '../ledger/order-facts'
import { runsHolding } from '../ledger/payouts'
import { releasedAmountOf } from '../ledger/protection-cases'
import { lastRefundAccount } from '../ledger/refund-accounts'
import { refundById, refundedOf, replacementOf, requestedOf, type StoredRefund } from '../ledger/refunds'
import { standstill } from '../ledger/reservations'
import { type Posting, protectionReleased } from '../settlement/ledger-entries'
import { isSameHolder } from '../settlement/refund-account'
import { refundApproved, type Unplaced } from '../settlement/refund-entries'
import { approversFor, type RefundPocket, refundableOf, refundWay, restOf } from '../settlement/refundable'
import { numberTold } from '../settlement/slips'
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
  readonly way: RefundWay
  /** Of the order, the open deposit or the refund that came back. */
  readonly version: number
  readonly merchantId: MerchantId | null
  readonly merchantName: string | null
  readonly orderId: OrderId | null
  readonly orderNumber: string | null
  readonly receiptId: ReceiptId | null
  readonly claimId: ClaimId | null
  readonly collection: RefundCollection | null
  readonly replaces: RefundId | null
  /** Empty where nobody knows who paid. */
  readonly payerName: string
  readonly payerKana: string
  /** What there is: paid for the order, left of the deposit, or collected. */
  readonly of: PositiveYen
  readonly most: PositiveYen
  /** So much has gone back at the card company that nobody asked for: all of it, and nothing else, is refunded by being written down. */
  readonly goneAlready: Yen
  /** What of the same order or deposit has gone, or is asked for, besides: so many people agree as if all went at once. */
  readonly before: Yen
  /** Null: the money is on its way already, and came back. */
  readonly pocket: RefundPocket | Unplaced | null
  /** The account the payer has given. */
  readonly given: KnownAccount | null
  readonly wasReleasable: boolean
  /** What the merchant keeps when so much goes back. */
  readonly rest: (amount: Yen) => Yen
  readonly touchedBy: readonly string[]
}

/**
 * What a target comes to. Refuses not_found, in_payout_run, reserved_by_import, order_step_refused, exceeds_refundable (nothing is left),
 * deposit_not_open, ending_not_possible (no customer's money), collection_not_open (it waits for nobody, or brought no money),
 * collection_refund_asked, debit_line_not_open (it holds no money), card_trouble_not_open (nothing captured belongs to nobody), refund_not_open (it did not come back, or is paid again already).
 */
export function refundBasis(reader: Reader, target: RefundTarget): Promise<Result<RefundBasis>> {
  switch (target.of) {
    case 'order':
      return orderBasis(reader, target.orderId)
    case 'deposit':
      return depositBasis(reader, target.receiptId)
    case 'collection':
      return collectionBasis(reader, target.lineId)
    case 'card':
      return cardBasis(reader, target.paymentId)
    case 'debit':
      return debitBasis(reader, target.lineId)
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
  const still = await standstill(reader, { id: orderId, orderNumber })
  if (still) return refuse(still)
  const releasedAmount = (await releasedAmountOf(reader, orderId)) ?? ZERO_YEN
  const card = await capturedPayment(reader, orderId)
  const refunded = [...(await refundedOf(reader, orderId)), ...(card?.claimId ? [(await claimLeft(reader, card.claimId)).chargedBack] : [])]
  const found = refundableOf({ tracks, paidAmount, releasedAmount, refunded })
  if (!found.ok) {
    return found.why === 'step'
      ? refuse({ refusal: 'order_step_refused', track: found.track, from: found.from, event: found.event })
      : refuse({ refusal: 'exceeds_refundable', left: ZERO_YEN })
  }
  const { kind, pocket } = found
  // What is asked for already writes down its own part.
  const unasked = card ? (await unaskedRefund(reader, card.id)) - (await refundsToCome(reader, orderId)) : 0
  const goneAlready = yen(Math.max(unasked, 0))
  if (goneAlready > found.most) return refuse({ refusal: 'exceeds_refundable', left: found.most })
  const most = goneAlready > 0 ? goneAlready : found.most
  const way = goneAlready > 0 ? 'company' : refundWay(card?.method ?? null)
  return done({
    kind,
    way,
    version,
    merchantId: merchant.id,
    merchantName: merchant.name,
    orderId,
    orderNumber,
    ...{ receiptId: null, claimId: null, collection: null },
    replaces: null,
    payerName,
    payerKana,
    of: PositiveYen.parse(paidAmount),
    most: PositiveYen.parse(most),
    goneAlready,
    before: sumYen(refunded),
    pocket,
    given: way === 'company' ? null : await lastRefundAccount(reader, orderId),
    wasReleasable: tracks.disbursement === 'releasable',
    rest: (amount) => (kind === 'order' ? restOf({ paidAmount, releasedAmount }, amount) : ZERO_YEN),
    touchedBy: await handsOn(reader, orderId),
  })
}

async function depositBasis(reader: Reader, receiptId: ReceiptId): Promise<Result<RefundBasis>> {
  const deposit = await openDeposit(reader, receiptId)
  if (!deposit) return refuse({ refusal: 'deposit_not_open' })
  if (deposit.notCustomerMoney !== null) return refuse({ refusal: 'ending_not_possible', ending: 'refund' })
  const requested = await requestedOf(reader, receiptId)
  const left = yen(deposit.remaining - requested)
  if (left <= 0) return refuse({ refusal: 'exceeds_refundable', left: ZERO_YEN })
  return done({
    kind: 'unallocated',
    way: 'transfer',
    version: deposit.version,
    merchantId: null,
    merchantName: null,
    orderId: null,
    orderNumber: null,
    receiptId,
    ...{ claimId: null, collection: null },
    replaces: null,
    payerName: deposit.remitterName,
    payerKana: deposit.remitterName,
    of: PositiveYen.parse(deposit.remaining),
    most: PositiveYen.parse(left),
    goneAlready: ZERO_YEN,
    before: yen((await endedOf(reader, receiptId)) + requested),
    pocket: 'suspense',
    given: null,
    wasReleasable: false,
    rest: () => ZERO_YEN,
    touchedBy: [],
  })
}

/** A claim never changes while it waits, so that it has one version. */
const CLAIM_VERSION = 1

async function collectionBasis(reader: Reader, lineId: CollectionLineId): Promise<Result<RefundBasis>> {
  const line = await waitingLine(reader, lineId)
  if (!line || line.claimId === null) return refuse({ refusal: 'collection_not_open' })
  if (line.refundId !== null) return refuse({ refusal: 'collection_refund_asked' })
  const { amount, party, paidOn, chainName, chainCode, orderId, orderNumber, claimId } = line
  const order = orderId === null ? undefined : (await orderFacts(reader, [orderId])).get(orderId)
  return done({
    ...{ kind: 'unapplied', way: 'transfer', version: CLAIM_VERSION, claimId },
    ...{ merchantId: null, merchantName: null, orderId: null, orderNumber: null, receiptId: null, replaces: null },
    collection: {
      ...{ lineId, party, paidOn, chainName: chainName ?? chainCode ?? party, slipNumber: numberTold(line) },
      ...(order ? { orderId: order.id, orderNumber } : { orderId: null, orderNumber: null }),
    },
    payerName: order?.payerName ?? '',
    payerKana: order?.payerKana ?? '',
    of: amount,
    most: amount,
    goneAlready: ZERO_YEN,
    before: ZERO_YEN,
    pocket: 'unapplied_collections',
    given: order ? await lastRefundAccount(reader, order.id) : null,
    wasReleasable: false,
    rest: () => ZERO_YEN,
    touchedBy: [],
  })
}

/** What was captured of a card and no order could take: all of it, at its company. */
async function cardBasis(reader: Reader, id: CardPaymentId): Promise<Result<RefundBasis>> {
  const payment = await cardPaymentById(reader, id)
  const claim = payment?.claimId ? await unownedClaim(reader, payment.claimId) : null
  if (!payment || !claim) return refuse({ refusal: 'card_trouble_not_open' })
  if ((await refundOfClaim(reader, claim.id)) !== null) return refuse({ refusal: 'collection_refund_asked' })
  const { left } = await claimLeft(reader, claim.id)
  const goneAlready = await unaskedRefund(reader, id)
  const amount = PositiveYen.parse(claim.amount)
  if (left !== amount || (goneAlready > 0 && goneAlready !== amount)) return refuse({ refusal: 'exceeds_refundable', left })
  const order = (await orderFacts(reader, [payment.orderId])).get(payment.orderId)
  return done({
    ...{ kind: 'unapplied', way: goneAlready > 0 ? 'company' : refundWay(payment.method), version: payment.version, claimId: claim.id },
    ...{ merchantId: null, merchantName: null, orderId: null, orderNumber: null, receiptId: null, replaces: null, collection: null },
    payerName: order?.payerName ?? '',
    payerKana: order?.payerKana ?? '',
    of: amount,
    most: amount,
    goneAlready,
    before: ZERO_YEN,
    pocket: 'unapplied_collections',
    given: null,
    wasReleasable: false,
    rest: () => ZERO_YEN,
    touchedBy: [],
  })
}

/** What was debited after all and no order could take: all of it, to the account its payer names. */
async function debitBasis(reader: Reader, lineId: DebitResultLineId): Promise<Result<RefundBasis>> {
  const line = await waitingDebit(reader, lineId)
  if (!line || line.claimId === null) return refuse({ refusal: 'debit_line_not_open' })
  if (line.refundId !== null) return refuse({ refusal: 'collection_refund_asked' })
  const { amount, claimId, orderId } = line
  const order = orderId === null ? undefined : (await orderFacts(reader, [orderId])).get(orderId)
  return done({
    ...{ kind: 'unapplied', way: 'transfer', version: CLAIM_VERSION, claimId },
    ...{ merchantId: null, merchantName: null, orderId: null, orderNumber: null, receiptId: null, replaces: null, collection: null },
    ...{ payerName: order?.payerName ?? '', payerKana: order?.payerKana ?? line.holderKana },
    ...{ of: amount, most: amount, goneAlready: ZERO_YEN, before: ZERO_YEN, pocket: 'unapplied_collections' },
    given: order ? await lastRefundAccount(reader, order.id) : null,
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
  const paidFor = refund.orderId ?? refund.collection?.orderId ?? null
  const order = paidFor === null ? undefined : (await orderFacts(reader, [paidFor])).get(paidFor)
  const last = paidFor === null ? null : await lastRefundAccount(reader, paidFor)
  // The account it came back from is no answer; what the payer has given since is.
  const given = last && !isDeepStrictEqual(last.account, refund.account) ? last : null
  return done({
    kind: refund.kind,
    way: refund.way,
    version: refund.version,
    merchantId: refund.merchantId,
    merchantName: refund.merchantName,
    orderId: refund.orderId,
    orderNumber: refund.orderNumber,
    receiptId: refund.receiptId,
    claimId: refund.claimId,
    collection: refund.collection,
    replaces: refundId,
    payerName: refund.payerName,
    payerKana: order?.payerKana ?? refund.payerName,
    of: refund.amount,
    most: refund.amount,
    goneAlready: ZERO_YEN,
    before: await besidesOf(reader, refund),
    pocket: null,
    given,
    wasReleasable: false,
    rest: () => ZERO_YEN,
    touchedBy: refund.orderId === null ? [] : await handsOn(reader, refund.orderId),
  })
}

/** What of the order or deposit of a refund that came back has gone besides it. */
async function besidesOf(reader: Reader, { orderId, receiptId, amount }: StoredRefund): Promise<Yen> {
  if (orderId !== null) return yen(sumYen(await refundedOf(reader, orderId)) - amount)
  if (receiptId === null) return ZERO_YEN
  return yen((await endedOf(reader, receiptId)) + (await requestedOf(reader, receiptId)) - amount)
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
 * A wish as it would be carried out. Refuses exceeds_refundable (also a part of what came back or was collected whole), and what is wrong with an account
 * that was typed: unknown_bank, unknown_branch, holder_name_invalid, invalid_input.
 */
export function draftRefund(
  basis: RefundBasis,
  wish: { readonly amount?: PositiveYen | undefined; readonly account?: RefundAccount | undefined; readonly source: string },
  banks: BankMaster,
): Result<RefundDraft> {
  const amount = wish.amount ?? basis.most
  const isWhole = basis.replaces !== null || basis.claimId !== null || basis.goneAlready > 0
  if (amount > basis.most || (isWhole && amount !== basis.most)) return refuse({ refusal: 'exceeds_refundable', left: basis.most })
  const typed = wish.account && basis.way === 'transfer' ? checkTyped(wish.account, basis.payerKana, wish.source, banks) : done(basis.given)
  if (!typed.ok) return typed
  const rest = basis.rest(amount)
  return done({ basis, amount, known: typed.value, rest, postings: refundPostings(basis, amount, rest) })
}

/** Where nobody knows who paid, there is no name that the holder could differ from. */
function checkTyped(typed: RefundAccount, payerKana: string, source: string, banks: BankMaster): Result<KnownAccount> {
  const { account, problems } = checkAccount(banks, typed)
  const refusal = refusalOf([...problems, ...cardNumberProblem('account.holderKana', typed.holderKana)])
  if (refusal) return refuse(refusal)
  return done({ account, holderMatches: payerKana === '' || isSameHolder(account.holderKana, payerKana), source })
}

/** What an approved refund posts: out of its pocket, and the merchant's rest of what was held. */
export function refundPostings(
  { pocket, merchantId }: { readonly pocket: RefundBasis['pocket']; readonly merchantId: MerchantId | null },
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
  if (asked.refund === 'unapplied') return 'unapplied_collections'
  if (asked.refund === 'after_settlement') return 'merchant_receivable'
  return asked.held ? 'held_for_payers' : 'merchant_payable'
}

/** Who must agree to it. Its maker is barred besides. */
export function refundApprovers({ basis, amount }: RefundDraft, limits: MoneyLimits, maker: string): Approvers {
  const needed = approversFor(yen(basis.before + amount), { alone: ZERO_YEN, two: limits.refundTwo }, true)
  return {
    needed,
    why: needed === 2 ? 'above_second_limit' : 'always',
    barred: [...new Set([maker, ...basis.touchedBy])].filter((actor) => actor.startsWith('user:')).sort(),
  }
}
