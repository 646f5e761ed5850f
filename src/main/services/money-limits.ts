import { z } from 'zod'
import { Yen, yen } from '../../preload/contract/money'
import type { Reader } from '../ledger/ledger'
import { settingOf } from '../ledger/settings'

/* From which amounts more people must agree, and how long what has left may still come back: settled once for the whole agent. */

const Limit = (usual: number) => Yen.refine((amount) => amount >= 0).default(yen(usual))

export const MoneyLimits = z.object({
  /** A refund above this is agreed to by two people besides its maker; up to it by one. */
  refundTwo: Limit(1_000_000),
  /** An exception up to this is ended by a clerk alone; above it one other agrees, above the second limit two. */
  correctionAlone: Limit(10_000),
  correctionTwo: Limit(1_000_000),
  /** Business days after which a transfer that was seen to leave no longer comes back. */
  returnPeriodDays: z.int().min(0).max(30).default(5),
})
export type MoneyLimits = z.infer<typeof MoneyLimits>

/** The limits in force. */
export async function moneyLimits(ledger: Reader): Promise<MoneyLimits> {
  return (await settingOf(ledger, 'money_limits', MoneyLimits)).value
}
