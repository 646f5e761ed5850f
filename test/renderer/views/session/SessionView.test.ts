import { expect, test } from 'vitest'
import { SessionState } from '../../../../src/preload/contract/people'
import { agrees } from '../../../../src/renderer/views/session/NewPassword'
import { sessionNeeds } from '../../../../src/renderer/views/session/SessionView'

const user = {
  id: 1,
  name: 'yamada',
  displayName: '山田',
  roles: ['clerk'],
  disabled: false,
  mustChangePassword: false,
  lastSignInAt: null,
}
const open = {
  setUp: true,
  demonstration: false,
  demonstrationUsers: [],
  user,
  locked: false,
  idleMinutes: 10,
  today: '2026-11-20',
  version: '0.1.0',
}

test.each([
  ['a new ledger', { ...open, setUp: false, user: null }, 'first_administrator'],
  ['nobody', { ...open, user: null }, 'sign_in'],
  ['a locked desk', { ...open, locked: true }, 'unlock'],
  ['a password somebody else set', { ...open, user: { ...user, mustChangePassword: true } }, 'password_change'],
  ['a locked desk with such a password', { ...open, locked: true, user: { ...user, mustChangePassword: true } }, 'unlock'],
  ['an open desk', open, null],
])('%s needs %s', (_case, state, need) => {
  expect(sessionNeeds(SessionState.parse(state))).toBe(need)
})

test.each([
  ['', '', false],
  ['long enough it is', 'long enough it is', true],
  ['long enough it is', 'long enough it was', false],
])('"%s" and "%s" agree: %s', (first, again, agree) => {
  expect(agrees({ first, again })).toBe(agree)
})
