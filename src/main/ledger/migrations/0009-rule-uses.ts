/*
 * How often each rule of clearing was used and undone, by the day (in Japan) on which it cleared: counted by the database itself with every
 * clearing and every undo, whoever writes them, so that nobody has to walk the clearings to ask. `verify` counts again.
 */

/** The day on which it was cleared: clearings are dated by the audit clock. */
const dayOf = (of: string) => `date(${of}.at / 1000 + 32400, 'unixepoch')`
/** The first fact that spoke for it; a due date that was kept, or its being of the same merchant, leads nobody anywhere. */
const factOf = (of: string) =>
  `coalesce((SELECT j.value ->> 'code' FROM json_each(${of}.evidence) j WHERE j.value ->> 'for' AND j.value ->> 'code' NOT IN ('within_due_date', 'same_merchant') ORDER BY j.key LIMIT 1), '')`
const known = 'ON CONFLICT (day, level, fact) DO UPDATE SET'

/** Counts an undo against the rule of its clearing. */
export const countUndo = `
  INSERT INTO rule_uses (level, fact, day, undone, undone_amount) SELECT a.level, ${factOf('a')}, ${dayOf('a')}, 1, a.amount FROM allocations a WHERE a.id = NEW.allocation_id
  ${known} undone = undone + 1, undone_amount = undone_amount + excluded.undone_amount;`

/** What a payer had ordered before: the orders that orders_open_payer leaves out. */
const index = `CREATE INDEX orders_over_by_payer ON orders (payer_key, id) WHERE payment NOT IN ('unpaid', 'partially_paid');`

const sql = `
${index}
CREATE TABLE rule_uses (
  level INTEGER NOT NULL, fact TEXT NOT NULL, day TEXT NOT NULL, used INTEGER NOT NULL DEFAULT 0, used_amount INTEGER NOT NULL DEFAULT 0,
  undone INTEGER NOT NULL DEFAULT 0, undone_amount INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (day, level, fact)
) STRICT, WITHOUT ROWID;
INSERT INTO rule_uses SELECT a.level, ${factOf('a')}, ${dayOf('a')}, count(*), sum(a.amount), count(u.allocation_id), sum(iif(u.allocation_id IS NULL, 0, a.amount))
FROM allocations a LEFT JOIN allocation_undos u ON u.allocation_id = a.id GROUP BY 1, 2, 3;
CREATE TRIGGER allocations_count_rule AFTER INSERT ON allocations BEGIN
  INSERT INTO rule_uses (level, fact, day, used, used_amount) VALUES (NEW.level, ${factOf('NEW')}, ${dayOf('NEW')}, 1, NEW.amount)
  ${known} used = used + 1, used_amount = used_amount + excluded.used_amount;
END;
CREATE TRIGGER allocation_undos_count_rule AFTER INSERT ON allocation_undos BEGIN${countUndo}
END;`

export const ruleUses = { version: 9, sql }
