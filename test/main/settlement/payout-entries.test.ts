import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { payoutFees, payoutTaken } from '../../../src/main/settlement/payout-entries'
import { MerchantId } from '../../../src/preload/contract/ids'
import { PositiveYen, yen } from '../../../src/preload/contract/money'

const merchantId = MerchantId.parse(7)
const taken = (own: object) => ({ merchantId, fees: yen(0), tax: yen(0), transferFee: yen(0), offsets: yen(0), remainder: yen(0), ...own })

describe('a payout', () => {
  it('takes the gross from what the merchant is owed', () => {
    expect(payoutTaken({ merchantId, amount: PositiveYen.parse(500) })).toEqual([
      { debit: 'merchant_payable:7', credit: 'payout_in_transit', amount: 500 },
    ])
  })

  it('leaves in transit what is sent: everything else goes where the domain’s table says', () => {
    expect(payoutFees(taken({ fees: 100, tax: 10, transferFee: 220, offsets: 50, remainder: 3 }))).toEqual([
      { debit: 'payout_in_transit', credit: 'fee_income', amount: 100 },
      { debit: 'payout_in_transit', credit: 'output_tax', amount: 10 },
      { debit: 'payout_in_transit', credit: 'transfer_fee_recovered', amount: 220 },
      { debit: 'payout_in_transit', credit: 'merchant_receivable:7', amount: 50 },
      { debit: 'payout_in_transit', credit: 'merchant_payable:7', amount: 3 },
    ])
  })

  it('whose fees exceed its money leaves nothing in transit, and the merchant owes the rest', () => {
    expect(payoutFees(taken({ fees: 500, tax: 50, remainder: -250 }))).toEqual([
      { debit: 'merchant_receivable:7', credit: 'fee_income', amount: 250 },
      { debit: 'payout_in_transit', credit: 'fee_income', amount: 250 },
      { debit: 'payout_in_transit', credit: 'output_tax', amount: 50 },
    ])
  })

  it('without fees posts nothing', () => expect(payoutFees(taken({}))).toEqual([]))

  it('always leaves gross less what was taken, and what is owed is the whole shortfall', () => {
    const amount = fc.integer({ min: 0, max: 10_000 })
    fc.assert(
      fc.property(amount, amount, amount, (gross, fees, tax) => {
        const left = gross - fees - tax
        const postings = payoutFees(taken({ fees, tax, remainder: Math.min(left, 0) }))
        const moved = (debit: string) => postings.filter((each) => each.debit === debit).reduce<number>((sum, each) => sum + each.amount, 0)
        expect(gross - moved('payout_in_transit')).toBe(Math.max(left, 0))
        expect(moved('merchant_receivable:7')).toBe(Math.max(-left, 0))
        expect(postings.every((each) => each.amount > 0)).toBe(true)
      }),
    )
  })
})
