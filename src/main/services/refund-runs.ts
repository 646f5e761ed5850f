import type { Clock } from '../../preload/contract/clock'
import { done, refuse } from '../../preload/contract/errors'
import { sumYen } from '../../preload/contract/money'
import { TRANSFERS_MAX } from '../../preload/contract/transfers'
import type { Gateways } from '../gateways/gateway'
import { appendAudit } from '../ledger/audit'
import type { Ledger } from '../ledger/ledger'
import { insertRefundRun, runsNamed } from '../ledger/refund-runs'
import { approvedRefunds, changeRefunds } from '../ledger/refunds'
import { earliestPayDay } from '../settlement/payout-cycle'
import type { Handlers } from './context'
import { type Events, publishChanged } from './events'
import { checkPayDay, cutOffOf, momentInJapan, payingAccount, transferSettings } from './transfer-settings'

/* A run of refunds: what was agreed to, as one file of transfers. It is submitted, approved and handed over as a run of payouts is. */
export interface RefundRunDeps {
  readonly ledger: Ledger
  readonly clock: Clock
  readonly events: Events
  readonly gateways: Pick<Gateways, 'holidays'>
}

/** Refuses nothing_to_refund, not_a_business_day, pay_day_passed, transfers_not_settled (which account to pay from). */
export function refundRunHandlers({ ledger, clock, events, gateways }: RefundRunDeps): Pick<Handlers, 'refunds.plan'> {
  return {
    'refunds.plan': async (context, { payOn: wished, leaveOut }) => {
      const planned = await ledger.write(context.by, async (writer) => {
        const { settings } = await transferSettings(writer)
        const payOn = wished ?? earliestPayDay(momentInJapan(writer.at), cutOffOf(settings), gateways.holidays)
        const inTime = await checkPayDay(writer, payOn, writer.at, gateways.holidays)
        if (!inTime.ok) return inTime
        const account = await payingAccount(writer, settings)
        if (!account.ok) return account
        const refunds = (await approvedRefunds(writer, TRANSFERS_MAX)).filter(({ id }) => !leaveOut.includes(id))
        if (refunds.length === 0) return refuse({ refusal: 'nothing_to_refund' })
        const stem = `R${clock.today().replaceAll('-', '')}-`
        const name = `${stem}${(await runsNamed(writer, stem)) + 1}`
        const total = sumYen(refunds.map(({ amount }) => amount))
        const { format } = settings
        const run = { name, payOn, accountId: account.value.id, format, transfers: refunds.length, total }
        const runId = await insertRefundRun(writer, run)
        await changeRefunds(
          writer,
          refunds.map(({ id }) => id),
          { state: 'in_run', runId },
        )
        await appendAudit(writer, {
          stream: 'refunds',
          action: 'refund_run_planned',
          subject: `run:${runId}`,
          detail: { name, payOn, transfers: refunds.length, total },
        })
        return done({ runId, name, transfers: refunds.length, total })
      })
      if (planned.ok) publishChanged(events, 'refunds', 'payouts', 'audit')
      return planned
    },
  }
}
