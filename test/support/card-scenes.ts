import type { LinkPurpose } from '../../src/main/services/links'
import type { CardMethod } from '../../src/preload/contract/cards'
import type { OrderId } from '../../src/preload/contract/ids'
import { TestCardCompany } from './card-company'
import { settleCards } from './cards'
import { openTestStorefront, type TestStorefront } from './counter'
import { valueIn } from './ledger'

/* Every state of a payment by card as its payer sees it, each with an order of its own that real services brought there. */

export const cardScenes = [
  'choose-card',
  'card-door',
  'card-came-back',
  'card-declined',
  'card-asking',
  'card-authorized',
  'card-authorized-protected',
  'card-captured',
  'card-cancelled',
  'debit-door',
  'debit-declined',
  'debit-captured',
] as const
type CardSceneName = (typeof cardScenes)[number]

const tokenOf = (address: string) => address.slice(address.lastIndexOf('/') + 1)

/** Opens a storefront whose payers may pay by card and by debit card, and brings an order to each state; `keep` is told the address of its page. */
export async function prepareCards(keep: (name: CardSceneName, address: string) => void): Promise<TestStorefront> {
  const company = new TestCardCompany()
  const at = await openTestStorefront({ methods: ['bank_transfer', 'card', 'debit'], name: 'かもめ製陶所' }, company)
  await settleCards(at.ledger)
  await settleCards(at.ledger, {}, true, 'debit')
  const addressOf = (id: OrderId, purpose: LinkPurpose = 'choose') => at.link(purpose, id)
  const { links, orders } = at.counter
  const chosen = async (protectionWished = false, orderNumber?: string, method: CardMethod = 'card') => {
    const id = await at.post(orderNumber === undefined ? {} : { orderNumber })
    valueIn(await links.choose(tokenOf(addressOf(id)), { method, protectionWished }))
    return id
  }
  const finished = async (...how: Parameters<typeof chosen>) => {
    const id = await chosen(...how)
    valueIn(await links.finishCard(tokenOf(addressOf(id)), {}))
    return addressOf(id)
  }
  keep('choose-card', addressOf(await at.post()))
  keep('card-door', addressOf(await chosen()))
  keep('card-came-back', `${addressOf(await chosen(true))}?form=open`)
  company.payer = 'is_declined'
  keep('card-declined', await finished())
  company.payer = 'pays'
  company.fault('finish', 'answer_lost')
  keep('card-asking', await finished())
  keep('card-authorized', await finished())
  keep('card-authorized-protected', await finished(true))
  const captured = await finished(false, 'CAPTURED-1')
  const asked = valueIn(await orders.capture(at.actor, 'CAPTURED-1'))
  if (asked.tracks.payment !== 'capture_requested') throw new Error(asked.tracks.payment)
  await at.attendCards()
  keep('card-captured', captured)
  const cancelled = await finished(false, 'CANCELLED-1')
  valueIn(await orders.cancel(at.actor, 'CANCELLED-1', '在庫切れ'))
  keep('card-cancelled', cancelled)
  keep('debit-door', addressOf(await chosen(false, undefined, 'debit')))
  company.payer = 'is_declined'
  keep('debit-declined', await finished(false, undefined, 'debit'))
  company.payer = 'pays'
  const debited = await finished(true, undefined, 'debit')
  await at.attendCards()
  keep('debit-captured', debited)
  return at
}
