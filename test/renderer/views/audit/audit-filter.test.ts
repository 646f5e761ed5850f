import { expect, test } from 'vitest'
import { auditFilterOf, detailLine } from '../../../../src/renderer/views/audit/audit-filter'

test.each([
  [{}, {}],
  [
    { actor: 'yamada', from: '2026-11-01' },
    { actor: 'yamada', from: '2026-11-01' },
  ],
  [{ from: '2026-13-01', to: 'yesterday', subject: 'order 7' }, { subject: 'order 7' }],
  [{ action: 'x'.repeat(80) }, { action: 'x'.repeat(60) }],
])('the address %j asks for %j', (values, filter) => {
  expect(auditFilterOf(values)).toEqual(filter)
})

test('the detail of a record reads as one line', () => {
  expect(detailLine({ amount: 30000, order: 'A-57', before: { state: 'unpaid' }, none: null })).toBe(
    'amount: 30000, order: A-57, before: {"state":"unpaid"}, none: null',
  )
})
