import type { CaseOf } from '../../preload/contract/approvals'
import type { Clock } from '../../preload/contract/clock'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { OrderId } from '../../preload/contract/ids'
import { PositiveYen, type Yen, yen } from '../../preload/contract/money'
import type { ProtectionDetail } from '../../preload/contract/protection'
import type { BankMaster } from '../gateways/gateway'
import { insertApproval, openApproval } from '../ledger/approvals'
import { type AuditEvent, appendAudit } from '../ledger/audit'
import { handsOn } from '../ledger/hands'
import type { Ledger, Reader, Writer } from '../ledger/ledger'
import { merchantById } from '../ledger/merchants'
import { orderFacts } from '../ledger/order-facts'
import { orderStates } from '../ledger/posting'
import { bothSides, listProtection, releasedAmountOf, runningDeadlines, saidOf } from '../ledger/protection-cases'
import { lastRefundAccount } from '../ledger/refund-accounts'
import { applyEvent } from '../settlement/tracks'
import type { Handlers } from './context'
import { type Events, publishChanged } from './events'
import { cardNumberProblem, namedAccount, refusalOf } from './merchant-checks'
import { stepOrder } from './order-steps'
import { release, releasePart } from './protection'
import { recordable } from './recording'

/*
 * Cases of the payer's protection at the desk. A contested one is decided by two people with both reasons before them: a clerk
 * proposes what of the money goes where, a supervisor agrees (services/approvals).
 */
export interface ProtectionCaseDeps {
  readonly ledger: Ledger
  readonly clock: Clock
  readonly events: Events
  readonly gateways: { readonly banks: BankMaster }
}

type CaseMethod = 'protection.list' | 'protection.get' | 'protection.propose'

export function protectionCaseHandlers(deps: ProtectionCaseDeps): Pick<Handlers, CaseMethod> {
  const { ledger, clock, gateways } = deps
  return {
    'protection.list': async (_context, { filter, cursor, size }) => {
      const began = clock.monotonicMs()
      const page = await listProtection(ledger.reader, filter, cursor, size)
      if (!page) return refuse({ refusal: 'invalid_input', problems: [{ path: 'cursor', message: 'not a cursor of this list' }] })
      return done({ ...page, elapsedMs: clock.monotonicMs() - began })
    },
    'protection.get': async (_context, { orderId }) => {
      const detail = await detailOf(ledger.reader, gateways.banks, orderId)
      return detail ? done(detail) : refuse({ refusal: 'not_found', what: 'order' })
    },
    'protection.propose': propose(deps),
  }
}

async function detailOf(reader: Reader, banks: BankMaster, orderId: OrderId): Promise<ProtectionDetail | null> {
  const order = (await orderStates(reader, [orderId])).get(orderId)
  if (!order) return null
  const method = (await orderFacts(reader, [orderId])).get(orderId)?.method ?? null
  const proposal = await openApproval(reader, 'contested_case', orderId)
  const refund = await lastRefundAccount(reader, orderId)
  return {
    orderId,
    version: order.version,
    protection: order.tracks.protection,
    paidAmount: order.paidAmount,
    releasedAmount: (await releasedAmountOf(reader, orderId)) ?? yen(0),
    deadlines: await runningDeadlines(reader, orderId),
    said: (await saidOf(reader, [orderId])).get(orderId) ?? [],
    recordable: recordable(order.tracks, method),
    proposal: proposal && {
      approvalId: proposal.id,
      released: proposal.case.released,
      why: proposal.case.why,
      madeBy: proposal.madeBy,
      madeAt: proposal.madeAt,
    },
    refundAccount: refund && { ...refund, account: namedAccount(banks, refund.account) },
  }
}

/**
 * Proposes how a contested case ends. Refuses not_signed_in, not_found, changed_meanwhile, order_step_refused (it is not contested),
 * change_already_staged, invalid_input (more than was paid; a card number).
 */
function propose({ ledger, events }: ProtectionCaseDeps): Handlers['protection.propose'] {
  return async (context, { orderId, version, released, why }) => {
    const maker = context.user
    if (!maker) return refuse({ refusal: 'not_signed_in' })
    const card = refusalOf(cardNumberProblem('why', why))
    if (card) return refuse(card)
    const proposed = await ledger.write(context.by, async (writer) => {
      const asked = await contestedCase(writer, orderId, version, { released, why })
      if (!asked.ok) return asked
      const approvalId = await insertApproval(writer, maker.id, asked.value)
      await appendAudit(writer, {
        stream: 'orders',
        action: 'contest_proposed',
        subject: `order:${orderId}`,
        detail: { released, refunded: asked.value.refunded, why, approvalId },
      })
      return done({ approvalId })
    })
    if (proposed.ok) publishChanged(events, 'orders', 'approvals', 'audit')
    return proposed
  }
}

async function contestedCase(
  writer: Writer,
  orderId: OrderId,
  version: number,
  { released, why }: { released: Yen; why: string },
): Promise<Result<CaseOf<'contested_case'>>> {
  const order = (await orderFacts(writer, [orderId])).get(orderId)
  const merchant = order && (await merchantById(writer, order.merchantId))
  if (!order || !merchant) return refuse({ refusal: 'not_found', what: 'order' })
  if (order.version !== version) return refuse({ refusal: 'changed_meanwhile' })
  if (await openApproval(writer, 'contested_case', orderId)) return refuse({ refusal: 'change_already_staged' })
  const step = applyEvent(order.tracks, { kind: 'contest_refunded' })
  if (!step.ok) return refuse({ refusal: 'order_step_refused', track: step.track, from: step.from, event: step.event })
  const { payerSaid, merchantSaid } = bothSides((await saidOf(writer, [orderId])).get(orderId) ?? [])
  if (!payerSaid || !merchantSaid) throw new Error(`order ${orderId} is contested, but not both sides have spoken`)
  if (released > order.paidAmount) return refuse({ refusal: 'invalid_input', problems: [{ path: 'released', message: 'too_large' }] })
  const { orderNumber, payerName, goods } = order
  return done({
    kind: 'contested_case',
    orderId,
    orderNumber,
    merchantId: merchant.id,
    merchantName: merchant.name,
    payerName,
    goods,
    paidAmount: PositiveYen.parse(order.paidAmount),
    released,
    refunded: yen(order.paidAmount - released),
    payerSaid,
    merchantSaid,
    why,
    touchedBy: await handsOn(writer, orderId),
  })
}

/**
 * Ends a contested case as a supervisor agreed: all to the merchant, all back to the payer, or so much to each. Refuses changed_meanwhile
 * (another amount, or no longer contested), reserved_by_import.
 */
export async function endContest(writer: Writer, agreed: CaseOf<'contested_case'>): Promise<Result<AuditEvent>> {
  const { orderId, paidAmount, released, refunded, why } = agreed
  const before = (await orderStates(writer, [orderId])).get(orderId)
  if (before?.tracks.protection !== 'contested' || before.paidAmount !== paidAmount) return refuse({ refusal: 'changed_meanwhile' })
  const detail = { released, refunded, why }
  const action = refunded === 0 ? 'contest_released' : 'contest_refunded'
  const ended =
    action === 'contest_released'
      ? await release(writer, orderId, action, detail)
      : await stepOrder(writer, { orderId, kind: action, detail })
  if (!ended.ok) return ended
  if (action === 'contest_refunded' && released > 0) await releasePart(writer, ended.value, released)
  return done({
    stream: 'orders',
    action,
    subject: `order:${orderId}`,
    detail: { ...detail, before: before.tracks, after: ended.value.tracks },
  })
}

/** The supervisor does not agree: the case stays contested, and another end may be proposed. */
export async function leaveContested(_writer: Writer, { orderId, released, refunded, why }: CaseOf<'contested_case'>): Promise<AuditEvent> {
  return { stream: 'orders', action: 'contest_proposal_rejected', subject: `order:${orderId}`, detail: { released, refunded, why } }
}
