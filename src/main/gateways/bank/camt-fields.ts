import type { BusinessDate } from '../../../preload/contract/date'
import { BusinessDate as BusinessDateText, dateInJapan } from '../../../preload/contract/date'
import type { Faults } from './faults'
import { attributeOf, child, textOf } from './xml-tree'

/** As many digits as the widest field of the fixed-length formats; more is no amount of yen. */
const DIGITS_MAX = 14

/** Whole yen of an amount element, compared as decimal text. Null, with the fault told, for another currency or a fraction. */
export function readYen(parent: unknown, name: string, faults: Faults): number | null {
  const amount = child(parent, name)
  if (amount === undefined) {
    faults.add('missing_element', null, undefined, name)
    return null
  }
  const currency = attributeOf(amount, 'Ccy')
  if (currency === 'JPY') return readWhole(textOf(amount), faults)
  faults.add('not_yen', null, currency, 'JPY')
  return null
}

/** A decimal without a fraction, such as `1000` or `1000.00`. */
export function readWhole(text: string, faults: Faults): number | null {
  const [, digits = '', fraction = ''] = /^\+?0*(\d+)(?:\.(\d*))?$/.exec(text) ?? []
  if (digits === '' || digits.length > DIGITS_MAX) {
    faults.add('not_a_number', null, text)
    return null
  }
  if (!/[1-9]/.test(fraction)) return Number(digits)
  faults.add('fraction_of_yen', null, text)
  return null
}

/** Money in or out as it was booked. A reversal carries its own direction already and is not turned round. */
export function readDirection(parent: unknown, faults: Faults): 'credit' | 'debit' | null {
  const indicator = textOf(parent, 'CdtDbtInd')
  if (indicator === 'CRDT') return 'credit'
  if (indicator === 'DBIT') return 'debit'
  faults.add('direction_unknown', null, indicator, 'CRDT, DBIT')
  return null
}

/** The date in a `Dt` or `DtTm` below this element; null where there is none, with the fault told where it is no date. */
export function readDate(parent: unknown, faults: Faults): BusinessDate | null {
  return dateOfText(textOf(parent, 'Dt') || textOf(parent, 'DtTm'), faults)
}

/**
 * A date, or the Japanese date of a moment that tells its offset; a moment without one is local time at the bank.
 * Null without a fault for an empty text.
 */
export function dateOfText(text: string, faults: Faults): BusinessDate | null {
  if (text === '') return null
  const [, day, time, zone] = /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?(Z|[+-]\d\d:\d\d)?$/.exec(text) ?? []
  const parsed = BusinessDateText.safeParse(day)
  const moment = parsed.success && time !== undefined && zone !== undefined ? Date.parse(text) : Number.NaN
  if (!parsed.success || (time !== undefined && zone !== undefined && Number.isNaN(moment))) {
    faults.add('not_a_date', null, text)
    return null
  }
  return Number.isNaN(moment) ? parsed.data : dateInJapan(moment)
}
