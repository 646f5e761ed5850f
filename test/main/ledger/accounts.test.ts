import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findDesignatedAccount, listDesignatedAccounts } from '../../../src/main/ledger/accounts'
import { yen } from '../../../src/preload/contract/money'
import { addAccount, openTestLedger, type TestLedger } from '../../support/ledger'

let test: TestLedger
beforeEach(async () => {
  test = await openTestLedger()
})
afterEach(() => test.cleanup())

describe('a designated account', () => {
  const cases = [
    { balance: 1_234_567, debit: 'bank', credit: 'opening_balance', entries: 1 },
    { balance: -500, debit: 'opening_balance', credit: 'bank', entries: 1 },
    { balance: 0, debit: null, credit: null, entries: 0 },
  ]
  it.each(cases)('of $balance yen is posted with $entries entry', async ({ balance, debit, credit, entries }) => {
    const id = await addAccount(test.ledger, { openingBalance: yen(balance) })
    const [account] = await listDesignatedAccounts(test.ledger.reader)
    expect(account).toMatchObject({ id, balance, lastImportedAt: null })
    const posted = test.ledger.source
      .prepare(
        'select e.kind, d.code as debit, c.code as credit, amount from entries e join postings p on p.entry_id = e.id join accounts d on d.id = debit join accounts c on c.id = credit',
      )
      .all()
    const named = (side: string | null) => (side === 'bank' ? `bank:${id}` : side)
    expect(posted).toEqual(
      entries === 0 ? [] : [{ kind: 'opening_balance', debit: named(debit), credit: named(credit), amount: Math.abs(balance) }],
    )
  })

  it('is found by its number, and only by all of it', async () => {
    await addAccount(test.ledger, { accountNumber: '1234567' })
    const asked = { bankCode: '0001', branchCode: '001', accountType: '1', accountNumber: '1234567' } as const
    expect(await findDesignatedAccount(test.ledger.reader, asked)).toMatchObject({ account_number: '1234567' })
    expect(await findDesignatedAccount(test.ledger.reader, { ...asked, accountType: '2' })).toBeNull()
  })
})
