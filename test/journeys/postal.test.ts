import { readFileSync } from 'node:fs'
import type { Browser } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noticeFiles } from '../../src/main/gateways/column-profile/column-profile'
import { wordsIn } from '../../src/main/gateways/storefront/words'
import { isPostalLine } from '../../src/main/settlement/postal'
import type { CollectionOutcome } from '../../src/preload/contract/collection'
import { keepLastScreen, launchBrowser, soon } from '../support/browser'
import { people } from '../support/money-out-world'
import { bringInNotices, clearTransfer, giveNotices, mapNoticeColumns } from '../support/notice-desk'
import { NOTICE_PROFILE, noticeOf, SETTLED } from '../support/notices'
import { textsOf } from '../support/pdf-text'
import { StoreWorld } from '../support/store-world'

/*
 * Postal transfer from the payer's choice to money in the plan of payouts: the payer reads what to write on a form and takes it along, the
 * postal office tells of payments in a file whose columns a clerk explains once. One payer has gone over to a transfer and pays by the form all
 * the same; of one form a digit was read wrongly, which its check digits tell.
 */
const words = wordsIn('ja')
const { postal } = words.collected
const { clerk, maker, administrator } = people
const PAID_ON = '2026-11-20'
const TRANSFER_ON = '2026-11-30'
const ACCOUNT = '00150-9-900584'
const OFFICE = 'ゆうちょ銀行'

const FORM = { number: 'P-1', amount: 8_000 }
const SWITCHED = { number: 'P-2', amount: 12_000 }
const MISREAD = { number: 'P-3', amount: 5_000 }
const ALL = [FORM, SWITCHED, MISREAD]
const GROSS = FORM.amount + SWITCHED.amount + MISREAD.amount
/** By its contract: 100 yen each up to 10,000, 200 above, ten per cent on it. */
const KEPT = { fees: 400, tax: 40 }
/** By the merchant's terms: 2.5 per cent of each order, ten per cent on it. */
const CHARGED = { fees: 625, tax: 62 }

interface Form {
  readonly page: string
  readonly upper: string
  readonly lower: string
  readonly reference: string
}

let browser: Browser
let world: StoreWorld
const forms = new Map<string, Form>()
const formOf = ({ number }: { number: string }) => forms.get(number) ?? expect.fail(`no form of ${number}`)
keepLastScreen(() => world?.bank.desk)
beforeAll(async () => {
  browser = await launchBrowser()
  world = await StoreWorld.open(browser, PAID_ON)
  const settings = { ...SETTLED.postal, agentName: OFFICE, profile: null }
  await world.ask('gateways.save', { version: 0, enabled: true, settings })
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

describe('a payer chooses postal transfer', () => {
  it('and reads account, amount, reference and both lines with their check digits', async () => {
    for (const { number, amount } of ALL) {
      const page = await world.post(number, amount)
      await world.choose(page, 'postal')
      expect([await world.slipFact(postal.place), await world.slipFact(postal.name)]).toEqual([ACCOUNT, 'ダイコウギンコウ'])
      expect((await world.slipFact(words.collected.amount)).replace(/\D/g, '')).toBe(String(amount))
      const [upper = '', lower = ''] = (await world.slipFact(postal.lines)).split(' ')
      const reference = (await world.slipFact(postal.reference)).trim()
      expect([upper.length, lower.length, isPostalLine(upper), isPostalLine(lower)]).toEqual([39, 44, true, true])
      expect(upper.slice(2, 24)).toBe(`00150900584${String(amount).padStart(11, '0')}`)
      expect(lower.slice(2)).toBe(reference.padStart(42, '0'))
      forms.set(number, { page, upper, lower, reference })
      expect(await world.tracks(number)).toBe('unpaid none postal')
    }
    expect(new Set([...forms.values()].map(({ reference }) => reference)).size).toBe(3)
  })

  it('takes along as a PDF what to write on the form, from the page and in the mail', async () => {
    const { visitor } = world
    const { page, upper, lower, reference } = formOf(FORM)
    await visitor.goto(page)
    const [file] = await Promise.all([
      visitor.waitForEvent('download'),
      visitor.getByRole('link', { name: postal.pdf, exact: true }).click(),
    ])
    expect(file.suggestedFilename()).toBe(`postal-${FORM.number}.pdf`)
    const fromPage = textsOf(readFileSync(await file.path())).join('')
    for (const said of [ACCOUNT, '8,000円', '山田 太郎', `整理番号 ${reference}`, upper, lower, 'この用紙は払込取扱票ではありません']) {
      expect(fromPage).toContain(said)
    }
    const { text, attachments } = await world.mailTo(FORM.number, postal.title)
    for (const said of [ACCOUNT, reference]) expect(text).toContain(said)
    expect(attachments.map(({ fileName, bytes }) => [fileName, textsOf(bytes).join('')])).toEqual([[`postal-${FORM.number}.pdf`, fromPage]])
  })

  it('at the desk a clerk has the same to hand on', async () => {
    await world.bank.sit(clerk)
    const { desk } = world.bank
    await desk.visit(`/orders/${(await world.bank.order(FORM.number)).id}`)
    const [file] = await Promise.all([desk.page.waitForEvent('download'), desk.button(desk.t('slips.postalPdf')).click()])
    expect(textsOf(readFileSync(await file.path())).join('')).toContain(`整理番号 ${formOf(FORM).reference}`)
  })

  it('one goes over to a transfer: the form is handed out no more', async () => {
    const { page } = formOf(SWITCHED)
    await world.choose(page, 'bank_transfer', { again: true })
    expect((await fetch(`${page.split('?')[0]}/slip.pdf`)).status).toBe(409)
    expect(await world.tracks(SWITCHED.number)).toBe('unpaid none bank_transfer')
  })
})

/** The one line that waits with that outcome is open at the desk, and tells its story. */
async function toldAtDesk(outcome: 'slip_withdrawn' | 'unknown_slip'): Promise<void> {
  await world.openException(outcome)
  await world.bank.desk.text(world.bank.desk.t(`collections.story.${outcome}`)).waitFor()
}
const outcomes = async () =>
  (await world.ask('collections.exceptions', {})).rows.map(({ outcome, amount }): [CollectionOutcome, number] => [outcome, amount])

describe('the postal office tells of three payments in a file', () => {
  it('a clerk says what its columns mean: the form that was read rightly pays its order, the others wait', async () => {
    const told = [
      { reference: formOf(FORM).lower, amount: FORM.amount },
      { reference: formOf(SWITCHED).lower, amount: SWITCHED.amount },
      { reference: misread(formOf(MISREAD).lower), amount: MISREAD.amount },
    ]
    const notices = told.map((of, at) =>
      noticeOf({ of, kind: 'confirmed', transactionId: `yucho-${at + 1}`, paidOn: PAID_ON, transferOn: TRANSFER_ON }),
    )
    const { desk } = world.bank
    await giveNotices(desk, 'postal', 'furikae.csv', noticeFiles.writeNotices(NOTICE_PROFILE, notices))
    await mapNoticeColumns(desk, ['confirmed'])
    await bringInNotices(desk, 'furikae.csv', { stored: 3, paid: 1, exceptions: 2 })
    expect(await Promise.all(ALL.map(({ number }) => world.tracks(number)))).toEqual([
      'paid none postal',
      'unpaid none bank_transfer',
      'unpaid none postal',
    ])
    expect(await outcomes()).toEqual([
      ['slip_withdrawn', SWITCHED.amount],
      ['unknown_slip', MISREAD.amount],
    ])
    expect(world.balances()).toMatchObject({
      ...{ 'receivable:japan_post': GROSS, merchant_payable: -FORM.amount },
      unapplied_collections: -(SWITCHED.amount + MISREAD.amount),
    })
    await world.mailTo(FORM.number, 'ご入金を確認しました')
  })

  /** One digit of the reference, read as another: both check digits were made for the right one. */
  function misread(lower: string): string {
    const at = lower.length - 2
    const wrong = `${lower.slice(0, at)}${(Number(lower[at]) + 1) % 10}${lower.slice(at + 1)}`
    expect(isPostalLine(wrong)).toBe(false)
    return wrong
  }

  it('what was paid by the withdrawn form tells its story, and is given to its order', async () => {
    const { desk } = world.bank
    await toldAtDesk('slip_withdrawn')
    await desk.page.getByRole('radio', { name: desk.t('collections.way.own'), exact: true }).check()
    await desk.button(desk.t('collections.apply')).click()
    await soon(() => world.tracks(SWITCHED.number)).toBe('paid none postal')
  })

  it('what was read wrongly belongs to nobody, until a clerk finds the order it is for', async () => {
    const { desk } = world.bank
    await toldAtDesk('unknown_slip')
    await desk.page.getByRole('radio', { name: desk.t('collections.way.other'), exact: true }).check()
    await desk.field(desk.t('parts.search')).fill(MISREAD.number)
    await desk.page.getByRole('button').filter({ hasText: MISREAD.number }).first().click()
    await desk.text(desk.t('collections.chosen')).waitFor()
    await desk.button(desk.t('collections.apply')).click()
    await desk.text(desk.t('collections.empty')).waitFor()
    expect(await world.tracks(MISREAD.number)).toBe('paid none postal')
    expect(world.balances()).toMatchObject({ 'receivable:japan_post': GROSS, merchant_payable: -GROSS })
  })
})

describe('the postal office transfers what it took, less what it keeps', () => {
  it('a clerk clears it: all three may be paid out', async () => {
    await world.morning(TRANSFER_ON)
    await world.bank.bringIn([{ amount: GROSS - KEPT.fees - KEPT.tax, remitterName: 'ﾕｳﾁﾖ' }])
    await clearTransfer(world.bank.desk, OFFICE, TRANSFER_ON, 3)
    for (const { number } of ALL) expect(await world.tracks(number)).toBe('paid releasable postal')
    const balances = world.balances()
    expect(balances).toMatchObject({ merchant_payable: -GROSS, fees_paid: KEPT.fees, input_tax: KEPT.tax })
    expect(Object.keys(balances).filter((code) => code.startsWith('receivable:') || code === 'unapplied_collections')).toEqual([])
  })

  it('and they stand in the plan of the month, by their method', async () => {
    await world.morning('2026-12-04', maker)
    const run = await world.bank.planPayouts('2026-11-30')
    const { figures } = (await world.bank.desk.ask('payouts.get', { id: run })).facts
    expect(figures).toMatchObject({ payouts: 1, orders: 3, gross: GROSS, net: GROSS - CHARGED.fees - CHARGED.tax })
    const [payout] = (await world.bank.desk.ask('payouts.merchants', { runId: run })).rows
    if (!payout) throw new Error('nobody is paid')
    const { byMethod } = (await world.bank.desk.ask('payouts.payout', { id: payout.id })).figures
    expect(byMethod).toEqual([{ method: 'postal', orders: 3, amount: GROSS, fees: CHARGED.fees }])
    const { rows } = await world.bank.desk.ask('payouts.lines', { payoutId: payout.id })
    expect(rows.map((row) => 'orderNumber' in row && row.orderNumber)).toEqual(ALL.map(({ number }) => number))
  })
})

it('every promise of the ledger holds, and nothing failed', async () => {
  await world.bank.sit(administrator)
  await world.bank.verify()
  expect(world.bank.faults()).toEqual([])
})
