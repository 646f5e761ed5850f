import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Context } from '../../../src/main/services/context'
import { createEvents } from '../../../src/main/services/events'
import { createPeople, type PeopleHandlers } from '../../../src/main/services/people'
import type { Notification } from '../../../src/preload/contract/carrier'
import { UserId } from '../../../src/preload/contract/ids'
import { addUser, openTestLedger, TESTER, type TestLedger, valueIn } from '../../support/ledger'

const PASSWORD = 'tea kettle on the third shelf'
const context: Context = { seat: { id: 'test', kind: 'test' }, user: null, actor: TESTER.actor, by: TESTER }
const UNKNOWN = UserId.parse(999)

let opened: TestLedger
let people: PeopleHandlers
let told: Notification[]
beforeEach(async () => {
  opened = await openTestLedger()
  told = []
  const events = createEvents()
  events.subscribe((notification) => told.push(notification))
  people = createPeople({ ledger: opened.ledger, events })
})
afterEach(() => opened.cleanup())

const create = (name: string, password = PASSWORD) =>
  people['people.create'](context, { name, displayName: '佐藤', roles: ['clerk', 'clerk', 'supervisor'], password })
const audit = () =>
  opened.ledger.reader.db.selectFrom('audit_records').selectAll().where('stream', '=', 'people').orderBy('sequence').execute()

describe('a new user', () => {
  it('has a name in one spelling, each role once, and a password to change', async () => {
    expect(valueIn(await create('Ｓato'))).toMatchObject({
      name: 'sato',
      roles: ['clerk', 'supervisor'],
      mustChangePassword: true,
      disabled: false,
    })
    expect(await audit()).toMatchObject([{ action: 'user.created', subject: 'user:sato', actor: 'user:tester' }])
    expect(told).toEqual([{ kind: 'changed', subjects: ['people', 'session'] }])
    const listed = JSON.stringify(await people['people.list'](context, {}))
    expect(listed).toContain('sato')
    expect(listed).not.toContain('scrypt')
  })

  it('is refused a taken name in any spelling, and a bad password', async () => {
    await addUser(opened.ledger, 'sato')
    expect(await create('SATO')).toEqual({ ok: false, refusal: { refusal: 'user_name_taken', name: 'sato' } })
    expect(await create('suzuki', 'short')).toMatchObject({ refusal: { refusal: 'password_too_short' } })
    expect(await create('suzuki', 'suzuki on the shelf')).toMatchObject({ refusal: { refusal: 'password_too_common' } })
    expect(await audit()).toEqual([])
  })

  it('is never supervisor and administrator at once', async () => {
    const both = { refusal: 'roles_exclude_each_other', roles: ['supervisor', 'administrator'] }
    const made = await people['people.create'](context, {
      name: 'sato',
      displayName: '佐藤',
      roles: ['administrator', 'clerk', 'supervisor'],
      password: PASSWORD,
    })
    expect(made).toEqual({ ok: false, refusal: both })
    const id = await addUser(opened.ledger, 'suzuki', ['supervisor'])
    const changed = await people['people.change'](context, {
      id,
      displayName: '鈴木',
      roles: ['supervisor', 'administrator'],
      disabled: false,
    })
    expect(changed).toEqual({ ok: false, refusal: both })
    expect(await audit()).toEqual([])
  })

  it('made twice at the same moment is made once', async () => {
    const both = await Promise.all([create('sato'), create('sato')])
    expect(both.filter((result) => result.ok)).toHaveLength(1)
    expect(both.find((result) => !result.ok)).toMatchObject({ refusal: { refusal: 'user_name_taken' } })
  })
})

describe('a change', () => {
  it('leaves before and after in the audit trail', async () => {
    const id = await addUser(opened.ledger, 'sato', ['clerk'])
    const changed = await people['people.change'](context, { id, displayName: '佐藤', roles: ['statement_staff'], disabled: true })
    expect(valueIn(changed)).toMatchObject({ roles: ['statement_staff'], disabled: true, displayName: '佐藤' })
    const [record] = await audit()
    expect(JSON.parse(record?.detail ?? '')).toEqual({
      before: { displayName: 'sato', roles: ['clerk'], disabled: false },
      after: { displayName: '佐藤', roles: ['statement_staff'], disabled: true },
    })
  })

  it('never takes away the last administrator, disabled ones not counted', async () => {
    const [first, second] = [
      await addUser(opened.ledger, 'first', ['administrator']),
      await addUser(opened.ledger, 'second', ['administrator', 'clerk']),
    ]
    const change = (id: UserId, roles: ('administrator' | 'clerk')[], disabled: boolean) =>
      people['people.change'](context, { id, displayName: 'x', roles, disabled })
    expect((await change(second, ['administrator'], true)).ok).toBe(true)
    const last = { ok: false, refusal: { refusal: 'last_administrator' } }
    expect(await change(first, ['clerk'], false)).toEqual(last)
    expect(await change(first, ['administrator'], true)).toEqual(last)
    expect((await change(second, ['administrator'], false)).ok).toBe(true)
    expect((await change(first, ['clerk'], false)).ok).toBe(true)
  })

  it('of nobody is refused', async () => {
    const nobody = { ok: false, refusal: { refusal: 'not_found', what: 'user' } }
    expect(await people['people.change'](context, { id: UNKNOWN, displayName: 'x', roles: ['clerk'], disabled: false })).toEqual(nobody)
    expect(await people['people.resetPassword'](context, { id: UNKNOWN, password: PASSWORD })).toEqual(nobody)
  })
})

describe('a reset password', () => {
  it('must be changed by its owner, ends a block, and stands in the audit trail with both people but not itself', async () => {
    const id = await addUser(opened.ledger, 'sato', ['supervisor'])
    await opened.ledger.write(TESTER, async (writer) => {
      await writer.db.updateTable('users').set({ failures: 9, blocked_until: writer.at }).where('id', '=', id).execute()
      return { ok: true, value: null }
    })
    expect(valueIn(await people['people.resetPassword'](context, { id, password: PASSWORD })).mustChangePassword).toBe(true)
    const row = await opened.ledger.reader.db.selectFrom('users').selectAll().executeTakeFirstOrThrow()
    expect(row).toMatchObject({ failures: 0, blocked_until: null, must_change_password: 1 })
    const records = await audit()
    expect(records).toMatchObject([{ action: 'user.password_reset', actor: 'user:tester', subject: 'user:sato' }])
    expect(JSON.parse(records[0]?.detail ?? '')).toEqual({ roles: ['supervisor'] })
    expect(JSON.stringify(records)).not.toContain(PASSWORD)
    expect(await people['people.resetPassword'](context, { id, password: 'aaaaaaaaaaaa' })).toMatchObject({
      refusal: { refusal: 'password_too_common' },
    })
  })
})
