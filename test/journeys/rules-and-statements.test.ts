import { readFile } from 'node:fs/promises'
import type { Browser, Download, Locator } from 'playwright'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addDays, BusinessDate, formatDate } from '../../src/preload/contract/date'
import type { MerchantRow } from '../../src/preload/contract/merchants'
import { cast, type Desk, enterDesk, keepLastScreen, launchBrowser, soon } from '../support/browser'
import { jobEnded } from '../support/desk-jobs'
import { setClearedWeek } from '../support/scene'
import { type Served, serveDaiko } from '../support/served'

/* Rules of money and charges are asked for by some and agreed to together by another; then statements are made, saved and found again. */
let browser: Browser
let served: Served
let desk: Desk
let today: BusinessDate
let charged: MerchantRow
let paid: MerchantRow
keepLastScreen(() => desk)

beforeAll(async () => {
  browser = await launchBrowser()
  served = await serveDaiko({ demonstration: true })
  desk = await enterDesk(browser, served.entrance, { language: 'ja' })
  await desk.signIn(cast.clerk)
  await setClearedWeek(desk)
  today = BusinessDate.parse((await desk.ask('session.state', {})).today)
  const { rows } = await desk.ask('merchants.list', {})
  const named = (part: string) => {
    const row = rows.find(({ name }) => name.includes(part))
    if (!row) throw new Error(`no merchant ${part}`)
    return row
  }
  charged = named('陶器')
  paid = named('みなと')
}, 300_000)
afterAll(async () => {
  await browser?.close()
  await served?.stop()
})

const dialog = (): Locator => desk.page.getByRole('dialog')

it('an administrator names the agent at once, and asks for other rules', async () => {
  const { t } = desk
  await desk.changeTo(cast.administrator)
  await desk.visit('/settings')
  await desk
    .section(t('agent.title'))
    .getByRole('link', { name: t('agent.open') })
    .click()
  await desk.button(t('agent.changeIdentity')).click()
  await desk.field(t('agent.name')).fill('みなと銀行 決済代行部')
  await desk.field(t('agent.tNumber')).fill('T1234567890123')
  await desk.button(t('agent.saveIdentity')).click()
  await desk.page.getByRole('alert').first().waitFor()
  await desk.field(t('agent.tNumber')).fill('Ｔ7000012050002')
  await desk.button(t('agent.saveIdentity')).click()
  await desk.text('T7000012050002').waitFor()
  await desk.button(t('agent.changeRules')).click()
  expect(await desk.button(t('agent.stageRules')).isEnabled()).toBe(false)
  await desk.field(t('agent.minimum')).fill('1,000')
  await desk.button(t('agent.addTable')).click()
  await desk.button(t('agent.stageRules')).click()
  await desk.text(t('agent.problem.not_complete')).waitFor()
  await desk.button(t('agent.removeTable')).click()
  await desk.button(t('agent.stageRules')).click()
  await desk.text(t('agent.onlyOne')).waitFor()
  const { rules, staged, identity } = await desk.ask('settings.agent.get', {})
  expect([rules.payouts.minimum, staged?.rules.payouts.minimum, identity.tNumber]).toEqual([1, 1_000, 'T7000012050002'])
})

it('a clerk asks for another fee, and holds the payouts of the same merchant', async () => {
  const { t } = desk
  await desk.changeTo(cast.clerk)
  await desk.visit(`/merchants/${charged.id}`)
  await desk.button(t('charges.change')).click()
  await desk.button(t('charges.addPlan')).click()
  const fieldOf = (field: string) => desk.field(t('charges.fieldOf', { method: t('nouns.paymentMethod.bank_transfer'), field }))
  await fieldOf(t('merchants.feePercent')).fill('0.95')
  await fieldOf(t('charges.validFrom')).fill(formatDate(today))
  await desk.button(t('charges.stageAct')).click()
  await desk.text(t('charges.problem.not_after_today')).waitFor()
  await fieldOf(t('charges.validFrom')).fill(formatDate(addDays(today, 1)))
  await desk.button(t('charges.stageAct')).click()
  await desk.text(t('charges.feesBefore')).waitFor()
  await desk.button(t('merchants.hold')).click()
  await dialog().getByLabel(t('merchants.holdReason')).fill('警察からの照会に回答するまで')
  await dialog()
    .getByRole('button', { name: t('merchants.hold') })
    .click()
  await desk.text(t('merchants.heldText')).waitFor()
  expect(await desk.button(t('merchants.release')).count()).toBe(0)
  const { staged } = await desk.ask('merchants.charges', { id: charged.id })
  const ofTransfers = staged?.charges.fees.filter(({ method }) => method === 'bank_transfer')
  expect(ofTransfers?.map(({ basisPoints }) => basisPoints)).toEqual([100, 95])
})

it('a supervisor agrees to both together, each with its result, and releases the merchant', async () => {
  const { t } = desk
  await desk.changeTo(cast.supervisor)
  await desk.visit('/approvals')
  await desk.page.getByRole('article').first().waitFor()
  await desk.page.keyboard.press('b')
  await desk.text(t('approvals.batch.none')).waitFor()
  for (const kind of ['merchant_charges', 'money_rules'] as const) {
    const card = desk.page.getByRole('article').filter({ hasText: t(`approvals.kind.${kind}`) })
    await card.getByRole('checkbox').check()
  }
  await desk.page.keyboard.press('b')
  await dialog()
    .getByRole('button', { name: t('approvals.batch.approve', { count: 2 }) })
    .click()
  await dialog()
    .getByText(t('approvals.batch.done', { count: 2 }))
    .waitFor()
  expect(
    await dialog()
      .getByRole('row')
      .filter({ hasText: t('approvals.batch.approved') })
      .count(),
  ).toBe(2)
  await desk.page.keyboard.press('Escape')
  expect((await desk.ask('settings.agent.get', {})).rules.payouts.minimum).toBe(1_000)
  await desk.visit(`/merchants/${charged.id}`)
  await desk
    .text(formatDate(addDays(today, 1)))
    .first()
    .waitFor()
  await desk.button(t('merchants.release')).click()
  await dialog().getByLabel(t('merchants.releaseReason')).fill('回答が済んだ')
  await dialog()
    .getByRole('button', { name: t('merchants.release') })
    .click()
  await soon(async () => (await desk.ask('merchants.get', { id: charged.id })).payoutHold).toBe(null)
})

it('there is no statement before the run has been handed to the bank', async () => {
  const { t } = desk
  await desk.changeTo(cast.clerk)
  await jobEnded(desk, (await desk.ask('payouts.plan', { closingOn: today })).jobId)
  const [run] = (await desk.ask('payouts.list', {})).rows
  if (!run) throw new Error('nothing was planned')
  await desk.ask('payouts.submit', { id: run.id, version: run.version })
  await desk.goTo(t('frame.statements'))
  await desk
    .rows(t('statements.list'))
    .filter({ hasText: t('statements.none.not_handed_over') })
    .waitFor()
  await desk.button(t('statements.pack')).click()
  await dialog().getByText(t('statements.packNone')).waitFor()
  await desk.page.keyboard.press('Escape')
  await dialog().waitFor({ state: 'detached' })
  await desk.changeTo(cast.supervisor)
  const { approvals } = await desk.ask('approvals.list', {})
  const asked = approvals.find((approval) => approval.case.kind === 'payout_run')
  await desk.ask('approvals.decide', { id: asked?.id ?? 0, digest: asked?.digest ?? '', decision: 'approved' })
  await desk.changeTo(cast.clerk)
  await soon(async () => (await desk.ask('payouts.get', { id: run.id })).run.posted).toBe(true)
  const { version } = (await desk.ask('payouts.get', { id: run.id })).run
  await desk.ask('payouts.handOver', { id: run.id, version })
})

async function saved(act: () => Promise<void>): Promise<{ name: string; bytes: Buffer }> {
  const arriving: Promise<Download> = desk.page.waitForEvent('download')
  await act()
  const file = await arriving
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) }
}

it('statement staff saves one as PDF and Excel, and all of them in a pack', async () => {
  const { t } = desk
  await desk.changeTo(cast.statementStaff)
  await desk.goTo(t('frame.statements'))
  const row = desk.rows(t('statements.list')).filter({ hasText: paid.name })
  const pdf = await saved(() => row.getByRole('button', { name: t('statements.pdfOf', { merchant: paid.name }) }).click())
  expect([pdf.name.endsWith('.pdf'), pdf.bytes.subarray(0, 5).toString()]).toEqual([true, '%PDF-'])
  await desk.text(t('statements.saved', { file: pdf.name })).waitFor()
  const again = await saved(() => row.getByRole('button', { name: t('statements.pdfOf', { merchant: paid.name }) }).click())
  expect(again.bytes.equals(pdf.bytes)).toBe(true)
  const workbook = await saved(() => row.getByRole('button', { name: t('statements.excelOf', { merchant: paid.name }) }).click())
  expect([workbook.name.endsWith('.xlsx'), workbook.bytes.subarray(0, 2).toString()]).toEqual([true, 'PK'])
  await desk.button(t('statements.pack')).click()
  await dialog()
    .getByRole('button', { name: t('statements.start') })
    .click()
  const pack = await saved(() =>
    dialog()
      .getByRole('button', { name: t('exports.save') })
      .click(),
  )
  expect([pack.name.endsWith('.zip'), pack.bytes.subarray(0, 2).toString()]).toEqual([true, 'PK'])
  await desk.page.keyboard.press('Escape')
  await desk.button(t('statements.paper')).click()
  await dialog()
    .getByRole('button', { name: t('statements.start') })
    .click()
  const paper = await saved(() =>
    dialog()
      .getByRole('button', { name: t('exports.save') })
      .click(),
  )
  expect(paper.bytes.subarray(0, 5).toString()).toBe('%PDF-')
})

it('documents are found by day, amount and counterparty, and are the same bytes', async () => {
  const { t } = desk
  const { rows } = await desk.ask('documents.list', {})
  const [document] = rows
  if (!document) throw new Error('nothing was kept')
  await desk.visit('/statements?tab=documents')
  const found = desk.rows(t('statements.documents'))
  await soon(() => found.count()).toBe(rows.length)
  await desk.field(t('statements.amountFrom')).fill(String(document.amount + 1))
  await desk.text(t('statements.documentsNone')).waitFor()
  await desk.field(t('statements.amountFrom')).fill(String(document.amount))
  await desk.field(t('statements.amountTo')).fill(String(document.amount))
  await desk.field(t('parts.search')).fill('珈琲')
  await soon(() => found.count()).toBe(rows.length)
  await desk.field(t('statements.from')).fill(formatDate(addDays(document.day, 1)))
  await desk.field(t('statements.from')).press('Enter')
  await desk.text(t('statements.documentsNone')).waitFor()
  await desk.field(t('statements.from')).fill(formatDate(document.day))
  await desk.field(t('statements.from')).press('Enter')
  const file = await saved(() =>
    found
      .first()
      .getByRole('button', { name: t('statements.open') })
      .click(),
  )
  expect(rows.map(({ bytes }) => bytes)).toContain(file.bytes.length)
  expect(served.faults()).toEqual([])
})
