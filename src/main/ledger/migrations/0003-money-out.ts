/*
 * Money out: what is payable and what merchants owe, payout runs down to their orders, transfers and their files, refunds, how
 * exceptions ended, closed days, documents and settings. What was paid is never rewritten: the database refuses it, as it refuses a
 * second live line of the same order and a second delivery of the same run.
 */
const appendOnly = (table: string, sameKey = 'id = NEW.id') => `
CREATE TRIGGER ${table}_no_update BEFORE UPDATE ON ${table} BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END;
CREATE TRIGGER ${table}_no_delete BEFORE DELETE ON ${table} BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END;
CREATE TRIGGER ${table}_no_replace BEFORE INSERT ON ${table} WHEN EXISTS (SELECT 1 FROM ${table} WHERE ${sameKey})
BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END;`
/** Rows that may change in some columns only, and never go. */
const frozen = (table: string, columns: string, unless = '') => `
CREATE TRIGGER ${table}_frozen BEFORE UPDATE OF ${columns} ON ${table} ${unless} BEGIN SELECT RAISE(ABORT, '${table} is never rewritten'); END;`
const kept = (table: string, unless = '', sameKey = 'id = NEW.id') => `
CREATE TRIGGER ${table}_no_delete BEFORE DELETE ON ${table} ${unless} BEGIN SELECT RAISE(ABORT, '${table} are never deleted'); END;
CREATE TRIGGER ${table}_no_replace BEFORE INSERT ON ${table} WHEN EXISTS (SELECT 1 FROM ${table} WHERE ${sameKey})
BEGIN SELECT RAISE(ABORT, '${table} are never deleted'); END;`
/** States that follow each other (`from>to`), and those a row begins in: nothing else is a way. */
const walk = (table: string, begins: readonly string[], ways: readonly string[]) => {
  const list = (names: readonly string[]) => names.map((name) => `'${name}'`).join(', ')
  return `
CREATE TRIGGER ${table}_begins BEFORE INSERT ON ${table} WHEN NEW.state NOT IN (${list(begins)})
BEGIN SELECT RAISE(ABORT, '${table} never begin so'); END;
CREATE TRIGGER ${table}_walk BEFORE UPDATE OF state ON ${table} WHEN NEW.state <> OLD.state AND OLD.state || '>' || NEW.state NOT IN (${list(ways)})
BEGIN SELECT RAISE(ABORT, '${table} never go that way'); END;`
}

const columns = `
ALTER TABLE orders ADD COLUMN releasable_on TEXT;
UPDATE orders SET releasable_on = paid_on WHERE disbursement = 'releasable';
CREATE INDEX orders_releasable ON orders (merchant_id, releasable_on, id) WHERE disbursement = 'releasable';
ALTER TABLE merchants ADD COLUMN payout_hold TEXT;
ALTER TABLE merchants ADD COLUMN payout_terms TEXT NOT NULL DEFAULT '{}';
CREATE TABLE settings (
  name TEXT PRIMARY KEY, value TEXT NOT NULL, changed_by TEXT NOT NULL, changed_at INTEGER NOT NULL, version INTEGER NOT NULL DEFAULT 1
) STRICT, WITHOUT ROWID;`

const runs = `
CREATE TABLE transfer_runs (
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('payouts', 'refunds')), name TEXT NOT NULL UNIQUE, closing_on TEXT, pay_on TEXT NOT NULL,
  account_id INTEGER NOT NULL REFERENCES designated_accounts (id), format TEXT NOT NULL CHECK (format IN ('zengin-21', 'pain.001')),
  state TEXT NOT NULL CHECK (state IN ('staging', 'draft', 'submitted', 'approved', 'giving_up', 'handing_over', 'handed_over', 'confirmed', 'given_up', 'quarantined')),
  digest TEXT CHECK (length(digest) = 64), file BLOB, file_name TEXT, transfers INTEGER NOT NULL DEFAULT 0 CHECK (transfers >= 0),
  total INTEGER NOT NULL DEFAULT 0 CHECK (total >= 0), posted INTEGER NOT NULL DEFAULT 0 CHECK (posted IN (0, 1)),
  made_by TEXT NOT NULL, made_at INTEGER NOT NULL, submitted_by INTEGER REFERENCES users (id), submitted_at INTEGER,
  approval_id INTEGER REFERENCES approvals (id), version INTEGER NOT NULL DEFAULT 1,
  CHECK ((digest IS NULL) = (file IS NULL) AND (digest IS NULL) = (file_name IS NULL)),
  CHECK (state NOT IN ('submitted', 'approved', 'handing_over', 'handed_over', 'confirmed', 'quarantined') OR digest IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX transfer_runs_one_staging ON transfer_runs (kind, pay_on) WHERE state = 'staging';
CREATE INDEX transfer_runs_state ON transfer_runs (state, id);
CREATE INDEX transfer_runs_kind ON transfer_runs (kind, id);
CREATE INDEX transfer_runs_closing ON transfer_runs (closing_on, id);
CREATE INDEX transfer_runs_total ON transfer_runs (total, id) WHERE state = 'handed_over';
${frozen('transfer_runs', 'id, kind, name, closing_on, account_id, made_by, made_at')}
${kept('transfer_runs', "WHEN OLD.state <> 'staging'", 'id = NEW.id OR name = NEW.name')}
CREATE TRIGGER transfer_runs_file_kept BEFORE UPDATE OF digest, file, file_name, transfers, total, pay_on, format ON transfer_runs
WHEN OLD.state NOT IN ('staging', 'draft', 'submitted') BEGIN SELECT RAISE(ABORT, 'an approved file is never rewritten'); END;
${walk(
  'transfer_runs',
  ['staging', 'draft'],
  [
    ...['staging>draft', 'draft>submitted', 'draft>giving_up', 'submitted>draft', 'submitted>approved', 'approved>handing_over'],
    ...['approved>giving_up', 'giving_up>given_up', 'handing_over>handed_over', 'handing_over>approved', 'handing_over>quarantined'],
    ...['quarantined>handed_over', 'quarantined>approved', 'handed_over>confirmed'],
  ],
)}
CREATE TRIGGER transfer_runs_four_eyes BEFORE UPDATE OF state ON transfer_runs WHEN OLD.state = 'submitted' AND NEW.state = 'approved' AND NOT EXISTS (
  SELECT 1 FROM approvals a WHERE a.id = NEW.approval_id AND a.subject_id = NEW.id AND a.kind IN ('payout_run', 'refund_run') AND a.decision = 'approved'
    AND a.decided_by <> OLD.submitted_by AND (SELECT name FROM users WHERE id = a.decided_by) <> substr(OLD.made_by, instr(OLD.made_by, ':') + 1)
    AND json_extract(a.payload, '$.digest') = NEW.digest)
BEGIN SELECT RAISE(ABORT, 'a run is approved by a second person and by the digest of its file'); END;
CREATE TRIGGER transfer_runs_posted BEFORE UPDATE OF state ON transfer_runs WHEN NEW.state = 'handing_over' AND NEW.posted = 0
BEGIN SELECT RAISE(ABORT, 'a run is handed over when all of it is posted'); END;
CREATE TRIGGER transfer_runs_quarantine BEFORE UPDATE OF state ON transfer_runs WHEN OLD.state = 'quarantined' AND NEW.state <> OLD.state AND NOT EXISTS (
  SELECT 1 FROM approvals a WHERE a.kind = 'quarantine' AND a.subject_id = NEW.id AND a.decision = 'approved'
    AND json_extract(a.payload, '$.delivered') = (NEW.state = 'handed_over')
    AND a.id > (SELECT max(id) FROM hand_overs WHERE run_id = NEW.id AND outcome = 'unknown'))
BEGIN SELECT RAISE(ABORT, 'a quarantine is ended by two persons'); END;
CREATE TABLE hand_overs (
  id INTEGER PRIMARY KEY, run_id INTEGER NOT NULL REFERENCES transfer_runs (id), at INTEGER NOT NULL, channel TEXT NOT NULL CHECK (channel IN ('folder', 'sftp', 'download')),
  target TEXT NOT NULL, outcome TEXT NOT NULL CHECK (outcome IN ('begun', 'delivered', 'unknown', 'not_delivered')), detail TEXT NOT NULL, actor TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX hand_overs_once ON hand_overs (run_id) WHERE outcome = 'delivered';
CREATE INDEX hand_overs_run ON hand_overs (run_id, id);
${appendOnly('hand_overs', "id = NEW.id OR (run_id = NEW.run_id AND outcome = 'delivered' AND NEW.outcome = 'delivered')")}`

const payouts = `
CREATE TABLE payouts (
  id INTEGER PRIMARY KEY, run_id INTEGER NOT NULL REFERENCES transfer_runs (id), merchant_id INTEGER NOT NULL REFERENCES merchants (id), account TEXT NOT NULL,
  gross INTEGER NOT NULL CHECK (gross >= 0), fees INTEGER NOT NULL CHECK (fees >= 0), tax INTEGER NOT NULL CHECK (tax >= 0),
  transfer_fee INTEGER NOT NULL CHECK (transfer_fee >= 0), offsets INTEGER NOT NULL CHECK (offsets >= 0), remainder INTEGER NOT NULL,
  net INTEGER NOT NULL CHECK (net >= 0), orders INTEGER NOT NULL CHECK (orders >= 0), lines INTEGER NOT NULL CHECK (lines >= orders),
  posted_lines INTEGER NOT NULL DEFAULT 0 CHECK (posted_lines BETWEEN 0 AND lines), posted INTEGER NOT NULL DEFAULT 0 CHECK (posted IN (0, 1)),
  state TEXT NOT NULL CHECK (state IN ('planned', 'carried_over', 'held', 'sent_back', 'approved', 'handed_over', 'presumed_paid', 'confirmed', 'returned', 'given_up', 'quarantined')),
  reason TEXT NOT NULL DEFAULT '', figures TEXT NOT NULL, version INTEGER NOT NULL DEFAULT 1,
  CHECK (gross - fees - tax - transfer_fee - offsets - remainder = net), UNIQUE (run_id, merchant_id)
) STRICT;
CREATE INDEX payouts_merchant ON payouts (merchant_id, id);
CREATE INDEX payouts_state ON payouts (state, id);
CREATE INDEX payouts_run ON payouts (run_id, id);
${frozen('payouts', 'id, run_id, merchant_id, account, gross, fees, tax, transfer_fee, offsets, remainder, net, orders, lines, figures')}
${kept('payouts', "WHEN (SELECT state FROM transfer_runs WHERE id = OLD.run_id) <> 'staging'", 'id = NEW.id OR (run_id = NEW.run_id AND merchant_id = NEW.merchant_id)')}
${walk(
  'payouts',
  ['planned', 'carried_over', 'held'],
  [
    ...['planned>approved', 'planned>sent_back', 'planned>given_up', 'approved>handed_over', 'approved>quarantined', 'approved>given_up'],
    ...['quarantined>handed_over', 'quarantined>approved', 'handed_over>presumed_paid', 'handed_over>confirmed'],
    ...['presumed_paid>confirmed', 'presumed_paid>returned', 'confirmed>returned'],
  ],
)}
CREATE TRIGGER payouts_with_run BEFORE UPDATE OF state ON payouts WHEN NEW.state <> OLD.state AND NEW.state IN ('approved', 'handed_over', 'quarantined')
  AND NEW.state <> (SELECT state FROM transfer_runs WHERE id = NEW.run_id)
BEGIN SELECT RAISE(ABORT, 'a payout goes with its run'); END;
CREATE TABLE payable_items (
  id INTEGER PRIMARY KEY, merchant_id INTEGER NOT NULL REFERENCES merchants (id), kind TEXT NOT NULL CHECK (kind IN ('returned_payout', 'remainder', 'contest_part', 'correction')),
  amount INTEGER NOT NULL CHECK (amount > 0), payable_on TEXT NOT NULL, payout_id INTEGER REFERENCES payouts (id), order_id INTEGER REFERENCES orders (id),
  entry_id INTEGER REFERENCES entries (id), note TEXT NOT NULL DEFAULT '', created_at INTEGER NOT NULL, CHECK (kind <> 'returned_payout' OR payout_id IS NOT NULL)
) STRICT;
CREATE INDEX payable_items_merchant ON payable_items (merchant_id, payable_on, id);
CREATE INDEX payable_items_entry ON payable_items (entry_id) WHERE entry_id IS NOT NULL;
CREATE INDEX payable_items_payout ON payable_items (payout_id) WHERE payout_id IS NOT NULL;
CREATE UNIQUE INDEX payable_items_returned_once ON payable_items (payout_id) WHERE kind = 'returned_payout';
CREATE UNIQUE INDEX payable_items_part_once ON payable_items (order_id) WHERE kind = 'contest_part';
${appendOnly('payable_items', "id = NEW.id OR (kind = NEW.kind AND (kind = 'returned_payout' AND payout_id = NEW.payout_id OR kind = 'contest_part' AND order_id = NEW.order_id))")}
CREATE TABLE payable_item_ends (
  item_id INTEGER PRIMARY KEY REFERENCES payable_items (id), entry_id INTEGER NOT NULL UNIQUE REFERENCES entries (id), actor TEXT NOT NULL, at INTEGER NOT NULL
) STRICT;
${appendOnly('payable_item_ends', 'item_id = NEW.item_id OR entry_id = NEW.entry_id')}
CREATE TABLE payable_item_releases (
  item_id INTEGER PRIMARY KEY REFERENCES payable_items (id), reason TEXT NOT NULL, actor TEXT NOT NULL, at INTEGER NOT NULL
) STRICT;
${appendOnly('payable_item_releases', 'item_id = NEW.item_id')}
CREATE TABLE payout_lines (
  payout_id INTEGER NOT NULL REFERENCES payouts (id), line INTEGER NOT NULL CHECK (line > 0), order_id INTEGER REFERENCES orders (id),
  item_id INTEGER REFERENCES payable_items (id), method TEXT, amount INTEGER NOT NULL CHECK (amount > 0), fee INTEGER NOT NULL DEFAULT 0 CHECK (fee >= 0),
  tax_class TEXT, live INTEGER NOT NULL CHECK (live IN (0, 1)), CHECK ((order_id IS NULL) <> (item_id IS NULL)), PRIMARY KEY (payout_id, line)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX payout_lines_order_once ON payout_lines (order_id) WHERE live = 1 AND order_id IS NOT NULL;
CREATE UNIQUE INDEX payout_lines_item_once ON payout_lines (item_id) WHERE live = 1 AND item_id IS NOT NULL;
CREATE INDEX payout_lines_order ON payout_lines (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX payout_lines_item ON payout_lines (item_id) WHERE item_id IS NOT NULL;
${frozen('payout_lines', 'payout_id, line, order_id, item_id, method, amount, fee, tax_class')}
CREATE TRIGGER payout_lines_stay_dead BEFORE UPDATE OF live ON payout_lines WHEN OLD.live = 0 AND NEW.live = 1
BEGIN SELECT RAISE(ABORT, 'a dead line of a payout stays dead'); END;
CREATE TRIGGER payout_lines_die BEFORE UPDATE OF live ON payout_lines WHEN OLD.live = 1 AND NEW.live = 0
  AND (SELECT state FROM payouts WHERE id = NEW.payout_id) NOT IN ('sent_back', 'given_up')
BEGIN SELECT RAISE(ABORT, 'a line lives as long as its payout'); END;
CREATE TRIGGER orders_in_payout BEFORE UPDATE OF disbursement ON orders WHEN OLD.disbursement = 'releasable' AND NEW.disbursement NOT IN ('releasable', 'in_payout')
  AND EXISTS (SELECT 1 FROM payout_lines WHERE order_id = NEW.id AND live = 1)
BEGIN SELECT RAISE(ABORT, 'an order in a payout run does not change'); END;
CREATE TRIGGER payout_lines_no_delete BEFORE DELETE ON payout_lines
WHEN (SELECT r.state FROM payouts p JOIN transfer_runs r ON r.id = p.run_id WHERE p.id = OLD.payout_id) <> 'staging'
BEGIN SELECT RAISE(ABORT, 'payout_lines are never deleted'); END;
CREATE TRIGGER payout_lines_no_replace BEFORE INSERT ON payout_lines WHEN EXISTS (SELECT 1 FROM payout_lines WHERE payout_id = NEW.payout_id AND line = NEW.line)
  OR (NEW.live = 1 AND (EXISTS (SELECT 1 FROM payout_lines WHERE order_id = NEW.order_id AND live = 1) OR EXISTS (SELECT 1 FROM payout_lines WHERE item_id = NEW.item_id AND live = 1)))
BEGIN SELECT RAISE(ABORT, 'a payable is in one payout only'); END;
CREATE TABLE receivable_items (
  id INTEGER PRIMARY KEY, merchant_id INTEGER NOT NULL REFERENCES merchants (id), kind TEXT NOT NULL CHECK (kind IN ('refund', 'fees', 'chargeback', 'return_fee')),
  amount INTEGER NOT NULL CHECK (amount > 0), owed_on TEXT NOT NULL, payout_id INTEGER REFERENCES payouts (id), order_id INTEGER REFERENCES orders (id),
  entry_id INTEGER REFERENCES entries (id), note TEXT NOT NULL DEFAULT '', created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX receivable_items_entry ON receivable_items (entry_id) WHERE entry_id IS NOT NULL;
CREATE INDEX receivable_items_payout ON receivable_items (payout_id) WHERE payout_id IS NOT NULL;
CREATE INDEX receivable_items_merchant ON receivable_items (merchant_id, id);
${appendOnly('receivable_items')}
CREATE TABLE receivable_ends (
  id INTEGER PRIMARY KEY, receivable_id INTEGER NOT NULL REFERENCES receivable_items (id), kind TEXT NOT NULL CHECK (kind IN ('paid', 'bad_debt', 'reversed')),
  amount INTEGER NOT NULL CHECK (amount > 0), entry_id INTEGER NOT NULL REFERENCES entries (id), actor TEXT NOT NULL, at INTEGER NOT NULL
) STRICT;
CREATE INDEX receivable_ends_item ON receivable_ends (receivable_id);
${appendOnly('receivable_ends')}
CREATE TABLE payout_offsets (
  payout_id INTEGER NOT NULL REFERENCES payouts (id), receivable_id INTEGER NOT NULL REFERENCES receivable_items (id), amount INTEGER NOT NULL CHECK (amount > 0),
  live INTEGER NOT NULL CHECK (live IN (0, 1)), PRIMARY KEY (payout_id, receivable_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX payout_offsets_item ON payout_offsets (receivable_id) WHERE live = 1;
${frozen('payout_offsets', 'payout_id, receivable_id, amount')}
CREATE TRIGGER payout_offsets_stay_dead BEFORE UPDATE OF live ON payout_offsets WHEN OLD.live = 0 AND NEW.live = 1
BEGIN SELECT RAISE(ABORT, 'a dead line of a payout stays dead'); END;
CREATE TRIGGER payout_offsets_die BEFORE UPDATE OF live ON payout_offsets WHEN OLD.live = 1 AND NEW.live = 0
  AND (SELECT state FROM payouts WHERE id = NEW.payout_id) NOT IN ('sent_back', 'given_up')
BEGIN SELECT RAISE(ABORT, 'a line lives as long as its payout'); END;
CREATE TRIGGER payout_offsets_no_replace BEFORE INSERT ON payout_offsets
WHEN EXISTS (SELECT 1 FROM payout_offsets WHERE payout_id = NEW.payout_id AND receivable_id = NEW.receivable_id)
BEGIN SELECT RAISE(ABORT, 'payout_offsets are never deleted'); END;
CREATE TRIGGER payout_offsets_no_delete BEFORE DELETE ON payout_offsets
WHEN (SELECT r.state FROM payouts p JOIN transfer_runs r ON r.id = p.run_id WHERE p.id = OLD.payout_id) <> 'staging'
BEGIN SELECT RAISE(ABORT, 'payout_offsets are never deleted'); END;
${['payout_offsets', 'receivable_ends']
  .map(
    (table) => `CREATE TRIGGER ${table}_within_item BEFORE INSERT ON ${table}
WHEN NEW.amount + (SELECT coalesce(sum(amount), 0) FROM payout_offsets WHERE receivable_id = NEW.receivable_id AND live = 1)
    + (SELECT coalesce(sum(amount), 0) FROM receivable_ends WHERE receivable_id = NEW.receivable_id) > (SELECT amount FROM receivable_items WHERE id = NEW.receivable_id)
BEGIN SELECT RAISE(ABORT, 'more than the merchant owes'); END;`,
  )
  .join('\n')}
CREATE TABLE payout_entries (
  payout_id INTEGER NOT NULL REFERENCES payouts (id), entry_id INTEGER NOT NULL UNIQUE REFERENCES entries (id), amount INTEGER NOT NULL,
  lines INTEGER NOT NULL CHECK (lines >= 0), PRIMARY KEY (payout_id, entry_id)
) STRICT, WITHOUT ROWID;
${appendOnly('payout_entries', 'entry_id = NEW.entry_id')}`

const refunds = `
CREATE TABLE refunds (
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('order', 'unallocated', 'after_settlement', 'unapplied')), way TEXT NOT NULL DEFAULT 'transfer' CHECK (way IN ('transfer', 'company')),
  merchant_id INTEGER REFERENCES merchants (id), order_id INTEGER REFERENCES orders (id), receipt_id INTEGER REFERENCES receipts (id), amount INTEGER NOT NULL CHECK (amount > 0),
  payer_name TEXT NOT NULL, account TEXT, holder_matches INTEGER CHECK (holder_matches IN (0, 1)), source TEXT NOT NULL DEFAULT '', cause TEXT NOT NULL, reason TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('requested', 'rejected', 'withdrawn', 'approved', 'in_run', 'handed_over', 'presumed_paid', 'confirmed', 'returned', 'unclaimed', 'quarantined')),
  run_id INTEGER REFERENCES transfer_runs (id), replaces INTEGER REFERENCES refunds (id), entry_id INTEGER REFERENCES entries (id), receivable_id INTEGER REFERENCES receivable_items (id),
  made_by TEXT NOT NULL, made_at INTEGER NOT NULL, version INTEGER NOT NULL DEFAULT 1,
  CHECK (CASE kind WHEN 'unallocated' THEN receipt_id IS NOT NULL WHEN 'unapplied' THEN order_id IS NULL AND receipt_id IS NULL ELSE order_id IS NOT NULL AND merchant_id IS NOT NULL END)
) STRICT;
CREATE INDEX refunds_state ON refunds (state, id);
CREATE INDEX refunds_order ON refunds (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX refunds_receipt ON refunds (receipt_id) WHERE receipt_id IS NOT NULL;
CREATE INDEX refunds_merchant ON refunds (merchant_id, id) WHERE merchant_id IS NOT NULL;
CREATE INDEX refunds_run ON refunds (run_id, id) WHERE run_id IS NOT NULL;
CREATE UNIQUE INDEX refunds_replaced_once ON refunds (replaces) WHERE replaces IS NOT NULL AND state NOT IN ('rejected', 'withdrawn');
${frozen('refunds', 'id, kind, way, merchant_id, order_id, receipt_id, amount, payer_name, account, cause, reason, replaces, made_by, made_at')}
${kept('refunds')}
${walk(
  'refunds',
  ['requested'],
  [
    ...['requested>approved', 'requested>rejected', 'requested>withdrawn', 'approved>withdrawn', 'approved>in_run', 'in_run>approved'],
    ...['in_run>handed_over', 'returned>unclaimed'],
    ...['in_run>quarantined', 'quarantined>in_run', 'quarantined>handed_over', 'handed_over>presumed_paid', 'presumed_paid>confirmed'],
    ...['presumed_paid>returned', 'confirmed>returned'],
  ],
)}
CREATE TRIGGER refunds_agreed BEFORE UPDATE OF state ON refunds WHEN OLD.state = 'requested' AND NEW.state = 'approved' AND NOT EXISTS (
  SELECT 1 FROM approvals a WHERE a.kind = 'refund' AND a.subject_id = NEW.id AND a.decision = 'approved' AND json_extract(a.payload, '$.amount') = NEW.amount
    AND (SELECT count(DISTINCT b.decided_by) FROM approvals b WHERE b.kind = 'refund' AND b.subject_id = NEW.id AND b.decision = 'approved') >= json_extract(a.payload, '$.needed'))
BEGIN SELECT RAISE(ABORT, 'a refund is agreed to by as many as it needs'); END;
CREATE TRIGGER refunds_within_order BEFORE INSERT ON refunds WHEN NEW.order_id IS NOT NULL AND NEW.replaces IS NULL
  AND NEW.amount + (SELECT coalesce(sum(amount), 0) FROM refunds WHERE order_id = NEW.order_id AND replaces IS NULL AND state NOT IN ('rejected', 'withdrawn'))
    > (SELECT paid_amount FROM orders WHERE id = NEW.order_id) - coalesce((SELECT amount FROM released_parts WHERE order_id = NEW.order_id AND NEW.kind = 'order'), 0)
BEGIN SELECT RAISE(ABORT, 'refunds exceed what was paid'); END;
CREATE TRIGGER refunds_within_receipt BEFORE INSERT ON refunds WHEN NEW.kind = 'unallocated' AND NEW.replaces IS NULL
  AND NEW.amount + (SELECT coalesce(sum(amount), 0) FROM refunds WHERE receipt_id = NEW.receipt_id AND kind = 'unallocated' AND state = 'requested')
    > coalesce((SELECT remaining FROM open_items WHERE receipt_id = NEW.receipt_id AND side = 'credit'), 0)
BEGIN SELECT RAISE(ABORT, 'refunds exceed the rest of the deposit'); END;
CREATE TABLE transfers (
  id INTEGER PRIMARY KEY, run_id INTEGER NOT NULL REFERENCES transfer_runs (id), line INTEGER NOT NULL CHECK (line > 0), payout_id INTEGER REFERENCES payouts (id),
  refund_id INTEGER REFERENCES refunds (id), payee TEXT NOT NULL, name TEXT NOT NULL, name_key TEXT NOT NULL DEFAULT '', amount INTEGER NOT NULL CHECK (amount > 0),
  edi TEXT NOT NULL DEFAULT '', new_code TEXT NOT NULL CHECK (new_code IN ('0', '1', '2')),
  state TEXT NOT NULL CHECK (state IN ('waiting', 'handed_over', 'presumed_paid', 'confirmed', 'returned', 'quarantined', 'given_up')),
  receipt_id INTEGER REFERENCES receipts (id), seen_on TEXT, returned_by INTEGER REFERENCES receipts (id), return_reason TEXT, version INTEGER NOT NULL DEFAULT 1,
  CHECK ((payout_id IS NULL) <> (refund_id IS NULL)), UNIQUE (run_id, line)
) STRICT;
CREATE UNIQUE INDEX transfers_payout_once ON transfers (payout_id) WHERE payout_id IS NOT NULL AND state <> 'given_up';
CREATE UNIQUE INDEX transfers_refund_once ON transfers (refund_id) WHERE refund_id IS NOT NULL AND state <> 'given_up';
CREATE UNIQUE INDEX transfers_returned_once ON transfers (returned_by) WHERE returned_by IS NOT NULL;
CREATE INDEX transfers_run ON transfers (run_id, state);
CREATE INDEX transfers_payout ON transfers (payout_id) WHERE payout_id IS NOT NULL;
CREATE INDEX transfers_state ON transfers (state, amount, id);
CREATE INDEX transfers_seen ON transfers (seen_on, id) WHERE state = 'presumed_paid';
CREATE INDEX transfers_receipt ON transfers (receipt_id) WHERE receipt_id IS NOT NULL;
${frozen('transfers', 'id, run_id, payout_id, refund_id, payee, name, amount, edi, new_code')}
${walk(
  'transfers',
  ['waiting'],
  [
    ...['waiting>handed_over', 'waiting>quarantined', 'waiting>given_up', 'quarantined>handed_over', 'quarantined>waiting'],
    ...['handed_over>presumed_paid', 'presumed_paid>confirmed', 'presumed_paid>returned', 'confirmed>returned'],
  ],
)}
CREATE TRIGGER transfers_no_delete BEFORE DELETE ON transfers WHEN (SELECT state FROM transfer_runs WHERE id = OLD.run_id) NOT IN ('draft', 'submitted')
BEGIN SELECT RAISE(ABORT, 'transfers are never deleted'); END;
CREATE TRIGGER transfers_no_replace BEFORE INSERT ON transfers WHEN EXISTS (SELECT 1 FROM transfers WHERE id = NEW.id OR (run_id = NEW.run_id AND line = NEW.line))
BEGIN SELECT RAISE(ABORT, 'transfers are never deleted'); END;`

const exceptions = `
CREATE TABLE item_endings (
  id INTEGER PRIMARY KEY, receipt_id INTEGER NOT NULL REFERENCES receipts (id), ending TEXT NOT NULL, amount INTEGER NOT NULL CHECK (amount > 0),
  run_id INTEGER REFERENCES transfer_runs (id), transfer_id INTEGER REFERENCES transfers (id), refund_id INTEGER REFERENCES refunds (id),
  entry_id INTEGER NOT NULL REFERENCES entries (id), approval_id INTEGER REFERENCES approvals (id), note TEXT NOT NULL DEFAULT '', actor TEXT NOT NULL, at INTEGER NOT NULL,
  UNIQUE (entry_id, receipt_id)
) STRICT;
CREATE INDEX item_endings_receipt ON item_endings (receipt_id);
CREATE INDEX item_endings_transfer ON item_endings (transfer_id) WHERE transfer_id IS NOT NULL;
CREATE INDEX item_endings_run ON item_endings (run_id) WHERE run_id IS NOT NULL;
${appendOnly('item_endings', 'id = NEW.id OR (entry_id = NEW.entry_id AND receipt_id = NEW.receipt_id)')}
CREATE TABLE item_ending_undos (
  ending_id INTEGER PRIMARY KEY REFERENCES item_endings (id), entry_id INTEGER NOT NULL REFERENCES entries (id), actor TEXT NOT NULL, at INTEGER NOT NULL, reason TEXT NOT NULL
) STRICT;
${appendOnly('item_ending_undos', 'ending_id = NEW.ending_id')}
DROP TRIGGER allocations_within_receipt;
${[
  ['allocations', 'allocations exceed the receipt'],
  ['item_endings', 'endings exceed the receipt'],
]
  .map(
    ([table, why]) => `CREATE TRIGGER ${table}_within_receipt BEFORE INSERT ON ${table}
WHEN NEW.amount + (SELECT coalesce(sum(a.amount), 0) FROM allocations a WHERE a.receipt_id = NEW.receipt_id
    AND NOT EXISTS (SELECT 1 FROM allocation_undos u WHERE u.allocation_id = a.id))
  + (SELECT coalesce(sum(i.amount), 0) FROM item_endings i WHERE i.receipt_id = NEW.receipt_id
    AND NOT EXISTS (SELECT 1 FROM item_ending_undos u WHERE u.ending_id = i.id)) > (SELECT amount FROM receipts WHERE id = NEW.receipt_id)
BEGIN SELECT RAISE(ABORT, '${why}'); END;`,
  )
  .join('\n')}`

const closing = `
CREATE TABLE closed_days (
  id INTEGER PRIMARY KEY, day TEXT NOT NULL, digest TEXT NOT NULL CHECK (length(digest) = 64), head TEXT NOT NULL, figures TEXT NOT NULL,
  closed_by INTEGER NOT NULL REFERENCES users (id), closed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX closed_days_day ON closed_days (day, id);
${appendOnly('closed_days')}
CREATE TABLE day_reopenings (
  closed_day_id INTEGER PRIMARY KEY REFERENCES closed_days (id), approval_id INTEGER NOT NULL REFERENCES approvals (id), reason TEXT NOT NULL, actor TEXT NOT NULL, at INTEGER NOT NULL
) STRICT;
${appendOnly('day_reopenings', 'closed_day_id = NEW.closed_day_id')}
CREATE TRIGGER day_reopenings_agreed BEFORE INSERT ON day_reopenings WHEN NOT EXISTS (SELECT 1 FROM approvals a WHERE a.id = NEW.approval_id
  AND a.kind = 'day_reopening' AND a.subject_id = NEW.closed_day_id AND a.decision = 'approved')
BEGIN SELECT RAISE(ABORT, 'a day is opened again by two persons'); END;
CREATE TRIGGER closed_days_in_order BEFORE INSERT ON closed_days
WHEN NEW.day <= (SELECT c.day FROM closed_days c WHERE NOT EXISTS (SELECT 1 FROM day_reopenings r WHERE r.closed_day_id = c.id) ORDER BY c.day DESC LIMIT 1)
BEGIN SELECT RAISE(ABORT, 'days are closed in their order'); END;
CREATE TRIGGER entries_after_close BEFORE INSERT ON entries
WHEN NEW.booked_on <= (SELECT c.day FROM closed_days c WHERE NOT EXISTS (SELECT 1 FROM day_reopenings r WHERE r.closed_day_id = c.id) ORDER BY c.day DESC LIMIT 1)
BEGIN SELECT RAISE(ABORT, 'nothing is booked on a closed day'); END;
CREATE TABLE issued_statements (
  id INTEGER PRIMARY KEY, payout_id INTEGER NOT NULL REFERENCES payouts (id), language TEXT NOT NULL, facts TEXT NOT NULL, issued_by TEXT NOT NULL, issued_at INTEGER NOT NULL
) STRICT;
CREATE INDEX issued_statements_payout ON issued_statements (payout_id, id);
${appendOnly('issued_statements')}
CREATE TABLE documents (
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, day TEXT NOT NULL, merchant_id INTEGER REFERENCES merchants (id), payout_id INTEGER REFERENCES payouts (id),
  issued_id INTEGER REFERENCES issued_statements (id), counterparty TEXT NOT NULL, amount INTEGER NOT NULL, name TEXT NOT NULL, media_type TEXT NOT NULL, sha256 TEXT NOT NULL CHECK (length(sha256) = 64), bytes BLOB NOT NULL,
  made_by TEXT NOT NULL, made_at INTEGER NOT NULL
) STRICT;
CREATE INDEX documents_day ON documents (day, id);
CREATE INDEX documents_amount ON documents (amount, id);
CREATE INDEX documents_merchant ON documents (merchant_id, day, id) WHERE merchant_id IS NOT NULL;
CREATE INDEX documents_counterparty ON documents (counterparty, day, id);
CREATE INDEX documents_payout ON documents (payout_id) WHERE payout_id IS NOT NULL;
${appendOnly('documents')}`

/** Whoever had a hand in a case stands in its text, and does not decide it, as its maker does not; at the desk or by command. */
const approvals = `
CREATE INDEX approvals_subject ON approvals (kind, subject_id, id);
CREATE TRIGGER approvals_touched BEFORE UPDATE OF decision ON approvals WHEN NEW.decision IN ('approved', 'rejected')
  AND (EXISTS (SELECT 1 FROM json_each(NEW.payload, '$.touchedBy') t JOIN users u ON t.value IN ('user:' || u.name, 'cli:' || u.name) WHERE u.id = NEW.decided_by)
    OR EXISTS (SELECT 1 FROM users m JOIN users d ON m.name = 'cli:' || d.name WHERE m.id = NEW.made_by AND d.id = NEW.decided_by))
BEGIN SELECT RAISE(ABORT, 'who touched a case does not decide it'); END;`

export const moneyOut = { version: 3, sql: [columns, runs, payouts, refunds, exceptions, closing, approvals].join('\n') }
