import { expect, test } from 'vitest'
import { excludingRoles, isPermitted, Role } from '../../../src/preload/contract/permissions'

test.each<[Role[], Role[]]>([
  [[], []],
  [['administrator'], []],
  [['supervisor', 'clerk', 'statement_staff'], []],
  [['administrator', 'clerk', 'statement_staff'], []],
  [
    ['administrator', 'clerk', 'supervisor'],
    ['supervisor', 'administrator'],
  ],
])('of %j one person may not hold together: %j', (roles, excluding) => {
  expect(excludingRoles(roles)).toEqual(excluding)
})

test('nobody who administers may approve, in any set of roles one person may hold', () => {
  const sets = Array.from({ length: 2 ** Role.options.length }, (_, bits) => Role.options.filter((_role, at) => bits & (1 << at)))
  const held = sets.filter((roles) => excludingRoles(roles).length === 0)
  expect(held).toHaveLength(12)
  expect(held.filter((roles) => isPermitted('administer', roles) && isPermitted('approve', roles))).toEqual([])
})
