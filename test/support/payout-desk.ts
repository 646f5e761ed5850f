import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { saveMoneyRules } from '../../src/main/ledger/agent-settings'
import { saveGateway } from '../../src/main/ledger/gateways'
import { approvalHandlers } from '../../src/main/services/approvals'
import type { Context } from '../../src/main/services/context'
import { createEvents } from '../../src/main/services/events'
import { createFiles, type Files } from '../../src/main/services/files'
import { runJob } from '../../src/main/services/job-kinds'
import type { JobSpec, Jobs } from '../../src/main/services/jobs'
import { type PayoutDeps, payoutHandlers } from '../../src/main/services/payouts'
import { runVerify } from '../../src/main/services/verification'
import { MoneyRules } from '../../src/preload/contract/agent'
import { businessDate } from '../../src/preload/contract/date'
import type { Result } from '../../src/preload/contract/errors'
import { type BankTransferSettings, GatewaySettings } from '../../src/preload/contract/gateways'
import { type AccountId, JobId, type MerchantId, type OrderId, type TransferRunId } from '../../src/preload/contract/ids'
import type { JobResult } from '../../src/preload/contract/jobs'
import { FeePlan, type MerchantTerms, type SettlementAccount } from '../../src/preload/contract/merchants'
import { yen } from '../../src/preload/contract/money'
import type { PayoutRules, PayoutsPlanned } from '../../src/preload/contract/payouts'
import { personAt } from './desk'
import {
  addAccount,
  addMerchant,
  addOrders,
  type FixedClock,
  fixedClock,
  HOLDER,
  openTestLedger,
  TESTER,
  type TestLedger,
  type TestOrder,
  valueIn,
  writing,
} from './ledger'
import { ACCOUNT, gateways, quietControl, resourcesOf, type TestLine } from './statements'
import { bringIn } from './story'

/** 3.6 % and at least 10 yen, before tax. */
export const PERCENT_FEE = FeePlan.parse({ method: 'bank_transfer', fixed: 0, basisPoints: 360, minimum: 10, maximum: null })

/** The closing day of every merchant here unless told, and the day its money is paid. */
export const CLOSING = businessDate('2026-11-30')
export const PAY_DAY = businessDate('2026-12-18')

/** The desk of those who pay merchants out: orders are registered and paid by a statement, as in life; jobs run at once. */
export interface PayoutDesk extends TestLedger {
  clock: FixedClock
  account: AccountId
  handlers: ReturnType<typeof payoutHandlers> & ReturnType<typeof approvalHandlers>
  clerk: Context
  supervisor: Context
  /** Agrees after the first, above the second limit. */
  otherSupervisor: Context
  files: Files
  deps: PayoutDeps
  /** Where files of transfers are put. */
  bankFolder: string
  merchant(own?: Partial<MerchantTerms> & { account?: SettlementAccount }): Promise<MerchantId>
  /** One day's statement of the account. */
  bring(day: string, lines: readonly TestLine[]): Promise<void>
  /** Orders of a merchant that are paid on a day by one statement. */
  paid(merchantId: MerchantId, day: string, amounts: readonly number[], own?: Partial<TestOrder>): Promise<OrderId[]>
  settle(settings?: Partial<BankTransferSettings>, enabled?: boolean): Promise<void>
  /** Rules of payouts in force, as two people have agreed to them. */
  rules(payouts: Partial<PayoutRules>): Promise<void>
  job(spec: JobSpec, by?: Context): Promise<Result<JobResult>>
  /** Plans a closing; the runs as they were told. */
  plan(closingOn?: string): Promise<PayoutsPlanned['runs']>
  /** The one run of a plan, submitted by the clerk. */
  submitted(closingOn?: string): Promise<{ id: TransferRunId; version: number; digest: string }>
  /** Decides what is asked about a run. */
  decide(id: TransferRunId, decision: 'approved' | 'rejected', by?: Context): Promise<Result<object>>
  /** Waits for the jobs that were started. */
  idle(): Promise<void>
  run(id: TransferRunId): Promise<{ state: string; version: number; posted: boolean; total: number; transfers: number }>
  /** Accounts that hold something, by code: debit less credit. */
  balances(): Record<string, number>
  /** What the ledger breaks of its promises: nothing, if all is well. */
  broken(): Promise<string[]>
}

export async function openPayoutDesk(): Promise<PayoutDesk> {
  const clock = fixedClock(Date.parse('2026-12-01T09:00:00+09:00'))
  const test = await openTestLedger({ clock })
  const account = await addAccount(test.ledger, { ...ACCOUNT, openingBalance: yen(1_000_000) })
  const files = await createFiles()
  const running: Promise<unknown>[] = []
  const job = (spec: JobSpec, by = clerk) => runJob(resourcesOf(test, by.by), spec, quietControl())
  const jobs: Pick<Jobs, 'start'> = {
    start: (spec, by) => {
      running.push(runJob(resourcesOf(test, by), spec, quietControl()).then(valueIn))
      return JobId.parse(randomUUID())
    },
  }
  const deps: PayoutDeps = { ledger: test.ledger, clock, events: createEvents(), files, jobs, gateways, secrets: null }
  const handlers = { ...payoutHandlers(deps), ...approvalHandlers({ ...deps, jobs }) }
  const clerk = await personAt(test, 'yamada', ['clerk'])
  const supervisor = await personAt(test, 'sato', ['supervisor'])
  const otherSupervisor = await personAt(test, 'suzuki', ['supervisor'])
  const bankFolder = join(test.dir, 'bank')
  mkdirSync(bankFolder)
  let numbers = 1_000_000
  const balances = test.ledger.source.prepare<[], { code: string; sum: number }>(
    'select code, sum(debit - credit) as sum from balances join accounts on id = account_id group by id having sum <> 0 order by code',
  )
  const idle = async () => {
    while (running.length > 0) await running.shift()
  }
  const plan = async (closingOn: string = CLOSING) => {
    const planned = valueIn(await job({ kind: 'payouts', closingOn: businessDate(closingOn), payOn: null }))
    if (planned.kind !== 'payouts') throw new Error(planned.kind)
    return planned.payouts.runs
  }
  const desk: PayoutDesk = {
    ...test,
    ...{ clock, account, handlers, clerk, supervisor, otherSupervisor, files, deps, bankFolder, job, idle, plan },
    merchant: (own = {}) =>
      addMerchant(test.ledger, {
        fees: [PERCENT_FEE],
        payoutCycle: { closingDay: 31, monthOffset: 1, payDay: 20, holidayRule: 'previous' },
        account: { ...HOLDER, accountNumber: String(++numbers) },
        ...own,
      }),
    bring: (day, lines) => bringIn(test, day, desk.balances()[`bank:${account}`] ?? 0, lines),
    paid: async (merchantId, day, amounts, own = {}) => {
      const dueOn = own.dueOn ?? businessDate('2026-12-31')
      const references = amounts.map(() => `100${String(++numbers)}`)
      const orders = await addOrders(
        test.ledger,
        merchantId,
        amounts.map((amount, at) => ({
          ...own,
          ...{ amount, dueOn, instruction: { accountId: account, reference: references[at] ?? '', dueOn } },
        })),
      )
      await desk.bring(
        day,
        amounts.map((amount, at) => ({ amount, remitterCode: references[at] ?? '' })),
      )
      return orders
    },
    rules: (payouts) => writing(test.ledger, (writer) => saveMoneyRules(writer, MoneyRules.parse({ payouts }))),
    settle: async (settings = {}, enabled = true) => {
      const settled = GatewaySettings.parse({
        gateway: 'bank_transfer',
        channel: 'folder',
        folder: bankFolder,
        originatorCode: '0123456789',
        originatorName: 'ダイコウギンコウ',
        ...settings,
      })
      await writing(test.ledger, async (writer) => {
        const { db } = test.ledger.reader
        const row = await db.selectFrom('gateways').select('version').where('name', '=', 'bank_transfer').executeTakeFirst()
        await saveGateway(writer, 'bank_transfer', row?.version ?? 0, { enabled, paused: false, settings: settled })
      })
    },
    submitted: async (closingOn) => {
      const [planned] = await plan(closingOn)
      if (!planned) throw new Error('no run was planned')
      const { version, digest } = valueIn(await handlers['payouts.submit'](clerk, { id: planned.id, version: 1 }))
      return { id: planned.id, version, digest }
    },
    decide: async (id, decision, by = supervisor) => {
      const { approvals } = valueIn(await handlers['approvals.list'](by, { open: true }))
      const asked = approvals.find((approval) => 'runId' in approval.case && approval.case.runId === id)
      if (!asked) throw new Error('nobody is asked about this run')
      const decided = await handlers['approvals.decide'](by, { id: asked.id, digest: asked.digest, decision, reason: '' })
      await idle()
      return decided
    },
    run: async (id) => valueIn(await handlers['payouts.get'](clerk, { id })).run,
    balances: () => Object.fromEntries(balances.all().map(({ code, sum }) => [code, sum])),
    broken: async () => {
      clock.advance(1000)
      const result = valueIn(await runVerify({ ledger: test.ledger, by: TESTER, gateways }, quietControl()))
      if (result.kind !== 'verify') throw new Error(result.kind)
      return result.verify.invariants.flatMap(({ name, violations, first }) => (violations > 0 ? [`${name}: ${first}`] : []))
    },
    cleanup: async () => {
      await idle()
      await files.close()
      await test.cleanup()
    },
  }
  return desk
}
