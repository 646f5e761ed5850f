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
const LATE_DAYS = 30

export interface LinkAddressDeps {
  readonly links: Pick<Links, 'sign'>
  readonly clock: Pick<Clock, 'today'>
  /** How the storefront is reached; null while it does not run. */
  readonly storefront: () => string | null
}

export interface LinkAddresses {
  /** The address of a link for this order, whose last day is `on`, or counts from today. Refuses gateway_off. */
  of(purpose: LinkPurpose, orderId: OrderId, on: BusinessDate | null): Result<string>
}

export function createLinkAddresses({ links, clock, storefront }: LinkAddressDeps): LinkAddresses {
  return {
    of(purpose, orderId, on) {
      const address = storefront()
      if (address === null) return refuse({ refusal: 'gateway_off', gateway: 'storefront' })
      const until = addDays(laterOf(on ?? clock.today(), clock.today()), LATE_DAYS)
      return done(`${address}${linkPaths[purpose]}/${links.sign({ purpose, orderId, until })}`)
    },
  }
}
