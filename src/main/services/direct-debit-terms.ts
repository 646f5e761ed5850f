import type { CollectionFeeBand, Party } from '../../preload/contract/collection'
import type { BusinessDate, Instant } from '../../preload/contract/date'
import type { DebitCollector } from '../../preload/contract/direct-debit'
import { DirectDebitSettings } from '../../preload/contract/gateways'
import type { MerchantId, OrderId } from '../../preload/contract/ids'
import type { BankMaster } from '../gateways/gateway'
import { gatewayOf } from '../ledger/gateways'
import type { Reader } from '../ledger/ledger'
import { mandateOfOrder } from '../ledger/mandates'
import type { Holidays } from '../settlement/calendar'
import { type DebitDates, type DebitTerms, nextCycles } from '../settlement/debit-cycles'
import type { Rounding } from '../settlement/rounding'
import { bankNameFor, legaliseField } from '../settlement/transfer-names'
import { momentInJapan } from './transfer-settings'

/* Direct debit as the desk has settled it: through whom accounts are debited, on which days, and whom it is offered to. */

export interface SettledDebit {
  readonly party: Party
  readonly name: string
  readonly collectorCode: string
  readonly terms: DebitTerms
  readonly separator: 'crlf' | 'none'
  /** So many times more an account is debited that had too little. */
  readonly retries: number
  readonly payableAtConfirmation: boolean
  readonly fees: readonly CollectionFeeBand[]
  readonly taxRounding: Rounding
  /** Payers are offered it now. */
  readonly isOffered: boolean
  readonly settings: DirectDebitSettings
}

/** The collector, or null while nobody has said in whose name and where the money is collected. */
export async function settledDebit(ledger: Reader): Promise<SettledDebit | null> {
  const { settings: found, enabled, paused } = await gatewayOf(ledger, 'direct_debit')
  const settings = DirectDebitSettings.parse(found)
  if (!isSettled(settings)) return null
  const { party, collectorName, collectorCode, separator, retries, payable, fees, taxRounding } = settings
  return {
    ...{ party, name: collectorName || party, collectorCode, separator, retries, fees, taxRounding, settings },
    terms: termsOf(settings),
    payableAtConfirmation: payable === 'at_confirmation',
    isOffered: enabled && !paused,
  }
}

/** Whether somebody has said in whose name and where the money is collected. */
export function isSettled({ collectorCode, collectorKana, bankCode, branchCode }: DirectDebitSettings): boolean {
  return ![collectorCode, collectorKana, bankCode, branchCode].includes('')
}

function termsOf({ debitDays, cutOffDays, cutOffTime, resultDays, transferDays }: DirectDebitSettings): DebitTerms {
  return {
    debitDays: debitDays.split(/ +/).map(Number),
    cutOff: { businessDaysBefore: cutOffDays, time: cutOffTime },
    resultDays,
    transferDays,
  }
}

/** The collector as files name it, with the names of its bank where the published list knows them. */
export function collectorOf({ settings }: SettledDebit, banks: Pick<BankMaster, 'findBank' | 'findBranch'>): DebitCollector {
  const { collectorCode, collectorKana, bankCode, branchCode, collectorAccount } = settings
  const [type, number = ''] = collectorAccount.split('-')
  return {
    code: collectorCode,
    name: legaliseField(collectorKana, 'originator_name'),
    bankCode,
    bankName: bankNameFor(banks.findBank(bankCode)?.kana ?? '', 'bank_name'),
    branchCode,
    branchName: bankNameFor(banks.findBranch(bankCode, branchCode)?.kana ?? '', 'branch_name'),
    account: type === '1' || type === '2' || type === '9' ? { type, number } : null,
  }
}

/** The next cycles whose file can still be handed in. */
export function cyclesFrom({ terms }: SettledDebit, at: Instant, count: number, holidays: Holidays): DebitDates[] {
  return nextCycles(terms, momentInJapan(at), count, holidays)
}

/** The next day of debit; a calendar without one is a fault. */
export function nextDebitDay(debit: SettledDebit, at: Instant, holidays: Holidays, after?: BusinessDate): BusinessDate {
  const found = cyclesFrom(debit, at, 24, holidays).find(({ debitOn }) => after === undefined || debitOn > after)
  if (!found) throw new Error('there is no cycle of direct debit')
  return found.debitOn
}

/** When an order would be debited; or that it has no mandate; null while direct debit is switched off or not settled. */
export type DebitOffer = { readonly debitOn: BusinessDate } | 'no_mandate' | null

/** The same for a customer of a merchant whose order is posted. */
export type DebitFor = (merchantId: MerchantId, customerNumber: string | undefined) => DebitOffer

/** What an order's payer can be offered. */
export async function debitOffer(ledger: Reader, orderId: OrderId, at: Instant, holidays: Holidays): Promise<DebitOffer> {
  const debit = await settledDebit(ledger)
  if (!debit?.isOffered) return null
  const debitOn = nextDebitDay(debit, at, holidays)
  return (await mandateOfOrder(ledger, orderId, debitOn)) ? { debitOn } : 'no_mandate'
}
