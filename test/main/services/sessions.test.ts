import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { insertUser } from '../../../src/main/ledger/users'
import type { Context } from '../../../src/main/services/context'
import { createCredentials } from '../../../src/main/services/credentials'
import { createEvents } from '../../../src/main/services/events'
import { blockedUntil } from '../../../src/main/services/lockout'
import { hashPassword } from '../../../src/main/services/passwords'
import { createPeople } from '../../../src/main/services/people'
import { createSessions } from '../../../src/main/services/sessions'
import type { Notification, Seat } from '../../../src/preload/contract/carrier'
import { Instant } from '../../../src/preload/contract/date'
import { UserId } from '../../../src/preload/contract/ids'
import { openTestLedger, type TestLedger, valueIn, writing } from '../../support/ledger'

const PASSWORD = 'tea kettle on the third shelf'
/** A hash carries its own cost; the real one takes half a second each time. */
const hashed = hashPassword(PASSWORD, { N: 1024, r: 8, p: 1 })
const MINUTE = 60_000

const contextAt = (id: string): Context => {
  const seat: Seat = { id, kind: 'test' }
  return { seat, user: null, actor: `seat:${id}`, by: { actor: `seat:${id}`, seat: `test:${id}` } }
}
const here = contextAt('here')
const there = contextAt('there')

let opened: TestLedger
let told: Notification[]
function sessions() {
  const events = createEvents()
  events.subscribe((notification) => told.push(notification))
  return createSessions({ ledger: opened.ledger, clock: opened.clock, events, version: '0.1.0' })
}
let desk: ReturnType<typeof sessions>

beforeEach(async () => {
  opened = await openTestLedger()
  told = []
  desk = sessions()
})
afterEach(() => opened.cleanup())

const addYamada = async () => {
  const passwordHash = await hashed
  return writing(opened.ledger, (writer) =>
    insertUser(writer, {
      name: 'yamada',
      displayName: '山田',
      roles: ['clerk'],
      passwordHash,
      mustChangePassword: false,
      demonstrationPassword: null,
    }),
  )
}
const signIn = (context = here, name = 'yamada', password = PASSWORD) => desk.handlers['session.signIn'](context, { name, password })
const presence = async (context = here) => (await desk.presences.presence(context.seat)).state
const audit = () =>
  opened.ledger.reader.db
    .selectFrom('audit_records')
    .select(['stream', 'action', 'subject', 'actor', 'detail'])
    .orderBy('at')
    .orderBy('sequence')
    .execute()

describe('a new ledger', () => {
  const first = { name: 'Ｋanri', displayName: '管理', password: PASSWORD, roles: ['clerk' as const] }

  it('is not set up until its first administrator is made, who then sits there', async () => {
    expect(valueIn(await desk.handlers['session.state'](here, {}))).toMatchObject({ setUp: false, user: null, demonstration: false })
    const state = valueIn(await desk.handlers['session.createFirstAdministrator'](here, first))
    expect(state).toMatchObject({ setUp: true, user: { name: 'kanri', roles: ['clerk', 'administrator'], mustChangePassword: false } })
    expect(await audit()).toMatchObject([{ stream: 'people', action: 'user.created', subject: 'user:kanri', actor: 'user:kanri' }])
  })

  it('makes one only once, with a good password, and never as supervisor too', async () => {
    const make = desk.handlers['session.createFirstAdministrator']
    expect(await make(here, { ...first, password: 'short' })).toMatchObject({ refusal: { refusal: 'password_too_short', minimum: 12 } })
    expect(await make(here, { ...first, password: 'the kanri password' })).toMatchObject({ refusal: { refusal: 'password_too_common' } })
    expect(await make(here, { ...first, roles: ['supervisor'] })).toEqual({
      ok: false,
      refusal: { refusal: 'roles_exclude_each_other', roles: ['supervisor', 'administrator'] },
    })
    const both = await Promise.all([make(here, first), make(there, { ...first, name: 'other' })])
    expect(both.map((result) => result.ok).sort()).toEqual([false, true])
    expect(await make(there, first)).toMatchObject({ refusal: { refusal: 'already_set_up' } })
  })
})

describe('signing in', () => {
  it('by name in any width and case; the state tells who, and no secret', async () => {
    await addYamada()
    const state = valueIn(await signIn(here, ' ＹＡＭＡＤＡ '))
    expect(state).toMatchObject({
      user: { name: 'yamada', lastSignInAt: opened.clock.now() },
      locked: false,
      idleMinutes: 10,
      today: '2026-11-20',
    })
    expect(JSON.stringify(state)).not.toContain('scrypt')
    expect(await presence()).toBe('present')
    expect(await presence(there)).toBe('absent')
    expect(told).toContainEqual({ kind: 'changed', subjects: ['session'] })
  })

  it('does not tell an unknown name, a wrong password and a disabled user apart', async () => {
    const id = await addYamada()
    await opened.ledger.write(here.by, async (writer) => {
      const passwordHash = await hashed
      await insertUser(writer, {
        name: 'gone',
        displayName: '',
        roles: ['clerk'],
        passwordHash,
        mustChangePassword: false,
        demonstrationPassword: null,
      })
      await writer.db.updateTable('users').set({ disabled: 1 }).where('name', '=', 'gone').execute()
      return { ok: true, value: null }
    })
    const answers = [await signIn(here, 'nobody'), await signIn(here, 'yamada', 'wrong wrong wrong'), await signIn(here, 'gone')]
    for (const answer of answers) expect(answer).toEqual({ ok: false, refusal: { refusal: 'wrong_credentials' } })
    expect(id).toBeGreaterThan(0)
    expect(await presence()).toBe('absent')
  })

  it('sign-out ends it', async () => {
    await addYamada()
    await signIn()
    expect(valueIn(await desk.handlers['session.signOut'](here, {})).user).toBeNull()
    expect(await presence()).toBe('absent')
    expect((await audit()).map(({ action }) => action)).toEqual(['session.signed_in', 'session.signed_out'])
  })
})

describe('the block after failures', () => {
  it.each([
    [4, null],
    [5, 1],
    [6, 2],
    [7, 4],
    [9, 16],
    [10, 30],
    [400, 30],
  ])('after %i in a row: %s minutes', (failures, minutes) => {
    const now = Instant.parse(1_000_000)
    expect(blockedUntil(failures, now)).toBe(minutes === null ? null : now + minutes * MINUTE)
  })

  it('holds for the account at every seat, outlives a restart, and ends with time and the right password', async () => {
    await addYamada()
    for (let failure = 1; failure < 5; failure += 1) {
      expect(await signIn(here, 'yamada', 'wrong wrong wrong')).toMatchObject({ refusal: { refusal: 'wrong_credentials' } })
    }
    const until = opened.clock.now() + MINUTE
    expect(await signIn(here, 'yamada', 'wrong wrong wrong')).toEqual({ ok: false, refusal: { refusal: 'sign_in_blocked', until } })
    desk = sessions()
    expect(await signIn(there)).toMatchObject({ refusal: { refusal: 'sign_in_blocked', until } })
    opened.clock.advance(MINUTE)
    expect((await signIn(there)).ok).toBe(true)
    expect(await signIn(here, 'yamada', 'wrong wrong wrong')).toMatchObject({ refusal: { refusal: 'wrong_credentials' } })
    const failed = (await audit()).filter(({ action }) => action === 'session.sign_in_failed')
    expect(failed.map(({ detail }) => JSON.parse(detail).failures)).toEqual([1, 2, 3, 4, 5, 1])
  })

  it('holds for names that nobody has, too, and counts guesses made at the same moment', { timeout: 60_000 }, async () => {
    const { check } = createCredentials({ ledger: opened.ledger, clock: opened.clock })
    const guesses = await Promise.all(Array.from({ length: 6 }, () => check('nobody', 'wrong wrong wrong', here.by, 'signed_in')))
    expect(guesses.map((guess) => (guess.ok ? '' : guess.refusal.refusal))).toEqual([
      ...Array(4).fill('wrong_credentials'),
      ...Array(2).fill('sign_in_blocked'),
    ])
  })
})

describe('a desk', () => {
  beforeEach(async () => {
    await addYamada()
    await signIn()
  })

  it('locks after ten idle minutes and opens again by the password', async () => {
    opened.clock.advance(10 * MINUTE)
    expect(await presence()).toBe('present')
    desk.presences.touch(here.seat)
    opened.clock.advance(10 * MINUTE + 1)
    expect(await presence()).toBe('locked')
    desk.presences.touch(here.seat)
    expect(await presence()).toBe('locked')
    expect(await desk.handlers['session.unlock'](here, { password: 'wrong wrong wrong' })).toMatchObject({
      refusal: { refusal: 'wrong_credentials' },
    })
    expect(valueIn(await desk.handlers['session.unlock'](here, { password: PASSWORD }))).toMatchObject({
      locked: false,
      user: { name: 'yamada' },
    })
    expect(await presence()).toBe('present')
  })

  it('locks when told to', async () => {
    expect(valueIn(await desk.handlers['session.lock'](here, {})).locked).toBe(true)
    expect(await presence()).toBe('locked')
  })

  it('signs out after twelve hours, however busy', async () => {
    for (let minutes = 0; minutes < 12 * 60; minutes += 9) {
      expect(await presence()).toBe('present')
      desk.presences.touch(here.seat)
      opened.clock.advance(9 * MINUTE)
    }
    opened.clock.advance(1)
    expect(await presence()).toBe('absent')
    expect(await desk.handlers['session.unlock'](here, { password: PASSWORD })).toMatchObject({ refusal: { refusal: 'not_signed_in' } })
  })

  it('a changed password ends the other sittings of that person, not this one', async () => {
    await signIn(there)
    const change = desk.handlers['session.changePassword']
    const next = 'another kettle on a lower shelf'
    expect(await change(here, { current: 'wrong wrong wrong', next })).toMatchObject({ refusal: { refusal: 'wrong_credentials' } })
    expect(await change(here, { current: PASSWORD, next: 'short' })).toMatchObject({ refusal: { refusal: 'password_too_short' } })
    expect(await change(here, { current: PASSWORD, next: PASSWORD })).toMatchObject({ refusal: { refusal: 'password_too_common' } })
    expect((await change(here, { current: PASSWORD, next })).ok).toBe(true)
    expect([await presence(here), await presence(there)]).toEqual(['present', 'absent'])
  })

  it('a disabled user, changed roles and a reset password count at once', async () => {
    const people = createPeople({ ledger: opened.ledger, events: createEvents() })
    const [yamada] = valueIn(await people['people.list'](here, {})).users
    const id = UserId.parse(yamada?.id)
    await people['people.change'](here, { id, displayName: '山田', roles: ['supervisor'], disabled: false })
    expect(await desk.presences.presence(here.seat)).toMatchObject({ state: 'present', person: { roles: ['supervisor'] } })
    await people['people.change'](here, { id, displayName: '山田', roles: ['supervisor'], disabled: true })
    expect(await presence()).toBe('absent')
    await people['people.change'](here, { id, displayName: '山田', roles: ['supervisor'], disabled: false })
    expect(await presence()).toBe('absent')
  })
})

describe('a demonstration', () => {
  it('shows its users with their passwords; any other ledger never does', async () => {
    const passwordHash = await hashed
    await writing(opened.ledger, (writer) =>
      insertUser(writer, {
        name: 'demo',
        displayName: '見本',
        roles: ['clerk'],
        passwordHash,
        mustChangePassword: false,
        demonstrationPassword: PASSWORD,
      }),
    )
    const state = async () => valueIn(await desk.handlers['session.state'](here, {}))
    expect(await state()).toMatchObject({ demonstration: false, demonstrationUsers: [] })
    await writing(opened.ledger, async (writer) => {
      await writer.db.deleteFrom('ledger').execute()
      await writer.db
        .insertInto('ledger')
        .values({ id: 1, created_at: writer.at, demonstration: 1, last_verified_at: null, last_verified_ok: null })
        .execute()
    })
    expect(await state()).toMatchObject({
      demonstration: true,
      demonstrationUsers: [{ name: 'demo', displayName: '見本', roles: ['clerk'], password: PASSWORD }],
    })
  })
})
