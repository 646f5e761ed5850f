import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { composeGateways } from '../../src/main/compose-gateways'
import { openLedger } from '../../src/main/ledger/ledger'
import { planPayouts } from '../../src/main/services/payout-planning'
import { addDays } from '../../src/preload/contract/date'
import { TESTER, valueIn } from '../support/ledger'
import { benchClock, TODAY } from './bench-clock'
import { inOwnProcess, rounded, step } from './child'
import { removeLedger } from './import-run'
import { buildPayouts, CACHE, payoutsLedger, type Size } from './story-ledgers'

const BAR_SECONDS = 10
const BAR_MB = 400

const build = step({
  given: z.object({ rows: z.int(), seed: z.int() }),
  result: z.null(),
  run: async (size) => {
    await buildPayouts(size)
    return null
  },
})

/** Plans one closing in this process, as the job worker does. */
const plan = step({
  given: z.object({ ledger: z.string() }),
  result: z.object({ seconds: z.number(), orders: z.int(), net: z.int() }),
  run: async ({ ledger: path }) => {
    const clock = { ...benchClock, today: () => addDays(TODAY, 40) }
    const ledger = valueIn(await openLedger({ path, clock, create: false }))
    const control = { progress: () => undefined, cancelled: false }
    const began = performance.now()
    const resources = { ledger, clock, by: TESTER, gateways: composeGateways() }
    const planned = valueIn(await planPayouts(resources, { closingOn: endOfMonth(), payOn: null }, control))
    const seconds = (performance.now() - began) / 1000
    await ledger.close()
    if (planned.kind !== 'payouts') throw new Error(planned.kind)
    const figures = planned.payouts.runs.map((run) => run.figures)
    return {
      seconds,
      orders: figures.reduce((sum, { orders }) => sum + orders, 0),
      net: figures.reduce<number>((sum, { net }) => sum + net, 0),
    }
  },
})

/** The first end of a month that is after every order of the bench. */
function endOfMonth() {
  for (let day = TODAY; ; day = addDays(day, 1)) if (addDays(day, 1).endsWith('-01')) return day
}

export const payoutsSteps = { 'payouts-build': build, 'payouts-plan': plan }

/** Plans a run of payouts over so many payables. */
export async function payoutsBench(size: Size): Promise<object[]> {
  inOwnProcess('payouts-build', build, size)
  mkdirSync(CACHE, { recursive: true })
  const ledger = join(CACHE, 'payouts-plan.daiko')
  removeLedger(ledger)
  copyFileSync(payoutsLedger(size), ledger)
  const { result, rssMb } = inOwnProcess('payouts-plan', plan, { ledger })
  removeLedger(ledger)
  const seconds = rounded(result.seconds)
  return [
    {
      bench: 'payouts',
      rows: result.orders,
      seconds,
      rssMb,
      net: result.net,
      bars: { seconds: { under: BAR_SECONDS, ok: seconds < BAR_SECONDS }, rssMb: { under: BAR_MB, ok: rssMb < BAR_MB } },
    },
  ]
}
