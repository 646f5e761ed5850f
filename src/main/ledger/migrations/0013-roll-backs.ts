import { kept, neverReplaced } from './guards'

/*
 * A statement file that is rolled back: its lines are taken out of the books one after another, `posted_to` counts down, and what was brought in stays
 * to be read. The file's states are part of its table, which is made anew for that with all that stood in it; what refers to it is left alone.
 */
const neverTouched = "NOT IN ('staging', 'given_up')"
const ofPublished = (table: string, deed: 'UPDATE' | 'DELETE', words: string) => `
DROP TRIGGER ${table}_no_${deed.toLowerCase()};
CREATE TRIGGER ${table}_no_${deed.toLowerCase()} BEFORE ${deed} ON ${table} WHEN (SELECT state FROM statement_files WHERE id = OLD.file_id) ${neverTouched}
BEGIN SELECT RAISE(ABORT, '${words}'); END;`

const sql = `
CREATE TABLE statement_files_before AS SELECT * FROM statement_files;
DROP TABLE statement_files;
CREATE TABLE statement_files (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL, format TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('staging', 'given_up', 'published', 'posted', 'rolling_back', 'rolled_back')), posted_to INTEGER NOT NULL DEFAULT 0,
  lines INTEGER NOT NULL, stored INTEGER NOT NULL, duplicates INTEGER NOT NULL, cleared INTEGER NOT NULL DEFAULT 0, digest TEXT NOT NULL,
  planned_at_event INTEGER NOT NULL, plan TEXT NOT NULL, imported_by TEXT NOT NULL, imported_at INTEGER NOT NULL,
  CHECK (state <> 'rolled_back' OR posted_to = 0)
) STRICT;
INSERT INTO statement_files SELECT id, name, sha256, format, state, posted_to, lines, stored, duplicates, cleared, digest, planned_at_event, plan, imported_by,
  imported_at FROM statement_files_before;
DROP TABLE statement_files_before;
CREATE INDEX statement_files_sha256 ON statement_files (sha256);
CREATE INDEX statement_files_unfinished ON statement_files (id) WHERE state <> 'posted';
CREATE TRIGGER statement_files_no_delete BEFORE DELETE ON statement_files WHEN OLD.state ${neverTouched}
BEGIN SELECT RAISE(ABORT, 'a published statement is never deleted'); END;
CREATE TRIGGER statement_files_frozen BEFORE UPDATE ON statement_files
WHEN OLD.state <> 'staging' AND (NEW.sha256 <> OLD.sha256 OR NEW.digest <> OLD.digest
  OR NEW.state <> OLD.state AND OLD.state || '>' || NEW.state NOT IN ('published>posted', 'posted>rolling_back', 'rolling_back>rolled_back')
  OR NEW.posted_to < OLD.posted_to AND OLD.state <> 'rolling_back' OR NEW.posted_to > OLD.posted_to AND OLD.state IN ('rolling_back', 'rolled_back'))
BEGIN SELECT RAISE(ABORT, 'a published statement is never rewritten'); END;
CREATE TRIGGER statement_files_no_replace BEFORE INSERT ON statement_files WHEN EXISTS (SELECT 1 FROM statement_files WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'statement_files is append-only'); END;
${ofPublished('statements', 'UPDATE', 'a published statement is never rewritten')}
${ofPublished('statements', 'DELETE', 'a published statement is never deleted')}
${ofPublished('receipts', 'UPDATE', 'receipts is append-only')}
${ofPublished('receipts', 'DELETE', 'receipts is append-only')}
CREATE TABLE roll_backs (
  file_id INTEGER PRIMARY KEY REFERENCES statement_files (id), approval_id INTEGER NOT NULL UNIQUE REFERENCES approvals (id), asked_by TEXT NOT NULL,
  agreed_by TEXT NOT NULL, at INTEGER NOT NULL, why TEXT NOT NULL
) STRICT;
CREATE TRIGGER roll_backs_frozen BEFORE UPDATE ON roll_backs BEGIN SELECT RAISE(ABORT, 'roll_backs are never rewritten'); END;
${kept('roll_backs')}
${neverReplaced('roll_backs', 'file_id = NEW.file_id')}
CREATE TRIGGER statement_files_rolled_back_as_agreed BEFORE UPDATE OF state ON statement_files
WHEN NEW.state = 'rolling_back' AND OLD.state <> NEW.state AND NOT EXISTS (SELECT 1 FROM roll_backs b JOIN approvals a ON a.id = b.approval_id
  WHERE b.file_id = NEW.id AND a.kind = 'roll_back' AND a.subject_id = NEW.id AND a.decision = 'approved')
BEGIN SELECT RAISE(ABORT, 'nothing is rolled back that nobody agreed to'); END;`

export const rollBacks = { version: 13, sql }
