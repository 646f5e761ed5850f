/*
 * How many orders stand where, and what they come to, is kept with every step in their lives: the home screen reads a dozen rows, however many
 * orders there are and however fast they are paid.
 */
const sql = `
CREATE TABLE order_counts (
  status TEXT PRIMARY KEY, orders INTEGER NOT NULL CHECK (orders >= 0), amount INTEGER NOT NULL CHECK (amount >= 0)
) STRICT, WITHOUT ROWID;
INSERT INTO order_counts SELECT status, count(*), sum(amount) FROM orders GROUP BY status;
CREATE TRIGGER orders_counted AFTER INSERT ON orders BEGIN
  INSERT INTO order_counts VALUES (NEW.status, 1, NEW.amount) ON CONFLICT DO UPDATE SET orders = orders + 1, amount = amount + excluded.amount;
END;
CREATE TRIGGER orders_counted_anew AFTER UPDATE OF acceptance, payment, protection, disbursement ON orders WHEN OLD.status <> NEW.status BEGIN
  UPDATE order_counts SET orders = orders - 1, amount = amount - OLD.amount WHERE status = OLD.status;
  INSERT INTO order_counts VALUES (NEW.status, 1, NEW.amount) ON CONFLICT DO UPDATE SET orders = orders + 1, amount = amount + excluded.amount;
END;`

export const orderCounts = { version: 20, sql }
