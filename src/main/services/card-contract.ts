import { CardMethod, type CardProvider } from '../../preload/contract/cards'
import type { Party } from '../../preload/contract/collection'
import { type BusinessDate, Instant } from '../../preload/contract/date'
import { CardCompanySettings } from '../../preload/contract/gateways'
import { gatewayOf } from '../ledger/gateways'
import type { Reader } from '../ledger/ledger'
import { addBusinessDays } from '../settlement/calendar'
import type { CaptureTerms } from '../settlement/card'
import { closingFor } from '../settlement/payout-cycle'

/* The card company and the debit network, as the desk has settled them. */

export interface SettledCompany {
  readonly method: CardMethod
  readonly party: Party
  readonly provider: CardProvider
  readonly name: string
  readonly settings: CardCompanySettings
  readonly terms: CaptureTerms
  /** Payers are offered it now. */
  readonly isOffered: boolean
}

/** The company of a method, or null while nobody has said who it is. Switched off, what it has authorised goes on. */
export async function settledCompany(ledger: Reader, method: CardMethod): Promise<SettledCompany | null> {
  const { settings: settled, enabled, paused } = await gatewayOf(ledger, method)
  const settings = CardCompanySettings.parse(settled)
  const { party, provider, companyName: name, payable, capture } = settings
  if (name === '') return null
  const terms = { payable: payable === 'at_capture', atOnce: capture === 'at_once' }
  return { method, party, provider, name, settings, terms, isOffered: enabled && !paused }
}

/** In whose name cards are asked for, by method. */
export type OfferedCards = ReadonlyMap<CardMethod, Pick<SettledCompany, 'method' | 'party' | 'provider'>>

/** Those payers are offered; what is switched off, or not settled, is not among them. */
export async function offeredCards(ledger: Reader): Promise<OfferedCards> {
  const offered = new Map<CardMethod, SettledCompany>()
  for (const method of CardMethod.options) {
    const company = await settledCompany(ledger, method)
    if (company?.isOffered) offered.set(method, company)
  }
  return offered
}

/** The day on which the company transfers what it owes since this one: so many days on, or by the first closing that takes it. */
export function transferDay(
  { transferAfterDays, transferCycles }: CardCompanySettings,
  on: BusinessDate,
  holidays: ReadonlySet<string>,
): BusinessDate {
  if (transferAfterDays > 0) return addBusinessDays(on, transferAfterDays, holidays)
  const closings = transferCycles.map((cycle) => closingFor(cycle, on, holidays))
  const first = closings.reduce((earliest, each) => (each.closesOn < earliest.closesOn ? each : earliest))
  return first.paysOn
}

export const DAY_MS = 24 * 60 * 60 * 1000

/** Until when an authorisation can be captured: as its company says, else so many days by its contract. */
export function endOfAuthorization({ authorizationDays }: CardCompanySettings, told: Instant | null, at: Instant): Instant {
  return told ?? Instant.parse(at + authorizationDays * DAY_MS)
}

/** When the merchant is warned that it ends; null: not at all, or it began later than that. */
export function warningTime({ warnDays }: CardCompanySettings, beganAt: Instant, endsAt: Instant): Instant | null {
  const warnAt = endsAt - warnDays * DAY_MS
  return warnDays === 0 || warnAt <= beganAt ? null : Instant.parse(warnAt)
}
