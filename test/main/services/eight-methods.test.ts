import { afterAll, beforeAll, expect, it } from 'vitest'
import { byMethodHandlers } from '../../../src/main/services/by-method'
import { type Cleared, type EightMethods, openEightMethods, SOLD } from '../../support/eight-methods'

let test: EightMethods
beforeAll(async () => {
  test = await openEightMethods()
}, 60_000)
afterAll(() => test?.desk.cleanup())
let cleared: Cleared[]
it('probe', async () => {
  const { desk } = test
  await test.told()
  console.log(desk.balances())
  cleared = await test.cleared()
  console.log(cleared, desk.balances())
  const id = await test.paidOut()
  const [row] = (await desk.handlers['payouts.merchants'](desk.clerk, { runId: id, cursor: null, size: 10 }) as any).value.rows
  console.log(row, desk.balances())
  await test.seen(id)
  console.log(desk.balances(), await desk.broken())
  console.log(await byMethodHandlers(desk.deps)['byMethod.orders'](desk.clerk, { from: '2026-12-01' as any, to: '2026-12-31' as any }))
  console.log(desk.ledger.source.prepare("select method, payment, disbursement, protection, paid_on, releasable_on from orders").all(), SOLD.length)
}, 60_000)
