import { frozen, kept, neverReplaced } from './guards'

/*
 * Several seats at the clearing desk: what people wrote about a deposit, which is only ever added to, and whose it is now. What became of
 * an assignment before stands in the audit trail.
 */

const sql = `
CREATE TABLE deposit_comments (
  id INTEGER PRIMARY KEY, receipt_id INTEGER NOT NULL REFERENCES receipts (id), actor TEXT NOT NULL, at INTEGER NOT NULL,
  text TEXT NOT NULL CHECK (text <> '')
) STRICT;
CREATE INDEX deposit_comments_receipt ON deposit_comments (receipt_id, id);
${frozen('deposit_comments', 'id, receipt_id, actor, at, text')}
${kept('deposit_comments')}
${neverReplaced('deposit_comments', 'id = NEW.id')}
CREATE TABLE deposit_assignees (
  receipt_id INTEGER PRIMARY KEY REFERENCES receipts (id), assignee INTEGER NOT NULL REFERENCES users (id), assigned_by TEXT NOT NULL,
  assigned_at INTEGER NOT NULL, accepted_at INTEGER
) STRICT;
CREATE INDEX deposit_assignees_whose ON deposit_assignees (assignee, receipt_id);`

export const desk = { version: 14, sql }
