import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { standardTaxRates } from '../../../src/main/settlement/consumption-tax'
import { type PayableItem, type PayoutCase, type PayoutTerms, payoutFigures } from '../../../src/main/settlement/payout'
import { businessDate } from '../../../src/preload/contract/date'
import type { FeePlan } from '../../../src/preload/contract/merchants'
import { yen, ZERO_YEN } from '../../../src/preload/contract/money'
import { TransferFeeConvention } from '../../../src/preload/contract/transfer-fees'

const plan: FeePlan = {
  method: 'bank_transfer',
  fixed: yen(30),
  basisPoints: 325,
  minimum: yen(50),
  maximum: yen(3_000),
  validFrom: null,
  taxClass: 'standard',
}
const cardPlan: FeePlan = { ...plan, method: 'card', fixed: ZERO_YEN, minimum: ZERO_YEN, taxClass: 'exempt' }
const bands = [
  { from: ZERO_YEN, fee: yen(330) },
  { from: yen(30_000), fee: yen(550) },
]
const terms: PayoutTerms = {
  plans: [plan, cardPlan],
  tax: { rates: standardTaxRates, rounding: 'down' },
  minimum: ZERO_YEN,
  transfer: { bands, bearer: 'agent', convention: 'exact' },
}
const paidByMerchant: PayoutTerms = { ...terms, transfer: { ...terms.transfer, bearer: 'merchant' } }

let keys = 0
const order = (amount: number, method: FeePlan['method'] = 'bank_transfer', paidOn = '2026-11-20'): PayableItem<number> => ({
  key: ++keys,
  amount: yen(amount),
  kind: 'order',
  order: { method, amount: yen(amount), paidOn: businessDate(paidOn) },
})
const paidAgain = (amount: number): PayableItem<number> => ({ key: ++keys, amount: yen(amount), kind: 'paid_again' })
const keyed = (...amounts: number[]) => amounts.map((amount) => ({ key: ++keys, amount: yen(amount) }))
const nothing: PayoutCase<number> = { items: [], owed: [], isHeld: false }

describe('what a payout comes to', () => {
  it('is its orders less their fees and the tax on them, rounded once', () => {
    const figures = payoutFigures({ ...nothing, items: [order(10_000), order(12_345), order(5_000, 'card')] }, terms)
    // 355 + 431 and 162 (exempt); tax on 786 is 78
    expect(figures).toMatchObject({
      gross: 27_345,
      fees: 948,
      tax: 78,
      transferFee: 0,
      transferFeeBorne: 330,
      net: 26_319,
      carriedOver: [],
    })
    expect(figures.taxLines).toEqual([
      { taxClass: 'standard', basisPoints: 1_000, base: 786, tax: 78 },
      { taxClass: 'exempt', basisPoints: 0, base: 162, tax: 0 },
    ])
  })

  it('explains itself, line by line', () => {
    const [item, owed] = [order(10_000), keyed(1_000)]
    const { lines } = payoutFigures({ ...nothing, items: [item], owed }, paidByMerchant)
    expect(lines.map(({ what, amount }) => [what, amount])).toEqual([
      ['item', 10_000],
      ['fee', -355],
      ['tax', -35],
      ['offset', -1_000],
      ['transfer_fee', -330],
    ])
    expect(lines[1]).toMatchObject({ key: item.key, fee: { amount: 355, plan, limit: null } })
  })

  it('takes no second fee of money that came back', () => {
    expect(payoutFigures({ ...nothing, items: [paidAgain(9_610)] }, terms)).toMatchObject({ gross: 9_610, fees: 0, tax: 0, net: 9_610 })
  })

  it('tells of an order whose method has no plan', () => {
    const { lines, net } = payoutFigures({ ...nothing, items: [order(10_000, 'postal')] }, terms)
    expect(net).toBe(10_000)
    expect(lines[1]).toMatchObject({ what: 'fee', amount: 0, fee: { plan: null } })
  })

  it('offsets what the merchant owes in its order, as far as there is money', () => {
    const owed = keyed(4_000, 7_000, 500)
    const figures = payoutFigures({ ...nothing, items: [paidAgain(10_000)], owed }, terms)
    expect(figures).toMatchObject({ offset: 10_000, net: 0, carriedOver: [] })
    expect(figures.lines.filter(({ what }) => what === 'offset')).toEqual([
      { what: 'offset', key: owed[0]?.key, amount: -4_000, left: 0 },
      { what: 'offset', key: owed[1]?.key, amount: -6_000, left: 1_000 },
    ])
  })

  const carried: [what: string, payout: Partial<PayoutCase<number>>, by: PayoutTerms, net: number, carriedOver: [number, string][]][] = [
    ['fees exceed the money', { items: [order(40)] }, terms, 0, [[-15, 'fees_exceed_money']]],
    ['and then nothing is offset', { items: [order(40)], owed: keyed(100) }, terms, 0, [[-15, 'fees_exceed_money']]],
    ['everything is held', { items: [paidAgain(5_000)], isHeld: true, owed: keyed(100) }, terms, 0, [[5_000, 'held']]],
    ['below the minimum', { items: [paidAgain(999)] }, { ...terms, minimum: yen(1_000) }, 0, [[999, 'below_minimum']]],
    ['on the minimum', { items: [paidAgain(1_000)] }, { ...terms, minimum: yen(1_000) }, 1_000, []],
    ['the fee would eat it', { items: [paidAgain(330)] }, paidByMerchant, 0, [[330, 'below_transfer_fee']]],
    ['at a boundary of the bands', { items: [paidAgain(30_330)] }, paidByMerchant, 29_780, [[220, 'band_boundary']]],
    ['more than one line can say', { items: [paidAgain(10_000_000_000)] }, terms, 9_999_999_999, [[1, 'above_transfer_limit']]],
    ['nothing at all', {}, terms, 0, []],
  ]
  it.each(carried)('%s', (_, payout, by, net, carriedOver) => {
    const figures = payoutFigures({ ...nothing, ...payout }, by)
    expect(figures.net).toBe(net)
    expect(figures.carriedOver.map(({ amount, reason }) => [amount, reason])).toEqual(carriedOver)
  })
})

const money = (max: number) => fc.integer({ min: 1, max }).map(yen)
const anyItem = fc.oneof(
  fc
    .tuple(money(60_000), fc.constantFrom('bank_transfer' as const, 'card' as const, 'postal' as const))
    .map(([amount, method]) => order(amount, method)),
  money(60_000).map(paidAgain),
)
const anyCase: fc.Arbitrary<PayoutCase<number>> = fc.record({
  items: fc.array(anyItem, { maxLength: 8 }),
  owed: fc.array(
    money(40_000).map((amount) => ({ key: ++keys, amount })),
    { maxLength: 3 },
  ),
  isHeld: fc.boolean(),
})
const anyTerms: fc.Arbitrary<PayoutTerms> = fc
  .record({
    minimum: fc.integer({ min: 0, max: 5_000 }).map(yen),
    bearer: fc.constantFrom('agent' as const, 'merchant' as const),
    convention: fc.constantFrom(...TransferFeeConvention.options),
    fixed: fc.integer({ min: 0, max: 9_000 }).map(yen),
  })
  .map(({ minimum, bearer, convention, fixed }) => ({
    ...terms,
    plans: [{ ...plan, fixed, maximum: null }, cardPlan],
    minimum,
    transfer: { bands, bearer, convention },
  }))

describe('of any payout', () => {
  it('the lines add up to the net, the figures to their lines, and no yen is lost', () => {
    fc.assert(
      fc.property(anyCase, anyTerms, (payout, by) => {
        const figures = payoutFigures(payout, by)
        const sum = (amounts: readonly { amount: number }[]) => amounts.reduce((total, { amount }) => total + amount, 0)
        const carried = sum(figures.carriedOver)
        expect(sum(figures.lines)).toBe(figures.net)
        expect(figures.gross - figures.fees - figures.tax - figures.offset - figures.transferFee - carried).toBe(figures.net)
        expect(figures.gross).toBe(sum(payout.items))
        expect(figures.tax).toBe(sum(figures.taxLines.map(({ tax }) => ({ amount: tax }))))
        expect(figures.fees).toBe(sum(figures.taxLines.map(({ base }) => ({ amount: base }))))
        expect(figures.offset).toBeLessThanOrEqual(sum(payout.owed))
        expect(figures.net).toBeGreaterThanOrEqual(0)
        const isOwing = figures.carriedOver.some(({ reason }) => reason === 'fees_exceed_money')
        expect(figures.carriedOver.every(({ amount }) => amount > 0)).toBe(!isOwing)
        if (isOwing || payout.isHeld) expect(figures.net + figures.offset).toBe(0)
      }),
      { numRuns: 3_000 },
    )
  })

  it('the order of its items changes nothing but the order of the lines', () => {
    fc.assert(
      fc.property(anyCase, anyTerms, (payout, by) => {
        const { lines: _, ...figures } = payoutFigures(payout, by)
        const { lines: __, ...reversed } = payoutFigures({ ...payout, items: [...payout.items].reverse() }, by)
        expect(reversed).toEqual(figures)
      }),
    )
  })
})
