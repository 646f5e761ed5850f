import { type BusinessDate, businessDate } from '../../preload/contract/date'
import type { TaxClass } from '../../preload/contract/merchants'
import { type Yen, yen } from '../../preload/contract/money'
import { inForce } from './in-force'
import { BASIS_POINTS, partOf, type Rounding } from './rounding'

/*
 * 消費税 on the agent's fees, as a qualified invoice (適格請求書) asks for it: amounts are summed per statement and rate, and the tax
 * of each sum is rounded once, never line by line (消費税法施行令 第70条の10).
 */

/** A rate and the first day on which it holds, in basis points. */
export interface TaxRate {
  readonly validFrom: BusinessDate
  readonly basisPoints: number
}

/** The standard rate, national and local tax together. A new rate is one row more. */
export const standardTaxRates: readonly TaxRate[] = [
  { validFrom: businessDate('1989-04-01'), basisPoints: 300 },
  { validFrom: businessDate('1997-04-01'), basisPoints: 500 },
  { validFrom: businessDate('2014-04-01'), basisPoints: 800 },
  { validFrom: businessDate('2019-10-01'), basisPoints: 1000 },
]

/** An amount before tax, and the day its service was rendered, which decides the rate. */
export interface TaxedAmount {
  readonly amount: Yen
  readonly taxClass: TaxClass
  readonly on: BusinessDate
}

/** One row of a statement's tax: everything of one class at one rate. */
export interface TaxLine {
  readonly taxClass: TaxClass
  readonly basisPoints: number
  /** Before tax. */
  readonly base: Yen
  readonly tax: Yen
}

/** How tax is counted: decided once, for every statement. */
export interface TaxRules {
  readonly rates: readonly TaxRate[]
  readonly rounding: Rounding
}

/** The rate in force for a class on a day, in basis points; 0 for what is exempt (非課税). */
export function taxRateOn(taxClass: TaxClass, on: BusinessDate, rates: readonly TaxRate[]): number {
  return taxClass === 'exempt' ? 0 : (inForce(rates, on)?.basisPoints ?? 0)
}

/** The tax of one statement: a row per class and rate, the highest rate first, what is exempt last. */
export function consumptionTax(amounts: Iterable<TaxedAmount>, { rates, rounding }: TaxRules): TaxLine[] {
  const bases = new Map<string, Omit<TaxLine, 'tax'>>()
  for (const { amount, taxClass, on } of amounts) {
    const basisPoints = taxRateOn(taxClass, on, rates)
    const key = `${taxClass} ${basisPoints}`
    bases.set(key, { taxClass, basisPoints, base: yen((bases.get(key)?.base ?? 0) + amount) })
  }
  const order = (line: Omit<TaxLine, 'tax'>) => (line.taxClass === 'exempt' ? -1 : line.basisPoints)
  return [...bases.values()]
    .sort((a, b) => order(b) - order(a))
    .map((line) => ({ ...line, tax: partOf(line.base, line.basisPoints, BASIS_POINTS, rounding) }))
}

/** The tax within an amount that includes it, such as a transfer fee: amount × rate ÷ (100 % + rate), rounded once. */
export function taxWithin(amount: Yen, basisPoints: number, rounding: Rounding): Yen {
  return partOf(amount, basisPoints, BASIS_POINTS + basisPoints, rounding)
}
