import { countUndo } from './0009-rule-uses'

/*
 * A clearing that is undone because its statement file is taken out of the books says nothing about the rule that made it: such an undo is marked,
 * and not counted against the rule.
 */
const sql = `
ALTER TABLE allocation_undos ADD COLUMN rolled_back INTEGER NOT NULL DEFAULT 0 CHECK (rolled_back IN (0, 1));
CREATE TRIGGER allocation_undos_marked BEFORE INSERT ON allocation_undos
WHEN NEW.rolled_back <> (SELECT f.state = 'rolling_back' FROM allocations a CROSS JOIN receipts r CROSS JOIN statement_files f
  WHERE a.id = NEW.allocation_id AND r.id = a.receipt_id AND f.id = r.file_id)
BEGIN SELECT RAISE(ABORT, 'an undo tells whether its file is rolled back'); END;
DROP TRIGGER allocation_undos_count_rule;
CREATE TRIGGER allocation_undos_count_rule AFTER INSERT ON allocation_undos WHEN NEW.rolled_back = 0 BEGIN${countUndo}
END;`

export const undoneWithFile = { version: 18, sql }
