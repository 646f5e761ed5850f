import { rmSync } from 'node:fs'
import { composeGateways } from '../../src/main/compose-gateways'
import { type Ledger, openLedger } from '../../src/main/ledger/ledger'
import { runJob } from '../../src/main/services/job-kinds'
import type { JobControl } from '../../src/main/services/jobs'
import { TESTER, valueIn } from '../support/ledger'
import { benchClock } from './bench-clock'

/** What bringing in one statement came to. */
export interface Imported {
  seconds: number
  /** Of these, until the plan stood. */
  planSeconds: number
  rows: number
  cleared: number
  /** Units of work of the two phases: staging while planning, posting while applying. */
  stagingUnits: number
  postingUnits: number
}

export const unwatched: JobControl = { progress: () => undefined, cancelled: false }

/** The same ledger, counting its units of work; `mark` counts those that somebody points out. */
export function counting(ledger: Ledger): { ledger: Ledger; units(): number; mark: (() => void) & { count(): number } } {
  let units = 0
  const counted: Ledger = {
    path: ledger.path,
    reader: ledger.reader,
    source: ledger.source,
    optimise: () => ledger.optimise(),
    besideBulk: (bulk) => ledger.besideBulk(bulk),
    close: () => ledger.close(),
    write: (by, work) => {
      units += 1
      return ledger.write(by, work)
    },
  }
  let marked = 0
  const mark = Object.assign(
    () => {
      marked += 1
    },
    { count: () => marked },
  )
  return { ledger: counted, units: () => units, mark }
}

/** Reads, stores, clears and posts a statement exactly as the program does it, timed from the first byte to the last entry. */
export async function importStatement(material: { ledger: string; statement: string }): Promise<Imported> {
  const { ledger, units } = counting(valueIn(await openLedger({ path: material.ledger, clock: benchClock, create: false, bulk: true })))
  const resources = { ledger, clock: benchClock, by: TESTER, gateways: composeGateways() }
  const began = performance.now()
  const planned = valueIn(await runJob(resources, { kind: 'plan', path: material.statement, fileName: 'statement.txt' }, unwatched))
  if (planned.kind !== 'plan') throw new Error(`a plan was asked for, ${planned.kind} came`)
  const stagingUnits = units()
  const planSeconds = (performance.now() - began) / 1000
  const applied = valueIn(await runJob(resources, { kind: 'intake', planId: planned.plan.planId, digest: planned.plan.digest }, unwatched))
  const seconds = (performance.now() - began) / 1000
  if (applied.kind !== 'intake') throw new Error(`an intake was asked for, ${applied.kind} came`)
  await ledger.close()
  return {
    seconds,
    planSeconds,
    rows: applied.intake.stored,
    cleared: applied.intake.cleared,
    stagingUnits,
    postingUnits: units() - stagingUnits,
  }
}

/** A ledger file with whatever lies beside it. */
export function removeLedger(path: string): void {
  for (const ending of ['', '-wal', '-shm']) rmSync(`${path}${ending}`, { force: true })
}
