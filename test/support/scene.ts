import type { Told, ToldBy } from '../../src/preload/contract/protection'
import type { Desk } from './browser'
import { broughtIn } from './desk-jobs'
import { setMoneyOut } from './money-out-scene'

/* What people have done at a demonstration before its screens are looked at. */

const LONG_NAME = '独立行政法人北海道東部地域農林水産物流通促進機構オンライン直売所運営本部札幌営業所'

/** An administrator has switched on the storefront, at an address of its own. */
export async function settleGateways(desk: Desk): Promise<void> {
  const { gateways } = await desk.ask('gateways.list', {})
  const version = gateways.find(({ name }) => name === 'storefront')?.version ?? 0
  await desk.ask('gateways.save', { version, enabled: true, settings: { gateway: 'storefront', port: 0 } })
  await desk.ask('gateways.save', {
    version: 0,
    enabled: false,
    settings: { gateway: 'mail_out', host: 'smtp.example.jp', from: 'kessai@bank.example.jp', fromName: '代行銀行 決済代行課' },
  })
}

const PAYER_SAYS =
  '注文から 3 週間たっても届きません。配達の知らせも、不在の紙も入っていませんでした。近所にも聞きましたが、だれも受け取っていません。'
const MERCHANT_SAYS = '11 月 10 日に発送し、追跡番号 4021-8837-6655 では 11 月 12 日に「お届け済み」です。宅配の控えを FAX でお送りします。'

/** Payers and merchants have called: contested, with and without a proposal, and what waits for the merchant's answer. */
async function setDisputes(desk: Desk): Promise<void> {
  const { rows } = await desk.ask('orders.list', { filter: { protected: true, status: 'paid' } })
  const record = async (id: number, told: Told, source: ToldBy, text: string) => {
    const { version } = await desk.ask('protection.get', { orderId: id })
    await desk.ask('orders.record', { id, version, told, source, text })
  }
  const [contested, proposed, returned, lost] = rows
  if (!contested || !proposed || !returned || !lost) throw new Error('the demonstration has protected orders that are paid')
  for (const { id } of [contested, proposed]) {
    await record(id, 'not_arrived', 'telephone', PAYER_SAYS)
    await record(id, 'contested', 'fax', MERCHANT_SAYS)
  }
  await record(returned.id, 'return_wanted', 'letter', '色が見本と違うため返品したい')
  await record(lost.id, 'not_arrived', 'counter', '窓口で申出。引っ越し前の住所に送られたらしい')
  const { version } = await desk.ask('protection.get', { orderId: proposed.id })
  const why = '追跡の記録は旧住所への配達を示すが、変更の連絡は発送の後だった。折半が妥当と考える。'
  await desk.ask('protection.propose', { orderId: proposed.id, version, released: Math.floor(proposed.amount / 2), why })
}

/** How the merchants of the demonstration are told: by mail and webhook, by letter, by nothing. */
async function setContacts(desk: Desk): Promise<void> {
  const ways = [
    { noticeBy: 'mail', email: 'keiri@sakura-shobo.example.jp', webhookUrl: 'https://sakura-shobo.example.jp/hooks/daiko' },
    { noticeBy: 'letter', postalAddress: '231-0001 神奈川県横浜市中区新港 2 丁目 2 番 1 号\n合同会社みなと珈琲焙煎所 経理御中' },
  ] as const
  const { rows } = await desk.ask('merchants.list', {})
  for (const [index, contacts] of ways.entries()) {
    const id = rows[index]?.id ?? 0
    const { version } = await desk.ask('merchants.get', { id })
    await desk.ask('merchants.changeContacts', { id, version, contacts })
  }
}

/** Leaves something to see on every screen. */
export async function setScene(desk: Desk): Promise<void> {
  await setClearedWeek(desk)
  await setMoneyOut(desk)
}

/** A cleared week before any money goes out: a held deposit, disputes, a merchant with a long name, staged changes. */
export async function setClearedWeek(desk: Desk): Promise<void> {
  await setContacts(desk)
  const { files } = await desk.ask('intake.demonstrationFiles', {})
  const [statement] = files.filter(({ kind }) => kind === 'statement')
  if (!statement) throw new Error('the demonstration has a statement')
  await broughtIn(desk, statement.reference)
  const waiting = (await desk.ask('deposits.list', { filter: { open: true } })).rows.at(-1)
  if (waiting) await desk.ask('clearing.hold', { receiptId: waiting.id, version: waiting.version, held: true, note: '銀行に照会中' })
  await setDisputes(desk)
  const [merchant, other] = (await desk.ask('merchants.list', {})).rows
  if (!merchant || !other) throw new Error('the demonstration has merchants')
  await desk.ask('merchants.stageDays', { id: other.id, version: 3, days: { protectionWindowDays: 21, reminderDays: 5 } })
  const { version, ...terms } = await desk.ask('merchants.get', { id: merchant.id })
  const account = { ...terms.account, bankCode: '0009', branchCode: '001', accountNumber: '7654321' }
  await desk.ask('merchants.stageAccount', { id: merchant.id, version, account })
  const contacts = {
    email: 'kessai-tanto@hokkaido-chokubai.example.jp',
    postalAddress: '060-0001 北海道札幌市中央区北一条西 2 丁目 1 番地 道庁前農林水産会館 別館 12 階',
    noticeBy: 'letter' as const,
    webhookUrl: 'https://chokubai.example.jp/daiko/notices/receive',
  }
  await desk.ask('merchants.register', { ...terms, name: LONG_NAME, consignorCode: '9000000001', virtualRange: null, account, contacts })
}
