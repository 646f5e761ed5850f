import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { applyStatement } from '../../../src/main/services/intake-apply'
import { planStatement } from '../../../src/main/services/intake-plan'
import { businessDate } from '../../../src/preload/contract/date'
import { ClosedDayId, OrderId } from '../../../src/preload/contract/ids'
import { auditOf, OPERATOR, refusalOf } from '../../support/desk'
import { valueIn, writing } from '../../support/ledger'
import { approvalOf, openRefundDesk, type RefundDesk } from '../../support/refunds'
import { ACCOUNT, fileIn, quietControl, resourcesOf, zengin03 } from '../../support/statements'
import { bringIn, clearByHand, clearingDesk } from '../../support/story'

let desk: RefundDesk
beforeEach(async () => {
  desk = await openRefundDesk()
})
afterEach(() => desk.cleanup())

const day = businessDate
const LAST = day('2026-11-19')
const state = async (on = LAST) => valueIn(await desk.handlers['closing.state'](desk.maker, { day: on }))
const failing = async (on = LAST) => (await state(on)).conditions.filter(({ holds }) => !holds)
async function close(on = LAST, who = desk.supervisor) {
  return desk.handlers['closing.close'](who, { day: on, digest: (await state(on)).digest })
}
const newest = () => desk.ledger.source.prepare<[], string>('select booked_on from entries order by id desc limit 1').pluck().get()

/** Makes the ledger's own bank account hold a yen more on a day than the bank ever told. */
async function oneYenMore(on: typeof LAST) {
  const accountId = desk.ledger.source
    .prepare<[string], number>('select id from accounts where code = ?')
    .pluck()
    .get(`bank:${desk.account}`)
  await writing(desk.ledger, (writer) =>
    writer.db
      .insertInto('balances')
      .values({ account_id: accountId as never, booked_on: on, debit: 1 as never, credit: 0 as never })
      .onConflict((conflict) =>
        conflict.columns(['account_id', 'booked_on']).doUpdateSet((row) => ({ debit: row(row.ref('balances.debit'), '+', 1 as never) })),
      )
      .execute(),
  )
}

describe('a day', () => {
  it('is shown with every condition, every balance, and what is open', async () => {
    const shown = await state()
    expect(shown.conditions.map(({ name, holds }) => [name, holds])).toEqual([
      ['day_is_over', true],
      ['statements_in', true],
      ['statements_posted', true],
      ['no_hole', true],
      ['no_number_missing', true],
      ['balance_equals_bank', true],
      ['suspense_explained', true],
      ['outgoing_explained', true],
      ['trial_balance_zero', true],
      ['runs_settled', true],
    ])
    const balance = desk.balance(`bank:${desk.account}`)
    expect(shown).toMatchObject({
      mayClose: true,
      booksOn: '2026-11-20',
      lastClosed: null,
      accounts: [{ name: 'みずほ 1234567', ledger: balance, bank: balance, statementThrough: LAST }],
      suspense: { balance: 2_633, open: 2_633, lines: 3 },
      outgoing: { balance: 770, open: 770, lines: 1 },
    })
    expect(shown.trialBalance).toContainEqual({ account: 'held_for_payers', of: '桜商店', debit: 0, credit: 5_500 })
  })
  it('is closed by a supervisor, with the days before it', async () => {
    const { id } = valueIn(await close())
    expect(valueIn(await desk.handlers['closing.list'](desk.maker, {})).days).toMatchObject([
      { id, day: LAST, closedBy: 'sato', reopened: null },
    ])
    expect(auditOf(desk, 'closing')).toEqual(['user:sato day_closed'])
    expect(await state()).toMatchObject({ lastClosed: LAST, mayClose: false, booksOn: '2026-11-20' })
    expect(await desk.broken()).toEqual([])
  })
  it('has its statement first', async () => {
    expect(await failing(day('2026-11-20'))).toMatchObject([{ name: 'statements_in' }])
    expect(refusalOf(await close(day('2026-11-20')))).toEqual({ refusal: 'day_not_closable', conditions: ['statements_in'] })
    expect(refusalOf(await close(day('2026-11-21')))).toEqual({ refusal: 'day_not_closable', conditions: ['day_is_over', 'statements_in'] })
  })
  it('has no hole before it', async () => {
    const balance = desk.balance(`bank:${desk.account}`)
    await bringIn(desk, '2026-11-20', balance + 500, [{ amount: 100 }])
    expect((await failing(day('2026-11-20'))).map(({ name }) => name)).toEqual(['no_hole', 'balance_equals_bank'])
  })
  it('inside a statement of several days agrees with the last balance told and the lines since', async () => {
    const balance = desk.balance(`bank:${desk.account}`)
    const lines = [
      { amount: 300, bookedOn: day('2026-11-20') },
      { amount: 41, bookedOn: day('2026-11-24') },
    ]
    const file = fileIn(desk.dir, 'days.txt', zengin03({ account: ACCOUNT, from: '2026-11-20', to: '2026-11-24', opening: balance, lines }))
    const planned = valueIn(await planStatement(resourcesOf(desk), file, quietControl()))
    if (planned.kind !== 'plan') throw new Error(planned.kind)
    valueIn(await applyStatement(resourcesOf(desk), planned.plan, quietControl()))
    desk.clock.advance(4 * 24 * 3_600_000)
    expect(await state(day('2026-11-21'))).toMatchObject({ mayClose: true, accounts: [{ ledger: balance + 300, bank: balance + 300 }] })
    await oneYenMore(day('2026-11-20'))
    expect((await failing(day('2026-11-21'))).find(({ name }) => name === 'balance_equals_bank')?.against).toMatchObject([{ amount: 1 }])
  })
  it('before the first statement ends agrees with what the account was taken in with', async () => {
    expect(await state(day('2026-11-17'))).toMatchObject({ accounts: [{ bank: 1_000_000 }] })
    await oneYenMore(day('2026-11-17'))
    expect((await failing(day('2026-11-17'))).map(({ name }) => name)).toContain('balance_equals_bank')
  })
  it('is not closed as it was not shown, not twice, and not by an operator', async () => {
    const digest = '0'.repeat(64)
    expect(refusalOf(await desk.handlers['closing.close'](desk.supervisor, { day: LAST, digest }))).toEqual({
      refusal: 'changed_meanwhile',
    })
    expect(refusalOf(await close(LAST, OPERATOR))).toEqual({ refusal: 'not_signed_in' })
    valueIn(await close())
    expect(refusalOf(await close())).toEqual({ refusal: 'day_closed', day: LAST })
    expect(refusalOf(await close(day('2026-11-18')))).toEqual({ refusal: 'day_closed', day: LAST })
  })
})

describe('after the close', () => {
  beforeEach(async () => {
    const balance = desk.balance(`bank:${desk.account}`)
    await bringIn(desk, '2026-11-20', balance, [{ amount: 55, remitterName: 'ﾀﾞﾚｶ' }])
    valueIn(await close(day('2026-11-20')))
  })

  it('what is cleared today is dated tomorrow, which the closing screen says', async () => {
    expect(await state(day('2026-11-20'))).toMatchObject({ lastClosed: '2026-11-20', booksOn: '2026-11-21' })
    const [order] = desk.orders.slice(3)
    await clearByHand(desk, await desk.deposit(1_234), order as never, 1_000)
    expect(newest()).toBe('2026-11-21')
  })
  it('so is what is undone', async () => {
    const { id } = await desk.ledger.reader.db.selectFrom('allocations').select('id').orderBy('id').executeTakeFirstOrThrow()
    const asked = await clearingDesk(desk)['clearing.undo'](desk.maker, { allocationId: id, reason: '' })
    valueIn(await desk.decide(approvalOf(asked)))
    expect(newest()).toBe('2026-11-21')
  })
  it('so is a refund', async () => {
    const [orderId] = desk.orders
    const asked = await desk.ask({ of: 'order', orderId: orderId as never })
    valueIn(await desk.decide(approvalOf(asked)))
    expect(newest()).toBe('2026-11-21')
  })
  it('and what ends a line of the closed day needs a second person, and is dated tomorrow', async () => {
    const wish = {
      target: { of: 'line' as const, receiptId: await desk.deposit(770) },
      ending: 'bank_fee' as const,
      bearer: 'agent' as const,
    }
    expect(valueIn(await desk.handlers['exceptions.preview'](desk.maker, wish))).toMatchObject({
      bookedOn: '2026-11-21',
      approvers: { needed: 1, why: 'after_close' },
    })
    const asked = await desk.end(wish)
    valueIn(await desk.decide(approvalOf(asked)))
    expect(newest()).toBe('2026-11-21')
    expect(await desk.broken()).toEqual([])
  })
  it('the database itself books nothing on it', async () => {
    const late = writing(desk.ledger, (writer) =>
      writer.db
        .insertInto('entries')
        .values({
          id: writer.newId() as never,
          kind: 'interest',
          booked_on: day('2026-11-20'),
          receipt_id: null,
          order_id: null,
          reverses: null,
          batch: 1,
        })
        .execute(),
    )
    await expect(late).rejects.toThrow('nothing is booked on a closed day')
  })
  it('no new line of it comes in, and a plan that was made before does not either', async () => {
    const statement = (amount: number) =>
      fileIn(
        desk.dir,
        `late-${amount}.txt`,
        zengin03({ account: ACCOUNT, from: '2026-11-20', to: '2026-11-20', opening: 1, lines: [{ amount }] }),
      )
    const planned = await planStatement(resourcesOf(desk), statement(41), quietControl())
    expect(refusalOf(planned)).toEqual({ refusal: 'day_closed', day: '2026-11-20' })
  })
  it('no account is taken in on it', async () => {
    const { accountHandlers } = await import('../../../src/main/services/accounts')
    const { createEvents } = await import('../../../src/main/services/events')
    const { gateways } = await import('../../support/statements')
    const account = {
      ...ACCOUNT,
      accountNumber: '7777777',
      accountName: '二つ目',
      openedOn: day('2026-11-20'),
      openingBalance: 0 as never,
      dates: 'era' as const,
      booksFrom: 'statement' as const,
    }
    const taken = await accountHandlers({ ledger: desk.ledger, events: createEvents(), gateways } as never)['accounts.takeIn'](
      desk.maker,
      account,
    )
    expect(refusalOf(taken)).toEqual({ refusal: 'day_closed', day: '2026-11-20' })
  })
})

it('a plan made before the close is not applied after it', async () => {
  const balance = desk.balance(`bank:${desk.account}`)
  const lines = [{ amount: 41, remitterName: 'ﾀﾞﾚｶ' }]
  const file = fileIn(desk.dir, 'late.txt', zengin03({ account: ACCOUNT, from: '2026-11-19', to: '2026-11-20', opening: balance, lines }))
  const planned = valueIn(await planStatement(resourcesOf(desk), file, quietControl()))
  if (planned.kind !== 'plan') throw new Error(planned.kind)
  valueIn(await close())
  const { planId, digest } = planned.plan
  expect(refusalOf(await applyStatement(resourcesOf(desk), { planId, digest }, quietControl()))).toEqual({
    refusal: 'day_closed',
    day: LAST,
  })
})

describe('a closed day is opened again', () => {
  it('by another supervisor, for a reason', async () => {
    const { id } = valueIn(await close())
    const asked = await desk.handlers['closing.reopen'](desk.clerk, { id, reason: '銀行が明細を訂正した' })
    expect(refusalOf(await desk.decide(approvalOf(asked), 'approved', desk.clerk))).toEqual({ refusal: 'second_person_required' })
    valueIn(await desk.decide(approvalOf(asked), 'approved', desk.another))
    expect(valueIn(await desk.handlers['closing.list'](desk.maker, {})).days).toMatchObject([
      { id, reopened: { by: 'user:ito', reason: '銀行が明細を訂正した' } },
    ])
    expect(await state()).toMatchObject({ lastClosed: null, mayClose: true })
    expect(auditOf(desk, 'closing')).toEqual(['user:sato day_closed', 'user:yamada reopening_asked', 'user:ito day_reopened'])
    valueIn(await close())
    expect(await desk.broken()).toEqual([])
  })
  it('or stays closed', async () => {
    const { id } = valueIn(await close())
    const asked = await desk.handlers['closing.reopen'](desk.maker, { id, reason: '明細の訂正' })
    expect(refusalOf(await desk.decide(approvalOf(asked)))).toEqual({ refusal: 'second_person_required' })
    valueIn(await desk.decide(approvalOf(asked), 'rejected', desk.another))
    expect(await state()).toMatchObject({ lastClosed: LAST })
  })
  it('only the last, once, by a person, and without a card number', async () => {
    const first = valueIn(await close(day('2026-11-18')))
    const second = valueIn(await close())
    const reopen = (id: ClosedDayId, reason = '訂正', who = desk.maker) => desk.handlers['closing.reopen'](who, { id, reason })
    expect(refusalOf(await reopen(first.id))).toEqual({ refusal: 'day_not_reopenable', day: '2026-11-18' })
    expect(refusalOf(await reopen(ClosedDayId.parse(1)))).toEqual({ refusal: 'not_found', what: 'closed_day' })
    expect(refusalOf(await reopen(second.id, '4111111111111111'))).toMatchObject({ refusal: 'invalid_input' })
    expect(refusalOf(await reopen(second.id, '訂正', OPERATOR))).toEqual({ refusal: 'not_signed_in' })
    const asked = await reopen(second.id)
    expect(refusalOf(await reopen(second.id))).toEqual({ refusal: 'change_already_staged' })
    valueIn(await desk.decide(approvalOf(asked), 'approved', desk.another))
    expect(refusalOf(await reopen(second.id))).toEqual({ refusal: 'day_not_reopenable', day: LAST })
  })
})

it('verify tells when something was booked on a closed day after all', async () => {
  valueIn(await close())
  const database = desk.ledger.source
  expect(database.prepare('select count(*) from closed_days').pluck().get()).toBe(1)
  await writing(desk.ledger, (writer) =>
    writer.db
      .updateTable('balances')
      .set((row) => ({ debit: row('debit', '+', 1 as never) }))
      .where('booked_on', '=', LAST)
      .execute(),
  )
  expect((await desk.broken()).map((broken) => broken.split(':')[0])).toContain('closed_days_untouched')
})

it('verify tells when refunds on their way are not what their account holds', async () => {
  const asked = await desk.ask({ of: 'order', orderId: OrderId.parse(desk.orders[0]) })
  valueIn(await desk.decide(approvalOf(asked)))
  const guards = ['refunds_walk', 'refunds_by_transfer'] as const
  const written = desk.ledger.source.prepare<[string], string>('select sql from sqlite_schema where name = ?').pluck()
  const again = guards.map((name) => written.get(name) ?? '')
  await writing(desk.ledger, async ({ db }) => {
    for (const name of guards) await sql`drop trigger ${sql.ref(name)}`.execute(db)
    await db.updateTable('refunds').set({ state: 'confirmed' }).execute()
    for (const guard of again) await sql.raw(guard).execute(db)
  })
  expect((await desk.broken()).map((broken) => broken.split(':')[0])).toEqual(['refund_in_transit_equals_open'])
})
