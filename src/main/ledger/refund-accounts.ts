import type { Instant } from '../../preload/contract/date'
import type { OrderId } from '../../preload/contract/ids'
import { SettlementAccount } from '../../preload/contract/merchants'
import type { Source } from '../../preload/contract/shop'
import type { Reader, Writer } from './ledger'

/* Accounts payers are to be refunded to. Rows stay as they are; the last one of an order counts. */

export interface KeptRefundAccount {
  account: SettlementAccount
  holderMatches: boolean
  source: Source
  actor: string
  at: Instant
}

/** The account that counts, or null while none was given. */
export async function lastRefundAccount(ledger: Reader, orderId: OrderId): Promise<KeptRefundAccount | null> {
  const row = await ledger.db
    .selectFrom('refund_accounts')
    .select(['account', 'holder_matches', 'source', 'actor', 'at'])
    .where('order_id', '=', orderId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!row) return null
  const { account, holder_matches, source, actor, at } = row
  return { account: SettlementAccount.parse(JSON.parse(account)), holderMatches: holder_matches === 1, source, actor, at }
}

/** Keeps an account; earlier ones of the order stay in its history. */
export async function insertRefundAccount(
  writer: Writer,
  { orderId, account, holderMatches, source }: Pick<KeptRefundAccount, 'account' | 'holderMatches' | 'source'> & { orderId: OrderId },
): Promise<void> {
  await writer.db
    .insertInto('refund_accounts')
    .values({
      id: writer.newId(),
      order_id: orderId,
      account: JSON.stringify(account),
      holder_matches: holderMatches ? 1 : 0,
      source,
      actor: writer.by.actor,
      at: writer.at,
    })
    .execute()
}
