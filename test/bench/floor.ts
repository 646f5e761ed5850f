import type Database from 'better-sqlite3'

/*
 * What the floors of benchmarks are made of: better-sqlite3 and prepared statements that write, row by row and in transactions of the
 * same size, what the program wrote, from a finished ledger into a copy of it as it was before.
 */
export interface Floor {
  seconds: number
  rows: number
  units: number
}

export type Row = readonly unknown[]
export type Write = (rows: readonly Row[]) => void

/** Rows of a query in their order, handed out while a condition holds. */
export class Reel {
  readonly #rows: Iterator<Row>
  #next: Row | undefined
  constructor(source: Database.Database, sql: string, ...bound: unknown[]) {
    this.#rows = source
      .prepare<unknown[], Row>(sql)
      .raw()
      .iterate(...bound)
    this.#advance()
  }
  #advance(): void {
    const step = this.#rows.next()
    this.#next = step.done ? undefined : step.value
  }
  get ended(): boolean {
    return this.#next === undefined
  }
  takeWhile(goes: (row: Row) => boolean): Row[] {
    const taken: Row[] = []
    while (this.#next && goes(this.#next)) {
      taken.push(this.#next)
      this.#advance()
    }
    return taken
  }
  take(count: number): Row[] {
    let left = count
    return this.takeWhile(() => left-- > 0)
  }
}

/** The finished ledger to read from and the copy to write to. */
export interface Pair {
  source: Database.Database
  target: Database.Database
}

function columnsOf(source: Database.Database, table: string): string[] {
  return source
    .prepare<[string], { name: string }>('select name from pragma_table_info(?)')
    .all(table)
    .map(({ name }) => name)
}

export function inserter({ source, target }: Pair, table: string): Write {
  const columns = columnsOf(source, table)
  const statement = target.prepare(`insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`)
  return (rows) => {
    for (const row of rows) statement.run(...row)
  }
}

export function updater(target: Database.Database, sql: string): Write {
  const statement = target.prepare(sql)
  return (rows) => {
    for (const row of rows) statement.run(...row)
  }
}

/** Everything of a table that the import added, in the order of `by`. */
export function added({ source, target }: Pair, table: string, by: string): Reel {
  const last = target.prepare(`select coalesce(max(${by}), 0) from ${table}`).pluck().get()
  return new Reel(source, `select ${columnsOf(source, table).join(', ')} from ${table} where ${by} > ? order by ${by}`, last)
}

/** Runs transactions and adds up their time. Each writes one record of the audit trail, as every unit of work does. */
export function stopwatch(pair: Pair): { unit(write: () => void): void; floor(rows: number): Floor } {
  const heads = pair.target.prepare<[], Row>('select stream, max(sequence) from audit_records group by stream').raw().all()
  const records = new Reel(
    pair.source,
    `select ${columnsOf(pair.source, 'audit_records').join(', ')} from audit_records a where sequence > coalesce(
      (select value ->> 1 from json_each(?) where value ->> 0 = a.stream), 0)`,
    JSON.stringify(heads),
  )
  const writeAudit = inserter(pair, 'audit_records')
  let ms = 0
  let units = 0
  return {
    unit(write) {
      const record = records.take(1)
      const began = performance.now()
      pair.target
        .transaction(() => {
          write()
          writeAudit(record)
        })
        .immediate()
      ms += performance.now() - began
      units += 1
    },
    floor: (rows) => ({ seconds: ms / 1000, rows, units }),
  }
}

export const ORDER_STATE =
  'select paid_amount, paid_on, acceptance, payment, protection, disbursement, version, id from orders where id = ?'
export const ORDER_UPDATE = `update orders set paid_amount = ?, paid_on = ?, acceptance = ?, payment = ?, protection = ?, disbursement = ?, version = ? where id = ?`
export const BALANCE_UPSERT = `insert into balances (account_id, booked_on, debit, credit) values (?, ?, ?, ?)
  on conflict (account_id, booked_on) do update set debit = debit + excluded.debit, credit = credit + excluded.credit`

/** What the postings of a chunk add to each account and day. */
export function movements(entries: readonly Row[], postings: readonly Row[]): Row[] {
  const days = new Map(entries.map(([id, , bookedOn]) => [id, bookedOn]))
  const sums = new Map<string, [unknown, unknown, number, number]>()
  const add = (account: unknown, day: unknown, debit: number, credit: number) => {
    const sum = sums.get(`${account}|${day}`) ?? [account, day, 0, 0]
    sum[2] += debit
    sum[3] += credit
    sums.set(`${account}|${day}`, sum)
  }
  for (const [entry, , debit, credit, amount] of postings) {
    add(debit, days.get(entry), Number(amount), 0)
    add(credit, days.get(entry), 0, Number(amount))
  }
  return [...sums.values()]
}

export const idOf = (row: Row | undefined, at = 0): number => Number(row?.[at] ?? 0)
