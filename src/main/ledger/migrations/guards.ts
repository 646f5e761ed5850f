/*
 * Triggers by which the database itself keeps what was written. They are part of the migrations that use them: what one says here is never
 * changed once a migration with it is released; another need is another guard.
 */

/** No row takes the place of another. `sameKey`: a condition on NEW that finds the one that is there. */
export const neverReplaced = (table: string, sameKey: string): string => `
CREATE TRIGGER ${table}_no_replace BEFORE INSERT ON ${table} WHEN EXISTS (SELECT 1 FROM ${table} WHERE ${sameKey})
BEGIN SELECT RAISE(ABORT, '${table} are never rewritten'); END;`

/** These columns stay as they were written. */
export const frozen = (table: string, columns: string): string => `
CREATE TRIGGER ${table}_frozen BEFORE UPDATE OF ${columns} ON ${table} BEGIN SELECT RAISE(ABORT, '${table} are never rewritten'); END;`

/** These columns stay from some moment on. `when`: a WHEN clause. */
export const frozenOnce = (table: string, columns: string, when: string): string => `
CREATE TRIGGER ${table}_kept BEFORE UPDATE OF ${columns} ON ${table} ${when} BEGIN SELECT RAISE(ABORT, '${table} are never rewritten'); END;`

/** Set once, from nothing. */
export const once = (table: string, column: string): string => `
CREATE TRIGGER ${table}_${column}_once BEFORE UPDATE OF ${column} ON ${table} WHEN OLD.${column} IS NOT NULL AND NEW.${column} IS NOT OLD.${column}
BEGIN SELECT RAISE(ABORT, '${table} are never rewritten'); END;`

/** No row goes away. `unless`: a WHEN clause. */
export const kept = (table: string, unless = ''): string => `
CREATE TRIGGER ${table}_no_delete BEFORE DELETE ON ${table} ${unless} BEGIN SELECT RAISE(ABORT, '${table} are never deleted'); END;`
