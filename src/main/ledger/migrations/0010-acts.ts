/*
 * 消込の一件: what one decision cleared belongs together, is undone together and redone together. A redone allocation names the undone one that it
 * restores, in the same act; undos of one deed name the entry of its first.
 */
const unfrozen = (table: string) => `DROP TRIGGER ${table}_no_update;`
const frozen = (table: string) => `
CREATE TRIGGER ${table}_no_update BEFORE UPDATE ON ${table} BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END;`

const sql = `
${unfrozen('allocations')}
ALTER TABLE allocations ADD COLUMN act_id INTEGER NOT NULL DEFAULT 0;
ALTER TABLE allocations ADD COLUMN redoes INTEGER REFERENCES allocations (id);
UPDATE allocations SET act_id = id;
${frozen('allocations')}
${unfrozen('allocation_undos')}
ALTER TABLE allocation_undos ADD COLUMN deed INTEGER NOT NULL DEFAULT 0;
UPDATE allocation_undos SET deed = entry_id;
${frozen('allocation_undos')}
CREATE UNIQUE INDEX allocations_redone_once ON allocations (redoes) WHERE redoes IS NOT NULL;
CREATE INDEX allocations_own ON allocations (actor, id) WHERE level = 0;
CREATE TRIGGER allocations_of_one_act BEFORE INSERT ON allocations
WHEN NEW.act_id <> NEW.id AND NOT EXISTS (SELECT 1 FROM allocations a WHERE a.id = NEW.act_id AND a.act_id = a.id AND a.receipt_id = NEW.receipt_id)
BEGIN SELECT RAISE(ABORT, 'an act clears one receipt'); END;
CREATE TRIGGER allocations_redo_the_same BEFORE INSERT ON allocations
WHEN NEW.redoes IS NOT NULL AND NOT EXISTS (SELECT 1 FROM allocations a JOIN allocation_undos u ON u.allocation_id = a.id
  WHERE a.id = NEW.redoes AND a.act_id = NEW.act_id AND a.order_id = NEW.order_id AND a.amount = NEW.amount)
BEGIN SELECT RAISE(ABORT, 'only what was undone is redone, as it was'); END;`

export const acts = { version: 10, sql }
