import { type BusinessDate, dateInJapan, type Instant } from '../../preload/contract/date'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { BankTransferSettings } from '../../preload/contract/gateways'
import type { CutOff } from '../../preload/contract/transfers'
import { gatewayOf } from '../ledger/gateways'
import type { Reader } from '../ledger/ledger'
import type { DesignatedAccountRow } from '../ledger/schema'
import { designatedAccounts } from '../ledger/statement-files'
import { type Holidays, isBusinessDay } from '../settlement/calendar'
import { earliestPayDay } from '../settlement/payout-cycle'

/* What is settled about files of transfers: from which account they pay, how they are written and sent, until when. */

/** The connector of bank transfers as it is settled, whether it is switched on or not. */
export async function transferSettings(ledger: Reader): Promise<{ enabled: boolean; settings: BankTransferSettings }> {
  const { enabled, paused, settings } = await gatewayOf(ledger, 'bank_transfer')
  if (settings.gateway !== 'bank_transfer') throw new Error(`settings of ${settings.gateway}`)
  return { enabled: enabled && !paused, settings }
}

/** The designated account that payouts leave from. Refuses transfers_not_settled where there are several and none is named. */
export async function payingAccount(ledger: Reader, settings: BankTransferSettings): Promise<Result<DesignatedAccountRow>> {
  const accounts = [...(await designatedAccounts(ledger)).values()]
  const numberOf = (row: DesignatedAccountRow) => `${row.bank_code}-${row.branch_code}-${row.account_number}`
  const named = accounts.find((row) => numberOf(row) === settings.payFrom)
  const only = settings.payFrom === '' && accounts.length === 1 ? accounts[0] : undefined
  const account = named ?? only
  return account ? done(account) : refuse({ refusal: 'transfers_not_settled', missing: 'account' })
}

/** Whether a file handed over at a moment can still pay on a day. Refuses not_a_business_day, pay_day_passed (also: its cut-off has). */
export async function checkPayDay(ledger: Reader, payOn: BusinessDate, at: Instant, holidays: Holidays): Promise<Result<null>> {
  if (!isBusinessDay(payOn, holidays)) return refuse({ refusal: 'not_a_business_day', on: payOn })
  const { settings } = await transferSettings(ledger)
  const earliest = earliestPayDay(momentInJapan(at), cutOffOf(settings), holidays)
  return payOn >= earliest ? done(null) : refuse({ refusal: 'pay_day_passed', payOn, earliest })
}

/** Day and minute in Japan. */
export function momentInJapan(at: Instant): { date: BusinessDate; time: string } {
  return { date: dateInJapan(at), time: new Date(at + 9 * 3_600_000).toISOString().slice(11, 16) }
}

/** Until when the bank takes a file for a pay day. */
export function cutOffOf({ cutOffDays, cutOffTime }: BankTransferSettings): CutOff {
  return { businessDaysBefore: cutOffDays, time: cutOffTime }
}
