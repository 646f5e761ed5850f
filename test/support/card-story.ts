import { chargeback } from './card-company'
import { type CardClerks, openCardClerks } from './card-desk'
import { openTestCards, type TestCards } from './cards'
import { valueIn } from './ledger'

/* Payments by card in every state: waiting, declined, authorised, captured, refunded, charged back and won, let go, and of an order that takes none. */

export async function tellCards(): Promise<TestCards & { readonly desk: CardClerks }> {
  const test = await openTestCards()
  const desk = await openCardClerks(test)
  await test.chosen()
  await test.authorized()
  test.company.payer = 'is_declined'
  await test.authorized()
  test.company.payer = 'pays'
  await test.captured()
  const refunded = await test.captured()
  await desk.refund(refunded.order.orderId)
  await test.round()
  const disputed = await test.captured()
  const { id } = await test.payment(disputed.order.orderId)
  for (const state of ['open', 'taken', 'won'] as const) {
    test.company.change(disputed.reference, { chargebacks: [chargeback('dp_1', 2_400, state)] })
    await test.cards.attend(id)
  }
  const lost = await test.captured()
  test.company.change(lost.reference, { chargebacks: [chargeback('dp_2', 2_400, 'taken')] })
  await test.cards.attend((await test.payment(lost.order.orderId)).id)
  const cancelled = await test.authorized()
  valueIn(await test.orders.cancel(test.shop, cancelled.order.order.orderNumber, '在庫がない'))
  await test.round()
  const unknown = await test.authorized()
  test.company.fault('capture', 'answer_lost')
  valueIn(await test.orders.capture(test.shop, unknown.order.order.orderNumber))
  await test.round()
  return { ...test, desk }
}
