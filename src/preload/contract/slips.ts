import { z } from 'zod'
import { SlipMethod } from './collection'
import { BusinessDate, Instant } from './date'
import { OrderId, SlipId } from './ids'
import { method } from './method'
import { PositiveYen } from './money'

/* Slips (払込票) with which orders are paid at convenience stores, and references by which they are paid elsewhere. */

/** How a slip stands that nothing has taken the place of. */
export const SlipStanding = z.enum(['payable', 'not_yet', 'paid', 'day_over', 'order_over'])
export type SlipStanding = z.infer<typeof SlipStanding>

/** A slip of an order, as it was issued. */
export const SlipRow = z.object({
  id: SlipId,
  /** As people read it: reference and re-issue. */
  slipNumber: z.string(),
  method: SlipMethod,
  /** The two lines beneath the barcode, or those of a postal form; none where nothing is printed. */
  lines: z.array(z.string()),
  amount: PositiveYen,
  needsStamp: z.boolean(),
  /** The last day on which a till takes it. */
  dueOn: BusinessDate,
  issuedAt: Instant,
  /** Null where it is void. */
  standing: SlipStanding.nullable(),
  /** Null while nothing has taken its place. */
  void: z.object({ at: Instant, why: z.enum(['reissued', 'switched']) }).nullable(),
})
export type SlipRow = z.infer<typeof SlipRow>

export const slipMethods = {
  /** The slips of an order, the newest first, and until when another would be issued now; null where none can be. */
  'slips.list': method({
    permission: 'read',
    input: z.object({ orderId: OrderId }),
    output: z.object({ slips: z.array(SlipRow), reissueBy: BusinessDate.nullable() }),
  }),
  /** The slip that is to be paid, or what to write on a postal form, as a PDF to be handed to the payer; fetched with its ticket, once. */
  'slips.pdf': method({
    permission: 'tell',
    input: z.object({ orderId: OrderId }),
    output: z.object({ ticket: z.string(), fileName: z.string() }),
  }),
  /** Issues another slip in the place of the one that is to be paid, with another last day; the old one is void, and the payer is told anew. */
  'slips.reissue': method({
    permission: 'tell',
    input: z.object({ orderId: OrderId, version: z.int(), dueOn: BusinessDate }),
    output: z.object({ slipId: SlipId, version: z.int() }),
  }),
}
