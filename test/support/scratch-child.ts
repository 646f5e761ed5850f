import { createEvents } from '../../src/main/services/events'
import { createShopOrderIntake } from '../../src/main/services/shop-order-intake'
import { Contacts } from '../../src/preload/contract/merchants'
import { NewShopOrder } from '../../src/preload/contract/shop'
import { addAccount, addMerchant, openTestLedger } from './ledger'
import { ACCOUNT } from './statements'

const test = await openTestLedger()
const account = await addAccount(test.ledger, { ...ACCOUNT })
const ids: any[] = []
for (let i = 0; i < 4; i++)
  ids.push(
    await addMerchant(test.ledger, {
      contacts: Contacts.parse({ email: 'shop@example.jp', noticeBy: 'mail', webhookUrl: 'https://x.example.jp/h' }),
      virtualRange: { accountId: account, branchCode: '105', first: `${i}000000`, last: `${i}999999` },
    }),
  )
const intake = createShopOrderIntake({ ledger: test.ledger, clock: test.clock, events: createEvents(), holidays: new Set() })
let k = 0
const one = () => {
  k++
  const merchantId = ids[k % Number(process.argv[4] ?? 1)]
  return intake.post({ merchantId, actor: 'm', source: 'api' } as any, {
    order: NewShopOrder.parse({
      orderNumber: `S-${k}`,
      goods: [{ name: `丸筆${k}`, quantity: 2, unitPrice: 1200 }],
      amount: 2400,
      payer: { name: `山田 ${k}`, kana: 'ヤマダ タロウ', email: `a${k}@example.jp` },
      ...(k % 2 ? { method: 'bank_transfer' } : {}),
    }),
    idempotency: { key: `k${k}`, bodySha256: 'x'.repeat(64) },
  })
}
const n = Number(process.argv[2]),
  at = Number(process.argv[3])
for (let i = 0; i < 200; i += at) await Promise.all(Array.from({ length: at }, one))
const c = process.cpuUsage(),
  t = performance.now()
for (let i = 0; i < n; i += at) {
  const r = await Promise.all(Array.from({ length: at }, one))
  if (!r.every((x: any) => x.ok)) throw new Error(JSON.stringify(r.find((x: any) => !x.ok)))
}
const u = process.cpuUsage(c)
console.log(
  `${n} by ${at}: user ${(u.user / 1000 / n).toFixed(2)} system ${(u.system / 1000 / n).toFixed(2)} ms each, wall ${((performance.now() - t) / n).toFixed(2)}`,
)
await test.cleanup()
