import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { accountHandlers } from '../../../src/main/services/accounts'
import type { Context } from '../../../src/main/services/context'
import { createEvents } from '../../../src/main/services/events'
import { businessDate } from '../../../src/preload/contract/date'
import { type AccountId, StatementFileId } from '../../../src/preload/contract/ids'
import { yen } from '../../../src/preload/contract/money'
import { auditOf, personAt, refusalOf } from '../../support/desk'
import { openTestLedger, type TestLedger, valueIn, writing } from '../../support/ledger'
import { gateways } from '../../support/statements'

let test: TestLedger
let clerk: Context
let handlers: ReturnType<typeof accountHandlers>

beforeEach(async () => {
  test = await openTestLedger()
  handlers = accountHandlers({ ledger: test.ledger, gateways, events: createEvents() })
  clerk = await personAt(test, 'yamada', ['clerk'])
})
afterEach(() => test.cleanup())

const account = {
  bankCode: '0001',
  branchCode: '001',
  accountType: '1',
  accountNumber: '1234567',
  accountName: '決済代行口',
  openedOn: businessDate('2026-11-02'),
  openingBalance: yen(500),
  dates: 'era',
  booksFrom: 'statement',
} as const
const takeIn = (own: object = {}) => handlers['accounts.takeIn'](clerk, { ...account, ...own })
const listed = async () => valueIn(await handlers['accounts.list'](clerk, {})).accounts

/** A statement that is in, as far as the list of accounts looks at it. */
async function bringIn(accountId: AccountId, from: string, to: string, opening: number, closing: number) {
  await writing(test.ledger, async (writer) => {
    const fileId = StatementFileId.parse(writer.newId())
    await writer.db
      .insertInto('statement_files')
      .values({
        id: fileId,
        name: 'a',
        sha256: String(fileId),
        format: 'zengin-03',
        state: 'posted',
        posted_to: 0,
        lines: 0,
        stored: 0,
        duplicates: 0,
        cleared: 0,
        digest: '',
        planned_at_event: 0,
        plan: '{}',
        imported_by: 'user:yamada',
        imported_at: writer.at,
      })
      .execute()
    await writer.db
      .insertInto('statements')
      .values({
        id: writer.newId(),
        file_id: fileId,
        account_id: accountId,
        from_on: businessDate(from),
        to_on: businessDate(to),
        opening: yen(opening),
        closing: yen(closing),
        sequence_number: null,
        lines: 0,
      })
      .execute()
  })
}

describe('a designated account', () => {
  it('is taken in with its balance, once', async () => {
    const { id } = valueIn(await takeIn())
    expect(await listed()).toEqual([
      {
        ...account,
        id,
        bankName: 'みずほ',
        branchName: '東京営業部',
        balance: 500,
        statementThrough: null,
        lastImportedAt: null,
        gaps: [],
      },
    ])
    expect(auditOf(test, 'accounts')).toEqual(['user:yamada taken_in'])
    expect(auditOf(test, 'journal')).toEqual(['user:yamada posted'])
    expect(refusalOf(await takeIn({ accountName: '別名' }))).toEqual({ refusal: 'account_taken_in', account: '1234567' })
    expect(await listed()).toHaveLength(1)
  })

  it('may be overdrawn or empty', async () => {
    valueIn(await takeIn({ accountNumber: '0000001', openingBalance: yen(-300) }))
    valueIn(await takeIn({ accountNumber: '0000002', openingBalance: yen(0) }))
    expect((await listed()).map(({ balance }) => balance)).toEqual([-300, 0])
    expect(auditOf(test, 'journal')).toHaveLength(1)
  })

  it('stands at a bank and branch that exist', async () => {
    expect(refusalOf(await takeIn({ bankCode: '9998' }))).toEqual({ refusal: 'unknown_bank', bankCode: '9998' })
    expect(refusalOf(await takeIn({ branchCode: '999' }))).toEqual({ refusal: 'unknown_branch', bankCode: '0001', branchCode: '999' })
    expect(await listed()).toEqual([])
  })

  it('tells through which day its statements are in, and what is missing between them', async () => {
    const { id } = valueIn(await takeIn())
    await bringIn(id, '2026-11-02', '2026-11-04', 500, 900)
    await bringIn(id, '2026-11-09', '2026-11-10', 700, 800)
    expect(await listed()).toMatchObject([
      {
        statementThrough: '2026-11-10',
        lastImportedAt: test.clock.now(),
        gaps: [{ from: '2026-11-05', to: '2026-11-08', difference: -200 }],
      },
    ])
  })
})
