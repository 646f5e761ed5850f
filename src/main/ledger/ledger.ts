import { existsSync, mkdirSync, statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type Database from 'better-sqlite3'
import type { Kysely, Transaction } from 'kysely'
import type { Clock } from '../../preload/contract/clock'
import type { Instant } from '../../preload/contract/date'
import { done, type Refusal, type Result, refuse } from '../../preload/contract/errors'
import { COPYING_LEFT_PAGES, kyselyOver, LOG_PAGES, openDatabase, sqliteCode } from './connection'
import { type IdentitySource, identitySource, type NewId } from './identity'
import { sealJournal } from './journal'
import { checkIdentity, migrate } from './migrate'
import { analyseLarge } from './planner'
import type { Schema } from './schema'
import { localTurns, type Turns } from './turns'

/*
 * This folder holds the only SQL. Functions that read take a Reader, functions that write take a Writer, which exists only
 * inside a unit of work; the type says what a function may do. Rows are turned into nouns of the contract here; decisions
 * are made in settlement/ and handed in. From here the money is exported or shown, never computed anew.
 */
export interface Reader {
  readonly db: Kysely<Schema>
}

/** Who writes: `user:yamada`, `cli:root`, `system`; and at which seat. */
export interface By {
  readonly actor: string
  readonly seat: string
}

export interface Writer {
  readonly db: Transaction<Schema>
  readonly by: By
  /** The instant of this unit of work: one for all its rows. */
  readonly at: Instant
  readonly newId: NewId
  /** What has been posted in this unit of work, to be sealed when it commits. */
  readonly journal: JournalBatch
}

/** The entries of one unit of work: the number of their seal, and the text the seal is computed over. */
export interface JournalBatch {
  sequence: number | null
  sealed: string[]
}

export interface Ledger {
  readonly path: string
  readonly reader: Reader
  /** Runs one unit of work under the write lock: wholly stored when its result is ok, wholly undone otherwise. */
  write<T>(by: By, work: (writer: Writer) => Promise<Result<T>>): Promise<Result<T>>
  /** The connection itself, for streaming rows out in jobs and for maintenance. Read-only. */
  readonly source: Database.Database
  /** Lets the planner look at the data again, and copies the log; after much has been added. Does nothing while another process writes. */
  optimise(): Promise<void>
  /**
   * While work in bulk goes on over a connection of its own, copying the log into the file is left to that: else whoever saves next here
   * would copy what it wrote, and everybody at the desk would wait for the disk.
   */
  besideBulk<T>(bulk: () => Promise<T>): Promise<T>
  close(): Promise<void>
}

const BUSY_RETRY_MS = 10_000

/** Tries again while another process holds the lock, with jitter; after the limit (ten seconds) refuses `ledger_busy`. */
async function withRetry<T>(limitMs: number, attempt: () => Promise<Result<T>>): Promise<Result<T>> {
  const until = performance.now() + limitMs
  for (;;) {
    try {
      return await attempt()
    } catch (fault) {
      const code = sqliteCode(fault)
      if (code === 'SQLITE_FULL') return refuse({ refusal: 'disk_full' })
      if (!code?.startsWith('SQLITE_BUSY')) throw fault
      if (performance.now() > until) return refuse({ refusal: 'ledger_busy' })
      await wait(2 + Math.random() * 18)
    }
  }
}

class Undone extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.refusal)
  }
}

class OpenLedger implements Ledger {
  readonly reader: Reader
  readonly #db: Kysely<Schema>
  readonly #identities: IdentitySource
  readonly #newest: Database.Statement<[], number>
  readonly #clock: Clock
  readonly #turns: Turns
  readonly #busyRetryMs: number
  /** How much work in bulk goes on that copies the log. */
  #copyingLeft = 0
  constructor(
    readonly path: string,
    readonly source: Database.Database,
    private readonly writing: Database.Database,
    options: OpenOptions,
  ) {
    this.reader = { db: kyselyOver(source) }
    this.#db = kyselyOver(writing)
    this.#clock = options.clock
    this.#turns = options.turns ?? localTurns()
    this.#busyRetryMs = options.busyRetryMs ?? BUSY_RETRY_MS
    this.#identities = identitySource(() => options.clock.now())
    this.#newest = newestIdentity(writing)
  }

  write<T>(by: By, work: (writer: Writer) => Promise<Result<T>>): Promise<Result<T>> {
    return this.#turns.take(() => withRetry(this.#busyRetryMs, () => this.#once(by, work)))
  }

  async #once<T>(by: By, work: (writer: Writer) => Promise<Result<T>>): Promise<Result<T>> {
    try {
      return await this.#db.transaction().execute(async (db) => {
        this.#identities.follow(this.#newest.get() ?? 0)
        const writer: Writer = { db, by, at: this.#clock.now(), newId: this.#identities.newId, journal: { sequence: null, sealed: [] } }
        const result = await work(writer)
        if (!result.ok) throw new Undone(result.refusal)
        await sealJournal(writer)
        return result
      })
    } catch (fault) {
      // After SQLITE_FULL or an I/O error SQLite may have rolled back by itself; never leave a transaction open.
      if (this.writing.inTransaction) this.writing.exec('rollback')
      if (fault instanceof Undone) return refuse(fault.refusal)
      throw fault
    }
  }

  async optimise(): Promise<void> {
    await this.#turns.take(async () => {
      try {
        analyseLarge(this.writing, 'grown')
      } catch (fault) {
        // Advice only: what was done before is stored, and the next import asks again.
        if (!/^SQLITE_(BUSY|FULL)/.test(sqliteCode(fault) ?? '')) throw fault
      }
    })
    // Outside the turn: copying what has been written hinders nobody who writes.
    if (!this.writing.inTransaction) this.writing.pragma('wal_checkpoint(passive)')
  }

  async besideBulk<T>(bulk: () => Promise<T>): Promise<T> {
    this.#copyingLeft += 1
    this.writing.pragma(`wal_autocheckpoint = ${COPYING_LEFT_PAGES}`)
    try {
      return await bulk()
    } finally {
      this.#copyingLeft -= 1
      if (this.#copyingLeft === 0 && this.writing.open) this.writing.pragma(`wal_autocheckpoint = ${LOG_PAGES}`)
    }
  }

  async close(): Promise<void> {
    await this.#turns.take(async () => undefined)
    // Kysely closes only what it has used. Whoever writes goes last: the last one copies the log into the file, which a reader may not.
    await this.reader.db.destroy()
    this.source.close()
    await this.#db.destroy()
    this.writing.close()
  }
}

/** Every table whose rows get an identity of their own. */
const IDENTIFIED = [
  'entries',
  'receipts',
  'order_events',
  'orders',
  'instructions',
  'allocations',
  'approvals',
  'merchants',
  'users',
  'accounts',
  'order_files',
  'statement_files',
  'statements',
  'notices',
  'notice_tries',
  'refund_accounts',
  'incoming_mails',
  'applications',
  'merchant_requests',
  'api_keys',
  'transfer_runs',
  'hand_overs',
  'payouts',
  'payable_items',
  'receivable_items',
  'receivable_ends',
  'refunds',
  'transfers',
  'item_endings',
  'closed_days',
  'issued_statements',
  'documents',
  'slips',
  'collection_files',
  'collection_lines',
  'claims',
  'collection_settlements',
  'card_payments',
  'card_acts',
  'card_chargebacks',
  'card_trouble_ends',
  'mandates',
  'debit_runs',
  'debit_lines',
  'debit_result_files',
  'debit_result_lines',
]

/** Asks for the newest identity stored: the end of each table, so it costs microseconds however much there is. */
function newestIdentity(database: Database.Database): Database.Statement<[], number> {
  const newest = IDENTIFIED.map((table) => `coalesce((select max(id) from ${table}), 0)`)
  return database.prepare<[], number>(`select max(${newest.join(', ')})`).pluck()
}

/** File systems of the network: their locks cannot be trusted with a WAL file. NFS, SMB, CIFS, SMB2 (statfs magic numbers). */
const NETWORK_FILE_SYSTEMS = new Set([0x6969, 0x517b, 0xff534d42, 0xfe534d42])

function isOnNetworkShare(path: string): boolean {
  if (/^(\\\\|\/\/)/.test(path)) return true
  if (process.platform !== 'linux') return false
  let folder = dirname(path)
  while (!existsSync(folder)) folder = dirname(folder)
  return NETWORK_FILE_SYSTEMS.has(statfsSync(folder).type)
}

export interface OpenOptions {
  readonly path: string
  readonly clock: Clock
  /** Makes the file where there is none; otherwise `ledger_missing`. */
  readonly create: boolean
  readonly turns?: Turns
  /** For jobs: writes in bulk, where nobody waits for the event loop. */
  readonly bulk?: boolean
  /** How long a unit of work tries again while another process holds the lock; ten seconds unless told. */
  readonly busyRetryMs?: number
}

/**
 * Opens a ledger file, brings it to this program's shape and checks every setting.
 * Refuses: ledger_missing, ledger_foreign, ledger_newer, ledger_damaged, ledger_on_network_share, ledger_busy.
 */
export async function openLedger(options: OpenOptions): Promise<Result<Ledger>> {
  const { path } = options
  if (isOnNetworkShare(path)) return refuse({ refusal: 'ledger_on_network_share', path })
  if (!existsSync(path)) {
    if (!options.create) return refuse({ refusal: 'ledger_missing', path })
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  }
  return withRetry(options.busyRetryMs ?? BUSY_RETRY_MS, async () => openOnce(options))
}

function openOnce(options: OpenOptions): Result<Ledger> {
  const { path } = options
  const opened: Database.Database[] = []
  try {
    const writing = prepareFile(path, options.bulk ?? false)
    if (!writing.ok) return writing
    opened.push(writing.value)
    const source = openDatabase(path, { readonly: true })
    opened.push(source)
    return done(new OpenLedger(path, source, writing.value, options))
  } catch (fault) {
    for (const database of opened) database.close()
    const code = sqliteCode(fault)
    if (code?.startsWith('SQLITE_CORRUPT')) return refuse({ refusal: 'ledger_damaged', detail: code })
    throw fault
  }
}

function prepareFile(path: string, bulk: boolean): Result<Database.Database> {
  const foreign = existsSync(path) ? peek(path) : null
  if (foreign) return refuse(foreign)
  const database = openDatabase(path, { readonly: false, bulk })
  try {
    const refusal = migrate(database)
    if (!refusal) return done(database)
    database.close()
    return refuse(refusal)
  } catch (fault) {
    database.close()
    throw fault
  }
}

/** Looks at a file read-only first, so that a foreign or newer one is not touched by so much as a journal mode. */
function peek(path: string): Refusal | null {
  try {
    const database = openDatabase(path, { readonly: true })
    try {
      const found = checkIdentity(database)
      return found.ok ? null : found.refusal
    } finally {
      database.close()
    }
  } catch (fault) {
    const code = sqliteCode(fault)
    if (code === 'SQLITE_NOTADB') return { refusal: 'ledger_foreign' }
    if (code?.startsWith('SQLITE_CORRUPT')) return { refusal: 'ledger_damaged', detail: code }
    throw fault
  }
}
