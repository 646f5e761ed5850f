import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { saveGateway } from '../../src/main/ledger/gateways'
import { setMerchantCharges } from '../../src/main/ledger/merchants'
import { createCardDesk } from '../../src/main/services/card-desk'
import { collectionHandlers } from '../../src/main/services/collections'
import { confirmOutgoing } from '../../src/main/services/confirmation'
import { debitHandlers } from '../../src/main/services/debits'
import { createJobs } from '../../src/main/services/jobs'
import { mandateHandlers } from '../../src/main/services/mandates'
import { createMerchantOrders } from '../../src/main/services/merchant-orders'
import { createPayerChoice } from '../../src/main/services/payer-choice'
import { answerAsPayer } from '../../src/main/services/protection'
import { createShopOrderIntake } from '../../src/main/services/shop-order-intake'
import type { Posted } from '../../src/main/services/shop-order-storing'
import type { SlipMethod } from '../../src/preload/contract/collection'
import { businessDate } from '../../src/preload/contract/date'
import { refuse } from '../../src/preload/contract/errors'
import { NoticeGateway } from '../../src/preload/contract/gateways'
import type { MerchantId, OrderId, TransferRunId } from '../../src/preload/contract/ids'
import { FeePlan, PaymentMethod } from '../../src/preload/contract/merchants'
import { PayoutContract } from '../../src/preload/contract/payouts'
import { NewShopOrder } from '../../src/preload/contract/shop'
import { TransferFeeTable } from '../../src/preload/contract/transfer-fees'
import { TestCardCompany } from './card-company'
import { attendCards, RETURN_TO, settleCards } from './cards'
import { AGENT, lineOf } from './collections'
import { MANDATE, resultFile, settleDebits } from './debits'
import { TESTER, valueIn, writing } from './ledger'
import { NOTICE_PROFILE, noticeOf, SETTLED } from './notices'
import { openPayoutDesk, type PayoutDesk } from './payout-desk'
import { referenceOf, TOLD } from './shop'
import { gateways, resourcesOf } from './statements'

/* One merchant whose orders are paid by every method that is offered; each collector pays, and one run pays the merchant. */

/** Every method that payers can be offered, what its order costs, what the merchant is charged for it, and the fee that comes to. */
export const SOLD = [
  { method: 'bank_transfer', amount: 12_000, plan: { fixed: 100 }, fee: 100 },
  { method: 'convenience_store', amount: 65_000, plan: { basisPoints: 250 }, fee: 1_625 },
  { method: 'card', amount: 34_500, plan: { basisPoints: 400 }, fee: 1_380 },
  { method: 'debit', amount: 9_800, plan: { basisPoints: 150 }, fee: 147 },
  { method: 'direct_debit', amount: 8_000, plan: { fixed: 150, taxClass: 'exempt' }, fee: 150 },
  { method: 'postal', amount: 5_300, plan: { fixed: 130 }, fee: 130 },
  { method: 'e_money', amount: 4_100, plan: { basisPoints: 305 }, fee: 125 },
  { method: 'cash_on_delivery', amount: 15_700, plan: { fixed: 330, basisPoints: 100 }, fee: 487 },
] as const
export type Sold = (typeof SOLD)[number]
type SoldBy = Sold['method']

const FEES = SOLD.map(({ method, plan }) => FeePlan.parse({ method, fixed: 0, basisPoints: 0, minimum: 0, maximum: null, ...plan }))
/** What the bank takes for a transfer to another bank; the merchant bears it. */
export const TRANSFER_FEE = 220

export const SHIPPED_AS = '444413758703'
const CUSTOMER = '42'
const PROTECTED: SoldBy = 'e_money'
/** The days on which money comes: the bank's own, then each collector's transfer. */
const DAYS = {
  paid: '2026-12-02',
  store: '2026-12-10',
  postal: '2026-12-11',
  e_money: '2026-12-14',
  cash_on_delivery: '2026-12-15',
} as const
const DEBITED = '2026-12-10'

export interface EightMethods {
  readonly desk: PayoutDesk
  readonly merchant: MerchantId
  readonly choice: ReturnType<typeof createPayerChoice>
  readonly collections: ReturnType<typeof collectionHandlers>
  /** Posts an order of the merchant. */
  post(amount: number): Promise<Posted>
  /** By method, the order that its payer has chosen it for. */
  readonly orders: ReadonlyMap<SoldBy, OrderId>
  order(method: SoldBy): OrderId
  /** Every order is paid as its method is, and told of; nothing of it is transferred yet but what came to the bank itself. */
  told(): Promise<void>
  /** Each collector's transfer comes in, as its own contract has it, and is cleared at the desk; tells what each was. */
  cleared(): Promise<Cleared[]>
  /** The month is over: one run is planned, agreed to, posted and handed over. */
  paidOut(): Promise<TransferRunId>
  /** The bank's statement shows the transfer. */
  seen(id: TransferRunId): Promise<void>
}

export interface Cleared {
  readonly party: string
  readonly gross: number
  readonly fees: number
  readonly tax: number
  readonly stampDuty: number
  readonly net: number
  readonly released: number
}

export async function openEightMethods(): Promise<EightMethods> {
  const desk = await openPayoutDesk()
  await desk.settle()
  await settleCollectors(desk)
  const { ledger, clock } = desk
  const company = new TestCardCompany()
  const deps = { ...desk.deps, files: desk.files, holidays: gateways.holidays, jobs: noJobs() }
  const cards = createCardDesk({ ...deps, company: async () => company })
  const choice = createPayerChoice({ ...deps, banks: gateways.banks, storeAgent: gateways.storeAgent, cards })
  const collections = collectionHandlers(deps)
  const debits = { ...debitHandlers(deps), ...mandateHandlers(deps) }
  const merchant = await desk.merchant({
    name: '株式会社さくら書房',
    methods: PaymentMethod.options,
    fees: FEES,
    contacts: TOLD,
    account: { bankCode: '0005', branchCode: '001', accountType: '1', accountNumber: '7654321', holderKana: 'ｶ)ｻｸﾗｼﾖﾎﾞｳ' },
    virtualRange: { accountId: desk.account, branchCode: '101', first: '0000100', last: '0000199' },
  })
  await bearsTransferFee(desk, merchant)
  const actor = { merchantId: merchant, actor: 'merchant:K000001', source: 'api' } as const
  const intake = createShopOrderIntake(deps)
  const shop = createMerchantOrders(deps)
  valueIn(await debits['mandates.add'](desk.clerk, { ...MANDATE, merchantId: merchant, customerNumber: CUSTOMER }))
  let posts = 0
  const post: EightMethods['post'] = async (amount) => {
    posts += 1
    const order = NewShopOrder.parse({
      ...{ orderNumber: `E-${posts}`, amount, customerNumber: CUSTOMER, goods: [{ name: '丸筆', quantity: 1, unitPrice: amount }] },
      payer: { name: '山田 太郎', kana: 'ヤマダ タロウ', email: 'taro@example.jp' },
    })
    return valueIn(await intake.post(actor, { order, idempotency: { key: `key ${posts}`, bodySha256: `${posts}` } }))
  }
  const orders = new Map<SoldBy, OrderId>()
  const numbers = new Map<SoldBy, string>()
  for (const { method, amount } of SOLD) {
    const { orderId, order } = await post(amount)
    valueIn(await choice.choose(TESTER, orderId, { method, protectionWished: method === PROTECTED, returnTo: RETURN_TO }))
    orders.set(method, orderId)
    numbers.set(method, order.orderNumber)
  }
  const of = <T>(known: ReadonlyMap<SoldBy, T>, method: SoldBy): T => {
    const found = known.get(method)
    if (found === undefined) throw new Error(`nothing of ${method}`)
    return found
  }
  const order = (method: SoldBy) => of(orders, method)
  const goTo = (day: string) => clock.advance(Math.max(0, Date.parse(`${day}T10:00:00+09:00`) - clock.now()))
  const slipOf = (method: SlipMethod & SoldBy) => {
    const found = ledger.source
      .prepare<[number], { reference: string; amount: number; dueOn: string }>(
        'select reference, amount, due_on as dueOn from slips where order_id = ? and withdrawn_at is null',
      )
      .get(order(method))
    if (!found) throw new Error(`no slip of ${method}`)
    return found
  }
  const broughtIn = async (method: SlipMethod, bytes: Uint8Array) => {
    const file = { method, path: join(desk.dir, `${method}.csv`), fileName: `${method}.csv` }
    writeFileSync(file.path, bytes)
    const shown = valueIn(await desk.job({ kind: 'collection_preview', planId: 'plan', ...file }))
    if (shown.kind !== 'collection_preview') throw new Error(shown.kind)
    valueIn(await desk.job({ kind: 'collection', sha256: shown.preview.sha256, ...file }))
  }

  return {
    ...{ desk, merchant, choice, collections, post, orders, order },
    async told() {
      valueIn(await cards.finish(TESTER, order('card'), {}, RETURN_TO))
      valueIn(await shop.capture(actor, of(numbers, 'card')))
      valueIn(await cards.finish(TESTER, order('debit'), {}, RETURN_TO))
      await attendCards({ ledger, clock, cards })
      valueIn(await shop.ship(actor, of(numbers, 'cash_on_delivery'), { carrier: 'みほん運輸', trackingNumber: SHIPPED_AS }))
      const { id, sha256 } = valueIn(await debits['debits.prepare'](desk.clerk, { debitOn: businessDate(DEBITED) }))
      valueIn(await debits['debits.release'](desk.supervisor, { id, sha256 }))
      await desk.bring(DAYS.paid, [{ amount: 12_000, remitterCode: referenceOf(ledger, order('bank_transfer')) }])
      goTo('2026-12-03')
      const store = slipOf('convenience_store')
      const till = lineOf({ slip: store, kind: 'confirmed', paidOn: DAYS.paid, transferOn: DAYS.store, dueOn: store.dueOn })
      await broughtIn('convenience_store', gateways.storeAgent.writeCollection(AGENT.format, [till]))
      for (const method of NoticeGateway.options) {
        const { reference, amount } = slipOf(method)
        // The carrier knows its parcels only.
        const known = method === 'cash_on_delivery' ? { reference: '', amount } : { reference, amount }
        const trackingNumber = method === 'cash_on_delivery' ? { trackingNumber: SHIPPED_AS } : {}
        const telling = { of: known, transactionId: method, ...trackingNumber, paidOn: DAYS.paid, transferOn: DAYS[method] }
        await broughtIn(method, gateways.noticeFiles.writeNotices(NOTICE_PROFILE, [noticeOf({ kind: 'confirmed', ...telling })]))
      }
      goTo(DEBITED)
      const results = join(desk.dir, 'debits.txt')
      writeFileSync(results, resultFile(ledger, new Map([[order('direct_debit'), '0']]), DEBITED))
      const reference = valueIn(await desk.files.offer(results, 'debits.txt', desk.clerk.actor))
      const shown = valueIn(await debits['debits.preview'](desk.clerk, { reference }))
      valueIn(await debits['debits.bringIn'](desk.clerk, { planId: shown.planId, sha256: shown.sha256 }))
      valueIn(await ledger.write(TESTER, (writer) => answerAsPayer(writer, order(PROTECTED), 'received', { reason: '', source: 'link' })))
    },
    async cleared() {
      const done: Cleared[] = []
      for (;;) {
        const [next] = valueIn(await collections['collections.transfers'](desk.clerk, {})).transfers
        if (!next) return done
        const { party, transferOn, gross, deductions, fees, tax, stampDuty, net } = next
        goTo(transferOn)
        await desk.bring(transferOn, [{ amount: net, remitterName: 'ｼﾕｳﾉｳ ﾀﾞｲｺｳ' }])
        const [again] = valueIn(await collections['collections.transfers'](desk.clerk, {})).transfers
        const deposit = again?.candidates.find(({ difference }) => difference === 0)
        if (!deposit) throw new Error(`the deposit of ${party} is not seen`)
        const { receiptId, version } = deposit
        const wish = { party, transferOn, gross, deductions, fees, tax, stampDuty, receiptId, version, reason: '' }
        const { released } = valueIn(await collections['collections.settle'](desk.clerk, wish))
        done.push({ party, gross, fees, tax, stampDuty, net, released })
      }
    },
    async paidOut() {
      goTo('2027-01-05')
      const { id } = await desk.submitted('2026-12-31')
      valueIn(await desk.decide(id, 'approved'))
      const { version } = await desk.run(id)
      valueIn(await desk.handlers['payouts.handOver'](desk.clerk, { id, version }))
      await desk.idle()
      return id
    },
    async seen(id) {
      const { total } = await desk.run(id)
      goTo('2027-01-20')
      await desk.bring('2027-01-20', [{ amount: total, direction: 'debit', description: 'ｿｳｺﾞｳﾌﾘｺﾐ', remitterName: '' }])
      valueIn(await confirmOutgoing(resourcesOf(desk)))
    },
  }
}

/** Every collector with its own contract: the store agent by amount, the card company and the debit network by rate, the others by amount. */
async function settleCollectors({ ledger }: PayoutDesk): Promise<void> {
  await settleCards(ledger)
  await settleCards(ledger, {}, true, 'debit')
  await settleDebits(ledger, { debitDays: '10' })
  await writing(ledger, async (writer) => {
    await saveGateway(writer, 'convenience_store', 0, { enabled: true, paused: false, settings: AGENT })
    for (const method of NoticeGateway.options) {
      await saveGateway(writer, method, 0, { enabled: true, paused: false, settings: SETTLED[method] })
    }
  })
}

/** The merchant bears what its transfer costs: nothing within the bank, 110 yen to another, 220 from 30,000 yen on. */
async function bearsTransferFee({ ledger, rules }: PayoutDesk, id: MerchantId): Promise<void> {
  const none = [{ from: 0, fee: 0 }]
  const other = [
    { from: 0, fee: 110 },
    { from: 30_000, fee: TRANSFER_FEE },
  ]
  const bands = { same_branch: none, same_bank: none, other_bank: other }
  await rules({ transferFees: [TransferFeeTable.parse({ validFrom: '2026-04-01', bands })] })
  const payoutContract = PayoutContract.parse({ transferFeeBearer: 'merchant' })
  await writing(ledger, (writer) => setMerchantCharges(writer, id, { fees: FEES, payoutContract }))
}

const noJobs = () =>
  createJobs(async () => refuse({ refusal: 'cancelled' }), { notify: () => undefined, faulted: String, changed: () => undefined })
