import type { VerifyResult } from '../../preload/contract/audit'
import { done, type Result, refuse } from '../../preload/contract/errors'
import { appendAudit } from './audit'
import type { Ledger, Writer } from './ledger'
import { registerLedger } from './register'
import { openSnapshot, type Snapshot } from './snapshot'
import { anchorOf, type Heads, VERIFIED, verifyAudit } from './verify-audit'
import { verifyCards } from './verify-cards'
import { verifyCollections } from './verify-collections'
import { verifyDebits } from './verify-debits'
import { verifyFile } from './verify-file'
import { verifyJournal } from './verify-journal'
import { verifyOrders } from './verify-orders'
import { verifyPayouts } from './verify-payouts'
import { verifyReceipts } from './verify-receipts'
import { verifyRefunds } from './verify-refunds'
import { verifyRuleUses } from './verify-rule-uses'
import { Stopped, Sweep, type VerifyRules } from './verify-sweep'

/** What a check found, and where the audit streams ended when it looked. */
export interface Verified {
  result: VerifyResult
  heads: Heads
}

export interface VerifyControl {
  /** Rows looked at, of how many. */
  progress(done: number, total: number): void
  readonly cancelled: boolean
}

/**
 * Checks every promise of the ledger on one snapshot, over a connection of its own, so that writing goes on meanwhile.
 * Refuses cancelled. A broken promise is no refusal: it stands in the result by its name.
 */
export async function verifySnapshot(ledger: Pick<Ledger, 'path'>, rules: VerifyRules, control: VerifyControl): Promise<Result<Verified>> {
  const snapshot = openSnapshot(ledger)
  try {
    const sweep = new Sweep(snapshot.source, rules, rowsToRead(snapshot), control)
    await verifyJournal(sweep)
    await verifyReceipts(sweep)
    await verifyOrders(sweep)
    await verifyRuleUses(sweep)
    await verifyRefunds(sweep)
    await verifyPayouts(sweep)
    await verifyCollections(sweep)
    verifyCards(sweep)
    await sweep.step(0)
    await verifyDebits(sweep)
    await verifyAudit(sweep)
    await verifyFile(sweep)
    return done({ result: { ...sweep.findings.result, pendingLines: pendingLines(sweep) }, heads: anchorOf(sweep) })
  } catch (fault) {
    if (fault instanceof Stopped) return refuse({ refusal: 'cancelled' })
    throw fault
  } finally {
    snapshot.close()
  }
}

/** How often a row of each table is looked at. */
const PASSES = { entries: 4, receipts: 2, orders: 1, allocations: 2, audit_records: 1 } as const

function rowsToRead({ source }: Snapshot): number {
  let rows = 0
  for (const [table, passes] of Object.entries(PASSES))
    rows += passes * Number(source.prepare(`select count(*) from ${table}`).pluck().get())
  return rows
}

/** Lines of published files that wait to be posted: on their way, and no fault. */
function pendingLines(sweep: Sweep): number {
  return sweep.number("select sum(stored - posted_to) from statement_files where state = 'published'")
}

/** Keeps the outcome where the home screen finds it, and leaves a record that also holds the ends of all streams. */
export async function recordVerified(writer: Writer, { result, heads }: Verified): Promise<void> {
  const broken = result.invariants.filter(({ violations }) => violations > 0).map(({ name, violations }) => ({ name, violations }))
  await registerLedger(writer, false)
  await writer.db
    .updateTable('ledger')
    .set({ last_verified_at: writer.at, last_verified_ok: result.ok ? 1 : 0 })
    .execute()
  await appendAudit(writer, { stream: 'ledger', action: VERIFIED, subject: 'ledger', detail: { ok: result.ok, broken, heads } })
}
