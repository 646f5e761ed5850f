/*
 * Numbers by which payments are told apart that have no barcode (e-money, cash on delivery, postal transfer): ten digits that count up and a
 * check digit, since people type them. They begin with no zero, and no spreadsheet shows eleven digits as a power of ten.
 */
export const PAYMENT_REFERENCE_DIGITS = 11
const FIRST = 1_000_000_001
const LAST = 9_999_999_999

/** So many references after the highest one given so far. */
export function nextPaymentReferences(last: string | null, count: number): string[] {
  const first = last === null ? FIRST : Number(last.slice(0, -1)) + 1
  if (first + count - 1 > LAST) throw new RangeError('no payment reference is left')
  return Array.from({ length: count }, (_, at) => {
    const body = String(first + at)
    return `${body}${checkDigit(body)}`
  })
}

/** As a file or a person wrote it: digits of a longer field stand behind zeros. Whatever is none is left as it is. */
export function paymentReference(written: string): string {
  const digits = written.replace(/^0+/, '')
  return isPaymentReference(digits) ? digits : written
}

export function isPaymentReference(text: string): boolean {
  return text.length === PAYMENT_REFERENCE_DIGITS && /^[1-9]\d+$/.test(text) && checkDigit(text.slice(0, -1)) === Number(text.slice(-1))
}

/** Modulus 10, weights 3 and 1 from the right, as on slips of stores (collection.md §1.3). */
function checkDigit(body: string): number {
  const sum = [...body].reverse().reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 3 : 1), 0)
  return (10 - (sum % 10)) % 10
}
