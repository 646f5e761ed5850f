import type { Clock } from '../../preload/contract/clock'
import { done } from '../../preload/contract/errors'
import { collectorsOwe, ordersByMethod, paidByMethod, paidInAll } from '../ledger/by-method'
import type { Ledger } from '../ledger/ledger'
import { collectors } from './collectors'
import type { Handlers } from './context'

export interface ByMethodDeps {
  readonly ledger: Pick<Ledger, 'reader'>
  readonly clock: Pick<Clock, 'today'>
}

/** One view over every method of payment. */
export function byMethodHandlers({
  ledger: { reader },
  clock,
}: ByMethodDeps): Pick<Handlers, 'byMethod.orders' | 'byMethod.payouts' | 'byMethod.collectors'> {
  return {
    'byMethod.orders': async (_context, period) => done({ rows: await ordersByMethod(reader, period) }),
    'byMethod.payouts': async (_context, period) =>
      done({ rows: await paidByMethod(reader, period), inAll: await paidInAll(reader, period) }),
    'byMethod.collectors': async () => {
      const known = await collectors(reader)
      const owing = await collectorsOwe(reader, clock.today())
      return done({ rows: owing.map((row) => ({ ...row, name: known.get(row.party)?.name ?? row.party })) })
    },
  }
}
