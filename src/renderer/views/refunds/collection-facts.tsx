import { Link } from 'wouter'
import { formatDate } from '../../../preload/contract/date'
import type { RefundCollection } from '../../../preload/contract/refunds'
import { Code } from '../../parts/Code'
import type { Words } from '../../words'
import type { Fact } from '../merchants/TermFacts'

/** Where a refund of a collection comes from: the chain, the day, the slip, and its order where the bank issued the slip. */
export function collectionFacts({ chainName, paidOn, slipNumber, orderId, orderNumber }: RefundCollection, t: Words): Fact[] {
  const told = t('refunds.collectionOf', { chain: chainName, day: formatDate(paidOn), slip: slipNumber })
  const order = (
    <Link href={`/orders/${orderId}`} key="slipOrder">
      <Code>{orderNumber}</Code>
    </Link>
  )
  return [[t('refunds.collection'), told], ...(orderId === null ? [] : [[t('refunds.slipOrder'), order] as const])]
}
