import { type Yen, yen } from '../../preload/contract/money'

/*
 * The one rounding rule of fees and tax. The direction is set once for the whole program (down, 切り捨て, unless a bank decides
 * otherwise) and handed to every rule that rounds. It rounds the size of an amount, so that what is given back cancels what was taken.
 */
export type Rounding = 'down' | 'half_up' | 'up'

/** 1/10,000: what fees and tax rates are written in. */
export const BASIS_POINTS = 10_000

/** So many parts of a whole of an amount, in whole yen: exact however large, and rounded once. `of` is above zero. */
export function partOf(amount: Yen, parts: number, of: number, rounding: Rounding): Yen {
  const product = BigInt(amount) * BigInt(parts)
  const [size, whole] = [product < 0n ? -product : product, BigInt(of)]
  const rest = size % whole
  const up = rounding === 'up' ? rest > 0n : rounding === 'half_up' && rest * 2n >= whole
  const rounded = Number(size / whole + (up ? 1n : 0n))
  return yen(product < 0n && rounded > 0 ? -rounded : rounded)
}
