import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { countWaitingLines } from '../../../../src/main/ledger/collection-lists'
import { ledgerRegistration } from '../../../../src/main/ledger/register'
import { accountHandlers } from '../../../../src/main/services/accounts'
import { approvalHandlers } from '../../../../src/main/services/approvals'
import { expectedTransfers } from '../../../../src/main/services/collection-transfers'
import { STORE_AGENT_KANA } from '../../../../src/main/services/demonstration/cast'
import { createDemonstration, type DemonstrationMade } from '../../../../src/main/services/demonstration/create'
import { createEvents } from '../../../../src/main/services/events'
import { runJob } from '../../../../src/main/services/job-kinds'
import type { JobSpec } from '../../../../src/main/services/jobs'
import { merchantHandlers } from '../../../../src/main/services/merchants'
import { verifyPassword } from '../../../../src/main/services/passwords'
import { settledAgent } from '../../../../src/main/services/store-agent'
import { MerchantId } from '../../../../src/preload/contract/ids'
import type { StatementPlan } from '../../../../src/preload/contract/intake'
import type { JobResult } from '../../../../src/preload/contract/jobs'
import { openTestLedger, type TestLedger, valueIn } from '../../../support/ledger'
import { gateways, quietControl, resourcesOf } from '../../../support/statements'

interface Demonstration extends TestLedger {
  made: DemonstrationMade
}

async function demonstrate(size: { orders: number; seed: number }): Promise<Demonstration> {
  const test = await openTestLedger()
  const deps = { ledger: test.ledger, clock: test.clock, gateways, events: createEvents(), secrets: null }
  const handlers = { ...accountHandlers(deps), ...merchantHandlers(deps), ...approvalHandlers(deps) }
  const made = valueIn(await createDemonstration({ ...deps, handlers }, { ...size, folder: join(test.dir, 'files') }))
  return { ...test, made }
}

let demo: Demonstration
beforeAll(async () => {
  demo = await demonstrate({ orders: 300, seed: 1 })
}, 60_000)
afterAll(() => demo.cleanup())

const all = <T>(sql: string) => demo.ledger.source.prepare<[], T>(sql).all()
const job = async (spec: JobSpec): Promise<JobResult> => valueIn(await runJob(resourcesOf(demo), spec, quietControl()))

describe('a demonstration begins', () => {
  it('with four people whose passwords are told and are right', { timeout: 30_000 }, async () => {
    expect(demo.made.users.map(({ role }) => role).sort()).toEqual(['administrator', 'clerk', 'statement_staff', 'supervisor'])
    for (const { name, password } of demo.made.users) {
      const stored = demo.ledger.source.prepare<[string], string>('select password_hash from users where name = ?').pluck().get(name)
      expect(await verifyPassword(password, stored ?? '')).toBe(true)
    }
  })

  it('with three merchants, each asked for by one person and agreed to by another', () => {
    expect(all('select state, count(*) as merchants from merchants group by state')).toEqual([{ state: 'active', merchants: 3 }])
    expect(
      all(
        'select m.name as maker, d.name as decider, decision from approvals join users m on m.id = made_by join users d on d.id = decided_by',
      ),
    ).toEqual(Array.from({ length: 3 }, () => ({ maker: 'tanto', decider: 'shonin', decision: 'approved' })))
    expect(all("select actor, action from audit_records where stream = 'approvals'")).toHaveLength(3)
  })

  it('with orders of all three; each that is transferred with a virtual account of its merchant’s range', () => {
    expect(all('select count(*) as orders from orders group by merchant_id')).toEqual([{ orders: 100 }, { orders: 100 }, { orders: 100 }])
    const strays = all(`select o.id from orders o join merchants m on m.id = o.merchant_id left join instructions i on i.order_id = o.id
      where (i.id is null) = (o.method = 'bank_transfer') or cast(substr(i.reference, 4) as integer) not between m.virtual_first and m.virtual_last`)
    expect(strays).toEqual([])
  })

  it('with orders paid at stores, as far as agents tell: with a slip, preliminarily, for certain, and one twice', () => {
    expect(
      all(
        'select o.payment, outcome from slips s join orders o on o.id = s.order_id left join collection_outcomes c on c.slip_id = s.id order by s.id, line_id',
      ),
    ).toEqual([
      { payment: 'unpaid', outcome: null },
      { payment: 'paid_preliminary', outcome: 'preliminary' },
      ...['preliminary', 'paid'].map((outcome) => ({ payment: 'paid', outcome })),
      ...['preliminary', 'superseded', 'paid', 'duplicate'].map((outcome) => ({ payment: 'paid', outcome })),
      ...['preliminary', 'paid'].map((outcome) => ({ payment: 'paid', outcome })),
      { payment: 'unpaid', outcome: null },
    ])
    expect(all('select count(*) as files from collection_files')).toEqual([{ files: 2 }])
    expect(all('select count(*) as claims, count(distinct transfer_on) as days from claims')).toEqual([{ claims: 4, days: 1 }])
  })

  it('with one payment that waits for a person, and a store agent that is switched on', async () => {
    expect(await countWaitingLines(demo.ledger.reader)).toMatchObject({ count: 1 })
    expect(await settledAgent(demo.ledger.reader)).toMatchObject({ name: 'デモ収納サービス株式会社', isOffered: true })
  })

  it('and says in its file that it is one', async () => {
    expect(await ledgerRegistration(demo.ledger.reader)).toMatchObject({ demonstration: true })
  })
})

describe('the story goes on', () => {
  async function bringIn(path: string): Promise<{ plan: StatementPlan; cleared: number; waiting: number }> {
    const planned = await job({ kind: 'plan', path, fileName: 'statement' })
    if (planned.kind !== 'plan') throw new Error(planned.kind)
    const { planId, digest } = planned.plan
    const applied = await job({ kind: 'intake', planId, digest })
    if (applied.kind !== 'intake') throw new Error(applied.kind)
    return { plan: planned.plan, cleared: applied.intake.cleared, waiting: applied.intake.waiting }
  }

  it('the bank’s week clears for the most part, by every level, and the rest waits for a person', async () => {
    const { plan, cleared, waiting } = await bringIn(demo.made.statement)
    expect(plan).toMatchObject({
      format: 'zengin-03',
      duplicates: 0,
      alreadyImported: null,
      statements: [{ gap: null, bankName: expect.stringContaining('三菱') }],
    })
    expect(plan.willClear.map(({ level }) => level)).toEqual([1, 2, 3])
    expect(cleared).toBe(plan.willClear.reduce((sum, { count }) => sum + count, 0))
    expect(cleared / (cleared + waiting)).toBeGreaterThan(0.8)
    expect(waiting).toBeGreaterThan(10)
  })

  it('today’s statement in ISO 20022 follows on without a gap', async () => {
    const { plan, cleared } = await bringIn(demo.made.statementYesterday)
    expect(plan).toMatchObject({ format: 'camt.053', statements: [{ gap: null }] })
    expect(cleared).toBeGreaterThan(0)
  })

  it('the agent’s transfer is among it, to the yen, and is all that it owes', async () => {
    const [transfer, ...others] = await expectedTransfers(demo.ledger.reader)
    expect(others).toEqual([])
    expect(transfer).toMatchObject({ claims: 4, unapplied: 1, candidates: [{ name: STORE_AGENT_KANA, difference: 0 }] })
  })

  it('the merchant’s order file comes in without an error', async () => {
    const merchantId = MerchantId.parse(all<{ id: number }>("select id from merchants where consignor_code = '1000000001'")[0]?.id)
    const sha256 = createHash('sha256').update(readFileSync(demo.made.orderFile)).digest('hex')
    const before = all('select id from orders').length
    expect(await job({ kind: 'orders', path: demo.made.orderFile, fileName: 'orders.csv', merchantId, sha256 })).toEqual({
      kind: 'orders',
      imported: 12,
    })
    expect(all('select id from orders')).toHaveLength(before + 12)
  })
  it('a payout can be planned for the merchant whose cycle closes today', async () => {
    const planned = await job({ kind: 'payouts', closingOn: demo.clock.today(), payOn: null })
    if (planned.kind !== 'payouts') throw new Error(planned.kind)
    expect(planned.payouts.runs).toMatchObject([{ payOn: '2026-11-24', figures: { payouts: 1 } }])
    expect(planned.payouts.runs[0]?.figures.orders).toBeGreaterThan(10)
  })
  it('and every promise of the ledger holds', async () => {
    const checked = await job({ kind: 'verify' })
    if (checked.kind !== 'verify') throw new Error(checked.kind)
    expect(checked.verify.invariants.filter(({ violations }) => violations > 0)).toEqual([])
    expect(checked.verify.ok).toBe(true)
  })
})

describe('the same seed', () => {
  const filesOf = ({ made }: Demonstration) =>
    [made.statement, made.statementYesterday, made.orderFile].map((path) => readFileSync(path).toString('latin1'))
  const ordersOf = ({ ledger }: Demonstration) =>
    ledger.source.prepare('select order_number, received_on, amount, payer_kana, protection from orders order by id limit 40').all()

  it('tells the same story, another seed another', { timeout: 60_000 }, async () => {
    const [one, same, other] = [
      await demonstrate({ orders: 40, seed: 5 }),
      await demonstrate({ orders: 40, seed: 5 }),
      await demonstrate({ orders: 40, seed: 6 }),
    ]
    expect(filesOf(same)).toEqual(filesOf(one))
    expect(ordersOf(same)).toEqual(ordersOf(one))
    expect(filesOf(other)).not.toEqual(filesOf(one))
    for (const each of [one, same, other]) await each.cleanup()
  })

  it('may be told without any order at all', { timeout: 30_000 }, async () => {
    const empty = await demonstrate({ orders: 0, seed: 1 })
    expect(empty.ledger.source.prepare('select count(*) from orders').pluck().get()).toBe(0)
    await empty.cleanup()
  })
})
