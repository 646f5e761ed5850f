import { describe, expect, it } from 'vitest'
import { Admission, turnedAway } from '../../../src/main/transport/admission'

describe('where a request says it comes from', () => {
  const own = { host: '127.0.0.1:4000' }
  const cases: [string, string, Record<string, string>, string | null][] = [
    ['the own page', 'POST', { ...own, origin: 'http://127.0.0.1:4000', 'sec-fetch-site': 'same-origin' }, null],
    ['the own page by its other name', 'POST', { host: 'localhost:4000', origin: 'http://localhost:4000' }, null],
    ['an address typed in', 'GET', { ...own, 'sec-fetch-site': 'none' }, null],
    ['an old browser', 'GET', own, null],
    ['a name that was pointed at this machine', 'GET', { host: 'rebound.example:4000' }, 'host'],
    ['another port', 'GET', { host: '127.0.0.1:4001' }, 'host'],
    ['no port', 'GET', { host: '127.0.0.1' }, 'host'],
    ['every address of the machine', 'GET', { host: '0.0.0.0:4000' }, 'host'],
    ['a POST that names no origin', 'POST', own, 'origin'],
    ['a page elsewhere', 'POST', { ...own, origin: 'https://example.com' }, 'origin'],
    ['a page at another port', 'POST', { ...own, origin: 'http://127.0.0.1:9999' }, 'origin'],
    ['a page at the other name', 'POST', { ...own, origin: 'http://localhost:4000' }, 'origin'],
    ['a page of no origin', 'POST', { ...own, origin: 'null' }, 'origin'],
    ['a page over TLS', 'GET', { ...own, origin: 'https://127.0.0.1:4000' }, 'origin'],
    ['a picture in a page elsewhere', 'GET', { ...own, 'sec-fetch-site': 'cross-site' }, 'site'],
    ['a picture in a page at another port', 'GET', { ...own, 'sec-fetch-site': 'same-site' }, 'site'],
  ]
  it.each(cases)('%s', (_what, method, headers, expected) => {
    expect(turnedAway(headers, method, 4000)).toBe(expected)
  })
  it('no host at all', () => {
    expect(turnedAway({}, 'GET', 4000)).toBe('host')
  })
})

describe('a token', () => {
  it('is 32 random bytes, good for one browser, and gives it a seat of its own', () => {
    const admission = new Admission(() => 0)
    const [first, second] = [admission.issue(), admission.issue()]
    expect(first).toMatch(/^[\w-]{43}$/)
    const cookies = [admission.enter(first), admission.enter(first), admission.enter('guess'), admission.enter(second)]
    expect(cookies.map((cookie) => cookie !== null)).toEqual([true, false, false, true])
    const [one, , , other] = cookies.map((cookie) => admission.seat(cookie ?? undefined))
    expect(one).toMatchObject({ kind: 'browser' })
    expect(one?.id).not.toBe(other?.id)
    expect(admission.seat(undefined)).toBeNull()
    expect(admission.seat(first)).toBeNull()
  })

  it('is too old after half an hour', () => {
    let now = 0
    const admission = new Admission(() => now)
    const [fresh, old] = [admission.issue(), admission.issue()]
    now = 30 * 60_000
    expect(admission.enter(fresh)).not.toBeNull()
    now += 1
    expect(admission.enter(old)).toBeNull()
  })
})
