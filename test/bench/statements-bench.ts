import { copyFileSync, mkdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { composeGateways } from '../../src/main/compose-gateways'
import { saveGateway } from '../../src/main/ledger/gateways'
import { type Ledger, openLedger } from '../../src/main/ledger/ledger'
import { runById } from '../../src/main/ledger/payouts'
import { approvalHandlers } from '../../src/main/services/approvals'
import { createEvents } from '../../src/main/services/events'
import { handOverRun } from '../../src/main/services/hand-over'
import { runJob } from '../../src/main/services/job-kinds'
import { planPayouts } from '../../src/main/services/payout-planning'
import { resumePayouts } from '../../src/main/services/payout-posting'
import { submitRun } from '../../src/main/services/payout-runs'
import { addDays, businessDate } from '../../src/preload/contract/date'
import { GatewaySettings } from '../../src/preload/contract/gateways'
import { FeePlan } from '../../src/preload/contract/merchants'
import { personAt } from '../support/desk'
import { addAccount, addMerchant, addOrders, HOLDER, TESTER, valueIn, writing } from '../support/ledger'
import { benchClock, TODAY } from './bench-clock'
import { inOwnProcess, rounded, step } from './child'
import { removeLedger } from './import-run'
import { built, CACHE, cachedFolder, changedLedger } from './story-ledgers'

const BAR_MB = 400
/** A person who waits is told at least so often. */
const BAR_SILENCE_MS = 1000
const CLOSING = businessDate('2026-11-30')
const ORDERS_EACH = 30

/** The closing day is over. */
const clock = { ...benchClock, today: () => addDays(TODAY, 12) }
const quiet = { progress: () => undefined, cancelled: false }

const Given = z.object({ merchants: z.int() })
const ledgerOf = ({ merchants }: z.infer<typeof Given>) =>
  join(cachedFolder('statements', { rows: merchants, seed: ORDERS_EACH }), 'ledger.daiko')

/** Merchants with orders that are paid, and one run of payouts that was agreed to, stands in the journal and has gone to the bank. */
const build = step({
  given: Given,
  result: z.null(),
  run: async ({ merchants }) => {
    await built(cachedFolder('statements', { rows: merchants, seed: ORDERS_EACH }), async (folder) => {
      const path = join(folder, 'ledger.daiko')
      await opened(path, true, (ledger) => engage(ledger, merchants))
      changedLedger(path, (database) =>
        database.exec(
          `update orders set payment = 'paid', disbursement = 'releasable', paid_amount = amount, paid_on = received_on, releasable_on = received_on`,
        ),
      )
      await opened(path, false, agree)
      changedLedger(path)
    })
    return null
  },
})

async function opened<T>(path: string, create: boolean, work: (ledger: Ledger) => Promise<T>): Promise<T> {
  const ledger = valueIn(await openLedger({ path, clock, create }))
  try {
    return await work(ledger)
  } finally {
    await ledger.close()
  }
}

async function engage(ledger: Ledger, merchants: number): Promise<void> {
  await addAccount(ledger)
  const fees = [FeePlan.parse({ method: 'bank_transfer', fixed: 0, basisPoints: 360, minimum: 10, maximum: null })]
  for (let at = 0; at < merchants; at++) {
    const id = await addMerchant(ledger, {
      fees,
      name: `株式会社 加盟店 ${at + 1}`,
      account: { ...HOLDER, accountNumber: String(1_000_001 + at) },
    })
    const orders = Array.from({ length: ORDERS_EACH }, (_, line) => ({
      amount: 1_000 + ((at * 7919 + line * 104_729) % 90_000),
      goods: 'りんごジュース 12本',
      receivedOn: addDays(businessDate('2026-11-01'), line % 30),
    }))
    await addOrders(ledger, id, orders)
  }
}

/** Planned by one, agreed to by another, posted, and given to the bank: before that no statement is issued. */
async function agree(ledger: Ledger): Promise<void> {
  const gateways = composeGateways()
  const settings = GatewaySettings.parse({ gateway: 'bank_transfer', originatorCode: '0123456789', originatorName: 'ダイコウギンコウ' })
  await writing(ledger, (writer) => saveGateway(writer, 'bank_transfer', 0, { enabled: true, paused: false, settings }))
  const [clerk, supervisor] = [await personAt({ ledger }, 'yamada', ['clerk']), await personAt({ ledger }, 'sato', ['supervisor'])]
  const planned = valueIn(await planPayouts({ ledger, clock, by: clerk.by, gateways }, { closingOn: CLOSING, payOn: null }, quiet))
  const [run] = planned.kind === 'payouts' ? planned.payouts.runs : []
  if (!run) throw new Error('no run was planned')
  const { approvalId: id, digest } = valueIn(
    await ledger.write(clerk.by, (writer) => submitRun(writer, gateways, clerk, { id: run.id, version: 1 })),
  )
  const handlers = approvalHandlers({ ledger, events: createEvents(), secrets: null })
  const { approvals } = valueIn(await handlers['approvals.list'](supervisor, { open: true }))
  const asked = approvals.find((approval) => approval.id === id)
  valueIn(await handlers['approvals.decide'](supervisor, { id, digest: asked?.digest ?? digest, decision: 'approved', reason: '' }))
  valueIn(await resumePayouts({ ledger, clock }, quiet))
  const version = (await runById(ledger.reader, run.id))?.version ?? 0
  valueIn(await handOverRun({ ledger, gateways, secrets: null }, clerk.by, { id: run.id, version }))
}

/** The month pack as the job worker makes it, as workbooks and as PDF, in one ZIP. */
const pack = step({
  given: z.object({ ledger: z.string(), path: z.string() }),
  result: z.object({ seconds: z.number(), statements: z.int(), files: z.int(), net: z.int(), reports: z.int(), silenceMs: z.number() }),
  run: ({ ledger: from, path }) =>
    opened(from, false, async (ledger) => {
      const began = performance.now()
      let [reports, silenceMs, last] = [0, 0, began]
      const heard = () => {
        const now = performance.now()
        silenceMs = Math.max(silenceMs, now - last)
        last = now
      }
      const control = {
        cancelled: false,
        progress: () => {
          reports += 1
          heard()
        },
      }
      const request = { closingOn: CLOSING, formats: ['pdf' as const, 'xlsx' as const], bundle: 'zip' as const, language: 'ja' as const }
      const resources = { ledger, clock, by: TESTER, gateways: composeGateways() }
      const spec = { kind: 'statement_pack' as const, request, path, ticket: 'bench', fileName: 'statements.zip' }
      const made = valueIn(await runJob(resources, spec, control))
      heard()
      if (made.kind !== 'statement_pack') throw new Error(made.kind)
      const { statements, documents, net } = made.pack
      return { seconds: (performance.now() - began) / 1000, statements, files: documents.length, net, reports, silenceMs }
    }),
})

export const statementsSteps = { 'statements-build': build, 'statements-pack': pack }

/** The month pack of so many merchants. */
export async function statementsBench(size: z.infer<typeof Given>): Promise<object[]> {
  inOwnProcess('statements-build', build, { merchants: size.merchants })
  mkdirSync(CACHE, { recursive: true })
  const [ledger, path] = [join(CACHE, 'statements-pack.daiko'), join(CACHE, 'statements.zip')]
  removeLedger(ledger)
  rmSync(path, { force: true })
  copyFileSync(ledgerOf(size), ledger)
  const { result, rssMb } = inOwnProcess('statements-pack', pack, { ledger, path })
  const zipMb = rounded(statSync(path).size / 1_000_000, 1)
  removeLedger(ledger)
  rmSync(path, { force: true })
  const silenceMs = Math.round(result.silenceMs)
  return [
    {
      bench: 'statements',
      merchants: result.statements,
      seconds: rounded(result.seconds, 1),
      rssMb,
      files: result.files,
      zipMb,
      reports: result.reports,
      silenceMs,
      net: result.net,
      bars: {
        rssMb: { under: BAR_MB, ok: rssMb < BAR_MB },
        silenceMs: { atMost: BAR_SILENCE_MS, ok: silenceMs <= BAR_SILENCE_MS },
      },
    },
  ]
}
