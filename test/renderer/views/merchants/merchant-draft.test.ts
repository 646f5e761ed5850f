import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AccountId } from '../../../../src/preload/contract/ids'
import { NO_CONTACTS } from '../../../../src/preload/contract/merchants'
import { yen } from '../../../../src/preload/contract/money'
import {
  accountOf,
  basisPointsOf,
  draftFrom,
  EMPTY_DRAFT,
  isBlank,
  type MerchantDraft,
  percentOf,
  readDraft,
  withMethods,
} from '../../../../src/renderer/views/merchants/merchant-draft'

const whole: MerchantDraft = {
  ...EMPTY_DRAFT,
  name: '株式会社さくら商店',
  consignorCode: '１２３４５６７８９０',
  tNumber: ' t1234567890123 ',
  fees: { bank_transfer: { fixed: yen(150), percent: '1.5', minimum: yen(0), maximum: null } },
  account: { bankCode: '0001', branchCode: '100', accountType: '1', accountNumber: '1234', holderKana: ' サクラショウテン ' },
  range: { accountId: AccountId.parse(9), branchCode: '９０１', first: '0000001', last: '0000999' },
}

describe('the rate of a fee', () => {
  it.each([
    { typed: '3.25', points: 325 },
    { typed: '3.2', points: 320 },
    { typed: '３．２５％', points: 325 },
    { typed: '0.07', points: 7 },
    { typed: '', points: 0 },
    { typed: '100', points: 10_000 },
    { typed: '3.255', points: null },
    { typed: '-1', points: null },
    { typed: 'three', points: null },
  ])('$typed is $points basis points', ({ typed, points }) => {
    expect(basisPointsOf(typed)).toBe(points)
  })

  it('is read back as it is shown', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000 }), (points) => {
        expect(basisPointsOf(percentOf(points))).toBe(points)
      }),
    )
  })
})

describe('a draft of a merchant', () => {
  it('is sent in half width, with zeros in front of a short account number, and a T-number in capitals', () => {
    const { input } = readDraft(whole)
    expect(input).toMatchObject({
      consignorCode: '1234567890',
      tNumber: 'T1234567890123',
      account: { accountNumber: '0001234', holderKana: 'サクラショウテン' },
      fees: [{ method: 'bank_transfer', fixed: 150, basisPoints: 150, minimum: 0, maximum: null, validFrom: null, taxClass: 'standard' }],
      virtualRange: { accountId: 9, branchCode: '901' },
      protectionWindowDays: 7,
      deadlines: { paymentDays: 7, acceptanceDays: 3, reminderDays: 3, returnAnswerDays: 7, shipmentRestartsWindow: false },
      contacts: { noticeBy: 'none', tellsPayers: true },
    })
  })

  it.each([
    { draft: { ...whole, name: ' ' }, problem: 'name' },
    { draft: { ...whole, consignorCode: '123' }, problem: 'consignorCode' },
    { draft: { ...whole, methods: [] }, problem: 'methods' },
    { draft: { ...whole, fees: { bank_transfer: { fixed: null, percent: '', minimum: yen(0), maximum: null } } }, problem: 'fees.0.fixed' },
    {
      draft: { ...whole, fees: { bank_transfer: { fixed: yen(0), percent: 'x', minimum: yen(0), maximum: null } } },
      problem: 'fees.0.basisPoints',
    },
    { draft: { ...whole, account: { ...whole.account, bankCode: '' } }, problem: 'account.bankCode' },
    {
      draft: { ...whole, range: { accountId: null, branchCode: '901', first: '0000001', last: '0000999' } },
      problem: 'virtualRange.accountId',
    },
    { draft: { ...whole, days: { ...whole.days, protectionWindowDays: 0 } }, problem: 'protectionWindowDays' },
    { draft: { ...whole, days: { ...whole.days, paymentDays: '' } }, problem: 'deadlines.paymentDays' },
    { draft: { ...whole, contacts: { ...whole.contacts, email: 'shop' } }, problem: 'contacts.email' },
    { draft: { ...whole, contacts: { ...whole.contacts, noticeBy: 'mail' as const } }, problem: 'contacts.email' },
  ])('names $problem as what does not fit', ({ draft, problem }) => {
    expect(readDraft(draft)).toEqual({ input: null, problems: [problem] })
  })

  it('begins with what an applicant said, and asks for the rest', () => {
    const { account } = whole
    const prefill = {
      name: 'つばめ工芸',
      nameKana: 'ツバメコウゲイ',
      tNumber: null,
      methods: ['card' as const],
      contacts: NO_CONTACTS,
      account,
    }
    const draft = draftFrom({ ...prefill, account: { ...account, accountType: '1', accountNumber: '0001234' } })
    expect(draft).toMatchObject({ name: 'つばめ工芸', tNumber: '', methods: ['card'], range: null, consignorCode: '' })
    expect(readDraft(draft).problems).toEqual(['consignorCode'])
  })

  it('has no T-number where the field is empty', () => {
    expect(readDraft({ ...whole, tNumber: ' ' }).input?.tNumber).toBeNull()
  })

  it('loses its virtual accounts with bank transfer, and keeps the fee plan of a method that is taken back', () => {
    const without = withMethods(whole, ['card'])
    expect(without.range).toBeNull()
    expect(withMethods(without, ['card', 'bank_transfer']).fees.bank_transfer).toEqual(whole.fees.bank_transfer)
  })

  it('keeps an account number that is no number for the clerk to see', () => {
    expect(accountOf({ ...whole.account, accountNumber: '12a' }).accountNumber).toBe('12a')
  })
})

describe('a field is blank', () => {
  it.each([
    { path: 'name', blank: true },
    { path: 'account.bankCode', blank: true },
    { path: 'virtualRange.accountId', blank: true },
    { path: 'virtualRange.first', blank: true },
    { path: 'account.accountType', blank: false },
    { path: 'protectionWindowDays', blank: false },
    { path: 'deadlines.paymentDays', blank: false },
    { path: 'contacts.email', blank: true },
  ])('in a new form, $path: $blank', ({ path, blank }) => {
    expect(isBlank(EMPTY_DRAFT, path)).toBe(blank)
  })

  it('not once something stands there, right or wrong', () => {
    expect(isBlank({ ...EMPTY_DRAFT, consignorCode: '12' }, 'consignorCode')).toBe(false)
  })
})
