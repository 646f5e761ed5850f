import { frozen, kept, neverReplaced } from './guards'

/*
 * Notices of transfers beside statements: an account is booked from one of them, and a report of a day that is not over tells less than its
 * days. What the columns of an account's CSV files mean, each mapping kept as it was saved.
 */

const sql = `
ALTER TABLE designated_accounts ADD COLUMN books_from TEXT NOT NULL DEFAULT 'statement' CHECK (books_from IN ('statement', 'notice'));
ALTER TABLE statements ADD COLUMN whole_to TEXT CHECK (whole_to < to_on);
CREATE TABLE bank_columns (
  account_id INTEGER NOT NULL REFERENCES designated_accounts (id), version INTEGER NOT NULL CHECK (version > 0), columns TEXT NOT NULL,
  saved_by TEXT NOT NULL, saved_at INTEGER NOT NULL, PRIMARY KEY (account_id, version)
) STRICT, WITHOUT ROWID;
${frozen('bank_columns', 'account_id, version, columns, saved_by, saved_at')}
${kept('bank_columns')}
${neverReplaced('bank_columns', 'account_id = NEW.account_id AND version = NEW.version')}`

export const bankFiles = { version: 8, sql }
