import { openDatabase } from '../../src/main/ledger/connection'
import {
  added,
  BALANCE_UPSERT,
  type Floor,
  idOf,
  inserter,
  movements,
  ORDER_STATE,
  ORDER_UPDATE,
  type Pair,
  type Row,
  stopwatch,
  updater,
} from './floor'

/*
 * The floor of the import: nothing but better-sqlite3 and prepared statements, writing row by row what the import wrote, into an
 * identical copy of the ledger as it was before, in transactions of the same size. Reading the statement, deciding, checking and
 * hashing are left out; the rows are read from the finished ledger chunk by chunk, outside the measured time.
 */
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
