/* A day of clearing is read in the order of time. */

const sql = `
CREATE INDEX allocations_at ON allocations (at, id, level, amount);
CREATE INDEX allocation_undos_at ON allocation_undos (at, entry_id);`

export const film = { version: 17, sql }
