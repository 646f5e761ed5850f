import { kept, neverReplaced } from './guards'

/* How people, and what they asked for, have ended what had to be looked after of a payment by card. It leaves the list, and stays in its story. */
const ends = `
CREATE TABLE card_trouble_ends (
  id INTEGER PRIMARY KEY, payment_id INTEGER NOT NULL REFERENCES card_payments (id),
  trouble TEXT NOT NULL CHECK (trouble IN ('captured_unasked', 'amount_differs', 'refunded_unasked', 'chargeback_waits', 'act_refused')),
  ending TEXT NOT NULL CHECK (ending IN ('refunded', 'assigned', 'asked_again', 'noted')), note TEXT NOT NULL, actor TEXT NOT NULL, at INTEGER NOT NULL,
  CHECK (trouble || '>' || ending IN ('captured_unasked>refunded', 'captured_unasked>assigned', 'refunded_unasked>refunded', 'act_refused>asked_again', 'act_refused>noted',
    'amount_differs>noted'))
) STRICT;
CREATE INDEX card_trouble_ends_payment ON card_trouble_ends (payment_id, id);
CREATE TRIGGER card_trouble_ends_frozen BEFORE UPDATE ON card_trouble_ends BEGIN SELECT RAISE(ABORT, 'card_trouble_ends are never rewritten'); END;
${kept('card_trouble_ends')}
${neverReplaced('card_trouble_ends', 'id = NEW.id')}`

export const cardEndings = { version: 7, sql: ends }
