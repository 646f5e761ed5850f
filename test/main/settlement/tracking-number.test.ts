import { expect, test } from 'vitest'
import { isTrackingNumber, plainTrackingNumber } from '../../../src/main/settlement/tracking-number'

// collection.md §5.4.
test.each([
  ['444413758703', 'yamato', true],
  ['512547514334', 'sagawa', true],
  ['405548424886', 'japan_post', true],
  ['444413758704', 'yamato', false],
  ['44441375870', 'yamato', false],
  ['4444137587033', 'sagawa', false],
  ['44441375870A', 'japan_post', false],
  ['AB12345', 'other', true],
  ['444413758704', 'other', true],
  ['12', 'other', false],
  ['12 34', 'other', false],
])('%s of %s: %s', (number, carrier, right) => {
  expect(isTrackingNumber(number, carrier)).toBe(right)
})

test.each([
  ['4444-1375-8703', '444413758703'],
  ['４４４４－１３７５－８７０３', '444413758703'],
  [' 4444 1375 8703', '444413758703'],
])('%s is written for %s', (written, plain) => {
  expect(plainTrackingNumber(written)).toBe(plain)
})
