import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sha256Of } from '../../src/main/gateways/bank-transfer/hand-over-file'
import { readZengin21 } from '../../src/main/gateways/bank-transfer/read-zengin-21'
import { fingerprintOf } from '../../src/main/gateways/bank-transfer/sftp-session'
import type { TransferRunId } from '../../src/preload/contract/ids'
import { FeePlan } from '../../src/preload/contract/merchants'
import { formatYen, yen } from '../../src/preload/contract/money'
import { collected } from '../main/gateways/bank-transfer/made-transfers'
import { keepLastScreen, launchBrowser, soon } from '../support/browser'
import { addMerchant, HOLDER } from '../support/ledger'
import { type Furnish, MoneyOutWorld, people } from '../support/money-out-world'
import { csvBytes, HEADER, orderRow } from '../support/order-files'
import { type Sshd, startSshd, whyNoSshd } from '../support/sshd'

/*
 * The way of the money out, by four people at one desk: a merchant is registered, its orders are paid by a statement, and what is theirs
 * goes to the bank's own SFTP server with four eyes on it, is seen on the statement of the next day, comes back, and goes again. A payer who
 * was protected has the money back. Each step goes on where the one before it ended.
 */
const why = whyNoSshd()
if (why !== null) console.log(`The journey of money out was left out, because ${why}.`)

const SAKURA = { name: '株式会社さくら商事', kana: 'カブシキガイシャサクラショウジ', holder: 'カ）サクラショウジ', legal: 'ｶ)ｻｸﾗｼﾖｳｼﾞ' }
const MINATO = { name: 'みなと商店', holder: 'ﾐﾅﾄｼﾖｳﾃﾝ', wrong: '1112222', right: '3334444' }
const PAYER = { bankCode: '0010', branchCode: '100', accountNumber: '7654321', holderKana: 'ヤマダ タロウ' }
/** A month is paid on the 7th of the next one. */
const CYCLE = { closingDay: 31, monthOffset: 1, payDay: 7, holidayRule: 'previous' } as const

/** Orders, and what they come to at 3.6 per cent with 10 per cent of tax on it, both rounded down. */
const OF_SAKURA = [
  ['S-1', 30_000],
  ['S-2', 8_800],
] as const
const PROTECTED = ['S-9', 12_000] as const
const OF_MINATO = [
  ['M-1', 20_000],
  ['M-2', 5_500],
] as const
const NET = { sakura: 38_800 - 1_396 - 139, minato: 25_500 - 918 - 91 }
const TOTAL = NET.sakura + NET.minato

const furnish: Furnish = ({ ledger }, accountId) =>
  addMerchant(ledger, {
    name: MINATO.name,
    fees: [FeePlan.parse({ method: 'bank_transfer', fixed: 0, basisPoints: 360, minimum: 0, maximum: null })],
    payoutCycle: CYCLE,
    virtualRange: { accountId, branchCode: '102', first: '0000001', last: '0000099' },
    account: { ...HOLDER, accountNumber: MINATO.wrong, holderKana: MINATO.holder },
  })

describe.runIf(why === null)('money out', () => {
  let browser: Browser
  let world: MoneyOutWorld
  let sshd: Sshd
  let run: TransferRunId
  keepLastScreen(() => world?.desk)
  beforeAll(async () => {
    sshd = await startSshd()
    browser = await launchBrowser()
    world = await MoneyOutWorld.open(browser, '2026-11-20', furnish)
  })
  afterAll(async () => {
    await browser?.close()
    await world?.close()
    await sshd?.stop()
  })
  const { clerk, maker, supervisor, administrator } = people

  /** The file at the bank, read by the reader of transfer files. */
  const atBank = (name: string) => collected(readZengin21(readFileSync(join(sshd.folder, name))))

  it('the administrator settles the way to the bank: a server with another key is turned away, the right one is reached', async () => {
    await world.sit(administrator)
    await world.settleBank(sshd, fingerprintOf(Buffer.from('the key of somebody else')))
    const stranger = await world.tryBank()
    expect(stranger.good).toBe(false)
    expect(stranger.said).toContain(sshd.hostKey)
    await world.settleBank(sshd, sshd.hostKey)
    expect(await world.tryBank()).toMatchObject({ good: true })
  })

  it('a clerk registers a merchant, and a supervisor agrees', async () => {
    await world.sit(clerk)
    const { desk } = world
    const { t } = desk
    await desk.visit('/merchants/new')
    await desk.heading(t('merchants.registerTitle')).waitFor()
    await desk.field(t('merchants.name')).fill(SAKURA.name)
    await desk.field(t('merchants.nameKana')).fill(SAKURA.kana)
    await desk.field(t('merchants.consignorCode')).fill('1000000001')
    await world.typeAccount({ bankCode: '0005', branchCode: '001', accountNumber: '7654321', holderKana: SAKURA.holder })
    await desk.text(t('merchants.holderAs', { name: SAKURA.legal })).waitFor()
    await desk.field(`${t('nouns.paymentMethod.bank_transfer')} ${t('merchants.feePercent')}`).fill('3.6')
    await desk.list(t('merchants.payDay')).click()
    await desk.page.getByRole('option', { name: t('merchants.dayOfMonth', { day: CYCLE.payDay }), exact: true }).click()
    await desk.list(t('merchants.range.account')).click()
    await desk.page.getByRole('option', { name: /1234567/ }).click()
    await desk.field(t('merchants.range.branchCode')).fill('101')
    await desk.field(t('merchants.range.first')).fill('0000001')
    await desk.field(t('merchants.range.last')).fill('0000099')
    await desk.button(t('merchants.register')).click()
    await desk.heading(SAKURA.name).waitFor()
    await world.sit(supervisor)
    await world.approve(SAKURA.name)
  })

  it('orders come in by file, and the statement of the day pays them', async () => {
    await world.sit(clerk)
    await bringOrders(SAKURA.name, [...OF_SAKURA, PROTECTED])
    await bringOrders(MINATO.name, OF_MINATO)
    const numbers = [...OF_SAKURA, PROTECTED, ...OF_MINATO].map(([number]) => number)
    await world.bringIn(await Promise.all(numbers.map((number) => world.payment(number))))
    expect(await world.statusOf(...numbers)).toEqual(numbers.map(() => 'paid'))
  })

  async function bringOrders(merchant: string, orders: readonly (readonly [string, number])[]): Promise<void> {
    const { desk } = world
    const { t } = desk
    const rows = orders.map(([number, amount]) =>
      orderRow(number, { 1: '2026/11/20', 3: String(amount), 7: '2026/12/20', 8: number === PROTECTED[0] ? 'はい' : 'いいえ' }),
    )
    const file = `${merchant}.csv`
    await desk.visit('/intake?tab=orders')
    await desk.choose(t('intake.merchant'), merchant, new RegExp(merchant))
    await desk.give(file, csvBytes([HEADER, ...rows]))
    await desk.button(t('intake.import', { count: orders.length })).click()
    await desk.text(t('intake.imported', { file, count: orders.length })).waitFor()
  }

  describe('a payer who was protected', () => {
    it('sends the goods back, and a clerk asks for the refund to the account of its letter', async () => {
      const { desk, dialog } = world
      const { t } = desk
      const { id } = await world.order(PROTECTED[0])
      await desk.visit(`/orders/${id}`)
      await told('return_wanted', '色が見本と違う')
      await told('goods_returned', '返品を受け取った')
      await desk.text(t('returns.refundAmount', { amount: formatYen(yen(PROTECTED[1])) })).waitFor()
      await desk
        .section(t('returns.box'))
        .getByRole('button', { name: t('refunds.request') })
        .click()
      await dialog.getByText(t('refunds.accountNone')).waitFor()
      await dialog.getByRole('button', { name: t('refunds.accountOther') }).click()
      await world.typeAccount(PAYER)
      await dialog.getByLabel(t('refunds.why')).fill('返品の品が加盟店に戻った')
      await dialog.getByText(t('refunds.approvers.always')).waitFor()
      await world.confirm(t('refunds.send'))
      expect(await world.statusOf(PROTECTED[0])).toEqual(['in_refund'])
    })

    async function told(what: 'return_wanted' | 'goods_returned', text: string): Promise<void> {
      const { desk, dialog } = world
      const { t } = desk
      await desk.button(t('returns.record')).click()
      await desk.list(t('returns.recordWhat')).click()
      await desk.page.getByRole('option', { name: t(`nouns.told.${what}`) }).click()
      await dialog.getByLabel(t('returns.recordSaid')).fill(text)
      await world.confirm(t('returns.recordAct'))
    }

    it('has it agreed to, put into a file, agreed to again, and handed over', async () => {
      await world.sit(supervisor)
      await world.approve(world.desk.t('approvals.kind.refund'))
      await world.sit(maker)
      run = await world.planRefunds()
      await world.submit()
      await world.sit(supervisor)
      await world.approve((await world.run(run)).name)
      await world.sit(clerk)
      await world.handOver(run)
      await world.desk.text(world.desk.t('payouts.next.handed_over')).waitFor()
      expect(atBank('R20261120-1.txt').transfers).toMatchObject([
        { bankCode: '0010', branchCode: '100', accountNumber: '7654321', holderKana: 'ﾔﾏﾀﾞ ﾀﾛｳ', amount: PROTECTED[1] },
      ])
    })

    it('has the money back when the statement of the next business day shows it', async () => {
      await world.until('2026-11-24')
      await world.sit(clerk)
      await world.bringIn([{ amount: PROTECTED[1], direction: 'debit', description: 'ｿｳｺﾞｳﾌﾘｺﾐ', remitterName: '' }])
      expect(await world.statusOf(PROTECTED[0])).toEqual(['refunded'])
      const { desk } = world
      await desk.visit('/refunds?state=presumed_paid')
      await desk.rows(desk.t('refunds.title')).filter({ hasText: PROTECTED[0] }).waitFor()
    })
  })

  describe('the payout of a month', () => {
    it('is planned and submitted by one who is clerk and supervisor, and who may not decide it', async () => {
      await world.until('2026-12-04')
      await world.sit(maker)
      run = await world.planPayouts('2026-11-30')
      expect((await world.desk.ask('payouts.get', { id: run })).facts.figures).toMatchObject({ payouts: 2, orders: 4, net: TOTAL })
      await world.submit()
      const { desk } = world
      const { t } = desk
      const card = await world.caseOf('P20261130-1')
      await card.getByText(t('approvals.whyNot.second_person_required')).waitFor()
      expect(await card.getByRole('button').count()).toBe(0)
      await desk.page.keyboard.press('a')
      const [open] = (await desk.ask('approvals.list', { open: true })).approvals
      expect(open).toMatchObject({ mayDecide: false, whyNot: 'second_person_required', decision: null })
    })

    it('is agreed to by another, posted, and handed over once, byte for byte', async () => {
      await world.sit(supervisor)
      await world.approve('P20261130-1')
      await world.sit(clerk)
      await world.handOver(run)
      const { desk } = world
      const { t } = desk
      await desk.text(t('payouts.next.handed_over')).waitFor()
      await desk.text(new RegExp(`${t('payouts.outcome.delivered')} · ${t('payouts.channel.sftp')}`)).waitFor()
      expect(await desk.button(t('payouts.handOver')).count()).toBe(0)
      expect(readdirSync(sshd.folder).sort()).toEqual(['P20261130-1.txt', 'R20261120-1.txt'])
      const all = [...OF_SAKURA, ...OF_MINATO].map(([number]) => number)
      expect(await world.statusOf(...all)).toEqual(all.map(() => 'in_payout'))
    })

    it('is seen on the statement of its pay day, one debit for the whole file, and its orders are settled', async () => {
      await world.until('2026-12-07')
      await world.sit(clerk)
      await world.bringIn([{ amount: TOTAL, direction: 'debit', description: 'ｿｳｺﾞｳﾌﾘｺﾐ', remitterName: '' }])
      const all = [...OF_SAKURA, ...OF_MINATO].map(([number]) => number)
      expect(await world.statusOf(...all)).toEqual(all.map(() => 'settled'))
      const { desk } = world
      await world.showRun(run)
      const merchants = desk.rows(desk.t('payouts.merchants'))
      await soon(() => merchants.filter({ hasText: desk.t('payouts.payout.presumed_paid') }).count()).toBe(2)
    })
  })

  describe('a payout that comes back', () => {
    it('is no payment of a customer: it is tied to its payout, and waits for another account', async () => {
      await world.until('2026-12-08')
      await world.sit(clerk)
      await world.bringIn([
        { amount: NET.minato, remitterName: MINATO.holder, description: 'ｸﾐﾓﾄﾞｼ ｺｳｻﾞﾅｼ', remittingBank: '', remittingBranch: '' },
      ])
      expect(await world.statusOf('M-1', 'S-1')).toEqual(['in_payout', 'settled'])
      const { desk } = world
      const { t } = desk
      await desk.visit('/exceptions?tab=returned')
      const card = desk.page.getByRole('article').filter({ hasText: MINATO.name })
      await card.getByText(t('exceptions.returnCause.no_such_account')).waitFor()
      await card.getByText(t('exceptions.accountState.waiting')).waitFor()
    })

    it('is paid again once a clerk has corrected the account and a supervisor has agreed', async () => {
      const { desk } = world
      const { t } = desk
      await desk.link(MINATO.name).click()
      await desk.button(t('merchants.stage')).click()
      await world.typeAccount({ bankCode: '0001', branchCode: '001', accountNumber: MINATO.right, holderKana: MINATO.holder })
      await desk.button(t('merchants.stageAct')).click()
      await desk.link(t('merchants.toApprovals')).waitFor()
      await world.sit(supervisor)
      await world.approve(t('approvals.kind.merchant_account'))
      await world.sit(clerk)
      await desk.visit('/exceptions?tab=returned')
      await desk.text(t('exceptions.accountState.corrected')).waitFor()
    })

    it('is no hindrance to the others: once their time for coming back is over, they are paid for good', async () => {
      await world.until('2027-01-05')
      await world.startAgain()
      await world.sit(maker)
      const { desk } = world
      const { t } = desk
      await world.showRun(run)
      const payoutOf = (name: string) => desk.rows(t('payouts.merchants')).filter({ hasText: name })
      await payoutOf(SAKURA.name).getByText(t('payouts.payout.confirmed')).waitFor()
      await payoutOf(MINATO.name).getByText(t('payouts.payout.returned')).waitFor()
      await desk.visit('/refunds?state=confirmed')
      await desk.rows(t('refunds.title')).filter({ hasText: PROTECTED[0] }).waitFor()
    })

    it('goes out with the next month, and stands before its approver as what it is', async () => {
      run = await world.planPayouts('2026-12-31')
      await world.submit()
      await world.sit(supervisor)
      const { desk } = world
      const { t } = desk
      const card = await world.caseOf('P20261231-1')
      await card.getByText(t('approvals.run.accountChanged')).waitFor()
      await world.approve('P20261231-1')
      await world.sit(clerk)
      await world.handOver(run)
      await desk.text(t('payouts.next.handed_over')).waitFor()
      await world.until('2027-01-07')
      await world.sit(clerk)
      await world.bringIn([{ amount: NET.minato, direction: 'debit', description: 'ｿｳｺﾞｳﾌﾘｺﾐ', remitterName: '' }])
      expect(await world.statusOf('M-1', 'M-2')).toEqual(['settled', 'settled'])
      await desk.visit('/exceptions?tab=returned')
      await desk.text(t('exceptions.returnedEmpty')).waitFor()
    })
  })

  it('the files at the bank read back to what was agreed to, and are kept as documents', async () => {
    const rowsOf = (name: string) => {
      const { heads, transfers, faults } = atBank(name)
      expect(faults).toEqual([])
      const rows = transfers.map(({ accountNumber, holderKana, amount, newCode, edi }) => [accountNumber, holderKana, amount, newCode, edi])
      return { payOn: heads.map(({ payOn }) => payOn), rows }
    }
    expect(rowsOf('P20261130-1.txt')).toEqual({
      payOn: ['12-07'],
      rows: [
        [MINATO.wrong, MINATO.holder, NET.minato, '1', 'P20261130-1-1'],
        ['7654321', SAKURA.legal, NET.sakura, '1', 'P20261130-1-2'],
      ],
    })
    expect(rowsOf('P20261231-1.txt')).toEqual({
      payOn: ['01-07'],
      rows: [[MINATO.right, MINATO.holder, NET.minato, '2', 'P20261231-1-1']],
    })
    const kept = (await world.desk.ask('documents.list', { filter: { kind: 'bank_file' } })).rows
    const there = readdirSync(sshd.folder).map((name) => [name, sha256Of(readFileSync(join(sshd.folder, name)))])
    expect(kept.map(({ fileName, sha256 }) => [fileName, sha256]).sort()).toEqual(there.sort())
  })

  it('every promise of the ledger holds, and nothing failed', async () => {
    await world.sit(administrator)
    await world.verify()
    expect(world.faults()).toEqual([])
  })
})
