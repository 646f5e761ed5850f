import { expect, test } from 'vitest'
import { arranged, movedColumn, readTaste, type TableColumn, visibility } from '../../../src/renderer/parts/table-columns'

const column = (id: string, hidden?: boolean): TableColumn<string> => ({
  id,
  header: id,
  width: 100,
  cell: () => null,
  text: () => '',
  ...(hidden ? { hidden } : {}),
})

test.each([
  ['nothing kept', null, { shown: {}, widths: {}, order: [] }],
  ['text', 'x', { shown: {}, widths: {}, order: [] }],
  ['a list', [1, 2], { shown: {}, widths: {}, order: [] }],
  [
    'what fits is kept',
    { shown: { a: false, b: 'yes' }, widths: { a: 120, b: -4, c: 'wide', d: 99999 }, order: ['b', 7, 'a', 'b'] },
    { shown: { a: false }, widths: { a: 120 }, order: ['b', 'a'] },
  ],
])('a taste is read from %s', (_case, kept, taste) => {
  expect(readTaste(kept)).toEqual(taste)
})

test('columns show as the view says until the person chose', () => {
  const columns = [column('a'), column('b', true), column('c')]
  expect(visibility(columns, { shown: {}, widths: {}, order: [] })).toEqual({ a: true, b: false, c: true })
  expect(visibility(columns, { shown: { b: true, c: false }, widths: {}, order: [] })).toEqual({ a: true, b: true, c: false })
})

test.each<[string, order: string[], arranged: string]>([
  ['nothing was moved', [], 'abcde'],
  ['some were moved, the others stay behind the one they follow', ['d', 'b'], 'adebc'],
  ['all were moved', ['e', 'd', 'c', 'b'], 'aedcb'],
  ['the first stays first', ['c', 'a', 'b'], 'acdeb'],
  ['one that is gone is passed over', ['x', 'c', 'b'], 'acdeb'],
])('columns stand in the order of the person: %s', (_case, order, expected) => {
  const columns = ['a', 'b', 'c', 'd', 'e'].map((id) => column(id))
  expect(
    arranged(columns, order)
      .map(({ id }) => id)
      .join(''),
  ).toBe(expected)
})

test.each<[string, id: string, to: number | string, moved: string]>([
  ['to the right', 'b', 1, 'acbd'],
  ['to the left', 'd', -1, 'abdc'],
  ['where another stands', 'b', 'd', 'acdb'],
  ['not before the first', 'b', -1, 'abcd'],
  ['not beyond the last', 'd', 1, 'abcd'],
  ['not the first', 'a', 1, 'abcd'],
  ['not to where nothing stands', 'b', 'x', 'abcd'],
])('a column is moved %s', (_case, id, to, moved) => {
  expect(movedColumn(['a', 'b', 'c', 'd'], id, to).join('')).toBe(moved)
})
