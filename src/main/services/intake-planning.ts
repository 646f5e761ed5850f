import type { Refusal } from '../../preload/contract/errors'
import { type OrderId, StatementFileId } from '../../preload/contract/ids'
import { type Yen, yen } from '../../preload/contract/money'
import type { BankAccount, PendingEntry, RecordError, StatementFoot, StatementHead, StatementLine } from '../../preload/contract/statement'
import type { DesignatedAccountRow } from '../ledger/schema'
import type { CoveredPeriod } from '../ledger/statement-files'
import type { LineIdentities } from './line-identity'
import type { Pace } from './pace'

/** A line whose match is decided, as it counts in the plan. */
export interface Tally {
  count: number
  amount: number
}

/** One account's part of the file while it is being read. */
export interface Section {
  head: StatementHead & { account: BankAccount }
  account: DesignatedAccountRow
  statementId: number
  identities: LineIdentities
  covered: readonly CoveredPeriod[]
  lines: number
  duplicatesByFile: Map<StatementFileId, number>
  /** Lines that earlier files brought in which were rolled back since: they are brought in again. */
  rolledBackByFile: Map<StatementFileId, number>
  foot: StatementFoot | null
  /** It goes on where an earlier statement of the same day ended: identical lines of that one are others. */
  continues: boolean
  /** What its new lines add to the account. */
  moved: number
  /** What the bank tells of but has not booked. */
  pending: { readonly credits: Tally; readonly debits: Tally }
}

/** A deposit of which the file holds a statement too: shown and left out. */
export interface DepositSection {
  readonly head: StatementHead
  lines: number
  foot: StatementFoot | null
}

/** Everything a plan gathers from first byte to last. */
export class Planning {
  readonly id: StatementFileId
  readonly errors: RecordError[] = []
  errorCount = 0
  readonly unknown: (StatementHead & { account: BankAccount })[] = []
  /** Why an account of the file takes nothing from it. */
  barred: Refusal | null = null
  readonly sections: Section[] = []
  readonly deposits: DepositSection[] = []
  readonly taken = new Set<OrderId>()
  readonly credits: Tally = { count: 0, amount: 0 }
  readonly debits: Tally = { count: 0, amount: 0 }
  readonly byLevel = new Map<number, Tally>()
  pending: StatementLine[] = []
  stored = 0
  duplicates = 0
  constructor(
    id: number,
    readonly pace: Pace,
  ) {
    this.id = StatementFileId.parse(id)
  }
  /** While the file is sound its lines are staged; after a fault the rest is only read for further faults. */
  get sound(): boolean {
    return this.errorCount === 0 && this.unknown.length === 0 && this.barred === null
  }
  /** Counts a deposit that will clear by itself. */
  clears(level: number, amount: number): void {
    const atLevel = this.byLevel.get(level) ?? { count: 0, amount: 0 }
    this.byLevel.set(level, atLevel)
    count(atLevel, amount)
  }

  /** Takes that back: the deposit waits, and its order is free for another. */
  clearsNot(orderId: OrderId, level: number, amount: number): void {
    this.taken.delete(orderId)
    const atLevel = this.byLevel.get(level)
    if (!atLevel) return
    atLevel.count -= 1
    atLevel.amount -= amount
    if (atLevel.count === 0) this.byLevel.delete(level)
  }

  /** Deposits that wait for a person. */
  get waiting(): Tally {
    const cleared = [...this.byLevel.values()]
    const less = (of: keyof Tally) => cleared.reduce((rest, level) => rest - level[of], this.credits[of])
    return { count: less('count'), amount: less('amount') }
  }

  get lines(): number {
    return this.stored + this.duplicates
  }
}

export function count(tally: Tally, amount: number): void {
  tally.count += 1
  tally.amount += amount
}

/** Counts an entry that is not booked. */
export function countPending({ pending }: Section, { direction, amount }: PendingEntry): void {
  count(direction === 'credit' ? pending.credits : pending.debits, amount)
}

export const told = (tally: Tally): { count: number; amount: Yen } => ({ count: tally.count, amount: yen(tally.amount) })
