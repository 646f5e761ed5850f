import { createHash } from 'node:crypto'
import type { z } from 'zod'
import type { CollectionFeeBand, Party } from '../../preload/contract/collection'
import { ColumnProfile } from '../../preload/contract/column-profile'
import { NoticeGateway, type NoticeSettings, PostalSettings } from '../../preload/contract/gateways'
import type { Yen } from '../../preload/contract/money'
import { gatewayOf } from '../ledger/gateways'
import type { Reader } from '../ledger/ledger'
import { postalAccount } from '../settlement/postal'
import type { Rounding } from '../settlement/rounding'

/* Collectors whose files are read by a mapping (the postal office, e-money, carriers), as the desk has settled them. */

export interface NoticeCollector {
  readonly method: NoticeGateway
  readonly party: Party
  readonly name: string
  readonly settings: NoticeSettings
  /** What the columns of its files mean; null while nobody has said it. */
  readonly profile: ColumnProfile | null
  /** The most it takes at once; null: any amount. */
  readonly amountMax: Yen | null
  readonly payableAtConfirmation: boolean
  readonly graceDays: number
  readonly fees: readonly CollectionFeeBand[]
  readonly taxRounding: Rounding
  /** The bank's own number there: of the postal office its account; empty where there is none. */
  readonly companyCode: string
  /** Payers are offered it now. */
  readonly isOffered: boolean
}

/** A collector, whether or not it is switched on: what was issued stays what it is. Null while nobody has said who it is, or by which account. */
export async function noticeCollector(ledger: Reader, method: NoticeGateway): Promise<NoticeCollector | null> {
  const { settings, enabled, paused } = await gatewayOf(ledger, method)
  if (!isNoticeSettings(settings)) throw new Error(`settings of ${settings.gateway}`)
  const companyCode = settings.gateway === 'postal' ? postalAccount(settings.account) : ''
  if (companyCode === null || (settings.gateway !== 'postal' && settings.agentName === '')) return null
  const { party, agentName, profile, amountMax, payable, graceDays, fees, taxRounding } = settings
  return {
    ...{ method, party, name: agentName || party, settings, profile, amountMax, graceDays, fees, taxRounding, companyCode },
    payableAtConfirmation: payable === 'at_confirmation',
    isOffered: enabled && !paused,
  }
}

/** A mapping in short: another one reads the same file otherwise. Null while there is none. */
export function mappingOf(profile: ColumnProfile | null): string | null {
  return (
    profile &&
    createHash('sha256')
      .update(JSON.stringify(ColumnProfile.parse(profile)))
      .digest('hex')
  )
}

function isNoticeSettings(settings: { readonly gateway: string }): settings is NoticeSettings {
  return NoticeGateway.safeParse(settings.gateway).success
}

/** Those that payers are offered. */
export async function offeredCollectors(ledger: Reader): Promise<ReadonlyMap<NoticeGateway, NoticeCollector>> {
  const offered = new Map<NoticeGateway, NoticeCollector>()
  for (const method of NoticeGateway.options) {
    const collector = await noticeCollector(ledger, method)
    if (collector?.isOffered) offered.set(method, collector)
  }
  return offered
}

/** What is settled of the postal office, whether or not it is switched on: forms that were given stay what they are. */
export async function postalSettings(ledger: Reader): Promise<z.infer<typeof PostalSettings>> {
  return PostalSettings.parse((await gatewayOf(ledger, 'postal')).settings)
}
