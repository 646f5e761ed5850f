import { expect, it } from 'vitest'
import { type Contacts, NO_CONTACTS } from '../../../../src/preload/contract/merchants'
import { readContacts } from '../../../../src/renderer/views/merchants/merchant-contacts'

const cases: { change: Partial<Contacts>; problems: string[] }[] = [
  { change: {}, problems: [] },
  { change: { noticeBy: 'mail', email: 'shop@example.jp' }, problems: [] },
  { change: { noticeBy: 'mail' }, problems: ['email'] },
  { change: { noticeBy: 'mail', email: 'shop' }, problems: ['email'] },
  { change: { noticeBy: 'letter', postalAddress: ' ' }, problems: ['postalAddress'] },
  { change: { webhookUrl: 'shop.example.jp/hook' }, problems: ['webhookUrl'] },
  { change: { webhookUrl: 'ftp://shop.example.jp' }, problems: ['webhookUrl'] },
]
it.each(cases)('contacts with $change: what does not fit is $problems', ({ change, problems }) => {
  const read = readContacts({ ...NO_CONTACTS, ...change })
  expect(read.problems).toEqual(problems)
  expect(read.contacts === null).toBe(problems.length > 0)
})

it('are kept without the spaces around them', () => {
  expect(readContacts({ ...NO_CONTACTS, email: ' shop@example.jp ' }).contacts?.email).toBe('shop@example.jp')
})
