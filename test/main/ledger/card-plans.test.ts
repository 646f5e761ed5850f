import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  cardActsOf,
  cardChargebacksOf,
  endCardAct,
  insertCardAct,
  lastRefundAct,
  openCardActs,
  sendCardAct,
  tellChargeback,
} from '../../../src/main/ledger/card-acts'
import { cardPaymentDetail, listCardPayments } from '../../../src/main/ledger/card-lists'
import {
  capturedPayment,
  cardPaymentByClaim,
  cardPaymentByCompanyId,
  cardPaymentById,
  cardPaymentByReference,
  claimLeft,
  dueCardPayment,
  dueCardPayments,
  giveUpCardPayment,
  hasCardPayments,
  lastCardPayment,
  openCardForm,
  troubleCardPayment,
  wakeChargebacks,
} from '../../../src/main/ledger/card-payments'
import { refundedBesides, refundOfClaim, refundsToCome, troubleEnds, unaskedRefund } from '../../../src/main/ledger/card-troubles'
import { unownedClaim } from '../../../src/main/ledger/claims'
import type { Reader, Writer } from '../../../src/main/ledger/ledger'
import { Instant } from '../../../src/preload/contract/date'
import { CardActId, CardPaymentId, ClaimId, MerchantId, OrderId, RefundId } from '../../../src/preload/contract/ids'
import { PositiveYen } from '../../../src/preload/contract/money'
import { tellCards } from '../../support/card-story'
import { fullScans, plansOf } from '../../support/query-plans'

/* Nothing that is asked about cards walks a whole table; lists walk an index of just what they show, and stop at their page. */
const BOUNDED =
  /INDEX (card_payments_due|card_payments_ending|card_payments_captured|card_payments_troubled|card_payments_open)|SCAN p in: select (p.id|count)/
let story: Awaited<ReturnType<typeof tellCards>>
beforeAll(async () => {
  story = await tellCards()
  const raw = new Database(story.ledger.path)
  raw.exec('delete from sqlite_stat1; delete from sqlite_stat4')
  raw.close()
}, 60_000)
afterAll(() => story.cleanup())

const first = (table: string) => Number(story.ledger.source.prepare(`select min(id) from ${table}`).pluck().get())
const payment = () => CardPaymentId.parse(first('card_payments'))
const order = () => OrderId.parse(first('orders'))
const act = () => CardActId.parse(first('card_acts'))
const AT = Instant.parse(1_800_000_000_000)

const asked: [string, (ledger: Writer & Reader) => Promise<unknown>][] = [
  ['a payment', (ledger) => cardPaymentById(ledger, payment())],
  ['the newest of an order', (ledger) => lastCardPayment(ledger, order())],
  ['the captured one of an order', (ledger) => capturedPayment(ledger, order())],
  ['by its reference', (ledger) => cardPaymentByReference(ledger, 'D1')],
  ['by the company’s name of it', (ledger) => cardPaymentByCompanyId(ledger, 'pi_1')],
  ['what is due', (ledger) => dueCardPayments(ledger, 'debit', AT, 50)],
  ['what is left of a claim', (ledger) => claimLeft(ledger, ClaimId.parse(first('claims')))],
  ['opening', (ledger) => openCardForm(ledger, payment(), { companyId: 'x', url: 'y' })],
  ['giving up', (ledger) => giveUpCardPayment(ledger, payment())],
  ['making due', (ledger) => dueCardPayment(ledger, payment(), AT)],
  ['deciding again of complaints', (ledger) => wakeChargebacks(ledger, [order()])],
  ['marking', (ledger) => troubleCardPayment(ledger, payment(), 'act_refused')],
  ['asking', (ledger) => insertCardAct(ledger, { paymentId: payment(), kind: 'void', amount: PositiveYen.parse(1) })],
  ['sending', (ledger) => sendCardAct(ledger, act())],
  ['ending', (ledger) => endCardAct(ledger, act(), { outcome: 'unknown' })],
  ['what is open of a payment', (ledger) => openCardActs(ledger, payment())],
  ['what was asked of it', (ledger) => cardActsOf(ledger, payment())],
  ['the last act of a refund', (ledger) => lastRefundAct(ledger, RefundId.parse(first('refunds')))],
  ['the payment of a claim', (ledger) => cardPaymentByClaim(ledger, ClaimId.parse(first('claims')))],
  ['what went back unasked', (ledger) => unaskedRefund(ledger, payment())],
  ['what is to come back of an order', (ledger) => refundsToCome(ledger, order())],
  ['what of an order goes back besides', (ledger) => refundedBesides(ledger, order())],
  ['a claim that is nobody’s', (ledger) => unownedClaim(ledger, ClaimId.parse(first('claims')))],
  ['a refund of a claim', (ledger) => refundOfClaim(ledger, ClaimId.parse(first('claims')))],
  ['how troubles were ended', (ledger) => troubleEnds(ledger, payment())],
  ['complaints', (ledger) => cardChargebacksOf(ledger, payment())],
  [
    'a complaint told',
    (ledger) => tellChargeback(ledger, { paymentId: payment(), name: 'n', amount: PositiveYen.parse(1), state: 'open' }),
  ],
  ['one payment for people', (ledger) => cardPaymentDetail(ledger, payment())],
  ['whether the company is in use', (ledger) => hasCardPayments(ledger, 'nobody')],
  ...[
    {},
    { standing: 'authorized' as const },
    { standing: 'unknown' as const },
    { standing: 'captured' as const },
    { standing: 'troubled' as const },
    { orderId: OrderId.parse(1) },
    { standing: 'captured' as const, merchantId: MerchantId.parse(1) },
  ].map((filter): [string, (ledger: Writer & Reader) => Promise<unknown>] => [
    `a list of ${JSON.stringify(filter)}`,
    (ledger) => listCardPayments(ledger, filter, null, null, 50),
  ]),
]
it.each(asked)('%s', async (_what, work) => {
  const planned = await plansOf(story.ledger, work)
  expect(planned.length).toBeGreaterThan(0)
  expect(fullScans(planned).filter((step) => !BOUNDED.test(step))).toEqual([])
})
