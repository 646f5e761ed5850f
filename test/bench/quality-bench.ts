import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { z } from 'zod'
import { type OpenDeposit, waitingDeposits } from '../../src/main/ledger/clearing'
import { openLedger } from '../../src/main/ledger/ledger'
import { findProposals } from '../../src/main/services/candidates'
import type { OrderId } from '../../src/preload/contract/ids'
import { valueIn } from '../support/ledger'
import { benchClock, TODAY } from './bench-clock'
import { inOwnProcess, rounded, step } from './child'
import { inventClearing, type TrueDeposit } from './clearing-story'
import { beginStory, bringInStory, stored, type Told } from './clearing-world'
import type { Size } from './story-ledgers'

const Figures = z.object({
  deposits: z.int(),
  falseClearings: z.int(),
  recall: z.number(),
  firstCandidate: z.number(),
  left: z.int(),
  /** By how payers paid: told, certain, cleared rightly, left, and of those that are left, the right answer first. */
  byKind: z.record(z.string(), z.string()),
})

interface Tally {
  told: number
  certain: number
  right: number
  certainRight: number
  wrong: number
  left: number
  asked: number
  first: number
}

const same = (a: readonly OrderId[], b: readonly OrderId[]) => a.length === b.length && a.every((id) => b.includes(id))

/** Compares what was cleared, and what is offered for the rest, with the truth. */
async function judged({ ledger, story, ids }: Told): Promise<z.infer<typeof Figures>> {
  const truth = (deposit: TrueDeposit) => deposit.pays.map((index) => stored(ids[index]))
  const { rows } = await sql<{
    reference: string
    orderId: OrderId
    amount: number
  }>`select r.bank_reference as reference, a.order_id as "orderId", a.amount
    from allocations a cross join receipts r where r.id = a.receipt_id`.execute(ledger.reader.db)
  const cleared = Map.groupBy(rows, ({ reference }) => reference)
  const { rows: receipts } = await sql<{ id: number; reference: string }>`select id, bank_reference as reference from receipts`.execute(
    ledger.reader.db,
  )
  const receiptOf = new Map(receipts.map(({ id, reference }) => [reference, id]))
  const waiting = await waitingDeposits(ledger.reader, 0, story.deposits.length)
  const openOf = new Map(waiting.map((open): [number, OpenDeposit] => [open.receiptId, open]))
  const tallies = new Map<string, Tally>()
  for (const deposit of story.deposits) {
    const tally = tallies.get(deposit.kind) ?? { told: 0, certain: 0, right: 0, certainRight: 0, wrong: 0, left: 0, asked: 0, first: 0 }
    tallies.set(deposit.kind, tally)
    const right = truth(deposit)
    const parts = cleared.get(deposit.line.bankReference) ?? []
    const got = parts.map(({ orderId }) => orderId)
    const whole = parts.reduce((sum, { amount }) => sum + amount, 0)
    const isRight = got.length > 0 && same(got, right) && whole === deposit.line.amount
    tally.told += 1
    tally.certain += Number(deposit.isCertain)
    tally.right += Number(isRight)
    tally.certainRight += Number(isRight && deposit.isCertain)
    tally.wrong += Number(got.length > 0 && !isRight)
    const open = openOf.get(receiptOf.get(deposit.line.bankReference) ?? 0)
    if (!open) continue
    tally.left += 1
    if (right.length === 0) continue
    tally.asked += 1
    const [best] = (await findProposals(ledger.reader, open, '')).proposals
    const offered = best?.orders.map(({ orderId }) => orderId) ?? []
    tally.first += Number(same(offered, right))
  }
  const sum = (of: keyof Tally) => [...tallies.values()].reduce((total, tally) => total + tally[of], 0)
  return {
    deposits: sum('told'),
    falseClearings: sum('wrong'),
    recall: rounded(sum('certainRight') / sum('certain'), 4),
    firstCandidate: rounded(sum('first') / sum('asked'), 4),
    left: sum('left'),
    byKind: Object.fromEntries(
      [...tallies].map(([kind, tally]) => [
        kind,
        Object.entries(tally)
          .map(([name, count]) => `${name} ${count}`)
          .join(', '),
      ]),
    ),
  }
}

const quality = step({
  given: z.object({ rows: z.int(), seed: z.int() }),
  result: Figures,
  run: async ({ rows, seed }) => {
    const folder = mkdtempSync(join(tmpdir(), 'daiko-quality-'))
    const ledger = valueIn(await openLedger({ path: join(folder, 'ledger.daiko'), clock: benchClock, create: true }))
    try {
      const told = await beginStory(ledger, inventClearing(rows, seed, TODAY), TODAY)
      await ledger.optimise()
      await bringInStory(told, folder, benchClock)
      return await judged(told)
    } finally {
      await ledger.close()
      rmSync(folder, { recursive: true, force: true })
    }
  },
})

export const qualitySteps = { quality }

/** Clearing judged by the truth: nothing cleared wrongly, how much of what is certain was cleared, and whether the right answer stands first for the rest. */
export async function qualityBench({ rows, seed }: Size): Promise<object[]> {
  const { result, rssMb } = inOwnProcess('quality', quality, { rows, seed })
  const { falseClearings, recall, firstCandidate, left, byKind } = result
  const bars = {
    falseClearings: { atMost: 0, ok: falseClearings === 0 },
    recall: { atLeast: 0.97, ok: recall >= 0.97 },
    firstCandidate: { atLeast: 0.95, ok: firstCandidate >= 0.95 },
  }
  return [{ bench: 'quality', rows, seed, falseClearings, recall, firstCandidate, left, rssMb, byKind, bars }]
}
