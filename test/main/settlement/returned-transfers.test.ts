import { describe, expect, it } from 'vitest'
import {
  type IncomingLine,
  type LeftTransfer,
  matchReturn,
  maybeReturned,
  RETURN_FEE_MOST,
  returnCauseOf,
  returnFee,
} from '../../../src/main/settlement/returned-transfers'
import { businessDate } from '../../../src/preload/contract/date'
import { AccountId, TransferId } from '../../../src/preload/contract/ids'
import { yen } from '../../../src/preload/contract/money'

const holidays = new Set(['2026-11-23'])
const accountId = AccountId.parse(1)
const line = (own: Partial<IncomingLine> = {}): IncomingLine => ({
  accountId,
  amount: yen(3_500),
  bookedOn: businessDate('2026-11-24'),
  saysReturned: true,
  texts: ['ﾔﾏﾀﾞ ﾀﾛｳ', 'ﾌﾘｺﾐｸﾐﾓﾄﾞｼ'],
  ...own,
})
const left = (id: number, own: Partial<LeftTransfer> = {}): LeftTransfer => ({
  id: TransferId.parse(id),
  accountId,
  amount: yen(3_500),
  holderKana: 'ﾔﾏﾀﾞ ﾀﾛｳ',
  edi: '',
  leftOn: businessDate('2026-11-20'),
  ...own,
})

describe('a credit that may be a transfer coming back', () => {
  const cases: [name: string, line: IncomingLine, left: LeftTransfer[], expected: object][] = [
    ['says so, in the amount and name of one transfer', line(), [left(1)], { what: 'certain', transferId: 1 }],
    ['says so, and two are alike', line(), [left(1), left(2)], { what: 'suspected', transfers: [1, 2] }],
    ['says so, but names nobody', line({ texts: ['ｸﾐﾓﾄﾞｼ'] }), [left(1)], { what: 'suspected', transfers: [1] }],
    ['does not say so, but has amount and name', line({ saysReturned: false }), [left(1)], { what: 'suspected', transfers: [1] }],
    ['has only the amount', line({ saysReturned: false, texts: ['ｻﾄｳ'] }), [left(1)], { what: 'none' }],
    [
      'carries the reference of one of a hundred, and not of the first',
      line({ texts: ['ﾌﾘｺﾐｸﾐﾓﾄﾞｼ P20261130-1-12'] }),
      [left(1, { edi: 'P20261130-1-1' }), left(12, { edi: 'P20261130-1-12' })],
      { what: 'certain', transferId: 12 },
    ],
    [
      'carries the reference of another transfer of another amount',
      line({ texts: ['ﾔﾏﾀﾞ ﾀﾛｳ', 'P20261130-1-12'] }),
      [left(1, { edi: 'P20261130-1-1' })],
      { what: 'suspected', transfers: [1] },
    ],
    [
      'carries such a reference, and does not say so',
      line({ saysReturned: false, texts: ['ﾔﾏﾀﾞ ﾀﾛｳ', 'P20261130-1-12'] }),
      [left(1, { edi: 'P20261130-1-1' })],
      { what: 'suspected', transfers: [1] },
    ],
    ['has another amount', line({ amount: yen(3_499) }), [left(1)], { what: 'none' }],
    ['came before it left', line({ bookedOn: businessDate('2026-11-19') }), [left(1)], { what: 'none' }],
    ['came on the tenth business day', line({ bookedOn: businessDate('2026-12-07') }), [left(1)], { what: 'certain' }],
    ['came after the tenth business day', line({ bookedOn: businessDate('2026-12-08') }), [left(1)], { what: 'none' }],
    ['came to another account', line({ accountId: AccountId.parse(2) }), [left(1)], { what: 'none' }],
  ]
  it.each(cases)('%s', (_name, credit, transfers, expected) => expect(matchReturn(credit, transfers, holidays)).toMatchObject(expected))
  it.each(cases)('%s: is kept from orders as long as it is not none', (_name, credit, transfers, expected) => {
    const isNone = 'what' in expected && expected.what === 'none'
    // The veto asks for no holidays, so it holds a little longer.
    if (credit.bookedOn !== '2026-12-08') expect(maybeReturned(credit, transfers) === null).toBe(isNone)
  })
})

describe('what a bank has kept of a transfer that a credit may be the return of', () => {
  const cases: [name: string, line: Partial<IncomingLine>, fee: number | null][] = [
    ['all of it came back', {}, 0],
    ['less a fee', { amount: yen(2_840) }, 660],
    ['less the most that a bank keeps', { amount: yen(3_500 - RETURN_FEE_MOST) }, RETURN_FEE_MOST],
    ['more is lacking than any fee', { amount: yen(3_500 - RETURN_FEE_MOST - 1) }, null],
    ['more came than was sent', { amount: yen(3_501) }, null],
    ['on the day it left', { bookedOn: businessDate('2026-11-20') }, 0],
    ['before it left', { bookedOn: businessDate('2026-11-19') }, null],
    ['to another account', { accountId: AccountId.parse(2) }, null],
  ]
  it.each(cases)('%s', (_name, own, fee) => expect(returnFee(line(own), left(1))).toBe(fee))
})

it.each([
  ['ﾌﾘｺﾐｸﾐﾓﾄﾞｼ ｺｳｻﾞﾅｼ', 'no_such_account'],
  ['組戻 該当口座なし', 'no_such_account'],
  ['ﾒｲｷﾞｿｳｲ', 'name_differs'],
  ['メイギフイッチ', 'name_differs'],
  ['口座解約', 'account_closed'],
  ['ｲﾗｲﾆﾝ ｸﾐﾓﾄﾞｼ', 'recalled'],
  ['ﾌﾘｺﾐﾍﾝｷﾔｸ', 'not_told'],
])('%s tells %s', (words, cause) => expect(returnCauseOf([words])).toBe(cause))
