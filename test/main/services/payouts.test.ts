import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readZengin21 } from '../../../src/main/gateways/bank-transfer/read-zengin-21'
import { statementLines } from '../../../src/main/ledger/merchant-statements'
import { setMerchantCharges } from '../../../src/main/ledger/merchants'
import { insertStagingRun, isStaging } from '../../../src/main/ledger/payout-plan'
import { approvalHandlers } from '../../../src/main/services/approvals'
import { discardStaging } from '../../../src/main/services/payout-planning'
import { resumePayouts } from '../../../src/main/services/payout-posting'
import { refundHandlers } from '../../../src/main/services/refunds'
import type { Result } from '../../../src/preload/contract/errors'
import type { TransferRunId } from '../../../src/preload/contract/ids'
import { FeePlan } from '../../../src/preload/contract/merchants'
import { PositiveYen, yen } from '../../../src/preload/contract/money'
import { PayoutContract } from '../../../src/preload/contract/payouts'
import { auditOf } from '../../support/desk'
import { valueIn, writing } from '../../support/ledger'
import { CLOSING, openPayoutDesk, PAY_DAY, type PayoutDesk, PERCENT_FEE } from '../../support/payout-desk'
import { clearingDesk } from '../../support/story'
import { collected } from '../gateways/bank-transfer/made-transfers'

let desk: PayoutDesk
beforeEach(async () => {
  desk = await openPayoutDesk()
  await desk.settle()
})
afterEach(() => desk.cleanup())

async function submitted(id: TransferRunId | undefined): Promise<{ id: TransferRunId }> {
  if (id === undefined) throw new Error('no run was planned')
  valueIn(await desk.handlers['payouts.submit'](desk.clerk, { id, version: 1 }))
  return { id }
}
const refusal = (result: Result<unknown>) => (result.ok ? null : result.refusal.refusal)

it('what is left of an order of which a part went back bears its fee', async () => {
  const fee = FeePlan.parse({ method: 'bank_transfer', fixed: 0, basisPoints: 300, minimum: 0, maximum: null })
  const merchant = await desk.merchant({ fees: [fee] })
  const [orderId] = await desk.paid(merchant, '2026-11-18', [100_000])
  const refunds = refundHandlers(desk.deps)
  const account = {
    bankCode: '0001',
    branchCode: '001',
    accountType: '1' as const,
    accountNumber: '7654321',
    holderKana: 'ﾔﾏﾀﾞ ﾀﾛｳ',
  }
  const wish = { target: { of: 'order' as const, orderId: orderId ?? expect.fail() }, amount: PositiveYen.parse(1), account }
  const { version } = valueIn(await refunds['refunds.preview'](desk.clerk, wish))
  const told = { cause: 'merchant_wish' as const, why: '値引き', source: 'letter' as const, differenceConfirmed: true }
  const { approvalId } = valueIn(await refunds['refunds.request'](desk.clerk, { ...wish, ...told, version }))
  const { approvals } = valueIn(await desk.handlers['approvals.list'](desk.supervisor, { open: true }))
  const { id, digest } = approvals.find((approval) => approval.id === approvalId) ?? expect.fail()
  valueIn<object>(await desk.handlers['approvals.decide'](desk.supervisor, { id, digest, decision: 'approved', reason: '' }))
  desk.clock.advance(31 * 24 * 3_600_000)
  // 3 % of 99,999 is 2,999.97, and 10 % tax of 2,999 is 299.9; both rounded down.
  const [run] = await desk.plan('2026-12-31')
  expect(run).toMatchObject({ figures: { payouts: 1, orders: 0, gross: 99_999, fees: 2_999, tax: 299, net: 96_701 } })
  expect(refusal(await desk.decide((await submitted(run?.id)).id, 'approved'))).toBeNull()
  expect(desk.balances()).toMatchObject({ fee_income: -2_999, output_tax: -299, payout_in_transit: -96_701 })
  const { id: payoutId } = await desk.ledger.reader.db.selectFrom('payouts').select('id').executeTakeFirstOrThrow()
  // The day that decides the rate of the tax is the order's.
  expect(await statementLines(desk.ledger.reader, payoutId, 10)).toMatchObject([{ paidOn: '2026-11-18', amount: 99_999, fee: 2_999 }])
  expect(await desk.broken()).toEqual([])
})

describe('a run of payouts', () => {
  it('goes from orders to the bank, and every account says so', async () => {
    const merchant = await desk.merchant()
    const orders = await desk.paid(merchant, '2026-11-18', [10_000, 5_500])
    const [run] = await desk.plan()
    // 3.6 % of 10,000 and of 5,500 is 360 and 198; 10 % tax of 558, rounded down, 55.
    expect(run).toMatchObject({
      name: 'P20261130-1',
      payOn: PAY_DAY,
      figures: { payouts: 1, orders: 2, gross: 15_500, fees: 558, tax: 55, net: 14_887 },
    })
    const { id, digest } = { id: run?.id ?? expect.fail(), digest: '' }
    const submitted = valueIn(await desk.handlers['payouts.submit'](desk.clerk, { id, version: 1 }))
    expect(digest).not.toBe(submitted.digest)
    expect(desk.balances()).toMatchObject({ [`merchant_payable:${merchant}`]: -15_500 })
    expect(refusal(await desk.decide(id, 'approved'))).toBeNull()
    expect(await desk.run(id)).toMatchObject({ state: 'approved', posted: true, total: 14_887, transfers: 1 })
    expect(desk.balances()).toEqual({
      [`bank:${desk.account}`]: 1_015_500,
      opening_balance: -1_000_000,
      payout_in_transit: -14_887,
      fee_income: -558,
      output_tax: -55,
    })
    expect(await desk.broken()).toEqual([])
    const handed = valueIn(await desk.handlers['payouts.handOver'](desk.clerk, { id, version: (await desk.run(id)).version }))
    expect(handed).toMatchObject({ state: 'handed_over', ticket: null, fileName: 'P20261130-1.txt' })
    const bytes = readFileSync(join(desk.bankFolder, 'P20261130-1.txt'))
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(submitted.digest)
    const read = collected(readZengin21(bytes))
    expect(read.faults).toEqual([])
    expect(read.transfers).toMatchObject([{ amount: 14_887, edi: 'P20261130-1-1', newCode: '1' }])
    const status = desk.ledger.source
      .prepare('select distinct status from orders where id in (?, ?)')
      .pluck()
      .all(...orders)
    expect(status).toEqual(['in_payout'])
    expect(await desk.broken()).toEqual([])
  })

  it('takes every releasable order once: a second planning finds nothing', async () => {
    await desk.paid(await desk.merchant(), '2026-11-18', [10_000])
    await desk.plan()
    expect(await desk.job({ kind: 'payouts', closingOn: CLOSING, payOn: null })).toMatchObject({
      refusal: { refusal: 'nothing_to_pay', closingOn: CLOSING },
    })
  })

  it('takes nothing that came after the closing day, and no merchant whose cycle closes on another', async () => {
    await desk.paid(await desk.merchant(), '2026-11-18', [10_000])
    await desk.paid(
      await desk.merchant({ payoutCycle: { closingDay: 15, monthOffset: 1, payDay: 10, holidayRule: 'next' } }),
      '2026-11-19',
      [700],
    )
    await desk.paid(await desk.merchant(), '2026-12-01', [900])
    const runs = await desk.plan()
    expect(runs.map(({ figures }) => figures.gross)).toEqual([10_000])
  })

  it('is one file for each day on which merchants are paid', async () => {
    await desk.paid(await desk.merchant(), '2026-11-18', [10_000])
    await desk.paid(
      await desk.merchant({ payoutCycle: { closingDay: 31, monthOffset: 1, payDay: 10, holidayRule: 'next' } }),
      '2026-11-19',
      [700],
    )
    expect((await desk.plan()).map(({ name, payOn }) => [name, payOn])).toEqual([
      ['P20261130-1', '2026-12-10'],
      ['P20261130-2', PAY_DAY],
    ])
  })

  it('of two pay days is shown wholly or not at all', async () => {
    await desk.paid(
      await desk.merchant({ payoutCycle: { closingDay: 31, monthOffset: 1, payDay: 10, holidayRule: 'next' } }),
      '2026-11-18',
      [700],
    )
    const bearing = await desk.merchant({ name: '株式会社さくら書房' })
    await desk.paid(bearing, '2026-11-19', [10_000])
    const payoutContract = PayoutContract.parse({ transferFeeBearer: 'merchant' })
    await writing(desk.ledger, (writer) => setMerchantCharges(writer, bearing, { fees: [PERCENT_FEE], payoutContract }))
    expect(await desk.job({ kind: 'payouts', closingOn: CLOSING, payOn: null })).toEqual({
      ok: false,
      refusal: { refusal: 'no_transfer_fees', merchant: '株式会社さくら書房', payOn: PAY_DAY },
    })
    expect(desk.ledger.source.prepare('select count(*) from transfer_runs').pluck().get()).toBe(0)
  })

  it('that another program plans is left alone by what is posted meanwhile', async () => {
    const begun = await writing(desk.ledger, (writer) =>
      insertStagingRun(writer, { closingOn: CLOSING, payOn: PAY_DAY, accountId: desk.account, format: 'zengin-21' }),
    )
    valueIn(await desk.job({ kind: 'payout_posting' }))
    expect(await isStaging(desk.ledger.reader, begun.id)).toBe(true)
    valueIn(await discardStaging({ ledger: desk.ledger, by: desk.clerk.by }))
    expect(await isStaging(desk.ledger.reader, begun.id)).toBe(false)
  })

  it('is refused for a closing that is not over', async () => {
    const closingOn = '2026-12-31' as typeof CLOSING
    expect(refusal(await desk.job({ kind: 'payouts', closingOn, payOn: null }))).toBe('closing_not_over')
  })

  it('opens every figure down to its orders', async () => {
    const merchant = await desk.merchant()
    const orders = await desk.paid(merchant, '2026-11-18', [10_000, 5_500, 300])
    const [run] = await desk.plan()
    const { rows } = valueIn(
      await desk.handlers['payouts.merchants'](desk.clerk, { runId: run?.id ?? expect.fail(), cursor: null, size: 10 }),
    )
    const payout = rows[0] ?? expect.fail()
    expect(payout).toMatchObject({ merchantId: merchant, orders: 3, gross: 15_800, fees: 568, state: 'planned' })
    const first = valueIn(await desk.handlers['payouts.lines'](desk.clerk, { payoutId: payout.id, cursor: null, size: 2 }))
    const second = valueIn(await desk.handlers['payouts.lines'](desk.clerk, { payoutId: payout.id, cursor: first.next, size: 2 }))
    const lines = [...first.rows, ...second.rows]
    expect(lines.map(({ orderId, amount, fee }) => [orderId, amount, fee])).toEqual([
      [orders[0], 10_000, 360],
      [orders[1], 5_500, 198],
      [orders[2], 300, 10],
    ])
    expect(second.next).toBeNull()
    const detail = valueIn(await desk.handlers['payouts.payout'](desk.clerk, { id: payout.id }))
    expect(detail.figures.taxLines).toEqual([{ taxClass: 'standard', basisPoints: 1000, base: 568, tax: 56 }])
    expect(detail.account).toMatchObject({ bankName: 'みずほ' })
    const all = valueIn(await desk.handlers['payouts.list'](desk.clerk, { kind: 'payouts', cursor: null, size: 10 }))
    expect(all.rows.map(({ name }) => name)).toEqual(['P20261130-1'])
    const ofMerchant = valueIn(await desk.handlers['payouts.ofMerchant'](desk.clerk, { merchantId: merchant, cursor: null, size: 10 }))
    expect(ofMerchant.rows).toEqual([payout])
  })
})

describe('an order in a run', () => {
  it('stays as it is until the run is given up', async () => {
    const merchant = await desk.merchant()
    const [order] = await desk.paid(merchant, '2026-11-18', [10_000])
    const [run] = await desk.plan()
    const allocationId = desk.ledger.source.prepare('select id from allocations').pluck().get() as never
    const undo = () => clearingDesk(desk)['clearing.undo'](desk.clerk, { allocationId, reason: 'another order' })
    expect(await undo()).toEqual({ ok: false, refusal: { refusal: 'in_payout_run', run: 'P20261130-1' } })
    await expect(
      desk.ledger.write(desk.clerk.by, async ({ db }) => {
        await db
          .updateTable('orders')
          .set({ disbursement: 'none' })
          .where('id', '=', order ?? expect.fail())
          .execute()
        return { ok: true, value: null }
      }),
    ).rejects.toThrow('an order in a payout run does not change')
    valueIn(await desk.handlers['payouts.giveUp'](desk.clerk, { id: run?.id ?? expect.fail(), version: 1, reason: 'once more' }))
    await desk.idle()
    expect(refusal(await undo())).toBeNull()
    expect(await desk.broken()).toEqual([])
  })
})

describe('what is not sent', () => {
  it('below the minimum comes again, with its reason and its lines to be seen', async () => {
    await desk.rules({ minimum: yen(1_000) })
    const merchant = await desk.merchant()
    await desk.paid(merchant, '2026-11-18', [900])
    const [first] = await desk.plan()
    expect(first?.figures).toMatchObject({ payouts: 0, net: 0, carriedOver: { count: 1, amount: 900 } })
    await desk.paid(merchant, '2026-11-19', [500])
    const [second] = await desk.plan()
    expect(second?.figures).toMatchObject({ payouts: 1, orders: 2, gross: 1_400 })
    const runId = first?.id ?? expect.fail()
    const { rows } = valueIn(await desk.handlers['payouts.merchants'](desk.clerk, { runId, cursor: null, size: 10 }))
    expect(rows).toMatchObject([{ state: 'carried_over', reason: 'below_minimum', lines: 1 }])
    expect(refusal(await desk.handlers['payouts.submit'](desk.clerk, { id: runId, version: 1 }))).toBe('nothing_to_pay')
    expect(await desk.broken()).toEqual([])
  })

  it('of a held merchant waits until it is released by a supervisor', async () => {
    const merchant = await desk.merchant()
    await desk.paid(merchant, '2026-11-18', [10_000])
    const version = 2
    expect(refusal(await desk.handlers['payouts.hold'](desk.clerk, { merchantId: merchant, version: 9, reason: '調査中' }))).toBe(
      'changed_meanwhile',
    )
    const card = { merchantId: merchant, version, reason: 'カード 4111 1111 1111 1111 の件' }
    expect(refusal(await desk.handlers['payouts.hold'](desk.clerk, card))).toBe('invalid_input')
    valueIn(await desk.handlers['payouts.hold'](desk.clerk, { merchantId: merchant, version, reason: '調査中' }))
    const [held] = await desk.plan()
    expect(held?.figures).toMatchObject({ payouts: 0, held: { count: 1, amount: 10_000 } })
    valueIn(await desk.handlers['payouts.release'](desk.supervisor, { merchantId: merchant, version: version + 1, reason: '調査済' }))
    const [released] = await desk.plan()
    expect(released?.figures).toMatchObject({ payouts: 1, gross: 10_000 })
  })

  it('because fees exceed the money is owed, and offset from the next payout', async () => {
    const merchant = await desk.merchant({
      fees: [
        { method: 'bank_transfer', fixed: 500, basisPoints: 0, minimum: 0, maximum: null, validFrom: null, taxClass: 'standard' },
      ] as never,
    })
    const [small] = await desk.paid(merchant, '2026-11-18', [300])
    const { id } = await desk.submitted()
    expect(refusal(await desk.decide(id, 'approved'))).toBeNull()
    // 500 and 50 of tax, of which 300 are there: the merchant owes 250. Nothing is to be handed over, and the order is settled by that.
    expect(desk.balances()).toMatchObject({ [`merchant_receivable:${merchant}`]: 250, fee_income: -500, output_tax: -50 })
    expect(desk.balances()).not.toHaveProperty('payout_in_transit')
    expect(await desk.run(id)).toMatchObject({ state: 'confirmed', transfers: 0, total: 0 })
    expect(desk.ledger.source.prepare('select status, payout_on from orders where id = ?').get(small)).toEqual({
      status: 'settled',
      payout_on: PAY_DAY,
    })
    await desk.paid(merchant, '2026-11-19', [10_000])
    const next = await desk.submitted()
    expect((await desk.run(next.id)).total).toBe(10_000 - 550 - 250)
    expect(refusal(await desk.decide(next.id, 'approved'))).toBeNull()
    expect(desk.balances()).not.toHaveProperty(`merchant_receivable:${merchant}`)
    expect(await desk.broken()).toEqual([])
  })
})

describe('maker and approver', () => {
  it('are two persons, whatever their roles', async () => {
    await desk.paid(await desk.merchant(), '2026-11-18', [10_000])
    const { id } = await desk.submitted()
    expect(refusal(await desk.decide(id, 'approved', desk.clerk))).toBe('second_person_required')
    expect((await desk.run(id)).state).toBe('submitted')
    const eyes = desk.ledger.write(desk.clerk.by, async ({ db }) => {
      await db.updateTable('transfer_runs').set({ state: 'approved' }).where('id', '=', id).execute()
      return { ok: true, value: null }
    })
    await expect(eyes).rejects.toThrow('approved by a second person')
  })

  it('a rejected run is a draft again, and is asked about anew', async () => {
    await desk.paid(await desk.merchant(), '2026-11-18', [10_000])
    const { id } = await desk.submitted()
    expect(refusal(await desk.decide(id, 'rejected'))).toBeNull()
    const run = await desk.run(id)
    expect(run).toMatchObject({ state: 'draft', transfers: 0, total: 0 })
    valueIn(await desk.handlers['payouts.submit'](desk.clerk, { id, version: run.version }))
    expect((await desk.run(id)).state).toBe('submitted')
  })

  it('the approver sees what decides, and may send single merchants back', async () => {
    const [known, fresh] = [await desk.merchant({ name: '桜商店' }), await desk.merchant({ name: '山手書房' })]
    await desk.paid(known, '2026-11-18', [10_000])
    const earlier = await desk.submitted()
    await desk.decide(earlier.id, 'approved')
    await desk.paid(known, '2026-11-19', [20_000])
    await desk.paid(fresh, '2026-11-20', [7_000])
    const { id, version, digest } = await desk.submitted()
    const { facts } = valueIn(await desk.handlers['payouts.get'](desk.supervisor, { id }))
    expect(facts).toMatchObject({
      last: { name: 'P20261130-1', total: 9_604, transfers: 1 },
      firstPayout: [{ merchantName: '山手書房' }],
      accountChanged: [],
    })
    const payoutId = facts.firstPayout[0]?.payoutId ?? expect.fail()
    expect(refusal(await desk.handlers['payouts.sendBack'](desk.clerk, { id, version, payoutId, reason: '口座を確かめる' }))).toBe(
      'second_person_required',
    )
    const sent = valueIn(await desk.handlers['payouts.sendBack'](desk.supervisor, { id, version, payoutId, reason: '口座を確かめる' }))
    expect(sent.digest).not.toBe(digest)
    expect(auditOf(desk, 'approvals').at(-1)).toBe('user:sato rejected')
    expect(refusal(await desk.handlers['payouts.sendBack'](desk.supervisor, { id, version: sent.version, payoutId, reason: 'x' }))).toBe(
      'payout_not_there',
    )
    expect(await desk.run(id)).toMatchObject({ state: 'submitted', transfers: 1, total: 20_000 - 720 - 72 })
    expect(refusal(await desk.decide(id, 'approved'))).toBeNull()
    expect(await desk.broken()).toEqual([])
    const again = await desk.plan()
    expect(again.map(({ figures }) => figures.gross)).toEqual([7_000])
  })

  it('a run is not approved for a merchant that is paid elsewhere by now', async () => {
    const merchant = await desk.merchant({ name: '桜商店' })
    await desk.paid(merchant, '2026-11-18', [10_000])
    const { id } = await desk.submitted()
    await desk.ledger.write(desk.clerk.by, async ({ db }) => {
      await db
        .updateTable('merchants')
        .set({
          account: JSON.stringify({ bankCode: '0005', branchCode: '001', accountType: '1', accountNumber: '1111111', holderKana: 'ｻｸﾗ' }),
        })
        .where('id', '=', merchant)
        .execute()
      return { ok: true, value: null }
    })
    expect(await desk.decide(id, 'approved')).toEqual({ ok: false, refusal: { refusal: 'payee_account_changed', merchant: '桜商店' } })
  })
})

describe('giving up', () => {
  it('ends a posting that is going on: neither chases the other', async () => {
    for (const amount of [10_000, 7_000, 5_000]) await desk.paid(await desk.merchant(), '2026-11-18', [amount])
    const before = desk.balances()
    const { id } = await desk.submitted()
    const { jobs: _none, ...deps } = desk.deps
    const decisions = approvalHandlers(deps)
    const [asked] = valueIn(await decisions['approvals.list'](desk.supervisor, { open: true })).approvals
    const { id: approvalId, digest } = asked ?? expect.fail()
    valueIn(await decisions['approvals.decide'](desk.supervisor, { id: approvalId, digest, decision: 'approved', reason: '' }))
    const { version } = await desk.run(id)
    const units: number[] = []
    const given: Promise<Result<unknown>>[] = []
    const posted = await resumePayouts(desk, {
      progress: (_stage, unit) => {
        units.push(unit)
        if (unit === 1) given.push(desk.handlers['payouts.giveUp'](desk.supervisor, { id, version, reason: '支払日を誤った' }))
      },
      get cancelled() {
        return units.length > 20
      },
    })
    expect(posted.ok).toBe(true)
    for (const each of given) valueIn(await each)
    await desk.idle()
    expect((await desk.run(id)).state).toBe('given_up')
    expect(desk.balances()).toEqual(before)
    expect(await desk.broken()).toEqual([])
  })

  it('an approved run takes a supervisor, and reverses all of it', async () => {
    const merchant = await desk.merchant()
    const before = desk.balances()
    await desk.paid(merchant, '2026-11-18', [10_000, 400])
    const paid = desk.balances()
    const { id } = await desk.submitted()
    await desk.decide(id, 'approved')
    const { version } = await desk.run(id)
    expect(refusal(await desk.handlers['payouts.giveUp'](desk.clerk, { id, version, reason: 'x' }))).toBe('not_permitted')
    valueIn(await desk.handlers['payouts.giveUp'](desk.supervisor, { id, version, reason: 'wrong day' }))
    await desk.idle()
    expect((await desk.run(id)).state).toBe('given_up')
    expect(desk.balances()).toEqual(paid)
    expect(before).not.toEqual(paid)
    expect(await desk.broken()).toEqual([])
    expect(refusal(await desk.handlers['payouts.handOver'](desk.clerk, { id, version }))).toBe('run_not_there')
    const [again] = await desk.plan()
    expect(again?.figures.gross).toBe(10_400)
  })
})

describe('what is missing for a file', () => {
  const cases: [what: string, settings: object, missing: string][] = [
    ['the originator’s code', { originatorCode: '' }, 'originator_code'],
    ['the originator’s name', { originatorName: '' }, 'originator_name'],
  ]
  it.each(cases)('%s', async (_what, settings, missing) => {
    await desk.settle(settings)
    await desk.paid(await desk.merchant(), '2026-11-18', [10_000])
    const [run] = await desk.plan()
    const submitted = await desk.handlers['payouts.submit'](desk.clerk, { id: run?.id ?? expect.fail(), version: 1 })
    expect(submitted).toEqual({ ok: false, refusal: { refusal: 'transfers_not_settled', missing } })
  })

  it('an account that is not Daiko’s', async () => {
    await desk.settle({ payFrom: '0001-001-9999999' })
    expect(await desk.job({ kind: 'payouts', closingOn: CLOSING, payOn: null })).toEqual({
      ok: false,
      refusal: { refusal: 'transfers_not_settled', missing: 'account' },
    })
  })

  it('a name that no file can carry', async () => {
    await desk.paid(
      await desk.merchant({
        account: { bankCode: '0001', branchCode: '001', accountType: '1', accountNumber: '7654321', holderKana: 'さくら' },
      }),
      '2026-11-18',
      [10_000],
    )
    const [run] = await desk.plan()
    const submitted = await desk.handlers['payouts.submit'](desk.clerk, { id: run?.id ?? expect.fail(), version: 1 })
    expect(submitted).toMatchObject({ refusal: { refusal: 'transfers_unwritable', total: 3 } })
    expect((await desk.run(run?.id ?? expect.fail())).state).toBe('draft')
  })
})

describe('the calendar', () => {
  it('tells what falls when', async () => {
    await desk.paid(await desk.merchant(), '2026-11-18', [10_000, 500])
    await desk.paid(await desk.merchant(), '2026-12-01', [900])
    const period = { from: '2026-11-01', to: '2026-12-31' } as never
    const { entries } = valueIn(await desk.handlers['payouts.calendar'](desk.clerk, period))
    expect(entries).toEqual([
      {
        closesOn: '2026-11-30',
        paysOn: PAY_DAY,
        handOverBy: { date: '2026-12-17', time: '15:00' },
        merchants: 1,
        orders: 2,
        amount: 10_500,
      },
      {
        closesOn: '2026-12-31',
        paysOn: '2027-01-20',
        handOverBy: { date: '2027-01-19', time: '15:00' },
        merchants: 1,
        orders: 1,
        amount: 900,
      },
    ])
    const tooLong = { from: '2026-11-01', to: '2028-12-31' } as never
    expect(refusal(await desk.handlers['payouts.calendar'](desk.clerk, tooLong))).toBe('invalid_input')
  })
})
