import type { Clock } from '../../preload/contract/clock'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { RefundId } from '../../preload/contract/ids'
import type { RefundCase, RefundDetail, RefundRow } from '../../preload/contract/refunds'
import type { BankMaster } from '../gateways/gateway'
import { moneyLimits } from '../ledger/agent-settings'
import { decideApproval, insertApproval, openApproval } from '../ledger/approvals'
import { appendAudit } from '../ledger/audit'
import { holdOpenItem } from '../ledger/clearing'
import { openLine } from '../ledger/endings'
import type { Ledger, Reader, Writer } from '../ledger/ledger'
import { returnedTransferOf } from '../ledger/outgoing'
import { insertRefund, listRefunds, refundById, replacementOf, type StoredRefund } from '../ledger/refunds'
import { returnCauseOf } from '../settlement/returned-transfers'
import type { Handlers, Person } from './context'
import { type Events, publishChanged } from './events'
import { journalLinesOf } from './journal-lines'
import { cardNumberProblem, namedAccount, refusalOf } from './merchant-checks'
import { stepOrder } from './order-steps'
import { holdNote, leaveRefund } from './refund-approvals'
import { draftRefund, pocketOf, type RefundDraft, refundApprovers, refundBasis, refundPostings } from './refund-wishes'

/*
 * 返金 at the desk: what may go back is shown first, then asked for; a supervisor agrees (services/refund-approvals), and a run takes it to
 * the bank (services/refund-runs).
 */
export interface RefundDeps {
  readonly ledger: Ledger
  readonly clock: Clock
  readonly events: Events
  readonly gateways: { readonly banks: BankMaster }
}

type RefundMethod = 'refunds.list' | 'refunds.get' | 'refunds.preview' | 'refunds.request' | 'refunds.withdraw'

export function refundHandlers(deps: RefundDeps): Pick<Handlers, RefundMethod> {
  const { ledger, clock, gateways } = deps
  const { banks } = gateways
  return {
    'refunds.list': async (_context, { filter, cursor, size }) => {
      const began = clock.monotonicMs()
      const page = await listRefunds(ledger.reader, filter, cursor, size)
      if (!page) return refuse({ refusal: 'invalid_input', problems: [{ path: 'cursor', message: 'not a cursor of this list' }] })
      return done({ ...page, rows: page.rows.map((row) => rowOf(row, banks)), elapsedMs: clock.monotonicMs() - began })
    },
    'refunds.get': async (_context, { id }) => {
      const detail = await detailOf(ledger.reader, banks, id)
      return detail ? done(detail) : refuse({ refusal: 'not_found', what: 'refund' })
    },
    'refunds.preview': async (context, { target, ...wish }) => {
      const basis = await refundBasis(ledger.reader, target)
      if (!basis.ok) return basis
      const drafted = draftRefund(basis.value, { ...wish, source: '' }, banks)
      if (!drafted.ok) return drafted
      const { amount, known, rest, postings } = drafted.value
      const { kind, way, version, most, payerName, payerKana, merchantName } = basis.value
      return done({
        kind,
        way,
        version,
        most,
        amount,
        payerName,
        payerKana,
        account: known && namedAccount(banks, known.account),
        holderMatches: known?.holderMatches ?? null,
        rest,
        goneAlready: basis.value.goneAlready,
        journal: journalLinesOf(postings, merchantName),
        approvers: refundApprovers(drafted.value, await moneyLimits(ledger.reader), context.actor),
      })
    },
    'refunds.request': request(deps),
    'refunds.withdraw': withdraw(deps),
  }
}

function rowOf(refund: StoredRefund, banks: BankMaster): RefundRow {
  const { why: _why, source: _source, entryId: _entry, receivableId: _owed, replaces: _replaces, claimId: _claim, account, ...row } = refund
  return { ...row, account: account && namedAccount(banks, account) }
}

async function detailOf(reader: Reader, banks: BankMaster, id: RefundId): Promise<RefundDetail | null> {
  const refund = await refundById(reader, id)
  if (!refund) return null
  const approval = await openApproval(reader, 'refund', id)
  const transfer = await returnedTransferOf(reader, id)
  return {
    ...rowOf(refund, banks),
    why: refund.why,
    source: refund.source,
    journal: journalLinesOf(pendingPostings(refund, approval?.case ?? null), refund.merchantName),
    approval: approval && {
      id: approval.id,
      needed: approval.case.needed,
      agreed: approval.case.agreed,
      barred: approval.case.touchedBy,
    },
    replaces: refund.replaces,
    replacedBy: await replacementOf(reader, id),
    seenOn: transfer?.seenOn ?? null,
    returned: transfer?.returned
      ? { on: transfer.returned.on, words: transfer.returned.words, cause: returnCauseOf([transfer.returned.words]) }
      : null,
  }
}

/** What agreeing would post; nothing once it was decided. */
function pendingPostings(refund: StoredRefund, asked: RefundCase | null) {
  if (!asked || refund.replaces !== null) return []
  const pocket = pocketOf(asked)
  return refundPostings({ pocket, merchantId: refund.merchantId }, refund.amount, asked.rest)
}

/**
 * Asks for a refund. Refuses not_signed_in, invalid_input (a card number), what refundBasis and draftRefund refuse, changed_meanwhile,
 * refund_account_missing, holder_differs.
 */
function request({ ledger, events, gateways }: RefundDeps): Handlers['refunds.request'] {
  return async (context, { target, version, amount, account, source, cause, why, differenceConfirmed }) => {
    const maker = context.user
    if (!maker) return refuse({ refusal: 'not_signed_in' })
    const card = refusalOf(cardNumberProblem('why', why))
    if (card) return refuse(card)
    const requested = await ledger.write(context.by, async (writer) => {
      const basis = await refundBasis(writer, target)
      if (!basis.ok) return basis
      if (basis.value.version !== version) return refuse({ refusal: 'changed_meanwhile' })
      const drafted = draftRefund(basis.value, { amount, account, source }, gateways.banks)
      if (!drafted.ok) return drafted
      const { known } = drafted.value
      const { payerKana, way } = basis.value
      if (!known && way === 'transfer') return refuse({ refusal: 'refund_account_missing' })
      if (account && known && !known.holderMatches && !differenceConfirmed)
        return refuse({ refusal: 'holder_differs', holder: known.account.holderKana, payer: payerKana })
      return ask(writer, maker, drafted.value, { cause, why }, gateways.banks)
    })
    if (requested.ok) publishChanged(events, 'refunds', 'approvals', 'orders', 'deposits', 'clearing', 'collections', 'exceptions', 'audit')
    return requested
  }
}

async function ask(
  writer: Writer,
  maker: Person,
  draft: RefundDraft,
  { cause, why }: { cause: RefundCase['cause']; why: string },
  banks: BankMaster,
) {
  const { basis, amount, known, rest } = draft
  const { kind, way, merchantId, merchantName, orderId, orderNumber, receiptId, claimId, collection, replaces, wasReleasable } = basis
  const payerName = basis.payerName || (known?.account.holderKana ?? '')
  const refundId = await insertRefund(writer, {
    kind,
    way,
    cause,
    merchantId,
    orderId,
    receiptId,
    claimId,
    amount,
    payerName,
    account: known?.account ?? null,
    holderMatches: known?.holderMatches ?? null,
    source: known?.source ?? '',
    why,
    replaces,
  })
  if (kind === 'order' && replaces === null && orderId !== null) {
    const stepped = await stepOrder(writer, { orderId, kind: 'refund_requested', amount, detail: { refundId, reason: why, wasReleasable } })
    if (!stepped.ok) return stepped
  }
  if (receiptId !== null && replaces === null) await holdFor(writer, receiptId, refundId)
  const approvers = refundApprovers(draft, await moneyLimits(writer), `user:${maker.name}`)
  const approvalId = await insertApproval(writer, maker.id, {
    kind: 'refund',
    refundId,
    refund: kind,
    cause,
    merchantId,
    merchantName,
    orderId,
    orderNumber,
    receiptId,
    collection,
    replaces,
    payerName,
    of: basis.of,
    amount,
    rest,
    held: basis.pocket === 'held_for_payers',
    way,
    goneAlready: basis.goneAlready,
    account: known && namedAccount(banks, known.account),
    holderMatches: known?.holderMatches ?? null,
    source: known?.source ?? '',
    why,
    wasReleasable,
    touchedBy: approvers.barred,
    needed: approvers.needed,
    agreed: [],
  })
  await appendAudit(writer, {
    stream: 'refunds',
    action: 'refund_requested',
    subject: `refund:${refundId}`,
    detail: {
      kind,
      cause,
      amount,
      rest,
      orderId,
      receiptId,
      claimId,
      replaces,
      way,
      holderMatches: known?.holderMatches ?? null,
      approvalId,
    },
  })
  return done({ refundId, approvalId })
}

/** No match run may take a deposit of which a refund is asked for. What a person holds already stays as it is. */
async function holdFor(writer: Writer, receiptId: NonNullable<StoredRefund['receiptId']>, refundId: RefundId): Promise<void> {
  const line = await openLine(writer, receiptId)
  if (line && !line.held) await holdOpenItem(writer, receiptId, true, holdNote(refundId))
}

/** Refuses not_signed_in, not_found, changed_meanwhile, refund_not_open (it is decided), invalid_input (a card number). */
function withdraw({ ledger, events }: RefundDeps): Handlers['refunds.withdraw'] {
  return async (context, { id, version, why }) => {
    const person = context.user
    if (!person) return refuse({ refusal: 'not_signed_in' })
    const card = refusalOf(cardNumberProblem('why', why))
    if (card) return refuse(card)
    const withdrawn = await ledger.write(context.by, async (writer): Promise<Result<Record<string, never>>> => {
      const refund = await refundById(writer, id)
      if (!refund) return refuse({ refusal: 'not_found', what: 'refund' })
      const approval = await openApproval(writer, 'refund', id)
      if (refund.state !== 'requested' || !approval) return refuse({ refusal: 'refund_not_open', state: refund.state })
      if (refund.version !== version) return refuse({ refusal: 'changed_meanwhile' })
      await decideApproval(writer, approval.id, 'withdrawn', person.id, why)
      await appendAudit(writer, { ...(await leaveRefund(writer, approval.case, 'withdrawn')), detail: { why, approvalId: approval.id } })
      return done({})
    })
    if (withdrawn.ok) publishChanged(events, 'refunds', 'approvals', 'orders', 'deposits', 'clearing', 'collections', 'exceptions', 'audit')
    return withdrawn
  }
}
