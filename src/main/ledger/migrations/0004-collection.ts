import { frozen, kept, neverReplaced, once } from './guards'

/*
 * Money that others collect: slips of store agents, what their result files tell, what they owe the bank for it (claims), and the
 * transfers by which they pay. What was issued, told or claimed is never rewritten; a claim belongs to an order once and is settled once.
 */
const slips = `
ALTER TABLE instructions ADD COLUMN withdrawn_at INTEGER;
CREATE TABLE slips (
  id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL REFERENCES orders (id), method TEXT NOT NULL CHECK (method IN ('convenience_store', 'postal', 'e_money', 'cash_on_delivery')),
  party TEXT NOT NULL, maker_code TEXT NOT NULL, company_code TEXT NOT NULL,
  reference TEXT NOT NULL, reissue INTEGER NOT NULL CHECK (reissue BETWEEN 0 AND 9), amount INTEGER NOT NULL CHECK (amount > 0),
  needs_stamp INTEGER NOT NULL CHECK (needs_stamp IN (0, 1)), due_on TEXT NOT NULL, issued_at INTEGER NOT NULL,
  withdrawn_at INTEGER, withdrawn_why TEXT CHECK (withdrawn_why IN ('reissued', 'switched')),
  CHECK ((withdrawn_at IS NULL) = (withdrawn_why IS NULL)),
  CHECK (CASE method WHEN 'convenience_store' THEN maker_code <> '' AND amount <= 300000 ELSE maker_code = '' AND reissue = 0 AND needs_stamp = 0 END)
) STRICT;
CREATE UNIQUE INDEX slips_number ON slips (party, reference, reissue);
CREATE UNIQUE INDEX slips_live ON slips (order_id) WHERE withdrawn_at IS NULL;
CREATE INDEX slips_order ON slips (order_id, id);
${frozen('slips', 'id, order_id, method, party, maker_code, company_code, reference, reissue, amount, needs_stamp, due_on, issued_at')}
${once('slips', 'withdrawn_at')}
${kept('slips')}
${neverReplaced('slips', 'id = NEW.id OR (party = NEW.party AND reference = NEW.reference AND reissue = NEW.reissue) OR (order_id = NEW.order_id AND withdrawn_at IS NULL AND NEW.withdrawn_at IS NULL)')}
CREATE TABLE tracking_numbers (
  id INTEGER PRIMARY KEY, slip_id INTEGER NOT NULL REFERENCES slips (id), party TEXT NOT NULL, number TEXT NOT NULL, told_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX tracking_numbers_number ON tracking_numbers (party, number);
CREATE INDEX tracking_numbers_slip ON tracking_numbers (slip_id);
${frozen('tracking_numbers', 'id, slip_id, party, number, told_at')}
${kept('tracking_numbers')}
${neverReplaced('tracking_numbers', 'id = NEW.id OR (party = NEW.party AND number = NEW.number)')}`

const files = `
CREATE TABLE collection_files (
  id INTEGER PRIMARY KEY, method TEXT NOT NULL, party TEXT NOT NULL, name TEXT NOT NULL, sha256 TEXT NOT NULL, format TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('staging', 'published', 'posted')), posted_to INTEGER NOT NULL DEFAULT 0,
  stored INTEGER NOT NULL DEFAULT 0, duplicates INTEGER NOT NULL DEFAULT 0, imported_by TEXT NOT NULL, imported_at INTEGER NOT NULL
) STRICT;
CREATE INDEX collection_files_sha256 ON collection_files (sha256);
CREATE INDEX collection_files_mapped ON collection_files (method) WHERE format = 'columns' AND state <> 'staging';
CREATE INDEX collection_files_unfinished ON collection_files (id) WHERE state <> 'posted';
CREATE TRIGGER collection_files_frozen BEFORE UPDATE ON collection_files WHEN OLD.state <> 'staging' AND (NEW.state = 'staging' OR OLD.state = 'posted'
  OR NEW.party <> OLD.party OR NEW.method <> OLD.method OR NEW.sha256 <> OLD.sha256 OR NEW.stored <> OLD.stored OR NEW.posted_to < OLD.posted_to)
BEGIN SELECT RAISE(ABORT, 'collection_files are never rewritten'); END;
${kept('collection_files', "WHEN OLD.state <> 'staging'")}
${neverReplaced('collection_files', 'id = NEW.id')}
CREATE TABLE collection_lines (
  id INTEGER PRIMARY KEY, file_id INTEGER NOT NULL REFERENCES collection_files (id), line INTEGER NOT NULL, record INTEGER NOT NULL, party TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('preliminary', 'confirmed', 'preliminary_cancelled', 'postal', 'postal_corrected', 'real_time', 'refused_at_door', 'other')),
  barcode TEXT, transaction_id TEXT, tracking_number TEXT, reference TEXT NOT NULL, reissue INTEGER NOT NULL, amount INTEGER NOT NULL CHECK (amount > 0),
  needs_stamp INTEGER NOT NULL CHECK (needs_stamp IN (0, 1)), paid_on TEXT NOT NULL, paid_at TEXT, chain_code TEXT, chain_name TEXT, store_code TEXT, fee INTEGER,
  made_on TEXT, transfer_on TEXT, raw BLOB NOT NULL, identity TEXT NOT NULL,
  UNIQUE (identity), CHECK ((barcode IS NULL) = (transaction_id IS NOT NULL) AND (barcode IS NULL) = (chain_code IS NULL) AND (barcode IS NULL) = (store_code IS NULL))
) STRICT;
CREATE UNIQUE INDEX collection_lines_file ON collection_lines (file_id, line);
CREATE INDEX collection_lines_transaction ON collection_lines (party, transaction_id) WHERE transaction_id IS NOT NULL;
CREATE INDEX collection_lines_till ON collection_lines (party, reference, reissue, paid_on) WHERE transaction_id IS NULL AND kind = 'confirmed';
${frozen('collection_lines', 'id, file_id, line, record, party, kind, barcode, transaction_id, tracking_number, reference, reissue, amount, needs_stamp, paid_on, paid_at, chain_code, chain_name, store_code, fee, made_on, transfer_on, raw, identity')}
${kept('collection_lines', "WHEN (SELECT state FROM collection_files WHERE id = OLD.file_id) <> 'staging'")}
${neverReplaced('collection_lines', 'id = NEW.id OR identity = NEW.identity OR (file_id = NEW.file_id AND line = NEW.line)')}
CREATE TABLE collection_outcomes (
  line_id INTEGER PRIMARY KEY REFERENCES collection_lines (id), slip_id INTEGER REFERENCES slips (id), outcome TEXT NOT NULL
) STRICT;
CREATE INDEX collection_outcomes_slip ON collection_outcomes (slip_id, line_id) WHERE slip_id IS NOT NULL;
CREATE INDEX collection_outcomes_waiting ON collection_outcomes (line_id) WHERE outcome NOT IN ('paid', 'preliminary', 'withdrawn', 'superseded', 'refused_at_door');
${frozen('collection_outcomes', 'line_id, slip_id, outcome')}
${kept('collection_outcomes')}
${neverReplaced('collection_outcomes', 'line_id = NEW.line_id')}
CREATE TABLE collection_ends (
  line_id INTEGER PRIMARY KEY REFERENCES collection_lines (id), ending TEXT NOT NULL CHECK (ending IN ('applied', 'noted')), order_id INTEGER REFERENCES orders (id),
  note TEXT NOT NULL, actor TEXT NOT NULL, at INTEGER NOT NULL, CHECK ((ending = 'applied') = (order_id IS NOT NULL))
) STRICT;
${frozen('collection_ends', 'line_id, ending, order_id, note, actor, at')}
${kept('collection_ends')}
${neverReplaced('collection_ends', 'line_id = NEW.line_id')}`

const claims = `
CREATE TABLE collection_settlements (
  id INTEGER PRIMARY KEY, party TEXT NOT NULL, transfer_on TEXT NOT NULL, receipt_id INTEGER NOT NULL REFERENCES receipts (id), claims INTEGER NOT NULL CHECK (claims >= 0),
  gross INTEGER NOT NULL, deductions INTEGER NOT NULL, fees INTEGER NOT NULL CHECK (fees >= 0), tax INTEGER NOT NULL CHECK (tax >= 0), stamp_duty INTEGER NOT NULL CHECK (stamp_duty >= 0),
  net INTEGER NOT NULL CHECK (net > 0), expected INTEGER NOT NULL, reason TEXT NOT NULL, entry_id INTEGER NOT NULL UNIQUE REFERENCES entries (id), actor TEXT NOT NULL, at INTEGER NOT NULL,
  CHECK (claims > 0 OR deductions < 0), CHECK (gross - deductions = fees + tax + stamp_duty + net), CHECK (net = expected OR reason <> '')
) STRICT;
CREATE INDEX collection_settlements_receipt ON collection_settlements (receipt_id);
CREATE INDEX collection_settlements_party ON collection_settlements (party, transfer_on, id);
${frozen('collection_settlements', 'id, party, transfer_on, receipt_id, claims, gross, deductions, fees, tax, stamp_duty, net, expected, reason, entry_id, actor, at')}
${kept('collection_settlements')}
${neverReplaced('collection_settlements', 'id = NEW.id OR entry_id = NEW.entry_id')}
CREATE TABLE claims (
  id INTEGER PRIMARY KEY, party TEXT NOT NULL, method TEXT NOT NULL, order_id INTEGER REFERENCES orders (id), line_id INTEGER UNIQUE REFERENCES collection_lines (id),
  amount INTEGER NOT NULL CHECK (amount > 0), needs_stamp INTEGER NOT NULL CHECK (needs_stamp IN (0, 1)), paid_on TEXT NOT NULL, transfer_on TEXT NOT NULL,
  payable INTEGER NOT NULL CHECK (payable IN (0, 1)), entry_id INTEGER NOT NULL UNIQUE REFERENCES entries (id), applied_by INTEGER UNIQUE REFERENCES entries (id),
  settlement_id INTEGER REFERENCES collection_settlements (id), withdrawn_by INTEGER UNIQUE REFERENCES claim_deductions (id)
) STRICT;
CREATE UNIQUE INDEX claims_order ON claims (order_id) WHERE order_id IS NOT NULL AND withdrawn_by IS NULL;
CREATE INDEX claims_open ON claims (party, transfer_on, amount, needs_stamp, order_id, withdrawn_by) WHERE settlement_id IS NULL;
CREATE INDEX claims_settlement ON claims (settlement_id, order_id) WHERE settlement_id IS NOT NULL;
CREATE INDEX claims_unapplied ON claims (id) WHERE order_id IS NULL;
CREATE INDEX claims_withdrawn ON claims (order_id) WHERE withdrawn_by IS NOT NULL;
${frozen('claims', 'id, party, method, line_id, amount, needs_stamp, paid_on, transfer_on, payable, entry_id')}
${once('claims', 'order_id')}
${once('claims', 'applied_by')}
${once('claims', 'settlement_id')}
${once('claims', 'withdrawn_by')}
${kept('claims')}
${neverReplaced('claims', 'id = NEW.id OR line_id = NEW.line_id OR entry_id = NEW.entry_id OR (order_id IS NOT NULL AND withdrawn_by IS NULL AND order_id = NEW.order_id)')}`

/** What a collector takes back of a claim out of a later transfer: never more than the claim, and what it gives back never more than that. */
const deductions = `
CREATE TABLE claim_deductions (
  id INTEGER PRIMARY KEY, claim_id INTEGER NOT NULL REFERENCES claims (id), party TEXT NOT NULL, transfer_on TEXT NOT NULL, amount INTEGER NOT NULL CHECK (amount <> 0),
  why TEXT NOT NULL CHECK (why IN ('refund', 'chargeback', 'chargeback_won', 'withdrawn')), entry_id INTEGER NOT NULL UNIQUE REFERENCES entries (id),
  settlement_id INTEGER REFERENCES collection_settlements (id), CHECK ((why = 'chargeback_won') = (amount < 0))
) STRICT;
CREATE INDEX claim_deductions_claim ON claim_deductions (claim_id, amount);
CREATE INDEX claim_deductions_open ON claim_deductions (party, transfer_on, amount) WHERE settlement_id IS NULL;
CREATE INDEX claim_deductions_settlement ON claim_deductions (settlement_id, amount) WHERE settlement_id IS NOT NULL;
CREATE TRIGGER claim_deductions_within BEFORE INSERT ON claim_deductions WHEN NOT EXISTS (SELECT 1 FROM claims c WHERE c.id = NEW.claim_id AND c.party = NEW.party
  AND NEW.amount + coalesce((SELECT sum(d.amount) FROM claim_deductions d WHERE d.claim_id = c.id), 0) BETWEEN 0 AND c.amount)
BEGIN SELECT RAISE(ABORT, 'claim_deductions are within their claim'); END;
${frozen('claim_deductions', 'id, claim_id, party, transfer_on, amount, why, entry_id')}
${once('claim_deductions', 'settlement_id')}
${kept('claim_deductions')}
${neverReplaced('claim_deductions', 'id = NEW.id OR entry_id = NEW.entry_id')}`

/** What belongs to no order may go back to whoever paid it: all of it, once, and then it pays no order any more. */
const givenBack = `
ALTER TABLE refunds ADD COLUMN claim_id INTEGER REFERENCES claims (id) CHECK ((claim_id IS NOT NULL) = (kind = 'unapplied'));
CREATE UNIQUE INDEX refunds_claim ON refunds (claim_id) WHERE claim_id IS NOT NULL AND replaces IS NULL AND state NOT IN ('rejected', 'withdrawn');
CREATE TRIGGER refunds_claim_frozen BEFORE UPDATE OF claim_id ON refunds BEGIN SELECT RAISE(ABORT, 'refunds is never rewritten'); END;
CREATE TRIGGER refunds_within_claim BEFORE INSERT ON refunds WHEN NEW.claim_id IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM claims WHERE id = NEW.claim_id AND order_id IS NULL AND withdrawn_by IS NULL AND amount = NEW.amount)
BEGIN SELECT RAISE(ABORT, 'refunds are of all of a claim that belongs to no order'); END;
CREATE TRIGGER claims_given_back BEFORE UPDATE OF order_id ON claims WHEN NEW.order_id IS NOT NULL AND EXISTS (SELECT 1 FROM refunds
  WHERE claim_id = NEW.id AND claim_id IS NOT NULL AND replaces IS NULL AND state NOT IN ('rejected', 'withdrawn'))
BEGIN SELECT RAISE(ABORT, 'claims that go back pay no order'); END;
CREATE TRIGGER claims_taken_back BEFORE UPDATE OF order_id ON claims WHEN OLD.order_id IS NULL AND NEW.order_id IS NOT NULL
  AND coalesce((SELECT sum(amount) FROM claim_deductions WHERE claim_id = NEW.id), 0) > 0
BEGIN SELECT RAISE(ABORT, 'claims that were taken back pay no order'); END;
CREATE TRIGGER claims_withdrawn_whole BEFORE UPDATE OF withdrawn_by ON claims WHEN NEW.withdrawn_by IS NOT NULL AND NOT EXISTS (SELECT 1 FROM claim_deductions d
  WHERE d.id = NEW.withdrawn_by AND d.claim_id = NEW.id AND d.amount = NEW.amount AND d.why = 'withdrawn')
BEGIN SELECT RAISE(ABORT, 'claims are withdrawn whole'); END;
CREATE TRIGGER claims_withdrawn_agreed BEFORE UPDATE OF withdrawn_by ON claims WHEN NEW.withdrawn_by IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM collection_lines f JOIN approvals a ON a.kind = 'claim_replacement' AND a.decision = 'approved' JOIN collection_lines b ON b.id = a.subject_id
  WHERE f.id = NEW.line_id AND b.id <> f.id AND b.party = f.party AND b.transaction_id IS f.transaction_id
    AND (f.transaction_id IS NOT NULL OR (b.reference = f.reference AND b.reissue = f.reissue AND b.paid_on = f.paid_on)))
BEGIN SELECT RAISE(ABORT, 'what is withdrawn is agreed to by another person'); END;
CREATE TRIGGER claims_withdrawn_over BEFORE UPDATE OF order_id ON claims WHEN OLD.withdrawn_by IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'claims that were withdrawn pay no order'); END;`

export const collection = { version: 4, sql: [slips, files, claims, deductions, givenBack].join('\n') }
