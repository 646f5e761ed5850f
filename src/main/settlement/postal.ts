/*
 * 払込取扱票: the two lines that the postal office reads by machine (collection.md §3.1), and the account they name (§3.2). The check digit Z
 * of an account is carried, never checked: how it is made is published nowhere.
 */

/** Letters of a line and what they count as; digits count as themselves. */
const letterValues: Readonly<Record<string, number>> = {
  ...{ A: 10, F: 15, H: 17, J: 19, K: 20, L: 21, P: 25, T: 29, V: 31, X: 33 },
  ...{ '*': 36, '+': 37, '-': 38, '#': 39 },
}
const WEIGHTS_2 = [9, 8, 7, 6, 5, 4, 3, 2] as const
const WEIGHTS_1 = [3, 4, 5, 6, 7, 8, 9, 2] as const

function countsAs(sign: string): number {
  const value = /\d/.test(sign) ? Number(sign) : letterValues[sign]
  if (value === undefined) throw new RangeError(`${sign} stands in no line of a postal form`)
  return value
}

/** Both check digits and the body behind them, as the line is printed. Another sign than the lines allow is a fault of the caller. */
export function withCheckDigits(body: string): string {
  const values = [...body].map(countsAs)
  const second = values.reduce((sum, value, at) => sum + value * (at % 2 === 0 ? (WEIGHTS_2[(at / 2) % 8] ?? 0) : 1), 0) % 10
  const sum = values.reduce((total, value, at) => total + value * (at % 2 === 1 ? (WEIGHTS_1[((at - 1) / 2) % 8] ?? 0) : 1), 2 * second)
  const first = (sum % 11) % 10
  return `${first}${second}${body}`
}

/** Whether both check digits of a line are right. */
export function isPostalLine(line: string): boolean {
  const body = line.slice(2)
  return [...body].every((sign) => /\d/.test(sign) || sign in letterValues) && withCheckDigits(body) === line
}

const ACCOUNT_DIGITS = 11
const AMOUNT_DIGITS = 11
const USER_DIGITS = 14
const REFERENCE_DIGITS = 42

/**
 * 口座番号 as the upper line names it, from what people write: 記号 (five digits, the first 0) and 番号 (at most six), with Z after the 記号
 * or without it. Null where it is none.
 */
export function postalAccount(written: string): string | null {
  const [, symbol, number] = /^(0\d{4})(?:-\d)?-(\d{1,6})$/.exec(written.normalize('NFKC').trim()) ?? []
  return symbol === undefined || number === undefined ? null : symbol + number.padStart(ACCOUNT_DIGITS - symbol.length, '0')
}

/** What a form asks for. */
export interface PostalForm {
  /** 11 digits. */
  readonly account: string
  readonly amount: number
  /** 払込料金負担区分 as agreed with the office: `2` where the account's holder bears it (the only one published). */
  readonly chargeCode: string
  /** Digits. */
  readonly reference: string
}

/** The upper line (39 digits): account, amount, who bears the charge. */
export function upperLine({ account, amount, chargeCode }: PostalForm): string {
  const body = `${account}${String(amount).padStart(AMOUNT_DIGITS, '0')}${chargeCode}${'0'.repeat(USER_DIGITS)}`
  if (body.length !== ACCOUNT_DIGITS + AMOUNT_DIGITS + 1 + USER_DIGITS) throw new RangeError(`${body} is no upper line`)
  return withCheckDigits(body)
}

/** The lower line (44 digits): the reference by which the payment is told. */
export function lowerLine({ reference }: PostalForm): string {
  if (reference.length > REFERENCE_DIGITS) throw new RangeError(`${reference} is no reference of a postal form`)
  return withCheckDigits(reference.padStart(REFERENCE_DIGITS, '0'))
}

/** Both lines of a form that was given an order, upper first. */
export function postalLines(
  slip: { readonly companyCode: string; readonly amount: number; readonly reference: string },
  chargeCode: string,
): readonly [string, string] {
  const form = { account: slip.companyCode, amount: slip.amount, chargeCode, reference: slip.reference }
  return [upperLine(form), lowerLine(form)]
}

/** What the lower line carries behind its check digits; whatever is no such line is left as it is. */
export function referenceOfLine(written: string): string {
  return written.length === REFERENCE_DIGITS + 2 && isPostalLine(written) ? written.slice(2) : written
}

/** In cash more than this is taken at the counter alone, which asks who pays (取引時確認, collection.md §3.3). In yen. */
const CASH_UNCHECKED_MAX = 100_000

/** Whether a payer in cash is asked who pays. */
export function isCashChecked(amount: number): boolean {
  return amount > CASH_UNCHECKED_MAX
}
