import { expect, it } from 'vitest'
import { createShopOrderIntake } from '../src/main/services/shop-order-intake'
import { NewShopOrder } from '../src/preload/contract/shop'
import { openTestStorefront, orderBody } from './support/storefront'

it('cpu', async () => {
  const storefront = await openTestStorefront()
  const shop = await storefront.merchant({
    virtualRange: { accountId: storefront.account, branchCode: '105', first: '0000000', last: '0999999' },
  })
  const intake = createShopOrderIntake({
    ledger: storefront.ledger,
    clock: storefront.clock,
    events: storefront.events,
    holidays: new Set(),
  })
  let k = 0
  const one = () =>
    intake.post(
      { merchantId: shop.merchantId, actor: 'm', source: 'api' },
      { order: NewShopOrder.parse(orderBody({ method: 'bank_transfer' })), idempotency: { key: `k${++k}`, bodySha256: 'x' } },
    )
  const run = async (n: number, at: number) => {
    const c = process.cpuUsage(),
      t = performance.now()
    for (let i = 0; i < n; i += at) await Promise.all(Array.from({ length: at }, one))
    const u = process.cpuUsage(c)
    console.log(
      `${n} by ${at}: cpu ${((u.user + u.system) / 1000 / n).toFixed(2)} ms each, wall ${((performance.now() - t) / n).toFixed(2)}`,
    )
  }
  await run(640, 64)
  await run(1280, 64)
  await run(1280, 64)
  await run(320, 16)
  await run(100, 1)
  const run2 = async (n: number, at: number) => {
    const c = process.cpuUsage(),
      t = performance.now()
    for (let i = 0; i < n; i += at)
      await Promise.all(
        Array.from({ length: at }, () =>
          shop.ask('POST', '/api/v1/orders', { body: orderBody({ method: 'bank_transfer' }), headers: { 'idempotency-key': `h${++k}` } }),
        ),
      )
    const u = process.cpuUsage(c)
    console.log(
      `http ${n} by ${at}: cpu ${((u.user + u.system) / 1000 / n).toFixed(2)} ms each, wall ${((performance.now() - t) / n).toFixed(2)}`,
    )
  }
  await run2(640, 50)
  await run2(640, 50)
  await storefront.cleanup()
  expect(1).toBe(1)
}, 200000)
