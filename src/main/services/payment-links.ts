import type { Clock } from '../../preload/contract/clock'
import { addDays, type BusinessDate, laterOf } from '../../preload/contract/date'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { OrderId } from '../../preload/contract/ids'
import type { Links } from './links'

/** How long a link opens after the last day to pay, so that who comes late is told how the order stands. */
const LATE_DAYS = 30

/** The address of the page on which the payer of an order chooses and reads how to pay (s4). Refuses gateway_off. */
export type PaymentLink = (orderId: OrderId, dueOn: BusinessDate | null) => Result<string>

/** `storefront`: how it is reached, without a slash at the end; null while it does not run. */
export function createPaymentLink(deps: {
  readonly links: Pick<Links, 'sign'>
  readonly clock: Pick<Clock, 'today'>
  readonly storefront: () => string | null
}): PaymentLink {
  const { links, clock, storefront } = deps
  // Many orders of a day are due on the same one.
  let last: { on: BusinessDate; until: BusinessDate } | null = null
  return (orderId, dueOn) => {
    const address = storefront()
    if (address === null) return refuse({ refusal: 'gateway_off', gateway: 'storefront' })
    const today = clock.today()
    const on = laterOf(dueOn ?? today, today)
    if (last?.on !== on) last = { on, until: addDays(on, LATE_DAYS) }
    const { until } = last
    return done(`${address}/pay/${links.sign({ purpose: 'choose', orderId, until })}`)
  }
}
