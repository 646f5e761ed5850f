import type Database from 'better-sqlite3'
import { type InvariantName, invariantNames, type VerifyResult } from '../../preload/contract/audit'
import type { BusinessDate } from '../../preload/contract/date'
import type { Yen } from '../../preload/contract/money'
import type { OrderStatus, Tracks } from '../../preload/contract/orders'
import type { TransferFormat, TransferPart } from '../../preload/contract/transfers'

/*
 * What every check of `verify` works with: one snapshot of the ledger, a list of findings by the name of the promise that is
 * broken, and steps of bounded size between which the check can be stopped. Nothing here writes.
 */

/** Rules of settlement that the ledger cannot know; services/ hands them in. */
export interface VerifyRules {
  /** The tracks that a history of steps implies, or why it cannot have happened. */
  replayed(
    registration: { methodFixed: boolean; protectionWished: boolean; acceptanceRequired: boolean },
    kinds: readonly string[],
  ): Tracks | string
  shownStatus(tracks: Tracks): OrderStatus
  /** The money of an account that no statement tells of: what its holes come to. */
  missingMoney(account: { openedOn: BusinessDate; openingBalance: Yen }, told: readonly TellingStatement[]): number
  /** Reads a file of transfers with a program that shares nothing with the one that wrote it. Null: there is none at hand. */
  readonly readTransfers: ((bytes: Uint8Array, format: TransferFormat, reading: { resultColumn: null }) => Iterable<TransferPart>) | null
}

/** The days and balances of one statement, as the bank told them. */
export interface TellingStatement {
  from: BusinessDate
  to: BusinessDate
  wholeTo: BusinessDate
  opening: Yen | null
  closing: Yen | null
}

/** Whether a line `r` of a file `f` is in the journal; lines beyond are on their way, which is no fault. */
export const isPosted = "(f.state = 'posted' or (f.state in ('published', 'rolling_back') and r.line <= f.posted_to))"

/** The lines of one range, each with its file. */
export const receiptsOfRange = 'from receipts r join statement_files f on f.id = r.file_id where r.id > @after and r.id <= @upTo'

/** What is broken, by name: how often, and the first in words. */
export class Findings {
  readonly #found = new Map<InvariantName, { violations: number; first: string }>()

  broken(name: InvariantName, what: string): void {
    const known = this.#found.get(name)
    if (known) known.violations += 1
    else this.#found.set(name, { violations: 1, first: what })
  }

  get result(): VerifyResult {
    const invariants = invariantNames.map((name) => {
      const found = this.#found.get(name)
      return { name, violations: found?.violations ?? 0, first: found?.first ?? null }
    })
    return { ok: this.#found.size === 0, invariants }
  }
}

/** Thrown between two steps once somebody asked the check to stop. */
export class Stopped extends Error {}

export class Sweep {
  readonly findings = new Findings()
  /** Some are asked of one table after another. */
  readonly #queries = new Map<string, Database.Statement<Record<string, unknown>, string>>()
  #done = 0
  constructor(
    readonly source: Database.Database,
    readonly rules: VerifyRules,
    private readonly total: number,
    private readonly control: { progress(done: number, total: number): void; readonly cancelled: boolean },
  ) {}

  /** Tells that so many rows have been looked at, and lets others have their turn. */
  async step(rows: number): Promise<void> {
    this.#done += rows
    this.control.progress(Math.min(this.#done, this.total), this.total)
    await new Promise<void>((resume) => setImmediate(resume))
    if (this.control.cancelled) throw new Stopped()
  }

  /** One value of the snapshot. */
  number(sql: string, ...parameters: unknown[]): number {
    return Number(
      this.source
        .prepare(sql)
        .pluck()
        .get(...parameters) ?? 0,
    )
  }

  /** Adds a finding for every row of this query; its one column says what is broken. */
  report(name: InvariantName, sql: string, parameters: Record<string, unknown> = {}): void {
    const query = this.#queries.get(sql) ?? this.source.prepare<Record<string, unknown>, string>(sql).pluck()
    this.#queries.set(sql, query)
    for (const what of query.iterate(parameters)) this.findings.broken(name, String(what))
  }

  /** Walks a table by identity in ranges of bounded size. */
  async ranges(
    table: 'entries' | 'receipts' | 'orders' | 'allocations',
    visit: (range: { after: number; upTo: number }) => void,
  ): Promise<void> {
    const ends = this.source
      .prepare<[number], number>(`select id from ${table} where id > ? order by id limit 1 offset ${RANGE_ROWS - 1}`)
      .pluck()
    const last = this.number(`select max(id) from ${table}`)
    for (let after = -1; after < last; ) {
      const upTo = ends.get(after) ?? last
      visit({ after, upTo })
      after = upTo
      await this.step(RANGE_ROWS)
    }
  }

  /** Reads a long query row by row, with a step every so many rows. Columns come as an array, in the order asked. */
  async rows<R extends unknown[]>(sql: string, visit: (row: R) => void, ...parameters: unknown[]): Promise<void> {
    let seen = 0
    for (const row of this.source
      .prepare<unknown[], R>(sql)
      .raw()
      .iterate(...parameters)) {
      visit(row)
      seen += 1
      if (seen % RANGE_ROWS === 0) await this.step(RANGE_ROWS)
    }
    await this.step(seen % RANGE_ROWS)
  }
}

const RANGE_ROWS = 10_000

/** What a tampered record holds need not be JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
