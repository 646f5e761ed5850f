import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ensureBuilt, ROOT } from '../../resources/set-up.mjs'
import { sheetColumns, sheetWords } from '../../src/main/export/exception-sheet'
import { type Loopback, openLoopback } from '../../src/main/transport/loopback'
import { type Desk, enterDesk, keepLastScreen, launchBrowser, soon } from '../support/browser'
import { keptLog } from '../support/door'
import { PASSWORD, type TwoSeats, twoSeats } from '../support/two-seats'

/*
 * Two clerks at two browsers over one core: each sees what the other is on, one takes over, gives away and hands over by keys alone; then
 * exceptions go out to Excel and come back. Each step goes on where the one before it ended.
 */
let desks: TwoSeats
let loopback: Loopback
let browser: Browser
let sato: Desk
let suzuki: Desk

beforeAll(async () => {
  ensureBuilt()
  desks = await twoSeats([{ amount: 1000 }, { amount: 2000 }, { amount: 3000 }], 1000)
  const monotonicMs = () => performance.now()
  loopback = await openLoopback({ core: desks.core, port: 0, pages: join(ROOT, 'out/renderer'), log: keptLog(), monotonicMs })
  browser = await launchBrowser()
  const sit = async (name: string): Promise<Desk> => {
    const desk = await enterDesk(browser, loopback.entrance(), { language: 'ja' })
    await desk.signIn({ name, password: PASSWORD })
    await desk.visit('/clearing')
    await desk.heading(desk.t('clearing.title')).waitFor()
    return desk
  }
  sato = await sit('sato')
  await sato.page.getByRole('option', { selected: true }).waitFor()
  suzuki = await sit('suzuki')
})
keepLastScreen(() => suzuki)
afterAll(async () => {
  await browser?.close()
  await loopback?.close()
  await desks?.cleanup()
})

const press = async (desk: Desk, ...keys: string[]) => {
  for (const key of keys) await desk.page.keyboard.press(key)
}
const queued = (desk: Desk) => desk.page.getByRole('listbox', { name: desk.t('clearing.queue') }).getByRole('option')

it('who is on a deposit stands in the queue of the other, and at the deposit', async () => {
  const { t } = suzuki
  await suzuki.text(t('desk.heldBy', { name: 'sato', time: '10:32' })).waitFor()
  await queued(suzuki)
    .filter({ hasText: t('desk.inHands', { name: 'sato', time: '10:32' }) })
    .waitFor()
})

it('T takes it over, and whoever had it is told', async () => {
  await press(suzuki, 't')
  await sato.text(sato.t('desk.takenOver', { name: 'suzuki', time: '10:32' })).waitFor()
  await soon(() => suzuki.text(suzuki.t('desk.heldBy', { name: 'sato', time: '10:32' })).count()).toBe(0)
})

it('A gives a deposit to a colleague with the last thought, who sees it as handed over and accepts it by opening it', async () => {
  const { t } = sato
  await press(sato, 'ArrowDown', 'a')
  await sato.page.getByLabel(t('desk.colleague')).selectOption({ label: 'suzuki (suzuki)' })
  await sato.field(t('desk.thought')).fill('支店に照会済')
  await press(sato, 'Enter')
  await queued(suzuki)
    .filter({ hasText: t('desk.handedToMe') })
    .waitFor()
  await press(suzuki, 'm')
  await soon(() => queued(suzuki).count()).toBe(1)
  await suzuki.page
    .getByRole('list', { name: t('desk.comments') })
    .getByText('支店に照会済')
    .waitFor()
  await soon(() =>
    queued(suzuki)
      .filter({ hasText: t('desk.handedToMe') })
      .count(),
  ).toBe(0)
})

it('O hands over what is mine at the end of the shift, in one list with the last thoughts', async () => {
  const { t } = suzuki
  await press(suzuki, 'o')
  const list = suzuki.page.getByRole('list', { name: t('desk.mine') })
  await list.getByText('支店に照会済').waitFor()
  await suzuki.page.getByLabel(t('desk.colleague')).selectOption({ label: 'sato (sato)' })
  await suzuki.button(t('desk.handOverAct', { count: 1 })).click()
  await soon(() => queued(suzuki).count()).toBe(0)
  const { rows } = await sato.ask('deposits.list', { filter: { open: true, mine: true } })
  expect(rows.map(({ amount, note }) => [amount, note])).toEqual([[2000, '支店に照会済']])
})

it('exceptions go out to Excel and come back: what would change is shown, then done', async () => {
  const { t, page } = suzuki
  await suzuki.visit('/exceptions')
  const download = page.waitForEvent('download')
  await suzuki.button(t('exceptions.sheetOut')).click()
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.load(new Uint8Array(readFileSync(await (await download).path())).buffer)
  const [sheet] = workbook.worksheets
  if (!sheet) throw new Error('a workbook has a sheet')
  const cell = (row: number, column: (typeof sheetColumns)[number]) => sheet.getRow(row).getCell(sheetColumns.indexOf(column) + 1)
  const before = cell(3, 'ending').value
  cell(3, 'ending').value = 'なんでも'
  await suzuki.button(t('exceptions.sheetIn')).click()
  await suzuki.give('例外.xlsx', new Uint8Array(await workbook.xlsx.writeBuffer()))
  await page
    .getByRole('table', { name: t('parts.problem') })
    .getByText(sheetWords.ja.headers.ending)
    .waitFor()
  cell(3, 'ending').value = before
  cell(2, 'why').value = '名義人に手紙を出した'
  cell(3, 'ending').value = sheetWords.ja.ending.interest
  cell(3, 'why').value = '利息と確認'
  await suzuki.button(t('exceptions.sheetAgain')).click()
  await suzuki.give('例外.xlsx', new Uint8Array(await workbook.xlsx.writeBuffer()))
  const difference = page.getByRole('region', { name: t('exceptions.sheetDifference') })
  await difference.getByText('名義人に手紙を出した').waitFor()
  await difference.getByText(t('exceptions.ending.interest')).waitFor()
  // The other still has one of them on the desk; on leaving it, it is free.
  await suzuki.button(t('exceptions.sheetApply', { count: 2 })).click()
  await suzuki.page.getByRole('alert').getByText('sato').waitFor()
  await sato.goTo(t('frame.home'))
  await soon(async () => (await suzuki.ask('desk.holdings', {})).holdings).toEqual([])
  await suzuki.button(t('exceptions.sheetApply', { count: 2 })).click()
  await suzuki.text(t('exceptions.sheetApplied', { count: 2, ended: 1, asked: 0 })).waitFor()
  expect([...sato.complaints, ...suzuki.complaints]).toEqual([])
})
