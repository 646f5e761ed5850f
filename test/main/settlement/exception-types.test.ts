import { describe, expect, it } from 'vitest'
import { byUrgency, type CreditFacts, creditException, type DebitFacts, debitException } from '../../../src/main/settlement/exception-types'
import { ExceptionType } from '../../../src/preload/contract/exceptions'

const credit = (own: Partial<CreditFacts>): CreditFacts => ({
  kind: 'transfer',
  notCustomerMoney: null,
  description: 'ﾌﾘｺﾐ',
  isPartlyAllocated: false,
  order: null,
  amount: 5_500,
  mayBeReturned: false,
  ...own,
})

describe('a credit', () => {
  const cases: [Partial<CreditFacts>, string][] = [
    [{}, 'unknown'],
    [{ notCustomerMoney: 'returned' }, 'returned'],
    [{ mayBeReturned: true, isPartlyAllocated: true }, 'returned'],
    [{ notCustomerMoney: 'correction' }, 'bank_correction'],
    [{ notCustomerMoney: 'uncleared_cheque' }, 'bank_correction'],
    [{ kind: 'correction' }, 'bank_correction'],
    [{ isPartlyAllocated: true }, 'over'],
    [{ order: { payment: 'paid', amount: 5_500 } }, 'duplicate'],
    [{ order: { payment: 'paid', amount: 3_000 } }, 'over'],
    [{ order: { payment: 'expired', amount: 5_500 } }, 'late'],
    [{ order: { payment: 'cancelled', amount: 5_500 } }, 'late'],
    [{ order: { payment: 'unpaid', amount: 6_000 } }, 'under'],
    [{ order: { payment: 'unpaid', amount: 5_000 } }, 'over'],
    [{ description: 'ｵﾘｿｸ' }, 'interest'],
    [{ description: '利息' }, 'interest'],
  ]
  it.each(cases)('%o is %s', (own, type) => expect(creditException(credit(own))).toBe(type))
})

describe('a debit', () => {
  const debit = (own: Partial<DebitFacts>): DebitFacts => ({
    kind: 'transfer',
    description: '',
    name: '',
    edi: '',
    isOwnName: false,
    mayBeTransfer: false,
    ...own,
  })
  const cases: [Partial<DebitFacts>, string][] = [
    [{}, 'unknown_outgoing'],
    [{ description: 'ﾃｽｳﾘｮｳ' }, 'bank_fee'],
    [{ description: '振込手数料' }, 'bank_fee'],
    [{ description: 'ﾄﾘｹｼ' }, 'taken_back'],
    [{ description: '不渡' }, 'taken_back'],
    [{ name: '取消　ヤマダ' }, 'taken_back'],
    [{ edi: '訂正' }, 'taken_back'],
    [{ kind: 'correction' }, 'taken_back'],
    [{ kind: 'cancellation' }, 'taken_back'],
    [{ mayBeTransfer: true }, 'transfer_unsure'],
    [{ isOwnName: true }, 'own_transfer'],
    [{ description: 'ｼｷﾝｲﾄﾞｳ' }, 'own_transfer'],
  ]
  it.each(cases)('%o is %s', (own, type) => expect(debitException(debit(own))).toBe(type))
})

it('every type has its place in the order of urgency', () => expect([...byUrgency].sort()).toEqual([...ExceptionType.options].sort()))
