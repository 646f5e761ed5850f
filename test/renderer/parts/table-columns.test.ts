import { expect, test } from 'vitest'
import { readTaste, type TableColumn, visibility } from '../../../src/renderer/parts/table-columns'

const column = (id: string, hidden?: boolean): TableColumn<string> => ({
  id,
  header: id,
  width: 100,
  cell: () => null,
  text: () => '',
  ...(hidden ? { hidden } : {}),
})

test.each([
  ['nothing kept', null, { shown: {}, widths: {} }],
  ['text', 'x', { shown: {}, widths: {} }],
  ['a list', [1, 2], { shown: {}, widths: {} }],
  [
    'what fits is kept',
    { shown: { a: false, b: 'yes' }, widths: { a: 120, b: -4, c: 'wide', d: 99999 } },
    { shown: { a: false }, widths: { a: 120 } },
  ],
])('a taste is read from %s', (_case, kept, taste) => {
  expect(readTaste(kept)).toEqual(taste)
})

test('columns show as the view says until the person chose', () => {
  const columns = [column('a'), column('b', true), column('c')]
  expect(visibility(columns, { shown: {}, widths: {} })).toEqual({ a: true, b: false, c: true })
  expect(visibility(columns, { shown: { b: true, c: false }, widths: {} })).toEqual({ a: true, b: true, c: false })
})
