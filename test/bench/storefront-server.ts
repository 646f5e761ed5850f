import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import Database from 'better-sqlite3'
import { compose } from '../../src/main/compose'
import { openLedger } from '../../src/main/ledger/ledger'
import { insertMerchant, setMerchantState } from '../../src/main/ledger/merchants'
import { takeIn } from '../../src/main/services/accounts'
import { type AccountId, MerchantId } from '../../src/preload/contract/ids'
import { Contacts } from '../../src/preload/contract/merchants'
import { yen } from '../../src/preload/contract/money'
import { HOLDER, merchantTerms, valueIn, writing } from '../support/ledger'
import { brokenPromises } from '../support/verified'
import { benchClock, TODAY } from './bench-clock'
import { rounded } from './child'
import { call, deskFigures, deskWork, lists, sitDown } from './desk-work'

/* The core under load: the storefront open, and clerks who go on with their work. */

const MERCHANTS = 4
const ACCOUNT = { bankCode: '0001', branchCode: '001', accountType: '1', accountNumber: '1000001' } as const
const NO_LIMITS = { ofAddress: 100_000_000, ofKey: 100_000_000 }

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
    await sitDown(core)
    const keys = []
    for (const merchantId of merchants) keys.push(await call(core, 'merchants.issueApiKey', { merchantId, name: 'shop' }))
    const told = toldByParent()
    opened({ address: core.addressOf('storefront') ?? '', keys })
    await deskWork(core, lists, told.measure)
    const before = process.cpuUsage()
    const lateness = monitorEventLoopDelay({ resolution: 5 })
    lateness.enable()
    const waited = await deskWork(core, lists, told.stop)
    const { user, system } = process.cpuUsage(before)
    const loopMaxMs = rounded(lateness.max / 1e6, 0)
    await core.close()
    return {
      cpuSeconds: rounded((user + system) / 1e6, 1),
      loopMaxMs,
      ...deskFigures(waited),
      ...counts(ledgerPath),
      broken: await broken(ledgerPath),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The parent says on standard input when it is warm, and ends it when it has seen enough. */
function toldByParent(): { measure: AbortSignal; stop: AbortSignal } {
  const [measure, stop] = [new AbortController(), new AbortController()]
  process.stdin.once('data', () => measure.abort()).once('end', () => stop.abort())
  return { measure: measure.signal, stop: stop.signal }
}

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
