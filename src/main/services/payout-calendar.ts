import { type BusinessDate, daysBetween } from '../../preload/contract/date'
import { done, type Result, refuse } from '../../preload/contract/errors'
import { yen } from '../../preload/contract/money'
import type { CalendarEntry } from '../../preload/contract/payouts'
import type { Gateways } from '../gateways/gateway'
import type { Reader } from '../ledger/ledger'
import { allMerchants } from '../ledger/merchants'
import { moneyToRelease } from '../ledger/payout-lists'
import { closingFor, handOverBy } from '../settlement/payout-cycle'
import { cutOffOf, transferSettings } from './transfer-settings'

/* Money to be released: what may be paid out already, by the closing that takes it and the day it is paid. */

const DAYS_MOST = 400

export async function payoutCalendar(
  ledger: Reader,
  { holidays }: Pick<Gateways, 'holidays'>,
  { from, to }: { from: BusinessDate; to: BusinessDate },
): Promise<Result<{ entries: CalendarEntry[] }>> {
  const days = daysBetween(from, to)
  if (days < 0 || days > DAYS_MOST) {
    return refuse({ refusal: 'invalid_input', problems: [{ path: 'to', message: `from 0 to ${DAYS_MOST} days after from` }] })
  }
  const { settings } = await transferSettings(ledger)
  const entries = new Map<string, CalendarEntry & { of: Set<number> }>()
  const merchants = new Map((await allMerchants(ledger)).map((merchant) => [merchant.id, merchant]))
  for (const { merchantId, releasableOn, orders, amount } of await moneyToRelease(ledger, to)) {
    const merchant = merchants.get(merchantId)
    if (merchant?.state !== 'active') continue
    // What no closing has taken yet waits for the first one from the first day shown.
    const { closesOn, paysOn } = closingFor(merchant.payoutCycle, releasableOn < from ? from : releasableOn, holidays)
    if (closesOn > to) continue
    const key = `${closesOn} ${paysOn}`
    const entry = entries.get(key) ?? {
      ...{ closesOn, paysOn, handOverBy: handOverBy(paysOn, cutOffOf(settings), holidays), merchants: 0, orders: 0, amount: yen(0) },
      of: new Set<number>(),
    }
    entry.of.add(merchantId)
    entry.merchants = entry.of.size
    entry.orders += orders
    entry.amount = yen(entry.amount + amount)
    entries.set(key, entry)
  }
  const sorted = [...entries].sort(([a], [b]) => (a < b ? -1 : 1))
  return done({ entries: sorted.map(([, { of: _, ...entry }]) => entry) })
}
