import { describe, expect, test } from 'vitest'
import {
  allChosen,
  clickedAt,
  extendedBy,
  movedBy,
  NOTHING_CHOSEN,
  type RowSelection,
  toggledAt,
} from '../../../src/renderer/parts/row-selection'

const ids = ['a', 'b', 'c', 'd', 'e']
const at = (cursor: number, anchor: number, ...chosen: string[]): RowSelection => ({ cursor, anchor, chosen: new Set(chosen) })
const HELD = { ctrl: false, shift: false }

describe('moving', () => {
  test.each([
    ['the first move lands on the first row', NOTHING_CHOSEN, 1, 0],
    ['down by one', at(1, 1), 1, 2],
    ['up by one', at(1, 1), -1, 0],
    ['not beyond the end', at(4, 4), 20, 4],
    ['not before the beginning', at(2, 2), -20, 0],
  ])('%s', (_case, before, rows, cursor) => {
    expect(movedBy(before, ids, rows).cursor).toBe(cursor)
  })
  test('keeps what is chosen', () => {
    expect(movedBy(at(0, 0, 'a'), ids, 1)).toEqual(at(1, 1, 'a'))
  })
  test('in an empty table changes nothing', () => {
    expect(movedBy(NOTHING_CHOSEN, [], 1)).toBe(NOTHING_CHOSEN)
    expect(extendedBy(NOTHING_CHOSEN, [], 1)).toBe(NOTHING_CHOSEN)
  })
})

test('extending chooses from the anchor to the cursor, and gives back what is left behind', () => {
  const two = extendedBy(at(1, 1), ids, 1)
  expect(two).toEqual(at(2, 1, 'b', 'c'))
  expect(extendedBy(two, ids, -2)).toEqual(at(0, 1, 'a', 'b'))
})

test('toggling adds a row and takes it out again', () => {
  const one = toggledAt(at(3, 3), ids, 3)
  expect(one).toEqual(at(3, 3, 'd'))
  expect(toggledAt(one, ids, 3)).toEqual(at(3, 3))
  expect(toggledAt(one, ids, 9)).toBe(one)
})

describe('clicking', () => {
  test.each([
    ['alone: one row', at(0, 0, 'a', 'b'), 2, HELD, at(2, 2, 'c')],
    ['with Ctrl: one more', at(0, 0, 'a'), 2, { ctrl: true, shift: false }, at(2, 2, 'a', 'c')],
    ['with Ctrl on a chosen row: one less', at(2, 2, 'a', 'c'), 2, { ctrl: true, shift: false }, at(2, 2, 'a')],
    ['with Shift: the range', at(1, 1, 'b'), 3, { ctrl: false, shift: true }, at(3, 1, 'b', 'c', 'd')],
    ['with Shift before anything was chosen: one row', NOTHING_CHOSEN, 3, { ctrl: false, shift: true }, at(3, 3, 'd')],
  ])('%s', (_case, before, index, held, after) => {
    expect(clickedAt(before, ids, index, held)).toEqual(after)
  })
})

test('all rows that are there', () => {
  expect(allChosen(at(2, 2), ids)).toEqual(at(2, 2, ...ids))
})
