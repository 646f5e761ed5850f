import { join } from 'node:path'
import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { BusinessDate, formatDate } from '../../src/preload/contract/date'
import type { TransferRunId } from '../../src/preload/contract/ids'
import { barriers, overflows, SIZES } from '../support/appearance'
import { ARTIFACTS, cast, type Desk, enterDesk, keepLastScreen, launchBrowser, sameSeat } from '../support/browser'
import { setClearedWeek, settleGateways } from '../support/scene'
import { type Served, serveDaiko } from '../support/served'

/* Money out at the desk: a payout is planned, submitted, agreed to and handed over; a refund is asked for; each screen is looked at. */
let browser: Browser
let served: Served
let desk: Desk
let inEnglish: Desk
let runId: TransferRunId
keepLastScreen(() => desk)

beforeAll(async () => {
  browser = await launchBrowser()
  served = await serveDaiko({ demonstration: true })
  desk = await enterDesk(browser, served.entrance, { language: 'ja' })
  await desk.signIn(cast.administrator)
  await settleGateways(desk)
  await desk.changeTo(cast.clerk)
  await setClearedWeek(desk)
  inEnglish = await sameSeat(browser, desk, { language: 'en' })
}, 300_000)
afterAll(async () => {
  await browser?.close()
  await served?.stop()
})

/** Keeps a picture in each size, and tells what sticks out or stands in the way. */
async function looked(at: Desk, name: string): Promise<string[]> {
  const wrong: string[] = []
  for (const size of SIZES) {
    await at.page.setViewportSize(size)
    wrong.push(...(await overflows(at.page)), ...(await barriers(at.page)))
    await at.page.screenshot({ path: join(ARTIFACTS, 'money-out', `${name}-${at.language}-${size.width}.png`) })
  }
  await at.page.setViewportSize(SIZES[0])
  return [...wrong, ...at.complaints.splice(0)]
}

/** The same address in the other language. */
async function inBoth(name: string, path: string, seen: (at: Desk) => Promise<void>): Promise<string[]> {
  const wrong: string[] = []
  for (const at of [desk, inEnglish]) {
    await at.visit(path)
    await seen(at)
    wrong.push(...(await looked(at, name)))
  }
  return wrong
}

const heading = (word: Parameters<Desk['t']>[0]) => (at: Desk) => at.heading(at.t(word)).first().waitFor()

const payoutCard = (at: Desk) =>
  at.page
    .getByRole('article')
    .filter({ hasText: at.t('approvals.kind.payout_run') })
    .scrollIntoViewIfNeeded()

it('a clerk plans a closing that is over', async () => {
  const today = BusinessDate.parse((await desk.ask('session.state', {})).today)
  await desk.visit('/payouts')
  await desk.text(desk.t('payouts.empty')).waitFor()
  await desk.button(desk.t('payouts.plan')).first().click()
  const dialog = desk.page.getByRole('dialog')
  await dialog.getByLabel(desk.t('payouts.closingOn')).fill(formatDate(today))
  await dialog.getByLabel(desk.t('payouts.closingOn')).blur()
  await dialog.getByText(desk.t('payouts.whoAgrees')).waitFor()
  await dialog.getByRole('button', { name: desk.t('payouts.planAct') }).click()
  await dialog.getByRole('link', { name: desk.t('payouts.open') }).waitFor()
  const wrong = await looked(desk, 'planned')
  await dialog.getByRole('link', { name: desk.t('payouts.open') }).click()
  await desk.text(desk.t('payouts.next.draft')).waitFor()
  const [run] = (await desk.ask('payouts.list', {})).rows
  if (!run) throw new Error('no run was planned')
  runId = run.id
  expect(wrong).toEqual([])
})

it('a figure opens down to its orders', async () => {
  const [payout] = (await desk.ask('payouts.merchants', { runId })).rows
  const seen = (at: Desk) => at.rows(at.t('payouts.lines')).first().waitFor()
  expect(await inBoth('payout', `/payouts/${runId}/merchants/${payout?.id}`, seen)).toEqual([])
})

it('the clerk submits it, and a refund besides', async () => {
  await desk.visit(`/payouts/${runId}`)
  await desk.button(desk.t('payouts.submit')).click()
  await desk.page
    .getByRole('dialog')
    .getByRole('button', { name: desk.t('payouts.submit') })
    .click()
  await desk.text(desk.t('payouts.next.submitted')).waitFor()
  const seen = (at: Desk) => at.rows(at.t('payouts.merchants')).first().waitFor()
  const wrong = await inBoth('run-submitted', `/payouts/${runId}`, seen)
  const waiting = (await desk.ask('deposits.list', { filter: { open: true } })).rows[0]
  await desk.visit(`/deposits?deposit=${waiting?.id}`)
  await desk.button(desk.t('refunds.request')).click()
  const dialog = desk.page.getByRole('dialog')
  await dialog.getByRole('heading', { name: desk.t('refunds.journal'), exact: true }).waitFor()
  wrong.push(...(await looked(desk, 'refund-request')))
  const account = { bankCode: '0005', branchCode: '001', accountType: '1', accountNumber: '1234567', holderKana: 'ヤマダ タロウ' } as const
  const target = { of: 'deposit', receiptId: waiting?.id ?? 0 } as const
  const { version, amount } = await desk.ask('refunds.preview', { target, account })
  await desk.ask('refunds.request', {
    target,
    account,
    version,
    amount,
    cause: 'unknown',
    why: '送金者から返金の申出',
    differenceConfirmed: true,
  })
  wrong.push(...(await inBoth('refunds', '/refunds', (at) => at.rows(at.t('refunds.title')).first().waitFor())))
  await desk.rows(desk.t('refunds.title')).first().getByRole('link').first().click()
  await desk.text(desk.t('refunds.next.requested')).waitFor()
  wrong.push(...(await looked(desk, 'refund')))
  expect(wrong).toEqual([])
})

it('exceptions, the close of the day and the calendar say what waits', async () => {
  const wrong = await inBoth('exceptions', '/exceptions', heading('exceptions.endings'))
  wrong.push(...(await inBoth('returned', '/exceptions?tab=returned', (at) => at.text(at.t('exceptions.returnedEmpty')).waitFor())))
  wrong.push(...(await inBoth('closing', '/closing', heading('closing.conditions'))))
  wrong.push(...(await inBoth('calendar', '/payouts/calendar', (at) => at.rows(at.t('payouts.calendar.title')).first().waitFor())))
  wrong.push(...(await inBoth('runs', '/payouts', (at) => at.rows(at.t('payouts.title')).first().waitFor())))
  expect(wrong).toEqual([])
})

it('a supervisor sees what decides and agrees; the clerk hands the file over', async () => {
  await desk.changeTo(cast.supervisor)
  const wrong = await inBoth('approvals', '/approvals', payoutCard)
  wrong.push(...(await inBoth('run-supervisor', `/payouts/${runId}`, (at) => at.button(at.t('payouts.sendBack')).first().waitFor())))
  await desk.visit('/approvals')
  const card = desk.page.getByRole('article').filter({ hasText: desk.t('approvals.kind.payout_run') })
  await card.getByRole('button', { name: desk.t('approvals.approve') }).click()
  await card.waitFor({ state: 'detached' })
  await desk.changeTo(cast.clerk)
  await desk.visit(`/payouts/${runId}`)
  await desk.text(desk.t('payouts.next.approved')).waitFor()
  await desk.button(desk.t('payouts.handOver')).click()
  const saved = desk.page.waitForEvent('download')
  await desk.page
    .getByRole('dialog')
    .getByRole('button', { name: desk.t('payouts.handOver') })
    .click()
  await saved
  await desk.text(desk.t('payouts.next.handed_over')).waitFor()
  wrong.push(...(await looked(desk, 'run-handed-over')))
  expect(wrong).toEqual([])
  expect(served.faults()).toEqual([])
})
