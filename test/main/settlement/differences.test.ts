import { expect, it } from 'vitest'
import { differenceReason } from '../../../src/main/settlement/differences'
import { USUAL_CLEARING_RULES } from '../../../src/preload/contract/clearing-rules'
import { yen } from '../../../src/preload/contract/money'

it.each<[number, string | null]>([
  [0, null],
  [1, 'rounding 1'],
  [-1, 'rounding -1'],
  [2, null],
  [-110, 'fee_deducted 110'],
  [-660, 'fee_deducted 660'],
  [-880, 'fee_deducted 880'],
  // Nobody pays a fee to the payee, and none is so odd, so small or so large.
  [660, null],
  [-661, null],
  [-50, null],
  [-1_100, null],
])('a difference of %i yen is %s', (difference, name) => {
  const found = differenceReason(yen(difference), USUAL_CLEARING_RULES)
  expect(found && `${found.code} ${found.detail}`).toBe(name)
  expect(found?.veto ?? false).toBe(false)
})
