import { formatYen } from '../../preload/contract/money'
import type { RefundState } from '../../preload/contract/refunds'
import type { Desk, Told } from './desk'

/** Refunds as they stand; nobody agrees to one here. */
export async function listRefunds(desk: Desk, { state }: { state?: RefundState }): Promise<Told> {
  const { rows, total, matching } = await desk.call('refunds.list', { filter: state ? { state } : {}, size: 500 })
  return {
    answer: { refunds: rows, total, count: matching.count },
    lines: rows.map(
      ({ state: standing, amount, payerName, orderNumber, runName }) =>
        `${standing}  ¥${formatYen(amount)}  ${payerName}  ${orderNumber ?? '-'}  ${runName ?? '-'}`,
    ),
  }
}
