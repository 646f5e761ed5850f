import type { DateForm, FileEncoding, NumberForm } from '../../../preload/contract/column-profile'
import { type BusinessDate, dateOf } from '../../../preload/contract/date'
import { type Yen, yen } from '../../../preload/contract/money'

/* What a cell says, in the one form that the mapping names; nothing is guessed. */

/** Turns bytes that were taken one by one (latin1) into text; null where they are none in this encoding. */
export function decoderOf(encoding: FileEncoding): (latin1: string) => string | null {
  // As Windows writes it, so that ①, ㈱ and 髙 are read.
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true })
  return (latin1) => {
    if (isAscii(latin1)) return latin1
    try {
      return decoder.decode(Buffer.from(latin1, 'latin1'))
    } catch (fault) {
      if (fault instanceof TypeError) return null
      throw fault
    }
  }
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0x7f) return false
  return true
}

const time = String.raw`(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?$`
const datePatterns: Readonly<Record<DateForm, RegExp>> = {
  yyyymmdd: /^(\d{4})(\d{2})(\d{2})$/,
  'yyyy-mm-dd': new RegExp(String.raw`^(\d{4})-(\d{1,2})-(\d{1,2})${time}`),
  'yyyy/mm/dd': new RegExp(String.raw`^(\d{4})/(\d{1,2})/(\d{1,2})${time}`),
  yyyy年m月d日: new RegExp(String.raw`^(\d{4})年(\d{1,2})月(\d{1,2})日${time}`),
}

/** The day a cell names; null where it is none in this form. */
export function readDay(text: string, form: DateForm): BusinessDate | null {
  const [, year, month, day] = datePatterns[form].exec(text) ?? []
  return dateOf(Number(year), Number(month), Number(day))
}

const PLAIN = /^\d{1,10}$/
const GROUPED = /^[¥￥\\]?(\d{1,3}(?:,\d{3}){1,3}|\d{1,10})円?$/

/** The yen a cell names, 0 included; null where it is no such number. */
export function readYen(text: string, form: NumberForm): Yen | null {
  const digits = form === 'plain' ? text : (GROUPED.exec(text)?.[1]?.replaceAll(',', '') ?? '')
  return PLAIN.test(digits) ? yen(Number(digits)) : null
}

/** Numbers that others gave: letters, digits and signs of ASCII without spaces. */
export function isCode(text: string): boolean {
  return /^[\x21-\x7e]{1,64}$/.test(text)
}
