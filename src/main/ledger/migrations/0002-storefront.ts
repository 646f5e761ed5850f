/*
 * The storefront: orders that shops post, whom to tell and what was told, days that end something by themselves, applications
 * of merchants, their keys and sign-ins, replies by mail, and the settings of connectors. Secrets are kept sealed only.
 */
const appendOnly = (table: string, sameKey = 'id = NEW.id') => `
CREATE TRIGGER ${table}_no_update BEFORE UPDATE ON ${table} BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END;
CREATE TRIGGER ${table}_no_delete BEFORE DELETE ON ${table} BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END;
CREATE TRIGGER ${table}_no_replace BEFORE INSERT ON ${table} WHEN EXISTS (SELECT 1 FROM ${table} WHERE ${sameKey})
BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END;`

const orders = `
ALTER TABLE merchants ADD COLUMN contacts TEXT NOT NULL DEFAULT '{}';
ALTER TABLE merchants ADD COLUMN deadlines TEXT NOT NULL DEFAULT '{}';
CREATE TABLE shop_orders (
  order_id INTEGER PRIMARY KEY REFERENCES orders (id), lines TEXT NOT NULL, language TEXT NOT NULL CHECK (language IN ('ja', 'en')),
  return_url TEXT NOT NULL
) STRICT;
${appendOnly('shop_orders', 'order_id = NEW.order_id')}
CREATE INDEX orders_unchosen_due ON orders (due_on, id) WHERE payment = 'awaiting_method';
CREATE INDEX orders_disputed ON orders (protection, id) WHERE protection IN ('return_wanted', 'not_arrived', 'contested', 'refund_due');
CREATE TABLE order_deadlines (
  order_id INTEGER NOT NULL REFERENCES orders (id), kind TEXT NOT NULL CHECK (kind IN ('acceptance', 'reminder', 'window', 'merchant_answer')),
  falls_on TEXT NOT NULL, PRIMARY KEY (order_id, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX order_deadlines_day ON order_deadlines (falls_on, kind, order_id);
CREATE TABLE released_parts (
  order_id INTEGER PRIMARY KEY REFERENCES orders (id), amount INTEGER NOT NULL CHECK (amount > 0), entry_id INTEGER NOT NULL UNIQUE REFERENCES entries (id)
) STRICT;
${appendOnly('released_parts', 'order_id = NEW.order_id')}
CREATE TABLE refund_accounts (
  id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL REFERENCES orders (id), account TEXT NOT NULL, holder_matches INTEGER NOT NULL CHECK (holder_matches IN (0, 1)),
  source TEXT NOT NULL, actor TEXT NOT NULL, at INTEGER NOT NULL
) STRICT;
CREATE INDEX refund_accounts_order ON refund_accounts (order_id, id);
${appendOnly('refund_accounts')}`

const notices = `
CREATE TABLE notices (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, recipient TEXT NOT NULL CHECK (recipient IN ('merchant', 'payer', 'applicant')),
  channel TEXT NOT NULL CHECK (channel IN ('mail', 'webhook', 'letter')), address TEXT NOT NULL, language TEXT NOT NULL CHECK (language IN ('ja', 'en')),
  about TEXT NOT NULL, merchant_id INTEGER REFERENCES merchants (id), order_id INTEGER REFERENCES orders (id), facts TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sending', 'delivered', 'dead', 'unknown', 'withdrawn')),
  attempts INTEGER NOT NULL DEFAULT 0, next_at INTEGER, delivered_at INTEGER, last_error TEXT, created_at INTEGER NOT NULL, version INTEGER NOT NULL DEFAULT 1,
  UNIQUE (about, name, recipient, channel)
) STRICT;
CREATE INDEX notices_due ON notices (channel, next_at, id) WHERE state = 'waiting';
CREATE INDEX notices_state ON notices (state, id);
CREATE INDEX notices_order ON notices (order_id, id) WHERE order_id IS NOT NULL;
CREATE INDEX notices_channel ON notices (channel, id);
CREATE INDEX notices_merchant ON notices (merchant_id, id) WHERE merchant_id IS NOT NULL;
CREATE TRIGGER notices_frozen BEFORE UPDATE OF id, name, recipient, channel, language, about, merchant_id, order_id, facts, created_at ON notices
BEGIN SELECT RAISE(ABORT, 'what is to be told is never rewritten'); END;
CREATE TRIGGER notices_told_once BEFORE UPDATE ON notices WHEN OLD.state = 'delivered' AND NEW.state <> 'dead'
BEGIN SELECT RAISE(ABORT, 'a delivered notice is never sent again'); END;
CREATE TRIGGER notices_no_delete BEFORE DELETE ON notices BEGIN SELECT RAISE(ABORT, 'notices are never deleted'); END;
CREATE TRIGGER notices_no_replace BEFORE INSERT ON notices
WHEN EXISTS (SELECT 1 FROM notices WHERE id = NEW.id OR (about = NEW.about AND name = NEW.name AND recipient = NEW.recipient AND channel = NEW.channel))
BEGIN SELECT RAISE(ABORT, 'notices are never deleted'); END;
CREATE TABLE notice_tries (
  id INTEGER PRIMARY KEY, notice_id INTEGER NOT NULL REFERENCES notices (id), at INTEGER NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('delivered', 'failed', 'refused', 'unknown', 'printed')), detail TEXT NOT NULL
) STRICT;
CREATE INDEX notice_tries_notice ON notice_tries (notice_id, id);
${appendOnly('notice_tries')}
CREATE TABLE incoming_mails (
  id INTEGER PRIMARY KEY, message_id TEXT NOT NULL UNIQUE, received_at INTEGER NOT NULL, sender TEXT NOT NULL, subject TEXT NOT NULL, text TEXT NOT NULL,
  order_id INTEGER REFERENCES orders (id), understood TEXT, state TEXT NOT NULL CHECK (state IN ('understood', 'waiting', 'handled', 'put_aside')),
  handled_by TEXT, handled_at INTEGER, version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX incoming_mails_state ON incoming_mails (state, id);
CREATE TRIGGER incoming_mails_frozen BEFORE UPDATE OF id, message_id, received_at, sender, subject, text ON incoming_mails
BEGIN SELECT RAISE(ABORT, 'what was written is never rewritten'); END;
CREATE TRIGGER incoming_mails_no_delete BEFORE DELETE ON incoming_mails BEGIN SELECT RAISE(ABORT, 'mails are never deleted'); END;`

const merchants = `
CREATE TABLE applications (
  id INTEGER PRIMARY KEY, received_at INTEGER NOT NULL, language TEXT NOT NULL CHECK (language IN ('ja', 'en')), facts TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('received', 'taken', 'declined')), merchant_id INTEGER REFERENCES merchants (id), reason TEXT NOT NULL DEFAULT '',
  handled_by TEXT, handled_at INTEGER, version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX applications_state ON applications (state, id);
CREATE TRIGGER applications_frozen BEFORE UPDATE OF id, received_at, language, facts ON applications
BEGIN SELECT RAISE(ABORT, 'what was applied for is never rewritten'); END;
CREATE TRIGGER applications_no_delete BEFORE DELETE ON applications BEGIN SELECT RAISE(ABORT, 'applications are never deleted'); END;
CREATE TABLE api_keys (
  id INTEGER PRIMARY KEY, merchant_id INTEGER NOT NULL REFERENCES merchants (id), name TEXT NOT NULL, verifier TEXT NOT NULL, created_by TEXT NOT NULL,
  created_at INTEGER NOT NULL, expires_at INTEGER, revoked_at INTEGER, last_used_at INTEGER
) STRICT;
CREATE INDEX api_keys_merchant ON api_keys (merchant_id, id);
CREATE TABLE idempotent_requests (
  merchant_id INTEGER NOT NULL REFERENCES merchants (id), key TEXT NOT NULL, body_sha256 TEXT NOT NULL, order_id INTEGER NOT NULL REFERENCES orders (id),
  answer TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (merchant_id, key)
) STRICT, WITHOUT ROWID;
${appendOnly('idempotent_requests', 'merchant_id = NEW.merchant_id AND key = NEW.key')}
CREATE TABLE portal_accounts (
  merchant_id INTEGER PRIMARY KEY REFERENCES merchants (id), password_hash TEXT, totp_secret TEXT, totp_last_step INTEGER,
  failures INTEGER NOT NULL DEFAULT 0 CHECK (failures >= 0), blocked_until INTEGER, last_sign_in_at INTEGER,
  invitation_hash TEXT, invitation_until INTEGER, version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE TABLE merchant_requests (
  id INTEGER PRIMARY KEY, merchant_id INTEGER NOT NULL REFERENCES merchants (id), kind TEXT NOT NULL CHECK (kind IN ('account', 'contacts')), wish TEXT NOT NULL,
  made_at INTEGER NOT NULL, state TEXT NOT NULL CHECK (state IN ('waiting', 'taken', 'declined')), handled_by TEXT, handled_at INTEGER, reason TEXT NOT NULL DEFAULT '',
  version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX merchant_requests_state ON merchant_requests (state, id);
CREATE TRIGGER merchant_requests_frozen BEFORE UPDATE OF id, merchant_id, kind, wish, made_at ON merchant_requests
BEGIN SELECT RAISE(ABORT, 'what was asked for is never rewritten'); END;`

const gateways = `
CREATE TABLE gateways (
  name TEXT PRIMARY KEY, enabled INTEGER NOT NULL DEFAULT 0 CHECK (enabled IN (0, 1)), paused INTEGER NOT NULL DEFAULT 0 CHECK (paused IN (0, 1)),
  settings TEXT NOT NULL DEFAULT '{}', last_success_at INTEGER, last_failure_at INTEGER, last_failure TEXT, position TEXT, version INTEGER NOT NULL DEFAULT 1
) STRICT, WITHOUT ROWID;
CREATE TABLE sealed_secrets (name TEXT PRIMARY KEY, sealed TEXT NOT NULL, changed_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;`

export const storefront = { version: 2, sql: [orders, notices, merchants, gateways].join('\n') }
