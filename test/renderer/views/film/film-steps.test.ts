import { expect, test } from 'vitest'
import { FilmStep } from '../../../../src/preload/contract/film'
import { soFar, stepName } from '../../../../src/renderer/views/film/film-steps'
import { wordsIn } from '../../../support/spoken'

const step = (kind: FilmStep['kind'], clearings: number, action = ''): FilmStep =>
  FilmStep.parse({
    key: `${kind} ${clearings}`,
    at: 1,
    kind,
    action,
    actor: 'user:yamada',
    seat: null,
    deposits: 1,
    clearings,
    amount: 100,
    levels: [],
    receipts: [],
    why: '',
  })
const day = [
  step('by_itself', 400),
  step('by_hand', 2),
  step('act', 0, 'held'),
  step('undone', 2),
  step('redone', 1),
  step('by_itself', 30),
]

test.each([
  [0, { itself: 400, hand: 0, undone: 0 }],
  [2, { itself: 400, hand: 2, undone: 0 }],
  [4, { itself: 400, hand: 3, undone: 2 }],
  [99, { itself: 430, hand: 3, undone: 2 }],
])('up to step %i of a day', (at, expected) => {
  expect(soFar(day, at)).toEqual(expected)
})

test.each([
  ['by_itself', '', '自動消込', 'Cleared by itself'],
  ['undone', '', '消込を戻した', 'Undone'],
  ['act', 'held', '保留にした', 'Put on hold'],
  ['act', 'assigned', '担当を決めた', 'Assigned'],
  ['act', 'something_new', 'something_new', 'something_new'],
] as const)('a step %s %s is named', (kind, action, ja, en) => {
  expect([stepName({ kind, action }, wordsIn('ja')), stepName({ kind, action }, wordsIn('en'))]).toEqual([ja, en])
})
