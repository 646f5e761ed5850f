import { join } from 'node:path'
import ExcelJS from 'exceljs'
import type { Browser, Locator } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { formatYen } from '../../src/preload/contract/money'
import { cast, type Desk, enterDesk, keepLastScreen, launchBrowser, soon } from '../support/browser'
import { type Served, serveDaiko } from '../support/served'
import { anyOf } from '../support/spoken'

/*
 * A clerk's morning on the demonstration, told once in each language: orders and the bank's statement come in, most deposits
 * clear themselves, the keyboard clears the rest, Excel goes out, and the books agree. Each step goes on where the one before
 * it ended.
 */
const STATEMENT = 'daiko-demo-statement.txt'
const ORDERS = 'daiko-demo-orders.csv'
const WRONG_ORDERS = [
  '注文番号,受注日,商品,金額,購入者名,購入者カナ,支払期限,返金希望',
  'Z900001,2026/11/31,茶碗,1200,山田 太郎,ヤマダ タロウ,2026/12/20,いいえ',
  'Z900002,2026/11/20,急須,千円,佐藤 花子,サトウ ハナコ,2026/12/20,たぶん',
  'Z900003,2026/11/20,,980,佐藤 花子,佐藤花子,2026/11/01,はい',
  'Z900004,2026/11/20,湯呑,980,佐藤 花子,サトウ ハナコ,2026/12/20,はい',
  'Z900004,2026/11/20,湯呑,980,佐藤 花子,サトウ ハナコ,2026/12/20,はい',
]
const WRONG_CELLS = ['2 受注日', '3 返金希望', '3 金額', '4 商品', '4 支払期限', '4 購入者カナ', '6 注文番号']

/** The whole yen in a text, in the order they stand there. */
const figuresIn = (text: string): number[] => [...text.matchAll(/\d[\d,]*/g)].map(([figure]) => Number(figure.replaceAll(',', '')))

describe.each(['ja', 'en'] as const)('a morning in %s', (language) => {
  let served: Served
  let browser: Browser
  let desk: Desk
  /** What the clerk cleared by hand, and how. */
  const byHand = { order: '', splitOver: ['', ''] }

  beforeAll(async () => {
    served = await serveDaiko({ demonstration: true })
    browser = await launchBrowser()
    desk = await enterDesk(browser, served.entrance, { language })
    await desk.page.getByRole('button', { name: cast.clerk.password }).click()
    await desk.page.keyboard.press('Enter')
    await desk.heading(desk.t('home.title')).waitFor()
  })
  keepLastScreen(() => desk)
  afterAll(async () => {
    await browser?.close()
    await served?.stop()
  })

  const openOrders = async (): Promise<number> => (await desk.ask('orders.totals', { filter: {} })).rows

  it('a faulty order file is refused whole, every error by row and column', async () => {
    const { t } = desk
    const before = await openOrders()
    await desk.goTo(t('frame.intake'))
    await desk.page.getByRole('tab', { name: t('intake.tab.orders') }).click()
    await desk.choose(t('intake.merchant'), 'さくら', /さくら書房/)
    await desk.give('誤り.csv', new TextEncoder().encode(WRONG_ORDERS.join('\r\n')))
    const errors = desk.page.getByRole('table', { name: t('parts.problem') })
    await errors.waitFor()
    const rows = await errors
      .getByRole('row')
      .filter({ has: desk.page.getByRole('cell') })
      .allInnerTexts()
    const places = rows.map((row) => row.split('\n').slice(0, 2).join(' '))
    expect(places.sort()).toEqual(WRONG_CELLS)
    expect(await openOrders()).toBe(before)
  })

  it('a good one is shown first, then taken whole', async () => {
    const { t } = desk
    const before = await openOrders()
    await desk.button(t('intake.another')).click()
    await desk.page.getByRole('button', { name: ORDERS }).click()
    await desk.text(ORDERS).first().waitFor()
    await desk.text(t('intake.orderNote')).waitFor()
    expect(await openOrders()).toBe(before)
    await desk.button(t('intake.import', { count: 12 })).click()
    await desk.text(t('intake.imported', { file: ORDERS, count: 12 })).waitFor()
    expect(await openOrders()).toBe(before + 12)
  })

  it('the statement is recognised and its plan shown; the plan shown is the plan applied', async () => {
    const { t } = desk
    await desk.page.getByRole('tab', { name: t('intake.tab.statement') }).click()
    await desk.page.getByRole('button', { name: STATEMENT }).click()
    await desk.text(t('intake.planNote')).waitFor()
    await desk.text(t('nouns.statementFormat.zengin-03')).first().waitFor()
    const rowOf = (name: string | RegExp) => desk.page.getByRole('row').filter({ has: desk.page.getByRole('rowheader', { name }) })
    const countIn = async (row: Locator) => figuresIn(await row.getByRole('cell').first().innerText())[0] ?? Number.NaN
    const levels = await rowOf(new RegExp(`^${t('intake.willClear')}`)).all()
    const willClear = (await Promise.all(levels.map(countIn))).reduce((sum, count) => sum + count, 0)
    const waiting = await countIn(rowOf(t('intake.waiting')))
    const stored = await countIn(rowOf(t('intake.stored')))
    expect(willClear).toBeGreaterThan(waiting * 4)
    expect((await desk.ask('deposits.totals', { filter: {} })).rows).toBe(0)
    await desk.button(t('intake.apply', { count: stored })).click()
    await desk.text(t('intake.applied', { file: STATEMENT, stored, duplicates: 0 })).waitFor()
    await desk.text(t('intake.appliedClearing', { cleared: willClear, waiting })).waitFor()
  })

  it('the same file again is not taken twice, and the screen says who brought it in', async () => {
    const { t } = desk
    const before = await desk.ask('deposits.totals', { filter: {} })
    await desk.button(t('intake.another')).click()
    await desk.page.getByRole('button', { name: STATEMENT }).click()
    await desk.text(anyOf(t('intake.alreadyImported', { file: STATEMENT, name: cast.clerk.name, at: '{{at}}' }))).waitFor()
    expect(await desk.button(t('intake.apply', { count: 0 })).isDisabled()).toBe(true)
    await desk.button(t('intake.discard')).click()
    expect(await desk.ask('deposits.totals', { filter: {} })).toEqual(before)
  })

  describe('at the clearing desk, by keyboard alone', () => {
    const queue = () => desk.page.getByRole('listbox', { name: desk.t('clearing.queue') })
    const chosen = () => queue().getByRole('option', { selected: true })
    const candidates = () => desk.page.getByRole('list', { name: desk.t('clearing.candidates') }).locator('> li')
    const waiting = async () => (await desk.ask('deposits.totals', { filter: { open: true } })).rows
    const tells = (count: number) => desk.page.getByText(desk.t('clearing.counted', { count }), { exact: true }).waitFor()
    const press = (key: string) => desk.page.keyboard.press(key)
    /** Down the queue until a deposit with candidates, or whatever is asked of it, is on the desk. */
    const downTo = async (fits: (deposit: Awaited<ReturnType<typeof onDesk>>) => boolean) => {
      for (let steps = 0; steps < 40; steps += 1) {
        const deposit = await onDesk()
        if (fits(deposit)) return deposit
        await press('ArrowDown')
        await soon(async () => chosen().getAttribute('id')).not.toBe(deposit.id)
      }
      throw new Error('no such deposit waits')
    }
    /** The deposit on the desk as the core knows it, once the screen has it too. */
    const onDesk = async () => {
      const id = (await chosen().getAttribute('id')) ?? ''
      const receiptId = Number(id.replace('deposit-', ''))
      const found = await desk.ask('clearing.candidates', { receiptId })
      await soon(() => candidates().count()).toBe(found.proposals.length)
      return {
        id,
        receiptId,
        remaining: (await desk.ask('deposits.get', { id: receiptId })).remaining,
        candidates: found.proposals.flatMap(({ orders: [order, ...others] }) => (order && others.length === 0 ? [order] : [])),
      }
    }

    it('one is cleared by its candidate; its journal stood there before', async () => {
      const { t } = desk
      await desk.goTo(t('frame.home'))
      await desk.heading(t('home.title')).waitFor()
      await press('g')
      await press('c')
      await chosen().waitFor()
      const before = await waiting()
      const deposit = await downTo(({ candidates: [first], remaining }) => first !== undefined && remaining <= first.open)
      byHand.order = deposit.candidates[0]?.orderNumber ?? ''
      await press('1')
      const entry = desk.page.getByRole('table', { name: t('clearing.journal') })
      await entry.getByText(formatYen(deposit.remaining)).waitFor()
      expect(await entry.innerText()).toContain(t('clearing.account.suspense'))
      await press('Enter')
      await tells(before - 1)
      const order = await desk.ask('orders.list', { filter: { search: byHand.order } })
      expect(order.rows[0]?.paidAmount).toBe(deposit.remaining)
    })

    it('one is split over two orders that are searched for', async () => {
      const { t } = desk
      const small = (await desk.ask('orders.list', { filter: { status: 'unpaid' }, sort: 'amount', descending: false })).rows.slice(0, 2)
      const [one, other] = small
      if (!one || !other) throw new Error('two small orders must be open')
      byHand.splitOver = [one.orderNumber, other.orderNumber]
      const before = await waiting()
      const deposit = await downTo(({ remaining }) => remaining > one.amount)
      for (const order of [one, other]) {
        await press('/')
        await desk.page.keyboard.type(order.orderNumber)
        await soon(() => candidates().allInnerTexts()).toEqual([expect.stringContaining(order.orderNumber)])
        await press('Enter')
        await press('1')
        await press('Space')
      }
      const rest = Math.max(0, deposit.remaining - one.amount - other.amount)
      await desk.page.getByText(t('clearing.leftOfSplit', { count: 2 })).waitFor()
      await desk.page
        .getByRole('table', { name: t('clearing.journal') })
        .getByText(formatYen(one.amount))
        .first()
        .waitFor()
      await press('Enter')
      await soon(async () => (await desk.ask('deposits.get', { id: deposit.receiptId })).remaining).toBe(rest)
      await tells(before - (rest === 0 ? 1 : 0))
    })

    it('U shows what undoing touches, and takes back the whole act; Shift+U redoes it', async () => {
      const { t } = desk
      const [kept, taken] = byHand.splitOver
      // What has just been cleared stands with its deposit before anything of it can be taken back.
      await desk.heading(t('clearing.allocated')).waitFor()
      await press('u')
      const question = desk.page.getByText(
        anyOf(t('clearing.undoTouches', { order: taken ?? '', amount: '{{a}}', before: '{{b}}', after: '{{c}}' })),
      )
      await question.waitFor()
      await press('u')
      await question.waitFor({ state: 'hidden' })
      const paid = async (number: string | undefined) =>
        (await desk.ask('orders.list', { filter: { search: number ?? '' } })).rows[0]?.status
      await soon(() => paid(taken)).toBe('unpaid')
      await soon(() => paid(kept)).toBe('unpaid')
      await press('Shift+u')
      const again = desk.page.getByText(t('clearing.redoConfirm'))
      await again.waitFor()
      await press('Enter')
      await again.waitFor({ state: 'hidden' })
      await soon(() => paid(kept)).toBe('paid')
      await soon(() => paid(taken)).toBe('paid')
      await press('u')
      await question.waitFor()
      await press('u')
      await question.waitFor({ state: 'hidden' })
      await soon(() => paid(taken)).toBe('unpaid')
    })

    it('one is put on hold with its reason', async () => {
      const { t } = desk
      await press('h')
      await desk.page.keyboard.type('銀行に照会中')
      await press('Enter')
      await chosen().getByText(t('nouns.depositState.held')).waitFor()
      await desk.page.getByText('銀行に照会中').first().waitFor()
    })
  })

  it('the order tells every event with its proof', async () => {
    const { t } = desk
    await desk.goTo(t('frame.orders'))
    await desk.page.getByRole('textbox', { name: t('parts.search') }).fill(byHand.splitOver[1] ?? '')
    await desk.link(byHand.splitOver[1] ?? '').click()
    await desk.heading(t('orders.one', { number: byHand.splitOver[1] ?? '' })).waitFor()
    const events = (await desk.section(t('orders.timeline')).getByRole('listitem').allInnerTexts()).map(
      (event) => event.split('\n')[0] ?? '',
    )
    const [registered, , undone, , undoneAgain] = events
    expect(events).toHaveLength(5)
    expect(registered).toContain(t('orders.event.registered'))
    for (const event of [undone, undoneAgain]) expect(event).toContain(t('orders.event.allocation_undone_in_full'))
    expect(await desk.section(t('orders.journal')).innerText()).toContain(t('orders.reversal'))
  })

  it('deposits are found by kana in any width, by amount and by state', async () => {
    const { t } = desk
    const [first] = (await desk.ask('deposits.list', { filter: { state: 'cleared' } })).rows
    if (!first) throw new Error('a deposit must be cleared')
    await desk.goTo(t('frame.deposits'))
    const search = desk.page.getByRole('textbox', { name: t('parts.search') })
    const counted = async (filter: { search?: string; state?: 'cleared' | 'held' }) => {
      const { rows, total } = await desk.ask('deposits.totals', { filter })
      return t('deposits.counted', { count: rows, total: formatYen(total) })
    }
    await search.fill(first.remitterName.normalize('NFKC'))
    await desk.text(await counted({ search: first.remitterName })).waitFor()
    await desk.rows(t('deposits.title')).filter({ hasText: first.remitterName }).first().waitFor()
    await search.fill(formatYen(first.amount))
    await desk.text(await counted({ search: String(first.amount) })).waitFor()
    await search.fill('')
    await desk.list(t('deposits.state')).click()
    await desk.page.getByRole('option', { name: t('nouns.depositState.held') }).click()
    await desk.text(await counted({ state: 'held' })).waitFor()
    expect(await desk.rows(t('deposits.title')).count()).toBe(1)
  })

  it("a merchant's orders go out to Excel with the totals of the screen", async () => {
    const { t } = desk
    await desk.goTo(t('frame.orders'))
    await desk.choose(t('merchants.merchant'), 'みなと', /みなと珈琲/)
    const merchantId = (await desk.ask('merchants.list', { search: 'みなと' })).rows[0]?.id
    const screen = await desk.ask('orders.totals', { filter: { merchantId } })
    const told = t('orders.counted', { count: screen.rows, total: formatYen(screen.total) })
    await desk.text(told).waitFor()
    await desk.button(t('exports.action')).click()
    const dialog = desk.page.getByRole('dialog', { name: t('exports.title.orders') })
    await dialog.getByRole('textbox', { name: t('exports.from.orders') }).fill('2020/01/01')
    await desk.page.keyboard.press('Enter')
    await dialog.getByText(t('exports.preview', { count: screen.rows, total: formatYen(screen.total) })).waitFor()
    await dialog.getByRole('button', { name: t('exports.start') }).click()
    const saving = desk.page.waitForEvent('download')
    await dialog.getByRole('button', { name: t('exports.save') }).click()
    const path = join(served.folder, 'orders.xlsx')
    await (await saving).saveAs(path)
    await dialog.getByText(t('exports.saved')).waitFor()
    await dialog
      .getByRole('button', { name: t('parts.close') })
      .last()
      .click()

    const workbook = new ExcelJS.Workbook()
    await workbook.xlsx.readFile(path)
    const [sheet] = workbook.worksheets
    if (!sheet) throw new Error('the workbook has no sheet')
    const header = Array.from({ length: sheet.columnCount }, (_, index) => String(sheet.getRow(1).getCell(index + 1).value))
    const amounts = 1 + header.findIndex((name) => name.startsWith(t('orders.amount')))
    const columnOf = (row: number) => sheet.getRow(row).getCell(amounts).value
    const rows = Array.from({ length: sheet.rowCount - 2 }, (_, index) => Number(columnOf(index + 2)))
    expect(rows).toHaveLength(screen.rows)
    expect(rows.reduce((sum, amount) => sum + amount, 0)).toBe(screen.total)
    expect(columnOf(sheet.rowCount)).toBe(screen.total)
  })

  it('the audit trail names the export, to a supervisor', async () => {
    const { t } = desk
    await desk.changeTo(cast.supervisor)
    await desk.goTo(t('frame.audit'))
    const exported = desk.rows(t('audit.title')).filter({ hasText: 'exported' }).first()
    await exported.waitFor()
    expect(await exported.innerText()).toContain(cast.clerk.name)
  })

  it('the ledger verifies clean, to an administrator', async () => {
    const { t } = desk
    await desk.changeTo(cast.administrator)
    await desk.goTo(t('frame.settings'))
    await desk.button(t('settings.verify')).click()
    await desk.text(t('settings.verifyOk')).waitFor()
    expect(desk.complaints).toEqual([])
    expect(served.faults()).toEqual([])
  })
})
