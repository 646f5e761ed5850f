import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { composeGateways } from '../../src/main/compose-gateways'
import { openLedger } from '../../src/main/ledger/ledger'
import { runJob } from '../../src/main/services/job-kinds'
import { TESTER, valueIn } from '../support/ledger'
import { benchClock } from './bench-clock'
import { inOwnProcess, rounded, step } from './child'
import { counting, removeLedger, unwatched } from './import-run'
import { storeFloor } from './store-floor'
import { buildStore, storeMaterial } from './store-ledgers'
import { CACHE, type Size } from './story-ledgers'

const build = step({
  given: z.object({ rows: z.int(), seed: z.int() }),
  result: z.null(),
  run: async (size) => {
    await buildStore(size)
    return null
  },
})

const Brought = z.object({
  seconds: z.number(),
  rows: z.int(),
  paid: z.int(),
  exceptions: z.int(),
  stagingUnits: z.int(),
  postingUnits: z.int(),
})

/** Reads, stores, places and posts a result file exactly as the program does it, timed from the first byte to the last entry. */
const product = step({
  given: z.object({ ledger: z.string(), results: z.string() }),
  result: Brought,
  run: async ({ ledger: path, results }) => {
    const { ledger, units, mark } = counting(valueIn(await openLedger({ path, clock: benchClock, create: false, bulk: true })))
    const resources = { ledger, clock: benchClock, by: TESTER, gateways: composeGateways() }
    const began = performance.now()
    const shown = valueIn(
      await runJob(
        resources,
        { kind: 'collection_preview', method: 'convenience_store', mapping: null, path: results, fileName: 'results.csv', planId: '' },
        unwatched,
      ),
    )
    if (shown.kind !== 'collection_preview') throw new Error(shown.kind)
    const control = { ...unwatched, progress: (phase: string) => (phase === 'posting' ? mark() : undefined) }
    const { sha256 } = shown.preview
    const brought = valueIn(
      await runJob(
        resources,
        { kind: 'collection', method: 'convenience_store', mapping: null, path: results, fileName: 'results.csv', sha256 },
        control,
      ),
    )
    const seconds = (performance.now() - began) / 1000
    if (brought.kind !== 'collection') throw new Error(brought.kind)
    await ledger.close()
    const { stored: rows, paid, exceptions } = brought.collection
    return { seconds, rows, paid, exceptions, stagingUnits: units() - mark.count(), postingUnits: mark.count() }
  },
})

const floor = step({
  given: z.object({ finished: z.string(), copy: z.string(), linesPerStagingUnit: z.number(), linesPerPostingUnit: z.number() }),
  result: z.object({ seconds: z.number(), rows: z.int(), units: z.int() }),
  run: async ({ finished, copy, ...size }) => storeFloor(finished, copy, size),
})

export const storeSteps = { 'store-build': build, 'store-product': product, 'store-floor': floor }

/** A store agent's result file of so many lines: read, checked, shown, stored, placed, posted. */
export async function storeBench(size: Size): Promise<object[]> {
  inOwnProcess('store-build', build, size)
  const material = storeMaterial(size)
  const work = { finished: join(CACHE, 'store-product.daiko'), copy: join(CACHE, 'store-floor.daiko') }
  mkdirSync(CACHE, { recursive: true })
  for (const path of Object.values(work)) {
    removeLedger(path)
    copyFileSync(material.ledger, path)
  }
  const { result, rssMb } = inOwnProcess('store-product', product, { ledger: work.finished, results: material.results })
  const perUnit = (units: number) => Math.max(1, Math.round(result.rows / Math.max(1, units)))
  const { result: written } = inOwnProcess('store-floor', floor, {
    ...work,
    linesPerStagingUnit: perUnit(result.stagingUnits),
    linesPerPostingUnit: perUnit(result.postingUnits),
  })
  for (const path of Object.values(work)) removeLedger(path)
  const ratio = rounded(written.seconds / result.seconds)
  return [
    {
      bench: 'store',
      rows: result.rows,
      rowsPerSecond: Math.round(result.rows / result.seconds),
      floorRowsPerSecond: Math.round(result.rows / written.seconds),
      ratio,
      rssMb,
      seconds: rounded(result.seconds),
      paid: result.paid,
      exceptions: result.exceptions,
      transactions: result.stagingUnits + result.postingUnits,
      floorTransactions: written.units,
      bars: { ratio: { atLeast: 0.5, ok: ratio >= 0.5 } },
    },
  ]
}
