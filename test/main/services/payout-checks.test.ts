import { readdirSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { setMerchantAccount } from '../../../src/main/ledger/merchants'
import type { Context } from '../../../src/main/services/context'
import { businessDate } from '../../../src/preload/contract/date'
import type { Result } from '../../../src/preload/contract/errors'
import type { MerchantId, TransferRunId } from '../../../src/preload/contract/ids'
import { personAt } from '../../support/desk'
import { valueIn, writing } from '../../support/ledger'
import { CLOSING, openPayoutDesk, PAY_DAY, type PayoutDesk } from '../../support/payout-desk'

/* What stops a run between its plan and the bank: whoever had a hand in it, what is said of its merchants since, and its pay day. */

let desk: PayoutDesk
beforeEach(async () => {
  desk = await openPayoutDesk()
  await desk.settle()
})
afterEach(() => desk.cleanup())

const refusal = (result: Result<unknown>) => (result.ok ? null : result.refusal.refusal)
const seen = async (id: TransferRunId) => ({ id, version: (await desk.run(id)).version })

describe('who does something by command is who they are at the desk', () => {
  const actor = 'cli:sato'
  const byCommand: Context = { seat: { id: 'cli', kind: 'cli' }, user: null, actor, by: { actor, seat: 'cli' } }

  it('and does not agree to, send back or give up what they planned or submitted', async () => {
    const another = await personAt(desk, 'ito', ['supervisor'])
    await desk.paid(await desk.merchant(), '2026-11-18', [10_000])
    valueIn(await desk.job({ kind: 'payouts', closingOn: CLOSING, payOn: null }, byCommand))
    const [run] = valueIn(await desk.handlers['payouts.list'](desk.clerk, { kind: 'payouts', cursor: null, size: 1 })).rows
    const id = run?.id ?? expect.fail()
    const { version } = valueIn(await desk.handlers['payouts.submit'](byCommand, { id, version: 1 }))
    expect(refusal(await desk.decide(id, 'approved'))).toBe('second_person_required')
    const { approvals } = valueIn(await desk.handlers['approvals.list'](desk.supervisor, { open: true }))
    expect(approvals.map(({ mayDecide }) => mayDecide)).toEqual([false])
    const { facts } = valueIn(await desk.handlers['payouts.get'](desk.supervisor, { id }))
    const payoutId = facts.firstPayout[0]?.payoutId ?? expect.fail()
    const back = { id, version, payoutId, reason: '確認' }
    expect(refusal(await desk.handlers['payouts.sendBack'](desk.supervisor, back))).toBe('second_person_required')
    valueIn(await desk.decide(id, 'approved', another))
    const given = { id, version: (await desk.run(id)).version, reason: '確認' }
    expect(refusal(await desk.handlers['payouts.giveUp'](desk.supervisor, given))).toBe('second_person_required')
    valueIn(await desk.handlers['payouts.giveUp'](another, given))
  })
})

describe('what is said of a merchant since the plan', () => {
  const version = (merchantId: MerchantId) =>
    desk.ledger.source.prepare<[number], number>('select version from merchants where id = ?').pluck().get(merchantId) ?? expect.fail()
  async function hold(merchantId: MerchantId): Promise<void> {
    valueIn(await desk.handlers['payouts.hold'](desk.clerk, { merchantId, version: version(merchantId), reason: '調査中' }))
  }
  async function release(merchantId: MerchantId): Promise<void> {
    valueIn(await desk.handlers['payouts.release'](desk.supervisor, { merchantId, version: version(merchantId), reason: '済' }))
  }
  const elsewhere = { bankCode: '0005', branchCode: '001', accountType: '1' as const, accountNumber: '1111111', holderKana: 'ｻｸﾗ' }
  const move = (merchantId: MerchantId) => writing(desk.ledger, (writer) => setMerchantAccount(writer, merchantId, elsewhere))
  const held = { ok: false, refusal: { refusal: 'payees_held', merchants: ['桜商店'] } }

  async function planned(): Promise<{ id: TransferRunId; held: MerchantId }> {
    const merchant = await desk.merchant({ name: '桜商店' })
    await desk.paid(merchant, '2026-11-17', [20_000])
    await desk.paid(await desk.merchant({ name: '山手書房' }), '2026-11-18', [7_000])
    const [run] = await desk.plan()
    return { id: run?.id ?? expect.fail(), held: merchant }
  }

  it('a hold keeps its file from being made, agreed to and handed over, and is shown to whoever decides', async () => {
    const run = await planned()
    await hold(run.held)
    expect(await desk.handlers['payouts.submit'](desk.clerk, await seen(run.id))).toEqual(held)
    await release(run.held)
    valueIn(await desk.handlers['payouts.submit'](desk.clerk, await seen(run.id)))
    await hold(run.held)
    const { facts } = valueIn(await desk.handlers['payouts.get'](desk.supervisor, { id: run.id }))
    expect(facts.heldSince).toMatchObject([{ merchantName: '桜商店', amount: 20_000 - 720 - 72, reason: '調査中' }])
    expect(await desk.decide(run.id, 'approved')).toEqual(held)
    await release(run.held)
    valueIn(await desk.decide(run.id, 'approved'))
    await hold(run.held)
    expect(await desk.handlers['payouts.handOver'](desk.clerk, await seen(run.id))).toEqual(held)
    expect(readdirSync(desk.bankFolder)).toEqual([])
    await release(run.held)
    expect(valueIn(await desk.handlers['payouts.handOver'](desk.clerk, await seen(run.id))).state).toBe('handed_over')
  })

  it('a held merchant is taken out, and the others are paid', async () => {
    const run = await planned()
    await hold(run.held)
    const { facts } = valueIn(await desk.handlers['payouts.get'](desk.supervisor, { id: run.id }))
    const payoutId = facts.heldSince[0]?.payoutId ?? expect.fail()
    valueIn(await desk.handlers['payouts.sendBack'](desk.supervisor, { ...(await seen(run.id)), payoutId, reason: '調査中' }))
    valueIn(await desk.handlers['payouts.submit'](desk.clerk, await seen(run.id)))
    valueIn(await desk.decide(run.id, 'approved'))
    expect(valueIn(await desk.handlers['payouts.handOver'](desk.clerk, await seen(run.id))).state).toBe('handed_over')
  })

  it('an account that changes after the approval keeps the file here', async () => {
    const run = await planned()
    valueIn(await desk.handlers['payouts.submit'](desk.clerk, await seen(run.id)))
    valueIn(await desk.decide(run.id, 'approved'))
    await move(run.held)
    const handed = await desk.handlers['payouts.handOver'](desk.clerk, await seen(run.id))
    expect(handed).toEqual({ ok: false, refusal: { refusal: 'payees_moved', merchants: ['桜商店'] } })
    expect((await desk.run(run.id)).state).toBe('approved')
    expect(readdirSync(desk.bankFolder)).toEqual([])
  })
})

describe('the pay day', () => {
  const at = (moment: string) => desk.clock.advance(Date.parse(`${moment}:00+09:00`) - desk.clock.now())
  // The bank takes a file until 15:00 of the business day before.
  const LAST_MINUTE = '2026-12-17T15:00'
  const TOO_LATE = '2026-12-17T15:01'
  const passed = { ok: false, refusal: { refusal: 'pay_day_passed', payOn: PAY_DAY, earliest: '2026-12-21' } }

  it('is out of reach at every step once its cut-off has passed', async () => {
    await desk.paid(await desk.merchant(), '2026-11-18', [10_000])
    const [run] = await desk.plan()
    const id = run?.id ?? expect.fail()
    at(TOO_LATE)
    expect(await desk.handlers['payouts.submit'](desk.clerk, await seen(id))).toEqual(passed)
    at(LAST_MINUTE)
    valueIn(await desk.handlers['payouts.submit'](desk.clerk, await seen(id)))
    at(TOO_LATE)
    expect(await desk.decide(id, 'approved')).toEqual(passed)
    at(LAST_MINUTE)
    valueIn(await desk.decide(id, 'approved'))
    at(TOO_LATE)
    expect(await desk.handlers['payouts.handOver'](desk.clerk, await seen(id))).toEqual(passed)
    expect((await desk.run(id)).state).toBe('approved')
    valueIn(await desk.handlers['payouts.giveUp'](desk.supervisor, { ...(await seen(id)), reason: '間に合わない' }))
    await desk.idle()
    expect((await desk.plan()).map(({ payOn }) => payOn)).toEqual(['2026-12-21'])
    expect(await desk.broken()).toEqual([])
  })

  it('is in reach until the last minute', async () => {
    await desk.paid(await desk.merchant(), '2026-11-18', [10_000])
    const { id } = await desk.submitted()
    valueIn(await desk.decide(id, 'approved'))
    at(LAST_MINUTE)
    expect(valueIn(await desk.handlers['payouts.handOver'](desk.clerk, await seen(id))).state).toBe('handed_over')
  })

  const asked: [payOn: string, refusal: object][] = [
    ['2026-12-01', { refusal: 'pay_day_passed', payOn: '2026-12-01', earliest: '2026-12-02' }],
    ['2026-11-30', { refusal: 'pay_day_passed', payOn: '2026-11-30', earliest: '2026-12-02' }],
    ['2026-12-05', { refusal: 'not_a_business_day', on: '2026-12-05' }],
  ]
  it.each(asked)('is not planned as %s', async (payOn, refused) => {
    await desk.paid(await desk.merchant(), '2026-11-18', [10_000])
    const planned = await desk.job({ kind: 'payouts', closingOn: CLOSING, payOn: businessDate(payOn) })
    expect(planned).toEqual({ ok: false, refusal: refused })
  })
})
