import { z } from 'zod'
import { compose } from '../../src/main/compose'
import { familyNames, givenNames } from '../../src/main/services/demonstration/people-names'
import { dice } from '../../src/main/services/demonstration/story'
import type { Seat } from '../../src/preload/contract/carrier'
import { addDays } from '../../src/preload/contract/date'
import { MerchantId } from '../../src/preload/contract/ids'
import { type InputOf, methods } from '../../src/preload/contract/methods'
import { yen } from '../../src/preload/contract/money'
import { OrderSort, OrderStatus } from '../../src/preload/contract/orders'
import type { Cursor } from '../../src/preload/contract/paging'
import { valueIn } from '../support/ledger'
import { benchClock, TODAY } from './bench-clock'
import { inOwnProcess, percentile, rounded, step } from './child'
import { buildOrders, ordersLedger, type Size } from './story-ledgers'

const SEAT: Seat = { id: 'bench', kind: 'test' }
const CLERK = { name: 'bench', password: 'a desk made for measuring' }
const CALLS = 200
const BAR_MS = 50

type Question = InputOf<'orders.list'>
type Ask = (at: number) => Question
/** Asks for a page; the answer is looked at only where its cursor is wanted, outside the measured time. */
type List = (question: Question) => Promise<unknown>

type Call = (method: string, input: unknown) => Promise<unknown>

/** A clerk at a seat of the real core: every question goes through the dispatcher. */
async function clerk(ledgerPath: string): Promise<{ list: List; merchants: readonly number[]; close(): Promise<void> }> {
  const { call, close } = await seat(ledgerPath)
  const { rows } = methods['merchants.list'].output.parse(await call('merchants.list', {}))
  return { list: (question) => call('orders.list', question), merchants: rows.map(({ id }) => id), close }
}

export async function seat(ledgerPath: string): Promise<{ call: Call; close(): Promise<void> }> {
  const log = { info: () => undefined, warn: () => undefined, error: (data: object, message: string) => console.error(message, data) }
  const core = valueIn(await compose({ ledgerPath, demonstration: false, workerPath: null, log, clock: benchClock }))
  const call = async (method: string, input: unknown): Promise<unknown> => {
    const answer = await core.dispatch(SEAT, { method, input })
    if (answer.outcome !== 'done') throw new Error(`${method}: ${JSON.stringify(answer)}`)
    return answer.value
  }
  const { setUp } = methods['session.state'].output.parse(await call('session.state', {}))
  if (setUp) await call('session.signIn', CLERK)
  else await call('session.createFirstAdministrator', { ...CLERK, displayName: 'Bench', roles: ['administrator', 'clerk'] })
  return { call, close: () => core.close() }
}

/** Cursors from the middle of the list, a page of a hundred apart or more. */
async function deepCursors(list: List, question: Question, rows: number): Promise<Cursor[]> {
  const cursors: Cursor[] = []
  let cursor: Cursor | null = null
  for (let seen = 0; seen < rows / 2; seen += 500) {
    cursor = methods['orders.list'].output.parse(await list({ ...question, cursor, size: 500 })).next
    if (!cursor) break
    cursors.push(cursor)
  }
  return cursors.slice(-CALLS)
}

const KANA = 'アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワ'

/** Every way of asking for a page that the Orders view has, each with its own figures from call to call. */
function questions(size: Size, merchants: readonly number[], deep: Record<string, readonly Cursor[]>): Record<string, Ask> {
  const d = dice(size.seed + 2)
  const merchantId = () => MerchantId.parse(d.pick(merchants))
  const filter =
    (of: () => NonNullable<Question['filter']>): Ask =>
    () => ({ filter: of() })
  const search = (of: () => string): Ask => filter(() => ({ search: of() }))
  const asked: Record<string, Ask> = { first_page: () => ({}) }
  for (const [name, cursors] of Object.entries(deep)) {
    const [sort, direction] = name.split(' ')
    asked[`deep_page_${sort}_${direction}`] = (at) => ({
      sort: OrderSort.parse(sort),
      descending: direction === 'desc',
      cursor: cursors[at % cursors.length] ?? null,
    })
  }
  for (const sort of OrderSort.options) {
    asked[`sort_${sort}_asc`] = () => ({ sort, descending: false })
    asked[`sort_${sort}_desc`] = () => ({ sort, descending: true })
    asked[`merchant_sort_${sort}`] = () => ({ sort, filter: { merchantId: merchantId() } })
  }
  for (const status of OrderStatus.options) asked[`filter_status_${status}`] = filter(() => ({ status }))
  return {
    ...asked,
    filter_merchant: filter(() => ({ merchantId: merchantId() })),
    filter_method: filter(() => ({ method: 'bank_transfer' as const })),
    filter_method_none: filter(() => ({ method: 'card' as const })),
    filter_protected: filter(() => ({ protected: true })),
    filter_unprotected: filter(() => ({ protected: false })),
    filter_received: filter(() => ({ receivedFrom: addDays(TODAY, -20), receivedTo: addDays(TODAY, -20 + d.upTo(5)) })),
    filter_amount: filter(() => {
      const from = 500 + d.upTo(40_000)
      return { amountFrom: yen(from), amountTo: yen(from + 500) }
    }),
    filter_merchant_status: filter(() => ({ merchantId: merchantId(), status: 'unpaid' as const })),
    filter_merchant_method: filter(() => ({ merchantId: merchantId(), method: 'bank_transfer' as const })),
    filter_merchant_unprotected: filter(() => ({ merchantId: merchantId(), protected: false })),
    filter_merchant_status_amount: filter(() => ({ merchantId: merchantId(), status: 'unpaid' as const, amountFrom: yen(48_000) })),
    filter_amount_few: filter(() => {
      const from = 500 + d.upTo(40_000)
      return { amountFrom: yen(from), amountTo: yen(from + 150) }
    }),
    status_sort_due: () => ({ sort: 'due', filter: { status: 'cancelled' as const } }),
    merchant_status_sort_amount: () => ({ sort: 'amount', filter: { merchantId: merchantId(), status: 'expired' as const } }),
    filter_status_protected_received: filter(() => ({ status: 'paid' as const, protected: true, receivedFrom: addDays(TODAY, -3) })),
    search_kana: search(() => d.pick(familyNames)[1]),
    search_kana_two_words: search(() => `${d.pick(familyNames)[1]} ${d.pick(givenNames)[1]}`),
    search_kana_1: search(() => KANA.charAt(d.upTo(KANA.length))),
    search_kana_2: search(() => d.pick(familyNames)[1].slice(0, 2)),
    search_kanji: search(() => d.pick(familyNames)[0]),
    search_amount: search(() => String(500 + d.upTo(49_000))),
    search_order_number: search(() => `${'ABCDEFGH'.charAt(d.upTo(8))}${100_001 + d.upTo(size.rows)}`),
    search_no_hit: search(() => 'ヌヌヌヌヌ'),
    search_merchant_kana: filter(() => ({ merchantId: merchantId(), search: d.pick(familyNames)[1] })),
    search_status_kana: filter(() => ({ status: 'unpaid' as const, search: d.pick(familyNames)[1] })),
    search_status_kana_1: filter(() => ({ status: 'cancelled' as const, search: KANA.charAt(d.upTo(KANA.length)) })),
  }
}

/** p95 of each question over so many calls, in milliseconds, after a few that are not counted. */
async function measured(list: List, asked: Record<string, Ask>): Promise<Record<string, number>> {
  const p95Ms: Record<string, number> = {}
  for (const [name, ask] of Object.entries(asked)) {
    for (let at = 0; at < 5; at++) await list(ask(at))
    const times: number[] = []
    for (let at = 0; at < CALLS; at++) {
      const question = ask(at)
      const began = performance.now()
      await list(question)
      times.push(performance.now() - began)
    }
    p95Ms[name] = rounded(percentile(times, 95), 1)
  }
  return p95Ms
}

const SizeGiven = z.object({ rows: z.int(), seed: z.int() })

const build = step({
  given: SizeGiven,
  result: z.null(),
  run: async (size) => {
    await buildOrders(size)
    return null
  },
})

const list = step({
  given: SizeGiven,
  result: z.object({ p95Ms: z.record(z.string(), z.number()) }),
  run: async (size) => {
    const sitting = await clerk(ordersLedger(size))
    try {
      const deep = {
        'received desc': await deepCursors(sitting.list, {}, size.rows),
        'amount asc': await deepCursors(sitting.list, { sort: 'amount', descending: false }, size.rows),
      }
      return { p95Ms: await measured(sitting.list, questions(size, sitting.merchants, deep)) }
    } finally {
      await sitting.close()
    }
  },
})

export const listSteps = { 'orders-build': build, list }

/** Pages of the order list as a clerk asks for them, over a ledger of so many orders. */
export async function listBench(size: Size): Promise<object[]> {
  inOwnProcess('orders-build', build, size)
  const { result, rssMb } = inOwnProcess('list', list, size)
  const [slowest, worst] = Object.entries(result.p95Ms).reduce((most, one) => (one[1] > most[1] ? one : most), ['', 0])
  return [{ bench: 'list', rows: size.rows, rssMb, p95Ms: result.p95Ms, slowest, bars: { p95Ms: { under: BAR_MS, ok: worst < BAR_MS } } }]
}
