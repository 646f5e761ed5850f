import { type BusinessDate, dateOf } from '../../../preload/contract/date'

/** Reads the dates of one file. A file repeats few dates in many lines, so each is worked out once. */
export class Dates {
  readonly #known = new Map<string, BusinessDate | null>()

  /** YYYYMMDD or, as barcodes have it, YYMMDD of this century; null where that is no day. */
  read(digits: string): BusinessDate | null {
    const known = this.#known.get(digits)
    if (known !== undefined) return known
    const date = dateFrom(digits)
    this.#known.set(digits, date)
    return date
  }
}

const CENTURY = 2000

function dateFrom(digits: string): BusinessDate | null {
  const [, year = '', month, day] = /^(\d{4}|\d{2})(\d{2})(\d{2})$/.exec(digits) ?? []
  return dateOf(Number(year) + (year.length === 2 ? CENTURY : 0), Number(month), Number(day))
}
