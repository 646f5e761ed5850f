import { ReceivableItemId, type TransferRunId } from '../../src/preload/contract/ids'
import { FeePlan } from '../../src/preload/contract/merchants'
import { yen } from '../../src/preload/contract/money'
import { valueIn } from './ledger'
import { openPayoutDesk, type PayoutDesk } from './payout-desk'

export interface PayoutStory extends PayoutDesk {
  /** Handed over; of three merchants one is paid, one is carried over, and one owes its fees. */
  out: TransferRunId
  /** Submitted, with what the third merchant owed offset. */
  asked: TransferRunId
  receivable: ReceivableItemId
}

/** A desk with a run of everything: paid, carried over, fees owed, offset; a second run that waits for its supervisor. */
export async function tellPayouts(): Promise<PayoutStory> {
  const desk = await openPayoutDesk()
  await desk.settle()
  await desk.rules({ minimum: yen(1_000) })
  const dear = FeePlan.parse({ method: 'bank_transfer', fixed: 500, basisPoints: 0, minimum: 0, maximum: null })
  const [first, second, third] = [await desk.merchant(), await desk.merchant(), await desk.merchant({ fees: [dear] })]
  await desk.paid(first, '2026-11-16', [10_000, 7_000])
  await desk.paid(second, '2026-11-17', [800])
  await desk.paid(third, '2026-11-18', [300])
  const { id: out } = await desk.submitted()
  valueIn(await desk.decide(out, 'approved'))
  valueIn(await desk.handlers['payouts.handOver'](desk.clerk, { id: out, version: (await desk.run(out)).version }))
  await desk.idle()
  await desk.paid(third, '2026-11-19', [20_000])
  const { id: asked } = await desk.submitted()
  const receivable = ReceivableItemId.parse(desk.ledger.source.prepare('select id from receivable_items').pluck().get())
  return { ...desk, out, asked, receivable }
}
