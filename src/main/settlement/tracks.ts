import type { Tracks } from '../../preload/contract/orders'
import { acceptanceTable } from './acceptance'
import { disbursementTable } from './disbursement'
import { paymentTable } from './payment'
import { protectionTable } from './protection'
import { isProtected, type OrderStep, orderSteps, STAYS, type State, type Table, type Track } from './steps'

/*
 * This folder holds the pure rules of settlement: what may follow what, what fits what, what is legal. No clock, no file, no
 * database; everything comes in as arguments. A decision goes out as data to services/, which writes it through ledger/.
 *
 * Here: the four tracks of an order. An event moves at most one step in each; what is not in a table is refused by name.
 */

/** How an order arrives: with its method fixed by the merchant (order file, API) or not, protected or not, to be accepted or not. */
export interface Registration {
  readonly kind: 'registered'
  readonly methodFixed: boolean
  readonly protectionWished: boolean
  readonly acceptanceRequired: boolean
}

/** One event in the life of an order: its registration, or a later step. */
export type OrderEvent = Registration | { readonly kind: OrderStep }
export type OrderEventKind = OrderEvent['kind']

const kinds: ReadonlySet<string> = new Set<string>([...orderSteps, 'registered'])

/** Whether a stored name is an event of the tracks (a timeline may hold other facts too). */
export function isOrderEventKind(name: string): name is OrderEventKind {
  return kinds.has(name)
}

/** The tracks an order begins with. */
export function registeredTracks(registration: Omit<Registration, 'kind'>): Tracks {
  return {
    acceptance: registration.acceptanceRequired ? 'awaiting' : 'none',
    payment: registration.methodFixed ? 'unpaid' : 'awaiting_method',
    protection: registration.protectionWished ? 'wished' : 'none',
    disbursement: 'none',
  }
}

/** What became of an event: the new tracks, or which track stood where and had no such step (refusal `order_step_refused`). */
export type Applied = { readonly ok: true; readonly tracks: Tracks } | StepRefused
export interface StepRefused {
  readonly ok: false
  readonly track: Track
  readonly from: string
  readonly event: OrderEventKind
}

/** The state after the event, or null where the table has no such step. */
function move<T extends Track>(table: Table<T>, from: State<T>, on: OrderStep, held: boolean): State<T> | null {
  const rows = table.get(on)
  if (!rows) return from
  const row = rows.get(from)
  if (!row) return null
  const to = held && row.whileProtected !== undefined ? row.whileProtected : row.to
  return to === STAYS ? from : to
}

/**
 * Applies one event to the tracks of an order; `null` stands for an order that is not registered yet. All four tracks must
 * agree, else nothing moves and the first that does not is named.
 */
export function applyEvent(tracks: Tracks | null, event: OrderEvent): Applied {
  const { kind } = event
  if (tracks === null) {
    return kind === 'registered'
      ? { ok: true, tracks: registeredTracks(event) }
      : { ok: false, track: 'payment', from: 'not_registered', event: kind }
  }
  const refused = (track: Track): StepRefused => ({ ok: false, track, from: tracks[track], event: kind })
  if (kind === 'registered') return refused('payment')
  const held = isProtected(tracks.protection)
  const acceptance = move(acceptanceTable, tracks.acceptance, kind, held)
  if (acceptance === null) return refused('acceptance')
  const payment = move(paymentTable, tracks.payment, kind, held)
  if (payment === null) return refused('payment')
  const protection = move(protectionTable, tracks.protection, kind, held)
  if (protection === null) return refused('protection')
  const disbursement = move(disbursementTable, tracks.disbursement, kind, held)
  if (disbursement === null) return refused('disbursement')
  return { ok: true, tracks: { acceptance, payment, protection, disbursement } }
}

/** What a history of events implies; used by `verify`. A history that cannot have happened tells at which event (0-based) it broke. */
export type Replayed = { readonly ok: true; readonly tracks: Tracks } | (StepRefused & { readonly at: number })

/** Folds the events of one order, in their order, from before its registration. An empty history is a fault of the caller. */
export function replay(events: readonly OrderEvent[]): Replayed {
  let tracks: Tracks | null = null
  for (const [at, event] of events.entries()) {
    const applied = applyEvent(tracks, event)
    if (!applied.ok) return { ...applied, at }
    tracks = applied.tracks
  }
  if (tracks === null) throw new Error('an order without events has no tracks')
  return { ok: true, tracks }
}
