import type { Seat } from '../../preload/contract/carrier'
import type { Clock } from '../../preload/contract/clock'
import type { Instant } from '../../preload/contract/date'
import type { Holding, TakenOver } from '../../preload/contract/desk'
import type { Refusal } from '../../preload/contract/errors'
import type { ReceiptId } from '../../preload/contract/ids'
import type { Context, Presences } from './context'
import { type Events, publishChanged } from './events'

/** A desk that has a deposit open. */
interface Hold {
  readonly receiptId: ReceiptId
  readonly actor: string
  readonly seat: Seat
  readonly since: Instant
}

const keyOf = (seat: Seat) => `${seat.kind}:${seat.id}`

/**
 * Who has which deposit on the desk: a soft lock, of one deposit for a seat. It lasts as long as its person sits there, as the sessions know it: it
 * ends with signing out, with locking the desk (by hand, or after IDLE_MINUTES = 10 without a sign), and where the person is disabled.
 *
 * In the core's memory, beside the sittings it depends on: after a restart nobody sits at any desk, and so nobody holds anything, without a row to
 * sweep; and going through the queue writes nothing. It guards people's work, never the money: that no deposit is cleared twice is the ledger's own
 * promise (version of the open item, trigger on allocations). Several cores over one database would need it there, together with the sittings.
 */
export class DeskSeats {
  readonly #holds = new Map<string, Hold>()
  readonly #takenOver = new Map<string, TakenOver>()

  constructor(private readonly deps: { presences: Presences; clock: Clock; events: Events }) {}

  /** Everybody who is on a deposit. */
  async holdings(context: Context): Promise<Holding[]> {
    await this.#forgetTheGone()
    return [...this.#holds.values()].map((hold) => told(hold, context))
  }

  takenOverFrom(seat: Seat): TakenOver | null {
    return this.#takenOver.get(keyOf(seat)) ?? null
  }

  /** The seat is on this deposit now, unless somebody else is: then theirs is told. What the seat had before is free. */
  async open(context: Context, receiptId: ReceiptId | null): Promise<Holding | null> {
    await this.#forgetTheGone()
    // Nothing is waited for from here on: of two who open at once, one is first.
    const other = this.#other(context, receiptId)
    const before = this.#holds.get(keyOf(context.seat))
    if (other || receiptId === null) this.#leave(context.seat)
    else if (before?.receiptId !== receiptId || before.actor !== context.actor) this.#sit(context, receiptId)
    const now = this.#holds.get(keyOf(context.seat))
    if (before !== now) publishChanged(this.deps.events, 'desk')
    const hold = other ?? now
    return hold ? told(hold, context) : null
  }

  /** The seat is on this deposit now, whoever was; tells who was. */
  async takeOver(context: Context, receiptId: ReceiptId): Promise<{ holding: Holding; former: string | null }> {
    await this.#forgetTheGone()
    const at = this.deps.clock.now()
    const formers = this.#others(context, receiptId)
    for (const { seat } of formers) {
      this.#leave(seat)
      this.#takenOver.set(keyOf(seat), { receiptId, by: context.actor, at })
    }
    const hold = this.#sit(context, receiptId)
    publishChanged(this.deps.events, 'desk')
    return { holding: told(hold, context), former: formers[0]?.actor ?? null }
  }

  /** Whoever else is on one of these deposits is on it no longer: it was given to this person. */
  give(receiptIds: readonly ReceiptId[], receiver: string): void {
    for (const { receiptId, actor, seat } of [...this.#holds.values()]) {
      if (receiptIds.includes(receiptId) && actor !== receiver) this.#leave(seat)
    }
    publishChanged(this.deps.events, 'desk')
  }

  /** held_by_other where somebody else is on one of these deposits, or null. `receiver`: who may be on it all the same. */
  async refusal(context: Context, receiptIds: readonly ReceiptId[], receiver?: string): Promise<Refusal | null> {
    await this.#forgetTheGone()
    const other = receiptIds.flatMap((id) => this.#others(context, id)).find(({ actor }) => actor !== receiver)
    return other ? { refusal: 'held_by_other', by: other.actor, since: other.since } : null
  }

  #others({ actor }: Context, receiptId: ReceiptId | null): Hold[] {
    return [...this.#holds.values()].filter((hold) => hold.receiptId === receiptId && hold.actor !== actor)
  }

  #other(context: Context, receiptId: ReceiptId | null): Hold | undefined {
    return this.#others(context, receiptId)[0]
  }

  #sit({ seat, actor }: Context, receiptId: ReceiptId): Hold {
    const hold = { receiptId, actor, seat, since: this.deps.clock.now() }
    this.#holds.set(keyOf(seat), hold)
    this.#takenOver.delete(keyOf(seat))
    return hold
  }

  #leave(seat: Seat): void {
    this.#holds.delete(keyOf(seat))
  }

  /** Whoever sits there no longer, or somebody else by now, holds nothing. */
  async #forgetTheGone(): Promise<void> {
    for (const hold of [...this.#holds.values()]) {
      const presence = await this.deps.presences.presence(hold.seat)
      const isThere = presence.state === 'present' && `user:${presence.person.name}` === hold.actor
      if (!isThere && this.#holds.get(keyOf(hold.seat)) === hold) this.#leave(hold.seat)
    }
  }
}

function told({ receiptId, actor, since }: Hold, context: Context): Holding {
  return { receiptId, by: actor, since, mine: actor === context.actor }
}
