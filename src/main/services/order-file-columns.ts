import { type BusinessDate, parseDate } from '../../preload/contract/date'
import type { RowError } from '../../preload/contract/errors'
import { parseYen, type Yen } from '../../preload/contract/money'
import { holdsCardNumber } from '../settlement/card-number'
import { nameKey } from '../settlement/names'

/* The columns of an order file: what each is called, and what a cell of it must be. */
export type Column =
  | 'orderNumber'
  | 'receivedOn'
  | 'goods'
  | 'amount'
  | 'payerName'
  | 'payerKana'
  | 'email'
  | 'dueOn'
  | 'protection'
  | 'note'

export interface OrderFileRow {
  row: number
  orderNumber: string
  receivedOn: BusinessDate
  goods: string
  amount: Yen
  payerName: string
  payerKana: string
  email: string
  dueOn: BusinessDate
  protection: boolean
  note: string
}

type Fault = Pick<RowError, 'code' | 'expected'>
type Read<T> = { value: T } | { fault: Fault }

export interface ColumnRule {
  /** The first is the name told in errors. */
  headers: readonly [string, ...string[]]
  required: boolean
  longest: number
}

export const columns: Record<Column, ColumnRule> = {
  orderNumber: { headers: ['注文番号', 'order_number'], required: true, longest: 40 },
  receivedOn: { headers: ['受注日', 'received_on'], required: true, longest: 20 },
  goods: { headers: ['商品', 'goods'], required: true, longest: 200 },
  amount: { headers: ['金額', 'amount'], required: true, longest: 30 },
  payerName: { headers: ['購入者名', 'payer_name'], required: true, longest: 100 },
  payerKana: { headers: ['購入者カナ', 'payer_kana'], required: true, longest: 100 },
  email: { headers: ['メール', 'email'], required: false, longest: 254 },
  dueOn: { headers: ['支払期限', 'due_on'], required: false, longest: 20 },
  protection: { headers: ['返金希望', 'protection'], required: false, longest: 10 },
  note: { headers: ['備考', 'note'], required: false, longest: 500 },
}
export const columnNames = Object.keys(columns).filter((name): name is Column => name in columns)

const AMOUNT_MAX = 9_999_999_999
const CONTROL = /\p{Cc}/u
const yes = new Set(['はい', '1', 'yes', 'y', 'true', '○', 'あり'])
const no = new Set(['いいえ', '0', 'no', 'n', 'false', '', '×', 'なし'])

/** What is wrong with a cell before its meaning is looked at, or null. */
export function plainFault(column: Column, text: string): Fault | null {
  const rule = columns[column]
  if (text === '') return rule.required ? { code: 'missing' } : null
  if ([...text].length > rule.longest) return { code: 'too_long', expected: String(rule.longest) }
  if (CONTROL.test(column === 'note' ? text.replace(/[\r\n\t]/g, '') : text)) return { code: 'bad_character' }
  return holdsCardNumber(text) ? { code: 'card_number' } : null
}

export function readDate(text: string): Read<BusinessDate> {
  const date = parseDate(text)
  return date ? { value: date } : { fault: { code: 'not_a_date', expected: '2026-11-20' } }
}

export function readAmount(text: string): Read<Yen> {
  const amount = parseYen(text)
  if (amount === null) return { fault: { code: 'not_an_amount', expected: '12000' } }
  if (amount < 1) return { fault: { code: 'too_small', expected: '1' } }
  return amount > AMOUNT_MAX ? { fault: { code: 'too_large', expected: String(AMOUNT_MAX) } } : { value: amount }
}

/** Deposits are matched by kana: a name that leaves nothing to compare, or is written in kanji, is none. */
export function readKana(text: string): Read<string> {
  return /\p{Script=Han}/u.test(text) || nameKey(text) === '' ? { fault: { code: 'bad_character' } } : { value: text }
}

export function readEmail(text: string): Read<string> {
  return text === '' || /^[^\s@]+@[^\s@]+$/u.test(text) ? { value: text } : { fault: { code: 'bad_character' } }
}

export function readChoice(text: string): Read<boolean> {
  const choice = text.normalize('NFKC').trim().toLowerCase()
  if (yes.has(choice)) return { value: true }
  return no.has(choice) ? { value: false } : { fault: { code: 'not_a_choice', expected: 'はい / いいえ' } }
}
