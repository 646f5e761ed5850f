import { type CardPayment, cardPaymentById, lastCardPayment } from '../../src/main/ledger/card-payments'
import { requestCapture } from '../../src/main/services/card-captures'
import { type CardDesk, createCardDesk } from '../../src/main/services/card-desk'
import { confirmOutgoing } from '../../src/main/services/confirmation'
import { createEvents } from '../../src/main/services/events'
import { createPayerChoice } from '../../src/main/services/payer-choice'
import { type MerchantId, type OrderId, ReceiptId } from '../../src/preload/contract/ids'
import { FeePlan } from '../../src/preload/contract/merchants'
import { TestCardCompany } from './card-company'
import { type CardClerks, openCardClerks } from './card-desk'
import { attendCards, RETURN_TO, settleCards } from './cards'
import { addOrders, TESTER, valueIn } from './ledger'
import { openPayoutDesk, type PayoutDesk } from './payout-desk'
import { gateways, resourcesOf } from './statements'

/* Cards at a bank that pays its merchants out: captured, transferred by the company, paid out by a run that the statement shows. */
export interface TestCardPayouts {
  readonly payouts: PayoutDesk
  readonly merchant: MerchantId
  readonly company: TestCardCompany
  readonly cards: CardDesk
  readonly desk: CardClerks
  round(): Promise<void>
  payment(orderId: OrderId): Promise<CardPayment>
  /** An order by card whose company has paid. */
  funded(amount: number): Promise<OrderId>
  /** The same, paid out to its merchant and seen on the statement. */
  settled(amount: number): Promise<OrderId>
}

const DAY_MS = 24 * 60 * 60_000

export async function openCardPayouts(): Promise<TestCardPayouts> {
  const payouts = await openPayoutDesk()
  const { ledger, clock } = payouts
  await payouts.settle()
  await settleCards(ledger)
  const company = new TestCardCompany()
  const cards = createCardDesk({ ledger, clock, events: createEvents(), holidays: gateways.holidays, company: async () => company })
  const { banks, storeAgent, holidays } = gateways
  const choice = createPayerChoice({ ledger, clock, events: createEvents(), banks, storeAgent, holidays, cards })
  const desk = await openCardClerks({ ...payouts, cards })
  const fee = FeePlan.parse({ method: 'card', fixed: 0, basisPoints: 400, minimum: 0, maximum: null })
  const merchant = await payouts.merchant({ methods: ['bank_transfer', 'card'], fees: [fee] })
  const round = async () => {
    await attendCards({ ledger, clock, cards })
  }
  const deposit = async (day: string, amount: number) => {
    await payouts.bring(day, [{ amount, remitterName: 'ﾐﾎﾝｶ-ﾄﾞ' }])
    return ReceiptId.parse(ledger.source.prepare<[], number>('select max(receipt_id) from open_items').pluck().get())
  }
  const test: TestCardPayouts = {
    ...{ payouts, merchant, company, cards, desk, round },
    async payment(orderId) {
      const found = await lastCardPayment(ledger.reader, orderId)
      const payment = found && (await cardPaymentById(ledger.reader, found.id))
      if (!payment) throw new Error('no payment by card')
      return payment
    },
    async funded(amount) {
      const [orderId] = await addOrders(ledger, merchant, [{ amount }])
      if (orderId === undefined) throw new Error('no order')
      valueIn(await choice.choose(TESTER, orderId, { method: 'card', protectionWished: false, returnTo: RETURN_TO }))
      valueIn(await cards.finish(TESTER, orderId, {}, RETURN_TO))
      valueIn(await ledger.write(TESTER, (writer) => requestCapture(writer, orderId)))
      await round()
      const [expected] = await desk.expected()
      await desk.settle(await deposit('2026-12-15', expected?.net ?? 0))
      // The month is over: 2027-01-05.
      clock.advance(35 * DAY_MS)
      return orderId
    },
    async settled(amount) {
      const orderId = await test.funded(amount)
      const { id } = await payouts.submitted('2026-12-31')
      valueIn(await payouts.decide(id, 'approved'))
      const { version, total } = await payouts.run(id)
      valueIn(await payouts.handlers['payouts.handOver'](payouts.clerk, { id, version }))
      await payouts.idle()
      await payouts.bring('2027-01-20', [{ amount: total, direction: 'debit', description: 'ｿｳｺﾞｳﾌﾘｺﾐ', remitterName: '' }])
      valueIn(await confirmOutgoing(resourcesOf(payouts)))
      return orderId
    },
  }
  return test
}
