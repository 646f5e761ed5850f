import type { CardProvider } from '../../preload/contract/cards'
import type { Party } from '../../preload/contract/collection'
import { type BusinessDate, Instant } from '../../preload/contract/date'
import type { CardSettings } from '../../preload/contract/gateways'
import { gatewayOf } from '../ledger/gateways'
import type { Reader } from '../ledger/ledger'
import { closingFor } from '../settlement/payout-cycle'

/* The card company as the desk has settled it. */

export interface SettledCompany {
  readonly party: Party
  readonly provider: CardProvider
  readonly name: string
  readonly settings: CardSettings
  /** Merchants are paid as soon as it has captured, before it has paid. */
  readonly payableAtCapture: boolean
  /** Payers are offered it now. */
  readonly isOffered: boolean
}

/** The company, or null while nobody has said who it is. Switched off, what it has authorised goes on. */
export async function settledCompany(ledger: Reader): Promise<SettledCompany | null> {
  const { settings, enabled, paused } = await gatewayOf(ledger, 'card')
  if (settings.gateway !== 'card' || settings.companyName === '') return null
  const { party, provider, companyName, payable } = settings
  return { party, provider, name: companyName, settings, payableAtCapture: payable === 'at_capture', isOffered: enabled && !paused }
}

/** In whose name cards are asked for. */
export type CardTerms = Pick<SettledCompany, 'party' | 'provider'>

/** The company payers are offered; null while it is switched off, or not settled. */
export async function cardTerms(ledger: Reader): Promise<CardTerms | null> {
  const company = await settledCompany(ledger)
  return company?.isOffered ? company : null
}

/** The day on which the company transfers what it owes since this one, by the first closing that takes it. */
export function transferDay({ transferCycles }: CardSettings, on: BusinessDate, holidays: ReadonlySet<string>): BusinessDate {
  const closings = transferCycles.map((cycle) => closingFor(cycle, on, holidays))
  const first = closings.reduce((earliest, each) => (each.closesOn < earliest.closesOn ? each : earliest))
  return first.paysOn
}

export const DAY_MS = 24 * 60 * 60 * 1000

/** Until when an authorisation can be captured: as its company says, else so many days by its contract. */
export function endOfAuthorization({ authorizationDays }: CardSettings, told: Instant | null, at: Instant): Instant {
  return told ?? Instant.parse(at + authorizationDays * DAY_MS)
}

/** When the merchant is warned that it ends; null: not at all, or it began later than that. */
export function warningTime({ warnDays }: CardSettings, beganAt: Instant, endsAt: Instant): Instant | null {
  const warnAt = endsAt - warnDays * DAY_MS
  return warnDays === 0 || warnAt <= beganAt ? null : Instant.parse(warnAt)
}
