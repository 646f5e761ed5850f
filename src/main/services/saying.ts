import { type BusinessDate, dateInJapan } from '../../preload/contract/date'
import { type Result, refuse } from '../../preload/contract/errors'
import type { OrderId } from '../../preload/contract/ids'
import type { Said } from '../../preload/contract/mails'
import { appendAudit } from '../ledger/audit'
import type { Writer } from '../ledger/ledger'
import type { OrderState } from '../ledger/posting'
import { deadlinesOf } from '../ledger/protection'
import type { DeadlineKind } from '../settlement/deadlines'
import { stepOrder } from './order-steps'
import { answerAsMerchant, answerAsPayer, type Saying } from './protection'

/*
 * What payer or merchant said of an order in words of their own, by mail, telephone, fax or letter (0069, 0087), is done as if they
 * had followed the link. Who wrote it down stands in the audit record.
 */

/** Does what was said, with its record; `saidOn` as `answer` takes it. Refuses deadline_passed, and what stepOrder refuses. */
export async function doAsSaid(
  writer: Writer,
  orderId: OrderId,
  said: Said,
  saying: Saying,
  saidOn?: BusinessDate,
): Promise<Result<OrderState>> {
  const step = await answer(writer, orderId, said, saying, saidOn)
  if (step.ok) await appendAudit(writer, { stream: 'orders', action: said, subject: `order:${orderId}`, detail: { ...saying } })
  return step
}

/** The day until which each may be said. */
const until: Readonly<Record<Said, DeadlineKind>> = {
  received: 'window',
  return_wanted: 'window',
  not_arrived: 'window',
  accepted: 'acceptance',
  refused: 'acceptance',
  goods_returned: 'merchant_answer',
  contested: 'merchant_answer',
}

/**
 * The step that an answer takes, said on this day (today, unless it lay in a mailbox). Refuses deadline_passed where its last day is
 * over, though nothing may have come of that yet, and what stepOrder refuses.
 */
export async function answer(
  writer: Writer,
  orderId: OrderId,
  said: Said,
  saying: Saying,
  saidOn: BusinessDate = dateInJapan(writer.at),
): Promise<Result<OrderState>> {
  const last = (await deadlinesOf(writer, orderId)).find(({ kind }) => kind === until[said])
  if (last && last.on < saidOn) return refuse({ refusal: 'deadline_passed', on: last.on })
  return stepFor(writer, orderId, said, saying)
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
