import { readFileSync } from 'node:fs'
import type { Browser } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { businessDate } from '../../src/preload/contract/date'
import { DebitBank } from '../support/agency/debit-bank'
import { keepLastScreen, launchBrowser } from '../support/browser'
import { COLLECTOR, MANDATE } from '../support/debits'
import { people } from '../support/money-out-world'
import { MERCHANT, StoreWorld } from '../support/store-world'

/*
 * Direct debit from the payer's mandate to money that may be paid out: three orders are asked for in one file, which a second person
 * releases. One account is debited; one holds too little and is debited the next month; one does not exist, and its payer transfers instead.
 */
const { clerk, supervisor, administrator } = people
const PAID = { number: 'D-1', amount: 10_000, customer: '1', account: '0000001' }
const SHORT = { number: 'D-2', amount: 20_000, customer: '2', account: '0000002' }
const GONE = { number: 'D-3', amount: 3_000, customer: '3', account: '0000009' }
const ALL = [PAID, SHORT, GONE]
/** What the collector keeps of each debit: 100 yen, ten per cent on it. */
const KEPT = 110

let browser: Browser
let world: StoreWorld
const bank = new DebitBank()
const pages = new Map<string, string>()
keepLastScreen(() => world?.bank.desk)
beforeAll(async () => {
  browser = await launchBrowser()
  world = await StoreWorld.open(browser, '2026-11-20')
  await world.ask('gateways.save', { version: 0, enabled: true, settings: COLLECTOR })
  bank.keep(PAID.account, 50_000)
  bank.keep(SHORT.account, 500)
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

/** A clerk makes the file of a day, a supervisor releases it, the clerk fetches it. */
async function asked(debitOn: string): Promise<Buffer> {
  const { desk, dialog } = world.bank
  const { t } = desk
  await world.bank.sit(clerk)
  await desk.visit('/debits')
  const row = desk.page
    .getByRole('row')
    .filter({ hasText: debitOn.replaceAll('-', '/') })
    .first()
  await row.getByRole('button', { name: t('debits.prepare') }).click()
  await dialog.getByText(t('debits.sha256'), { exact: true }).waitFor()
  await closed()
  await world.bank.sit(supervisor)
  await openRun('prepared')
  await dialog.getByRole('button', { name: t('debits.release') }).click()
  await dialog.getByText(t('debits.releaseText')).waitFor()
  await dialog.getByRole('button', { name: t('debits.release'), exact: true }).click()
  await dialog.getByText(t('debits.releaseText')).waitFor({ state: 'detached' })
  await closed()
  await world.bank.sit(clerk)
  await openRun('submitted')
  const fetched = desk.page.waitForEvent('download')
  await dialog.getByRole('button', { name: t('debits.download') }).click()
  const file = readFileSync(await (await fetched).path())
  await closed()
  return file
}

async function closed(): Promise<void> {
  await world.bank.desk.page.keyboard.press('Escape')
  await world.bank.dialog.waitFor({ state: 'detached' })
}

async function openRun(state: 'prepared' | 'submitted'): Promise<void> {
  const { desk, dialog } = world.bank
  await desk.visit('/debits?tab=runs')
  await desk.page
    .getByRole('row')
    .filter({ hasText: desk.t(`debits.runState.${state}`) })
    .first()
    .dblclick()
  await dialog.getByText(desk.t('debits.sha256'), { exact: true }).waitFor()
}

/** The result comes back and is brought in as it was shown. */
async function answered(result: Uint8Array): Promise<void> {
  const { desk, dialog } = world.bank
  await desk.visit('/debits?tab=runs')
  await desk.button(desk.t('debits.bringResult')).click()
  await desk.give('KEKKA.txt', result)
  await dialog.getByRole('button', { name: desk.t('debits.bringIn') }).click()
  await dialog.getByText(desk.t('debits.broughtIn')).waitFor()
  await closed()
}

describe('three payers let their accounts be debited', () => {
  it('a clerk writes their mandates down', async () => {
    const { desk, dialog } = world.bank
    const { t } = desk
    await world.bank.sit(clerk)
    await desk.visit('/debits?tab=mandates')
    await desk.text(t('debits.mandatesNone')).waitFor()
    await desk.button(t('debits.add')).first().click()
    await desk.choose(t('debits.merchant'), MERCHANT.name, new RegExp(MERCHANT.name))
    await dialog.getByLabel(t('debits.customerNumber')).fill(PAID.customer)
    await desk.choose(t('merchants.accountField.bank'), MANDATE.bankCode, new RegExp(`^${MANDATE.bankCode} `))
    await desk.choose(t('merchants.accountField.branch'), MANDATE.branchCode, new RegExp(`^${MANDATE.branchCode} `))
    await dialog.getByLabel(t('debits.accountNumber')).fill(PAID.account)
    await dialog.getByLabel(t('debits.holderKana')).fill('ヤマダ タロウ')
    await dialog.getByLabel(t('debits.validFrom')).fill('2026/11/01')
    await dialog.getByLabel(t('debits.validFrom')).blur()
    await world.bank.confirm(t('debits.save'))
    for (const { customer, account } of [SHORT, GONE]) {
      await world.ask('mandates.add', { ...MANDATE, merchantId: world.merchant, customerNumber: customer, accountNumber: account })
    }
  })

  it('and they choose so on the pages of their orders', async () => {
    for (const { number, amount, customer } of ALL) {
      const page = await world.post(number, amount, { customerNumber: customer })
      pages.set(number, page)
      await world.choose(page, 'direct_debit')
      expect(await world.tracks(number)).toBe('unpaid none direct_debit')
    }
    await world.mailTo(PAID.number, '引落日')
  })
})

describe('the cycle of November', () => {
  let result: Uint8Array
  it('is asked for in a file with four eyes', async () => {
    result = bank.debit(await asked('2026-11-27'))
  })

  it('one is debited, one had too little, one does not exist', async () => {
    await world.morning('2026-12-03')
    await answered(result)
    expect(await Promise.all(ALL.map(({ number }) => world.tracks(number)))).toEqual([
      'paid none direct_debit',
      'unpaid none direct_debit',
      'unpaid none null',
    ])
    await world.mailTo(SHORT.number, 'あらためて')
    await world.mailTo(GONE.number, 'お選び直し')
    expect(world.balances()).toMatchObject({ 'receivable:smbcfs': PAID.amount, merchant_payable: -PAID.amount })
  })

  it('who cannot be debited transfers instead', async () => {
    await world.choose(pages.get(GONE.number) ?? '', 'bank_transfer')
    await world.bank.sit(clerk)
    await world.bank.bringIn([await world.bank.payment(GONE.number)])
    expect(await world.tracks(GONE.number)).toBe('paid releasable bank_transfer')
  })
})

describe('the cycle of December', () => {
  it('debits the account that holds enough by then', async () => {
    bank.keep(SHORT.account, SHORT.amount)
    const result = bank.debit(await asked('2026-12-28'))
    await world.morning('2027-01-05')
    await answered(result)
    expect(await world.tracks(SHORT.number)).toBe('paid none direct_debit')
  })

  it('and the collector’s transfers make both payable', async () => {
    const amounts = [PAID.amount - KEPT, SHORT.amount - KEPT]
    await world.bank.bringIn(amounts.map((amount) => ({ amount, remitterName: 'ﾐﾎﾝﾌｱｲﾅﾝｽ' })))
    const { transfers } = await world.ask('collections.transfers', {})
    expect(transfers.map(({ net }) => net)).toEqual(amounts)
    for (const { candidates, ...transfer } of transfers) {
      const fits = candidates.find(({ difference }) => difference === 0) ?? expect.fail('no deposit fits')
      const { party, transferOn, gross, deductions, fees, tax, stampDuty } = transfer
      const figures = { gross, deductions, fees, tax, stampDuty }
      await world.ask('collections.settle', {
        party,
        transferOn: businessDate(transferOn),
        receiptId: fits.receiptId,
        version: fits.version,
        ...figures,
      })
    }
    expect(await Promise.all(ALL.map(({ number }) => world.tracks(number)))).toEqual([
      'paid releasable direct_debit',
      'paid releasable direct_debit',
      'paid releasable bank_transfer',
    ])
    expect(world.balances()).not.toHaveProperty('receivable:smbcfs')
  })
})

it('every promise of the ledger holds, and nothing failed', async () => {
  await world.bank.sit(administrator)
  await world.bank.verify()
  expect(world.bank.faults()).toEqual([])
})
