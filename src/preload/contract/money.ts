import { z } from 'zod'

/** Whole yen. Never negative zero, never fractional, always a safe integer; the sign is part of the figure. */
export const Yen = z.int().brand<'Yen'>()
export type Yen = z.infer<typeof Yen>

/** Whole yen of at least one: what a bank line, an order or a posting carries. */
export const PositiveYen = Yen.refine((amount) => amount > 0)
export type PositiveYen = z.infer<typeof PositiveYen>

/** Turns an integer into yen. A fraction, NaN or an unsafe integer is a fault, not a rounding. */
export function yen(amount: number): Yen {
  return Yen.parse(amount)
}

export const ZERO_YEN = yen(0)

/** Adds yen; an unsafe total is a fault. */
export function sumYen(amounts: Iterable<Yen>): Yen {
  let total = 0
  for (const amount of amounts) total += amount
  return yen(total)
}

/**
 * Reads what a person or a file wrote as an amount: `12,000`, `¥12000`, `１２，０００円`.
 * Null when it is not a whole number of yen.
 */
export function parseYen(text: string): Yen | null {
  const plain = text.normalize('NFKC').replace(/[\s,¥円\\]/g, '')
  if (!/^-?\d{1,15}$/.test(plain)) return null
  const amount = Number(plain)
  return Number.isSafeInteger(amount) ? yen(amount === 0 ? 0 : amount) : null
}

/** `12,000`, with no currency mark: the column header carries 円. */
export function formatYen(amount: Yen): string {
  return amount.toLocaleString('ja-JP')
}
