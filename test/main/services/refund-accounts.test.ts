import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sayings } from '../../../src/main/ledger/protection'
import { lastRefundAccount } from '../../../src/main/ledger/refund-accounts'
import { createEvents } from '../../../src/main/services/events'
import { createRefundAccounts, type RefundAccounts, refundAccountHandlers } from '../../../src/main/services/refund-accounts'
import { OrderId } from '../../../src/preload/contract/ids'
import type { RefundAccount } from '../../../src/preload/contract/refund-accounts'
import { auditOf, personAt, refusalOf } from '../../support/desk'
import { addMerchant, addOrders, openTestLedger, TESTER, type TestLedger, valueIn } from '../../support/ledger'
import { fullScans, plansOf } from '../../support/query-plans'
import { gateways } from '../../support/statements'

let test: TestLedger
let accounts: RefundAccounts
let due: OrderId
let open: OrderId

beforeEach(async () => {
  test = await openTestLedger()
  accounts = createRefundAccounts({ ledger: test.ledger, events: createEvents(), banks: gateways.banks })
  const merchant = await addMerchant(test.ledger)
  const [first, second] = await addOrders(test.ledger, merchant, [
    { amount: 1_000, tracks: { payment: 'paid', protection: 'refund_due' } },
    { amount: 2_000, tracks: { payment: 'paid', protection: 'open' } },
  ])
  due = OrderId.parse(first)
  open = OrderId.parse(second)
})
afterEach(() => test.cleanup())

const typed: RefundAccount = {
  bankCode: '0005',
  branchCode: '001',
  accountType: '1',
  accountNumber: '0123456',
  holderKana: 'ヤマダ　タロウ',
}
const byLink = { source: 'link', differenceConfirmed: false } as const
const give = (own: Partial<RefundAccount> = {}, giving: Parameters<RefundAccounts['give']>[3] = byLink, id = due) =>
  accounts.give(TESTER, id, { ...typed, ...own }, giving)
const kept = async () => test.ledger.reader.db.selectFrom('refund_accounts').selectAll().execute()

describe('the account a payer is refunded to', () => {
  it('is kept with its holder in legal kana, names its bank, and leaves an audit record and a line in the order’s history', async () => {
    expect(valueIn(await give())).toMatchObject({
      account: { bankName: '三菱ＵＦＪ', branchName: '本店', holderKana: 'ﾔﾏﾀﾞ ﾀﾛｳ', accountNumber: '0123456' },
      holderMatches: true,
      source: 'link',
      actor: TESTER.actor,
    })
    expect(auditOf(test, 'orders')).toEqual(['user:tester refund_account_given'])
    expect(await sayings(test.ledger.reader, due, ['refund_account_given'])).toHaveLength(1)
  })

  it('given twice is given once; another one takes its place and the first stays', async () => {
    valueIn(await give())
    valueIn(await give())
    expect(await kept()).toHaveLength(1)
    valueIn(await give({ accountNumber: '7654321' }))
    expect(await kept()).toHaveLength(2)
    expect(valueIn(await accounts.look(due))).toMatchObject({
      open: true,
      given: { account: { accountNumber: '7654321' } },
      payerKana: 'ヤマダ タロウ',
    })
  })

  it('of another holder is taken only when that was confirmed, and is marked', async () => {
    const other = { holderKana: 'ヤマダ ハナコ' }
    expect(valueIn(await accounts.check(due, { ...typed, ...other }))).toMatchObject({ holderMatches: false })
    expect(refusalOf(await give(other))).toEqual({ refusal: 'holder_differs', holder: 'ﾔﾏﾀﾞ ﾊﾅｺ', payer: 'ヤマダ タロウ' })
    expect(await kept()).toEqual([])
    expect(valueIn(await give(other, { source: 'link', differenceConfirmed: true }))).toMatchObject({ holderMatches: false })
  })

  const refused: [why: string, own: Partial<RefundAccount>, refusal: object][] = [
    ['an unknown bank', { bankCode: '9876' }, { refusal: 'unknown_bank' }],
    ['an unknown branch', { branchCode: '999' }, { refusal: 'unknown_branch' }],
    ['a holder in kanji', { holderKana: '山田' }, { refusal: 'holder_name_invalid' }],
    ['a card number', { holderKana: '4111111111111111' }, { refusal: 'invalid_input', problems: [{ message: 'card_number' }] }],
  ]
  it.each(refused)('refuses %s', async (_why, own, refusal) => {
    expect(refusalOf(await accounts.check(due, { ...typed, ...own }))).toMatchObject(refusal)
    expect(refusalOf(await give(own))).toMatchObject(refusal)
    expect(await kept()).toEqual([])
  })

  it('is not asked for where no refund is due, nor of an order that is not there', async () => {
    expect(refusalOf(await give({}, byLink, open))).toEqual({
      refusal: 'order_step_refused',
      track: 'protection',
      from: 'open',
      event: 'refund_account_given',
    })
    const nowhere = OrderId.parse(1)
    expect(refusalOf(await accounts.look(nowhere))).toMatchObject({ refusal: 'not_found' })
    expect(refusalOf(await accounts.check(nowhere, typed))).toMatchObject({ refusal: 'not_found' })
    expect(valueIn(await accounts.look(open))).toMatchObject({ open: false, given: null })
  })

  it('is entered by a clerk, with where it comes from', async () => {
    const clerk = await personAt(test, 'yamada', ['clerk'])
    const handlers = refundAccountHandlers({ ledger: test.ledger, events: createEvents(), gateways })
    valueIn(await handlers['orders.giveRefundAccount'](clerk, { id: due, account: typed, source: 'letter', differenceConfirmed: false }))
    expect(valueIn(await handlers['orders.refundAccount'](clerk, { id: due }))).toMatchObject({
      given: { source: 'letter', actor: 'user:yamada', holderMatches: true },
    })
  })

  it('is found by an index', async () => {
    const planned = await plansOf(test.ledger, async (reader) => {
      await lastRefundAccount(reader, due)
      await sayings(reader, due, ['accepted'])
    })
    expect(planned).toHaveLength(2)
    expect(fullScans(planned)).toEqual([])
  })
})
