import type Database from 'better-sqlite3'
import { openDatabase } from '../../src/main/ledger/connection'

/*
 * The floor of the import: nothing but better-sqlite3 and prepared statements, writing row by row what the import wrote, into an
 * identical copy of the ledger as it was before, in transactions of the same size. Reading the statement, deciding, checking and
 * hashing are left out; the rows are read from the finished ledger chunk by chunk, outside the measured time.
 */
export interface Floor {
  seconds: number
  rows: number
  units: number
}

type Row = readonly unknown[]
type Write = (rows: readonly Row[]) => void

/** Rows of a query in their order, handed out while a condition holds. */
class Reel {
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
interface Pair {
  source: Database.Database
  target: Database.Database
}

function columnsOf(source: Database.Database, table: string): string[] {
  return source
    .prepare<[string], { name: string }>('select name from pragma_table_info(?)')
    .all(table)
    .map(({ name }) => name)
}

function inserter({ source, target }: Pair, table: string): Write {
  const columns = columnsOf(source, table)
  const statement = target.prepare(`insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`)
  return (rows) => {
    for (const row of rows) statement.run(...row)
  }
}

function updater(target: Database.Database, sql: string): Write {
  const statement = target.prepare(sql)
  return (rows) => {
    for (const row of rows) statement.run(...row)
  }
}

/** Everything of a table that the import added, in the order of `by`. */
function added({ source, target }: Pair, table: string, by: string): Reel {
  const last = target.prepare(`select coalesce(max(${by}), 0) from ${table}`).pluck().get()
  return new Reel(source, `select ${columnsOf(source, table).join(', ')} from ${table} where ${by} > ? order by ${by}`, last)
}

/** Runs transactions and adds up their time. Each writes one record of the audit trail, as every unit of work does. */
function stopwatch(pair: Pair): { unit(write: () => void): void; floor(rows: number): Floor } {
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

/** The receipts of the statement, as planning stages them. */
function writeReceipts(pair: Pair, perUnit: number, unit: (write: () => void) => void): number {
  const files = inserter(pair, 'statement_files')
  const statements = inserter(pair, 'statements')
  const receipts = inserter(pair, 'receipts')
  const head = [added(pair, 'statement_files', 'id').take(Infinity), added(pair, 'statements', 'id').take(Infinity)] as const
  unit(() => {
    files(head[0])
    statements(head[1])
  })
  const lines = added(pair, 'receipts', 'id')
  let rows = 0
  while (!lines.ended) {
    const chunk = lines.take(perUnit)
    rows += chunk.length
    unit(() => receipts(chunk))
  }
  return rows
}

const ORDER_STATE = 'select paid_amount, paid_on, acceptance, payment, protection, disbursement, version, id from orders where id = ?'
const ORDER_UPDATE = `update orders set paid_amount = ?, paid_on = ?, acceptance = ?, payment = ?, protection = ?, disbursement = ?, version = ? where id = ?`
const BALANCE_UPSERT = `insert into balances (account_id, booked_on, debit, credit) values (?, ?, ?, ?)
  on conflict (account_id, booked_on) do update set debit = debit + excluded.debit, credit = credit + excluded.credit`

/** What the postings of a chunk add to each account and day. */
function movements(entries: readonly Row[], postings: readonly Row[]): Row[] {
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

const idOf = (row: Row | undefined, at = 0): number => Number(row?.[at] ?? 0)

/** Entries, postings, balances, allocations, orders, their events and what stays open, as posting writes them. */
function writePostings(pair: Pair, entriesPerUnit: number, unit: (write: () => void) => void): void {
  const { source, target } = pair
  const into = (table: string) => inserter(pair, table)
  const write = {
    accounts: into('accounts'),
    entries: into('entries'),
    postings: into('postings'),
    allocations: into('allocations'),
    events: into('order_events'),
    open: into('open_items'),
  }
  const update = {
    orders: updater(target, ORDER_UPDATE),
    balances: updater(target, BALANCE_UPSERT),
    file: updater(target, 'update statement_files set posted_to = ? where id = ?'),
  }
  const reels = {
    entries: added(pair, 'entries', 'id'),
    postings: added(pair, 'postings', 'entry_id'),
    allocations: added(pair, 'allocations', 'entry_id'),
    events: added(pair, 'order_events', 'id'),
    open: added(pair, 'open_items', 'receipt_id'),
  }
  const orderState = source.prepare<unknown[], Row>(ORDER_STATE).raw()
  const file = source.prepare<[], Row>('select posted_to, id from statement_files order by id desc limit 1').raw().get()
  const accounts = added(pair, 'accounts', 'id').take(Infinity)
  unit(() => write.accounts(accounts))
  const openPerUnit = Math.ceil(
    (Number(source.prepare('select count(*) from open_items').pluck().get()) * entriesPerUnit) /
      Number(source.prepare('select count(*) from entries').pluck().get()),
  )
  while (!reels.entries.ended) {
    const entries = reels.entries.take(entriesPerUnit)
    const last = idOf(entries.at(-1))
    const postings = reels.postings.takeWhile((row) => idOf(row) <= last)
    const allocations = reels.allocations.takeWhile((row) => idOf(row, 6) <= last)
    const orders = allocations.flatMap((row) => orderState.all(row[2]))
    const events = reels.events.take(allocations.length)
    const open = reels.open.take(openPerUnit)
    const balances = movements(entries, postings)
    unit(() => {
      write.entries(entries)
      write.postings(postings)
      update.balances(balances)
      write.allocations(allocations)
      update.orders(orders)
      write.events(events)
      write.open(open)
      if (file) update.file([file])
    })
  }
}

/** Writes what the import of `finished` wrote into `copy`, an identical ledger without it. */
export function importFloor(finished: string, copy: string, size: { linesPerStagingUnit: number; linesPerPostingUnit: number }): Floor {
  const pair: Pair = { source: openDatabase(finished, { readonly: true }), target: openDatabase(copy, { readonly: false }) }
  const watch = stopwatch(pair)
  const rows = writeReceipts(pair, size.linesPerStagingUnit, watch.unit)
  const entries = Number(pair.source.prepare('select count(*) from entries where receipt_id is not null').pluck().get())
  writePostings(pair, Math.max(1, Math.round((entries * size.linesPerPostingUnit) / rows)), watch.unit)
  const floor = watch.floor(rows)
  pair.source.close()
  pair.target.close()
  return floor
}
