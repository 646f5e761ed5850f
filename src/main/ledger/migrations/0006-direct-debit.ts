import { frozen, kept, neverReplaced, once } from './guards'

/*
 * Direct debit: mandates of payers, runs in which the bank asks for debits, and what result files told of them. A debit is asked for once
 * and has one result; while it has none its order stands still. What was recorded, asked for or told is never rewritten.
 */
const mandates = `
CREATE TABLE mandates (
  id INTEGER PRIMARY KEY, merchant_id INTEGER NOT NULL REFERENCES merchants (id), customer_number TEXT NOT NULL CHECK (length(customer_number) = 20),
  bank_code TEXT NOT NULL, branch_code TEXT NOT NULL, account_type TEXT NOT NULL CHECK (account_type IN ('1', '2', '3', '9')), account_number TEXT NOT NULL,
  holder_kana TEXT NOT NULL, valid_from TEXT NOT NULL, recorded_by TEXT NOT NULL, recorded_at INTEGER NOT NULL, ended_at INTEGER, ended_by TEXT, ended_why TEXT,
  CHECK ((ended_at IS NULL) = (ended_by IS NULL) AND (ended_at IS NULL) = (ended_why IS NULL))
) STRICT;
CREATE UNIQUE INDEX mandates_live ON mandates (customer_number) WHERE ended_at IS NULL;
CREATE INDEX mandates_merchant ON mandates (merchant_id, id);
${frozen('mandates', 'id, merchant_id, customer_number, bank_code, branch_code, account_type, account_number, holder_kana, valid_from, recorded_by, recorded_at')}
${once('mandates', 'ended_at')}
${kept('mandates')}
${neverReplaced('mandates', 'id = NEW.id OR (customer_number = NEW.customer_number AND ended_at IS NULL AND NEW.ended_at IS NULL)')}
CREATE TABLE order_customers (
  order_id INTEGER PRIMARY KEY REFERENCES orders (id), customer_number TEXT NOT NULL CHECK (length(customer_number) = 20)
) STRICT;
CREATE INDEX order_customers_number ON order_customers (customer_number, order_id);
${frozen('order_customers', 'order_id, customer_number')}
${kept('order_customers')}
${neverReplaced('order_customers', 'order_id = NEW.order_id')}
CREATE INDEX orders_debits_due ON orders (due_on, id) WHERE payment = 'unpaid' AND method = 'direct_debit';`

const runs = `
CREATE TABLE debit_runs (
  id INTEGER PRIMARY KEY, party TEXT NOT NULL, collector_code TEXT NOT NULL, debit_on TEXT NOT NULL, result_on TEXT NOT NULL, transfer_on TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('prepared', 'submitted', 'given_up')), lines INTEGER NOT NULL CHECK (lines > 0), total INTEGER NOT NULL CHECK (total > 0),
  file BLOB NOT NULL, file_name TEXT NOT NULL, sha256 TEXT NOT NULL, made_by TEXT NOT NULL, remade_by TEXT, made_at INTEGER NOT NULL, released_by TEXT, released_at INTEGER,
  ended_why TEXT, CHECK ((state = 'submitted') = (released_by IS NOT NULL)), CHECK (released_by IS NULL OR (released_by <> made_by AND released_by IS NOT remade_by))
) STRICT;
CREATE INDEX debit_runs_party ON debit_runs (party);
CREATE INDEX debit_runs_day ON debit_runs (collector_code, debit_on, id) WHERE state = 'submitted';
${frozen('debit_runs', 'id, party, collector_code, debit_on, result_on, transfer_on, lines, total, file, file_name, sha256, made_by, remade_by, made_at')}
CREATE TRIGGER debit_runs_state BEFORE UPDATE OF state ON debit_runs WHEN OLD.state <> 'prepared' BEGIN SELECT RAISE(ABORT, 'debit_runs are never rewritten'); END;
${once('debit_runs', 'released_by')}
${kept('debit_runs')}
${neverReplaced('debit_runs', 'id = NEW.id')}
CREATE TABLE debit_lines (
  id INTEGER PRIMARY KEY, run_id INTEGER NOT NULL REFERENCES debit_runs (id), line INTEGER NOT NULL, order_id INTEGER NOT NULL REFERENCES orders (id),
  mandate_id INTEGER NOT NULL REFERENCES mandates (id), debit_on TEXT NOT NULL, customer_number TEXT NOT NULL, amount INTEGER NOT NULL CHECK (amount > 0),
  result TEXT CHECK (result IN ('0', '1', '2', '3', '4', '8', '9', 'E', 'N', 'given_up', 'not_debited')), claim_id INTEGER UNIQUE REFERENCES claims (id),
  CHECK ((result IS '0') = (claim_id IS NOT NULL)), UNIQUE (run_id, line)
) STRICT;
CREATE UNIQUE INDEX debit_lines_order_once ON debit_lines (order_id) WHERE result IS NULL OR result = '0';
CREATE INDEX debit_lines_open ON debit_lines (run_id, amount) WHERE result IS NULL;
CREATE INDEX debit_lines_order ON debit_lines (order_id, id);
CREATE INDEX debit_lines_mandate ON debit_lines (mandate_id, id);
CREATE INDEX debit_lines_day ON debit_lines (debit_on, customer_number, id);
${frozen('debit_lines', 'id, run_id, line, order_id, mandate_id, debit_on, customer_number, amount')}
${once('debit_lines', 'result')}
${once('debit_lines', 'claim_id')}
${kept('debit_lines')}
${neverReplaced('debit_lines', "id = NEW.id OR (run_id = NEW.run_id AND line = NEW.line) OR (order_id = NEW.order_id AND (result IS NULL OR result = '0'))")}
CREATE TRIGGER debit_lines_not_debited BEFORE UPDATE OF result ON debit_lines WHEN NEW.result = 'not_debited' AND NOT EXISTS (SELECT 1 FROM approvals a
  WHERE a.kind = 'debit_not_made' AND a.subject_id = NEW.run_id AND a.decision = 'approved')
BEGIN SELECT RAISE(ABORT, 'what was not debited is agreed to by another person'); END;
CREATE TRIGGER orders_debit_awaited BEFORE UPDATE OF payment, method ON orders WHEN EXISTS (SELECT 1 FROM debit_lines d
  WHERE d.order_id = OLD.id AND d.result IS NULL AND (NEW.payment <> OLD.payment OR NEW.method IS NOT OLD.method))
BEGIN SELECT RAISE(ABORT, 'an order stands still while its debit has no result'); END;`

const results = `
CREATE TABLE debit_result_files (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL UNIQUE, debit_on TEXT NOT NULL, lines INTEGER NOT NULL, total INTEGER NOT NULL,
  imported_by TEXT NOT NULL, imported_at INTEGER NOT NULL
) STRICT;
${frozen('debit_result_files', 'id, name, sha256, debit_on, lines, total, imported_by, imported_at')}
${kept('debit_result_files')}
${neverReplaced('debit_result_files', 'id = NEW.id OR sha256 = NEW.sha256')}
CREATE TABLE debit_result_lines (
  id INTEGER PRIMARY KEY, file_id INTEGER NOT NULL REFERENCES debit_result_files (id), record INTEGER NOT NULL, debit_line_id INTEGER REFERENCES debit_lines (id),
  customer_number TEXT NOT NULL, account TEXT NOT NULL, holder_kana TEXT NOT NULL, amount INTEGER NOT NULL CHECK (amount > 0), code TEXT NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('paid', 'postponed', 'refused', 'repeated', 'no_result', 'unknown', 'contradicts')),
  claim_id INTEGER UNIQUE REFERENCES claims (id), ended_by TEXT, ended_at INTEGER, ended_note TEXT, UNIQUE (file_id, record),
  CHECK (claim_id IS NULL OR (outcome = 'contradicts' AND code = '0')), CHECK ((ended_by IS NULL) = (ended_at IS NULL) AND (ended_by IS NULL) = (ended_note IS NULL))
) STRICT;
CREATE INDEX debit_result_lines_waiting ON debit_result_lines (id) WHERE outcome IN ('no_result', 'unknown', 'contradicts') AND ended_at IS NULL;
CREATE INDEX debit_result_lines_debit ON debit_result_lines (debit_line_id, id) WHERE debit_line_id IS NOT NULL;
${frozen('debit_result_lines', 'id, file_id, record, debit_line_id, customer_number, account, holder_kana, amount, code, outcome')}
CREATE UNIQUE INDEX debit_result_lines_made ON debit_result_lines (debit_line_id) WHERE claim_id IS NOT NULL;
${once('debit_result_lines', 'ended_at')}
${once('debit_result_lines', 'claim_id')}
CREATE TRIGGER debit_result_lines_made_agreed BEFORE UPDATE OF claim_id ON debit_result_lines WHEN NEW.claim_id IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM approvals a WHERE a.kind = 'debit_made' AND a.subject_id = NEW.id AND a.decision = 'approved')
BEGIN SELECT RAISE(ABORT, 'what was debited after all is agreed to by another person'); END;
${kept('debit_result_lines')}
${neverReplaced('debit_result_lines', 'id = NEW.id OR (file_id = NEW.file_id AND record = NEW.record) OR claim_id = NEW.claim_id OR (debit_line_id = NEW.debit_line_id AND claim_id IS NOT NULL AND NEW.claim_id IS NOT NULL)')}`

/** A person has learned what no result tells: another agrees to it. */
const learned = `
CREATE TRIGGER debit_lines_learned BEFORE UPDATE OF result ON debit_lines WHEN NEW.result IN ('E', 'N') AND NOT EXISTS (SELECT 1 FROM debit_result_lines l
  JOIN approvals a ON a.kind = 'debit_not_made' AND a.subject_id = l.id AND a.decision = 'approved' WHERE l.debit_line_id = NEW.id AND l.code = NEW.result)
BEGIN SELECT RAISE(ABORT, 'what was not debited is agreed to by another person'); END;`

export const directDebit = { version: 6, sql: [mandates, runs, results, learned].join('\n') }
