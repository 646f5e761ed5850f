import { QueryClient } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { Subject } from '../../src/preload/contract/carrier'
import { methods } from '../../src/preload/contract/methods'
import { Fault, forgetAnswers, opened, Refused, refresh, subjectsOf } from '../../src/renderer/api'

test('an answer is opened to its value, its refusal or its fault', () => {
  expect(opened({ outcome: 'done', value: 7 })).toBe(7)
  expect(() => opened({ outcome: 'refused', refusal: { refusal: 'desk_locked' } })).toThrow(new Refused({ refusal: 'desk_locked' }))
  expect(() => opened({ outcome: 'fault', number: 'F-1' })).toThrow(new Fault('F-1'))
})

test('every list and every figure becomes stale when something changes', () => {
  const silent = Object.keys(methods).filter((method) => subjectsOf(method).length === 0)
  expect(silent.map((method) => method.split('.')[0]).filter((prefix) => prefix !== 'banks' && prefix !== 'ledger')).toEqual([])
})

test.each([
  ['orders', ['orders.list', 'clearing.candidates', 'home.figures', 'exports.preview']],
  ['people', ['people.list']],
  ['accounts', ['accounts.list', 'intake.files', 'home.figures']],
  ['audit', ['audit.list']],
] as const)('a change of %s makes its answers stale and no others', async (subject, stale) => {
  const client = new QueryClient()
  const asked = [
    'orders.list',
    'people.list',
    'accounts.list',
    'audit.list',
    'clearing.candidates',
    'home.figures',
    'exports.preview',
    'intake.files',
    'session.state',
  ]
  for (const method of asked) client.setQueryData([method, {}], {})
  await refresh(client, [Subject.parse(subject)])
  const found = asked.filter((method) => client.getQueryState([method, {}])?.isInvalidated)
  expect(found.sort()).toEqual([...stale].sort())
})

test('a locked desk forgets every answer but the state of its session', () => {
  const client = new QueryClient()
  client.setQueryData(['session.state', {}], { locked: true })
  client.setQueryData(['orders.list', {}], { rows: [1] })
  forgetAnswers(client)
  expect(client.getQueryData(['orders.list', {}])).toBeUndefined()
  expect(client.getQueryData(['session.state', {}])).toEqual({ locked: true })
})
