import { done, type Result, refuse } from '../../preload/contract/errors'
import type { OrderId } from '../../preload/contract/ids'
import type { Language } from '../../preload/contract/merchants'
import {
  type BankChoice,
  CARD_RETURN_PATH,
  type LinkCounter,
  type LinkedOrder,
  type LinkedRefund,
  type MerchantActor,
} from '../gateways/counter'
import type { By, Ledger } from '../ledger/ledger'
import type { CardDesk } from './card-desk'
import { type Events, publishChanged } from './events'
import { linkPaths } from './link-addresses'
import { linkedOrder } from './linked-orders'
import type { LinkPurpose, Links } from './links'
import { cardNumberProblem, refusalOf } from './merchant-checks'
import type { MerchantOrders } from './merchant-orders'
import type { PayerChoice } from './payer-choice'
import type { RefundAccounts } from './refund-accounts'
import { doAsSaid } from './saying'
import type { SlipFileOf } from './slip-paper'

/* What people do who hold a signed link: the link says for which order and what for, the order's state what is still possible. */
export interface LinkCounterDeps {
  readonly ledger: Ledger
  readonly events: Events
  readonly links: Links
  readonly choice: PayerChoice
  readonly orders: MerchantOrders
  readonly refundAccounts: RefundAccounts
  readonly banks: BankChoice
  readonly slipFileOf: SlipFileOf
  readonly cards: Pick<CardDesk, 'finish'>
  /** How people outside reach the storefront; null while nobody can. */
  readonly publicAddress: () => Promise<string | null>
}

/** Whoever holds the payer's link is the payer. */
const payerBy = (orderId: OrderId): By => ({ actor: `payer:${orderId}`, seat: 'link' })

export function createLinkCounter(deps: LinkCounterDeps): LinkCounter {
  const { ledger, events, links, choice, orders, refundAccounts, banks, slipFileOf, cards, publicAddress } = deps

  async function look(token: string, purpose: LinkPurpose): Promise<Result<LinkedOrder>> {
    const opened = links.open(token, purpose)
    if (!opened.ok) return opened
    const linked = await linkedOrder(ledger.reader, opened.value)
    return linked ? done(linked) : refuse({ refusal: 'not_found', what: 'order' })
  }

  /** What the merchant does through a link, as it would through the portal. */
  async function asMerchant(
    token: string,
    purpose: LinkPurpose,
    act: (actor: MerchantActor, orderNumber: string) => Promise<Result<unknown>>,
  ): Promise<Result<LinkedOrder>> {
    const linked = await look(token, purpose)
    if (!linked.ok) return linked
    const { merchantId, registrationNumber, order } = linked.value
    const acted = await act({ merchantId, actor: `merchant:${registrationNumber}`, source: 'link' }, order.orderNumber)
    return acted.ok ? look(token, purpose) : acted
  }

  async function refund(token: string): Promise<Result<LinkedRefund>> {
    const linked = await look(token, 'refund_account')
    if (!linked.ok) return linked
    const found = await refundAccounts.look(linked.value.orderId)
    if (!found.ok) return found
    const { open, given } = found.value
    return done({ ...linked.value, open, given })
  }

  /** Where a card company leads the payer back to. */
  const cardReturn = async (token: string, language: Language | null) =>
    `${(await publicAddress()) ?? ''}${linkPaths.choose}/${token}/${CARD_RETURN_PATH}${language ? `?lang=${language}` : ''}`

  return {
    banks,
    choice: async (token) => {
      const opened = links.open(token, 'choose')
      return opened.ok ? choice.look(opened.value) : opened
    },
    choose: async (token, { language = null, ...chosen }) => {
      const opened = links.open(token, 'choose')
      if (!opened.ok) return opened
      return choice.choose(payerBy(opened.value), opened.value, { ...chosen, returnTo: await cardReturn(token, language) })
    },
    finishCard: async (token, returned, language = null) => {
      const opened = links.open(token, 'choose')
      return opened.ok ? cards.finish(payerBy(opened.value), opened.value, returned, await cardReturn(token, language)) : opened
    },
    slip: async (token) => {
      const opened = links.open(token, 'choose')
      return opened.ok ? slipFileOf(opened.value, payerBy(opened.value)) : opened
    },
    acceptance: (token) => look(token, 'accept'),
    accept: (token) => asMerchant(token, 'accept', (actor, orderNumber) => orders.accept(actor, orderNumber)),
    refuse: (token, reason) => asMerchant(token, 'accept', (actor, orderNumber) => orders.refuse(actor, orderNumber, reason)),
    receipt: (token) => look(token, 'receipt'),
    answerReceipt: async (token, answer, reason) => {
      const opened = links.open(token, 'receipt')
      if (!opened.ok) return opened
      const card = refusalOf(cardNumberProblem('reason', reason))
      if (card) return refuse(card)
      const orderId = opened.value
      const answered = await ledger.write(payerBy(orderId), (writer) => doAsSaid(writer, orderId, answer, { reason, source: 'link' }))
      if (!answered.ok) return answered
      publishChanged(events, 'orders', 'audit')
      return look(token, 'receipt')
    },
    returned: (token) => look(token, 'return'),
    answerReturn: (token, answer, reason) =>
      asMerchant(token, 'return', (actor, orderNumber) => orders.answerReturn(actor, orderNumber, answer, reason)),
    refundAccount: refund,
    checkRefundAccount: async (token, typed) => {
      const opened = links.open(token, 'refund_account')
      return opened.ok ? refundAccounts.check(opened.value, typed) : opened
    },
    giveRefundAccount: async (token, typed, differenceConfirmed) => {
      const opened = links.open(token, 'refund_account')
      if (!opened.ok) return opened
      const given = await refundAccounts.give(payerBy(opened.value), opened.value, typed, { source: 'link', differenceConfirmed })
      return given.ok ? refund(token) : given
    },
  }
}
