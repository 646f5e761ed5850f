import { done, type Result, refuse } from '../../preload/contract/errors'
import type { BankTransferSettings } from '../../preload/contract/gateways'
import type { CutOff } from '../../preload/contract/transfers'
import { gatewayOf } from '../ledger/gateways'
import type { Reader } from '../ledger/ledger'
import type { DesignatedAccountRow } from '../ledger/schema'
import { designatedAccounts } from '../ledger/statement-files'

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

/** Until when the bank takes a file for a pay day. */
export function cutOffOf({ cutOffDays, cutOffTime }: BankTransferSettings): CutOff {
  return { businessDaysBefore: cutOffDays, time: cutOffTime }
}
