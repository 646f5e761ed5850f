import type { TaxClass } from '../../preload/contract/merchants'
import { type Yen, yen } from '../../preload/contract/money'
import { type TaxLine, taxWithin } from './consumption-tax'
import type { Rounding } from './rounding'

/*
 * What a qualified invoice (適格請求書, 消費税法 第57条の4) says of each rate: what was charged and the tax within it, rounded once per
 * invoice and rate. Fees are agreed before tax and a transfer fee with it, so both are brought to amounts with tax first; of fees alone
 * this comes to the tax that was counted on them (settlement/consumption-tax.ts), whichever way it is rounded.
 */

/** One row of an invoice: everything of one class at one rate. */
export interface InvoiceLine {
  readonly taxClass: TaxClass
  readonly basisPoints: number
  /** Before tax. base + tax = total. */
  readonly base: Yen
  readonly tax: Yen
  readonly total: Yen
}

/** A charge that has its tax within it. */
export interface InclusiveCharge {
  readonly amount: Yen
  readonly basisPoints: number
}

/** The rows of an invoice, the highest rate first, what is exempt last. Nothing was charged: no rows. */
export function invoiceLines(fees: readonly TaxLine[], inclusive: readonly InclusiveCharge[], rounding: Rounding): InvoiceLine[] {
  const totals = new Map<string, { taxClass: TaxClass; basisPoints: number; total: number }>()
  const add = (taxClass: TaxClass, basisPoints: number, amount: number) => {
    const key = `${taxClass} ${basisPoints}`
    totals.set(key, { taxClass, basisPoints, total: (totals.get(key)?.total ?? 0) + amount })
  }
  for (const { taxClass, basisPoints, base, tax } of fees) add(taxClass, basisPoints, base + tax)
  for (const { amount, basisPoints } of inclusive) add('standard', basisPoints, amount)
  const rank = ({ taxClass, basisPoints }: { taxClass: TaxClass; basisPoints: number }) => (taxClass === 'exempt' ? -1 : basisPoints)
  return [...totals.values()]
    .filter(({ total }) => total !== 0)
    .sort((one, other) => rank(other) - rank(one))
    .map(({ taxClass, basisPoints, total }) => {
      const tax = taxWithin(yen(total), basisPoints, rounding)
      return { taxClass, basisPoints, base: yen(total - tax), tax, total: yen(total) }
    })
}
