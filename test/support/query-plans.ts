import { Kysely, SqliteDialect } from 'kysely'
import { openDatabase } from '../../src/main/ledger/connection'
import type { Ledger, Reader, Writer } from '../../src/main/ledger/ledger'
import type { Schema } from '../../src/main/ledger/schema'
import { TESTER } from './ledger'

/** A statement the ledger ran, and how SQLite goes about it: one line for each step of its plan. */
export interface PlannedQuery {
  sql: string
  plan: string[]
  /** Whether it takes anything from a row of a table, where an index does not answer by itself. */
  fetches: boolean
}

/** Runs work over a connection of its own, undoes what it wrote, and tells the plan of every statement it ran. */
export async function plansOf(ledger: Ledger, work: (writer: Writer & Reader) => Promise<unknown>): Promise<PlannedQuery[]> {
  const database = openDatabase(ledger.path, { readonly: false })
  const planned: PlannedQuery[] = []
  const db = new Kysely<Schema>({
    dialect: new SqliteDialect({ database }),
    log: ({ query }) => {
      if (/^(begin|commit|rollback)/.test(query.sql)) return
      const steps = database.prepare<unknown[], { detail: string }>(`explain query plan ${query.sql}`).all(...query.parameters)
      const program = database.prepare<unknown[], Instruction>(`explain ${query.sql}`).all(...query.parameters)
      planned.push({ sql: query.sql, plan: steps.map(({ detail }) => detail), fetches: fetchesRows(program) })
    },
  })
  const transaction = await db.startTransaction().execute()
  try {
    let last = Number.MAX_SAFE_INTEGER - 1_000_000
    const newId = () => ++last
    await work({ db: transaction, by: TESTER, at: ledgerTime, newId, journal: { sequence: null, sealed: [] } })
  } finally {
    await transaction.rollback().execute()
    await db.destroy()
  }
  return planned
}

const ledgerTime = 0 as Writer['at']

/** One step of the program SQLite makes of a statement. */
interface Instruction {
  opcode: string
  p1: number
  p4: string | null
}

/** A table is opened with the number of its columns, an index with a description of its key (`k(…)`). */
function fetchesRows(program: readonly Instruction[]): boolean {
  const tables = new Set(program.filter(({ opcode, p4 }) => opcode === 'OpenRead' && /^\d+$/.test(p4 ?? '')).map(({ p1 }) => p1))
  return program.some(({ opcode, p1 }) => opcode === 'Column' && tables.has(p1))
}

/**
 * Steps that walk a whole table or index of the ledger. What is handed in as JSON is walked on purpose, and so are the few files that
 * are not finished; a full-text index asked for words (`:M`) walks nothing. For an insert SQLite also
 * lists how it would look for rows that have waited for the new one; it does so only while a foreign key is broken, which none here is.
 */
export function fullScans(planned: readonly PlannedQuery[]): string[] {
  return planned.flatMap(({ sql, plan }) =>
    plan
      .map((step) => ({ step, table: /^SCAN (\w+)/.exec(step)?.[1] ?? null }))
      .filter(({ step }) => !/USING (COVERING )?INDEX statement_files_unfinished$/.test(step))
      .filter(({ step }) => !/VIRTUAL TABLE INDEX \d+:M/.test(step))
      .filter(
        ({ table }) => table !== null && !/^(j|json_each|given|CONSTANT)$/.test(table) && (!/^\s*insert /.test(sql) || sql.includes(table)),
      )
      .map(({ step }) => `${step} in: ${sql}`),
  )
}
