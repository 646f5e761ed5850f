import { z } from 'zod'
import { BusinessDate } from './date'
import { Yen } from './money'

const Fee = Yen.refine((amount) => amount >= 0)

/** 振込手数料 from an amount on, tax included; it holds until the next band begins. */
export const TransferFeeBand = z.object({ from: Fee, fee: Fee })
export type TransferFeeBand = z.infer<typeof TransferFeeBand>

/** Bands in rising order, the first from 0, and no fee lower than the one before: only then is nothing lost at a boundary. */
const Bands = z
  .array(TransferFeeBand)
  .min(1)
  .max(20)
  .refine((bands) => bands[0]?.from === 0, 'the first band begins at 0')
  .refine((bands) => bands.every((band, at) => at === 0 || band.from > (bands[at - 1]?.from ?? 0)), 'bands rise')
  .refine((bands) => bands.every((band, at) => at === 0 || band.fee >= (bands[at - 1]?.fee ?? 0)), 'fees do not fall')

/** Where a transfer goes as the bank's price list sees it: 同一店・本支店・他行. */
export const TransferDestination = z.enum(['same_branch', 'same_bank', 'other_bank'])
export type TransferDestination = z.infer<typeof TransferDestination>

/** The bank's price list of transfers, as it holds from a day on. */
export const TransferFeeTable = z.object({
  validFrom: BusinessDate,
  bands: z.record(TransferDestination, Bands),
})
export type TransferFeeTable = z.infer<typeof TransferFeeTable>

/** Who bears the fee of a payout: 当方負担 (the agent, the usual case) or 先方負担 (the merchant, by contract). */
export const TransferFeeBearer = z.enum(['agent', 'merchant'])
export type TransferFeeBearer = z.infer<typeof TransferFeeBearer>

/**
 * How the fee is found where the merchant bears it and the amount lies about a boundary of the bands (settlement/transfer-fee.ts):
 * `exact` the fee of what is really sent · `unchanged` 据置型 · `upper_fee_added` 以上手数料加算型 · `lower_fee_added` 未満手数料加算型.
 */
export const TransferFeeConvention = z.enum(['exact', 'unchanged', 'upper_fee_added', 'lower_fee_added'])
export type TransferFeeConvention = z.infer<typeof TransferFeeConvention>
