import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { openLedger } from '../../src/main/ledger/ledger'
import type { StoryLine, StoryOrder } from '../../src/main/services/demonstration/story'
import { applyStatement } from '../../src/main/services/intake-apply'
import { planStatement } from '../../src/main/services/intake-plan'
import { legaliseHolder } from '../../src/main/settlement/holder-name'
import { findSums, POOL_MOST, STEPS_MOST } from '../../src/main/settlement/sums'
import { OrderId } from '../../src/preload/contract/ids'
import { methods } from '../../src/preload/contract/methods'
import { PositiveYen, yen } from '../../src/preload/contract/money'
import { TESTER, valueIn } from '../support/ledger'
import { quietControl, resourcesOf } from '../support/statements'
import { benchClock, TODAY } from './bench-clock'
import { inOwnProcess, percentile, rounded, step } from './child'
import { seat } from './list-bench'
import { buildOpen, openLedgerPath, type Size, statementBytes, storyAccount } from './story-ledgers'

const BAR_MS = 50
const SUM_BAR_MS = 100
const DEPOSITS = 500

/** Deposits that wait, in turn: by name less a fee, by name the sum of two, by virtual account less a fee, by reference and too much. */
function waiting(order: StoryOrder, next: StoryOrder, at: number): StoryLine {
  const ways: readonly Partial<StoryLine>[] = [
    { amount: PositiveYen.parse(Math.max(1, order.amount - 440)) },
    { amount: PositiveYen.parse(order.amount + next.amount) },
    { amount: PositiveYen.parse(Math.max(1, order.amount - 660)), remitterCode: storyAccount(at) },
    { amount: PositiveYen.parse(order.amount + 1), edi: order.orderNumber },
  ]
  return {
    ...{ direction: 'credit', bookedOn: TODAY, valueOn: TODAY, amount: order.amount, kind: 'transfer', notCustomerMoney: null },
    ...{ remitterCode: null, description: 'ﾌﾘｺﾐ', edi: '', remittingBank: 'ﾐｽﾞﾎ', remittingBranch: 'ｼﾌﾞﾔ' },
    bankReference: String(at + 1).padStart(8, '0'),
    remitterName: legaliseHolder(order.payerKana).name,
    ...ways[at % ways.length],
  }
}

const SizeGiven = z.object({ rows: z.int(), seed: z.int() })
const build = step({
  given: SizeGiven,
  result: z.null(),
  run: async (size) => {
    await buildOpen(size, async (folder, orders) => {
      const lines = orders.slice(0, DEPOSITS).map((order, at) => waiting(order, orders[at + 1] ?? order, at))
      const path = join(folder, 'waiting.txt')
      writeFileSync(path, statementBytes([lines]))
      const ledger = valueIn(await openLedger({ path: join(folder, 'ledger.daiko'), clock: benchClock, create: false }))
      const resources = resourcesOf({ ledger, clock: { ...benchClock, advance: () => undefined } }, TESTER)
      const planned = valueIn(await planStatement(resources, { path, fileName: 'waiting.txt' }, quietControl()))
      if (planned.kind !== 'plan') throw new Error(planned.kind)
      valueIn(await applyStatement(resources, { planId: planned.plan.planId, digest: planned.plan.digest }, quietControl()))
      await ledger.close()
    })
    return null
  },
})

const candidates = step({
  given: SizeGiven,
  result: z.object({ deposits: z.int(), stopped: z.int(), p95Ms: z.number(), slowestMs: z.number() }),
  run: async (size) => {
    const { call, close } = await seat(openLedgerPath(size))
    const { output } = methods['clearing.candidates']
    try {
      const { rows } = methods['deposits.list'].output.parse(await call('deposits.list', { filter: { open: true }, size: 500 }))
      const ids = rows.map(({ id }) => id)
      const times: number[] = []
      let stopped = 0
      for (const receiptId of ids) {
        const began = performance.now()
        const answer = await call('clearing.candidates', { receiptId })
        times.push(performance.now() - began)
        stopped += Number(output.parse(answer).sumSearch === 'stopped')
      }
      return { deposits: ids.length, stopped, p95Ms: rounded(percentile(times, 95), 1), slowestMs: rounded(Math.max(...times), 1) }
    } finally {
      await close()
    }
  },
})

export const candidatesSteps = { 'candidates-build': build, candidates }

/** The longest that the search for sums takes where it has to be stopped: even amounts alone, which come to no odd one. */
function slowestSumMs(): number {
  const summands = Array.from({ length: POOL_MOST }, (_, at) => ({ id: OrderId.parse(at + 1), open: yen(1_000 + 2 * at) }))
  const times = Array.from({ length: 100 }, (_, at) => {
    const began = performance.now()
    const { steps } = findSums(summands, yen(6_001 + 2 * at))
    if (steps <= STEPS_MOST) throw new Error(`a search that was to be stopped ended after ${steps} steps`)
    return performance.now() - began
  })
  return rounded(Math.max(...times), 1)
}

/** What a clerk waits for at every deposit: its proposals, over so many open orders. */
export async function candidatesBench(size: Size): Promise<object[]> {
  inOwnProcess('candidates-build', build, size)
  const { result, rssMb } = inOwnProcess('candidates', candidates, size)
  const sumSearchMs = slowestSumMs()
  const bars = {
    p95Ms: { under: BAR_MS, ok: result.p95Ms < BAR_MS },
    sumSearchMs: { under: SUM_BAR_MS, ok: sumSearchMs < SUM_BAR_MS },
  }
  return [{ bench: 'candidates', rows: size.rows, ...result, sumSearchMs, rssMb, bars }]
}
