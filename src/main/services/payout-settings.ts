import { done, type Result, refuse } from '../../preload/contract/errors'
import type { BankTransferSettings } from '../../preload/contract/gateways'
import { PayoutRules } from '../../preload/contract/payouts'
import type { CutOff } from '../../preload/contract/transfers'
import { appendAudit } from '../ledger/audit'
import { gatewayOf } from '../ledger/gateways'
import type { Ledger, Reader } from '../ledger/ledger'
import { PAYOUT_RULES } from '../ledger/payouts'
import type { DesignatedAccountRow } from '../ledger/schema'
import { saveSetting, settingOf } from '../ledger/settings'
import { designatedAccounts } from '../ledger/statement-files'
import type { Handlers } from './context'
import { type Events, publishChanged } from './events'

/* What is settled about payouts: the rules of the whole bank, and how its files of transfers are written and sent. */

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

export async function payoutRules(ledger: Reader): Promise<PayoutRules> {
  return (await settingOf(ledger, PAYOUT_RULES, PayoutRules)).value
}

export function payoutRuleHandlers({
  ledger,
  events,
}: {
  ledger: Ledger
  events: Events
}): Pick<Handlers, 'payouts.rules' | 'payouts.saveRules'> {
  return {
    'payouts.rules': async () => {
      const { value, version } = await settingOf(ledger.reader, PAYOUT_RULES, PayoutRules)
      return done({ rules: value, version })
    },
    'payouts.saveRules': async (context, { rules, version }) => {
      const saved = await ledger.write(context.by, async (writer) => {
        const before = await settingOf(writer, PAYOUT_RULES, PayoutRules)
        if (!(await saveSetting(writer, PAYOUT_RULES, version, rules))) return refuse({ refusal: 'changed_meanwhile' })
        await appendAudit(writer, {
          stream: 'payouts',
          action: 'rules_changed',
          subject: 'payouts',
          detail: { before: before.value, after: rules },
        })
        return done({ version: version + 1 })
      })
      if (saved.ok) publishChanged(events, 'payouts', 'audit')
      return saved
    },
  }
}
