import type { AccountId, MerchantId } from '../../src/preload/contract/ids'
import { ReceiptId } from '../../src/preload/contract/ids'
import { yen } from '../../src/preload/contract/money'
import { addAccount, addMerchant, addOrders, openTestLedger, type TestLedger } from './ledger'
import { ACCOUNT } from './statements'
import { bringIn, clearByHand } from './story'

/** Two merchants, and deposits of which each has a part. */
export interface SplitDeposits extends TestLedger {
  account: AccountId
  a: MerchantId
  b: MerchantId
}

/**
 * Four deposits of one day: 10,000 of no known merchant to A 6,000 and B 4,000; 9,000 of no known merchant to A 2,000, the rest unknown;
 * 8,000 at a virtual account of A to B 3,000, the rest A's; 7,000 at a virtual account of A wholly to B.
 */
export async function splitDeposits(): Promise<SplitDeposits> {
  const test = await openTestLedger()
  const account = await addAccount(test.ledger, { ...ACCOUNT, openingBalance: yen(0) })
  const a = await addMerchant(test.ledger, {
    name: 'A商店',
    virtualRange: { accountId: account, branchCode: '200', first: '0000001', last: '0000009' },
  })
  const b = await addMerchant(test.ledger, { name: 'B書房' })
  const [a1, a2] = await addOrders(test.ledger, a, [
    { amount: 60_000, orderNumber: 'A-1' },
    { amount: 20_000, orderNumber: 'A-2' },
  ])
  const [b1] = await addOrders(test.ledger, b, [{ amount: 50_000, orderNumber: 'B-1' }])
  if (a1 === undefined || a2 === undefined || b1 === undefined) throw new Error('orders are missing')
  await bringIn(test, '2026-11-18', 0, [
    { amount: 10_000, remitterName: 'ﾓﾘ' },
    { amount: 9_000, remitterName: 'ﾊﾔｼ' },
    { amount: 8_000, remitterName: 'ｶﾜ', remitterCode: '2000000001' },
    { amount: 7_000, remitterName: 'ｲｹ', remitterCode: '2000000002' },
  ])
  const deposit = async (amount: number) => {
    const found = test.ledger.reader.db.selectFrom('receipts').select('id').where('amount', '=', yen(amount))
    return ReceiptId.parse((await found.executeTakeFirstOrThrow()).id)
  }
  await clearByHand(test, await deposit(10_000), a1, 6_000)
  await clearByHand(test, await deposit(10_000), b1, 4_000)
  await clearByHand(test, await deposit(9_000), a2, 2_000)
  await clearByHand(test, await deposit(8_000), b1, 3_000)
  await clearByHand(test, await deposit(7_000), b1, 7_000)
  return { ...test, account, a, b }
}
