import type { InvoiceRow, MerchantStatement } from '../../../preload/contract/merchant-statement'
import type { StatementWords } from './words'

/* The sums of a statement as names and figures, the same on paper and in a workbook. */

/** The way from the sales to what is paid: signed, each with its name; together they come to the net. */
export function sumRows(statement: MerchantStatement, words: StatementWords): [name: string, amount: number][] {
  const { gross, fees, tax, offsets, transferFee, carriedOver } = statement
  const less = (name: string, amount: number): [string, number][] => (amount === 0 ? [] : [[name, -amount]])
  return [
    [words.sums.gross, gross],
    ...less(words.sums.fees, fees),
    ...less(words.sums.tax, tax),
    ...offsets.flatMap(({ kind, orderNumber, amount }) => less(`${words.owed[kind]} ${orderNumber}`.trim(), amount)),
    ...less(words.sums.transferFee, transferFee),
    ...carriedOver.flatMap(({ reason, amount }) => less(words.carried[reason], amount)),
  ]
}

/** `10%対象` */
export const rateName = ({ taxClass, basisPoints }: InvoiceRow, words: StatementWords): string =>
  taxClass === 'exempt' ? words.invoice.exempt : words.invoice.rate(basisPoints)
