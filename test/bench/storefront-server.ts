import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { type Core, compose } from '../../src/main/compose'
import { openLedger } from '../../src/main/ledger/ledger'
import { insertMerchant, setMerchantState } from '../../src/main/ledger/merchants'
import { takeIn } from '../../src/main/services/accounts'
import type { Seat } from '../../src/preload/contract/carrier'
import { type AccountId, MerchantId } from '../../src/preload/contract/ids'
import { Contacts } from '../../src/preload/contract/merchants'
import { type InputOf, type MethodName, methods, type OutputOf } from '../../src/preload/contract/methods'
import { yen } from '../../src/preload/contract/money'
import { HOLDER, merchantTerms, valueIn, writing } from '../support/ledger'
import { brokenPromises } from '../support/verified'
import { benchClock, TODAY } from './bench-clock'
import { percentile, rounded } from './child'

/* The core under load: the storefront open, and clerks who go on with their work. */

const SEAT: Seat = { id: 'bench', kind: 'test' }
const CLERK = { name: 'bench', password: 'a desk made for measuring' }
const MERCHANTS = 4
const DESK_EVERY_MS = 50
const ACCOUNT = { bankCode: '0001', branchCode: '001', accountType: '1', accountNumber: '1000001' } as const
const NO_LIMITS = { ofAddress: 100_000_000, ofKey: 100_000_000 }
const outputs: { readonly [M in MethodName]: { readonly output: { parse(value: unknown): OutputOf<M> } } } = methods

async function call<M extends MethodName>(core: Core, method: M, input: InputOf<M>): Promise<OutputOf<M>> {
  const answer = await core.dispatch(SEAT, { method, input })
  if (answer.outcome !== 'done') throw new Error(`${method}: ${JSON.stringify(answer)}`)
  return outputs[method].output.parse(answer.value)
}

/** A ledger with an account and merchants who are told of everything, each with a million account numbers. */
async function prepare(ledgerPath: string): Promise<MerchantId[]> {
  const ledger = valueIn(await openLedger({ path: ledgerPath, clock: benchClock, create: true }))
  const merchants = await writing(ledger, async (writer) => {
    const account = {
      ...ACCOUNT,
      accountName: '決済代行口',
      openedOn: TODAY,
      openingBalance: yen(0),
      dates: 'era' as const,
      booksFrom: 'statement' as const,
    }
    const accountId: AccountId = await takeIn(writer, account)
    const ids: MerchantId[] = []
    for (let at = 0; at < MERCHANTS; at++) {
      const id = MerchantId.parse(writer.newId())
      const digits = (number: number) => String(number).padStart(7, '0')
      const virtualRange = { accountId, branchCode: '101', first: digits(at * 1_000_000), last: digits((at + 1) * 1_000_000 - 1) }
      const contacts = Contacts.parse({ email: 'shop@example.jp', noticeBy: 'mail', webhookUrl: 'https://shop.example.jp/hook' })
      await insertMerchant(writer, id, merchantTerms({ name: `加盟店 ${at + 1}`, virtualRange, contacts }), HOLDER)
      await setMerchantState(writer, id, 'active')
      ids.push(id)
    }
    return ids
  })
  await ledger.close()
  return merchants
}

export interface Opened {
  readonly address: string
  readonly keys: readonly { key: string; secret: string }[]
}

/** Serves until standard input ends, and tells how the desk fared and what stands in the ledger. */
export async function serveStorefront(opened: (where: Opened) => void) {
  const folder = mkdtempSync(join(tmpdir(), 'daiko-bench-'))
  const ledgerPath = join(folder, 'ledger.daiko')
  try {
    const merchants = await prepare(ledgerPath)
    const log = { info: () => undefined, warn: console.error, error: (data: object, message: string) => console.error(message, data) }
    const options = { ledgerPath, demonstration: false, workerPath: null, resume: true, log, clock: benchClock }
    const core = valueIn(await compose({ ...options, masterKey: Buffer.alloc(32, 7), storefront: { port: 0 }, apiLimits: NO_LIMITS }))
    await call(core, 'session.createFirstAdministrator', { ...CLERK, displayName: 'Bench', roles: ['administrator', 'clerk'] })
    const keys = []
    for (const merchantId of merchants) keys.push(await call(core, 'merchants.issueApiKey', { merchantId, name: 'shop' }))
    const told = toldByParent()
    opened({ address: core.addressOf('storefront') ?? '', keys })
    await deskWork(core, told.measure)
    const before = process.cpuUsage()
    const lateness = monitorEventLoopDelay({ resolution: 5 })
    lateness.enable()
    const times = await deskWork(core, told.stop)
    const { user, system } = process.cpuUsage(before)
    const loopMaxMs = rounded(lateness.max / 1e6, 0)
    await core.close()
    return {
      cpuSeconds: rounded((user + system) / 1e6, 1),
      loopMaxMs,
      ...deskFigures(times),
      ...counts(ledgerPath),
      broken: await broken(ledgerPath),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const work: ((core: Core) => Promise<unknown>)[] = [
  (core) => call(core, 'orders.list', {}),
  (core) => call(core, 'home.figures', {}),
  (core) => call(core, 'deposits.list', {}),
  (core) => call(core, 'orders.list', { filter: { search: 'ヤマダ' } }),
]

/** The parent says on standard input when it is warm, and ends it when it has seen enough. */
function toldByParent(): { measure: AbortSignal; stop: AbortSignal } {
  const [measure, stop] = [new AbortController(), new AbortController()]
  process.stdin.once('data', () => measure.abort()).once('end', () => stop.abort())
  return { measure: measure.signal, stop: stop.signal }
}

/** Clerks who do not wait for one another: a call every so often, each measured from when it was due, and what the loop was late by. */
async function deskWork(core: Core, stopping: AbortSignal): Promise<number[]> {
  const times: number[] = []
  const asked: Promise<void>[] = []
  let due = performance.now()
  let at = 0
  while (!stopping.aborted) {
    await wait(Math.max(0, due - performance.now()))
    // After a long turn of the loop several are due at once.
    for (; due <= performance.now(); due += DESK_EVERY_MS) {
      const [began, ask] = [due, work[at++ % work.length]]
      if (ask) asked.push(ask(core).then(() => void times.push(performance.now() - began)))
    }
  }
  await Promise.all(asked)
  return times
}

const deskFigures = (times: readonly number[]) => ({
  deskP95Ms: rounded(percentile(times, 95), 1),
  deskP99Ms: rounded(percentile(times, 99), 1),
  deskCalls: times.length,
})

function counts(ledgerPath: string): { orders: number; keysKept: number } {
  const database = new Database(ledgerPath, { readonly: true })
  const count = (table: string) => Number(database.prepare(`select count(*) from ${table}`).pluck().get())
  const counted = { orders: count('orders'), keysKept: count('idempotent_requests') }
  database.close()
  return counted
}

async function broken(ledgerPath: string): Promise<string[]> {
  const ledger = valueIn(await openLedger({ path: ledgerPath, clock: benchClock, create: false }))
  const promises = await brokenPromises(ledger)
  await ledger.close()
  return promises
}
