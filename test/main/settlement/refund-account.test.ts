import { describe, expect, it } from 'vitest'
import { isSameHolder, takesRefundAccount } from '../../../src/main/settlement/refund-account'
import type { Tracks } from '../../../src/preload/contract/orders'

const tracks = (own: Partial<Tracks>): Tracks => ({ acceptance: 'none', payment: 'paid', protection: 'none', disbursement: 'none', ...own })

describe('when the account for a refund may be given', () => {
  const cases: [Partial<Tracks>, boolean][] = [
    [{}, false],
    [{ protection: 'open' }, false],
    [{ protection: 'contested' }, false],
    [{ protection: 'refund_due' }, true],
    [{ protection: 'refund_due', disbursement: 'refund_requested' }, false],
    [{ protection: 'refund_due', disbursement: 'in_refund' }, false],
    [{ protection: 'refund_due', disbursement: 'refunded' }, false],
    [{ protection: 'refund_due', disbursement: 'refund_returned' }, true],
    [{ protection: 'none', disbursement: 'refund_returned' }, true],
  ]
  it.each(cases)('%o: %s', (own, may) => expect(takesRefundAccount(tracks(own))).toBe(may))
})

describe('whether a holder is the payer', () => {
  const cases: [holder: string, payer: string, same: boolean][] = [
    ['ﾔﾏﾀﾞ ﾀﾛｳ', 'ヤマダ タロウ', true],
    ['ﾔﾏﾀﾞﾀﾛｳ', 'やまだ　たろう', true],
    ['ｶ)ｻｸﾗｼﾖｳｼﾞ', 'カブシキガイシャ サクラショウジ', true],
    ['ﾔﾏﾀﾞ ﾊﾅｺ', 'ヤマダ タロウ', false],
    ['ﾔﾏﾀ ﾀﾛｳ', 'ヤマダ タロウ', false],
    ['ﾔﾏﾀﾞ ﾀﾛｳ', '', false],
  ]
  it.each(cases)('%s for %s: %s', (holder, payer, same) => expect(isSameHolder(holder, payer)).toBe(same))
})
