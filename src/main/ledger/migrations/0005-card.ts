import { frozen, frozenOnce, kept, neverReplaced, once } from './guards'

/*
 * Cards, credit and debit: a payment for every try, what was asked of the company (acts), and complaints of cardholders. What was asked and
 * told is never rewritten; a payment is captured once and owed once. No card number has a place here: what could hold one is too short, or refuses it.
 */
/** States that follow each other (\`from>to\`): nothing else is a way. */
const walk = (table: string, column: string, ways: readonly string[]) => `
CREATE TRIGGER ${table}_walk BEFORE UPDATE OF ${column} ON ${table}
WHEN NEW.${column} <> OLD.${column} AND OLD.${column} || '>' || NEW.${column} NOT IN (${ways.map((way) => `'${way}'`).join(', ')})
BEGIN SELECT RAISE(ABORT, '${table} never go that way'); END;`
/** No run of digits as long as a card number's. */
const short = (column: string, length: number) => `length(${column}) <= ${length} AND ${column} NOT GLOB '*${'[0-9]'.repeat(13)}*'`

const payments = `
CREATE TABLE card_payments (
  id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL REFERENCES orders (id), method TEXT NOT NULL CHECK (method IN ('card', 'debit')), party TEXT NOT NULL, provider TEXT NOT NULL CHECK (provider IN ('stripe', 'gmo')),
  reference TEXT NOT NULL UNIQUE CHECK (length(reference) BETWEEN 1 AND 27 AND reference NOT GLOB '*[^A-Z0-9-]*'), amount INTEGER NOT NULL CHECK (amount > 0),
  company_id TEXT NOT NULL DEFAULT '' CHECK (length(company_id) <= 200), form_url TEXT CHECK (length(form_url) <= 2000),
  state TEXT NOT NULL CHECK (state IN ('waiting', 'given_up', 'declined', 'authorized', 'captured', 'voided', 'expired')),
  brand TEXT CHECK (${short('brand', 30)}), last4 TEXT CHECK (last4 GLOB '[0-9][0-9][0-9][0-9]'), three_d_secure TEXT CHECK (three_d_secure IN ('Y', 'A', 'N', 'U', 'R', 'C')),
  approval_code TEXT CHECK (${short('approval_code', 20)}), capture_before INTEGER, warned_at INTEGER,
  captured INTEGER NOT NULL DEFAULT 0 CHECK (captured BETWEEN 0 AND amount), refunded INTEGER NOT NULL DEFAULT 0 CHECK (refunded BETWEEN 0 AND captured),
  trouble TEXT CHECK (trouble IN ('captured_unasked', 'amount_differs', 'refunded_unasked', 'chargeback_waits', 'act_refused')),
  claim_id INTEGER UNIQUE REFERENCES claims (id), opened_at INTEGER NOT NULL, asked_at INTEGER NOT NULL, due_at INTEGER, version INTEGER NOT NULL DEFAULT 1,
  CHECK (brand IS NULL OR last4 IS NOT NULL), CHECK ((captured > 0) = (claim_id IS NOT NULL)), CHECK (captured = 0 OR state = 'captured'),
  CHECK (state <> 'authorized' OR capture_before IS NOT NULL)
) STRICT;
CREATE INDEX card_payments_order ON card_payments (order_id, id);
CREATE INDEX card_payments_company ON card_payments (company_id) WHERE company_id <> '';
CREATE INDEX card_payments_party ON card_payments (party);
CREATE INDEX card_payments_due ON card_payments (method, due_at, id) WHERE due_at IS NOT NULL;
CREATE INDEX card_payments_open ON card_payments (id) WHERE due_at IS NOT NULL;
CREATE INDEX card_payments_ending ON card_payments (capture_before, id) WHERE state = 'authorized';
CREATE INDEX card_payments_captured ON card_payments (id) WHERE state = 'captured';
CREATE INDEX card_payments_troubled ON card_payments (id) WHERE trouble IS NOT NULL;
${frozen('card_payments', 'id, order_id, method, party, provider, reference, amount, opened_at')}
${frozenOnce('card_payments', 'company_id', "WHEN OLD.state <> 'waiting' AND NEW.company_id <> OLD.company_id")}
${once('card_payments', 'claim_id')}
${once('card_payments', 'warned_at')}
${kept('card_payments')}
${neverReplaced('card_payments', 'id = NEW.id OR reference = NEW.reference OR claim_id = NEW.claim_id')}
${walk('card_payments', 'state', [
  ...['waiting>given_up', 'waiting>declined', 'waiting>authorized', 'waiting>voided', 'waiting>expired', 'waiting>captured'],
  ...['given_up>authorized', 'given_up>voided', 'given_up>expired', 'given_up>captured'],
  ...['declined>authorized', 'declined>voided', 'declined>expired', 'declined>captured'],
  ...['authorized>voided', 'authorized>expired', 'authorized>captured', 'voided>captured', 'expired>captured'],
])}
CREATE TRIGGER card_payments_grow BEFORE UPDATE OF captured, refunded, asked_at ON card_payments
WHEN NEW.captured < OLD.captured OR NEW.refunded < OLD.refunded OR NEW.asked_at < OLD.asked_at OR (OLD.captured > 0 AND NEW.captured <> OLD.captured)
BEGIN SELECT RAISE(ABORT, 'card_payments are never rewritten'); END;`

const acts = `
CREATE TABLE card_acts (
  id INTEGER PRIMARY KEY, payment_id INTEGER NOT NULL REFERENCES card_payments (id), kind TEXT NOT NULL CHECK (kind IN ('capture', 'void', 'refund')), key TEXT NOT NULL UNIQUE,
  amount INTEGER NOT NULL CHECK (amount > 0), refund_id INTEGER REFERENCES refunds (id), gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)), outcome TEXT NOT NULL DEFAULT 'asked' CHECK (outcome IN ('asked', 'told', 'refused', 'unknown')),
  code TEXT NOT NULL DEFAULT '' CHECK (${short('code', 100)}), detail TEXT NOT NULL DEFAULT '' CHECK (${short('detail', 500)}), deduction_id INTEGER UNIQUE REFERENCES claim_deductions (id),
  asked_by TEXT NOT NULL, asked_at INTEGER NOT NULL, sent_at INTEGER, answered_at INTEGER,
  CHECK ((kind = 'refund') = (refund_id IS NOT NULL)), CHECK (gone = 0 OR kind = 'refund' AND sent_at IS NULL), CHECK ((outcome = 'told' AND kind = 'refund') = (deduction_id IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX card_acts_once ON card_acts (payment_id, kind) WHERE kind <> 'refund' AND outcome <> 'refused';
CREATE UNIQUE INDEX card_acts_refund_once ON card_acts (refund_id) WHERE refund_id IS NOT NULL AND outcome <> 'refused';
CREATE INDEX card_acts_payment ON card_acts (payment_id, id);
CREATE INDEX card_acts_open ON card_acts (payment_id, id) WHERE outcome IN ('asked', 'unknown');
CREATE INDEX card_acts_refund ON card_acts (refund_id, id) WHERE refund_id IS NOT NULL;
${frozen('card_acts', 'id, payment_id, kind, key, amount, refund_id, gone, asked_by, asked_at')}
${once('card_acts', 'sent_at')}
${once('card_acts', 'deduction_id')}
${kept('card_acts')}
${neverReplaced('card_acts', 'id = NEW.id OR key = NEW.key')}
${walk('card_acts', 'outcome', ['asked>told', 'asked>refused', 'asked>unknown', 'unknown>told', 'unknown>refused'])}`

const chargebacks = `
CREATE TABLE card_chargebacks (
  id INTEGER PRIMARY KEY, payment_id INTEGER NOT NULL REFERENCES card_payments (id), name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200), amount INTEGER NOT NULL CHECK (amount > 0),
  state TEXT NOT NULL CHECK (state IN ('open', 'taken', 'won')), told_at INTEGER NOT NULL, taken_id INTEGER UNIQUE REFERENCES claim_deductions (id), won_id INTEGER UNIQUE REFERENCES claim_deductions (id),
  UNIQUE (payment_id, name), CHECK (taken_id IS NULL OR state <> 'open'), CHECK (won_id IS NULL OR (state = 'won' AND taken_id IS NOT NULL))
) STRICT;
${frozen('card_chargebacks', 'id, payment_id, name, amount')}
${once('card_chargebacks', 'taken_id')}
${once('card_chargebacks', 'won_id')}
${kept('card_chargebacks')}
${neverReplaced('card_chargebacks', 'id = NEW.id OR (payment_id = NEW.payment_id AND name = NEW.name)')}
${walk('card_chargebacks', 'state', ['open>taken', 'open>won', 'taken>won'])}`

/** A refund that goes through the company never stands in a run: it is agreed to, and seen when the company tells it. */
const refunds = `
CREATE TRIGGER refunds_by_company BEFORE UPDATE OF state ON refunds WHEN OLD.way = 'company' AND NEW.state NOT IN ('approved', 'rejected', 'withdrawn', 'confirmed', OLD.state)
BEGIN SELECT RAISE(ABORT, 'a refund by the company is in no run'); END;
DROP TRIGGER refunds_walk;
${walk('refunds', 'state', [
  ...['requested>approved', 'requested>rejected', 'requested>withdrawn', 'approved>withdrawn', 'approved>in_run', 'in_run>approved'],
  ...['in_run>handed_over', 'returned>unclaimed', 'approved>confirmed'],
  ...['in_run>quarantined', 'quarantined>in_run', 'quarantined>handed_over', 'handed_over>presumed_paid', 'presumed_paid>confirmed'],
  ...['presumed_paid>returned', 'confirmed>returned'],
])}
CREATE TRIGGER refunds_by_transfer BEFORE UPDATE OF state ON refunds WHEN OLD.way = 'transfer' AND OLD.state = 'approved' AND NEW.state = 'confirmed'
BEGIN SELECT RAISE(ABORT, 'a refund by transfer is seen on a statement'); END;`

export const card = { version: 5, sql: [payments, acts, chargebacks, refunds].join('\n') }
