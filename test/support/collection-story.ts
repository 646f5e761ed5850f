import { applyLine, noteLine } from '../../src/main/services/collection-endings'
import { expectedTransfers, settleTransfer } from '../../src/main/services/collection-transfers'
import type { CollectionLineId } from '../../src/preload/contract/ids'
import { openCollectionRefundDesk } from './collection-refunds'
import { type CollectionDesk, openCollectionDesk } from './collections'
import { takeBack } from './collector-transfer'
import { valueIn, writing } from './ledger'
import { unplaced } from './unplaced'

/** A week of an agent: preliminary, taken back, confirmed, settled, taken back in part, given to an order by a person, noted, given back, and waiting still. */
export async function tellCollections(): Promise<CollectionDesk> {
  const desk = await openCollectionDesk()
  const [one, two, three, four, five] = await desk.slips([10_000, 60_000, 3_000, 4_000, 700])
  if (!one || !two || !three || !four || !five) throw new Error('five slips were asked for')
  await desk.bring([
    { slip: one, kind: 'preliminary' },
    { slip: one, kind: 'confirmed' },
    { slip: two, kind: 'confirmed' },
    { slip: three, kind: 'preliminary' },
    { slip: four, kind: 'preliminary' },
    { slip: four, kind: 'preliminary_cancelled' },
  ])
  const [expected] = await expectedTransfers(desk.ledger.reader)
  if (!expected) throw new Error('the agent owes something')
  const receiptId = await desk.transfer('2026-11-30', expected.net)
  const version = Number(desk.ledger.source.prepare('select version from open_items').pluck().get())
  await writing(desk.ledger, async (writer) => valueIn(await settleTransfer(writer, { ...expected, receiptId, version, reason: '' })))
  await writing(desk.ledger, (writer) => takeBack(desk, writer, 400, '2026-12-10'))
  await desk.bring([
    { slip: { reference: '0000000000000099', amount: 700 }, kind: 'confirmed' },
    { slip: one, kind: 'confirmed', paidAt: '1900' },
    { slip: four, kind: 'postal_corrected', paidAt: '1900' },
  ])
  const lines = desk.ledger.source
    .prepare<[], CollectionLineId>(
      "select line_id from collection_outcomes where outcome in ('unknown_slip', 'duplicate', 'not_booked') order by line_id",
    )
    .pluck()
    .all()
  const [unknown, , corrected] = lines
  if (unknown === undefined || corrected === undefined) throw new Error('three lines wait')
  await writing(desk.ledger, async (writer) => valueIn(await applyLine(writer, unknown, five.orderId, '電話で確かめた')))
  await writing(desk.ledger, async (writer) => valueIn(await noteLine(writer, corrected, '郵便振替の訂正')))
  const { lineId } = await unplaced(desk, 'late')
  await (await openCollectionRefundDesk(desk)).agreed(lineId)
  return desk
}
