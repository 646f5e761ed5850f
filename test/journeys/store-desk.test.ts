import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { CollectionFormat } from '../../src/preload/contract/collection'
import { addDays, type BusinessDate, formatDate } from '../../src/preload/contract/date'
import { formatYen, yen } from '../../src/preload/contract/money'
import type { OrderRow } from '../../src/preload/contract/orders'
import { cast, type Desk, enterDesk, keepLastScreen, launchBrowser } from '../support/browser'
import { AGENT, issueSlip, offered, resultFile, settleStoreAgent, todayAt } from '../support/collection-scene'
import type { Telling } from '../support/collections'
import { broughtIn, jobEnded } from '../support/desk-jobs'
import { type Served, serveDaiko } from '../support/served'
import { zengin03 } from '../support/statements'

/* 収納 at the desk: an agent is settled, tells in its files what was paid at stores, and its transfer is cleared. */
const ACCOUNT = { bankCode: '0009', branchCode: '001', accountType: '1', accountNumber: '7700456' } as const
/** By the fees of this agent: 130 up to 10,000, 160 above; tax rounded down once. */
const keptOf = (amounts: readonly number[]) => {
  const fees = amounts.reduce((sum, amount) => sum + (amount <= 10_000 ? 130 : 160), 0)
  return { fees, tax: Math.floor(fees / 10), stampDuty: amounts.filter((amount) => amount >= 50_000).length * 200 }
}

let browser: Browser
let served: Served
let desk: Desk
let today: BusinessDate
/** Paid at the till and confirmed; taken back; cancelled at the desk and paid all the same. */
let orders: readonly [paid: OrderRow, withdrawn: OrderRow, late: OrderRow]
let slips: readonly [string, string, string]
keepLastScreen(() => desk)

beforeAll(async () => {
  browser = await launchBrowser()
  served = await serveDaiko({ demonstration: true, orders: 100 })
  desk = await enterDesk(browser, served.entrance, { language: 'ja' })
  await desk.signIn(cast.administrator)
  today = await todayAt(desk)
}, 300_000)
afterAll(async () => {
  await browser?.close()
  await served?.stop()
})

/** Every slip here is printed to be paid until today. */
const asPrinted = (tellings: readonly Telling[]) => tellings.map((telling) => ({ dueOn: today, ...telling }))

/** A file of the agent is given to the desk, looked at and brought in. */
async function bringIn(name: string, tellings: readonly Telling[], format: CollectionFormat = AGENT.format): Promise<void> {
  await desk.visit('/collections')
  await desk.give(name, resultFile(asPrinted(tellings), format))
  await desk.text(desk.t('collections.previewNote')).waitFor()
  await desk.button(desk.t('collections.bringIn', { count: tellings.length })).click()
  await desk.text(desk.t('collections.broughtIn', { file: name, stored: tellings.length, duplicates: 0 })).waitFor()
}

const statusOf = async ({ id }: OrderRow) => (await desk.ask('orders.get', { id })).status

it('an administrator settles the agent: whose barcodes, which layout, what it keeps', async () => {
  await desk.goTo(desk.t('frame.gateways'))
  const card = desk.page.getByRole('article').filter({ has: desk.heading(desk.t('nouns.gateway.convenience_store')) })
  await card.getByRole('button', { name: desk.t('gateways.settings'), exact: true }).click()
  await desk.page.getByLabel(desk.t('gateways.enabled')).check()
  await desk.field(desk.t('gateways.agentName')).fill(AGENT.agentName)
  await desk.field(desk.t('gateways.party')).fill(AGENT.party)
  await desk.field(desk.t('gateways.makerCode')).fill(AGENT.makerCode)
  await desk.field(desk.t('gateways.companyCode')).fill(AGENT.companyCode)
  await desk.field(desk.t('gateways.resultFolder')).fill('')
  const cell = (row: number, name: 'feeUpTo' | 'feeAmount') =>
    desk.field(desk.t('gateways.feeOf', { row, name: desk.t(`gateways.${name}`) }))
  await cell(1, 'feeUpTo').fill('10,000')
  await cell(1, 'feeAmount').fill('130')
  await cell(2, 'feeAmount').fill('')
  await desk.button(desk.t('parts.save')).click()
  await desk.text(desk.t('gateways.feeProblem.not_complete')).waitFor()
  await cell(2, 'feeAmount').fill('160')
  await desk.button(desk.t('parts.save')).click()
  await desk.page.getByRole('dialog').waitFor({ state: 'detached' })
  const { gateways } = await desk.ask('gateways.list', {})
  expect(gateways.find(({ name }) => name === 'convenience_store')).toMatchObject({ enabled: true, settings: AGENT })
})

it('a clerk brings in preliminary notices: orders count as paid for now', async () => {
  await desk.changeTo(cast.clerk)
  const { rows } = await desk.ask('orders.list', { filter: { status: 'unpaid', amountTo: yen(300_000) }, size: 3 })
  const [paid, withdrawn, late] = rows
  if (!paid || !withdrawn || !late) throw new Error('the demonstration has orders that are not paid')
  orders = [paid, withdrawn, late]
  const slipOf = (order: OrderRow) => issueSlip(served.ledgerPath, order, today)
  slips = [slipOf(paid), slipOf(withdrawn), slipOf(late)]
  await bringIn('sokuho.csv', [
    { slip: { reference: slips[0], amount: paid.amount }, kind: 'preliminary', paidOn: addDays(today, -3) },
    { slip: { reference: slips[1], amount: withdrawn.amount }, kind: 'preliminary', paidOn: addDays(today, -3) },
  ])
  expect(await Promise.all([paid, withdrawn].map(statusOf))).toEqual(['paid', 'paid'])
})

it('confirmed is paid, taken back is open again, and what was paid after a cancellation waits', async () => {
  const [paid, withdrawn, late] = orders
  await desk.ask('orders.cancel', { id: late.id, version: late.version, reason: '利用者の申し出' })
  const paidOn = addDays(today, -3)
  const transferOn = today
  await bringIn('kakuho.csv', [
    { slip: { reference: slips[0], amount: paid.amount }, kind: 'confirmed', paidOn, transferOn },
    { slip: { reference: slips[1], amount: withdrawn.amount }, kind: 'preliminary_cancelled', paidOn },
    { slip: { reference: slips[2], amount: late.amount }, kind: 'confirmed', paidOn, transferOn },
  ])
  await desk.text(desk.t('collections.came', { preliminary: 0, paid: 1, withdrawn: 1, exceptions: 1 })).waitFor()
  expect(await Promise.all(orders.map(statusOf))).toEqual(['paid', 'unpaid', 'cancelled'])
  await desk.visit(`/orders/${paid.id}`)
  await desk.text(desk.t('orders.event.confirmed')).first().waitFor()
})

it('the same file once more holds nothing new', async () => {
  const paidOn = addDays(today, -3)
  await desk.visit('/collections')
  const bytes = resultFile(asPrinted([{ slip: { reference: slips[0], amount: orders[0].amount }, kind: 'preliminary', paidOn }]))
  await desk.give('sokuho-again.csv', bytes)
  await desk.text(desk.t('collections.nothingNew')).waitFor()
  await desk.button(desk.t('collections.discard')).click()
  await desk.rows(desk.t('collections.filesTitle')).nth(1).waitFor()
})

it('the exception ends: its money pays the order of its slip, which is open for it again', async () => {
  const [, , late] = orders
  await desk.visit('/collections')
  await desk.page.getByRole('tab', { name: desk.t('collections.tab.exceptions') }).click()
  await desk.text(desk.t('collections.story.late')).waitFor()
  await desk.page.getByRole('radio', { name: desk.t('collections.way.own') }).check()
  await desk.text(desk.t('collections.ownText', { amount: formatYen(late.amount), order: late.orderNumber })).waitFor()
  await desk.button(desk.t('collections.apply')).click()
  await desk.text(desk.t('collections.empty')).waitFor()
  expect(await statusOf(late)).toBe('paid')
})

it('the agent’s transfer comes in and is cleared against what it owed, named to the yen', async () => {
  const [paid, , late] = orders
  const amounts = [paid.amount, late.amount]
  const gross = amounts.reduce((sum, amount) => sum + amount, 0)
  const { fees, tax, stampDuty } = keptOf(amounts)
  const net = gross - fees - tax - stampDuty
  await desk.ask('accounts.takeIn', { ...ACCOUNT, accountName: 'ﾀﾞｲｺｳｷﾞﾝｺｳ ｼﾕｳﾉｳｸﾞﾁ', openedOn: today, openingBalance: 0, dates: 'era' })
  const statement = zengin03({
    account: ACCOUNT,
    from: today,
    to: today,
    opening: 0,
    lines: [{ amount: net, remitterName: 'ﾃﾞﾝｻﾝｼｽﾃﾑ(ｶ' }],
  })
  await broughtIn(desk, await offered(desk, 'agent-account.txt', statement))
  await desk.visit('/collections?tab=transfers')
  const entry = desk.page.getByRole('table', { name: desk.t('clearing.journal') }).getByRole('row')
  await entry
    .filter({ hasText: desk.t('clearing.account.suspense') })
    .filter({ hasText: formatYen(yen(net)) })
    .waitFor()
  expect(await desk.page.getByRole('radio').isChecked()).toBe(true)
  await desk.button(desk.t('collections.settle')).click()
  const cleared = { agent: AGENT.agentName, day: formatDate(today), count: 2 }
  await desk.text(desk.t('collections.settled', cleared)).waitFor()
  await desk.text(desk.t('collections.transfersEmpty')).waitFor()
  await desk.page.getByRole('tab', { name: desk.t('collections.tab.settled') }).click()
  await desk
    .rows(desk.t('collections.tab.settled'))
    .filter({ hasText: formatYen(yen(net)) })
    .waitFor()
  const [settled] = (await desk.ask('collections.settled', {})).rows
  expect(settled).toMatchObject({ gross, fees, tax, stampDuty, net, expected: net, claims: 2, reason: '' })
})

it('what was paid twice goes back to its payer, once a supervisor agrees', async () => {
  const { t } = desk
  const [paid] = orders
  const slip = { reference: slips[0], amount: paid.amount }
  const again = { paidOn: addDays(today, -2), paidAt: '1902', transferOn: addDays(today, 4) }
  await bringIn('kakuho-again.csv', [{ slip, kind: 'confirmed', ...again }])
  await desk.visit('/collections?tab=exceptions')
  await desk.text(t('collections.story.duplicate')).waitFor()
  await desk.page.getByRole('radio', { name: t('collections.way.refund') }).check()
  await desk.button(t('refunds.request')).click()
  const dialog = desk.page.getByRole('dialog')
  await dialog.getByRole('button', { name: t('refunds.accountOther') }).click()
  await desk.choose(t('merchants.accountField.bank'), '0001', /^0001 /)
  await desk.choose(t('merchants.accountField.branch'), '001', /^001 /)
  await desk.field(t('merchants.accountField.accountNumber')).fill('2345678')
  await desk.field(t('merchants.accountField.holderKana')).fill('ﾓﾘ ｲﾁﾛｳ')
  await dialog.getByLabel(t('refunds.why')).fill('二度支払ったとの申出。受領証で確かめた')
  await dialog.getByText(t('clearing.account.unapplied_collections')).waitFor()
  await desk.button(t('refunds.send')).click()
  await dialog.getByLabel(t('refunds.confirmDifference')).check()
  await desk.button(t('refunds.send')).click()
  await dialog.waitFor({ state: 'detached' })
  await desk.text(t('collections.refundAsked')).waitFor()
  await desk.changeTo(cast.supervisor)
  await desk.goTo(t('frame.approvals'))
  const card = desk.page.getByRole('article').filter({ hasText: t('approvals.kind.refund') })
  const told = { chain: 'セブン-イレブン', day: formatDate(again.paidOn), slip: `${slips[0]}-0` }
  await card.getByText(t('refunds.collectionOf', told)).waitFor()
  await card.getByRole('button', { name: t('approvals.approve') }).click()
  await card.waitFor({ state: 'detached' })
  expect((await desk.ask('refunds.list', { filter: { kind: 'unapplied' } })).rows).toMatchObject([
    { state: 'approved', amount: paid.amount, payerName: paid.payerName, collection: { orderId: paid.id } },
  ])
  await desk.changeTo(cast.clerk)
  await desk.visit('/collections?tab=exceptions')
  await desk.text(t('collections.empty')).waitFor()
})

it.each(['mizuho_factor', 'mufg_factor'] as const)('an agent with files in the layout of %s is read the same way', async (format) => {
  await desk.changeTo(cast.administrator)
  await settleStoreAgent(desk, { format })
  await desk.changeTo(cast.clerk)
  const { rows } = await desk.ask('orders.list', { filter: { status: 'unpaid', amountTo: yen(300_000) }, size: 5 })
  const order = rows.find(({ id }) => orders.every((known) => known.id !== id))
  if (!order) throw new Error('the demonstration has orders that are not paid')
  const slip = { reference: issueSlip(served.ledgerPath, order, today), amount: order.amount }
  await bringIn(`${format}.txt`, [{ slip, kind: 'confirmed', paidOn: addDays(today, -3), transferOn: addDays(today, 4) }], format)
  await desk.text(desk.t('collections.came', { preliminary: 0, paid: 1, withdrawn: 0, exceptions: 0 })).waitFor()
  expect(await statusOf(order)).toBe('paid')
})

it('and the ledger keeps every promise', async () => {
  await desk.changeTo(cast.supervisor)
  const verified = await jobEnded(desk, (await desk.ask('ledger.verify', {})).jobId)
  if (verified.kind !== 'verify') throw new Error('nothing was verified')
  expect(verified.verify.invariants.filter(({ violations }) => violations > 0)).toEqual([])
  expect(served.faults()).toEqual([])
  expect(desk.complaints).toEqual([])
})
