import { BusinessDate } from '../../preload/contract/date'
import type { Contacts } from '../../preload/contract/merchants'
import type { NoticeChannel } from '../../preload/contract/notices'
import type { Merchant } from '../ledger/merchants'
import type { NewNotice } from '../ledger/notices'
import type { OrderFacts } from '../ledger/order-facts'
import type { StoredEvent } from '../ledger/posting'
import type { Telling } from '../settlement/notices'
import { refundWay } from '../settlement/refundable'
import type { OrderNoticeFacts } from './notice-facts'

/* Turns "the merchant is told of the money" into notices with addresses: by mail, by webhook, by letter, or by nothing at all. */

interface Address {
  channel: NoticeChannel
  address: string
}

/** Where a merchant is told: in its chosen way, and besides at its webhook. */
export function merchantAddresses(contacts: Contacts): Address[] {
  const { email, noticeBy, postalAddress, webhookUrl } = contacts
  const addresses: Address[] = []
  if (noticeBy === 'mail' && email !== '') addresses.push({ channel: 'mail', address: email })
  if (noticeBy === 'letter' && postalAddress !== '') addresses.push({ channel: 'letter', address: postalAddress })
  if (webhookUrl !== '') addresses.push({ channel: 'webhook', address: webhookUrl })
  return addresses
}

function payerAddresses(order: OrderFacts, { tellsPayers }: Contacts): Address[] {
  return tellsPayers && order.payerEmail !== '' ? [{ channel: 'mail', address: order.payerEmail }] : []
}

/** What happened, and the last day of what it began. */
type ToldEvent = StoredEvent & { until: BusinessDate | null }

/** The notices of one telling. The facts are kept as they stand now: a notice sent late tells of its own event. */
export function noticesFor(telling: Telling, order: OrderFacts, merchant: Merchant, event: ToldEvent): NewNotice[] {
  const isPayer = telling.to === 'payer'
  // What goes back to a card needs nobody's account.
  if (telling.name === 'refund_account' && refundWay(order.method) === 'company') return []
  const everywhere = isPayer ? payerAddresses(order, merchant.contacts) : merchantAddresses(merchant.contacts)
  const addresses = telling.byProgram ? everywhere.filter(({ channel }) => channel === 'webhook') : everywhere
  const language = (isPayer ? order.language : null) ?? merchant.contacts.language
  return addresses.map(({ channel, address }) => ({
    name: telling.name,
    to: telling.to,
    channel,
    address,
    language,
    about: `event:${event.id}`,
    merchantId: merchant.id,
    orderId: order.id,
    facts: factsOf(order, merchant, event),
  }))
}

function factsOf(order: OrderFacts, merchant: Merchant, { kind, amount, detail, until }: ToldEvent): OrderNoticeFacts {
  const { orderNumber, receivedOn, goods, paidAmount, method, dueOn, payerName, payerKana, virtualAccount, tracks } = order
  return {
    event: kind,
    eventAmount: amount,
    detail,
    merchantName: merchant.name,
    registrationNumber: merchant.registrationNumber,
    orderNumber,
    receivedOn,
    goods,
    amount: order.amount,
    paidAmount,
    method,
    dueOn,
    payerName,
    payerKana,
    virtualAccount,
    until:
      until ??
      BusinessDate.nullable()
        .catch(null)
        .parse(detail.until ?? null),
    tracks,
  }
}
