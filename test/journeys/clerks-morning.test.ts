import type { Browser, Locator } from 'playwright'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Proposal } from '../../src/preload/contract/clearing'
import { type OrderId, ReceiptId } from '../../src/preload/contract/ids'
import type { Kind } from '../bench/clearing-story'
import { type Desk, enterDesk, keepLastScreen, launchBrowser, type Person, soon } from '../support/browser'
import { layOutMorning, type Morning, people, type Truth } from '../support/clerks-morning'

/*
 * A clerk's morning, by keyboard alone: more than two hundred deposits of every kind that nothing could clear by itself are brought to an
 * empty queue, and every key is counted; then something is taken back and done again, a colleague takes over the rest, and a whole file
 * goes out of the books. Each step goes on where the one before it ended.
 */
const LEAST = 200
let morning: Morning
let browser: Browser
let sato: Desk
let suzuki: Desk
/** What sato has brought to an end. */
const cleared: ReceiptId[] = []

async function sit(person: Person): Promise<Desk> {
  const desk = await enterDesk(browser, morning.loopback.entrance(), { language: 'ja' })
  await desk.signIn(person)
  await desk.heading(desk.t('home.title')).waitFor()
  return desk
}

beforeAll(async () => {
  morning = await layOutMorning(1_450, 20_261)
  browser = await launchBrowser()
  sato = await sit(people.sato)
})
keepLastScreen(() => sato)
afterAll(async () => {
  await browser?.close()
  morning?.remove()
})

const queued = (desk: Desk) => desk.page.getByRole('listbox', { name: desk.t('clearing.queue') }).getByRole('option')
const candidates = (desk: Desk) => desk.page.getByRole('list', { name: desk.t('clearing.candidates') }).locator('> li')
const waiting = async (desk: Desk) => (await desk.ask('deposits.totals', { filter: { open: true, refundCandidate: false } })).rows
const emptied = (desk: Desk) => desk.text(desk.t('clearing.empty')).waitFor()

async function press(desk: Desk, ...keys: readonly string[]): Promise<number> {
  for (const key of keys) await desk.page.keyboard.press(key)
  return keys.length
}

/** Which deposit is on the desk; null while the queue is empty. */
async function onDesk(desk: Desk): Promise<ReceiptId | null> {
  const [id] = await queued(desk).evaluateAll((options) =>
    options.flatMap((option) => (option.getAttribute('aria-selected') === 'true' ? [option.id] : [])),
  )
  return id === undefined ? null : ReceiptId.parse(Number(id.replace('deposit-', '')))
}

/** Brings the deposit on the desk to its end, as somebody who knows whose it is; the keys that took. */
async function clear(desk: Desk, receiptId: ReceiptId): Promise<number> {
  const { kind, orders } = truthOf(receiptId)
  if (orders.length === 0) return press(desk, 'f')
  const { proposals } = await desk.ask('clearing.candidates', { receiptId })
  await soon(() => candidates(desk).count()).toBe(proposals.length)
  const place = proposals.findIndex((proposal) => isAlike(proposal.orders, orders))
  const right = proposals[place]
  if (!right) throw new Error(`what deposit ${receiptId} (${kind}) pays is not offered`)
  return press(desk, String(place + 1), endingOf(kind, right))
}

const isAlike = (offered: readonly { orderId: OrderId }[], orders: readonly OrderId[]): boolean =>
  offered.length === orders.length && offered.every(({ orderId }) => orders.includes(orderId))

/** The key that ends it once its orders are chosen: it comes out even, or what does not is settled, left open, or given back. */
function endingOf(kind: Kind, { difference }: Proposal): string {
  if (difference === 0) return 'Enter'
  if (/fee|rounded/.test(kind)) return 'd'
  return difference < 0 ? 'r' : 'f'
}

function truthOf(receiptId: ReceiptId): Truth {
  const truth = morning.truths.get(receiptId)
  if (!truth) throw new Error(`nobody knows of deposit ${receiptId}`)
  return truth
}

/** Tab goes on until it has come to what is meant. */
async function tabTo(desk: Desk, meant: Locator): Promise<void> {
  for (let steps = 0; steps < 80; steps += 1) {
    if (await meant.evaluate((element) => element === document.activeElement)) return
    await press(desk, 'Tab')
  }
  throw new Error('the keyboard does not come there')
}

/** In a list that has the keyboard, down to a colleague. */
async function choose(desk: Desk, person: Person): Promise<void> {
  const list = desk.page.getByLabel(desk.t('desk.colleague'))
  const chosen = () => list.evaluate((element) => (element instanceof HTMLSelectElement ? (element.selectedOptions[0]?.label ?? '') : ''))
  await list.getByRole('option', { name: person.name }).waitFor({ state: 'attached' })
  await tabTo(desk, list)
  for (let steps = 0; steps < 5 && !(await chosen()).includes(person.name); steps += 1) await press(desk, 'ArrowDown')
  expect(await chosen()).toContain(person.name)
}

/** U takes the last own act back. */
async function undo(desk: Desk): Promise<void> {
  const question = desk.text(desk.t('clearing.undoConfirm'))
  const before = await queued(desk).count()
  await press(desk, 'u')
  await question.waitFor()
  await press(desk, 'u')
  await question.waitFor({ state: 'hidden' })
  await soon(() => queued(desk).count()).toBe(before + 1)
}

it(`${LEAST} deposits and more of every kind come to an empty queue, by two keys each or fewer`, async ({ annotate }) => {
  const keys: number[] = []
  const before = await waiting(sato)
  await press(sato, 'g', 'c')
  await queued(sato).first().waitFor()
  for (let at = await onDesk(sato); at !== null; at = await onDesk(sato)) {
    keys.push(await clear(sato, at))
    cleared.push(at)
    await soon(() => onDesk(sato)).not.toBe(at)
  }
  await emptied(sato)
  const upTo = (share: number) => keys.toSorted((a, b) => a - b)[Math.ceil(keys.length * share) - 1]
  await annotate(`${keys.length} deposits; keys each: median ${upTo(0.5)}, 95 % at most ${upTo(0.95)}`)
  expect(cleared.length).toBe(before)
  expect(new Set(cleared).size).toBeGreaterThanOrEqual(LEAST)
  expect(new Set(cleared.map((receiptId) => truthOf(receiptId).kind)).size).toBeGreaterThanOrEqual(15)
  expect(upTo(0.5)).toBeLessThanOrEqual(2)
}, 400_000)

it('each has gone where it belongs, and what belongs to nobody waits to be given back', async () => {
  for (const id of cleared) {
    const { allocations, refundCandidate } = await sato.ask('deposits.get', { id })
    const { kind, orders } = truthOf(id)
    expect({ id, kind, isRight: isAlike(allocations, orders) }).toEqual({ id, kind, isRight: true })
    if (orders.length === 0) expect(refundCandidate).toBe(true)
  }
})

it('U takes the last one back, and Shift+U does it again', async () => {
  const { t } = sato
  await undo(sato)
  const again = await onDesk(sato)
  expect(cleared).toContain(again)
  await press(sato, 'Shift+u')
  await sato.text(t('clearing.redoConfirm')).waitFor()
  await press(sato, 'Enter')
  await emptied(sato)
  expect(await waiting(sato)).toBe(0)
})

it('what is left at the end of a shift is handed over, and a colleague at another desk finds it with the last thought and ends it', async () => {
  const { t } = sato
  for (let times = 0; times < 3; times += 1) await undo(sato)
  for (let at = 0; at < 3; at += 1) {
    await press(sato, 'a')
    await choose(sato, people.sato)
    await press(sato, 'Tab')
    await sato.page.keyboard.type(`銀行に照会中 ${at + 1}`)
    await press(sato, 'Enter')
    await sato.page.getByLabel(t('desk.colleague')).waitFor({ state: 'detached' })
    await press(sato, 'ArrowDown')
  }
  await press(sato, 'o')
  const mine = sato.page.getByRole('dialog').getByRole('list', { name: t('desk.mine') })
  await soon(() => mine.getByText('銀行に照会中').count()).toBe(3)
  await choose(sato, people.suzuki)
  await tabTo(sato, sato.button(t('desk.handOverAct', { count: 3 })))
  await press(sato, 'Enter')
  await sato.page.getByRole('dialog').waitFor({ state: 'detached' })
  await press(sato, 'g', 'h')
  await sato.heading(t('home.title')).waitFor()

  suzuki = await sit(people.suzuki)
  await press(suzuki, 'g', 'c')
  await queued(suzuki).first().waitFor()
  await press(suzuki, 'm')
  await soon(() => queued(suzuki).count()).toBe(3)
  for (let at = await onDesk(suzuki); at !== null; at = await onDesk(suzuki)) {
    await suzuki.page
      .getByRole('list', { name: t('desk.comments') })
      .getByText('銀行に照会中')
      .waitFor()
    await clear(suzuki, at)
    await soon(() => onDesk(suzuki)).not.toBe(at)
  }
  await emptied(suzuki)
  expect(await waiting(suzuki)).toBe(0)
})

it('the last file goes out of the books: a clerk asks, a supervisor agrees, and nothing of it is left', async () => {
  const { t } = sato
  const {
    rows: [file],
  } = await sato.ask('intake.files', {})
  if (!file) throw new Error('files were brought in')
  const ofFile = { from: file.from, to: file.to }
  const { rows: deposits } = await sato.ask('deposits.list', { filter: ofFile, size: 500 })
  const paid = deposits.flatMap(({ id }) => (truthOf(id).kind === 'name_misspelt' ? truthOf(id).orders : []))
  const statusOf = async (id: OrderId) => (await sato.ask('orders.get', { id })).status
  expect(await Promise.all(paid.map(statusOf))).toEqual(paid.map(() => 'paid'))

  await press(sato, 'g', 'i')
  await sato.heading(t('intake.title')).waitFor()
  await tabTo(sato, sato.page.getByRole('tab', { name: t('intake.tab.statement') }))
  await press(sato, 'ArrowRight', 'ArrowRight')
  await tabTo(sato, sato.page.getByRole('grid', { name: t('intake.tab.files') }))
  await sato.rows(t('intake.tab.files')).first().waitFor()
  await press(sato, 'ArrowDown', 'Enter')
  const panel = sato.page.getByRole('complementary', { name: t('intake.rollBack.title') })
  await panel.getByText(file.fileName).waitFor()
  await panel.getByRole('button', { name: t('intake.rollBack.open') }).waitFor()
  await press(sato, 'r')
  await soon(() => panel.getByLabel(t('intake.rollBack.why')).evaluate((field) => field === document.activeElement)).toBe(true)
  await sato.page.keyboard.type('銀行が別の口座の明細を送った')
  await press(sato, 'Enter')
  await panel.getByText(t('intake.rollBack.asked')).waitFor()

  const ito = await sit(people.ito)
  await press(ito, 'g', 'a')
  await ito.text(file.fileName).first().waitFor()
  await press(ito, 'a')
  await soon(async () => (await sato.ask('intake.files', {})).rows[0]?.state).toBe('rolled_back')
  expect((await sato.ask('deposits.totals', { filter: ofFile })).rows).toBe(0)
  expect(await Promise.all(paid.map(statusOf))).toEqual(paid.map(() => 'unpaid'))
  await panel.getByText('銀行が別の口座の明細を送った').waitFor()
  await press(sato, 'g', 'c')
  await emptied(sato)
  expect([...sato.complaints, ...suzuki.complaints, ...ito.complaints]).toEqual([])
})

it('the ledger keeps every promise, and nothing broke on the way', async () => {
  expect(morning.log.lines.filter(({ level }) => level === 'error')).toEqual([])
  expect(await morning.close()).toEqual([])
})
