import { z } from 'zod'
import { BusinessDate } from './date'
import { Yen } from './money'

/* By which rules deposits clear by themselves, and by which tables a difference is named. Nothing of it changes by one person alone. */

/** A rule of automatic clearing: virtual account, order number in the text, name and amount, a name the bank has cut, all a payer owes. */
export const AutomaticRule = z.enum(['virtual_account', 'reference', 'name', 'cut_name', 'sum'])
export type AutomaticRule = z.infer<typeof AutomaticRule>

const Price = Yen.refine((amount) => amount > 0)

/** What a transfer of these amounts costs whoever sends it, tax included. */
export const SenderPrice = z.object({
  /** Where the price list tells it: 同行宛, 他行宛. Null: any transfer. */
  destination: z.enum(['same_bank', 'other_bank']).nullable(),
  /** For amounts from here on, and below the other; null: without an end. */
  from: Yen.refine((amount) => amount >= 0),
  below: Price.nullable(),
  fee: Price,
})
export type SenderPrice = z.infer<typeof SenderPrice>

/** What transfers cost at one bank, as it holds from a day on. */
export const SenderPrices = z.object({
  /** The sending bank's name as statements tell it, in kana of any width; '' for all banks without a list of their own. */
  bank: z.string().trim().max(15),
  /** Null: from the first. */
  validFrom: BusinessDate.nullable(),
  prices: z.array(SenderPrice).min(1).max(60),
})
export type SenderPrices = z.infer<typeof SenderPrices>

/** Prices of transfers are multiples of 50 yen, with a tenth of consumption tax, up to 990. */
const USUAL_PRICES: SenderPrices[] = [
  {
    bank: '',
    validFrom: null,
    prices: Array.from({ length: 18 }, (_, at) => ({
      destination: null,
      from: Yen.parse(0),
      below: null,
      fee: Price.parse((at + 1) * 55),
    })),
  },
]

export const ClearingRules = z.object({
  /** Which rules clear by themselves; one that does not still proposes. */
  automatic: z
    .record(AutomaticRule, z.boolean())
    .default({ virtual_account: true, reference: true, name: true, cut_name: true, sum: true }),
  /** Fewer letters of a name that was cut off may begin the names of many. */
  leastCutName: z.int().min(4).max(24).default(8),
  /** Calendar days after the due date on which money still counts as in time, and until which an order does not expire. */
  graceDays: z.int().min(0).max(31).default(0),
  /** A tax that was rounded the other way is no more yen than so many. */
  roundingMost: z.int().min(0).max(9).default(1),
  senderPrices: z.array(SenderPrices).max(50).default(USUAL_PRICES),
})
export type ClearingRules = z.infer<typeof ClearingRules>

/** What holds until somebody has settled anything. */
export const USUAL_CLEARING_RULES: ClearingRules = ClearingRules.parse({})
