import { isPosted, receiptsOfRange, type Sweep } from './verify-sweep'

/** What came in on each day, as it is kept, against the lines themselves. */
export class DepositDays {
  readonly #found = new Map<string, { deposits: number; total: number }>()
  readonly #query
  constructor(private readonly sweep: Sweep) {
    this.#query = sweep.source
      .prepare<{ after: number; upTo: number }, [day: string, deposits: number, total: number]>(
        `select r.booked_on, count(*), sum(r.amount) ${receiptsOfRange} and r.direction = 'credit' and ${isPosted} group by r.booked_on`,
      )
      .raw()
  }

  read(range: { after: number; upTo: number }): void {
    for (const [day, deposits, total] of this.#query.iterate(range)) {
      const known = this.#found.get(day) ?? { deposits: 0, total: 0 }
      this.#found.set(day, { deposits: known.deposits + deposits, total: known.total + total })
    }
  }

  compare(): void {
    const kept = this.sweep.source.prepare<[], [string, number, number]>('select booked_on, deposits, total from deposit_days').raw()
    for (const [day, deposits, total] of kept.iterate()) {
      const found = this.#found.get(day) ?? { deposits: 0, total: 0 }
      if (found.deposits !== deposits || found.total !== total) this.#broken(day)
      this.#found.delete(day)
    }
    for (const day of this.#found.keys()) this.#broken(day)
  }

  #broken(day: string): void {
    this.sweep.findings.broken('every_line_once', `the deposits kept for ${day} are others than its lines`)
  }
}
