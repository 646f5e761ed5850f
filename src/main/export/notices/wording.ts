import { type BusinessDate, dayOfWeek } from '../../../preload/contract/date'
import type { PaymentMethod } from '../../../preload/contract/merchants'
import { formatYen, type Yen } from '../../../preload/contract/money'
import type { NoticeName, Recipient, told } from '../../../preload/contract/notices'
import type { Instruction } from '../../../preload/contract/shop'

/*
 * What people are told, in words: facts come in, a subject and parts of a text go out, to be set as a mail or as a letter. Every
 * saying stands once in each language; Japanese is written as a bank writes it, English says the same.
 */

/** What is known of an order and of what happened to it. */
export interface OrderMaterial {
  readonly event: string
  readonly merchantName: string
  readonly orderNumber: string
  readonly receivedOn: BusinessDate
  readonly goods: string
  readonly amount: Yen
  readonly paidAmount: Yen
  readonly eventAmount: Yen | null
  readonly method: PaymentMethod | null
  readonly dueOn: BusinessDate | null
  readonly payerName: string
  /** As the payer's transfer is to be named. */
  readonly payerKana: string
  readonly isProtected: boolean
  /** Nobody need ask for the capture: it went with the company's yes. */
  readonly isCapturedAtOnce: boolean
  /** The last day for what is asked, or of what has begun. */
  readonly until: BusinessDate | null
  readonly reason: string
  readonly instruction: Instruction | null
}

/** What is known of somebody who applied. */
export interface ApplicantMaterial {
  readonly name: string
  readonly registrationNumber: string
  readonly reason: string
  readonly until: BusinessDate | null
}

/** What is known of a payout. */
export interface PayoutMaterial {
  readonly merchantName: string
  readonly registrationNumber: string
  /** Of its statement. */
  readonly number: string
  readonly closingOn: BusinessDate
  readonly paidOn: BusinessDate
  readonly net: Yen
  readonly gross: Yen
  readonly orders: number
}

/** By what means it is told, and by what means it can be answered. */
export interface Means {
  /** Who tells it. */
  readonly bank: string
  readonly isLetter: boolean
  /** Where what is asked can be done. */
  readonly link: string | null
  readonly portal: string | null
  /** Whether an answer to this mail is read. */
  readonly isAnswerRead: boolean
}

export type Part =
  | { readonly kind: 'text'; readonly text: string }
  /** Names and values, one a line. */
  | { readonly kind: 'facts'; readonly facts: readonly (readonly [name: string, value: string])[] }
  | { readonly kind: 'link'; readonly says: string; readonly url: string }
  /** What may be written back, each a line of its own. */
  | { readonly kind: 'answers'; readonly says: string; readonly lines: readonly string[] }

export interface Wording {
  readonly subject: string
  /** To whom, as the first line of a letter. */
  readonly addressee: string
  readonly parts: readonly Part[]
  readonly foot: readonly string[]
}

/** One saying: what is told of this to this person. Without an addressee and a foot, which are the same for all. */
export type Saying<M> = (material: M & Means) => { subject: string; parts: readonly Part[] }

export type ApplicantNoticeName = Extract<NoticeName, 'application_received' | 'application_declined' | 'portal_invitation'>
export type PayoutNoticeName = Extract<NoticeName, 'payout_made'>
export type OrderNoticeName = Exclude<NoticeName, ApplicantNoticeName | PayoutNoticeName>

/** A saying for whoever may be told it; one that is missing does not compile. */
export type OrderSayings<R extends Recipient> = {
  readonly [N in OrderNoticeName as R extends (typeof told)[N][number] ? N : never]: Saying<OrderMaterial>
}
/** What is told of cards, credit and debit. */
type CardNotices =
  | 'authorized'
  | 'declined'
  | 'authorization_ending'
  | 'authorization_expired'
  | 'captured'
  | 'capture_failed'
  | 'charged_back'
export type CardSayings<R extends 'merchant' | 'payer'> = Pick<OrderSayings<R>, Extract<keyof OrderSayings<R>, CardNotices>>
export type PayoutSayings = { readonly [N in PayoutNoticeName]: Saying<PayoutMaterial> }
export type ApplicantSayings = { readonly [N in ApplicantNoticeName]: Saying<ApplicantMaterial> }

export const text = (words: string): Part => ({ kind: 'text', text: words })
/** Facts without a value are left out. */
export const facts = (...rows: readonly (readonly [string, string | null])[]): Part => ({
  kind: 'facts',
  facts: rows.flatMap(([name, value]) => (value === null || value === '' ? [] : [[name, value] as const])),
})
export const link = (says: string, url: string | null): readonly Part[] => (url === null ? [] : [{ kind: 'link', says, url }])
export const answers = ({ isAnswerRead, isLetter }: Means, says: string, ...lines: readonly string[]): readonly Part[] =>
  isAnswerRead && !isLetter ? [{ kind: 'answers', says, lines }] : []
/** Only where it is so. */
export const where = (is: boolean, ...parts: readonly Part[]): readonly Part[] => (is ? parts : [])

const weekdaysJa = '月火水木金土日'
/** `2026年11月27日（金）` */
export function dayJa(date: BusinessDate): string {
  const [year, month, day] = date.split('-').map(Number)
  return `${year}年${month}月${day}日（${weekdaysJa[dayOfWeek(date) - 1]}）`
}

const weekdaysEn = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const monthsEn = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']
/** `Friday, 27 November 2026` */
export function dayEn(date: BusinessDate): string {
  const [year, month = 1, day] = date.split('-').map(Number)
  return `${weekdaysEn[dayOfWeek(date) - 1]}, ${day} ${monthsEn[month - 1]} ${year}`
}

export const yenJa = (amount: Yen): string => `${formatYen(amount)}円`
export const yenEn = (amount: Yen): string => `${formatYen(amount)} yen`

/** A line of a header is one line, whatever people have called their shop. */
export const oneLine = (words: string): string => words.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim()
