import { orderStatusCase } from './order-status'

/*
 * The first shape of the ledger. A migration is frozen once released: a later change is a later file.
 * Journal, receipts, allocations, order events and audit are only ever added to; the database itself refuses the rest,
 * also against INSERT OR REPLACE, whose hidden delete fires no trigger unless recursive_triggers is on: hence a guard before insert.
 */
const neverReplaced = (table: string, sameKey = 'id = NEW.id') => `
CREATE TRIGGER ${table}_no_replace BEFORE INSERT ON ${table} WHEN EXISTS (SELECT 1 FROM ${table} WHERE ${sameKey})
BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END;`
const appendOnly = (table: string, sameKey = 'id = NEW.id', unlessStaged = '') => `
CREATE TRIGGER ${table}_no_update BEFORE UPDATE ON ${table} ${unlessStaged} BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END;
CREATE TRIGGER ${table}_no_delete BEFORE DELETE ON ${table} ${unlessStaged} BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END;
${neverReplaced(table, sameKey)}`

const people = `
CREATE TABLE ledger (
  id INTEGER PRIMARY KEY CHECK (id = 1), created_at INTEGER NOT NULL, demonstration INTEGER NOT NULL CHECK (demonstration IN (0, 1)),
  last_verified_at INTEGER, last_verified_ok INTEGER CHECK (last_verified_ok IN (0, 1))
) STRICT;
CREATE TABLE users (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, display_name TEXT NOT NULL, roles TEXT NOT NULL, password_hash TEXT NOT NULL,
  must_change_password INTEGER NOT NULL CHECK (must_change_password IN (0, 1)), disabled INTEGER NOT NULL CHECK (disabled IN (0, 1)),
  failures INTEGER NOT NULL DEFAULT 0 CHECK (failures >= 0), blocked_until INTEGER, last_sign_in_at INTEGER, created_at INTEGER NOT NULL,
  demonstration_password TEXT
) STRICT;
CREATE TABLE approvals (
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, subject_id INTEGER NOT NULL, payload TEXT NOT NULL, digest TEXT NOT NULL CHECK (length(digest) = 64),
  made_by INTEGER NOT NULL REFERENCES users (id), made_at INTEGER NOT NULL,
  decision TEXT CHECK (decision IN ('approved', 'rejected', 'withdrawn')), decided_by INTEGER REFERENCES users (id), decided_at INTEGER, reason TEXT NOT NULL DEFAULT '',
  CHECK (decided_by IS NULL OR decided_by <> made_by OR decision = 'withdrawn'),
  CHECK ((decision IS NULL) = (decided_by IS NULL) AND (decision IS NULL) = (decided_at IS NULL))
) STRICT;
CREATE INDEX approvals_open ON approvals (id) WHERE decision IS NULL;
CREATE UNIQUE INDEX approvals_one_open ON approvals (kind, subject_id) WHERE decision IS NULL;
CREATE TRIGGER approvals_frozen BEFORE UPDATE ON approvals
WHEN OLD.decision IS NOT NULL OR NEW.id <> OLD.id OR NEW.kind <> OLD.kind OR NEW.subject_id <> OLD.subject_id OR NEW.payload <> OLD.payload
  OR NEW.digest <> OLD.digest OR NEW.made_by <> OLD.made_by OR NEW.made_at <> OLD.made_at
BEGIN SELECT RAISE(ABORT, 'an approval is decided once and never rewritten'); END;
CREATE TRIGGER approvals_no_delete BEFORE DELETE ON approvals BEGIN SELECT RAISE(ABORT, 'approvals is append-only'); END;
${neverReplaced('approvals', 'id = NEW.id OR (kind = NEW.kind AND subject_id = NEW.subject_id AND decision IS NULL AND NEW.decision IS NULL)')}
CREATE TABLE audit_records (
  stream TEXT NOT NULL, sequence INTEGER NOT NULL CHECK (sequence > 0), at INTEGER NOT NULL, actor TEXT NOT NULL, seat TEXT NOT NULL,
  action TEXT NOT NULL, subject TEXT NOT NULL, detail TEXT NOT NULL, covers TEXT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL,
  PRIMARY KEY (stream, sequence)
) STRICT, WITHOUT ROWID;
CREATE INDEX audit_records_at ON audit_records (at, stream, sequence);
${appendOnly('audit_records', 'stream = NEW.stream AND sequence = NEW.sequence')}`

const merchants = `
CREATE TABLE accounts (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE) STRICT;
${appendOnly('accounts', 'id = NEW.id OR code = NEW.code')}
CREATE TABLE designated_accounts (
  id INTEGER PRIMARY KEY REFERENCES accounts (id), bank_code TEXT NOT NULL, branch_code TEXT NOT NULL, account_type TEXT NOT NULL,
  account_number TEXT NOT NULL, account_name TEXT NOT NULL, opened_on TEXT NOT NULL, opening_balance INTEGER NOT NULL,
  dates TEXT NOT NULL CHECK (dates IN ('era', 'western')), created_at INTEGER NOT NULL,
  UNIQUE (bank_code, branch_code, account_type, account_number)
) STRICT;
CREATE TABLE merchants (
  id INTEGER PRIMARY KEY, registration_number TEXT NOT NULL UNIQUE, name TEXT NOT NULL, name_kana TEXT NOT NULL, consignor_code TEXT NOT NULL,
  t_number TEXT, state TEXT NOT NULL CHECK (state IN ('awaiting_approval', 'active', 'rejected')), methods TEXT NOT NULL, fees TEXT NOT NULL,
  payout_cycle TEXT NOT NULL, protection_window_days INTEGER NOT NULL, acceptance_required INTEGER NOT NULL CHECK (acceptance_required IN (0, 1)),
  account TEXT NOT NULL, virtual_account_id INTEGER REFERENCES designated_accounts (id), virtual_branch TEXT, virtual_first INTEGER, virtual_last INTEGER,
  virtual_cursor INTEGER, version INTEGER NOT NULL DEFAULT 1, created_at INTEGER NOT NULL,
  CHECK (virtual_first IS NULL OR virtual_first <= virtual_last)
) STRICT;
CREATE UNIQUE INDEX merchants_consignor_code ON merchants (consignor_code) WHERE state <> 'rejected';`

const orders = `
CREATE TABLE order_files (
  id INTEGER PRIMARY KEY, merchant_id INTEGER NOT NULL REFERENCES merchants (id), name TEXT NOT NULL, sha256 TEXT NOT NULL, rows INTEGER NOT NULL,
  imported_by TEXT NOT NULL, imported_at INTEGER NOT NULL
) STRICT;
${appendOnly('order_files')}
CREATE TABLE orders (
  id INTEGER PRIMARY KEY, merchant_id INTEGER NOT NULL REFERENCES merchants (id), file_id INTEGER REFERENCES order_files (id),
  order_number TEXT NOT NULL, reference_key TEXT NOT NULL, received_on TEXT NOT NULL, goods TEXT NOT NULL, method TEXT,
  amount INTEGER NOT NULL CHECK (amount > 0), paid_amount INTEGER NOT NULL DEFAULT 0 CHECK (paid_amount BETWEEN 0 AND amount),
  payer_name TEXT NOT NULL, payer_kana TEXT NOT NULL, payer_key TEXT NOT NULL, payer_email TEXT NOT NULL DEFAULT '',
  acceptance TEXT NOT NULL, payment TEXT NOT NULL, protection TEXT NOT NULL, disbursement TEXT NOT NULL,
  due_on TEXT, paid_on TEXT, payout_on TEXT, note TEXT NOT NULL DEFAULT '', version INTEGER NOT NULL DEFAULT 1,
  status TEXT GENERATED ALWAYS AS (${orderStatusCase}) VIRTUAL,
  UNIQUE (merchant_id, order_number)
) STRICT;
CREATE INDEX orders_received ON orders (received_on, id, amount);
CREATE INDEX orders_merchant_received ON orders (merchant_id, received_on, id, amount);
CREATE INDEX orders_status_received ON orders (status, received_on, id, amount);
CREATE INDEX orders_method_received ON orders (method, received_on, id, amount);
CREATE INDEX orders_protected_received ON orders (received_on, id, amount) WHERE protection <> 'none';
CREATE INDEX orders_amount ON orders (amount, id);
CREATE INDEX orders_number ON orders (order_number, id);
CREATE INDEX orders_due ON orders (due_on, id);
CREATE INDEX orders_paid ON orders (paid_on, id);
CREATE INDEX orders_payout ON orders (payout_on, id);
CREATE INDEX orders_reference ON orders (reference_key);
CREATE INDEX orders_open_payer ON orders (payer_key, amount - paid_amount) WHERE payment IN ('unpaid', 'partially_paid');
CREATE INDEX orders_paid_payer ON orders (payer_key, amount, paid_on) WHERE payment = 'paid';
CREATE INDEX orders_over_payer ON orders (payer_key, amount) WHERE payment IN ('expired', 'cancelled');
CREATE INDEX orders_open_amount ON orders (amount - paid_amount, id) WHERE payment IN ('unpaid', 'partially_paid');
CREATE INDEX orders_unpaid_due ON orders (due_on, id) WHERE payment = 'unpaid';
CREATE TRIGGER orders_frozen BEFORE UPDATE OF id, merchant_id, file_id, order_number, received_on, amount ON orders
BEGIN SELECT RAISE(ABORT, 'what was ordered is never rewritten'); END;
CREATE TRIGGER orders_no_delete BEFORE DELETE ON orders BEGIN SELECT RAISE(ABORT, 'orders are never deleted'); END;
${neverReplaced('orders', 'id = NEW.id OR (merchant_id = NEW.merchant_id AND order_number = NEW.order_number)')}
CREATE VIRTUAL TABLE order_search USING fts5 (words, content = '', detail = none, columnsize = 0, tokenize = 'unicode61 remove_diacritics 0', prefix = '1 2 3');
CREATE TABLE instructions (
  id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL REFERENCES orders (id), method TEXT NOT NULL, account_id INTEGER NOT NULL REFERENCES designated_accounts (id),
  reference TEXT NOT NULL, due_on TEXT NOT NULL, issued_at INTEGER NOT NULL, ended_at INTEGER
) STRICT;
CREATE UNIQUE INDEX instructions_live ON instructions (reference, account_id) WHERE ended_at IS NULL;
CREATE INDEX instructions_ended ON instructions (reference, account_id) WHERE ended_at IS NOT NULL;
CREATE INDEX instructions_order ON instructions (order_id);
CREATE TABLE order_events (
  id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL REFERENCES orders (id), kind TEXT NOT NULL, amount INTEGER, receipt_id INTEGER, allocation_id INTEGER,
  actor TEXT NOT NULL, at INTEGER NOT NULL, detail TEXT NOT NULL DEFAULT '{}'
) STRICT;
CREATE INDEX order_events_order ON order_events (order_id, id);
${appendOnly('order_events')}`

const receipts = `
CREATE TABLE statement_files (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL, format TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('staging', 'given_up', 'published', 'posted')), posted_to INTEGER NOT NULL DEFAULT 0, lines INTEGER NOT NULL, stored INTEGER NOT NULL,
  duplicates INTEGER NOT NULL, cleared INTEGER NOT NULL DEFAULT 0, digest TEXT NOT NULL, planned_at_event INTEGER NOT NULL, plan TEXT NOT NULL,
  imported_by TEXT NOT NULL, imported_at INTEGER NOT NULL
) STRICT;
CREATE INDEX statement_files_sha256 ON statement_files (sha256);
CREATE INDEX statement_files_unfinished ON statement_files (id) WHERE state <> 'posted';
CREATE TRIGGER statement_files_no_delete BEFORE DELETE ON statement_files WHEN OLD.state IN ('published', 'posted')
BEGIN SELECT RAISE(ABORT, 'a published statement is never deleted'); END;
CREATE TRIGGER statement_files_frozen BEFORE UPDATE ON statement_files
WHEN OLD.state <> 'staging' AND (NEW.state IN ('staging', 'given_up') AND NEW.state <> OLD.state OR OLD.state = 'given_up' AND NEW.state <> OLD.state OR NEW.sha256 <> OLD.sha256 OR NEW.digest <> OLD.digest OR NEW.posted_to < OLD.posted_to)
BEGIN SELECT RAISE(ABORT, 'a published statement is never rewritten'); END;
${neverReplaced('statement_files')}
CREATE TABLE statements (
  id INTEGER PRIMARY KEY, file_id INTEGER NOT NULL REFERENCES statement_files (id), account_id INTEGER NOT NULL REFERENCES designated_accounts (id),
  from_on TEXT NOT NULL, to_on TEXT NOT NULL, opening INTEGER, closing INTEGER, sequence_number TEXT, lines INTEGER NOT NULL
) STRICT;
CREATE INDEX statements_account ON statements (account_id, to_on);
CREATE INDEX statements_file ON statements (file_id);
CREATE TRIGGER statements_no_update BEFORE UPDATE ON statements WHEN (SELECT state FROM statement_files WHERE id = OLD.file_id) IN ('published', 'posted')
BEGIN SELECT RAISE(ABORT, 'a published statement is never rewritten'); END;
CREATE TRIGGER statements_no_delete BEFORE DELETE ON statements WHEN (SELECT state FROM statement_files WHERE id = OLD.file_id) IN ('published', 'posted')
BEGIN SELECT RAISE(ABORT, 'a published statement is never deleted'); END;
${neverReplaced('statements')}
CREATE TABLE receipts (
  id INTEGER PRIMARY KEY, file_id INTEGER NOT NULL REFERENCES statement_files (id), statement_id INTEGER NOT NULL REFERENCES statements (id),
  line INTEGER NOT NULL, record INTEGER NOT NULL, account_id INTEGER NOT NULL REFERENCES designated_accounts (id),
  direction TEXT NOT NULL CHECK (direction IN ('credit', 'debit')), booked_on TEXT NOT NULL, value_on TEXT NOT NULL, amount INTEGER NOT NULL CHECK (amount > 0),
  kind TEXT NOT NULL, not_customer_money TEXT, remitter_code TEXT, remitter_name TEXT NOT NULL, name_key TEXT NOT NULL, remitting_bank TEXT NOT NULL,
  remitting_branch TEXT NOT NULL, description TEXT NOT NULL, edi TEXT NOT NULL, bank_reference TEXT NOT NULL, merchant_id INTEGER REFERENCES merchants (id),
  raw BLOB NOT NULL, identity TEXT NOT NULL, planned_order_id INTEGER, planned_level INTEGER, planned_evidence TEXT,
  UNIQUE (account_id, identity), UNIQUE (file_id, line)
) STRICT;
CREATE INDEX receipts_statement ON receipts (statement_id);
CREATE INDEX receipts_booked ON receipts (booked_on, id) WHERE direction = 'credit';
CREATE INDEX receipts_amount ON receipts (amount, id) WHERE direction = 'credit';
CREATE INDEX receipts_name ON receipts (name_key, id) WHERE direction = 'credit';
CREATE INDEX receipts_planned ON receipts (planned_order_id) WHERE planned_order_id IS NOT NULL;
CREATE INDEX receipts_code ON receipts (remitter_code, id) WHERE remitter_code IS NOT NULL;
CREATE INDEX receipts_merchant ON receipts (merchant_id, booked_on, id) WHERE merchant_id IS NOT NULL AND direction = 'credit';
${appendOnly(
  'receipts',
  'id = NEW.id OR (account_id = NEW.account_id AND identity = NEW.identity) OR (file_id = NEW.file_id AND line = NEW.line)',
  "WHEN (SELECT state FROM statement_files WHERE id = OLD.file_id) IN ('published', 'posted')",
)}
CREATE TABLE open_items (
  receipt_id INTEGER PRIMARY KEY REFERENCES receipts (id), side TEXT NOT NULL CHECK (side IN ('credit', 'debit')), booked_on TEXT NOT NULL,
  amount INTEGER NOT NULL, remaining INTEGER NOT NULL CHECK (remaining > 0 AND remaining <= amount), held INTEGER NOT NULL DEFAULT 0 CHECK (held IN (0, 1)),
  note TEXT NOT NULL DEFAULT '', version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX open_items_booked ON open_items (side, booked_on, receipt_id);
CREATE INDEX open_items_amount ON open_items (side, amount, receipt_id);
CREATE INDEX open_items_held ON open_items (receipt_id) WHERE held = 1;`

const journal = `
CREATE TABLE entries (
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, booked_on TEXT NOT NULL, receipt_id INTEGER REFERENCES receipts (id), order_id INTEGER REFERENCES orders (id),
  reverses INTEGER REFERENCES entries (id), batch INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX entries_line_once ON entries (receipt_id, CASE WHEN kind IN ('statement_credit', 'statement_debit') THEN 0 ELSE id END);
CREATE UNIQUE INDEX entries_reversed_once ON entries (reverses) WHERE reverses IS NOT NULL;
CREATE INDEX entries_order ON entries (order_id) WHERE order_id IS NOT NULL;
${appendOnly('entries')}
CREATE TABLE postings (
  entry_id INTEGER NOT NULL REFERENCES entries (id), line INTEGER NOT NULL CHECK (line > 0), debit INTEGER NOT NULL REFERENCES accounts (id),
  credit INTEGER NOT NULL REFERENCES accounts (id), amount INTEGER NOT NULL CHECK (amount > 0), CHECK (debit <> credit), PRIMARY KEY (entry_id, line)
) STRICT, WITHOUT ROWID;
${appendOnly('postings', 'entry_id = NEW.entry_id AND line = NEW.line')}
CREATE TABLE balances (
  account_id INTEGER NOT NULL REFERENCES accounts (id), booked_on TEXT NOT NULL, debit INTEGER NOT NULL DEFAULT 0, credit INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (account_id, booked_on)
) STRICT, WITHOUT ROWID;
CREATE TABLE allocations (
  id INTEGER PRIMARY KEY, receipt_id INTEGER NOT NULL REFERENCES receipts (id), order_id INTEGER NOT NULL REFERENCES orders (id),
  amount INTEGER NOT NULL CHECK (amount > 0), level INTEGER NOT NULL, evidence TEXT NOT NULL, entry_id INTEGER NOT NULL UNIQUE REFERENCES entries (id),
  actor TEXT NOT NULL, at INTEGER NOT NULL
) STRICT;
CREATE INDEX allocations_receipt ON allocations (receipt_id);
CREATE INDEX allocations_order ON allocations (order_id);
CREATE INDEX allocations_by_hand ON allocations (receipt_id) WHERE level = 0;
CREATE TABLE allocation_undos (
  allocation_id INTEGER PRIMARY KEY REFERENCES allocations (id), entry_id INTEGER NOT NULL UNIQUE REFERENCES entries (id), actor TEXT NOT NULL,
  at INTEGER NOT NULL, reason TEXT NOT NULL
) STRICT;
${appendOnly('allocations', 'id = NEW.id OR entry_id = NEW.entry_id')}
${appendOnly('allocation_undos', 'allocation_id = NEW.allocation_id OR entry_id = NEW.entry_id')}
CREATE TRIGGER allocations_within_receipt BEFORE INSERT ON allocations
WHEN NEW.amount + (SELECT coalesce(sum(a.amount), 0) FROM allocations a WHERE a.receipt_id = NEW.receipt_id
    AND NOT EXISTS (SELECT 1 FROM allocation_undos u WHERE u.allocation_id = a.id)) > (SELECT amount FROM receipts WHERE id = NEW.receipt_id)
BEGIN SELECT RAISE(ABORT, 'allocations exceed the receipt'); END;`

export const first = { version: 1, sql: [people, merchants, orders, receipts, journal].join('\n') }
