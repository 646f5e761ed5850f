import { expect, test } from 'vitest'
import { isPermitted, Role } from '../../../../src/preload/contract/permissions'
import { placeOf, places, placesFor } from '../../../../src/renderer/views/frame/places'

test.each([
  [
    'clerk',
    [
      '/',
      '/deposits',
      '/collections',
      '/credit',
      '/debits',
      '/clearing',
      '/orders',
      '/returns',
      '/refunds',
      '/payouts',
      '/exceptions',
      '/closing',
      '/approvals',
      '/merchants',
      '/applications',
      '/statements',
      '/mails',
      '/notices',
      '/intake',
      '/gateways',
      '/settings',
    ],
  ],
  [
    'supervisor',
    [
      '/',
      '/deposits',
      '/collections',
      '/credit',
      '/debits',
      '/orders',
      '/returns',
      '/refunds',
      '/payouts',
      '/exceptions',
      '/closing',
      '/approvals',
      '/merchants',
      '/statements',
      '/audit',
      '/film',
      '/settings',
    ],
  ],
  ['statement_staff', ['/', '/deposits', '/collections', '/credit', '/orders', '/merchants', '/statements', '/settings']],
  [
    'administrator',
    [
      '/',
      '/deposits',
      '/collections',
      '/credit',
      '/orders',
      '/merchants',
      '/notices',
      '/gateways',
      '/audit',
      '/film',
      '/people',
      '/settings',
    ],
  ],
])('a %s sees only where they have business', (role, paths) => {
  const roles = [Role.parse(role)]
  expect(placesFor((permission) => isPermitted(permission, roles)).map((place) => place.path)).toEqual(paths)
})

test('each place has a letter of its own', () => {
  expect(new Set(places.map((place) => place.letter)).size).toBe(places.length)
})

test.each([
  ['/', '/'],
  ['/orders', '/orders'],
  ['/orders/123', '/orders'],
  ['/merchants/new', '/merchants'],
  ['/ordersX', null],
  ['/nowhere', null],
])('the address %s is in %s', (path, place) => {
  expect(placeOf(path)?.path ?? null).toBe(place)
})
