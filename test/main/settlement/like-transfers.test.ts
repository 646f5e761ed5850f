import { describe, expect, it } from 'vitest'
import { likeTransfers } from '../../../src/main/settlement/like-transfers'
import { PositiveYen } from '../../../src/preload/contract/money'
import type { Transfer } from '../../../src/preload/contract/transfers'

const to = (accountNumber: string, amount: number, branchCode = '001'): Transfer => ({
  account: { bankCode: '0001', branchCode, accountType: '1', accountNumber },
  bankName: '',
  branchName: '',
  holderKana: 'ｻｸﾗ',
  amount: PositiveYen.parse(amount),
  newCode: '0',
  edi: '',
})

describe('transfers that look like one payment twice', () => {
  it('are those of the same amount to the same account', () => {
    const [a, b, c] = ['1111111', '2222222', '3333333'] as const
    const transfers = [to(a, 100), to(b, 100), to(a, 200), to(a, 100), to(c, 5), to(c, 5, '002'), to(b, 100), to(a, 100)]
    expect(likeTransfers(transfers)).toEqual([
      [1, 4, 8],
      [2, 7],
    ])
    expect(likeTransfers([])).toEqual([])
  })
})
