import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Locator } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { businessDate, formatDate } from '../../src/preload/contract/date'
import type { TransferRunId } from '../../src/preload/contract/ids'
import { formatYen, yen } from '../../src/preload/contract/money'
import { type BreakingLine, breakingLine } from '../support/breaking-line'
import { keepLastScreen, launchBrowser, soon } from '../support/browser'
import { addMerchant, addOrders, HOLDER } from '../support/ledger'
import { type Furnish, MoneyOutWorld, people } from '../support/money-out-world'
import { type Sshd, startSshd, whyNoSshd } from '../support/sshd'
import type { TestLine } from '../support/statements'

/*
 * What can happen to money on its way out, each by the screen: a merchant is sent back, a run is given up, a line breaks and nobody knows
 * whether the bank has the file; a refund is withdrawn, another comes back and goes to another account; what nobody can explain is ended,
 * alone and with a second person; a payout goes to the same account again; a day is closed and opened. Each step goes on from the one before.
 */
const why = whyNoSshd()
if (why !== null) console.log(`The endings of money out were left out, because ${why}.`)

const ICHIBAN = { name: '桜商店', holder: 'ｻｸﾗｼﾖｳﾃﾝ', account: '2223331', order: 'I-1', due: 10_000, virtual: '1010000001' }
const YAMATE = { name: '山手書房', holder: 'ﾔﾏﾃｼﾖﾎﾞｳ', account: '2223332', order: 'Y-1', due: 20_000, virtual: '1010000002' }
const [MORI, NOBODY, FEE] = [3_000, 777, 440] as const
const MORI_AT = (accountNumber: string) => ({ bankCode: '0010', branchCode: '100', accountNumber, holderKana: 'モリ イチロウ' })

const furnish: Furnish = async ({ ledger }, accountId) => {
  for (const { name, holder, account, order, due, virtual } of [ICHIBAN, YAMATE]) {
    const id = await addMerchant(ledger, {
      name,
      payoutCycle: { closingDay: 31, monthOffset: 1, payDay: 7, holidayRule: 'previous' },
      account: { ...HOLDER, accountNumber: account, holderKana: holder },
    })
    const dueOn = businessDate('2026-12-20')
    await addOrders(ledger, id, [{ orderNumber: order, amount: due, dueOn, instruction: { accountId, reference: virtual, dueOn } }])
  }
}

const out = (amount: number, description = 'ｿｳｺﾞｳﾌﾘｺﾐ'): TestLine => ({ amount, direction: 'debit', description, remitterName: '' })
const back = (amount: number, remitterName: string): TestLine => ({ amount, remitterName, description: 'ｸﾐﾓﾄﾞｼ', remittingBank: '' })

describe.runIf(why === null)('money out that takes another way', () => {
  let browser: Browser
  let world: MoneyOutWorld
  let sshd: Sshd
  let line: BreakingLine
  let run: TransferRunId
  /** A file whose arrival the bank cannot confirm: the line breaks as soon as it is there. */
  let unheard = ''
  keepLastScreen(() => world?.desk)
  beforeAll(async () => {
    sshd = await startSshd()
    line = await breakingLine(sshd.port, { toClient: () => (unheard !== '' && existsSync(join(sshd.folder, unheard)) ? 'cut' : 'pass') })
    browser = await launchBrowser()
    world = await MoneyOutWorld.open(browser, '2026-11-20', furnish)
    await world.sit(people.administrator)
    await world.settleBank({ ...sshd, port: line.port }, sshd.hostKey)
  })
  afterAll(async () => {
    await browser?.close()
    await world?.close()
    await line?.stop()
    await sshd?.stop()
  })
  const { clerk, maker, supervisor, administrator } = people

  /** The open line of that amount, on the screen of the exceptions. */
  async function showException(amount: number): Promise<void> {
    const { desk } = world
    await desk.visit('/exceptions')
    await queueOf(amount).click()
    await desk.heading(desk.t('exceptions.endings')).waitFor()
  }
  const queueOf = (amount: number): Locator =>
    world.desk.page
      .getByRole('listbox', { name: world.desk.t('exceptions.queue') })
      .getByRole('option')
      .filter({ hasText: formatYen(yen(amount)) })

  /** Fills in the dialog for a refund: the account, and why. */
  async function fillInRefund(accountNumber: string, reason: string): Promise<void> {
    const { desk, dialog } = world
    const { t } = desk
    await dialog.getByRole('button', { name: t('refunds.accountOther') }).click()
    await world.typeAccount(MORI_AT(accountNumber))
    await dialog.getByLabel(t('refunds.why')).fill(reason)
  }
  /** The refund that stands so, opened. */
  async function showRefund(state: 'requested' | 'approved' | 'returned' | 'presumed_paid', amount: number): Promise<void> {
    const { desk } = world
    const { t } = desk
    await desk.visit(`/refunds?state=${state}`)
    await desk
      .rows(t('refunds.title'))
      .filter({ hasText: formatYen(yen(amount)) })
      .getByRole('link')
      .first()
      .click()
    await desk.text(t(`refunds.next.${state}`)).waitFor()
  }
  it('two orders are paid; money of nobody, of somebody by mistake, and a fee of the bank stand open', async () => {
    await world.sit(clerk)
    await world.bringIn([
      await world.payment('I-1'),
      await world.payment('Y-1'),
      { amount: MORI, remitterName: 'ﾓﾘ ｲﾁﾛｳ' },
      { amount: NOBODY, remitterName: 'ｼﾗﾅｲ ﾋﾄ' },
      out(FEE, 'ﾌﾘｺﾐﾃｽｳﾘﾖｳ'),
    ])
    expect(await world.statusOf('I-1', 'Y-1')).toEqual(['paid', 'paid'])
  })

  describe('an exception', () => {
    it('is ended by a clerk alone where it is a small fee of the bank', async () => {
      await showException(FEE)
      const { desk } = world
      const { t } = desk
      await desk.page.getByLabel(t('exceptions.why')).fill('振込手数料。明細で確かめた')
      await desk.text(t('refunds.approvers.none')).waitFor()
      await desk.button(t('exceptions.end')).click()
      await queueOf(FEE).waitFor({ state: 'detached' })
    })

    it('of which a refund is asked for, to a holder who is not the remitter, is as before when that is withdrawn', async () => {
      await showException(NOBODY)
      const { desk } = world
      const { t } = desk
      await desk.button(t('refunds.request')).click()
      await fillInRefund('1111111', '送金者から返金の申出')
      await world.dialog.getByText(t('refunds.holderDiffers')).waitFor()
      await desk.button(t('refunds.send')).click()
      await world.dialog.getByLabel(t('refunds.confirmDifference')).check()
      await world.confirm(t('refunds.send'))
      await showRefund('requested', NOBODY)
      await desk.button(t('refunds.withdraw')).click()
      await world.dialog.getByLabel(t('refunds.why')).fill('申出は別の入金についてだった')
      await world.confirm(t('refunds.withdraw'))
      await desk.text(t('refunds.next.withdrawn')).waitFor()
      await showException(NOBODY)
    })

    it('that becomes the bank’s own money is ended by a supervisor', async () => {
      const { desk } = world
      const { t } = desk
      await desk.list(t('exceptions.choose')).click()
      await desk.page.getByRole('option', { name: t('exceptions.ending.unclaimed') }).click()
      await desk.page.getByLabel(t('exceptions.why')).fill('法定の期間を過ぎた')
      await desk.text(t('refunds.approvers.always')).waitFor()
      await desk.button(t('exceptions.ask')).click()
      await queueOf(NOBODY)
        .filter({ hasText: t('exceptions.asked') })
        .waitFor()
      await world.sit(supervisor)
      await world.approve(t('approvals.kind.correction'))
      await world.sit(clerk)
      await desk.visit('/exceptions')
      await queueOf(MORI).waitFor()
      expect(await queueOf(NOBODY).count()).toBe(0)
    })
  })

  describe('a refund that comes back', () => {
    it('goes out', async () => {
      await showException(MORI)
      await world.desk.button(world.desk.t('refunds.request')).click()
      await fillInRefund('2222222', '送金者から返金の申出')
      await world.confirm(world.desk.t('refunds.send'))
      await world.sit(supervisor)
      await world.approve(world.desk.t('approvals.kind.refund'))
      await world.sit(maker)
      const refunds = await world.planRefunds()
      await world.submit()
      await world.sit(supervisor)
      await world.approve((await world.run(refunds)).name)
      await world.sit(clerk)
      await world.handOver(refunds)
      await world.desk.text(world.desk.t('payouts.next.handed_over')).waitFor()
      await world.until('2026-11-24')
      await world.sit(clerk)
      await world.bringIn([out(MORI)])
      await showRefund('presumed_paid', MORI)
    })

    it('comes back, and is asked for again with another account', async () => {
      await world.until('2026-11-25')
      await world.sit(clerk)
      await world.bringIn([back(MORI, 'ﾓﾘ ｲﾁﾛｳ')])
      await showRefund('returned', MORI)
      const { desk } = world
      const { t } = desk
      await desk.button(t('refunds.requestAgain')).click()
      await fillInRefund('3333333', '新しい口座を電話で確かめた')
      await world.confirm(t('refunds.send'))
      await desk.text(t('refunds.replacedBy')).waitFor()
      await world.sit(supervisor)
      await world.approve(t('approvals.kind.refund'))
      await showRefund('approved', MORI)
    })
  })

  describe('a run of payouts', () => {
    it('loses a merchant that its approver sends back, and is asked about anew', async () => {
      await world.until('2026-12-04')
      await world.sit(maker)
      run = await world.planPayouts('2026-11-30')
      await world.submit()
      const before = await world.run(run)
      await world.sit(supervisor)
      await world.showRun(run)
      const { desk } = world
      const { t } = desk
      await desk
        .rows(t('payouts.merchants'))
        .filter({ hasText: YAMATE.name })
        .getByRole('button', { name: t('payouts.sendBack') })
        .click()
      await world.dialog.getByLabel(t('payouts.reason')).fill('口座を確かめる')
      await world.confirm(t('payouts.sendBack'))
      await desk
        .rows(t('payouts.merchants'))
        .filter({ hasText: t('payouts.payout.sent_back') })
        .waitFor()
      const after = await world.run(run)
      expect(after).toMatchObject({ state: 'submitted', transfers: 1, total: ICHIBAN.due })
      expect(after.digest).not.toBe(before.digest)
    })

    it('is given up by a supervisor although it was agreed to: nothing is paid', async () => {
      await world.approve('P20261130-1')
      await world.showRun(run)
      const { desk } = world
      const { t } = desk
      await desk.text(t('payouts.next.approved')).waitFor()
      await desk.button(t('payouts.giveUp')).click()
      await world.dialog.getByLabel(t('payouts.reason')).fill('支払日を誤った')
      await world.confirm(t('payouts.giveUp'))
      await desk.text(t('payouts.next.given_up')).waitFor()
      expect(await world.statusOf('I-1', 'Y-1')).toEqual(['paid', 'paid'])
    })

    it('whose line breaks is in quarantine: nothing sends it again', async () => {
      await world.sit(maker)
      run = await world.planPayouts('2026-11-30')
      expect(await world.run(run)).toMatchObject({ name: 'P20261130-2' })
      await world.submit()
      await world.sit(supervisor)
      await world.approve('P20261130-2')
      await world.sit(clerk)
      unheard = 'P20261130-2.txt'
      await world.handOver(run)
      const { desk } = world
      const { t } = desk
      await desk.text(t('payouts.next.quarantined')).waitFor()
      expect(await desk.button(t('payouts.handOver')).count()).toBe(0)
      unheard = ''
    })

    it('is let out when a clerk has asked the bank and a supervisor agrees', async () => {
      const { desk } = world
      const { t } = desk
      await desk.button(t('payouts.endQuarantine')).click()
      await world.dialog.getByLabel(t('payouts.note')).fill('銀行の担当者に電話で確認。10 時 12 分に受領済')
      await world.confirm(t('payouts.endQuarantine'))
      await world.sit(supervisor)
      const card = await world.caseOf(t('approvals.kind.quarantine'))
      await card.getByText(t('approvals.run.delivered')).waitFor()
      await world.approve(t('approvals.kind.quarantine'))
      await world.showRun(run)
      await desk.text(t('payouts.next.handed_over')).waitFor()
      expect(readdirSync(sshd.folder).filter((name) => name.startsWith('P'))).toEqual(['P20261130-2.txt'])
    })
  })

  it('a payout that came back goes to the same account again when a clerk says that it is right', async () => {
    await world.until('2026-12-07')
    await world.sit(clerk)
    await world.bringIn([out(ICHIBAN.due + YAMATE.due)])
    expect(await world.statusOf('I-1', 'Y-1')).toEqual(['settled', 'settled'])
    await world.until('2026-12-08')
    await world.sit(clerk)
    await world.bringIn([back(YAMATE.due, YAMATE.holder)])
    const { desk } = world
    const { t } = desk
    await desk.visit('/exceptions?tab=returned')
    const card = desk.page.getByRole('article').filter({ hasText: YAMATE.name })
    await card.getByText(t('exceptions.returnCause.not_told')).waitFor()
    await card.getByRole('button', { name: t('exceptions.payAgain') }).click()
    await world.dialog.getByLabel(t('exceptions.reason')).fill('通帳の写しで口座を確かめた')
    await world.confirm(t('exceptions.payAgain'))
    await card.getByText(t('exceptions.accountState.confirmed')).waitFor()
  })

  it('a day is closed by a supervisor, and opened again when another agrees', async () => {
    await world.sit(supervisor)
    const { desk } = world
    const { t } = desk
    await desk.visit('/closing?day=2026-12-08')
    await desk.text(t('closing.ready')).waitFor()
    await desk.button(t('closing.close')).click()
    await world.confirm(t('closing.close'))
    await desk.text(t('closing.alreadyClosed')).waitFor()
    await world.sit(clerk)
    await desk.visit('/closing?day=2026-12-08')
    await desk.button(t('closing.reopen')).click()
    await world.dialog.getByLabel(t('closing.reason')).fill('銀行の訂正が届いた')
    await world.confirm(t('closing.reopen'))
    await desk.text(t('closing.reopenAsked')).waitFor()
    await world.sit(maker)
    await world.approve(formatDate(businessDate('2026-12-08')))
    await desk.visit('/closing?day=2026-12-08')
    await desk.text(t('closing.reopened', { name: maker.name, reason: '銀行の訂正が届いた' })).waitFor()
    await soon(() => desk.text(t('closing.alreadyClosed')).count()).toBe(0)
  })

  it('every promise of the ledger holds, and nothing failed', async () => {
    await world.sit(administrator)
    await world.verify()
    expect(world.faults()).toEqual([])
  })
})
