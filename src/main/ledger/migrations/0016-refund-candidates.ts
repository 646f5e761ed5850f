/* What is left of a deposit may wait for the account of its payer: it is a refund candidate until it is refunded, ended or taken up again. */

const sql = `
ALTER TABLE open_items ADD COLUMN refund_candidate INTEGER NOT NULL DEFAULT 0 CHECK (refund_candidate IN (0, 1) AND (refund_candidate = 0 OR held = 1));
CREATE INDEX open_items_refund_candidates ON open_items (receipt_id) WHERE refund_candidate = 1;`

export const refundCandidates = { version: 16, sql }
