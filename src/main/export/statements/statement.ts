import type { BusinessDate } from '../../../preload/contract/date'
import type { NamedSettlementAccount, PaymentMethod, TaxClass } from '../../../preload/contract/merchants'
import type { Yen } from '../../../preload/contract/money'
import type { CarryReason, PayableKind, ReceivableKind } from '../../../preload/contract/payouts'

/*
 * 精算書: what a merchant is told of one closing, to the yen, and at the same time the qualified invoice (適格請求書) of what the agent
 * charged it. This folder sets it as a workbook and as a PDF; every figure comes in counted, nothing is reckoned here.
 */

/** Money of an order by its method, or of a payable item by its kind. */
export type MoneySource = PaymentMethod | PayableKind

export interface SourceTotal {
  readonly source: MoneySource
  readonly count: number
  readonly gross: Yen
  /** Before tax. */
  readonly fees: Yen
}

/** One row of the invoice part; base + tax = total. */
export interface InvoiceRow {
  readonly taxClass: TaxClass
  readonly basisPoints: number
  readonly base: Yen
  readonly tax: Yen
  readonly total: Yen
}

export interface Issuer {
  readonly name: string
  readonly postalAddress: string
  /** Without one the statement is no qualified invoice. */
  readonly tNumber: string | null
}

/** gross − fees − tax − Σ offsets − transferFee − Σ carriedOver = net; sizes, of which only what is carried over may be negative. */
export interface MerchantStatement {
  /** By which it is known again; each line is `<number>-<line>`. */
  readonly number: string
  readonly issuedOn: BusinessDate
  readonly closingOn: BusinessDate
  readonly payOn: BusinessDate
  /** First and last day on which its orders were paid: when what is charged was rendered. Null where it has no orders. */
  readonly rendered: { readonly from: BusinessDate; readonly to: BusinessDate } | null
  readonly issuer: Issuer
  readonly merchant: { readonly name: string; readonly registrationNumber: string; readonly postalAddress: string }
  readonly account: NamedSettlementAccount
  readonly sources: readonly SourceTotal[]
  readonly gross: Yen
  readonly fees: Yen
  readonly tax: Yen
  readonly offsets: readonly { readonly kind: ReceivableKind; readonly amount: Yen; readonly orderNumber: string }[]
  readonly transferFee: Yen
  /** Negative where the merchant owes. */
  readonly carriedOver: readonly { readonly amount: Yen; readonly reason: CarryReason }[]
  readonly net: Yen
  /** Empty where nothing was charged. */
  readonly invoice: readonly InvoiceRow[]
  /** The lines of this closing wait for the next one: nothing was charged, nothing taken. */
  readonly isDeferred: boolean
}

/** One order, or other item, that a payout is made of. */
export interface StatementLine {
  readonly line: number
  readonly source: MoneySource
  /** Empty where it is of no order. */
  readonly orderNumber: string
  readonly goods: string
  /** The day an order was paid. */
  readonly paidOn: BusinessDate | null
  readonly amount: Yen
  /** Before tax. */
  readonly fee: Yen
  /** Of its fee, in basis points; null where none is charged. */
  readonly taxRate: number | null
}

/** A statement with its lines, which are read once, in order. */
export interface StatementToWrite {
  readonly statement: MerchantStatement
  readonly lineCount: number
  readonly lines: Iterable<StatementLine>
}

const SHOWN_DIGITS = 3

/** An account as it stands on paper that others may see: its last digits only. */
export function maskedAccount(
  { bankName, bankCode, branchName, branchCode, accountType, accountNumber }: NamedSettlementAccount,
  typeNames: Record<NamedSettlementAccount['accountType'], string>,
): string {
  const number = accountNumber.slice(-SHOWN_DIGITS).padStart(accountNumber.length, '*')
  return [bankName || bankCode, branchName || branchCode, typeNames[accountType], number].join(' ')
}

/** Throws where the figures do not add up, or a line of the sum is missing: such a statement is never written. */
export function assertAddsUp({ number, gross, fees, tax, offsets, transferFee, carriedOver, net, sources }: MerchantStatement): void {
  const sum = (amounts: readonly { amount: Yen }[]) => amounts.reduce((total, { amount }) => total + amount, 0)
  const left = gross - fees - tax - sum(offsets) - transferFee - sum(carriedOver)
  if (left !== net) throw new Error(`statement ${number} comes to ${left} yen, and says ${net}`)
  const counted = sources.reduce((total, source) => ({ gross: total.gross + source.gross, fees: total.fees + source.fees }), {
    gross: 0,
    fees: 0,
  })
  if (counted.gross !== gross || counted.fees !== fees) {
    throw new Error(`statement ${number} has ${gross} and ${fees} yen, its sources ${counted.gross} and ${counted.fees}`)
  }
}
