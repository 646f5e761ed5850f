import type { BusinessDate } from '../../preload/contract/date'
import type { Yen } from '../../preload/contract/money'
import { isPosted, type Sweep, type TellingStatement } from './verify-sweep'

/** Lines of one account that one statement brought in for one day. */
interface DayOfStatement {
  statement: number
  day: string
  lines: number
  moved: number
}

type Group = [account: number, statement: number, day: string, lines: number, moved: number, posted: number]
type StatementColumns = [id: number, account: number, from: string, to: string, lines: number, moved: number]

const signed = "case r.direction when 'credit' then r.amount else -r.amount end"

/** Its statement tells it; that of a file that is being rolled back tells nothing any more. */
const told = "f.state in ('published', 'posted')"

/**
 * The bank's balances against the lines, and the lines against the journal.
 *
 * Each statement that tells both balances: closing − opening equals its lines. Lines that an overlapping statement brought in
 * first count too; where an earlier statement knew more of the same days, this one cannot be tied alone. Then, day by day, what
 * the journal holds of a designated account is its opening balance and its posted lines. So the ledger differs from the bank by
 * nothing but the days for which no statement is in.
 */
export class BankBooks {
  readonly #days = new Map<number, DayOfStatement[]>()
  readonly #posted = new Map<string, number>()
  readonly #groups
  constructor(private readonly sweep: Sweep) {
    this.#groups = sweep.source
      .prepare<{ after: number; upTo: number }, Group>(
        `select r.account_id, r.statement_id, r.booked_on, sum(${told}), sum(case when ${told} then ${signed} else 0 end), sum(case when ${isPosted} then ${signed} else 0 end)
          from receipts r join statement_files f on f.id = r.file_id
          where r.id > @after and r.id <= @upTo and f.state in ('published', 'posted', 'rolling_back') group by 1, 2, 3`,
      )
      .raw()
  }

  read(range: { after: number; upTo: number }): void {
    for (const [account, statement, day, lines, moved, posted] of this.#groups.iterate(range)) {
      const days = this.#days.get(account) ?? []
      this.#days.set(account, days)
      days.push({ statement, day, lines, moved })
      this.#move(account, day, posted)
    }
  }

  #move(account: number, day: string, amount: number): void {
    const key = `${account} on ${day}`
    this.#posted.set(key, (this.#posted.get(key) ?? 0) + amount)
  }

  compare(): void {
    const { source, findings } = this.sweep
    const statements = source.prepare<[], StatementColumns>(
      `select s.id, s.account_id, s.from_on, s.to_on, s.lines, s.closing - s.opening from statements s join statement_files f on f.id = s.file_id
        where f.state in ('published', 'posted') and s.opening is not null and s.closing is not null`,
    )
    for (const statement of statements.raw().iterate()) this.#tie(statement)
    const accounts = source.prepare<[], [number, BusinessDate, Yen]>('select id, opened_on, opening_balance from designated_accounts').raw()
    for (const [id, day, balance] of accounts.all()) this.#move(id, day, balance)
    const booked = source.prepare<[], [number, string, number]>(
      'select account_id, booked_on, debit - credit from balances where account_id in (select id from designated_accounts)',
    )
    for (const [account, day, balance] of booked.raw().iterate()) this.#move(account, day, -balance)
    for (const [key, difference] of this.#posted) {
      if (difference !== 0) findings.broken('bank_balance_ties', `account ${key} differs by ${difference}`)
    }
    for (const [id, openedOn, openingBalance] of accounts.all()) this.#close(id, { openedOn, openingBalance })
    this.sweep.report(
      'bank_balance_ties',
      `select 'account ' || d.id || ' has no account of the ledger' from designated_accounts d
        where not exists (select 1 from accounts a where a.id = d.id and a.code = 'bank:' || d.id)`,
    )
  }

  /**
   * On the last day that is told of, an account comes to what the bank says, holes told apart: nothing is missing or doubled.
   * A day told of twice, by noon and by night, may close by either.
   */
  #close(id: number, account: { openedOn: BusinessDate; openingBalance: Yen }): void {
    const told = this.sweep.source
      .prepare<[number], TellingStatement>(
        `select s.from_on as "from", s.to_on as "to", coalesce(s.whole_to, s.to_on) as wholeTo, s.opening, s.closing from statements s join statement_files f on f.id = s.file_id
          where s.account_id = ? and f.state in ('published', 'posted') order by s.to_on, s.id`,
      )
      .all(id)
    const last = told.at(-1)
    const closings = told.filter(({ to, closing }) => to === last?.to && closing !== null).map(({ closing }) => closing)
    if (closings.length === 0) return
    const moved = (this.#days.get(id) ?? []).reduce((sum, day) => sum + day.moved, 0)
    const balance = account.openingBalance + moved + this.sweep.rules.missingMoney(account, told)
    if (!closings.some((closing) => closing === balance))
      this.sweep.findings.broken('bank_balance_ties', `account ${id} comes to ${balance}, the bank says ${closings.join(' or ')}`)
  }

  #tie([id, account, from, to, lines, moved]: StatementColumns): void {
    let known = 0
    let told = 0
    for (const day of this.#days.get(account) ?? []) {
      if (day.statement > id || day.day < from || day.day > to) continue
      known += day.lines
      told += day.moved
    }
    if (known < lines) this.sweep.findings.broken('bank_balance_ties', `statement ${id} lacks ${lines - known} lines`)
    else if (known === lines && told !== moved)
      this.sweep.findings.broken('bank_balance_ties', `statement ${id} does not close by ${moved - told}`)
  }
}
