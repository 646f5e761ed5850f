import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { approvalHandlers } from '../../../src/main/services/approvals'
import type { Context } from '../../../src/main/services/context'
import { createEvents } from '../../../src/main/services/events'
import { merchantHandlers } from '../../../src/main/services/merchants'
import type { RefusalName } from '../../../src/preload/contract/errors'
import { AccountId, type MerchantId, MerchantId as MerchantIdOf } from '../../../src/preload/contract/ids'
import type { MerchantTerms, SettlementAccount } from '../../../src/preload/contract/merchants'
import { auditOf, OPERATOR, personAt, refusalOf } from '../../support/desk'
import { addAccount, addMerchant, HOLDER, merchantTerms, openTestLedger, type TestLedger, valueIn } from '../../support/ledger'
import { gateways } from '../../support/statements'

let test: TestLedger
let clerk: Context
let supervisor: Context
let accountId: AccountId
let handlers: ReturnType<typeof merchantHandlers> & ReturnType<typeof approvalHandlers>

beforeEach(async () => {
  test = await openTestLedger()
  const deps = { ledger: test.ledger, gateways, events: createEvents(), secrets: null }
  handlers = { ...merchantHandlers(deps), ...approvalHandlers(deps) }
  clerk = await personAt(test, 'yamada', ['clerk'])
  supervisor = await personAt(test, 'sato', ['supervisor'])
  accountId = await addAccount(test.ledger)
})
afterEach(() => test.cleanup())

type Input = MerchantTerms & { account: SettlementAccount }

function input(own: Partial<Input> = {}): Input {
  return { ...merchantTerms(), account: HOLDER, ...own }
}

const register = (own: Partial<Input> = {}, context = clerk) => handlers['merchants.register'](context, input(own))
const get = async (id: MerchantId) => valueIn(await handlers['merchants.get'](clerk, { id }))
const listed = async (search: string) => valueIn(await handlers['merchants.list'](clerk, { search })).rows.map(({ name }) => name)

async function decide(approvalId: number, decision: 'approved' | 'rejected') {
  const { approvals } = valueIn(await handlers['approvals.list'](supervisor, { open: true }))
  const approval = approvals.find(({ id }) => id === approvalId)
  if (!approval) throw new Error('no such approval')
  return handlers['approvals.decide'](supervisor, { id: approval.id, digest: approval.digest, decision, reason: '' })
}

describe('a registered merchant', () => {
  it('waits for approval with everything the clerk typed, bank and branch by name, the holder in legal kana', async () => {
    const virtualRange = { accountId, branchCode: '801', first: '0000001', last: '0009999' }
    const typed = input({
      name: 'A商店',
      tNumber: 'Ｔ７-0000-1205-0002',
      virtualRange,
      account: { ...HOLDER, holderKana: 'カ）さくらしょうじ' },
    })
    const { id } = valueIn(await handlers['merchants.register'](clerk, typed))
    expect(await get(id)).toMatchObject({
      ...typed,
      registrationNumber: 'K000001',
      state: 'awaiting_approval',
      tNumber: 'T7000012050002',
      version: 1,
      virtualRange,
      stagedAccount: null,
      account: { bankName: 'みずほ', branchName: '東京営業部', holderKana: 'ｶ)ｻｸﾗｼﾖｳｼﾞ' },
    })
    expect(auditOf(test, 'merchants')).toEqual(['user:yamada registered'])
  })

  it('gets the next registration number, also beyond six digits', async () => {
    await register()
    const second = valueIn(await register())
    expect((await get(second.id)).registrationNumber).toBe('K000002')
    await test.ledger.write(clerk.by, async (writer) => {
      await writer.db.updateTable('merchants').set({ registration_number: 'K999999' }).where('id', '=', second.id).execute()
      return { ok: true, value: null }
    })
    const third = valueIn(await register())
    expect((await get(third.id)).registrationNumber).toBe('K1000000')
    const fourth = valueIn(await register())
    expect((await get(fourth.id)).registrationNumber).toBe('K1000001')
  })

  const refused: { name: string; own: (taken: Input) => Partial<Input>; refusal: RefusalName; data?: object }[] = [
    {
      name: 'a bank that does not exist',
      own: () => ({ account: { ...HOLDER, bankCode: '9998' } }),
      refusal: 'unknown_bank',
      data: { bankCode: '9998' },
    },
    {
      name: 'a branch its bank does not have',
      own: () => ({ account: { ...HOLDER, branchCode: '999' } }),
      refusal: 'unknown_branch',
      data: { branchCode: '999' },
    },
    { name: 'a holder in kanji', own: () => ({ account: { ...HOLDER, holderKana: '山田' } }), refusal: 'holder_name_invalid' },
    {
      name: 'a T-number with a wrong check digit',
      own: () => ({ tNumber: 'T1000012050002' }),
      refusal: 't_number_invalid',
      data: { expectedCheckDigit: '7' },
    },
    { name: 'no T-number at all', own: () => ({ tNumber: 'T12' }), refusal: 't_number_invalid', data: { expectedCheckDigit: null } },
    { name: 'a consignor code of another', own: ({ consignorCode }) => ({ consignorCode }), refusal: 'consignor_code_taken' },
    {
      name: 'virtual accounts backwards',
      own: () => ({ virtualRange: { accountId, branchCode: '801', first: '0000009', last: '0000001' } }),
      refusal: 'virtual_range_invalid',
    },
    {
      name: 'virtual accounts of no designated account',
      own: () => ({ virtualRange: { accountId: AccountId.parse(1), branchCode: '801', first: '0000001', last: '0000002' } }),
      refusal: 'virtual_range_invalid',
    },
    {
      name: 'virtual accounts of another',
      own: () => ({ virtualRange: { accountId, branchCode: '801', first: '0000100', last: '0000200' } }),
      refusal: 'virtual_range_taken',
      data: { merchant: '先の店' },
    },
    {
      name: 'a card number in the name',
      own: () => ({ name: '店 4111 1111 1111 1111' }),
      refusal: 'invalid_input',
      data: { problems: [{ path: 'name', message: 'card_number' }] },
    },
  ]
  it.each(refused)('is refused with $name', async ({ own, refusal, data = {} }) => {
    const taken = input({ name: '先の店', virtualRange: { accountId, branchCode: '801', first: '0000001', last: '0000100' } })
    valueIn(await handlers['merchants.register'](clerk, taken))
    expect(refusalOf(await register(own(taken)))).toMatchObject({ refusal, ...data })
    expect(await listed('')).toEqual(['先の店'])
  })

  it('is told all its problems at once', async () => {
    const refusal = refusalOf(await register({ tNumber: 'T1', account: { ...HOLDER, bankCode: '9998', holderKana: '' } }))
    expect(refusal).toEqual({
      refusal: 'invalid_input',
      problems: [
        { path: 'tNumber', message: 't_number_invalid' },
        { path: 'account.bankCode', message: 'unknown_bank' },
        { path: 'account.holderKana', message: 'holder_name_invalid' },
      ],
    })
  })

  it('that was rejected holds neither its consignor code nor its numbers; one that is made again with them does', async () => {
    const typed = input({ virtualRange: { accountId, branchCode: '801', first: '0000001', last: '0000100' } })
    const first = valueIn(await handlers['merchants.register'](clerk, typed))
    valueIn(await decide(first.approvalId, 'rejected'))
    const again = valueIn(await handlers['merchants.register'](clerk, typed))
    expect(await get(again.id)).toMatchObject({ consignorCode: typed.consignorCode, registrationNumber: 'K000002' })
    const refused = { refusal: 'consignor_code_taken' }
    expect(refusalOf(await register({ consignorCode: typed.consignorCode }))).toMatchObject(refused)
    valueIn(await decide(again.approvalId, 'approved'))
    expect(refusalOf(await register({ consignorCode: typed.consignorCode }))).toMatchObject(refused)
    await expect(addMerchant(test.ledger, { consignorCode: typed.consignorCode })).rejects.toThrow(/UNIQUE constraint failed/)
  })

  it('may have numbers next to another, and those of a rejected registration', async () => {
    await addMerchant(test.ledger, { state: 'rejected', virtualRange: { accountId, branchCode: '801', first: '0000001', last: '0000100' } })
    valueIn(await register({ virtualRange: { accountId, branchCode: '801', first: '0000001', last: '0000100' } }))
    valueIn(await register({ virtualRange: { accountId, branchCode: '801', first: '0000101', last: '0000200' } }))
    valueIn(await register({ virtualRange: { accountId, branchCode: '802', first: '0000001', last: '0000100' } }))
  })

  it('cannot be registered by the operators’ command', async () => {
    expect(refusalOf(await register({}, OPERATOR))).toEqual({ refusal: 'not_signed_in' })
  })
})

describe('another settlement account', () => {
  const next: SettlementAccount = { ...HOLDER, accountNumber: '1112223' }
  const stage = async (id: MerchantId, version: number, account = next) =>
    handlers['merchants.stageAccount'](clerk, { id, version, account })

  it('stands beside the present one until it is approved, and then takes its place', async () => {
    const id = await addMerchant(test.ledger)
    const before = await get(id)
    const { approvalId } = valueIn(await stage(id, before.version))
    expect(await get(id)).toMatchObject({
      version: before.version,
      account: HOLDER,
      stagedAccount: { approvalId, account: next, madeBy: 'yamada' },
    })
    expect(valueIn(await handlers['merchants.list'](clerk, { search: '' })).rows[0]).toMatchObject({
      changeStaged: true,
      accountSummary: 'みずほ 東京営業部 普通 7654321',
    })
    valueIn(await decide(approvalId, 'approved'))
    expect(await get(id)).toMatchObject({ version: before.version + 1, account: next, stagedAccount: null })
    expect(auditOf(test, 'merchants')).toEqual(['user:yamada account_staged', 'user:sato account_changed'])
  })

  it('is refused where one is staged already, meanwhile changed, of nobody, or of a merchant that is not active', async () => {
    const id = await addMerchant(test.ledger)
    const { version } = await get(id)
    expect(refusalOf(await stage(id, version + 1))).toEqual({ refusal: 'changed_meanwhile' })
    expect(refusalOf(await stage(id, version, { ...next, branchCode: '999' }))).toMatchObject({ refusal: 'unknown_branch' })
    valueIn(await stage(id, version))
    expect(refusalOf(await stage(id, version))).toEqual({ refusal: 'change_already_staged' })
    expect(refusalOf(await stage(MerchantIdOf.parse(9), 1))).toEqual({ refusal: 'not_found', what: 'merchant' })
    const waiting = await addMerchant(test.ledger, { name: '待つ店', state: 'awaiting_approval' })
    expect(refusalOf(await stage(waiting, 1))).toEqual({ refusal: 'merchant_not_active', merchant: '待つ店' })
    expect(refusalOf(await handlers['merchants.stageAccount'](OPERATOR, { id, version, account: next }))).toEqual({
      refusal: 'not_signed_in',
    })
  })
})

describe('merchants and banks', () => {
  it.each([
    ['さくら', ['桜商事']],
    ['ｻｸﾗ', ['桜商事']],
    ['商', ['桜商事', '海商店']],
    ['K000002', ['海商店']],
    ['0000000042', ['海商店']],
    ['', ['桜商事', '海商店']],
    ['山', []],
  ])('are found by %j', async (search, names) => {
    await addMerchant(test.ledger, { name: '桜商事', nameKana: 'サクラショウジ', consignorCode: '9999999999' })
    await addMerchant(test.ledger, { name: '海商店', nameKana: 'ウミショウテン', consignorCode: '0000000042' })
    expect(await listed(search)).toEqual(names)
  })

  it('an account is checked as it is typed', async () => {
    const checked = valueIn(await handlers['banks.checkAccount'](clerk, { account: { ...HOLDER, holderKana: 'さくら' } }))
    expect(checked.account).toMatchObject({ bankName: 'みずほ', branchName: '東京営業部', holderKana: 'ｻｸﾗ' })
    expect(checked.changes.map(({ rule }) => rule)).toEqual(['hiragana', 'width'])
    expect(refusalOf(await handlers['banks.checkAccount'](clerk, { account: { ...HOLDER, bankCode: '9998' } }))).toMatchObject({
      refusal: 'unknown_bank',
    })
    expect(valueIn(await handlers['banks.search'](clerk, { text: 'みずほ' })).banks[0]).toMatchObject({ code: '0001' })
    expect(valueIn(await handlers['banks.branches'](clerk, { bankCode: '0001', text: '東京営業部' })).branches[0]).toMatchObject({
      code: '001',
    })
    expect(refusalOf(await handlers['merchants.get'](clerk, { id: MerchantIdOf.parse(9) }))).toEqual({
      refusal: 'not_found',
      what: 'merchant',
    })
  })
})
