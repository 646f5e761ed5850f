import { done, refuse } from '../../preload/contract/errors'
import type { Ledger } from '../ledger/ledger'
import { orderFacts } from '../ledger/order-facts'
import { applyEvent } from '../settlement/tracks'
import type { Handlers } from './context'
import type { LinkAddresses } from './link-addresses'

export interface OrderLinkDeps {
  readonly ledger: Pick<Ledger, 'reader'>
  /** Null where the key that signs links cannot be read. */
  readonly addresses: LinkAddresses | null
}

/** Links that a clerk hands on. Refuses key_unreadable, not_found, order_step_refused (nothing is left to choose), gateway_off. */
export function orderLinkHandlers({ ledger, addresses }: OrderLinkDeps): Pick<Handlers, 'orders.paymentLink'> {
  return {
    'orders.paymentLink': async (_context, { id }) => {
      if (!addresses) return refuse({ refusal: 'key_unreadable' })
      const order = (await orderFacts(ledger.reader, [id])).get(id)
      if (!order) return refuse({ refusal: 'not_found', what: 'order' })
      const step = applyEvent(order.tracks, { kind: 'method_chosen' })
      if (!step.ok) return refuse({ refusal: 'order_step_refused', track: step.track, from: step.from, event: step.event })
      const address = addresses.of('choose', id, order.dueOn)
      return address.ok ? done({ url: address.value }) : address
    },
  }
}
