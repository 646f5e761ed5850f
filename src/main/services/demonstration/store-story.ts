import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Clock } from '../../../preload/contract/clock'
import { addDays, type BusinessDate } from '../../../preload/contract/date'
import { done, type Result } from '../../../preload/contract/errors'
import type { OrderId } from '../../../preload/contract/ids'
import type { Yen } from '../../../preload/contract/money'
import type { Gateways } from '../../gateways/gateway'
import type { Ledger } from '../../ledger/ledger'
import type { NewSlip } from '../../ledger/slips'
import { bringInCollection } from '../collection-intake'
import { expectedTransfers } from '../collection-transfers'
import type { JobControl } from '../jobs'
import { storeTerms } from '../slip-terms'
import { issueSlips } from '../slips'
import { deliver, storeCodeOf, type Telling, type ToldKind } from './agent-files'
import { storeAgent } from './cast'
import type { StoryOrder } from './story'

/*
 * What is paid at stores before a demonstration begins: its last orders are given slips, tills take some of them, and the agent tells of it and
 * transfers what it has confirmed. Whoever enters finds something on each screen of collections.
 */
export interface StoreStoryDeps {
  readonly ledger: Ledger
  readonly clock: Clock
  readonly gateways: Gateways
  /** Where the agent delivers. */
  readonly folder: string
}

export interface OrderOfStore {
  readonly orderId: OrderId
  readonly order: StoryOrder
}

/** How far each order has come, in turn; `twice`: its payer has shown the slip at two tills, and the second payment waits for a person. */
const ENDINGS = ['unpaid', 'preliminary', 'confirmed', 'twice', 'confirmed', 'unpaid'] as const
/** At how many tills the slip was shown. */
const TILLS: Record<(typeof ENDINGS)[number], number> = { unpaid: 0, preliminary: 1, confirmed: 1, twice: 2 }
const TIMES = ['1015', '1840']
const DAYS_BEFORE_TRANSFER = 3

const AGENT = { actor: 'system', seat: 'set-up' }
const quiet: JobControl = { progress: () => undefined, cancelled: false }

/** Tells the story of the stores; what the agent has transferred the day before, to the yen, null where it owed nothing. */
export async function tellStores(deps: StoreStoryDeps, orders: readonly OrderOfStore[], today: BusinessDate): Promise<Result<Yen | null>> {
  const { ledger } = deps
  const { party, makerCode, companyCode } = storeAgent
  const wishes = orders.map(({ orderId, order: { amount, dueOn } }) => ({ orderId, amount, dueOn }))
  const issued = await ledger.write(AGENT, async (writer) =>
    done(await issueSlips(writer, storeTerms({ party, numbering: { makerCode, companyCode } }), wishes)),
  )
  if (!issued.ok) return issued
  for (const [kind, tellings] of toldUntil(issued.value, today)) {
    const brought = await bringIn(deps, kind, tellings)
    if (!brought.ok) return brought
  }
  const owed = await expectedTransfers(ledger.reader)
  return done(owed.find(({ transferOn }) => transferOn < today)?.net ?? null)
}

/** The agent's files: what tills took, and what it has confirmed since. */
function toldUntil(slips: readonly NewSlip[], today: BusinessDate): [ToldKind, Telling[]][] {
  const yesterday = addDays(today, -1)
  const earlier = addDays(yesterday, -DAYS_BEFORE_TRANSFER)
  const payments = slips.flatMap((slip, at): Telling[] => {
    const ending = ENDINGS[at] ?? 'unpaid'
    const paidOn = ending === 'preliminary' ? yesterday : earlier
    return TIMES.slice(0, TILLS[ending]).map((paidAt, store) => ({
      ...{ slip, paidOn, paidAt, storeCode: storeCodeOf(store) },
      ...{ madeOn: paidOn, transferOn: null },
    }))
  })
  const confirmed = payments.filter(({ paidOn }) => paidOn === earlier)
  return [
    ['preliminary', payments],
    ['confirmed', confirmed.map((telling) => ({ ...telling, madeOn: yesterday, transferOn: yesterday }))],
  ]
}

async function bringIn(deps: StoreStoryDeps, kind: ToldKind, tellings: readonly Telling[]): Promise<Result<unknown>> {
  if (tellings.length === 0) return done(null)
  const { folder, gateways, ledger, clock } = deps
  const { path, fileName } = deliver({ folder, storeAgent: gateways.storeAgent }, storeAgent.format, kind, tellings)
  const sha256 = createHash('sha256').update(readFileSync(path)).digest('hex')
  return bringInCollection(
    { ledger, clock, gateways, by: AGENT },
    { kind: 'collection', method: 'convenience_store', path, fileName, sha256, mapping: null },
    quiet,
  )
}
