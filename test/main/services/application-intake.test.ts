import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ApplicationDraft } from '../../../src/preload/contract/applications'
import { auditOf, refusalOf } from '../../support/desk'
import { valueIn } from '../../support/ledger'
import { applicationDraft, faultsIn, noticesOf, openPortalTest, type PortalTest } from '../../support/portal'

let test: PortalTest
beforeEach(async () => {
  test = await openPortalTest()
})
afterEach(() => test.cleanup())

const apply = (own: Partial<ApplicationDraft> = {}) => test.counter.applications.apply(applicationDraft(own))
const stored = () => test.ledger.reader.db.selectFrom('applications').selectAll().execute()
const DAY_MS = 86_400_000

describe('an application', () => {
  it('is kept with all its facts, and its applicant is told the number', async () => {
    const { number } = valueIn(await apply())
    const [application] = await stored()
    expect(JSON.parse(application?.facts ?? '')).toMatchObject({
      name: '株式会社さくら商店',
      tNumber: 'T7000012050002',
      telephone: '03-1234-5678',
      account: { bankCode: '0001', branchCode: '001', accountNumber: '7654321', holderKana: 'ｶ)ｻｸﾗｼﾖｳﾃﾝ' },
      methods: ['bank_transfer', 'card'],
      termsVersion: '2026-11',
    })
    expect(application).toMatchObject({ state: 'received', language: 'ja', merchant_id: null, handled_by: null })
    expect(await noticesOf(test)).toEqual([
      {
        name: 'application_received',
        recipient: 'applicant',
        channel: 'mail',
        address: 'hanako@sakura.example',
        language: 'ja',
        facts: { name: '株式会社さくら商店', applicationNumber: number, receivedOn: '2026-11-20' },
      },
    ])
    expect(auditOf(test, 'merchants')).toEqual(['applicant application_received'])
  })

  it('may leave out what not everybody has', async () => {
    valueIn(await apply({ website: '', tNumber: '' }))
    expect(JSON.parse((await stored())[0]?.facts ?? '')).toMatchObject({ website: '', tNumber: null })
  })

  it('shows the account with the names of its bank, and the holder as it will be kept', () => {
    expect(valueIn(test.counter.applications.check(applicationDraft())).account).toMatchObject({
      bankName: 'みずほ',
      branchName: '東京営業部',
      holderKana: 'ｶ)ｻｸﾗｼﾖｳﾃﾝ',
    })
  })

  it('sent twice is one, told once; a day later it is another', async () => {
    const both = await Promise.all([apply(), apply()])
    const [first, second] = both.map((result) => valueIn(result).number)
    expect(second).toBe(first)
    expect(valueIn(await apply()).number).toBe(first)
    expect(await stored()).toHaveLength(1)
    expect(await noticesOf(test)).toHaveLength(1)
    test.clock.advance(DAY_MS + 1)
    expect(valueIn(await apply()).number).not.toBe(first)
  })

  it('is bounded for each mail address, so that nobody’s mailbox is filled', async () => {
    for (const name of ['一', '二', '三']) valueIn(await apply({ name }))
    expect(refusalOf(await apply({ name: '四' }))).toEqual({ refusal: 'too_many_applications' })
    valueIn(await apply({ name: '四', email: 'other@sakura.example' }))
    test.clock.advance(DAY_MS + 1)
    valueIn(await apply({ name: '四' }))
    expect(await stored()).toHaveLength(5)
  })
})

describe('what is wrong is told at once, by field', () => {
  it('nothing filled in', async () => {
    expect(faultsIn(refusalOf(await test.counter.applications.apply(ApplicationDraft.parse({}))))).toEqual({
      name: 'missing',
      nameKana: 'missing',
      representative: 'missing',
      postalAddress: 'missing',
      telephone: 'missing',
      email: 'missing',
      bankCode: 'missing',
      branchCode: 'missing',
      accountType: 'missing',
      accountNumber: 'missing',
      holderKana: 'holder_name_invalid',
      methods: 'missing',
      noticeBy: 'missing',
      language: 'missing',
      termsVersion: 'missing',
    })
    expect(await stored()).toEqual([])
    expect(await noticesOf(test)).toEqual([])
  })

  it.each<[field: keyof ApplicationDraft, value: string | string[], fault: string]>([
    ['name', 'あ'.repeat(101), 'too_long'],
    ['name', 'さくら 4111 1111 1111 1111', 'card_number'],
    ['nameKana', '株式会社さくら', 'not_kana'],
    ['representative', ' ', 'missing'],
    ['postalAddress', '４１１１ー１１１１ー１１１１ー１１１１', 'card_number'],
    ['telephone', '110', 'not_a_telephone'],
    ['telephone', '03-12a4-5678', 'not_a_telephone'],
    ['email', 'hanako', 'not_a_mail_address'],
    ['email', 'hanako@sakura.example\nbcc: all@mail.example', 'not_a_mail_address'],
    ['website', 'ftp://sakura.example', 'not_a_web_address'],
    ['website', 'javascript:alert(1)', 'not_a_web_address'],
    ['tNumber', 'T8000012050002', 't_number_invalid'],
    ['tNumber', 'なし', 't_number_invalid'],
    ['bankCode', '9998', 'unknown_bank'],
    ['branchCode', '999', 'unknown_branch'],
    ['accountType', '3', 'not_a_choice'],
    ['accountNumber', '12345678', 'malformed'],
    ['holderKana', '株式会社', 'holder_name_invalid'],
    ['methods', [], 'missing'],
    ['noticeBy', 'none', 'not_a_choice'],
    ['language', 'fr', 'not_a_choice'],
    ['termsVersion', '2001-06', 'terms_not_accepted'],
  ])('%s: %s is %s', async (field, value, fault) => {
    expect(faultsIn(refusalOf(await apply({ [field]: value })))).toEqual({ [field]: fault })
    expect(await stored()).toEqual([])
  })

  it('a method that there is not', async () => {
    expect(faultsIn(refusalOf(await apply({ methods: ['bank_transfer', 'barter'] })))).toEqual({ methods: 'not_a_choice' })
  })

  it('reads digits in any width, and fills a short number with zeros', async () => {
    valueIn(
      await test.counter.applications.apply(
        ApplicationDraft.parse({ ...applicationDraft(), bankCode: '０００１', accountNumber: '65-4321' }),
      ),
    )
    expect(JSON.parse((await stored())[0]?.facts ?? '').account).toMatchObject({ bankCode: '0001', accountNumber: '0654321' })
  })
})
