import { describe, expect, it } from 'vitest'
import { orderFilterOf } from '../../../../src/renderer/views/orders/order-filter'

describe('the filter an address of the orders stands for', () => {
  it.each([
    { address: {}, filter: {} },
    {
      address: { status: 'paid', method: 'bank_transfer', merchant: '7' },
      filter: { status: 'paid', method: 'bank_transfer', merchantId: 7 },
    },
    { address: { protected: 'no' }, filter: { protected: false } },
    { address: { from: '2026-11-01', to: '2026-11-30' }, filter: { receivedFrom: '2026-11-01', receivedTo: '2026-11-30' } },
    { address: { least: '1,000', most: '５０００円' }, filter: { amountFrom: 1000, amountTo: 5000 } },
    { address: { least: 'much', status: 'lost', q: 'A-57' }, filter: { search: 'A-57' } },
  ])('$address is $filter', ({ address, filter }) => {
    expect(JSON.parse(JSON.stringify(orderFilterOf(Object.fromEntries(Object.entries(address)))))).toEqual(filter)
  })
})
