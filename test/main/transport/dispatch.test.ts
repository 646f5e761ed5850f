import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Handlers, Presence } from '../../../src/main/services/context'
import { createDispatcher } from '../../../src/main/transport/dispatch'
import type { Answer, Seat } from '../../../src/preload/contract/carrier'
import { done } from '../../../src/preload/contract/errors'
import { type MethodName, methods } from '../../../src/preload/contract/methods'
import { isPermitted, type Permission, Role } from '../../../src/preload/contract/permissions'
import { type ChosenPresences, chosenPresences, keptLog, methodNames, REACHED, reachableHandlers, seat, sitting } from '../../support/door'
import { sampleInputs } from '../../support/inputs'

const ABSENT: Presence = { state: 'absent' }

function door(presence: Presence, handlers: Handlers = reachableHandlers()) {
  const sessions: ChosenPresences = chosenPresences(presence)
  const log = keptLog()
  return { ...createDispatcher({ handlers, sessions, log }), sessions, log }
}

const refusalOf = (answer: Answer) => (answer.outcome === 'refused' ? answer.refusal.refusal : answer.outcome)
const ask = (name: string, input: unknown, presence: Presence = ABSENT) => door(presence).dispatch(seat, { method: name, input })

describe('the door, for each method', () => {
  describe.each(methodNames)('%s', (name) => {
    const declared: { permission: Permission; whileLocked?: true } = methods[name]
    const { permission, whileLocked } = declared
    const input = sampleInputs[name]

    it.each(Role.options)('asked by a %s', async (role) => {
      const expected = isPermitted(permission, [role]) ? REACHED : 'not_permitted'
      expect(refusalOf(await ask(name, input, sitting([role])))).toBe(expected)
    })

    it('asked by somebody without a role, without a session, at a locked desk, with a password to change', async () => {
      const anyone = permission === 'anyone'
      const session = name.startsWith('session.')
      const roles = Role.options
      expect(refusalOf(await ask(name, input, sitting([])))).toBe(anyone ? REACHED : 'not_permitted')
      expect(refusalOf(await ask(name, input, ABSENT))).toBe(anyone ? REACHED : 'not_signed_in')
      expect(refusalOf(await ask(name, input, sitting(roles, 'locked')))).toBe(whileLocked ? REACHED : 'desk_locked')
      expect(refusalOf(await ask(name, input, sitting(roles, 'present', true)))).toBe(session ? REACHED : 'password_change_required')
    })

    it('asked by the operators’ command, which decides nothing', async () => {
      const kept = permission === 'approve' || permission === 'administer' || name.startsWith('session.')
      const answer = await door(sitting(Role.options)).dispatch({ id: 'root', kind: 'cli' }, { method: name, input })
      expect(refusalOf(answer)).toBe(kept ? 'not_permitted' : REACHED)
    })

    it('is reached by no input that it does not declare, and never ends in a fault', async () => {
      const { dispatch } = door(sitting(Role.options))
      const values = fc.anything({
        withBigInt: true,
        withMap: true,
        withSet: true,
        withDate: true,
        withTypedArray: true,
        withNullPrototype: true,
      })
      const near = fc.record(Object.fromEntries(Object.keys(input).map((key) => [key, values])), { requiredKeys: [] })
      await fc.assert(
        fc.asyncProperty(fc.oneof(values, near), async (asked) => {
          expect([REACHED, 'invalid_input']).toContain(refusalOf(await dispatch(seat, { method: name, input: asked })))
        }),
        { numRuns: 500 },
      )
    })
  })
})

describe('the table of permissions, written out', () => {
  const cases: [MethodName, Role[]][] = [
    ['approvals.decide', ['supervisor']],
    ['people.create', ['administrator']],
    ['clearing.clear', ['clerk']],
    ['intake.apply', ['clerk']],
    ['merchants.register', ['clerk']],
    ['exports.start', ['clerk', 'supervisor', 'statement_staff']],
    ['audit.list', ['supervisor', 'administrator']],
    ['accounts.takeIn', ['clerk', 'administrator']],
    ['orders.list', ['clerk', 'supervisor', 'statement_staff', 'administrator']],
  ]
  it.each(cases)('%s is for %s', async (name, roles) => {
    for (const role of Role.options) {
      expect(refusalOf(await ask(name, sampleInputs[name], sitting([role])))).toBe(roles.includes(role) ? REACHED : 'not_permitted')
    }
  })
})

describe('what may not come in', () => {
  const deep = (levels: number): unknown => (levels === 0 ? 0 : [deep(levels - 1)])
  const circular: Record<string, unknown> = {}
  circular.self = circular
  const cases: [string, unknown][] = [
    ['a __proto__', JSON.parse('{"__proto__":{"roles":["administrator"]}}')],
    ['a constructor', JSON.parse('{"constructor":{"prototype":{}}}')],
    ['a Map', new Map([['filter', {}]])],
    ['a Date within', { filter: { from: new Date(0) } }],
    ['a string of 10 MB', { filter: { search: 'x'.repeat(10 * 1024 * 1024) } }],
    ['a name of 10 MB', { ['x'.repeat(10 * 1024 * 1024)]: 1 }],
    ['a million values', { filter: Array.from({ length: 1_000_000 }, () => 0) }],
    ['a list in a list in a list …', { filter: deep(1000) }],
    ['a circle', circular],
    ['not a number', { size: Number.NaN }],
    ['a big integer', { size: 1n }],
    ['bytes', { filter: new Uint8Array(8) }],
    ['a property with a getter', Object.defineProperty({}, 'filter', { enumerable: true, get: () => ({}) })],
    ['text', 'orders'],
    ['nothing', undefined],
    ['null', null],
    ['a list', []],
  ]
  it.each(cases)('%s', async (_what, input) => {
    expect(refusalOf(await ask('orders.list', input, sitting(['clerk'])))).toBe('invalid_input')
  })

  it('a prototype stays as it was', async () => {
    await ask('orders.list', JSON.parse('{"__proto__":{"polluted":true}}'), sitting(['clerk']))
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
  })

  it('tells every wrong place by its path', async () => {
    const answer = await ask(
      'clearing.clear',
      { receiptId: 1, version: 1, parts: [{ orderId: 'x', version: 1, amount: 0.5 }] },
      sitting(['clerk']),
    )
    expect(answer).toMatchObject({ refusal: { problems: [{ path: 'parts.0.orderId' }, { path: 'parts.0.amount' }] } })
  })

  it.each(['no.such', '__proto__', 'constructor', 'toString', 'hasOwnProperty', ''])('a method named %j', async (name) => {
    expect(await ask(name, {})).toEqual({ outcome: 'refused', refusal: { refusal: 'unknown_method', method: name } })
  })
})

describe('what the service is told', () => {
  it('the person, the seat, and only what the schema knows of the input', async () => {
    const reached: Parameters<typeof reachableHandlers>[0] = []
    await door(sitting(['clerk']), reachableHandlers(reached)).dispatch(seat, {
      method: 'orders.list',
      input: { descending: false, roles: ['x'] },
    })
    expect(reached[0]).toMatchObject({
      context: { actor: 'user:yamada', user: { name: 'yamada', roles: ['clerk'] }, by: { actor: 'user:yamada', seat: 'test:window' } },
      input: { filter: {}, sort: 'received', descending: false, cursor: null, size: 100 },
    })
    expect(reached[0]?.input).not.toHaveProperty('roles')
  })

  it('the operating system’s user for the operators’ command', async () => {
    const reached: Parameters<typeof reachableHandlers>[0] = []
    await door(ABSENT, reachableHandlers(reached)).dispatch({ id: 'root', kind: 'cli' }, { method: 'clearing.match', input: {} })
    expect(reached[0]?.context).toMatchObject({ user: null, actor: 'cli:root' })
  })
})

describe('answers', () => {
  const user = { id: 7, name: 'a', displayName: 'A', roles: [], disabled: false, mustChangePassword: false, lastSignInAt: null }
  const withList = (list: Handlers['people.list']): Handlers => ({ ...reachableHandlers(), 'people.list': list })
  const listed = (handlers: Handlers) => {
    const opened = door(sitting(['administrator']), handlers)
    return opened.dispatch(seat, { method: 'people.list', input: {} }).then((answer) => ({ answer, ...opened }))
  }

  it('carry nothing that the contract does not declare', async () => {
    const users = [Object.assign(JSON.parse(JSON.stringify(user)), { passwordHash: 'scrypt$secret' })]
    const { answer } = await listed(withList(async () => done({ users })))
    expect(answer).toEqual({ outcome: 'done', value: { users: [user] } })
  })

  it('that break the contract are a fault', async () => {
    const users = [Object.assign(JSON.parse(JSON.stringify(user)), { roles: ['king'] })]
    const { answer } = await listed(withList(async () => done({ users })))
    expect(answer.outcome).toBe('fault')
  })

  it('to what was thrown are a number, under which the log has it whole', async () => {
    const { answer, log } = await listed(
      withList(async () => {
        throw new Error('select password_hash from users')
      }),
    )
    expect(answer).toEqual({ outcome: 'fault', number: expect.stringMatching(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/) })
    expect(JSON.stringify(answer)).not.toContain('select')
    const line = log.lines.find(({ level }) => level === 'error')
    expect(line?.data).toMatchObject({ number: answer.outcome === 'fault' ? answer.number : '', method: 'people.list' })
    expect(line?.data.err).toBeInstanceOf(Error)
  })

  it('of refusal at the door are logged with who asked, the everyday ones quietly', async () => {
    const quiet = door(ABSENT)
    await quiet.dispatch(seat, { method: 'people.list', input: {} })
    expect(quiet.log.lines).toMatchObject([{ level: 'info', data: { actor: 'seat:window', refusal: 'not_signed_in' } }])
    const { dispatch, log } = door(sitting(['clerk']))
    await dispatch(seat, { method: 'people.list', input: {} })
    expect(log.lines).toEqual([
      {
        level: 'warn',
        data: { method: 'people.list', actor: 'user:yamada', seat: 'test:window', refusal: 'not_permitted' },
        message: 'refused at the door',
      },
    ])
  })
})

describe('idle time', () => {
  it('begins anew with what a person does, not with what the window asks by its clock', async () => {
    const { dispatch, sessions } = door(sitting(['clerk']))
    await dispatch(seat, { method: 'home.pulse', input: {} })
    await dispatch(seat, { method: 'session.state', input: {} })
    await dispatch(seat, { method: 'orders.list', input: {}, background: true })
    expect(sessions.touched).toBe(0)
    await dispatch(seat, { method: 'orders.list', input: {} })
    await dispatch(seat, { method: 'orders.list', input: {}, background: false })
    expect(sessions.touched).toBe(2)
  })
})

describe('files', () => {
  const where: Seat = { id: 'b', kind: 'browser' }

  it.each(['bring_in', 'export'] as const)('for %s are for the roles of that permission', async (permission) => {
    for (const role of Role.options) {
      const { admit, log } = door(sitting([role]))
      const admitted = await admit(where, permission)
      const expected = isPermitted(permission, [role])
        ? { ok: true, value: { actor: 'user:yamada' } }
        : { ok: false, refusal: { refusal: 'not_permitted', permission } }
      expect(admitted).toMatchObject(expected)
      expect(log.lines).toHaveLength(admitted.ok ? 0 : 1)
    }
  })

  const nobody: [string, Presence, string][] = [
    ['nobody', ABSENT, 'not_signed_in'],
    ['a locked desk', sitting(['clerk'], 'locked'), 'desk_locked'],
    ['a password to change', sitting(['clerk'], 'present', true), 'password_change_required'],
  ]
  it.each(nobody)('are not for %s', async (_who, presence, refusal) => {
    expect(await door(presence).admit(where, 'bring_in')).toEqual({ ok: false, refusal: { refusal } })
  })

  it('are for the operators’ command, which decides nothing', async () => {
    const cli: Seat = { id: 'root', kind: 'cli' }
    expect(await door(ABSENT).admit(cli, 'bring_in')).toMatchObject({ ok: true, value: { actor: 'cli:root' } })
    expect(await door(ABSENT).admit(cli, 'approve')).toMatchObject({ refusal: { refusal: 'not_permitted' } })
  })
})
