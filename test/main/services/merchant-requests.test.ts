import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PortalPerson } from '../../../src/main/gateways/counter'
import { merchantById, setMerchantState } from '../../../src/main/ledger/merchants'
import { MerchantId, MerchantRequestId } from '../../../src/preload/contract/ids'
import { AccountDraft, ContactsDraft } from '../../../src/preload/contract/portal'
import { auditOf, OPERATOR, refusalOf } from '../../support/desk'
import { valueIn, writing } from '../../support/ledger'
import { addPortalMerchant, faultsIn, openPortalTest, type PortalTest, signedIn } from '../../support/portal'

let test: PortalTest
let merchantId: MerchantId
let person: PortalPerson
beforeEach(async () => {
  test = await openPortalTest()
  const added = await addPortalMerchant(test)
  merchantId = added.merchantId
  person = valueIn(await test.counter.portal.who(await signedIn(test.counter.portal, added.registrationNumber)))
})
afterEach(() => test.cleanup())

const accountDraft = (own: Partial<AccountDraft> = {}) =>
  AccountDraft.parse({ bankCode: '0009', branchCode: '001', accountType: '2', accountNumber: '1112223', holderKana: 'カ）サクラ', ...own })
const contactsDraft = (own: Partial<ContactsDraft> = {}) =>
  ContactsDraft.parse({ email: 'new@sakura.example', postalAddress: '', language: 'en', noticeBy: 'mail', webhookUrl: '', ...own })
const wishAccount = (own: Partial<AccountDraft> = {}) => test.counter.portal.wishAccount(person, accountDraft(own))
const wishContacts = (own: Partial<ContactsDraft> = {}) => test.counter.portal.wishContacts(person, contactsDraft(own))
const settings = async () => valueIn(await test.counter.portal.settings(merchantId))
const requests = async (state: 'waiting' | 'taken' | 'declined' = 'waiting') =>
  valueIn(await test.handlers['merchants.requests'](test.clerk, { state, cursor: null, size: 100 })).rows
const take = (id: MerchantRequestId, version = 1) => test.handlers['merchants.takeRequest'](test.clerk, { id, version })
const decline = (id: MerchantRequestId, version = 1, reason = '名義が違います') =>
  test.handlers['merchants.declineRequest'](test.clerk, { id, version, reason })
const merchant = async () => {
  const found = await merchantById(test.ledger.reader, merchantId)
  if (!found) throw new Error('no merchant')
  return found
}

describe('what a merchant sees of its settings', () => {
  it('its contacts, its account by name, and no more', async () => {
    expect(await settings()).toEqual({
      contacts: { email: 'shop@sakura.example', postalAddress: '', language: 'ja', noticeBy: 'mail', webhookUrl: '' },
      account: expect.objectContaining({ bankName: 'みずほ', accountNumber: '7654321' }),
      wishes: [],
    })
    expect(refusalOf(await test.counter.portal.settings(MerchantId.parse(1))).refusal).toBe('not_found')
  })
})

describe('a wish', () => {
  it('changes nothing by itself, and waits at the desk beside what holds', async () => {
    const { id } = valueIn(await wishAccount())
    expect((await merchant()).account.accountNumber).toBe('7654321')
    expect(await requests()).toMatchObject([
      {
        id,
        merchantName: 'さくら商店',
        registrationNumber: 'K000001',
        state: 'waiting',
        version: 1,
        wish: {
          kind: 'account',
          before: { accountNumber: '7654321', bankName: 'みずほ' },
          after: { accountNumber: '1112223', bankName: '三井住友', holderKana: 'ｶ)ｻｸﾗ' },
        },
      },
    ])
    expect((await settings()).wishes).toMatchObject([{ id, state: 'waiting' }])
    expect(auditOf(test, 'merchants')).toEqual(['merchant:K000001 change_wished'])
  })

  it('waits once for each kind, also at the same moment', async () => {
    const both = await Promise.all([wishAccount(), wishAccount({ accountNumber: '9999999' })])
    expect(both.map(({ ok }) => ok).sort()).toEqual([false, true])
    expect(refusalOf(await wishAccount())).toEqual({ refusal: 'change_already_staged' })
    valueIn(await wishContacts())
  })

  it('of a merchant that is not active is none', async () => {
    await writing(test.ledger, (writer) => setMerchantState(writer, merchantId, 'rejected'))
    expect(refusalOf(await wishAccount())).toEqual({ refusal: 'merchant_not_active', merchant: 'さくら商店' })
  })

  it.each<[field: keyof AccountDraft, value: string, fault: string]>([
    ['bankCode', '', 'missing'],
    ['bankCode', '9998', 'unknown_bank'],
    ['branchCode', '999', 'unknown_branch'],
    ['accountType', '', 'missing'],
    ['accountNumber', '12345678', 'malformed'],
    ['holderKana', '桜', 'holder_name_invalid'],
  ])('an account with %s %j is told: %s', async (field, value, fault) => {
    expect(faultsIn(refusalOf(await wishAccount({ [field]: value })))).toMatchObject({ [field]: fault })
    expect(faultsIn(refusalOf(test.counter.portal.checkAccount(accountDraft({ [field]: value }))))).toMatchObject({ [field]: fault })
    expect(await requests()).toEqual([])
  })

  it.each<[own: Partial<ContactsDraft>, faults: Record<string, string>]>([
    [{ email: 'nobody' }, { email: 'not_a_mail_address' }],
    [{ email: '' }, { email: 'missing' }],
    [{ noticeBy: 'letter' }, { postalAddress: 'missing' }],
    [{ noticeBy: '' }, { noticeBy: 'missing' }],
    [{ noticeBy: 'fax' }, { noticeBy: 'not_a_choice' }],
    [{ language: 'fr' }, { language: 'not_a_choice' }],
    [{ webhookUrl: 'ftp://sakura.example/hook' }, { webhookUrl: 'not_a_web_address' }],
    [{ postalAddress: '4111 1111 1111 1111' }, { postalAddress: 'card_number' }],
    [
      { email: 'x', webhookUrl: 'y' },
      { email: 'not_a_mail_address', webhookUrl: 'not_a_web_address' },
    ],
  ])('contacts %j are told: %j', async (own, faults) => {
    expect(faultsIn(refusalOf(await wishContacts(own)))).toEqual(faults)
    expect(await requests()).toEqual([])
  })

  it('an account is shown as it would be kept before it is wished', () => {
    expect(valueIn(test.counter.portal.checkAccount(accountDraft()))).toMatchObject({ bankName: '三井住友', holderKana: 'ｶ)ｻｸﾗ' })
  })
})

describe('taking a wish', () => {
  it('contacts hold at once; whether payers are told stays as it was', async () => {
    const { id } = valueIn(await wishContacts())
    expect(valueIn(await take(id))).toEqual({ version: 2, approvalId: null })
    expect((await merchant()).contacts).toEqual({
      email: 'new@sakura.example',
      postalAddress: '',
      language: 'en',
      noticeBy: 'mail',
      webhookUrl: '',
      tellsPayers: true,
    })
    expect(await requests('taken')).toMatchObject([{ id, handledBy: 'user:yamada' }])
    expect(auditOf(test, 'merchants').slice(1)).toEqual(['user:yamada contacts_changed', 'user:yamada wish_taken'])
  })

  it('an account is staged, and holds when a second person agrees', async () => {
    const { id } = valueIn(await wishAccount())
    const { approvalId } = valueIn(await take(id))
    expect((await merchant()).account.accountNumber).toBe('7654321')
    const { approvals } = valueIn(await test.handlers['approvals.list'](test.supervisor, { open: true }))
    expect(approvals).toMatchObject([{ id: approvalId, madeBy: 'yamada', mayDecide: true, case: { kind: 'merchant_account' } }])
    const [approval] = approvals
    if (!approval) throw new Error('nothing waits')
    const decide = { id: approval.id, digest: approval.digest, decision: 'approved' as const, reason: '' }
    valueIn(await test.handlers['approvals.decide'](test.supervisor, decide))
    expect((await merchant()).account).toMatchObject({ bankCode: '0009', accountNumber: '1112223' })
  })

  it('is refused where an account is staged already, or the merchant is no longer active; the wish waits on', async () => {
    const { id } = valueIn(await wishAccount())
    const { id: contactsId } = valueIn(await wishContacts())
    const staged = await test.handlers['merchants.stageAccount'](test.clerk, {
      id: merchantId,
      version: (await merchant()).version,
      account: { ...(await merchant()).account, accountNumber: '5555555' },
    })
    valueIn(staged)
    expect(refusalOf(await take(id))).toEqual({ refusal: 'change_already_staged' })
    await writing(test.ledger, (writer) => setMerchantState(writer, merchantId, 'rejected'))
    expect(refusalOf(await take(contactsId))).toEqual({ refusal: 'merchant_not_active', merchant: 'さくら商店' })
    expect(await requests()).toHaveLength(2)
  })

  it('is done once, as it was seen, by a person at the desk', async () => {
    const { id } = valueIn(await wishContacts())
    expect(refusalOf(await take(id, 9))).toEqual({ refusal: 'changed_meanwhile' })
    expect(refusalOf(await test.handlers['merchants.takeRequest'](OPERATOR, { id, version: 1 }))).toEqual({ refusal: 'not_signed_in' })
    const both = await Promise.all([take(id), take(id)])
    expect(both.map(({ ok }) => ok).sort()).toEqual([false, true])
    expect(refusalOf(await take(id, 2))).toEqual({ refusal: 'request_closed' })
    expect(refusalOf(await take(MerchantRequestId.parse(1)))).toEqual({ refusal: 'not_found', what: 'request' })
  })
})

describe('declining a wish', () => {
  it('tells the merchant why in its portal, and lets it wish again', async () => {
    const { id } = valueIn(await wishAccount())
    expect(valueIn(await decline(id))).toEqual({ version: 2 })
    expect((await settings()).wishes).toMatchObject([{ id, state: 'declined', reason: '名義が違います' }])
    expect((await merchant()).account.accountNumber).toBe('7654321')
    valueIn(await wishAccount())
  })

  it('is refused for what is closed, unknown, changed, or holds a card number', async () => {
    const { id } = valueIn(await wishContacts())
    expect(refusalOf(await decline(id, 1, '4111111111111111')).refusal).toBe('invalid_input')
    expect(refusalOf(await decline(id, 2))).toEqual({ refusal: 'changed_meanwhile' })
    expect(refusalOf(await decline(MerchantRequestId.parse(1))).refusal).toBe('not_found')
    valueIn(await take(id))
    expect(refusalOf(await decline(id, 2))).toEqual({ refusal: 'request_closed' })
  })
})

describe('the desk’s list of wishes', () => {
  it('is in the order they came, page by page', async () => {
    const first = valueIn(await wishContacts()).id
    const second = valueIn(await wishAccount()).id
    const page = valueIn(await test.handlers['merchants.requests'](test.clerk, { state: 'waiting', cursor: null, size: 1 }))
    expect(page.rows.map(({ id }) => id)).toEqual([first])
    expect(page.matching).toEqual({ count: 2, capped: false })
    const next = valueIn(await test.handlers['merchants.requests'](test.clerk, { state: 'waiting', cursor: page.next, size: 1 }))
    expect(next.rows.map(({ id }) => id)).toEqual([second])
    expect(next.next).toBeNull()
  })
})
