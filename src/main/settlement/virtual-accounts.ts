import type { MerchantId } from '../../preload/contract/ids'

/* Virtual accounts: each open order holds one number of its merchant's range; a number is given again only when nobody holds it. */

/** Numbers `first`…`last` (7 digits as integers), and the number given last, or null before the first. */
export interface NumberRange {
  readonly first: number
  readonly last: number
  readonly cursor: number | null
}

export type Numbering =
  | { readonly ok: true; readonly numbers: number[]; readonly cursor: number }
  | { readonly ok: false; readonly needed: number; readonly free: number }

/**
 * The next free numbers after the cursor, going round at the end of the range once and passing over held ones, so that a number
 * rests as long as can be before it is given again. Too few: the data of refusal `virtual_accounts_exhausted`.
 */
export function nextNumbers(range: NumberRange, needed: number, held: ReadonlySet<number>): Numbering {
  const size = range.last - range.first + 1
  const start = range.cursor === null ? 0 : range.cursor - range.first + 1
  const numbers: number[] = []
  for (let step = 0; step < size && numbers.length < needed; step++) {
    const number = range.first + ((start + step) % size)
    if (!held.has(number)) numbers.push(number)
  }
  const cursor = numbers.at(-1) ?? range.cursor ?? range.first - 1
  return numbers.length < needed ? { ok: false, needed, free: numbers.length } : { ok: true, numbers, cursor }
}

/** How many numbers of a range nobody holds. */
export function freeNumbers(range: NumberRange, held: number): number {
  return range.last - range.first + 1 - held
}

/** The virtual account as statements name it: branch 3 + number 7 digits. */
export function virtualAccountCode(branchCode: string, number: number): string {
  return `${branchCode}${String(number).padStart(7, '0')}`
}

/** A stretch of virtual accounts and the merchant whose orders are given its numbers. */
export interface OwnedRange extends Pick<NumberRange, 'first' | 'last'> {
  readonly merchantId: MerchantId
  readonly branchCode: string
}

/** The merchant in whose range a code lies, whether or not an order holds the number now; null where it is nobody's. */
export function merchantOfCode(code: string, ranges: readonly OwnedRange[]): MerchantId | null {
  return ranges.find((range) => isInRange(code, range.branchCode, range))?.merchantId ?? null
}

/** Whether a code as statements name it lies in a range at this branch. */
export function isInRange(code: string, branchCode: string, range: Pick<NumberRange, 'first' | 'last'>): boolean {
  if (!/^\d{10}$/.test(code) || !code.startsWith(branchCode)) return false
  const number = Number(code.slice(3))
  return number >= range.first && number <= range.last
}
