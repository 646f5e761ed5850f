import { z } from 'zod'
import type { CaseKind } from '../../src/preload/contract/approvals'
import { addDays, BusinessDate } from '../../src/preload/contract/date'
import type { MerchantId, OrderId } from '../../src/preload/contract/ids'
import { PositiveYen, type Yen, yen } from '../../src/preload/contract/money'
import type { PayoutRun } from '../../src/preload/contract/payouts'
import type { RefundTarget } from '../../src/preload/contract/refunds'
import type { BankAccount } from '../../src/preload/contract/statement'
import { cast, type Desk, type Person } from './browser'
import { broughtIn, jobEnded } from './desk-jobs'
import { zengin03 } from './statements'

/*
 * What has gone out of a demonstration before its screens are looked at: a payout that settled, one that came back, one that waits for
 * its supervisor; refunds, a debt, an exception, other charges and rules, statements.
 */

/** The account payouts leave from. */
const PAYING: BankAccount = { bankCode: '0009', branchCode: '001', accountType: '1', accountNumber: '7700123' }
/** What the store agent has transferred: once to the yen, once seven yen less than it owes. */
export const AGENT_PAID = [48_024, 29_817] as const
const OPENING = 50_000_000
const PAYER_ACCOUNT = {
  bankCode: '0005',
  branchCode: '001',
  accountType: '1',
  accountNumber: '1234567',
  holderKana: 'ヤマダ タロウ',
} as const

/** Leaves something to see on every screen of money out. The clerk is at the desk, before and after. */
export async function setMoneyOut(desk: Desk): Promise<void> {
  const today = BusinessDate.parse((await desk.ask('session.state', {})).today)
  await seated(desk, cast.administrator, () => settleAgent(desk, today))
  const [charged, closing, held] = (await desk.ask('merchants.list', {})).rows.filter(({ state }) => state === 'active')
  if (!charged || !closing || !held) throw new Error('the demonstration has three merchants')
  const settled = await paidOut(desk, today)
  await arrived(desk, closing.id)
  const returned = await paidOut(desk, today)
  await bankTells(desk, today, settled, returned)
  await arrived(desk, closing.id)
  await submitted(desk, today)
  await paidInPart(desk)
  await giveBack(desk, settled)
  await endException(desk)
  await changeCharges(desk, charged.id, today)
  const { version } = await desk.ask('merchants.get', { id: held.id })
  await desk.ask('payouts.hold', { merchantId: held.id, version, reason: '商品の写しの疑い。警察からの照会に回答するまで' })
  await jobEnded(desk, (await desk.ask('statements.pack', { closingOn: today, bundle: 'list' })).jobId)
  await desk.open('/')
}

/** Somebody else sits down at the same seat for a while. */
async function seated(desk: Desk, person: Person, work: () => Promise<void>): Promise<void> {
  await desk.ask('session.signOut', {})
  await desk.ask('session.signIn', person)
  await work()
  await desk.ask('session.signOut', {})
  await desk.ask('session.signIn', cast.clerk)
}

/** An administrator settles who the agent is and from which account it pays, and asks for other rules of money. */
async function settleAgent(desk: Desk, today: BusinessDate): Promise<void> {
  await desk.ask('accounts.takeIn', { ...PAYING, accountName: 'ﾀﾞｲｺｳｷﾞﾝｺｳ ｼﾊﾗｲｸﾞﾁ', openedOn: today, openingBalance: OPENING, dates: 'era' })
  const { gateways } = await desk.ask('gateways.list', {})
  const payFrom = `${PAYING.bankCode}-${PAYING.branchCode}-${PAYING.accountNumber}`
  await desk.ask('gateways.save', {
    version: gateways.find(({ name }) => name === 'bank_transfer')?.version ?? 0,
    enabled: true,
    settings: { gateway: 'bank_transfer', originatorCode: '0123456789', originatorName: 'ダイコウギンコウ', payFrom },
  })
  const { version, rules } = await desk.ask('settings.agent.get', {})
  const bands = {
    same_branch: [{ from: 0, fee: 0 }],
    same_bank: [{ from: 0, fee: 110 }],
    other_bank: [
      { from: 0, fee: 220 },
      { from: 30_000, fee: 440 },
    ],
  }
  await desk.ask('settings.agent.save', {
    version,
    settings: {
      identity: {
        name: 'みなと銀行 決済代行部',
        postalAddress: '105-0001 東京都港区虎ノ門 1 丁目 1 番 1 号 みなと銀行本店別館 7 階',
        tNumber: 'T7000012050002',
      },
      rules: {
        payouts: { ...rules.payouts, minimum: 1_000, transferFees: [{ validFrom: addDays(today, 30), bands }] },
        limits: { ...rules.limits, refundTwo: 500_000 },
      },
    },
  })
}

const runOf = async (desk: Desk, id: PayoutRun['id']) => (await desk.ask('payouts.get', { id })).run

/** The closing of today is planned and submitted. */
async function submitted(desk: Desk, closingOn: BusinessDate): Promise<PayoutRun['id']> {
  const planned = await jobEnded(desk, (await desk.ask('payouts.plan', { closingOn })).jobId)
  const run = planned.kind === 'payouts' ? planned.payouts.runs[0] : undefined
  if (!run) throw new Error('nothing was planned')
  await desk.ask('payouts.submit', { id: run.id, version: (await runOf(desk, run.id)).version })
  return run.id
}

/** A run as it goes out: planned, submitted, agreed to, posted and handed over. */
async function paidOut(desk: Desk, closingOn: BusinessDate): Promise<PayoutRun> {
  const id = await submitted(desk, closingOn)
  await agree(desk, 'payout_run')
  for (;;) {
    const run = await runOf(desk, id)
    if (!run.posted) continue
    await desk.ask('payouts.handOver', { id, version: run.version })
    return runOf(desk, id)
  }
}

/** A supervisor agrees to whatever of this kind waits. */
async function agree(desk: Desk, kind: CaseKind): Promise<void> {
  await seated(desk, cast.supervisor, async () => {
    const { approvals } = await desk.ask('approvals.list', {})
    for (const { id, digest } of approvals.filter((approval) => approval.case.kind === kind))
      await desk.ask('approvals.decide', { id, digest, decision: 'approved' })
  })
}

/** A payer says that the goods are there: one more protected order of that merchant may be paid out. */
async function arrived(desk: Desk, merchantId: MerchantId): Promise<void> {
  const { rows } = await desk.ask('orders.list', { filter: { merchantId, protected: true, status: 'paid' } })
  const order = rows.find(({ protection }) => protection === 'open')
  if (!order) throw new Error('no protected order is open')
  const { version } = await desk.ask('protection.get', { orderId: order.id })
  await desk.ask('orders.record', { id: order.id, version, told: 'received', source: 'telephone', text: '届いたとのこと' })
}

const Offered = z.object({ outcome: z.literal('done'), value: z.string() })

/** The statement of the paying account: both runs have left, the second came back, and there is more that nobody has explained. */
async function bankTells(desk: Desk, today: BusinessDate, settled: PayoutRun, returned: PayoutRun): Promise<void> {
  const debit = { direction: 'debit' as const, remitterName: '' }
  const bytes = zengin03({
    account: PAYING,
    from: today,
    to: today,
    opening: OPENING,
    lines: [
      { ...debit, amount: settled.total, description: 'ｿｳｺﾞｳﾌﾘｺﾐ' },
      { ...debit, amount: returned.total, description: 'ｿｳｺﾞｳﾌﾘｺﾐ' },
      { amount: returned.total, remitterName: 'ﾄﾞ)ﾐﾅﾄｺ-ﾋ-', description: 'ｸﾐﾓﾄﾞｼ ｺｳｻﾞﾅｼ' },
      { ...debit, amount: 880, description: 'ﾃｽｳﾘﾖｳ' },
      { ...debit, amount: 132_000, description: 'ｶｲｼﾕｳ ﾄｳｻﾞﾌﾘｶｴ' },
      { amount: 37, remitterName: '', description: 'ﾘｿｸ' },
      ...AGENT_PAID.map((amount) => ({ amount, remitterName: 'ﾃﾞﾝｻﾝｼｽﾃﾑ(ｶ' })),
      { amount: 8_640, remitterName: 'ｶ)ﾎﾂｶｲﾄﾞｳﾄｳﾌﾞﾁｲｷﾉｳﾘﾝｽｲｻﾝﾌﾞﾂﾘﾕｳﾂｳ' },
    ],
  })
  const { origin } = new URL(desk.page.url())
  const headers = { origin, 'content-type': 'application/octet-stream', 'x-daiko-name': 'payout-account.txt' }
  const answer = await desk.page.request.post(`${origin}/offer`, { headers, data: Buffer.from(bytes) })
  await broughtIn(desk, Offered.parse(await answer.json()).value)
}

async function askedRefund(desk: Desk, target: RefundTarget, own: { amount?: Yen; cause: 'unknown' | 'merchant_wish'; why: string }) {
  const { version, amount: most } = await desk.ask('refunds.preview', { target, account: PAYER_ACCOUNT })
  const amount = PositiveYen.parse(Math.min(most, own.amount ?? most))
  await desk.ask('refunds.request', { target, account: PAYER_ACCOUNT, version, ...own, amount, differenceConfirmed: true })
}

/** A deposit is cleared to an order that it does not pay in full. */
async function paidInPart(desk: Desk): Promise<void> {
  const { rows } = await desk.ask('deposits.list', { filter: { open: true } })
  for (const { id: receiptId, version, remaining } of rows.filter(({ state }) => state !== 'held')) {
    const [best] = (await desk.ask('clearing.candidates', { receiptId })).proposals
    const [first] = best?.orders ?? []
    if (!best || !first || best.difference >= 0) continue
    await desk.ask('clearing.clear', { receiptId, version, parts: [{ orderId: first.orderId, version: first.version, amount: remaining }] })
    return
  }
  throw new Error('no deposit is less than its order')
}

/** Refunds: of a settled order, which its merchant now owes; of an unknown deposit, agreed to; of another, asked for. */
async function giveBack(desk: Desk, settled: PayoutRun): Promise<void> {
  const [payout] = (await desk.ask('payouts.merchants', { runId: settled.id })).rows
  const [line] = payout ? (await desk.ask('payouts.lines', { payoutId: payout.id })).rows : []
  const orderId: OrderId | null = line?.orderId ?? null
  if (orderId === null) throw new Error('the run paid no order')
  await askedRefund(desk, { of: 'order', orderId }, { amount: yen(1_200), cause: 'merchant_wish', why: '欠けていた分の返金を加盟店が依頼' })
  const [first, second] = await unknownDeposits(desk)
  await askedRefund(desk, { of: 'deposit', receiptId: first }, { cause: 'unknown', why: '送金者から返金の申出' })
  await agree(desk, 'refund')
  await askedRefund(desk, { of: 'deposit', receiptId: second }, { cause: 'unknown', why: '送金者から誤送金の申出 (書面あり)' })
}

async function unknownDeposits(desk: Desk) {
  const { rows } = await desk.ask('exceptions.list', { filter: { side: 'credit' } })
  const [first, second] = rows.filter(({ held, asked, type }) => !held && !asked && type !== 'interest').map(({ receiptId }) => receiptId)
  if (!first || !second) throw new Error('the demonstration has deposits nobody knows')
  return [first, second] as const
}

/** A supervisor is asked whether money nobody claims is kept. */
async function endException(desk: Desk): Promise<void> {
  const { rows } = await desk.ask('exceptions.list', { filter: { side: 'credit' } })
  const row = rows.findLast(({ asked, held, endings }) => !asked && !held && endings.includes('unclaimed'))
  if (!row) throw new Error('nothing is open')
  const wish = { target: { of: 'line', receiptId: row.receiptId }, ending: 'unclaimed' } as const
  const { version } = await desk.ask('exceptions.preview', wish)
  await desk.ask('exceptions.end', { ...wish, version, why: '照会に回答がないまま法定の期間が過ぎた' })
}

/** A clerk asks for another fee from a day to come, and for a merchant that bears what its transfers cost. */
async function changeCharges(desk: Desk, id: MerchantId, today: BusinessDate): Promise<void> {
  const { charges, version } = await desk.ask('merchants.charges', { id })
  const [present] = charges.fees
  if (!present) throw new Error('the merchant pays a fee')
  const plan = { ...present, basisPoints: 135, validFrom: addDays(today, 7) }
  const payoutContract = { ...charges.payoutContract, transferFeeBearer: 'merchant', minimum: 3_000 } as const
  await desk.ask('merchants.stageCharges', { id, version, charges: { fees: [...charges.fees, plan], payoutContract } })
}
