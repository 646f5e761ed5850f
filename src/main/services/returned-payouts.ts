import type { Clock } from '../../preload/contract/clock'
import { daysBetween } from '../../preload/contract/date'
import { done, refuse } from '../../preload/contract/errors'
import { appendAudit } from '../ledger/audit'
import type { Ledger } from '../ledger/ledger'
import { type ReturnedItem, releaseItem, returnedItems } from '../ledger/outgoing'
import { returnCauseOf } from '../settlement/returned-transfers'
import type { Handlers } from './context'
import { type Events, publishChanged } from './events'
import { cardNumberProblem, refusalOf } from './merchant-checks'

/*
 * Payouts that came back: they are in the next run by themselves once the merchant's account is another one, or a clerk says that it is
 * right as it is.
 */
export interface ReturnedPayoutDeps {
  readonly ledger: Ledger
  readonly clock: Clock
  readonly events: Events
}

type ReturnedMethod = 'exceptions.returnedPayouts' | 'exceptions.payAgain'

/** `exceptions.payAgain` refuses not_found (it is in a run already), change_already_staged (it may be paid again already), invalid_input. */
export function returnedPayoutHandlers({ ledger, clock, events }: ReturnedPayoutDeps): Pick<Handlers, ReturnedMethod> {
  const standing = ({ isCorrected, isConfirmed }: ReturnedItem) => {
    if (isCorrected === 1) return 'corrected' as const
    return isConfirmed === 1 ? ('confirmed' as const) : ('waiting' as const)
  }
  return {
    'exceptions.returnedPayouts': async () => {
      const payouts = (await returnedItems(ledger.reader)).map((item) => {
        const { isCorrected: _corrected, isConfirmed: _confirmed, ...row } = item
        const days = daysBetween(row.returnedOn, clock.today())
        return { ...row, days, cause: returnCauseOf([row.words]), account: standing(item) }
      })
      return done({ payouts })
    },
    'exceptions.payAgain': async (context, { itemId, reason }) => {
      const card = refusalOf(cardNumberProblem('reason', reason))
      if (card) return refuse(card)
      const released = await ledger.write(context.by, async (writer) => {
        const item = (await returnedItems(writer)).find((one) => one.itemId === itemId)
        if (!item) return refuse({ refusal: 'not_found', what: 'payable_item' })
        if (standing(item) !== 'waiting') return refuse({ refusal: 'change_already_staged' })
        await releaseItem(writer, itemId, reason)
        await appendAudit(writer, {
          stream: 'refunds',
          action: 'account_confirmed',
          subject: `payable_item:${itemId}`,
          detail: { reason, amount: item.amount },
        })
        return done({})
      })
      if (released.ok) publishChanged(events, 'exceptions', 'payouts', 'audit')
      return released
    },
  }
}
