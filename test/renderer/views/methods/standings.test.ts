import { describe, expect, it } from 'vitest'
import type { MethodStanding } from '../../../../src/preload/contract/by-method'
import { yen } from '../../../../src/preload/contract/money'
import { OrderStatus } from '../../../../src/preload/contract/orders'
import { methodRows, onlyStatus, stages, stagesOf } from '../../../../src/renderer/views/methods/standings'

const standing = (method: MethodStanding['method'], status: OrderStatus, count: number, amount: number): MethodStanding => ({
  ...{ method, status, count, amount: yen(amount) },
})

describe('orders by method and stage', () => {
  const rows = methodRows([
    standing(null, 'awaiting_method', 1, 100),
    standing('convenience_store', 'refunded', 1, 7),
    standing('convenience_store', 'in_refund', 2, 30),
    standing('bank_transfer', 'paid', 3, 3_000),
  ])

  it('stand in the order of the contract, what has no method last, and none that nobody used', () => {
    expect(rows.map(({ method }) => method)).toEqual(['bank_transfer', 'convenience_store', null])
  })

  it('are added by stage and in all', () => {
    expect(rows[1]?.cells.get('refund')).toEqual({ count: 3, amount: 37 })
    expect(rows[1]?.total).toEqual({ count: 3, amount: 37 })
    expect(rows[1]?.cells.get('paid')).toEqual({ count: 0, amount: 0 })
  })

  it('stand in exactly one stage, whatever their status', () => {
    for (const status of OrderStatus.options) {
      const { cells } = stagesOf([standing('card', status, 1, 9)])
      expect([...cells.values()].filter(({ count }) => count === 1)).toHaveLength(1)
    }
  })

  it('open to a list where one status is what the stage shows', () => {
    expect(stages.map((stage) => [stage, onlyStatus(stage)])).toEqual([
      ['waits', null],
      ['authorized', 'authorized'],
      ['partly', 'partially_paid'],
      ['paid', 'paid'],
      ['in_payout', 'in_payout'],
      ['settled', 'settled'],
      ['refund', null],
      ['ended', null],
    ])
  })
})
