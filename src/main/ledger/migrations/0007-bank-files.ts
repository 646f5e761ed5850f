/* Notices of transfers beside statements: an account is booked from one of them, and a report of a day that is not over tells less than its days. */

const sql = `
ALTER TABLE designated_accounts ADD COLUMN books_from TEXT NOT NULL DEFAULT 'statement' CHECK (books_from IN ('statement', 'notice'));
ALTER TABLE statements ADD COLUMN whole_to TEXT CHECK (whole_to < to_on);`

export const bankFiles = { version: 7, sql }
