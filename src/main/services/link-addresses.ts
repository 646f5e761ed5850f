import type { Clock } from '../../preload/contract/clock'
import { addDays, type BusinessDate, laterOf } from '../../preload/contract/date'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { OrderId } from '../../preload/contract/ids'
import type { LinkPurpose, Links } from './links'

/* Where a signed link leads: the storefront's address, the page of its purpose, the token. */

/** The path of the page that each link opens (gateways/storefront/pages answers them). */
export const linkPaths: Readonly<Record<LinkPurpose, string>> = {
  choose: '/pay',
  accept: '/accept',
  receipt: '/receipt',
  return: '/return',
  refund_account: '/refund-account',
}

/** How long a link opens after its last day, so that who comes late is told how it stands. */
export const LATE_DAYS = 30

export interface LinkAddressDeps {
  readonly links: Pick<Links, 'sign'>
  readonly clock: Pick<Clock, 'today'>
  /** How the storefront is reached; null while it does not run. */
  readonly storefront: () => string | null
}

export interface LinkAddresses {
  /** The address of a link for this order, with its last day, or counted from today. Refuses gateway_off. */
  of(purpose: LinkPurpose, orderId: OrderId, lastDay: BusinessDate | null): Result<string>
}

export function createLinkAddresses({ links, clock, storefront }: LinkAddressDeps): LinkAddresses {
  // Many orders of a day have the same last day.
  let last: { on: BusinessDate; until: BusinessDate } | null = null
  return {
    of(purpose, orderId, lastDay) {
      const address = storefront()
      if (address === null) return refuse({ refusal: 'gateway_off', gateway: 'storefront' })
      const today = clock.today()
      const on = laterOf(lastDay ?? today, today)
      if (last?.on !== on) last = { on, until: addDays(on, LATE_DAYS) }
      const { until } = last
      return done(`${address}${linkPaths[purpose]}/${links.sign({ purpose, orderId, until })}`)
    },
  }
}
