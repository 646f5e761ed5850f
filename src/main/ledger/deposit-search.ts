import { type RawBuilder, sql } from 'kysely'
import type { SearchWord, WordMeaning } from '../../preload/contract/search'

/*
 * Which deposits a word of the search box means, over `receipts r`: as a condition on a row that is read anyway, and as a set of identities
 * that an index answers by itself. A set may hold a few too many (a name that has the pairs of letters, but apart); the condition decides.
 */

const AFTER_EVERY_LETTER = '\u{10ffff}'
const END_DIGITS = 4

const isCredit = sql`r.direction = 'credit'`

/** The query of the full-text index for letters anywhere in a name: every pair of them; a lone letter begins a pair. */
function pairsExpression(key: string): string {
  const letters = [...key]
  if (letters.length < 2) return `"${key}" *`
  return [...new Set(letters.slice(1).map((letter, at) => `"${letters[at]}${letter}"`))].join(' AND ')
}

function between(column: RawBuilder<unknown>, from: string | number | null, to: string | number | null): RawBuilder<boolean> {
  return sql<boolean>`(${sql.join([...(from === null ? [] : [sql`${column} >= ${from}`]), ...(to === null ? [] : [sql`${column} <= ${to}`])], sql` and `)})`
}

const ofOrder = ({ key, whole }: Extract<WordMeaning, { kind: 'order' }>) =>
  whole ? sql`o.reference_key = ${key}` : sql`o.reference_key >= ${key} and o.reference_key < ${key + AFTER_EVERY_LETTER}`

const notUndone = sql`not exists (select 1 from allocation_undos u where u.allocation_id = a.id)`

const digitsOf = ({ digits, end }: Extract<WordMeaning, { kind: 'account' }>) =>
  end
    ? sql<boolean>`(substr(r.remitter_code, ${sql.lit(-END_DIGITS)}) = ${digits.slice(-END_DIGITS)} and substr(r.remitter_code, ${-digits.length}) = ${digits})`
    : sql<boolean>`(r.remitter_code >= ${digits} and r.remitter_code < ${`${digits}:`})`

function condition(meaning: WordMeaning): RawBuilder<boolean> {
  switch (meaning.kind) {
    case 'name':
      return sql<boolean>`instr(r.name_key, ${meaning.key}) > 0`
    case 'amount':
      return between(sql`r.amount`, meaning.from, meaning.to)
    case 'date':
      return between(sql`r.booked_on`, meaning.from, meaning.to)
    case 'account':
      return digitsOf(meaning)
    case 'order':
      return sql<boolean>`exists (select 1 from allocations a indexed by allocations_receipt cross join orders o on o.id = a.order_id
        where a.receipt_id = r.id and ${ofOrder(meaning)} and ${notUndone})`
  }
}

function setOf(meaning: WordMeaning): RawBuilder<{ id: number }> {
  switch (meaning.kind) {
    case 'name':
      return sql`select rowid as id from deposit_search where deposit_search match ${pairsExpression(meaning.key)}`
    case 'amount':
      return sql`select r.id from receipts r indexed by receipts_amount where ${isCredit} and ${condition(meaning)}`
    case 'date':
      return sql`select r.id from receipts r indexed by receipts_booked where ${isCredit} and r.posted = 1 and ${condition(meaning)}`
    case 'account':
      return meaning.end
        ? sql`select r.id from receipts r indexed by receipts_code_end where ${isCredit} and r.remitter_code is not null and ${condition(meaning)}`
        : sql`select r.id from receipts r indexed by receipts_code where ${isCredit} and ${condition(meaning)}`
    case 'order':
      return sql`select a.receipt_id as id from orders o indexed by orders_reference cross join allocations a indexed by allocations_order on a.order_id = o.id
        where ${ofOrder(meaning)}`
  }
}

/** Whether a receipt fits a word in one of its meanings; a word that means nothing fits none. */
export function fitsWord({ meanings }: SearchWord): RawBuilder<boolean> {
  return meanings.length > 0 ? sql<boolean>`(${sql.join(meanings.map(condition), sql` or `)})` : sql<boolean>`false`
}

/** Every deposit a word can mean, each through an index of its own; one may come twice. `union all`, so that counting can stop early. */
export function wordSet({ meanings }: SearchWord): RawBuilder<{ id: number }> {
  return meanings.length > 0 ? sql`${sql.join(meanings.map(setOf), sql` union all `)}` : sql`select 0 as id where false`
}
