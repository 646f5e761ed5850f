/*
 * How deposits are found by what stands in the middle or at the end of something. The letters of a name, two by two (ヤマ マダ ダタ タロ ロウ ウ),
 * so that any part of it is found by the pairs it consists of; the index holds no text of its own, and the database keeps it by itself.
 * Numbers of virtual accounts by their last four digits.
 */

const LETTERS_MAX = 100

const pairsOf = (row: string) =>
  `(SELECT group_concat(substr(${row}.name_key, p.place, 2), ' ') FROM letter_places p WHERE p.place <= length(${row}.name_key))`

const sql = `
CREATE TABLE letter_places (place INTEGER PRIMARY KEY) STRICT;
WITH RECURSIVE p (place) AS (SELECT 1 UNION ALL SELECT place + 1 FROM p WHERE place < ${LETTERS_MAX}) INSERT INTO letter_places SELECT place FROM p;
CREATE INDEX receipts_code_end ON receipts (substr(remitter_code, -4), id) WHERE remitter_code IS NOT NULL AND direction = 'credit';
CREATE VIRTUAL TABLE deposit_search USING fts5 (pairs, content = '', detail = none, columnsize = 0, tokenize = "unicode61 remove_diacritics 0 tokenchars '-'", prefix = '1');
INSERT INTO deposit_search (rowid, pairs) SELECT r.id, ${pairsOf('r')} FROM receipts r WHERE r.direction = 'credit' AND r.name_key <> '' ORDER BY r.id;
CREATE TRIGGER receipts_found AFTER INSERT ON receipts WHEN NEW.direction = 'credit' AND NEW.name_key <> ''
BEGIN INSERT INTO deposit_search (rowid, pairs) VALUES (NEW.id, ${pairsOf('NEW')}); END;
CREATE TRIGGER receipts_no_longer_found AFTER DELETE ON receipts WHEN OLD.direction = 'credit' AND OLD.name_key <> ''
BEGIN INSERT INTO deposit_search (deposit_search, rowid, pairs) VALUES ('delete', OLD.id, ${pairsOf('OLD')}); END;`

export const depositSearch = { version: 11, sql }
