import { sql } from 'kysely'
import type { MerchantId, OrderId } from '../../preload/contract/ids'
import { parseYen, type Yen } from '../../preload/contract/money'
import type { Writer } from './ledger'

/*
 * The words an order is found by. Writing and asking fold text the same way, so that ヤマダ finds ﾔﾏﾀﾞ and やまだ.
 * The index holds no text of its own, only which order has which word; newest orders come first.
 */
const SMALL_KANA = 'ァィゥェォッャュョヮヵヶ'
const LARGE_KANA = 'アイウエオツヤユヨワカケ'
const HIRAGANA_OR_SMALL = /[\u3041-\u3096ァィゥェォッャュョヮヵヶ]/gu
const TO_KATAKANA = 0x60

function largeKatakana(kana: string): string {
  const katakana = kana < 'ァ' ? String.fromCharCode(kana.charCodeAt(0) + TO_KATAKANA) : kana
  const small = SMALL_KANA.indexOf(katakana)
  return small < 0 ? katakana : LARGE_KANA.charAt(small)
}

/** One form for all widths, cases and kana: full-width katakana without small letters, Latin in lower case. */
function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(HIRAGANA_OR_SMALL, largeKatakana)
}

/** ー and what is typed for it. In a number a dash parts the pieces; in a name it is no letter. */
const DASHES = /[ー‐-―−~〜-]+/gu
const LETTERS = /[\p{L}\p{N}]+/gu

export interface SearchableOrder {
  merchantId: MerchantId
  orderNumber: string
  payerName: string
  payerKana: string
  goods: string
}

/**
 * What an order can be found by: its number, the payer's name and kana, its goods. A word is found by its beginning, so what
 * begins a longer word (the family name) needs no entry of its own.
 */
export function orderWords(order: SearchableOrder): string[] {
  const [number = '', rest = ''] = fold(`${order.orderNumber}\n${order.payerName}\t${order.payerKana}\t${order.goods}`).split('\n', 2)
  const [name = '', kana = '', goods = ''] = rest.replace(DASHES, '').split('\t', 3)
  const words: string[] = []
  for (const field of [number, name, kana]) {
    const pieces = field.match(LETTERS) ?? []
    words.push(pieces.join(''), ...pieces.slice(1))
  }
  words.push(...(goods.match(LETTERS) ?? []))
  return words
}

/** The same as the index takes it, with the merchant as one more word. */
export function searchWords(order: SearchableOrder): string {
  return `${merchantWord(order.merchantId)} ${orderWords(order).join(' ')}`
}

const merchantWord = (merchantId: MerchantId) => `m${merchantId}`

const TERMS_MAX = 8

/** The words a person typed in the search box, folded: each must begin a word of the order. Empty when nothing can be searched. */
export function searchTerms(text: string): string[] {
  const terms = fold(text)
    .split(/\s+/u)
    .map((term) => (term.replace(DASHES, '').match(LETTERS) ?? []).join(''))
    .filter((term) => term !== '')
  return [...new Set(terms)].slice(0, TERMS_MAX)
}

/** What the search box asks for: words, an amount, or either. */
export interface Search {
  terms: string[]
  amount: Yen | null
}

/** Reads the search box; null when it is empty. A text without a letter or digit asks for nothing and finds nothing. */
export function searchOf(text: string): Search | null {
  return text.trim() === '' ? null : { terms: searchTerms(text), amount: parseYen(text) }
}

/** The query of the full-text index: every term as the beginning of a word, within one merchant where one is given. */
export function matchExpression(terms: readonly string[], merchantId: MerchantId | undefined): string {
  const words = terms.map((term) => `"${term}" *`)
  return [...(merchantId === undefined ? [] : [`"${merchantWord(merchantId)}"`]), ...words].join(' AND ')
}

/** Enters orders into the index: pairs of identity and words, ascending by identity. */
export async function indexOrders(writer: Writer, rows: readonly (readonly [OrderId, string])[]): Promise<void> {
  await sql`insert into order_search (rowid, words) select value ->> 0, value ->> 1 from json_each(${JSON.stringify(rows)})`.execute(
    writer.db,
  )
}
