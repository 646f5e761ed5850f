import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ApplicationId } from '../../../src/preload/contract/ids'
import { auditOf, refusalOf } from '../../support/desk'
import { addMerchant, HOLDER, merchantTerms, valueIn } from '../../support/ledger'
import { applicationDraft, noticesOf, openPortalTest, type PortalTest } from '../../support/portal'

let test: PortalTest
beforeEach(async () => {
  test = await openPortalTest()
})
afterEach(() => test.cleanup())

const list = (own: object = {}) => test.handlers['applications.list'](test.clerk, { state: 'received', cursor: null, size: 100, ...own })
const get = async (id: ApplicationId) => valueIn(await test.handlers['applications.get'](test.clerk, { id }))
const decline = (id: ApplicationId, version = 1, reason = '書類が足りません') =>
  test.handlers['applications.decline'](test.clerk, { id, version, reason })

async function applied(own: Parameters<typeof applicationDraft>[0] = {}): Promise<ApplicationId> {
  const { number } = valueIn(await test.counter.applications.apply(applicationDraft(own)))
  const found = valueIn(await list()).rows.find((row) => row.number === number)
  if (!found) throw new Error('the application is not listed')
  return found.id
}

/** Registers a merchant from an application, as the clerk's form does: what was prefilled, completed. */
async function register(id: ApplicationId) {
  const { prefill } = await get(id)
  return test.handlers['merchants.register'](test.clerk, { ...merchantTerms(), ...prefill, applicationId: id })
}

async function decide(decision: 'approved' | 'rejected') {
  const { approvals } = valueIn(await test.handlers['approvals.list'](test.supervisor, { open: true }))
  const [approval] = approvals
  if (!approval) throw new Error('nothing waits')
  return valueIn(
    await test.handlers['approvals.decide'](test.supervisor, { id: approval.id, digest: approval.digest, decision, reason: '' }),
  )
}

describe('the desk’s list of applications', () => {
  it('is in the order they came, page by page', async () => {
    for (const at of [1, 2, 3]) await applied({ name: `店${at}`, email: `shop${at}@mail.example` })
    const first = valueIn(await list({ size: 2 }))
    expect(first.rows.map(({ name }) => name)).toEqual(['店1', '店2'])
    expect(first.matching).toEqual({ count: 3, capped: false })
    const second = valueIn(await list({ size: 2, cursor: first.next }))
    expect(second.rows.map(({ name }) => name)).toEqual(['店3'])
    expect(second.next).toBeNull()
    expect(refusalOf(await list({ cursor: 'nonsense' })).refusal).toBe('invalid_input')
  })

  it('shows one with what the clerk’s form begins with', async () => {
    const detail = await get(await applied())
    expect(detail).toMatchObject({
      state: 'received',
      merchantId: null,
      facts: { representative: '佐倉 花子', account: { bankName: 'みずほ', branchName: '東京営業部' } },
      prefill: {
        name: '株式会社さくら商店',
        tNumber: 'T7000012050002',
        methods: ['bank_transfer', 'card'],
        contacts: { email: 'hanako@sakura.example', noticeBy: 'mail', language: 'ja', webhookUrl: '', tellsPayers: true },
        account: { holderKana: 'ｶ)ｻｸﾗｼﾖｳﾃﾝ' },
      },
      alike: [],
    })
  })

  it('points at merchants that are alike: by account, by number, by name', async () => {
    await addMerchant(test.ledger, { name: '別の店', nameKana: 'ベツ' })
    await addMerchant(test.ledger, {
      name: '同じ番号',
      nameKana: 'ドウ',
      tNumber: 'T7000012050002',
      account: { ...HOLDER, accountNumber: '1111111' },
    })
    await addMerchant(test.ledger, { name: '遠い店', nameKana: 'トオイ', account: { ...HOLDER, accountNumber: '2222222' } })
    const { alike } = await get(await applied())
    expect(alike.map(({ name }) => name)).toEqual(['別の店', '同じ番号'])
  })

  it('knows no other', async () => {
    const id = ApplicationId.parse(1)
    expect(refusalOf(await test.handlers['applications.get'](test.clerk, { id }))).toEqual({ refusal: 'not_found', what: 'application' })
    expect(refusalOf(await decline(id))).toEqual({ refusal: 'not_found', what: 'application' })
  })
})

describe('declining', () => {
  it('tells the applicant the reason, once', async () => {
    const id = await applied()
    expect(valueIn(await decline(id))).toEqual({ version: 2 })
    expect(await get(id)).toMatchObject({ state: 'declined', reason: '書類が足りません', handledBy: 'user:yamada', version: 2 })
    expect((await noticesOf(test)).at(-1)).toMatchObject({
      name: 'application_declined',
      recipient: 'applicant',
      address: 'hanako@sakura.example',
      facts: { name: '株式会社さくら商店', reason: '書類が足りません' },
    })
    expect(refusalOf(await decline(id, 2))).toEqual({ refusal: 'application_closed' })
    expect(refusalOf(await register(id))).toEqual({ refusal: 'application_closed' })
    expect(auditOf(test, 'merchants')).toEqual(['applicant application_received', 'user:yamada application_declined'])
  })

  it('refuses what was changed meanwhile, and a card number', async () => {
    const id = await applied()
    expect(refusalOf(await decline(id, 9))).toEqual({ refusal: 'changed_meanwhile' })
    expect(refusalOf(await decline(id, 1, '4111 1111 1111 1111'))).toMatchObject({ problems: [{ path: 'reason', message: 'card_number' }] })
    expect(await noticesOf(test)).toHaveLength(1)
  })

  it('lets the same applicant apply again at once', async () => {
    await decline(await applied())
    expect(valueIn(await list()).rows).toEqual([])
    await applied()
  })
})

describe('taking', () => {
  it('registers the merchant in the same act; approval invites it to the portal', async () => {
    const id = await applied()
    const { id: merchantId } = valueIn(await register(id))
    expect(await get(id)).toMatchObject({ state: 'taken', merchantId, handledBy: 'user:yamada' })
    expect(await noticesOf(test)).toHaveLength(1)
    await decide('approved')
    const [, invitation] = await noticesOf(test)
    expect(invitation).toMatchObject({
      name: 'portal_invitation',
      recipient: 'merchant',
      channel: 'mail',
      address: 'hanako@sakura.example',
      facts: { name: '株式会社さくら商店', registrationNumber: 'K000001', sealed: expect.any(String) },
    })
    expect(JSON.stringify(invitation)).not.toContain('/portal/')
    expect(valueIn(test.secrets.open(String(invitation?.facts.sealed)))).toMatch(/^\/portal\/invitation\/[\w-]{43}$/)
    expect(auditOf(test, 'merchants')).toEqual([
      'applicant application_received',
      'user:yamada application_taken',
      'user:yamada registered',
      'user:sato portal_invited',
      'user:sato activated',
    ])
  })

  it('leaves nothing behind where the registration is refused', async () => {
    const id = await applied()
    const { prefill } = await get(id)
    const wrong = { ...merchantTerms(), ...prefill, tNumber: 'T1', applicationId: id }
    expect(refusalOf(await test.handlers['merchants.register'](test.clerk, wrong)).refusal).toBe('t_number_invalid')
    expect(await get(id)).toMatchObject({ state: 'received', version: 1 })
  })

  it('is done once: two clerks at the same moment make one merchant', async () => {
    const id = await applied()
    const both = await Promise.all([register(id), register(id)])
    expect(both.map(({ ok }) => ok).sort()).toEqual([false, true])
    expect(both.filter(({ ok }) => !ok).map((result) => refusalOf(result).refusal)).toEqual(['application_closed'])
    expect(await test.ledger.reader.db.selectFrom('merchants').select('id').execute()).toHaveLength(1)
  })

  it('comes back to the list where the supervisor rejects the registration', async () => {
    const id = await applied()
    valueIn(await register(id))
    await decide('rejected')
    expect(await get(id)).toMatchObject({ state: 'received', merchantId: null, handledBy: null })
    expect((await noticesOf(test)).map(({ name }) => name)).toEqual(['application_received'])
    valueIn(await register(id))
  })

  it('refuses an application that there is not', async () => {
    const terms = { ...merchantTerms(), account: HOLDER, applicationId: ApplicationId.parse(1) }
    expect(refusalOf(await test.handlers['merchants.register'](test.clerk, terms))).toEqual({ refusal: 'not_found', what: 'application' })
  })

  it('invites nobody who has no mail address', async () => {
    valueIn(await test.handlers['merchants.register'](test.clerk, { ...merchantTerms(), account: HOLDER }))
    await decide('approved')
    expect(await noticesOf(test)).toEqual([])
  })
})

describe('a core without a key for secrets', () => {
  it('approves all the same, and invites nobody', async () => {
    await test.cleanup()
    test = await openPortalTest({ secrets: null })
    valueIn(await register(await applied()))
    await decide('approved')
    expect((await noticesOf(test)).map(({ name }) => name)).toEqual(['application_received'])
  })
})
