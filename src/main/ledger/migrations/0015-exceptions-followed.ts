import { frozen, kept, neverReplaced } from './guards'

/*
 * What became of lines that nobody could explain: whom somebody asked about one, how, and what came of it, which is only ever added to; and the
 * day on which to look at one again.
 */

const sql = `
CREATE TABLE exception_attempts (
  id INTEGER PRIMARY KEY, receipt_id INTEGER NOT NULL REFERENCES receipts (id), actor TEXT NOT NULL, at INTEGER NOT NULL,
  asked TEXT NOT NULL CHECK (asked <> ''), way TEXT NOT NULL, outcome TEXT NOT NULL CHECK (outcome <> '')
) STRICT;
CREATE INDEX exception_attempts_receipt ON exception_attempts (receipt_id, id);
${frozen('exception_attempts', 'id, receipt_id, actor, at, asked, way, outcome')}
${kept('exception_attempts')}
${neverReplaced('exception_attempts', 'id = NEW.id')}
CREATE TABLE exception_dates (
  receipt_id INTEGER PRIMARY KEY REFERENCES receipts (id), next_on TEXT NOT NULL, set_by TEXT NOT NULL, set_at INTEGER NOT NULL
) STRICT;`

export const exceptionsFollowed = { version: 15, sql }
