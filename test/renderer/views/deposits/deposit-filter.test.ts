import { describe, expect, it } from 'vitest'
import { PositiveYen, yen } from '../../../../src/preload/contract/money'
import { depositFilterOf, ownAmount } from '../../../../src/renderer/views/deposits/deposit-filter'

describe('the filter an address of the deposits stands for', () => {
  it.each([
    { address: {}, filter: {} },
    { address: { state: 'held', account: '12', merchant: '34' }, filter: { state: 'held', accountId: 12, merchantId: 34 } },
    { address: { open: 'yes' }, filter: { open: true } },
    { address: { from: '2026-11-01', to: '2026-11-30' }, filter: { from: '2026-11-01', to: '2026-11-30' } },
    { address: { q: 'ﾔﾏﾀﾞ' }, filter: { search: 'ﾔﾏﾀﾞ' } },
    // an old link or a typing error: what does not fit is left out, the rest holds
    { address: { state: 'gone', q: '12,000' }, filter: { search: '12,000' } },
    { address: { account: 'x', merchant: '-1', from: '2026-02-30', open: 'perhaps' }, filter: {} },
    { address: { deposit: '5', sort: 'amount' }, filter: {} },
  ])('$address is $filter', ({ address, filter }) => {
    expect(JSON.parse(JSON.stringify(depositFilterOf(Object.fromEntries(Object.entries(address)))))).toEqual(filter)
  })
})

const amountOf = (amount: number) => PositiveYen.parse(amount)

describe('what a deposit adds to the sum of its list', () => {
  it.each([
    { row: { amount: amountOf(10_000) }, adds: 10_000 },
    { row: { amount: amountOf(10_000), share: yen(6_000) }, adds: 6_000 },
  ])('$row adds $adds', ({ row, adds }) => {
    expect(ownAmount(row)).toBe(adds)
  })
})
