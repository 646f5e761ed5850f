import { z } from 'zod'
import { sheetWords } from '../../src/main/export/exception-sheet'
import { legaliseHolder } from '../../src/main/settlement/holder-name'
import { BusinessDate } from '../../src/preload/contract/date'
import type { SavedViewId } from '../../src/preload/contract/ids'
import type { OrderRow } from '../../src/preload/contract/orders'
import type { ViewAddress } from '../../src/preload/contract/saved-views'
import type { BankAccount } from '../../src/preload/contract/statement'
import type { Desk } from './browser'
import { broughtIn } from './desk-jobs'
import { cellAt, openedSheet } from './exception-sheet'
import { at, type Screen } from './screen'
import { zengin03 } from './statements'

/* The screens of clearing beyond its one still desk: groups of one cause, several deposits together, seats, files on their way out, saved views, Excel. */

/** An account of its own, so that its statement can be taken out of the books again. */
const ACCOUNT: BankAccount = { bankCode: '0009', branchCode: '001', accountType: '1', accountNumber: '7700456' }
const FILE = 'daiko-fees-and-instalments.txt'
/** What the senders' banks have kept of each transfer. */
const FEE = 440
const Offered = z.object({ outcome: z.literal('done'), value: z.string() })

/** Open orders of payers who have no other. */
async function lonelyOrders(desk: Desk, atLeast: number): Promise<OrderRow[]> {
  const { rows } = await desk.ask('orders.list', { filter: { status: 'unpaid' }, sort: 'amount', descending: true, size: 200 })
  const lonely = rows.filter(
    ({ payerKana, method }) => method === 'bank_transfer' && rows.filter((other) => other.payerKana === payerKana).length === 1,
  )
  if (lonely.length < atLeast) throw new Error('the demonstration has too few open orders')
  return lonely.slice(0, atLeast)
}

/** Three payers whose transfers came less the fee, one who pays twice, and a clerk whose they are; two saved views. The clerk is at the desk. */
export async function setClearing(desk: Desk): Promise<void> {
  const today = BusinessDate.parse((await desk.ask('session.state', {})).today)
  const { accounts } = await desk.ask('accounts.list', {})
  if (!accounts.some(({ accountNumber }) => accountNumber === ACCOUNT.accountNumber))
    throw new Error('an administrator takes the account in first')
  const [twice, ...short] = await lonelyOrders(desk, 4)
  if (!twice) throw new Error('no order')
  const from = ({ payerKana }: OrderRow, amount: number) => ({ amount, remitterName: legaliseHolder(payerKana).name })
  const half = Math.floor(twice.amount / 2)
  const lines = [...short.map((order) => from(order, order.amount - FEE)), from(twice, half), from(twice, half - 1_000)]
  await offered(desk, zengin03({ account: ACCOUNT, from: today, to: today, opening: 0, lines }))
  await giveToOneself(desk, from(twice, half).remitterName)
  const views: readonly { name: string; shared: boolean; address: ViewAddress }[] = [
    { name: '確認待ち', shared: true, address: { state: 'waiting', sort: 'amount' } },
    { name: '月末までに支店へ照会する振込名義が長い入金の一覧', shared: false, address: { q: 'ｶ)' } },
  ]
  for (const view of views) await desk.ask('views.save', { list: 'deposits', columns: { shown: {}, widths: {}, order: [] }, ...view })
}

/** An administrator has taken the account in. */
export async function takeInAccount(desk: Desk): Promise<void> {
  const openedOn = BusinessDate.parse((await desk.ask('session.state', {})).today)
  await desk.ask('accounts.takeIn', { ...ACCOUNT, accountName: 'ﾀﾞｲｺｳｷﾞﾝｺｳ ｱｽﾞｶﾘｸﾞﾁ', openedOn, openingBalance: 0, dates: 'era' })
}

async function offered(desk: Desk, bytes: Uint8Array): Promise<void> {
  const { origin } = new URL(desk.page.url())
  const headers = { origin, 'content-type': 'application/octet-stream', 'x-daiko-name': FILE }
  const answer = await desk.page.request.post(`${origin}/offer`, { headers, data: Buffer.from(bytes) })
  await broughtIn(desk, Offered.parse(await answer.json()).value)
}

/** The deposits of that name are the clerk's own, one with a thought about it. */
async function giveToOneself(desk: Desk, remitterName: string): Promise<void> {
  const { user } = await desk.ask('session.state', {})
  const { rows } = await desk.ask('deposits.list', { filter: { open: true } })
  const own = rows.filter((row) => row.remitterName === remitterName)
  const [first] = own
  if (!user || !first) throw new Error('nothing came in')
  await desk.ask('desk.assign', { receiptIds: own.map(({ id }) => id), to: user.id, thought: '' })
  const text = '二回に分けて振り込むと電話があった。残りの 1,000 円は月末までに送るとのこと。届かなければ加盟店に相談する。'
  await desk.ask('deposits.comment', { id: first.id, text })
}

export const groups: Screen = {
  name: 'clearing-groups',
  open: async (desk) => {
    await desk.visit('/clearing?mode=groups')
    await desk.button(desk.t('clearing.groups.find')).click()
    await desk.text(desk.t('clearing.groups.reasons')).waitFor()
  },
}

/** The desk on the later deposit of the one who paid twice; only what is the clerk's own is in the queue. */
async function onOwn(desk: Desk): Promise<void> {
  await desk.visit('/clearing?mine=true')
  await desk.page
    .getByRole('list', { name: desk.t('clearing.candidates') })
    .locator('> li')
    .first()
    .waitFor()
}
export const together: Screen = {
  name: 'clearing-together',
  open: async (desk) => {
    await onOwn(desk)
    await desk.page.keyboard.press('k')
    await desk.page.keyboard.press('k')
    await desk.page.getByRole('table', { name: desk.t('clearing.allotment') }).waitFor()
  },
}
export const endings: Screen = {
  name: 'clearing-endings',
  open: async (desk) => {
    await onOwn(desk)
    await desk.page.keyboard.press('1')
    await desk.text(desk.t('clearing.leave')).first().waitFor()
  },
}
export const undoing: Screen = {
  name: 'clearing-undo',
  open: async (desk) => {
    await onOwn(desk)
    await desk.page.keyboard.press('u')
    await desk.text(desk.t('clearing.undoConfirm')).waitFor()
    await desk.page.getByRole('table', { name: desk.t('clearing.journal') }).waitFor()
  },
}
export const assigning: Screen = {
  name: 'clearing-assign',
  open: async (desk) => {
    await onOwn(desk)
    await desk.page.keyboard.press('a')
    await desk.page.getByLabel(desk.t('desk.colleague')).waitFor()
  },
}
export const handingOver: Screen = {
  name: 'clearing-hand-over',
  open: async (desk) => {
    await onOwn(desk)
    await desk.page.keyboard.press('o')
    await desk.page.getByRole('dialog').getByRole('checkbox').first().waitFor()
  },
}
export const searchingQueue: Screen = {
  name: 'clearing-search',
  open: at('/clearing?q=ｺﾞﾊﾞﾝﾉﾏﾁ 11/20 12,345', (desk) => desk.text(desk.t('clearing.noneInQueue')).waitFor()),
}

async function openFile(desk: Desk, name: string): Promise<void> {
  await desk.visit('/intake?tab=files')
  await desk.rows(desk.t('intake.tab.files')).filter({ hasText: name }).first().dblclick()
  await desk.page
    .getByRole('complementary', { name: desk.t('intake.rollBack.title') })
    .getByText(desk.t('intake.rollBack.credits'))
    .waitFor()
}
export const fileBarred: Screen = {
  name: 'intake-file-barred',
  open: async (desk) => {
    await openFile(desk, 'payout-account.txt')
    await desk.heading(desk.t('intake.rollBack.bars')).waitFor()
  },
}
export const rollingBack: Screen = {
  name: 'intake-roll-back',
  open: async (desk) => {
    await openFile(desk, FILE)
    await desk.page.keyboard.press('r')
    await desk.field(desk.t('intake.rollBack.why')).waitFor()
  },
}
/** Asked for the first time it is opened; afterwards it waits for a supervisor. */
export const rollBackAsked: Screen = {
  name: 'intake-roll-back-asked',
  open: async (desk) => {
    const file = (await desk.ask('intake.files', {})).rows.find(({ fileName }) => fileName === FILE)
    if (!file) throw new Error('the file is in')
    const { asked } = await desk.ask('intake.rollBackPreview', { fileId: file.id })
    if (!asked) await desk.ask('intake.rollBack', { fileId: file.id, why: '同じ日の明細を銀行が差し替えた。正しいものを取り込み直す。' })
    await openFile(desk, FILE)
    await desk.text(desk.t('intake.rollBack.asked')).waitFor()
  },
}

async function ownView(desk: Desk): Promise<SavedViewId> {
  const [view] = (await desk.ask('views.list', { list: 'deposits' })).views
  if (!view) throw new Error('a view was saved')
  return view.id
}
export const savedView: Screen = {
  name: 'deposits-view',
  open: async (desk) => {
    await desk.visit(`/deposits?view=${await ownView(desk)}&state=cleared`)
    await desk.text(desk.t('views.changed')).first().waitFor()
    await desk.rows(desk.t('deposits.title')).first().waitFor()
  },
}
export const viewMenu: Screen = {
  name: 'deposits-view-menu',
  open: async (desk) => {
    await savedView.open(desk)
    await desk.button(desk.t('views.menu')).click()
    await desk.page.getByRole('menuitem', { name: desk.t('views.rename') }).waitFor()
  },
}
export const namingView: Screen = {
  name: 'deposits-view-name',
  open: async (desk) => {
    await savedView.open(desk)
    await desk.page.keyboard.press('v')
    await desk.page.keyboard.press('s')
    await desk.page.getByRole('dialog').waitFor()
  },
}
export const depositSearched: Screen = {
  name: 'deposits-search',
  open: at('/deposits?q=ﾔﾏﾀﾞ 2026/11/20 12,345', (desk) => desk.text(desk.t('deposits.emptyTitle')).waitFor()),
}

/** Goes out, is filled in as somebody would with Excel, and comes back. */
async function sheetBack(desk: Desk, change: (sheet: Awaited<ReturnType<typeof openedSheet>>) => void): Promise<void> {
  const { t, page } = desk
  await desk.visit('/exceptions')
  const download = page.waitForEvent('download')
  await desk.button(t('exceptions.sheetOut')).click()
  const sheet = await openedSheet(await (await download).path())
  change(sheet)
  await desk.button(t('exceptions.sheetIn')).click()
  await desk.give('例外.xlsx', new Uint8Array(await sheet.workbook.xlsx.writeBuffer()))
}
export const sheetDifference: Screen = {
  name: 'exceptions-sheet',
  open: async (desk) => {
    const words = sheetWords[desk.language]
    await sheetBack(desk, (sheet) => {
      cellAt(sheet, 2, 'why').value = '名義人に手紙を出した。返事がなければ来月の初めに支店の窓口へ照会する'
      cellAt(sheet, 2, 'nextOn').value = '2030/01/31'
      cellAt(sheet, 3, 'attemptAsked').value = 'みずほ銀行 新宿支店 為替係'
      cellAt(sheet, 3, 'attemptWay').value = words.way.telephone
      cellAt(sheet, 3, 'attemptOutcome').value = '依頼人に確認のうえ折り返すとのこと'
    })
    await desk.page.getByRole('region', { name: desk.t('exceptions.sheetDifference') }).waitFor()
  },
}
export const sheetMistakes: Screen = {
  name: 'exceptions-sheet-mistakes',
  open: async (desk) => {
    await sheetBack(desk, (sheet) => {
      cellAt(sheet, 2, 'ending').value = 'なんでも'
      cellAt(sheet, 3, 'nextOn').value = '来週の月曜日'
    })
    await desk.page.getByRole('table', { name: desk.t('parts.problem') }).waitFor()
  },
}
