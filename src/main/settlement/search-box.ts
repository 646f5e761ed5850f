import { addDays, type BusinessDate, dateOf } from '../../preload/contract/date'
import { type Yen, yen } from '../../preload/contract/money'
import type { SearchWord, WordMeaning } from '../../preload/contract/search'
import { nameKey } from './names'
import { normaliseReference } from './references'

/*
 * What a clerk types into the one search box, read in every way it can be meant. A writing that says what it is (30,000, 500円, 11/20)
 * is only that; bare digits may be an amount, the end of an account, an order number, or a day.
 */

const WORDS_MAX = 8
const TILDES = /[〜〰]/g
/** A range or a comparison written with spaces is one word. */
const SPACED_RANGE = /(?<=[\d円日月万])\s*~\s*(?=[\d¥R令])/g
const SPACED_SIGN = /(>=|<=|>|<|≧|≦|≥|≤)\s+/g

/** Reads the box. Words that say nothing (a lone sign) are left out; a box that says nothing at all keeps one word without a meaning. */
export function readSearchBox(text: string, today: BusinessDate): SearchWord[] {
  const plain = text.normalize('NFKC').replace(TILDES, '~').replace(SPACED_RANGE, '~').replace(SPACED_SIGN, '$1').trim()
  if (plain === '') return []
  const words = plain
    .split(/\s+/)
    .slice(0, WORDS_MAX)
    .map((typed) => ({ typed, meanings: meaningsOf(typed, today) }))
  const telling = words.filter(({ meanings }) => meanings.length > 0)
  return telling.length > 0 ? telling : words.slice(0, 1)
}

type Meanings = readonly WordMeaning[]

function meaningsOf(word: string, today: BusinessDate): WordMeaning[] {
  const decisive = dates(word, today) ?? amounts(word)
  if (decisive) return [decisive]
  return [...digitsAlone(word), ...monthOrAmounts(word), ...orderNumber(word), ...account(word), ...name(word)]
}

/* Amounts */

const AMOUNT = String.raw`¥?(?:\d[\d,]*|\d+(?:\.\d+)?万)円?`
const DECIDED_AMOUNT = /[,¥円万]/
const MAN = 10_000

function amountOf(text: string): Yen | null {
  if (!new RegExp(`^${AMOUNT}$`).test(text)) return null
  const figure = text.replace(/[,¥円万]/g, '')
  if (figure.length > 15 || /^0\d/.test(figure)) return null
  const amount = text.includes('万') ? Math.round(Number(figure) * MAN) : Number(figure)
  return Number.isSafeInteger(amount) ? yen(amount) : null
}

/** A range, a comparison, or an amount that is written as one; null where the word is none of them. */
function amounts(word: string): WordMeaning | null {
  if (DECIDED_AMOUNT.test(word)) {
    const amount = amountOf(word)
    if (amount !== null) return { kind: 'amount', from: amount, to: amount }
    const range = amountRange(word, '-')
    if (range) return range
  }
  return amountRange(word, '~') ?? comparedAmount(word)
}

function amountRange(word: string, sign: '~' | '-'): WordMeaning | null {
  const ends = word.split(sign)
  if (ends.length !== 2) return null
  const [from = null, to = null] = ends.map(amountOf)
  const isOpen = ends.some((end) => end === '') && sign === '~'
  if (isOpen ? from === null && to === null : from === null || to === null || from > to) return null
  return { kind: 'amount', from, to }
}

const COMPARED = /^(>=|<=|>|<|≧|≦|≥|≤)(.+)$/
const COMPARED_BEHIND = /^(.+?)(以上|以下|未満|超)$/
const SIGN_OF: Readonly<Record<string, 'from' | 'to' | 'above' | 'below'>> = {
  '>=': 'from',
  '≧': 'from',
  '≥': 'from',
  以上: 'from',
  '<=': 'to',
  '≦': 'to',
  '≤': 'to',
  以下: 'to',
  '>': 'above',
  超: 'above',
  '<': 'below',
  未満: 'below',
}

function comparedAmount(word: string): WordMeaning | null {
  const [, before = '', text = ''] = COMPARED.exec(word) ?? []
  const [, textBehind = '', behind = ''] = COMPARED_BEHIND.exec(word) ?? []
  const amount = amountOf(text || textBehind)
  const sign = SIGN_OF[before || behind]
  if (amount === null || sign === undefined) return null
  if (sign === 'from' || sign === 'above') return { kind: 'amount', from: sign === 'from' ? amount : yen(amount + 1), to: null }
  return { kind: 'amount', from: null, to: sign === 'to' ? amount : yen(amount - 1) }
}

/* Days */

/** A year of one or two digits below this is a year of Reiwa, from it on one of this century: 8 is 2026, 26 is 2026. */
const WESTERN_FROM = 19
const REIWA_BEFORE = 2018
const CENTURY = 2000
const LAST_MONTH = 12

type Days = { from: BusinessDate; to: BusinessDate }

const day = (date: BusinessDate | null): Days | null => date && { from: date, to: date }

function yearOf(text: string): number {
  if (text === '元') return REIWA_BEFORE + 1
  const year = Number(text)
  if (text.length > 2) return year
  return year < WESTERN_FROM ? REIWA_BEFORE + year : CENTURY + year
}

const reiwa = (text: string) => (text === '元' ? REIWA_BEFORE + 1 : REIWA_BEFORE + Number(text))

function monthOf(year: number, month: number): Days | null {
  const from = dateOf(year, month, 1)
  const next = month === LAST_MONTH ? dateOf(year + 1, 1, 1) : dateOf(year, month + 1, 1)
  return from && next && { from, to: addDays(next, -1) }
}

/** How far ahead a day without a year may lie: what banks value a few days later. */
const AHEAD_DAYS = 7

/** The last day of this month and day up to a week ahead, where no year says otherwise. */
function dayWithoutYear(month: number, dayOfMonth: number, today: BusinessDate): BusinessDate | null {
  const year = Number(today.slice(0, 4))
  const latest = addDays(today, AHEAD_DAYS)
  for (const one of [year + 1, year, year - 1]) {
    const date = dateOf(one, month, dayOfMonth)
    if (date !== null && date <= latest) return date
  }
  return null
}

function daysOf(text: string, today: BusinessDate): Days | null {
  const full = /^(\d{4}|\d{1,2})([/.年])(\d{1,2})[/.月](\d{1,2})日?$/.exec(text) ?? /^(\d{4})(-)(\d{1,2})-(\d{1,2})$/.exec(text)
  if (full) return day(dateOf(yearOf(full[1] ?? ''), Number(full[3]), Number(full[4])))
  const era = /^(?:R|r|令和|令)(\d{1,2}|元)[-/.年](\d{1,2})(?:[-/.月](\d{1,2})?日?)?$/.exec(text)
  if (era) return era[3] ? day(dateOf(reiwa(era[1] ?? ''), Number(era[2]), Number(era[3]))) : monthOf(reiwa(era[1] ?? ''), Number(era[2]))
  const monthDay = /^(\d{1,2})[/月](\d{1,2})日?$/.exec(text)
  if (monthDay) return day(dayWithoutYear(Number(monthDay[1]), Number(monthDay[2]), today))
  const month = /^(\d{4})[/年](\d{1,2})月?$/.exec(text)
  if (month) return monthOf(Number(month[1]), Number(month[2]))
  const monthAlone = /^(\d{1,2})月$/.exec(text)
  const first = monthAlone && dayWithoutYear(Number(monthAlone[1]), 1, today)
  return first ? monthOf(Number(first.slice(0, 4)), Number(first.slice(5, 7))) : null
}

/** A day, a month, or a range of them; null where the word is none. */
function dates(word: string, today: BusinessDate): WordMeaning | null {
  const alone = daysOf(word, today)
  if (alone) return { kind: 'date', ...alone }
  const [, since] = /^(?:>=|≧|≥)?(.+?)(?:以降|から|~)?$/.exec(word) ?? []
  const [, until] = /^(?:<=|≦|≤|~)?(.+?)(?:以前|まで)?$/.exec(word) ?? []
  const [from, to] = [since === word ? null : daysOf(since ?? '', today), until === word ? null : daysOf(until ?? '', today)]
  if (from || to) return { kind: 'date', from: from?.from ?? null, to: to?.to ?? null }
  return dateRange(word, today)
}

function dateRange(word: string, today: BusinessDate): WordMeaning | null {
  const [, first = '', second = ''] = /^([^~]+)~([^~]+)$/.exec(word) ?? /^([^-]+)-([^-]+)$/.exec(word) ?? []
  const from = daysOf(first, today)
  const to = daysOf(second, today)
  if (!from || !to) return null
  // A second day without a year is of the first one's, or of the next.
  const isYearless = /^\d{1,2}[/月]/.test(second)
  const year = Number(from.from.slice(0, 4))
  const following = [year, year + 1].map((one) => dateOf(one, Number(to.to.slice(5, 7)), Number(to.to.slice(8))))
  const end = isYearless ? (following.find((date) => date !== null && date >= from.from) ?? to.to) : to.to
  return from.from <= end ? { kind: 'date', from: from.from, to: end } : null
}

/* What digits and signs without a unit may be */

const [FIRST_YEAR, LAST_YEAR] = [2000, 2099]

function digitsAlone(word: string): Meanings {
  if (!/^\d+$/.test(word)) return []
  const year = Number(word.slice(0, 4))
  const date =
    word.length === 8 && year >= FIRST_YEAR && year <= LAST_YEAR ? dateOf(year, Number(word.slice(4, 6)), Number(word.slice(6))) : null
  const amount = amountOf(word)
  return [
    ...(amount === null ? [] : [{ kind: 'amount' as const, from: amount, to: amount }]),
    ...(date === null ? [] : [{ kind: 'date' as const, from: date, to: date }]),
  ]
}

const BRANCH_AND_NUMBER = /^(\d{3})-(\d{7})$/

function monthOrAmounts(word: string): Meanings {
  const month = /^(20\d\d)-(\d{1,2})$/.exec(word)
  const days = month && monthOf(Number(month[1]), Number(month[2]))
  if (days) return [{ kind: 'date', ...days }]
  const range = BRANCH_AND_NUMBER.test(word) ? null : amountRange(word, '-')
  return range ? [range] : []
}

const ORDER_DIGITS_MIN = 3
const ORDER_NUMBER = /^[A-Za-z0-9][A-Za-z0-9_./#-]*$/

/** With a letter it is the beginning of a number; digits alone would begin too many, and mean a whole one. */
function orderNumber(word: string): Meanings {
  const key = normaliseReference(word)
  if (!ORDER_NUMBER.test(word) || !/\d/.test(key)) return []
  const whole = !/[A-Z]/.test(key)
  const isTooLittle = whole && (key.length < ORDER_DIGITS_MIN || !/^[\d-]+$/.test(word))
  return isTooLittle ? [] : [{ kind: 'order', key, whole }]
}

const ACCOUNT_DIGITS = 10
const END_DIGITS_MIN = 4
const BEGINNING_DIGITS_MIN = 8

function account(word: string): Meanings {
  const digits = word.replace(BRANCH_AND_NUMBER, '$1$2')
  if (!/^\d+$/.test(digits) || digits.length < END_DIGITS_MIN || digits.length > ACCOUNT_DIGITS) return []
  const end = { kind: 'account', digits, end: true } as const
  return digits.length >= BEGINNING_DIGITS_MIN && digits.length < ACCOUNT_DIGITS ? [end, { ...end, end: false }] : [end]
}

function name(word: string): Meanings {
  const key = nameKey(word)
  return /\p{L}/u.test(key) ? [{ kind: 'name', key }] : []
}
