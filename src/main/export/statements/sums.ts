import type { InvoiceRow, MerchantStatement, SourceTotal } from '../../../preload/contract/merchant-statement'
import { PaymentMethod } from '../../../preload/contract/merchants'
import type { StatementWords } from './words'

/* The sums of a statement as names and figures, the same on paper and in a workbook. */

/**
 * The way from the sales of this closing, and from what was due before it (a payout that came back, a rest), to what is paid: signed, each
 * with its name; together they come to the net.
 */
export function sumRows(statement: MerchantStatement, words: StatementWords): [name: string, amount: number][] {
  const { sources, fees, tax, offsets, transferFee, carriedOver } = statement
  const [sales, dueBefore] = [sources.filter(isSales), sources.filter((each) => !isSales(each))]
  const less = (name: string, amount: number): [string, number][] => (amount === 0 ? [] : [[name, -amount]])
  return [
    [words.sums.gross, sales.reduce((total, { gross }) => total + gross, 0)],
    ...dueBefore.map(({ source, gross }): [string, number] => [words.source[source], gross]),
    ...less(words.sums.fees, fees),
    ...less(words.sums.tax, tax),
    ...offsets.flatMap(({ kind, orderNumber, amount }) => less(`${words.owed[kind]} ${orderNumber}`.trim(), amount)),
    ...less(words.sums.transferFee, transferFee),
    ...carriedOver.flatMap(({ reason, amount }) => less(words.carried[reason], amount)),
  ]
}

const isSales = ({ source }: SourceTotal): boolean => PaymentMethod.safeParse(source).success

/** `10%対象` */
export const rateName = ({ taxClass, basisPoints }: InvoiceRow, words: StatementWords): string =>
  taxClass === 'exempt' ? words.invoice.exempt : words.invoice.rate(basisPoints)
