/*
 * The 44 digits of a slip as a till and its agent read them, from the publications (s1, s2, s3, s4) and from nothing of the product: a
 * stand-in that shared its reader would not find its mistakes.
 */

/** What a till reads off a slip. */
export interface SlipDigits {
  readonly digits: string
  readonly makerCode: string
  /** The agent's own part, 21 digits: its client's code first. */
  readonly free: string
  readonly reissue: string
  /** `YYYY-MM-DD`; null: no last day. */
  readonly lastDay: string | null
  readonly stamp: '0' | '1'
  readonly amount: number
}

/** Why a till does not take a slip. */
export type TillRefusal = 'no_slip' | 'check_digit' | 'past_last_day' | 'amount' | 'other_agent'

const PARTS = /^91(\d{6})(\d{21})(\d)(\d{6})([01])(\d{6})(\d)$/
const SLIP_MOST = 300_000

/** Modulus 10, weights 3, 1, 3 … from the right over the 43 digits before it. */
function checkDigit(digits: string): number {
  const sum = [...digits.slice(0, 43)].reverse().reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 3 : 1), 0)
  return (10 - (sum % 10)) % 10
}

/** What stands in 44 digits, or why they are none of a slip. */
export function readSlip(digits: string): SlipDigits | TillRefusal {
  const [, makerCode, free, reissue, last, stamp, amount, check] = PARTS.exec(digits) ?? []
  if (makerCode === undefined || free === undefined || reissue === undefined || last === undefined) return 'no_slip'
  if (Number(check) !== checkDigit(digits)) return 'check_digit'
  const lastDay = last === '999999' ? null : `20${last.slice(0, 2)}-${last.slice(2, 4)}-${last.slice(4)}`
  return { digits, makerCode, free, reissue, lastDay, stamp: stamp === '1' ? '1' : '0', amount: Number(amount) }
}

/** Why a till of that day refuses a slip that it can read; null where it takes it. */
export function whyRefused({ lastDay, amount }: SlipDigits, day: string): TillRefusal | null {
  if (lastDay !== null && lastDay < day) return 'past_last_day'
  return amount < 1 || amount > SLIP_MOST ? 'amount' : null
}
