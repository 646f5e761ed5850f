import { z } from 'zod'
import { BusinessDate, Instant } from './date'
import { GatewayName, GatewayStanding } from './gateways'
import { JobId } from './ids'
import { method } from './method'
import { Yen } from './money'
import { Cursor, PageSize, pageOf } from './paging'

export const AuditRow = z.object({
  stream: z.string(),
  sequence: z.int(),
  at: Instant,
  actor: z.string(),
  seat: z.string(),
  action: z.string(),
  subject: z.string(),
  detail: z.record(z.string(), z.unknown()),
  hash: z.string(),
})
export type AuditRow = z.infer<typeof AuditRow>

/** The promises of the ledger, in the order in which they are told. */
export const invariantNames = [
  'entries_balance',
  'trial_balance_zero',
  'balances_equal_postings',
  'bank_balance_ties',
  'every_line_once',
  'suspense_equals_open_items',
  'unexplained_outgoing_equals_open_items',
  'allocations_within_receipt',
  'allocations_within_order',
  'allocation_entries',
  'rules_counted',
  'order_tracks_equal_events',
  'status_derivation',
  'payables_equal_open',
  'refund_in_transit_equals_open',
  'closed_days_untouched',
  'payable_consumed_once',
  'payouts_equal_lines',
  'payout_in_transit_equals_open',
  'receivables_equal_open',
  'collections_equal_claims',
  'collected_lines_once',
  'cards_equal_claims',
  'debits_equal_claims',
  'runs_equal_files',
  'virtual_accounts_unique',
  'maker_never_decides',
  'statements_sealed',
  'journal_sealed',
  'audit_chain',
  'acts_are_audited',
  'foreign_keys',
  'integrity',
  'triggers_present',
  'schema_as_defined',
] as const
export type InvariantName = (typeof invariantNames)[number]

/** Each promise by name, with how often it is broken. All must be zero. */
export const VerifyResult = z.object({
  ok: z.boolean(),
  invariants: z.array(z.object({ name: z.string(), violations: z.int(), first: z.string().nullable() })),
  /** Lines of statements that are in but still being posted: on their way, and no violation. */
  pendingLines: z.int().optional(),
})
export type VerifyResult = z.infer<typeof VerifyResult>

export const Home = z.object({
  today: BusinessDate,
  moneyIn: z.array(z.object({ day: BusinessDate, cleared: Yen, waiting: Yen, count: z.int() })),
  deposits: z.object({ clearedByItself: z.int(), clearedByHand: z.int(), waiting: z.int(), held: z.int(), waitingAmount: Yen }),
  oldestWaiting: z.array(z.object({ receiptId: z.int(), bookedOn: BusinessDate, amount: Yen, remitterName: z.string(), days: z.int() })),
  orders: z.array(z.object({ status: z.string(), count: z.int(), amount: Yen })),
  suspense: Yen,
  unexplainedOutgoing: Yen,
  merchantPayable: Yen,
  heldForPayers: Yen,
  approvalsWaiting: z.int(),
  lastVerified: z.object({ at: Instant, ok: z.boolean() }).nullable(),
})
export type Home = z.infer<typeof Home>

/** Numbers beside the navigation and in the status bar. */
export const Pulse = z.object({
  waitingDeposits: z.int(),
  /** Lines of collectors that nobody could place. */
  collections: z.int(),
  openApprovals: z.int(),
  /** Returns and non-arrivals that wait for a clerk: contested ones nobody has proposed an end of, and refunds that are due. */
  returns: z.int(),
  /** Notices that were given up, or of which nobody knows whether they arrived; and letters to be printed. */
  notices: z.int(),
  /** Applications of merchants, and what merchants ask to have changed. */
  applications: z.int(),
  /** Replies that nobody has understood yet. */
  mails: z.int(),
  /** Connectors that are switched on, and how each fares. */
  gateways: z.array(z.object({ name: GatewayName, standing: GatewayStanding })),
  lastVerified: z.object({ at: Instant, ok: z.boolean() }).nullable(),
  accounts: z.array(z.object({ bankName: z.string(), through: BusinessDate.nullable(), lastImportedAt: Instant.nullable() })),
  demonstration: z.boolean(),
})
export type Pulse = z.infer<typeof Pulse>

export const auditMethods = {
  'audit.list': method({
    permission: 'audit',
    input: z.object({
      actor: z.string().max(60).optional(),
      action: z.string().max(60).optional(),
      subject: z.string().max(100).optional(),
      from: BusinessDate.optional(),
      to: BusinessDate.optional(),
      cursor: Cursor.nullable().default(null),
      size: PageSize,
    }),
    output: pageOf(AuditRow),
  }),
  /** Checks every invariant of the ledger. Runs as a job whose result is a VerifyResult. */
  'ledger.verify': method({ permission: 'audit', input: z.object({}), output: z.object({ jobId: JobId }) }),
  'home.figures': method({ permission: 'read', input: z.object({ days: z.int().min(1).max(92).default(14) }), output: Home }),
  'home.pulse': method({ permission: 'read', input: z.object({}), output: Pulse }),
}
