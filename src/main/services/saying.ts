import type { Result } from '../../preload/contract/errors'
import type { OrderId } from '../../preload/contract/ids'
import type { Said } from '../../preload/contract/mails'
import { appendAudit } from '../ledger/audit'
import type { Writer } from '../ledger/ledger'
import type { OrderState } from '../ledger/posting'
import { stepOrder } from './order-steps'
import { answerAsMerchant, answerAsPayer, type Saying } from './protection'

/*
 * What payer or merchant said of an order in words of their own, by mail, telephone, fax or letter (0069, 0087), is done as if they
 * had followed the link. Who wrote it down stands in the audit record.
 */

/** Does what was said, with its record. Refuses what stepOrder refuses. */
export async function doAsSaid(writer: Writer, orderId: OrderId, said: Said, saying: Saying): Promise<Result<OrderState>> {
  const step = await stepFor(writer, orderId, said, saying)
  if (step.ok) await appendAudit(writer, { stream: 'orders', action: said, subject: `order:${orderId}`, detail: { ...saying } })
  return step
}

function stepFor(writer: Writer, orderId: OrderId, said: Said, saying: Saying): Promise<Result<OrderState>> {
  const detail = { ...saying }
  switch (said) {
    case 'received':
    case 'return_wanted':
    case 'not_arrived':
      return answerAsPayer(writer, orderId, said, saying)
    case 'goods_returned':
    case 'contested':
      return answerAsMerchant(writer, orderId, said, saying)
    case 'accepted':
      return stepOrder(writer, { orderId, kind: 'accepted', detail })
    case 'refused':
      return stepOrder(writer, { orderId, kind: 'acceptance_refused', detail })
  }
}
