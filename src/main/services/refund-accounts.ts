import { isDeepStrictEqual } from 'node:util'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { OrderId } from '../../preload/contract/ids'
import type { NamedSettlementAccount } from '../../preload/contract/merchants'
import type { GivenRefundAccount, RefundAccount } from '../../preload/contract/refund-accounts'
import type { Source } from '../../preload/contract/shop'
import type { CheckedRefundAccount } from '../gateways/counter'
import type { BankMaster, Gateways } from '../gateways/gateway'
import { appendAudit } from '../ledger/audit'
import type { By, Ledger, Reader } from '../ledger/ledger'
import { type OrderFacts, orderFacts } from '../ledger/order-facts'
import { insertRefundAccount, type KeptRefundAccount, lastRefundAccount } from '../ledger/refund-accounts'
import { isSameHolder, takesRefundAccount } from '../settlement/refund-account'
import type { Handlers } from './context'
import { type Events, publishChanged } from './events'
import { cardNumberProblem, checkAccount, namedAccount, refusalOf } from './merchant-checks'
import { noteFact } from './order-steps'

/*
 * The account a payer is refunded to (0066), given by the payer's own link or entered by a clerk from a letter. Bank and branch must be
 * in the published list, the holder is written as a bank file may carry it, and a holder who is not the payer is taken only when
 * somebody has confirmed it, and is marked.
 */
export interface RefundAccountDeps {
  readonly ledger: Ledger
  readonly events: Events
  readonly banks: BankMaster
}

/** By what means it was given, and whether a holder who is not the payer is meant so. */
export interface Giving {
  readonly source: Source
  readonly differenceConfirmed: boolean
}

export interface RefundAccounts {
  /** Refuses not_found. */
  look(orderId: OrderId): Promise<Result<{ open: boolean; given: GivenRefundAccount | null; payerName: string; payerKana: string }>>
  /** As it would be kept. Refuses not_found, order_step_refused (no refund is due, or it is under way), unknown_bank, unknown_branch, holder_name_invalid, invalid_input. */
  check(orderId: OrderId, typed: RefundAccount): Promise<Result<CheckedRefundAccount>>
  /** The same account given twice is given once. Refuses what `check` refuses, and holder_differs. */
  give(by: By, orderId: OrderId, typed: RefundAccount, giving: Giving): Promise<Result<GivenRefundAccount>>
}

export function createRefundAccounts({ ledger, events, banks }: RefundAccountDeps): RefundAccounts {
  const givenOf = (kept: KeptRefundAccount): GivenRefundAccount => ({ ...kept, account: namedAccount(banks, kept.account) })
  return {
    look: async (orderId) => {
      const order = (await orderFacts(ledger.reader, [orderId])).get(orderId)
      if (!order) return refuse({ refusal: 'not_found', what: 'order' })
      const kept = await lastRefundAccount(ledger.reader, orderId)
      const { payerName, payerKana, tracks } = order
      return done({ open: takesRefundAccount(tracks), given: kept && givenOf(kept), payerName, payerKana })
    },
    check: async (orderId, typed) => {
      const checked = await check(ledger.reader, banks, orderId, typed)
      return checked.ok ? done(checked.value.checked) : checked
    },
    give: async (by, orderId, typed, giving) => {
      const given = await ledger.write(by, async (writer): Promise<Result<GivenRefundAccount>> => {
        const fit = await check(writer, banks, orderId, typed)
        if (!fit.ok) return fit
        const { order, checked } = fit.value
        const { holderMatches } = checked
        const account = plain(checked.account)
        const { source, differenceConfirmed } = giving
        if (!holderMatches && !differenceConfirmed) {
          return refuse({ refusal: 'holder_differs', holder: account.holderKana, payer: order.payerKana })
        }
        const before = await lastRefundAccount(writer, orderId)
        if (before && isDeepStrictEqual(before.account, account)) return done(givenOf(before))
        await insertRefundAccount(writer, { orderId, account, holderMatches, source })
        await noteFact(writer, orderId, 'refund_account_given', { source, holderMatches })
        await appendAudit(writer, {
          stream: 'orders',
          action: 'refund_account_given',
          subject: `order:${orderId}`,
          detail: { before: before?.account ?? null, after: account, holderMatches, source },
        })
        return done(givenOf({ account, holderMatches, source, actor: by.actor, at: writer.at }))
      })
      if (given.ok) publishChanged(events, 'orders', 'audit')
      return given
    },
  }
}

/** Without the names of bank and branch, which may change. */
function plain({ bankCode, branchCode, accountType, accountNumber, holderKana }: NamedSettlementAccount): RefundAccount {
  return { bankCode, branchCode, accountType, accountNumber, holderKana }
}

async function check(
  reader: Reader,
  banks: BankMaster,
  orderId: OrderId,
  typed: RefundAccount,
): Promise<Result<{ order: OrderFacts; checked: CheckedRefundAccount }>> {
  const order = (await orderFacts(reader, [orderId])).get(orderId)
  if (!order) return refuse({ refusal: 'not_found', what: 'order' })
  const { tracks, payerKana } = order
  if (!takesRefundAccount(tracks)) {
    const track = tracks.protection === 'refund_due' ? 'disbursement' : 'protection'
    return refuse({ refusal: 'order_step_refused', track, from: tracks[track], event: 'refund_account_given' })
  }
  const { account, problems } = checkAccount(banks, typed)
  const refusal = refusalOf([...problems, ...cardNumberProblem('account.holderKana', typed.holderKana)])
  if (refusal) return refuse(refusal)
  const holderMatches = isSameHolder(account.holderKana, payerKana)
  return done({ order, checked: { account: namedAccount(banks, account), holderMatches } })
}

type RefundAccountMethod = 'orders.refundAccount' | 'orders.giveRefundAccount'

/** What a clerk sees of it, and enters from a letter or a telephone call. */
export function refundAccountHandlers(deps: {
  readonly ledger: Ledger
  readonly events: Events
  readonly gateways: Pick<Gateways, 'banks'>
}): Pick<Handlers, RefundAccountMethod> {
  const accounts = createRefundAccounts({ ledger: deps.ledger, events: deps.events, banks: deps.gateways.banks })
  return {
    'orders.refundAccount': (_context, { id }) => accounts.look(id),
    'orders.giveRefundAccount': (context, { id, account, source, differenceConfirmed }) =>
      accounts.give(context.by, id, account, { source, differenceConfirmed }),
  }
}
