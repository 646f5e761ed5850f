import Database from 'better-sqlite3'
import { afterAll, describe, expect, it } from 'vitest'
import { orderStatusCase } from '../../../../src/main/ledger/migrations/order-status'
import { shownStatus } from '../../../../src/main/settlement/status'
import {
  AcceptanceTrack,
  DisbursementTrack,
  OrderStatus,
  PaymentTrack,
  ProtectionTrack,
  type Tracks,
} from '../../../../src/preload/contract/orders'
import { addMerchant, addOrders, openTestLedger } from '../../../support/ledger'

const combinations: Tracks[] = AcceptanceTrack.options.flatMap((acceptance) =>
  PaymentTrack.options.flatMap((payment) =>
    ProtectionTrack.options.flatMap((protection) =>
      DisbursementTrack.options.map((disbursement) => ({ acceptance, payment, protection, disbursement })),
    ),
  ),
)

describe('the status that lists filter by', () => {
  const database = new Database(':memory:')
  afterAll(() => database.close())

  it(`is the status that is shown, for all ${combinations.length} combinations of the four tracks`, () => {
    database.exec('create table given (acceptance, payment, protection, disbursement)')
    const insert = database.prepare('insert into given values (:acceptance, :payment, :protection, :disbursement)')
    for (const tracks of combinations) insert.run(tracks)
    const derived = database.prepare(`select ${orderStatusCase} from given order by rowid`).pluck().all()
    expect(derived).toEqual(combinations.map(shownStatus))
    expect(new Set(derived)).toEqual(new Set(OrderStatus.options))
  })

  it('stands in the ledger as a column that nobody writes', async () => {
    const test = await openTestLedger()
    const merchant = await addMerchant(test.ledger)
    const unprotected = combinations.filter(({ protection }) => protection === 'none')
    await addOrders(
      test.ledger,
      merchant,
      unprotected.map((tracks) => ({ amount: 100, tracks })),
    )
    const stored = test.ledger.source.prepare('select status from orders order by id').pluck().all()
    expect(stored).toEqual(unprotected.map(shownStatus))
    const raw = new Database(test.ledger.path)
    expect(() => raw.exec("update orders set status = 'paid'")).toThrow('cannot UPDATE generated column')
    raw.close()
    await test.cleanup()
  })
})
