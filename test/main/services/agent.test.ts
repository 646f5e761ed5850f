import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { agentSettings } from '../../../src/main/ledger/agent-settings'
import { agentHandlers } from '../../../src/main/services/agent'
import { approvalHandlers } from '../../../src/main/services/approvals'
import type { Context } from '../../../src/main/services/context'
import { createEvents } from '../../../src/main/services/events'
import { type AgentIdentity, type MoneyRules, MoneyRules as MoneyRulesShape, USUAL_AGENT } from '../../../src/preload/contract/agent'
import { yen } from '../../../src/preload/contract/money'
import { auditOf, OPERATOR, personAt, refusalOf } from '../../support/desk'
import { openTestLedger, type TestLedger, valueIn } from '../../support/ledger'

let test: TestLedger
let administrator: Context
let supervisor: Context
let handlers: ReturnType<typeof agentHandlers> & ReturnType<typeof approvalHandlers>
beforeEach(async () => {
  test = await openTestLedger()
  const deps = { ledger: test.ledger, events: createEvents(), secrets: null }
  handlers = { ...agentHandlers(deps), ...approvalHandlers(deps) }
  administrator = await personAt(test, 'ito', ['administrator'])
  supervisor = await personAt(test, 'sato', ['supervisor'])
})
afterEach(() => test.cleanup())

const IDENTITY: AgentIdentity = { name: 'みなと銀行', postalAddress: '〒105-0001\n東京都港区虎ノ門1-1', tNumber: 'T7000012050002' }
const get = async () => valueIn(await handlers['settings.agent.get'](administrator, {}))
const save = async (identity: AgentIdentity, rules: MoneyRules = USUAL_AGENT.rules, own: object = {}) =>
  handlers['settings.agent.save'](administrator, { version: (await get()).version, settings: { identity, rules }, ...own })
const rules = (payouts: object, limits: object = {}) => MoneyRulesShape.parse({ payouts, limits })

async function decide(decision: 'approved' | 'rejected', who = supervisor) {
  const { approvals } = valueIn(await handlers['approvals.list'](who, { open: true }))
  const [approval] = approvals
  if (!approval) throw new Error('nothing waits')
  return handlers['approvals.decide'](who, { id: approval.id, digest: approval.digest, decision, reason: '' })
}

describe('who the agent is', () => {
  it('is nobody until it is settled, and holds at once when it is', async () => {
    expect(await get()).toEqual({ ...USUAL_AGENT, version: 0, staged: null })
    expect(valueIn(await save(IDENTITY))).toEqual({ version: 1, approvalId: null })
    expect(await get()).toMatchObject({ identity: IDENTITY, version: 1, staged: null })
    valueIn(await save({ ...IDENTITY, name: 'みなと信託銀行' }))
    expect(await agentSettings(test.ledger.reader)).toMatchObject({ identity: { name: 'みなと信託銀行' }, version: 2 })
    expect(auditOf(test, 'settings')).toEqual(['user:ito agent_settled', 'user:ito agent_settled'])
  })

  it('has its T-number kept in one spelling', async () => {
    valueIn(await save({ ...IDENTITY, tNumber: 'ｔ７-0000-1205-0002' }))
    expect((await get()).identity.tNumber).toBe('T7000012050002')
    valueIn(await save({ ...IDENTITY, tNumber: ' ' }))
    expect((await get()).identity.tNumber).toBeNull()
  })

  it.each([
    ['another check digit', { ...IDENTITY, tNumber: 'T8000012050002' }, { refusal: 't_number_invalid', expectedCheckDigit: '7' }],
    ['no such number', { ...IDENTITY, tNumber: 'T1' }, { refusal: 't_number_invalid', expectedCheckDigit: null }],
    [
      'a card number',
      { ...IDENTITY, name: '4111 1111 1111 1111' },
      { refusal: 'invalid_input', problems: [{ path: 'identity.name', message: 'card_number' }] },
    ],
  ])('is refused with %s', async (_case, identity, refusal) => {
    expect(refusalOf(await save(identity))).toEqual(refusal)
    expect((await get()).version).toBe(0)
  })

  it('is refused of nobody, and of what somebody else has settled meanwhile', async () => {
    const settings = { identity: IDENTITY, rules: USUAL_AGENT.rules }
    expect(refusalOf(await handlers['settings.agent.save'](OPERATOR, { version: 0, settings }))).toEqual({ refusal: 'not_signed_in' })
    expect(refusalOf(await save(IDENTITY, USUAL_AGENT.rules, { version: 3 }))).toEqual({ refusal: 'changed_meanwhile' })
  })
})

describe('the rules of money', () => {
  const OTHER = rules({ minimum: yen(5000), rounding: 'half_up' }, { returnPeriodDays: 10 })

  it('wait beside those in force until a supervisor agrees', async () => {
    const { approvalId } = valueIn(await save(IDENTITY, OTHER))
    expect(await get()).toMatchObject({ identity: IDENTITY, rules: USUAL_AGENT.rules, staged: { approvalId, rules: OTHER, madeBy: 'ito' } })
    expect(refusalOf(await save(IDENTITY, rules({ minimum: yen(2) })))).toEqual({ refusal: 'change_already_staged' })
    valueIn(await decide('approved'))
    expect(await get()).toMatchObject({ identity: IDENTITY, rules: OTHER, staged: null })
    expect(auditOf(test, 'settings')).toEqual(['user:ito money_rules_staged', 'user:ito agent_settled', 'user:sato money_rules_changed'])
  })

  it('stay as they are when the supervisor does not agree', async () => {
    valueIn(await save(IDENTITY, OTHER))
    valueIn(await decide('rejected'))
    expect(await get()).toMatchObject({ rules: USUAL_AGENT.rules, staged: null })
  })

  it('are never decided by whoever asked', async () => {
    valueIn(await save(IDENTITY, OTHER))
    expect(refusalOf(await decide('approved', administrator))).toEqual({ refusal: 'second_person_required' })
  })

  it('have one price list from each day', async () => {
    const bands = { same_branch: [{ from: 0, fee: 0 }], same_bank: [{ from: 0, fee: 110 }], other_bank: [{ from: 0, fee: 440 }] }
    const twice = rules({ transferFees: [1, 2].map(() => ({ validFrom: '2026-04-01', bands })) })
    expect(refusalOf(await save(IDENTITY, twice))).toEqual({
      refusal: 'invalid_input',
      problems: [{ path: 'rules.payouts.transferFees', message: 'two_from_one_day' }],
    })
  })
})
