import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { approvalHandlers } from '../../../src/main/services/approvals'
import type { Context } from '../../../src/main/services/context'
import { createEvents } from '../../../src/main/services/events'
import { merchantHandlers } from '../../../src/main/services/merchants'
import { type ApprovalId, ApprovalId as ApprovalIdOf, type MerchantId } from '../../../src/preload/contract/ids'
import type { FeePlan, MerchantTerms } from '../../../src/preload/contract/merchants'
import { yen } from '../../../src/preload/contract/money'
import { auditOf, OPERATOR, personAt, refusalOf } from '../../support/desk'
import { addAccount, HOLDER, merchantTerms, openTestLedger, type TestLedger, valueIn, writing } from '../../support/ledger'
import { gateways } from '../../support/statements'

let test: TestLedger
let maker: Context
let supervisor: Context
let clerk: Context
let handlers: ReturnType<typeof merchantHandlers> & ReturnType<typeof approvalHandlers>
let merchantId: MerchantId
let approvalId: ApprovalId
let terms: MerchantTerms

const TRANSFER_FEE: FeePlan = {
  method: 'bank_transfer',
  fixed: yen(110),
  basisPoints: 250,
  minimum: yen(0),
  maximum: yen(2_000),
  validFrom: null,
  taxClass: 'standard',
}
const aRange = async () => ({ accountId: await addAccount(test.ledger), branchCode: '801', first: '0000001', last: '0009999' })

/** The maker is a supervisor too: that changes nothing. */
beforeEach(async () => {
  test = await openTestLedger()
  const deps = { ledger: test.ledger, gateways, events: createEvents(), secrets: null }
  handlers = { ...merchantHandlers(deps), ...approvalHandlers(deps) }
  maker = await personAt(test, 'yamada', ['clerk', 'supervisor'])
  supervisor = await personAt(test, 'sato', ['supervisor'])
  clerk = await personAt(test, 'suzuki', ['clerk'])
  terms = merchantTerms({ name: 'A商店', fees: [TRANSFER_FEE], virtualRange: await aRange() })
  const registered = valueIn(await handlers['merchants.register'](maker, { ...terms, account: HOLDER }))
  merchantId = registered.id
  approvalId = registered.approvalId
})
afterEach(() => test.cleanup())

const listed = async (context: Context, open = true) => valueIn(await handlers['approvals.list'](context, { open })).approvals

async function decide(context: Context, decision: 'approved' | 'rejected', own: { digest?: string; id?: ApprovalId } = {}) {
  const approval = [...(await listed(context)), ...(await listed(context, false))].find(({ id }) => id === approvalId)
  return handlers['approvals.decide'](context, { id: approvalId, digest: approval?.digest ?? '', decision, reason: 'よい', ...own })
}

const stateOf = async () => valueIn(await handlers['merchants.get'](clerk, { id: merchantId })).state

describe('an approval', () => {
  it('shows what decides, and who may decide it', async () => {
    expect(await listed(supervisor)).toEqual([
      expect.objectContaining({
        id: approvalId,
        madeBy: 'yamada',
        decision: null,
        decidedBy: null,
        mayDecide: true,
        whyNot: null,
        digest: expect.stringMatching(/^[0-9a-f]{64}$/),
        case: expect.objectContaining({
          kind: 'merchant_registration',
          merchantId,
          merchantName: 'A商店',
          terms,
          account: expect.objectContaining({ bankName: 'みずほ', branchName: '東京営業部' }),
        }),
      }),
    ])
    expect(await listed(maker)).toMatchObject([{ mayDecide: false, whyNot: 'second_person_required' }])
    expect(await listed(clerk)).toMatchObject([{ mayDecide: false, whyNot: 'not_permitted' }])
    expect(await listed(OPERATOR)).toMatchObject([{ mayDecide: false, whyNot: 'not_signed_in' }])
  })

  it.each([
    { decision: 'approved' as const, state: 'active', audit: 'activated' },
    { decision: 'rejected' as const, state: 'rejected', audit: 'rejected' },
  ])('that is $decision leaves the merchant $state', async ({ decision, state, audit }) => {
    valueIn(await decide(supervisor, decision))
    expect(await stateOf()).toBe(state)
    expect(await listed(supervisor)).toEqual([])
    expect(await listed(supervisor, false)).toMatchObject([
      { decision, decidedBy: 'sato', reason: 'よい', mayDecide: false, whyNot: 'already_decided' },
    ])
    expect(auditOf(test, 'approvals')).toEqual([`user:sato ${decision}`])
    expect(auditOf(test, 'merchants')).toEqual(['user:yamada registered', `user:sato ${audit}`])
  })

  it('is refused to its maker, to a clerk, to nobody, with another digest, and a second time', async () => {
    expect(refusalOf(await decide(maker, 'approved'))).toEqual({ refusal: 'second_person_required' })
    expect(refusalOf(await decide(clerk, 'approved'))).toEqual({ refusal: 'not_permitted', permission: 'approve' })
    expect(refusalOf(await decide(OPERATOR, 'approved'))).toEqual({ refusal: 'not_signed_in' })
    expect(refusalOf(await decide(supervisor, 'approved', { digest: '0'.repeat(64) }))).toEqual({ refusal: 'changed_meanwhile' })
    expect(refusalOf(await decide(supervisor, 'approved', { id: ApprovalIdOf.parse(9) }))).toEqual({
      refusal: 'not_found',
      what: 'approval',
    })
    expect(await stateOf()).toBe('awaiting_approval')
    valueIn(await decide(supervisor, 'approved'))
    expect(refusalOf(await decide(supervisor, 'rejected'))).toEqual({ refusal: 'already_decided' })
    expect(await stateOf()).toBe('active')
  })

  it.each([
    ['the fees', { fees: '[]' }],
    ['the methods', { methods: '["bank_transfer","card"]' }],
    ['the payout cycle', { payout_cycle: '{"closingDay":15,"monthOffset":0,"payDay":31,"holidayRule":"next"}' }],
    ['the days of protection', { protection_window_days: 1 }],
    ['acceptance', { acceptance_required: 1 as const }],
    ['the virtual accounts', { virtual_last: 99_999 }],
    ['the account', { account: JSON.stringify({ ...HOLDER, accountNumber: '9'.repeat(7) }) }],
    ['the name', { name: 'B商店' }],
  ])('puts nothing in force but what was shown: refused where %s differ', async (_what, changed) => {
    await writing(test.ledger, (writer) => writer.db.updateTable('merchants').set(changed).execute())
    expect(refusalOf(await decide(supervisor, 'approved'))).toEqual({ refusal: 'changed_meanwhile' })
    expect(await stateOf()).toBe('awaiting_approval')
    expect(await listed(supervisor)).toHaveLength(1)
    valueIn(await decide(supervisor, 'rejected'))
    expect(await stateOf()).toBe('rejected')
  })

  it('of a changed account leaves the present one when it is rejected, and when the present one is no longer what was shown', async () => {
    valueIn(await decide(supervisor, 'approved'))
    const stage = async () => {
      const { version } = valueIn(await handlers['merchants.get'](clerk, { id: merchantId }))
      const staged = await handlers['merchants.stageAccount'](maker, {
        id: merchantId,
        version,
        account: { ...HOLDER, accountNumber: '1112223' },
      })
      approvalId = valueIn(staged).approvalId
    }
    await stage()
    valueIn(await decide(supervisor, 'rejected'))
    expect(valueIn(await handlers['merchants.get'](clerk, { id: merchantId })).account.accountNumber).toBe(HOLDER.accountNumber)
    await stage()
    await writing(test.ledger, (writer) =>
      writer.db
        .updateTable('merchants')
        .set({ account: JSON.stringify({ ...HOLDER, accountNumber: '9'.repeat(7) }) })
        .execute(),
    )
    expect(refusalOf(await decide(supervisor, 'approved'))).toEqual({ refusal: 'changed_meanwhile' })
    expect(auditOf(test, 'merchants').at(-1)).toBe('user:yamada account_staged')
  })
})

describe('the database itself refuses', () => {
  const decided = (by: number) => `update approvals set decision = 'approved', decided_by = ${by}, decided_at = 1`
  const cases: { name: string; statements: () => string[]; told: RegExp }[] = [
    { name: 'the maker as decider', statements: () => [decided(maker.user?.id ?? 0)], told: /CHECK constraint failed/ },
    {
      name: 'a decision without a decider',
      statements: () => ["update approvals set decision = 'approved', decided_at = 1"],
      told: /CHECK constraint failed/,
    },
    {
      name: 'a second decision',
      statements: () => [decided(supervisor.user?.id ?? 0), "update approvals set decision = 'rejected'"],
      told: /decided once/,
    },
    { name: 'another case under the same approval', statements: () => ["update approvals set payload = '{}'"], told: /never rewritten/ },
    { name: 'another maker', statements: () => [`update approvals set made_by = ${clerk.user?.id ?? 0}`], told: /never rewritten/ },
    { name: 'taking it away', statements: () => ['delete from approvals'], told: /append-only/ },
    {
      name: 'two that wait for the same',
      statements: () => [
        "insert into approvals select id + 1, kind, subject_id, payload, digest, made_by, made_at, null, null, null, '' from approvals",
      ],
      told: /append-only/,
    },
  ]
  it.each(cases)('$name', async ({ statements, told }) => {
    const { default: Database } = await import('better-sqlite3')
    const raw = new Database(test.ledger.path)
    try {
      expect(() => {
        for (const statement of statements()) raw.exec(statement)
      }).toThrow(told)
    } finally {
      raw.close()
    }
  })
})
