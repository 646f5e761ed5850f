import { gatewayOf, saveGateway } from '../../src/main/ledger/gateways'
import type { Ledger } from '../../src/main/ledger/ledger'
import { ConvenienceStoreSettings } from '../../src/preload/contract/gateways'
import type { OrderId } from '../../src/preload/contract/ids'
import { writing } from './ledger'

/** What a bank settles of its store agent: codes of the sheet's own vectors. */
export const STORES = { agentName: 'みほん収納', makerCode: '929023', companyCode: '25207' }

/** Switches the store agent on, with its codes unless told otherwise. */
export async function settleStores(ledger: Ledger, own: object = {}, enabled = true): Promise<void> {
  const settings = ConvenienceStoreSettings.parse({ gateway: 'convenience_store', ...STORES, ...own })
  await writing(ledger, async (writer) => {
    const { version } = await gatewayOf(writer, 'convenience_store')
    if (!(await saveGateway(writer, 'convenience_store', version, { enabled, paused: false, settings }))) throw new Error('not settled')
  })
}

/** The slips of an order, oldest first: `reference-reissue last-day`, and why it is void. */
export function slipsAt({ source }: Pick<Ledger, 'source'>, orderId: OrderId): string[] {
  return source
    .prepare<[OrderId], string>(
      "select ltrim(reference, '0') || '-' || reissue || ' ' || due_on || coalesce(' ' || withdrawn_why, '') from slips where order_id = ? order by id",
    )
    .pluck()
    .all(orderId)
}
