import { expect, test } from 'vitest'
import { narrowed } from '../../../../src/renderer/views/frame/Commands'

const groups = [
  { group: 'find', actions: [{ id: 'find /orders', label: '注文から探す' }] },
  {
    group: 'go',
    actions: [
      { id: '/orders', label: '注文', keywords: '/orders' },
      { id: '/people', label: '利用者', keywords: '/people' },
    ],
  },
  { group: 'do', actions: [{ id: 'do lock', label: 'Lock the desk', keywords: 'lock' }] },
]
const idsOf = (text: string) => narrowed(groups, text).flatMap((group) => group.actions.map((action) => action.id))

test.each([
  ['', ['find /orders', '/orders', '/people', 'do lock']],
  ['利用', ['find /orders', '/people']],
  ['ＬＯＣＫ', ['find /orders', 'do lock']],
  ['A-57', ['find /orders']],
])('"%s" leaves %j', (text, ids) => {
  expect(idsOf(text)).toEqual(ids)
})

test('a group with nothing left is not shown', () => {
  expect(narrowed(groups, 'A-57').map((group) => group.group)).toEqual(['find'])
})
