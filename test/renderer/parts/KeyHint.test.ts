import { expect, test } from 'vitest'
import { capsOf } from '../../../src/renderer/parts/KeyHint'

test.each([
  ['g d', ['G', 'D']],
  ['Shift+ArrowDown', ['Shift', '↓']],
  ['Ctrl+k', ['Ctrl', 'K']],
  ['?', ['?']],
  ['+', ['+']],
])('%s is printed as %j', (keys, caps) => {
  expect(capsOf(keys)).toEqual(caps)
})
