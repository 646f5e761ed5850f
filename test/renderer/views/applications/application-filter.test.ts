import { expect, it } from 'vitest'
import { applicationFilterOf } from '../../../../src/renderer/views/applications/application-filter'

const cases: { values: Record<string, string>; asked: object }[] = [
  { values: {}, asked: { tab: 'applications', state: 'received', wishes: 'waiting' } },
  {
    values: { tab: 'requests', wishes: 'declined', request: '5', state: 'taken', application: '6' },
    asked: { tab: 'requests', wishes: 'declined', request: 5, state: 'taken', application: 6 },
  },
  {
    values: { tab: 'x', state: 'x', wishes: 'x', request: 'x', application: '0' },
    asked: { tab: 'applications', state: 'received', wishes: 'waiting' },
  },
]
it.each(cases)('the address $values asks for $asked', ({ values, asked }) => {
  expect(applicationFilterOf(values)).toEqual(asked)
})
