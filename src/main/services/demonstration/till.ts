import type { Clock } from '../../../preload/contract/clock'
import { addDays, type BusinessDate, timeInJapan } from '../../../preload/contract/date'
import { done, refuse } from '../../../preload/contract/errors'
import type { DemonstrationCounter, TillAct, TillSlip } from '../../gateways/counter'
import type { Gateways } from '../../gateways/gateway'
import type { Ledger } from '../../ledger/ledger'
import { type StoredSlip, slipNumbered } from '../../ledger/slips'
import { onOrAfter } from '../../settlement/calendar'
import { readSlipNumber, referenceWidth, slipNumber } from '../../settlement/slips'
import { type SettledAgent, settledAgent } from '../store-agent'
import { deliver, storeCodeOf, type Telling, type Told, type ToldKind, toldOf } from './agent-files'

/*
 * The demonstration's store and its agent: a till takes a slip, and the agent delivers a result file at once. It touches no ledger: what it
 * delivers comes in by the connector, like the file of any agent.
 */
export interface DemonstrationTillDeps {
  readonly ledger: Pick<Ledger, 'reader'>
  readonly clock: Clock
  readonly gateways: Pick<Gateways, 'storeAgent' | 'holidays'>
  /** Where the agent delivers. */
  readonly folder: string
  /** Has the bank's connector look into the folder now. */
  readonly look: () => void
}

/** So many days after it has confirmed the agent transfers; then on a day on which banks are open. */
const TRANSFER_DAYS = 5

interface Found {
  readonly slip: StoredSlip
  readonly agent: SettledAgent
}

/** The till as payers of the demonstration see it. Refuses not_found: no slip of that number. */
export function createDemonstrationTill(deps: DemonstrationTillDeps): Pick<DemonstrationCounter, 'slip' | 'atTill'> {
  return {
    slip: async (number) => {
      const found = await find(deps, number)
      return found ? done(read(deps, found)) : refuse({ refusal: 'not_found', what: 'slip' })
    },
    atTill: async (number, act) => {
      const found = await find(deps, number)
      if (!found) return refuse({ refusal: 'not_found', what: 'slip' })
      if (read(deps, found).acts.includes(act)) tell(deps, found, act)
      return done(read(deps, found))
    },
  }
}

async function find({ ledger }: DemonstrationTillDeps, typed: string): Promise<Found | null> {
  const agent = await settledAgent(ledger.reader)
  const number = agent && readSlipNumber(typed, referenceWidth(agent.numbering))
  const slip = number && (await slipNumbered(ledger.reader, agent.party, number))
  return slip && { slip, agent }
}

const booksOf = ({ folder, gateways: { storeAgent } }: DemonstrationTillDeps, { slip }: Found) => toldOf({ folder, storeAgent }, slip)

function read(deps: DemonstrationTillDeps, found: Found): TillSlip {
  const { slip } = found
  const told = booksOf(deps, found)
  const isPast = slip.dueOn < deps.clock.today()
  const standing = standingOf(told.at(-1)?.kind, isPast)
  return {
    ...{ number: slipNumber(slip), amount: slip.amount, dueOn: slip.dueOn, standing, acts: actsOn(standing, isPast) },
    told: told.map(({ kind, paidOn, paidAt, fileName }) => ({ kind, paidOn, paidAt, fileName })),
  }
}

function standingOf(last: ToldKind | undefined, isPast: boolean): TillSlip['standing'] {
  if (last === 'preliminary') return 'paid'
  if (last === 'confirmed') return 'confirmed'
  return isPast ? 'past' : 'to_pay'
}

/** A slip that was paid is taken by the next till all the same: no store knows of another. */
function actsOn(standing: TillSlip['standing'], isPast: boolean): TillAct[] {
  switch (standing) {
    case 'to_pay':
      return ['pay']
    case 'paid':
      return ['confirm', 'take_back']
    case 'confirmed':
      return isPast ? [] : ['pay']
    case 'past':
      return []
  }
}

const KINDS: Record<TillAct, ToldKind> = { pay: 'preliminary', confirm: 'confirmed', take_back: 'preliminary_cancelled' }

function tell(deps: DemonstrationTillDeps, found: Found, act: TillAct): void {
  const { folder, gateways, clock, look } = deps
  const told = booksOf(deps, found)
  const today = clock.today()
  const transferOn = act === 'confirm' ? onOrAfter(addDays(today, TRANSFER_DAYS), gateways.holidays) : null
  const payment = act === 'pay' ? paymentAt(deps, told) : (told.at(-1) ?? paymentAt(deps, told))
  const { paidOn, paidAt, storeCode } = payment
  const telling: Telling = { slip: found.slip, paidOn, paidAt, storeCode, madeOn: today, transferOn }
  deliver({ folder, storeAgent: gateways.storeAgent }, found.agent.format, KINDS[act], [telling])
  look()
}

/** Each payment of a slip at another store: two in one minute are two. */
function paymentAt({ clock }: DemonstrationTillDeps, told: readonly Told[]): { paidOn: BusinessDate; paidAt: string; storeCode: string } {
  const payments = told.filter(({ kind }) => kind === 'preliminary').length
  return { paidOn: clock.today(), paidAt: timeInJapan(clock.now()), storeCode: storeCodeOf(payments) }
}
