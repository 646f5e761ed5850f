/*
 * Which lines are in the ledger stands at the lines themselves: the indexes of deposits by day and by name hold those alone, so that a list,
 * a count or a name never walks over the lines of a large file on its way in. What came in on each day is kept, for the figures of the home screen.
 */
const WRITTEN = `id, file_id, statement_id, line, record, account_id, direction, booked_on, value_on, amount, kind, not_customer_money, remitter_code,
  remitter_name, name_key, remitting_bank, remitting_branch, description, edi, bank_reference, merchant_id, raw, identity, planned_order_id, planned_level,
  planned_evidence`
const deposits = (index: string, column: string) => `
DROP INDEX ${index};
CREATE INDEX ${index} ON receipts (${column}, id) WHERE direction = 'credit' AND posted = 1;`
const stateOf = '(SELECT state FROM statement_files WHERE id = OLD.file_id)'

const sql = `
ALTER TABLE receipts ADD COLUMN posted INTEGER NOT NULL DEFAULT 0 CHECK (posted IN (0, 1));
DROP TRIGGER receipts_no_update;
UPDATE receipts SET posted = 1 WHERE EXISTS (SELECT 1 FROM statement_files f WHERE f.id = receipts.file_id
  AND (f.state = 'posted' OR f.state IN ('published', 'rolling_back') AND receipts.line <= f.posted_to));
CREATE TRIGGER receipts_no_update BEFORE UPDATE OF ${WRITTEN} ON receipts WHEN ${stateOf} NOT IN ('staging', 'given_up')
BEGIN SELECT RAISE(ABORT, 'receipts is append-only'); END;
CREATE TRIGGER receipts_posted_with_file BEFORE UPDATE OF posted ON receipts
WHEN ${stateOf} <> CASE NEW.posted WHEN 1 THEN 'published' ELSE 'rolling_back' END
BEGIN SELECT RAISE(ABORT, 'receipts is append-only but for what is posted or rolled back with its file'); END;
${deposits('receipts_booked', 'booked_on')}${deposits('receipts_name', 'name_key')}
DROP INDEX open_items_booked;
CREATE INDEX open_items_booked ON open_items (side, booked_on, receipt_id, remaining);
CREATE TABLE deposit_days (
  booked_on TEXT PRIMARY KEY, deposits INTEGER NOT NULL CHECK (deposits >= 0), total INTEGER NOT NULL CHECK (total >= 0)
) STRICT, WITHOUT ROWID;
INSERT INTO deposit_days SELECT booked_on, count(*), sum(amount) FROM receipts WHERE direction = 'credit' AND posted = 1 GROUP BY booked_on;`

export const postedLines = { version: 19, sql }
