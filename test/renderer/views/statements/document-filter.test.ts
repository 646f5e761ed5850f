import { describe, expect, it } from 'vitest'
import { documentFilterOf } from '../../../../src/renderer/views/statements/document-filter'

describe('the filter an address of the documents stands for', () => {
  it.each([
    { address: {}, filter: {} },
    { address: { tab: 'documents' }, filter: {} },
    { address: { from: '2026-11-01', to: '2026-11-30' }, filter: { from: '2026-11-01', to: '2026-11-30' } },
    { address: { least: '1000', most: '250000' }, filter: { amountFrom: 1_000, amountTo: 250_000 } },
    { address: { merchant: '12', q: 'さくら' }, filter: { merchantId: 12, counterparty: 'さくら' } },
    // an old link or a typing error: what does not fit is left out, the rest holds
    { address: { from: '2026-02-30', least: '1.5', most: 'much', merchant: '-3', q: '書房' }, filter: { counterparty: '書房' } },
  ])('$address is $filter', ({ address, filter }) => {
    expect(JSON.parse(JSON.stringify(documentFilterOf(Object.fromEntries(Object.entries(address)))))).toEqual(filter)
  })
})
