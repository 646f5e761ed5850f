import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { Browser } from 'playwright'
import { nodeBinary, ROOT } from '../../resources/set-up.mjs'
import { gatewayOf, saveGateway } from '../../src/main/ledger/gateways'
import { openLedger } from '../../src/main/ledger/ledger'
import { businessDate } from '../../src/preload/contract/date'
import { StorefrontSettings } from '../../src/preload/contract/gateways'
import { enterDesk, type Person, soon } from './browser'
import type { CardWorld } from './card-world'
import { freePort } from './free-port'
import { valueIn, writing } from './ledger'

/*
 * The core falls over while a card is being charged: the built program on a copy of the world's ledger, with a desk that has just written an
 * export, a payer who has typed a card in, and a company that has captured and does not answer. It is killed then, or throws. Whatever it
 * printed, and whatever lies about, is in one folder.
 */
export interface Wreck {
  readonly folder: string
  /** By which signal it ended, or with which code. */
  readonly ending: string | number | null
  remove(): void
}

/** The same key as the world's, so that links and secrets stay good. */
const KEY = Buffer.alloc(32, 7).toString('base64')
export const FELL_OVER = 'the core fell over'

/** What is put in front of the program: the world's time goes on, and a signal makes it throw where nobody catches. */
const preload = (aheadMs: number) => `
import { isMainThread } from 'node:worker_threads'
const now = Date.now
Date.now = () => now() + ${aheadMs}
if (isMainThread) process.on('SIGUSR2', () => { throw new Error('${FELL_OVER}') })
`

const SIGNALS = { killed: 'SIGKILL', throws: 'SIGUSR2' } as const
const ORDER = { orderNumber: 'X-1', amount: 7_001 }

/** `card`: what its payer types in. `person` may export. */
export async function fallOver(
  world: CardWorld,
  browser: Browser,
  { how, person, card }: { how: keyof typeof SIGNALS; person: Person; card: string },
): Promise<Wreck> {
  const folder = mkdtempSync(join(tmpdir(), 'daiko-wreck-'))
  mkdirSync(join(folder, 'tmp'))
  const ledgerPath = join(folder, 'ledger.daiko')
  const file = new Database(world.bank.ledgerPath, { readonly: true })
  await file.backup(ledgerPath)
  file.close()
  const port = await freePort()
  await openStorefront(world, ledgerPath, port)
  const aheadMs = world.bank.clock.now() - Date.now()
  writeFileSync(join(folder, 'preload.mjs'), preload(aheadMs))
  const { child, ended } = start(folder, ledgerPath)
  try {
    await exported(browser, await entranceOf(folder, child), person)
    await charging(
      world,
      world.programAt(`http://127.0.0.1:${port}`, () => Date.now() + aheadMs),
      card,
    )
    child.kill(SIGNALS[how])
    const [code, signal] = await ended
    return { folder, ending: signal ?? code, remove: () => rmSync(folder, { recursive: true, force: true }) }
  } finally {
    child.kill('SIGKILL')
  }
}

async function openStorefront({ bank: { clock } }: CardWorld, path: string, port: number): Promise<void> {
  const ledger = valueIn(await openLedger({ path, clock, create: false }))
  const settings = StorefrontSettings.parse({ gateway: 'storefront', port })
  const { version } = await gatewayOf(ledger.reader, 'storefront')
  await writing(ledger, (writer) => saveGateway(writer, 'storefront', version, { enabled: true, paused: false, settings }))
  await ledger.close()
}

const printedIn = (folder: string) => [join(folder, 'stdout'), join(folder, 'stderr')] as const

/** Starts the program; what it prints goes into files, what it leaves about into `tmp`, and Node reports a fault. */
function start(folder: string, ledgerPath: string): { child: ChildProcess; ended: Promise<[number | null, string | null]> } {
  const flags = [`--import=${join(folder, 'preload.mjs')}`, '--report-uncaught-exception', `--report-directory=${folder}`]
  const program = [join(ROOT, 'out/main/serve.js'), '--ledger', ledgerPath, '--no-open']
  const [stdout, stderr] = printedIn(folder).map((path) => openSync(path, 'w'))
  const child = spawn(nodeBinary(), [...flags, ...program], {
    env: { ...process.env, DAIKO_KEY: KEY, TMPDIR: join(folder, 'tmp') },
    stdio: ['ignore', stdout ?? 'ignore', stderr ?? 'ignore'],
  })
  for (const file of [stdout, stderr]) if (file !== undefined) closeSync(file)
  return { child, ended: once(child, 'exit').then(([code, signal]) => [code, signal]) }
}

/** Where its desk is entered, once it listens. */
async function entranceOf(folder: string, child: ChildProcess): Promise<string> {
  const [stdout, stderr] = printedIn(folder)
  const entrance = () => /^Daiko: (http:\S+)$/m.exec(readFileSync(stdout, 'utf8'))?.[1]
  await soon(() => entrance() !== undefined || child.exitCode !== null).toBe(true)
  const found = entrance()
  if (found === undefined) throw new Error(`the program ended before it was there: ${readFileSync(stderr, 'utf8')}`)
  return found
}

/** A person exports a list and does not fetch it: its file lies in the core's own folder. */
async function exported(browser: Browser, entrance: string, person: Person): Promise<void> {
  const desk = await enterDesk(browser, entrance, { language: 'ja' })
  await desk.field(desk.t('session.userName')).waitFor()
  await desk.ask('session.signIn', person)
  const days = { from: businessDate('2026-01-01'), to: businessDate('2027-12-31') }
  const { jobId } = await desk.ask('exports.start', { list: 'orders', merchantId: null, ...days })
  await soon(async () => (await desk.ask('jobs.get', { jobId })).state).toBe('done')
  await desk.page.context().close()
}

/** A payer has typed a card in, the shop has asked for the capture, the company has captured, and its answer never comes. */
async function charging(world: CardWorld, shop: ReturnType<CardWorld['programAt']>, card: string): Promise<void> {
  const { orderNumber, amount } = ORDER
  await world.authorized(orderNumber, amount, card, false, shop)
  await world.company.faults.next('slow', { on: 'capture' })
  const { status } = await shop.ask('POST', `/api/v1/orders/${orderNumber}/capture`)
  if (status !== 200) throw new Error(`the capture was answered ${status}`)
  await soon(() => world.atCompany(amount)).toEqual([`captured ${amount} captures 1`])
}
