import { z } from 'zod'
import { BusinessDate } from './date'
import { NamedSettlementAccount, PaymentMethod, TaxClass } from './merchants'
import { Yen } from './money'
import { CarryReason, PayableKind, ReceivableKind } from './payouts'

/*
 * 精算書: what a merchant is told of one closing, to the yen, and at the same time the qualified invoice (適格請求書) of what the agent
 * charged it. These facts are kept when it is issued; every form of it (PDF, workbook, paper) is set from them.
 */

/** Money of an order by its method, or of a payable item by its kind. */
export const MoneySource = z.union([PaymentMethod, PayableKind])
export type MoneySource = z.infer<typeof MoneySource>

/** `fees` before tax. */
export const SourceTotal = z.object({ source: MoneySource, count: z.int(), gross: Yen, fees: Yen })
export type SourceTotal = z.infer<typeof SourceTotal>

/** One row of the invoice part; base + tax = total. */
export const InvoiceRow = z.object({ taxClass: TaxClass, basisPoints: z.int(), base: Yen, tax: Yen, total: Yen })
export type InvoiceRow = z.infer<typeof InvoiceRow>

/** Without a T-number the statement is no qualified invoice. */
export const Issuer = z.object({ name: z.string(), postalAddress: z.string(), tNumber: z.string().nullable() })
export type Issuer = z.infer<typeof Issuer>

/** gross − fees − tax − Σ offsets − transferFee − Σ carriedOver = net; sizes, of which only what is carried over may be negative. */
export const MerchantStatement = z.object({
  /** By which it is known again; each line is `<number>-<line>`. */
  number: z.string(),
  issuedOn: BusinessDate,
  closingOn: BusinessDate,
  payOn: BusinessDate,
  /** First and last day on which its orders were paid: when what is charged was rendered. Null where it has no orders. */
  rendered: z.object({ from: BusinessDate, to: BusinessDate }).nullable(),
  issuer: Issuer,
  merchant: z.object({ name: z.string(), registrationNumber: z.string(), postalAddress: z.string() }),
  account: NamedSettlementAccount,
  sources: z.array(SourceTotal).readonly(),
  gross: Yen,
  fees: Yen,
  tax: Yen,
  /** `orderNumber` is empty where it is of no order. */
  offsets: z.array(z.object({ kind: ReceivableKind, amount: Yen, orderNumber: z.string() })).readonly(),
  transferFee: Yen,
  /** Negative where the merchant owes. */
  carriedOver: z.array(z.object({ amount: Yen, reason: CarryReason })).readonly(),
  net: Yen,
  /** Empty where nothing was charged. */
  invoice: z.array(InvoiceRow).readonly(),
  /** The lines of this closing wait for the next one: nothing was charged, nothing taken. */
  isDeferred: z.boolean(),
})
export type MerchantStatement = z.infer<typeof MerchantStatement>
