import { parseArgs } from 'node:util'
import { candidatesBench, candidatesSteps } from './candidates-bench'
import { answerParent, type Step } from './child'
import { deskBench, deskSteps } from './desk-bench'
import { exportBench, exportSteps } from './export-bench'
import { importBench, importSteps } from './import-bench'
import { listBench, listSteps } from './list-bench'
import { payoutsBench, payoutsSteps } from './payouts-bench'
import { qualityBench, qualitySteps } from './quality-bench'
import { statementsBench, statementsSteps } from './statements-bench'
import { storeBench, storeSteps } from './store-bench'
import { storefrontBench, storefrontSteps } from './storefront-bench'

/*
 * npm run --silent bench -- NAME [--rows N] [--seed S] [--seconds N] [--connections N] [--merchants N]: measures Daiko against a floor of the same run and prints one JSON line per
 * result. Each measurement runs in a process of its own, so that its memory is its own. Bars are printed beside the figures and
 * judged by whoever reads them: a busy machine fails no test. Built ledgers are kept in node_modules/.cache/bench.
 */
interface Size {
  rows: number
  seed: number
  seconds: number
  connections: number
  merchants: number
}

const benches: Record<string, { rows: number; run(size: Size): Promise<object[]> }> = {
  import: { rows: 200_000, run: importBench },
  list: { rows: 1_000_000, run: listBench },
  export: { rows: 200_000, run: exportBench },
  payouts: { rows: 100_000, run: payoutsBench },
  candidates: { rows: 1_000_000, run: candidatesBench },
  quality: { rows: 50_000, run: qualityBench },
  desk: { rows: 1_000_000, run: deskBench },
  statements: { rows: 0, run: statementsBench },
  store: { rows: 200_000, run: storeBench },
  storefront: { rows: 0, run: storefrontBench },
}
const steps: Record<string, Step<import('zod').ZodType, import('zod').ZodType>> = {
  ...importSteps,
  ...listSteps,
  ...exportSteps,
  ...payoutsSteps,
  ...candidatesSteps,
  ...qualitySteps,
  ...deskSteps,
  ...statementsSteps,
  ...storeSteps,
  ...storefrontSteps,
}

const USAGE = `bench ${[...Object.keys(benches), 'all'].join('|')} [--rows N] [--seed S] [--seconds N] [--connections N] [--merchants N]`

function whole(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,8}$/.test(text) && Number(text) > 0 ? Number(text) : null
}

async function bench(names: readonly string[], rows: number | null, own: Omit<Size, 'rows'>): Promise<void> {
  for (const name of names) {
    const found = benches[name]
    if (!found) throw new Error(USAGE)
    for (const line of await found.run({ rows: rows ?? found.rows, ...own })) console.log(JSON.stringify(line))
  }
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rows: { type: 'string' },
    seed: { type: 'string', default: '1' },
    seconds: { type: 'string', default: '60' },
    connections: { type: 'string', default: '50' },
    merchants: { type: 'string', default: '1000' },
    step: { type: 'string' },
    given: { type: 'string', default: '{}' },
  },
})
const asked = values.step === undefined ? undefined : steps[values.step]
const [name = ''] = positionals
if (asked) await answerParent(asked, values.given)
else if (name === 'all' || Object.hasOwn(benches, name))
  await bench(name === 'all' ? Object.keys(benches) : [name], whole(values.rows), {
    seed: whole(values.seed) ?? 1,
    seconds: whole(values.seconds) ?? 60,
    connections: whole(values.connections) ?? 50,
    merchants: whole(values.merchants) ?? 1000,
  })
else {
  console.error(USAGE)
  process.exitCode = 1
}
