import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { inOwnProcess, rounded, step } from './child'
import { importFloor } from './import-floor'
import { importStatement, removeLedger } from './import-run'
import { buildImport, CACHE, importMaterial, type Size } from './story-ledgers'

const build = step({
  given: z.object({ rows: z.int(), seed: z.int() }),
  result: z.null(),
  run: async (size) => {
    await buildImport(size)
    return null
  },
})

const Imported = z.object({
  seconds: z.number(),
  planSeconds: z.number(),
  rows: z.int(),
  cleared: z.int(),
  stagingUnits: z.int(),
  postingUnits: z.int(),
})
const product = step({ given: z.object({ ledger: z.string(), statement: z.string() }), result: Imported, run: importStatement })

const floor = step({
  given: z.object({ finished: z.string(), copy: z.string(), linesPerStagingUnit: z.number(), linesPerPostingUnit: z.number() }),
  result: z.object({ seconds: z.number(), rows: z.int(), units: z.int() }),
  run: async ({ finished, copy, ...size }) => importFloor(finished, copy, size),
})

export const importSteps = { 'import-build': build, 'import-product': product, 'import-floor': floor }

interface Measured {
  imported: z.infer<typeof Imported>
  floorSeconds: number
  floorUnits: number
  rssMb: number
}

/** Brings the statement into a fresh copy, then lets the floor write the same rows into another. */
function measureOnce(size: Size): Measured {
  const material = importMaterial(size)
  const work = { finished: join(CACHE, 'import-product.daiko'), copy: join(CACHE, 'import-floor.daiko') }
  mkdirSync(CACHE, { recursive: true })
  for (const path of Object.values(work)) {
    removeLedger(path)
    copyFileSync(material.ledger, path)
  }
  const { result: imported, rssMb } = inOwnProcess('import-product', product, { ledger: work.finished, statement: material.statement })
  const perUnit = (units: number) => Math.max(1, Math.round(imported.rows / Math.max(1, units)))
  const { result: written } = inOwnProcess('import-floor', floor, {
    ...work,
    linesPerStagingUnit: perUnit(imported.stagingUnits),
    linesPerPostingUnit: perUnit(imported.postingUnits),
  })
  for (const path of Object.values(work)) removeLedger(path)
  return { imported, floorSeconds: written.seconds, floorUnits: written.units, rssMb }
}

/** Small sizes are over in a blink, so they are measured several times; the quickest of each side counts. */
function measure(size: Size): Measured {
  inOwnProcess('import-build', build, size)
  const runs = Array.from({ length: size.rows >= 100_000 ? 1 : 3 }, () => measureOnce(size))
  const quickest = runs.reduce((best, run) => (run.imported.seconds < best.imported.seconds ? run : best))
  const floorSeconds = Math.min(...runs.map((run) => run.floorSeconds))
  return { ...quickest, floorSeconds, rssMb: Math.max(...runs.map((run) => run.rssMb)) }
}

/** Read, store, clear and post a statement of so many lines against as many open orders. */
export async function importBench(size: Size): Promise<object[]> {
  const small = measure({ ...size, rows: Math.max(10, Math.round(size.rows / 10)) })
  const large = measure(size)
  const cost = ({ imported }: Measured) => imported.seconds / imported.rows
  const ratio = rounded(large.floorSeconds / large.imported.seconds)
  const costGrowth = rounded(cost(large) / cost(small))
  const { rows, cleared, seconds, planSeconds, stagingUnits, postingUnits } = large.imported
  return [
    {
      bench: 'import',
      rows,
      rowsPerSecond: Math.round(rows / seconds),
      floorRowsPerSecond: Math.round(rows / large.floorSeconds),
      ratio,
      rssMb: large.rssMb,
      costGrowth,
      floorCostGrowth: rounded(large.floorSeconds / large.imported.rows / (small.floorSeconds / small.imported.rows)),
      cleared,
      seconds: rounded(seconds),
      planSeconds: rounded(planSeconds),
      smallSeconds: rounded(small.imported.seconds),
      smallPlanSeconds: rounded(small.imported.planSeconds),
      transactions: stagingUnits + postingUnits,
      floorTransactions: large.floorUnits,
      bars: {
        ratio: { atLeast: 0.5, ok: ratio >= 0.5 },
        rssMb: { under: 400, ok: large.rssMb < 400 },
        costGrowth: { atMost: 1.3, ok: costGrowth <= 1.3 },
      },
    },
  ]
}
