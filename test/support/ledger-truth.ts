import type Database from 'better-sqlite3'

/** What stands in the file, read without the product, in the model's words. */
export function truth(product: { eyes: Database.Database; merchants: readonly number[] }): object {
  const named = (code: string) => {
    const [kind = '', of = ''] = code.split(':')
    return kind === 'bank' ? 'bank' : of === '' ? kind : `${kind} of ${product.merchants.indexOf(Number(of))}`
  }
  const sums = (sql: string) =>
    Object.fromEntries(
      product.eyes
        .prepare<[], { code: string; sum: number }>(sql)
        .all()
        .filter(({ sum }) => sum !== 0)
        .map(({ code, sum }) => [named(code), sum]),
    )
  return {
    balances: sums('select code, sum(debit - credit) as sum from balances join accounts on id = account_id group by id'),
    postings: sums(`select code, sum(amount) as sum from accounts a join (select debit as id, amount from postings
      union all select credit, -amount from postings) p on p.id = a.id group by a.id`),
    orders: product.eyes.prepare('select order_number as number, status, paid_amount as paid from orders order by id').all(),
    deposits: product.eyes
      .prepare(`select r.amount, coalesce(o.remaining, 0) as left, coalesce(o.held, 0) as held from receipts r
        left join open_items o on o.receipt_id = r.id where r.direction = 'credit' order by r.id`)
      .all(),
  }
}
