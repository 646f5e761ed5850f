import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { approvalHandlers } from '../../../src/main/services/approvals'
import type { Context } from '../../../src/main/services/context'
import { createEvents } from '../../../src/main/services/events'
import { chargeHandlers } from '../../../src/main/services/merchant-charges'
import type { MerchantCharges } from '../../../src/preload/contract/charges'
import { type MerchantId, MerchantId as MerchantIdOf } from '../../../src/preload/contract/ids'
import { FeePlan } from '../../../src/preload/contract/merchants'
import { yen } from '../../../src/preload/contract/money'
import { PayoutContract, USUAL_PAYOUT_CONTRACT } from '../../../src/preload/contract/payouts'
import { auditOf, OPERATOR, personAt, refusalOf } from '../../support/desk'
import { addMerchant, openTestLedger, type TestLedger, valueIn } from '../../support/ledger'

let test: TestLedger
let clerk: Context
let supervisor: Context
let id: MerchantId
let handlers: ReturnType<typeof chargeHandlers> & ReturnType<typeof approvalHandlers>

// Today is 2026-11-20.
const plan = (validFrom: string | null, basisPoints: number): FeePlan =>
  FeePlan.parse({ method: 'bank_transfer', fixed: 0, basisPoints, minimum: 0, maximum: null, validFrom })
const PRESENT = [plan(null, 300), plan('2026-10-01', 280)]
const charges = (fees: FeePlan[], contract: object = {}): MerchantCharges => ({
  fees,
  payoutContract: PayoutContract.parse({ ...USUAL_PAYOUT_CONTRACT, ...contract }),
})

beforeEach(async () => {
  test = await openTestLedger()
  const deps = { ledger: test.ledger, clock: test.clock, events: createEvents(), secrets: null }
  handlers = { ...chargeHandlers(deps), ...approvalHandlers(deps) }
  clerk = await personAt(test, 'yamada', ['clerk', 'supervisor'])
  supervisor = await personAt(test, 'sato', ['supervisor'])
  id = await addMerchant(test.ledger, { name: 'A商店', fees: PRESENT })
})
afterEach(() => test.cleanup())

const get = async () => valueIn(await handlers['merchants.charges'](clerk, { id }))
const stage = async (asked: MerchantCharges, own: object = {}, who = clerk) =>
  handlers['merchants.stageCharges'](who, { id, version: (await get()).version, charges: asked, ...own })
async function decide(decision: 'approved' | 'rejected', who = supervisor) {
  const [approval] = valueIn(await handlers['approvals.list'](who, { open: true })).approvals
  if (!approval) throw new Error('nothing waits')
  return handlers['approvals.decide'](who, { id: approval.id, digest: approval.digest, decision, reason: '' })
}

describe('charges of a merchant', () => {
  const OTHER = charges([...PRESENT, plan('2026-12-01', 250)], { transferFeeBearer: 'merchant', minimum: yen(3000) })

  it('wait beside the present ones until another person agrees', async () => {
    const before = await get()
    expect(before).toMatchObject({ charges: charges(PRESENT), staged: null })
    const { approvalId } = valueIn(await stage(OTHER))
    expect(await get()).toMatchObject({ charges: charges(PRESENT), staged: { approvalId, charges: OTHER, madeBy: 'yamada' } })
    expect(refusalOf(await stage(OTHER))).toEqual({ refusal: 'change_already_staged' })
    expect(refusalOf(await decide('approved', clerk))).toEqual({ refusal: 'second_person_required' })
    valueIn(await decide('approved'))
    expect(await get()).toMatchObject({ charges: OTHER, version: before.version + 1, staged: null })
    expect(auditOf(test, 'merchants')).toEqual(['user:yamada charges_staged', 'user:sato charges_changed'])
  })

  it('stay as they are when the supervisor does not agree', async () => {
    valueIn(await stage(OTHER))
    valueIn(await decide('rejected'))
    expect(await get()).toMatchObject({ charges: charges(PRESENT), staged: null })
  })

  it.each([
    ['a plan in force was changed', [plan(null, 300), plan('2026-10-01', 270)], 'plan_in_force_changed'],
    ['a plan in force was left out', [plan(null, 300)], 'plan_in_force_changed'],
    ['a new plan begins today', [...PRESENT, plan('2026-11-20', 250)], 'not_after_today'],
    ['a new plan begins at once', [...PRESENT, FeePlan.parse({ ...plan(null, 250), method: 'card' })], 'not_after_today'],
    ['two begin on one day', [...PRESENT, plan('2026-12-01', 250), plan('2026-12-01', 240)], 'two_from_one_day'],
  ])('are refused where %s', async (_case, fees, message) => {
    expect(refusalOf(await stage(charges(fees)))).toEqual({ refusal: 'invalid_input', problems: [{ path: 'charges.fees', message }] })
  })

  it('may drop a plan that has not begun', async () => {
    valueIn(await stage(OTHER))
    valueIn(await decide('approved'))
    valueIn(await stage(charges([...PRESENT, plan('2027-01-01', 240)])))
    valueIn(await decide('approved'))
    expect((await get()).charges.fees).toEqual([...PRESENT, plan('2027-01-01', 240)])
  })

  it('never begin before somebody has agreed to them', async () => {
    valueIn(await stage(OTHER))
    test.clock.advance(11 * 24 * 3_600_000)
    expect(refusalOf(await decide('approved'))).toEqual({ refusal: 'deadline_passed', on: '2026-12-01' })
    expect(await get()).toMatchObject({ charges: charges(PRESENT) })
    valueIn(await decide('rejected'))
  })

  it('are refused of nobody, of no such merchant, of one that is not active, and meanwhile changed', async () => {
    expect(refusalOf(await stage(OTHER, {}, OPERATOR))).toEqual({ refusal: 'not_signed_in' })
    expect(refusalOf(await stage(OTHER, { id: 9 }))).toEqual({ refusal: 'not_found', what: 'merchant' })
    expect(refusalOf(await handlers['merchants.charges'](clerk, { id: MerchantIdOf.parse(9) }))).toEqual({
      refusal: 'not_found',
      what: 'merchant',
    })
    expect(refusalOf(await stage(OTHER, { version: 99 }))).toEqual({ refusal: 'changed_meanwhile' })
    id = await addMerchant(test.ledger, { name: '待つ店', state: 'awaiting_approval' })
    expect(refusalOf(await stage(OTHER))).toEqual({ refusal: 'merchant_not_active', merchant: '待つ店' })
  })
})
