/* Lists as people have saved them: filter and sort, columns, under a name; one's own, or shared with everybody. */

const sql = `
CREATE TABLE saved_views (
  id INTEGER PRIMARY KEY, list TEXT NOT NULL, owner_id INTEGER NOT NULL REFERENCES users (id), name TEXT NOT NULL, shared INTEGER NOT NULL CHECK (shared IN (0, 1)),
  address TEXT NOT NULL, columns TEXT NOT NULL, version INTEGER NOT NULL DEFAULT 1, UNIQUE (owner_id, list, name)
) STRICT;
CREATE INDEX saved_views_shared ON saved_views (list, name) WHERE shared = 1;`

export const savedViews = { version: 12, sql }
