import type { BusinessDate } from '../../../preload/contract/date'
import type { MerchantStatement, MoneySource } from '../../../preload/contract/merchant-statement'
import type { NamedSettlementAccount } from '../../../preload/contract/merchants'
import type { Yen } from '../../../preload/contract/money'

/* 精算書 as it is set, as a workbook and as a PDF; every figure comes in counted, nothing is reckoned here. */

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
