import { describe, expect, it } from 'vitest'
import { orderSteps } from '../../../../src/main/settlement/steps'
import { orderEvent, spokenDetail } from '../../../../src/renderer/views/orders/order-events'

describe('the timeline of an order', () => {
  it('has words for every event the tracks know', () => {
    expect([...orderSteps, 'registered'].filter((kind) => orderEvent(kind) === null)).toEqual([])
  })

  it('has none for a name nobody knows', () => {
    expect(orderEvent('teleported')).toBeNull()
  })

  it.each([
    { detail: { reason: '二重入力' }, spoken: '二重入力' },
    { detail: { fileName: 'orders.csv', digest: 'ab12', row: 3 }, spoken: 'orders.csv' },
    { detail: { reason: '', note: 7 }, spoken: '' },
  ])('says $spoken of $detail', ({ detail, spoken }) => {
    expect(spokenDetail(detail)).toBe(spoken)
  })
})
