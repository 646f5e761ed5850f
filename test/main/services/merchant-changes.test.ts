import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { approvalHandlers } from '../../../src/main/services/approvals'
import type { Context } from '../../../src/main/services/context'
import { createEvents } from '../../../src/main/services/events'
import { merchantChangeHandlers } from '../../../src/main/services/merchant-changes'
import { merchantHandlers } from '../../../src/main/services/merchants'
import { type ApprovalId, type MerchantId, MerchantId as MerchantIdOf } from '../../../src/preload/contract/ids'
import { type Contacts, type MerchantDays, NO_CONTACTS, USUAL_DEADLINES } from '../../../src/preload/contract/merchants'
import { auditOf, OPERATOR, personAt, refusalOf } from '../../support/desk'
import { addMerchant, openTestLedger, type TestLedger, valueIn, writing } from '../../support/ledger'
import { gateways } from '../../support/statements'

let test: TestLedger
let clerk: Context
let supervisor: Context
let id: MerchantId
let handlers: ReturnType<typeof merchantHandlers> & ReturnType<typeof merchantChangeHandlers> & ReturnType<typeof approvalHandlers>

beforeEach(async () => {
  test = await openTestLedger()
  const deps = { ledger: test.ledger, gateways, events: createEvents(), secrets: null }
  handlers = { ...merchantHandlers(deps), ...merchantChangeHandlers(deps), ...approvalHandlers(deps) }
  clerk = await personAt(test, 'yamada', ['clerk', 'supervisor'])
  supervisor = await personAt(test, 'sato', ['supervisor'])
  id = await addMerchant(test.ledger, { name: 'A商店' })
})
afterEach(() => test.cleanup())

const get = async () => valueIn(await handlers['merchants.get'](clerk, { id }))
const CONTACTS: Contacts = {
  email: 'shop@example.jp',
  postalAddress: '100-0001 東京都千代田区千代田1-1',
  language: 'en',
  noticeBy: 'mail',
  webhookUrl: 'https://shop.example.jp/hook',
  tellsPayers: false,
}

describe('contacts of a merchant', () => {
  const change = async (contacts: Contacts, own: object = {}, who = clerk) =>
    handlers['merchants.changeContacts'](who, { id, version: (await get()).version, contacts, ...own })

  it('are in force at once, and the trail tells what they were', async () => {
    const before = await get()
    expect(valueIn(await change(CONTACTS))).toEqual({ version: before.version + 1 })
    expect(await get()).toMatchObject({ contacts: CONTACTS, version: before.version + 1 })
    expect(auditOf(test, 'merchants')).toEqual(['user:yamada contacts_changed'])
  })

  it.each([
    { name: 'mail without an address', contacts: { ...CONTACTS, email: '' }, path: 'contacts.email', message: 'missing' },
    {
      name: 'letters without an address',
      contacts: { ...CONTACTS, noticeBy: 'letter' as const, postalAddress: '' },
      path: 'contacts.postalAddress',
      message: 'missing',
    },
    {
      name: 'a card number on the envelope',
      contacts: { ...CONTACTS, postalAddress: '4111 1111 1111 1111' },
      path: 'contacts.postalAddress',
      message: 'card_number',
    },
  ])('are refused with $name', async ({ contacts, path, message }) => {
    expect(refusalOf(await change(contacts))).toEqual({ refusal: 'invalid_input', problems: [{ path, message }] })
    expect((await get()).contacts).toEqual(NO_CONTACTS)
  })

  it('are refused of nobody, meanwhile changed, and of a merchant that is not active', async () => {
    expect(refusalOf(await change(CONTACTS, { id: MerchantIdOf.parse(9) }))).toEqual({ refusal: 'not_found', what: 'merchant' })
    expect(refusalOf(await change(CONTACTS, { version: 99 }))).toEqual({ refusal: 'changed_meanwhile' })
    id = await addMerchant(test.ledger, { name: '待つ店', state: 'awaiting_approval' })
    expect(refusalOf(await change(CONTACTS))).toEqual({ refusal: 'merchant_not_active', merchant: '待つ店' })
  })
})

describe('the days of a contract', () => {
  const DAYS: MerchantDays = {
    protectionWindowDays: 21,
    paymentDays: 10,
    acceptanceDays: 2,
    reminderDays: 5,
    returnAnswerDays: 14,
    shipmentRestartsWindow: true,
  }
  const stage = async (own: object = {}, who = clerk) =>
    handlers['merchants.stageDays'](who, { id, version: (await get()).version, days: DAYS, ...own })

  async function decide(approvalId: ApprovalId, decision: 'approved' | 'rejected', who = supervisor) {
    const { approvals } = valueIn(await handlers['approvals.list'](who, { open: true }))
    const digest = approvals.find((approval) => approval.id === approvalId)?.digest ?? ''
    return handlers['approvals.decide'](who, { id: approvalId, digest, decision, reason: '' })
  }

  it('wait beside the present ones until another person agrees', async () => {
    const before = await get()
    const { approvalId } = valueIn(await stage())
    expect(await get()).toMatchObject({
      protectionWindowDays: 14,
      deadlines: USUAL_DEADLINES,
      version: before.version,
      stagedDays: { approvalId, days: DAYS, madeBy: 'yamada' },
    })
    expect(valueIn(await handlers['merchants.list'](clerk, { search: '' })).rows).toMatchObject([{ changeStaged: true }])
    expect(valueIn(await handlers['approvals.list'](supervisor, { open: true })).approvals).toMatchObject([
      {
        case: { kind: 'merchant_terms', merchantName: 'A商店', before: { ...USUAL_DEADLINES, protectionWindowDays: 14 }, after: DAYS },
        mayDecide: true,
      },
    ])
    expect(refusalOf(await decide(approvalId, 'approved', clerk))).toEqual({ refusal: 'second_person_required' })
    valueIn(await decide(approvalId, 'approved'))
    const { protectionWindowDays, ...deadlines } = DAYS
    expect(await get()).toMatchObject({ protectionWindowDays, deadlines, version: before.version + 1, stagedDays: null })
    expect(auditOf(test, 'merchants')).toEqual(['user:yamada days_staged', 'user:sato days_changed'])
  })

  it('stay as they are when the supervisor does not agree, or when they are no longer what was shown', async () => {
    valueIn(await decide(valueIn(await stage()).approvalId, 'rejected'))
    expect(await get()).toMatchObject({ protectionWindowDays: 14, deadlines: USUAL_DEADLINES, stagedDays: null })
    const { approvalId } = valueIn(await stage())
    await writing(test.ledger, (writer) => writer.db.updateTable('merchants').set({ protection_window_days: 30 }).execute())
    expect(refusalOf(await decide(approvalId, 'approved'))).toEqual({ refusal: 'changed_meanwhile' })
    expect(auditOf(test, 'merchants').at(-1)).toBe('user:yamada days_staged')
  })

  it('are decided although the contacts have changed meanwhile: those are no part of the case', async () => {
    const { approvalId } = valueIn(await stage())
    valueIn(await handlers['merchants.changeContacts'](clerk, { id, version: (await get()).version, contacts: CONTACTS }))
    valueIn(await decide(approvalId, 'approved'))
    expect(await get()).toMatchObject({ protectionWindowDays: 21, contacts: CONTACTS })
  })

  it('are refused where some wait already, of nobody, meanwhile changed, of a merchant that is not active, and by nobody', async () => {
    expect(refusalOf(await stage({ id: MerchantIdOf.parse(9) }))).toEqual({ refusal: 'not_found', what: 'merchant' })
    expect(refusalOf(await stage({ version: 99 }))).toEqual({ refusal: 'changed_meanwhile' })
    expect(refusalOf(await stage({}, OPERATOR))).toEqual({ refusal: 'not_signed_in' })
    valueIn(await stage())
    expect(refusalOf(await stage())).toEqual({ refusal: 'change_already_staged' })
    id = await addMerchant(test.ledger, { name: '待つ店', state: 'awaiting_approval' })
    expect(refusalOf(await stage())).toEqual({ refusal: 'merchant_not_active', merchant: '待つ店' })
  })
})
