import { expect, test } from 'vitest'
import { businessDate } from '../../../../src/preload/contract/date'
import { yen } from '../../../../src/preload/contract/money'
import { completed } from '../../../../src/renderer/views/settings/TakeInAccount'

const draft = {
  bankCode: '0005',
  branchCode: '001',
  accountType: '1',
  accountNumber: '0123456',
  accountName: 'ダイコウ',
  openedOn: businessDate('2026-11-01'),
  openingBalance: yen(0),
  dates: 'era',
  booksFrom: 'statement',
} as const

test('a whole draft can be sent, also with an opening balance of zero', () => {
  expect(completed(draft)).toEqual(draft)
})

test.each([
  ['bankCode', ''],
  ['branchCode', ''],
  ['accountNumber', ''],
  ['accountName', ' '],
  ['openedOn', null],
  ['openingBalance', null],
])('without %s it cannot', (field, missing) => {
  expect(completed({ ...draft, [field]: missing })).toBeNull()
})
