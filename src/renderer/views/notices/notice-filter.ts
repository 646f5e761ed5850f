/*
 * 通知: what merchants and payers were told, what waits, and what could not be told. These files show, resend and print; the words are
 * made by the core from facts as they stood.
 */
import { z } from 'zod'
import { MerchantId, NoticeId, OrderId } from '../../../preload/contract/ids'
import { NoticeChannel, NoticeFilter, NoticeState } from '../../../preload/contract/notices'

const Addressed = z.object({
  state: NoticeState.optional().catch(undefined),
  channel: NoticeChannel.optional().catch(undefined),
  merchant: z.coerce.number().pipe(MerchantId).optional().catch(undefined),
  order: z.coerce.number().pipe(OrderId).optional().catch(undefined),
  troubled: z.stringbool().optional().catch(undefined),
  notice: z.coerce.number().pipe(NoticeId).optional().catch(undefined),
})

/** The filter an address stands for, and the notice that is open. What does not fit is left out, the rest holds. */
export function noticeFilterOf(values: Readonly<Record<string, string>>): { filter: NoticeFilter; noticeId: NoticeId | null } {
  const { state, channel, merchant, order, troubled, notice } = Addressed.parse(values)
  return {
    filter: NoticeFilter.parse({ state, channel, merchantId: merchant, orderId: order, ...(troubled ? { troubled } : {}) }),
    noticeId: notice ?? null,
  }
}
