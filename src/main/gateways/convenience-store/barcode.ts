import { SLIP_AMOUNT_MAX, type Slip, type SlipNumbering } from '../../../preload/contract/collection'
import { PositiveYen } from '../../../preload/contract/money'
import type { SlipBarcode } from '../gateway'
import type { Dates } from './dates'
import type { Faults } from './faults'

/*
 * The 44 digits of 標準料金代理収納 (GS1-128, AI 91), digit by digit (s1, s2, s3, s4):
 *
 *   91 · maker code 6 · free digits 21 · 再発行区分 1 · 支払期限 YYMMDD 6 · 印紙フラグ 1 · 支払金額 6 · check digit 1
 *
 * How the 21 free digits are split is the agent's affair: its company code first, then the reference of the slip.
 */

const BARCODE_DIGITS = 44
const AI = '91'
const MAKER_AT = 2
const FREE_AT = 8
const FREE_DIGITS = 21
const REISSUE_AT = 29
const DUE_AT = 30
const STAMP_AT = 36
const AMOUNT_AT = 37
const CHECK_AT = 43
/** In place of a last day: there is none (s1, s4). */
const NO_END = '999999'
const REISSUE_MAX = 9

/** Modulus 10, weights 3 and 1 from the right (s1, s2, s3, s4), over the 43 digits before it, AI included. */
export function checkDigitOf(digits: string): number {
  let sum = 0
  for (let at = 0; at < CHECK_AT; at++) sum += digitAt(digits, at) * (at % 2 === 0 ? 3 : 1)
  return (10 - (sum % 10)) % 10
}

function digitAt(digits: string, at: number): number {
  return digits.charCodeAt(at) - 0x30
}

/** What is printed for a slip. An amount above the limit or a reference that does not fit its place is a fault of the caller. */
export function barcodeOf(slip: Slip, { makerCode, companyCode }: SlipNumbering): SlipBarcode {
  if (slip.amount > SLIP_AMOUNT_MAX) throw new RangeError(`no slip asks for ${slip.amount} yen`)
  if (!Number.isInteger(slip.reissue) || slip.reissue < 0 || slip.reissue > REISSUE_MAX) throw new RangeError(`re-issue ${slip.reissue}`)
  if (slip.dueOn !== null && !slip.dueOn.startsWith('20')) throw new RangeError(`${slip.dueOn} cannot be written in six digits`)
  const due = slip.dueOn === null ? NO_END : slip.dueOn.slice(2).replaceAll('-', '')
  const stamp = slip.needsStamp ? '1' : '0'
  const amount = String(slip.amount).padStart(CHECK_AT - AMOUNT_AT, '0')
  const upper = `${companyCode}${slip.reference.padStart(FREE_DIGITS - companyCode.length, '0')}${slip.reissue}`
  const body = `${AI}${makerCode}${upper}${due}${stamp}${amount}`
  if (body.length !== CHECK_AT || !/^\d+$/.test(body)) throw new RangeError(`${body} is no barcode of a slip`)
  const check = checkDigitOf(body)
  return { digits: `${body}${check}`, lines: [`(${AI})${makerCode}-${upper}`, `${due}-${stamp}-${amount}-${check}`] }
}

const FIELD = 'バーコード情報'

/**
 * Reads 44 digits back: what the slip asked for, and whose it was. `numbering`: what is expected; how long its company code is tells
 * where the reference begins. Null, with every fault told, where they are no barcode of such a slip.
 */
export function readBarcode(digits: string, numbering: SlipNumbering, dates: Dates, faults: Faults): (Slip & SlipNumbering) | null {
  if (!isWhole(digits, faults)) return null
  const referenceAt = FREE_AT + numbering.companyCode.length
  const makerCode = digits.slice(MAKER_AT, FREE_AT)
  const companyCode = digits.slice(FREE_AT, referenceAt)
  const due = digits.slice(DUE_AT, STAMP_AT)
  const dueOn = due === NO_END ? null : dates.read(due)
  const amount = Number(digits.slice(AMOUNT_AT, CHECK_AT))
  const stamp = digits[STAMP_AT]
  const before = faults.errors.length
  if (makerCode !== numbering.makerCode || companyCode !== numbering.companyCode)
    faults.add('company_differs', FIELD, digits.slice(MAKER_AT, referenceAt))
  if (dueOn === null && due !== NO_END) faults.add('not_a_date', '支払期限日', due)
  if (stamp !== '0' && stamp !== '1') faults.add('barcode_invalid', '印紙フラグ', stamp ?? '')
  if (amount === 0) faults.add('amount_zero', '支払金額', digits.slice(AMOUNT_AT, CHECK_AT))
  if (amount > SLIP_AMOUNT_MAX) faults.add('barcode_invalid', '支払金額', digits.slice(AMOUNT_AT, CHECK_AT))
  if (faults.errors.length > before) return null
  return {
    makerCode,
    companyCode,
    reference: digits.slice(referenceAt, REISSUE_AT),
    reissue: digitAt(digits, REISSUE_AT),
    dueOn,
    needsStamp: stamp === '1',
    amount: PositiveYen.parse(amount),
  }
}

/** 44 digits that begin with the AI and end with the right check digit. */
function isWhole(digits: string, faults: Faults): boolean {
  if (!isBarcode(digits)) faults.add('barcode_invalid', FIELD, digits)
  else if (checkDigitOf(digits) !== digitAt(digits, CHECK_AT)) faults.add('barcode_check_digit', FIELD, digits)
  else return true
  return false
}

/** Whether this is a barcode of this kind at all: 44 digits that begin with the AI. */
export function isBarcode(text: string): boolean {
  return text.length === BARCODE_DIGITS && text.startsWith(AI) && areDigits(text)
}

/** Whether a text is nothing but digits; an empty one is. */
export function areDigits(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const digit = digitAt(text, at)
    if (digit < 0 || digit > 9) return false
  }
  return true
}
