import { InfiniteQueryObserver, QueryClient, QueryObserver } from '@tanstack/react-query'
import { afterEach, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { Subject } from '../../src/preload/contract/carrier'
import { methods } from '../../src/preload/contract/methods'
import { Fault, forgetAnswers, opened, pagedQuestion, question, Refused, refresh, subjectsOf } from '../../src/renderer/api'

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

/** Answers every call like a core, and keeps whether the window said that it asked by itself. */
function answering(answer: () => unknown): boolean[] {
  const background: boolean[] = []
  const Body = z.object({ background: z.boolean() })
  vi.stubGlobal('fetch', async (_path: string, { body }: { body: string }) => {
    background.push(Body.parse(JSON.parse(body)).background)
    return new Response(JSON.stringify(answer()))
  })
  return background
}
afterEach(() => vi.unstubAllGlobals())

test('what is asked for the first time is a person’s act, what is asked again is the window’s', async () => {
  const background = answering(() => ({ outcome: 'done', value: { users: [] } }))
  const client = new QueryClient()
  const observer = new QueryObserver(client, question('people.list', {}))
  const leave = observer.subscribe(() => undefined)
  await expect.poll(() => background).toEqual([false])
  await expect.poll(() => observer.getCurrentResult().isSuccess).toBe(true)
  await refresh(client, ['people'])
  await observer.refetch()
  expect(background).toEqual([false, true, true])
  leave()
})

test('a question that was refused is asked again by the window, not by a person', async () => {
  const background = answering(() => ({ outcome: 'refused', refusal: { refusal: 'not_found', what: 'merchant' } }))
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const observer = new QueryObserver(client, question('people.list', {}))
  const leave = observer.subscribe(() => undefined)
  await expect.poll(() => observer.getCurrentResult().isError).toBe(true)
  await refresh(client, ['people'])
  expect(background).toEqual([false, true])
  leave()
})

test('whoever scrolls on is at work; the pages that are asked again when something changed are not', async () => {
  const page = { rows: [], next: 'next', matching: { count: 0, capped: false }, elapsedMs: 1 }
  const background = answering(() => ({ outcome: 'done', value: page }))
  const client = new QueryClient()
  const asked = pagedQuestion('audit.list', (cursor) => ({ filter: {}, cursor }))
  const observer = new InfiniteQueryObserver(client, asked)
  const leave = observer.subscribe(() => undefined)
  await expect.poll(() => observer.getCurrentResult().isSuccess).toBe(true)
  await observer.fetchNextPage()
  expect(background).toEqual([false, false])
  await refresh(client, ['audit'])
  expect(background).toEqual([false, false, true, true])
  leave()
})
