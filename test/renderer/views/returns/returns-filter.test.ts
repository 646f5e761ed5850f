import { expect, it } from 'vitest'
import { returnsFilterOf } from '../../../../src/renderer/views/returns/returns-filter'

const cases: { values: Record<string, string>; filter: object; orderId: number | null }[] = [
  { values: {}, filter: {}, orderId: null },
  { values: { state: 'contested', merchant: '7', order: '9' }, filter: { protection: 'contested', merchantId: 7 }, orderId: 9 },
  { values: { state: 'received', merchant: 'x', order: '-1' }, filter: {}, orderId: null },
]
it.each(cases)('the address $values asks for $filter and opens $orderId', ({ values, filter, orderId }) => {
  expect(returnsFilterOf(values)).toEqual({ filter, orderId })
})
