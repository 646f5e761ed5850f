import { expect } from 'vitest'
import { stepOrder } from '../../src/main/services/order-steps'
import type { CollectionOutcome } from '../../src/preload/contract/collection'
import type { CollectionLineId, OrderId } from '../../src/preload/contract/ids'
import type { CollectionDesk, Telling, TestSlip } from './collections'
import { valueIn, writing } from './ledger'

/* Money that an agent confirmed and nobody can place, in each way that it comes about. */

export type Unplaced = Extract<
  CollectionOutcome,
  'unknown_slip' | 'duplicate' | 'amount_differs' | 'late' | 'slip_withdrawn' | 'after_cancellation'
>

const one = async (desk: CollectionDesk, amount: number): Promise<TestSlip> => (await desk.slips([amount]))[0] ?? expect.fail()
const confirmed = (slip: TestSlip, own: Partial<Telling> = {}): Telling => ({ slip, kind: 'confirmed', ...own })

/** What makes 700 yen come to each outcome, and the order of the slip. */
const tellings: Record<Unplaced, (desk: CollectionDesk) => Promise<{ tellings: Telling[]; orderId: OrderId | null }>> = {
  unknown_slip: async () => ({ tellings: [{ slip: { reference: '0000000000000099', amount: 700 }, kind: 'confirmed' }], orderId: null }),
  duplicate: async (desk) => {
    const slip = await one(desk, 700)
    return { tellings: [confirmed(slip), confirmed(slip, { paidAt: '1830' })], orderId: slip.orderId }
  },
  amount_differs: async (desk) => {
    const slip = await one(desk, 800)
    return { tellings: [confirmed({ ...slip, amount: 700 })], orderId: slip.orderId }
  },
  late: async (desk) => {
    const slip = await one(desk, 700)
    await writing(desk.ledger, async (writer) => valueIn(await stepOrder(writer, { orderId: slip.orderId, kind: 'expired' })))
    return { tellings: [confirmed(slip)], orderId: slip.orderId }
  },
  slip_withdrawn: async (desk) => {
    const slip = await one(desk, 700)
    await writing(desk.ledger, (writer) =>
      writer.db
        .updateTable('slips')
        .set({ withdrawn_at: writer.at, withdrawn_why: 'switched' })
        .where('order_id', '=', slip.orderId)
        .execute(),
    )
    return { tellings: [confirmed(slip)], orderId: slip.orderId }
  },
  after_cancellation: async (desk) => {
    const slip = await one(desk, 700)
    const before = (['preliminary', 'preliminary_cancelled'] as const).map((kind) => ({ slip, kind }))
    return { tellings: [...before, confirmed(slip)], orderId: slip.orderId }
  },
}
export const UNPLACED = [
  'unknown_slip',
  'duplicate',
  'amount_differs',
  'late',
  'slip_withdrawn',
  'after_cancellation',
] as const satisfies readonly Unplaced[]

/** 700 yen are confirmed and come to this outcome. */
export async function unplaced(desk: CollectionDesk, outcome: Unplaced): Promise<{ lineId: CollectionLineId; orderId: OrderId | null }> {
  const { tellings: told, orderId } = await tellings[outcome](desk)
  await desk.bring(told)
  const lineId = desk.ledger.source
    .prepare<[string], CollectionLineId>('select line_id from collection_outcomes where outcome = ? order by line_id desc')
    .pluck()
    .get(outcome)
  return { lineId: lineId ?? expect.fail(`nothing came to ${outcome}`), orderId }
}
