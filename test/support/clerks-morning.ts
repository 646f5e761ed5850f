import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureBuilt, ROOT } from '../../resources/set-up.mjs'
import { compose } from '../../src/main/compose'
import { openLedger } from '../../src/main/ledger/ledger'
import { type Loopback, openLoopback } from '../../src/main/transport/loopback'
import type { Clock } from '../../src/preload/contract/clock'
import { businessDate, dateInJapan, Instant } from '../../src/preload/contract/date'
import type { OrderId } from '../../src/preload/contract/ids'
import { type ClearingStory, inventClearing, type Kind } from '../bench/clearing-story'
import { beginStory, bringInStory, stored } from '../bench/clearing-world'
import type { Person } from './browser'
import { type KeptLog, keptLog } from './door'
import { valueIn } from './ledger'
import { addPerson } from './people'
import { brokenPromises } from './verified'

/* A bank's desk on the morning after a week of deposits: what cleared itself is cleared, and what needs a person waits for one. */

/** What a person finds out about a deposit: how it was paid, and which orders it pays; none where it belongs to nobody here. */
export interface Truth {
  readonly kind: Kind
  readonly orders: readonly OrderId[]
}

export interface Morning {
  readonly loopback: Loopback
  readonly log: KeptLog
  /** By the deposit's id. */
  readonly truths: ReadonlyMap<number, Truth>
  /** Closes the desk; the promises of its ledger that do not hold. */
  close(): Promise<string[]>
  /** Removes the ledger. */
  remove(): void
}

export const people = {
  sato: { name: 'sato', password: 'sato comes first in the morning' },
  suzuki: { name: 'suzuki', password: 'suzuki sits beside the window' },
  ito: { name: 'ito', password: 'ito agrees, or does not agree' },
} as const satisfies Record<string, Person>

const FIRST = businessDate('2026-11-20')
const MORNING = Date.parse('2026-11-26T09:00:00+09:00')

/** The real seconds of a morning that is always the same one. */
function morningClock(): Clock {
  const began = performance.now()
  const now = () => MORNING + Math.floor(performance.now() - began)
  return { now: () => Instant.parse(now()), today: () => dateInJapan(now()), monotonicMs: () => performance.now() }
}

/** A ledger of at least so many deposits, served to browsers; of six about five have cleared themselves. */
export async function layOutMorning(deposits: number, seed: number): Promise<Morning> {
  ensureBuilt()
  const folder = mkdtempSync(join(tmpdir(), 'daiko-morning-'))
  const ledgerPath = join(folder, 'ledger.daiko')
  const clock = morningClock()
  const truths = await tellWeek({ folder, ledgerPath, clock, deposits, seed })
  const log = keptLog()
  const core = valueIn(await compose({ ledgerPath, demonstration: false, workerPath: null, resume: true, log, clock }))
  const loopback = await openLoopback({ core, port: 0, pages: join(ROOT, 'out/renderer'), log, monotonicMs: clock.monotonicMs })
  const close = async () => {
    await loopback.close()
    await core.close()
    const ledger = valueIn(await openLedger({ path: ledgerPath, clock, create: false }))
    try {
      return await brokenPromises(ledger)
    } finally {
      await ledger.close()
    }
  }
  return { loopback, log, truths, close, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

interface Week {
  readonly folder: string
  readonly ledgerPath: string
  readonly clock: Clock
  readonly deposits: number
  readonly seed: number
}

async function tellWeek({ folder, ledgerPath, clock, deposits, seed }: Week): Promise<Map<number, Truth>> {
  const ledger = valueIn(await openLedger({ path: ledgerPath, clock, create: true }))
  try {
    await addPerson({ ledger }, people.sato, ['clerk'])
    await addPerson({ ledger }, people.suzuki, ['clerk'])
    await addPerson({ ledger }, people.ito, ['supervisor'])
    const told = await beginStory(ledger, withoutPast(inventClearing(deposits, seed, FIRST)), FIRST)
    await ledger.optimise()
    await bringInStory(told, folder, clock)
    const receipts = await ledger.reader.db.selectFrom('receipts').select(['id', 'bank_reference']).execute()
    const idOf = new Map(receipts.map(({ id, bank_reference }) => [bank_reference, id]))
    return new Map(
      told.story.deposits.map(({ kind, line, pays }) => [
        stored(idOf.get(line.bankReference)),
        { kind, orders: pays.map((index) => stored(told.ids[index])) },
      ]),
    )
  } finally {
    await ledger.close()
  }
}

/** What was paid before that week has no deposit in this ledger; it has expired instead. */
const withoutPast = ({ orders, deposits }: ClearingStory): ClearingStory => ({
  orders: orders.map((order) => (order.standing === 'paid' ? { ...order, standing: 'expired' } : order)),
  deposits,
})
