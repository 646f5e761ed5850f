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
 * The floor of a result file of a store agent: bare prepared statements that write what bringing it in wrote. Reading the file,
 * deciding, checking and hashing are left out.
 */
const OUTCOME = 'select slip_id, outcome, line_id from collection_outcomes where line_id > ? order by line_id limit ?'

function writeLines(pair: Pair, perUnit: number, unit: (write: () => void) => void): number {
  const files = inserter(pair, 'collection_files')
  const lines = inserter(pair, 'collection_lines')
  const head = added(pair, 'collection_files', 'id').take(Infinity)
  unit(() => files(head.map(staged)))
  const reel = added(pair, 'collection_lines', 'id')
  let rows = 0
  while (!reel.ended) {
    const chunk = reel.take(perUnit)
    rows += chunk.length
    unit(() => lines(chunk))
  }
  return rows
}

/** A file before it is posted. */
const staged = (row: Row): Row => row.map((value, at) => (at === STATE ? 'published' : at === POSTED_TO ? 0 : value))
const STATE = 6
const POSTED_TO = 7

function writePostings(pair: Pair, linesPerUnit: number, unit: (write: () => void) => void): void {
  const { source, target } = pair
  const into = (table: string) => inserter(pair, table)
  const write = {
    accounts: into('accounts'),
    entries: into('entries'),
    postings: into('postings'),
    claims: into('claims'),
    events: into('order_events'),
  }
  const update = {
    orders: updater(target, ORDER_UPDATE),
    balances: updater(target, BALANCE_UPSERT),
    outcomes: updater(target, 'insert into collection_outcomes (slip_id, outcome, line_id) values (?, ?, ?)'),
    file: updater(target, "update collection_files set posted_to = posted_to + ? where state = 'published'"),
  }
  const reels = {
    entries: added(pair, 'entries', 'id'),
    postings: added(pair, 'postings', 'entry_id'),
    claims: added(pair, 'claims', 'entry_id'),
    events: added(pair, 'order_events', 'id'),
  }
  const accounts = added(pair, 'accounts', 'id').take(Infinity)
  unit(() => write.accounts(accounts))
  const next = source.prepare<unknown[], Row>(OUTCOME).raw()
  const orderState = source.prepare<unknown[], Row>(ORDER_STATE).raw()
  const claimOf = source.prepare<unknown[], number>('select entry_id from claims where line_id = ?').pluck()
  for (let after = 0; ; ) {
    const lines = next.all(after, linesPerUnit)
    if (lines.length === 0) break
    after = idOf(lines.at(-1), 2)
    const entryIds = lines.flatMap((row) => claimOf.get(row[2]) ?? [])
    const last = entryIds.at(-1) ?? 0
    const entries = reels.entries.takeWhile((row) => idOf(row) <= last)
    const postings = reels.postings.takeWhile((row) => idOf(row) <= last)
    const claims = reels.claims.takeWhile((row) => Number(row[10]) <= last)
    const events = reels.events.take(lines.filter(([, outcome]) => outcome === 'paid' || outcome === 'preliminary').length)
    const orders = [...new Set(events.map((row) => row[1]))].flatMap((id) => orderState.all(id))
    const balances = movements(entries, postings)
    unit(() => {
      write.entries(entries)
      write.postings(postings)
      update.balances(balances)
      write.claims(claims)
      update.outcomes(lines)
      update.orders(orders)
      write.events(events)
      update.file([[lines.length]])
    })
  }
}

/** Writes what bringing a result file into `finished` wrote into `copy`, an identical ledger without it. */
export function storeFloor(finished: string, copy: string, size: { linesPerStagingUnit: number; linesPerPostingUnit: number }): Floor {
  const pair: Pair = { source: openDatabase(finished, { readonly: true }), target: openDatabase(copy, { readonly: false }) }
  const watch = stopwatch(pair)
  const rows = writeLines(pair, size.linesPerStagingUnit, watch.unit)
  writePostings(pair, size.linesPerPostingUnit, watch.unit)
  const floor = watch.floor(rows)
  pair.source.close()
  pair.target.close()
  return floor
}
