import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { applyStatement } from '../../../src/main/services/intake-apply'
import { planStatement } from '../../../src/main/services/intake-plan'
import type { AccountId, MerchantId, OrderId } from '../../../src/preload/contract/ids'
import type { StatementPlan } from '../../../src/preload/contract/intake'
import { addAccount, addMerchant, addOrders, openTestLedger, type TestLedger, type TestOrder, valueIn, writing } from '../../support/ledger'
import { ACCOUNT, camt053, fileIn, quietControl, resourcesOf, type TestLine, zengin03 } from '../../support/statements'

const OPENING = 1_000_000

interface Desk extends TestLedger {
  account: AccountId
  merchant: MerchantId
}

async function openDesk(): Promise<Desk> {
  const test = await openTestLedger()
  const account = await addAccount(test.ledger, { ...ACCOUNT, openingBalance: OPENING as never })
  const merchant = await addMerchant(test.ledger)
  return { ...test, account, merchant }
}

let desk: Desk
beforeEach(async () => {
  desk = await openDesk()
})
afterEach(() => desk.cleanup())

let files = 0
function statement(lines: readonly TestLine[], own: { day?: string; opening?: number; name?: string } = {}) {
  files += 1
  const day = own.day ?? '2026-11-20'
  return fileIn(
    desk.dir,
    own.name ?? `statement-${files}.txt`,
    zengin03({ account: ACCOUNT, from: day, to: day, opening: own.opening ?? OPENING, lines }),
  )
}

async function plan(file: { path: string; fileName: string }): Promise<StatementPlan> {
  const result = valueIn(await planStatement(resourcesOf(desk), file, quietControl()))
  if (result.kind !== 'plan') throw new Error(result.kind)
  return result.plan
}

async function apply(made: StatementPlan) {
  const result = valueIn(await applyStatement(resourcesOf(desk), { planId: made.planId, digest: made.digest }, quietControl()))
  if (result.kind !== 'intake') throw new Error(result.kind)
  return result.intake
}

async function bringIn(file: { path: string; fileName: string }) {
  return apply(await plan(file))
}

const withVirtualAccount = (number: string, order: TestOrder): TestOrder => ({
  ...order,
  instruction: { accountId: desk.account, reference: number, dueOn: '2026-11-30' as never },
})

async function order(own: TestOrder): Promise<OrderId> {
  const [id] = await addOrders(desk.ledger, desk.merchant, [own])
  if (id === undefined) throw new Error('no order')
  return id
}

async function balances(): Promise<Record<string, number>> {
  const rows = await desk.ledger.reader.db
    .selectFrom('balances')
    .innerJoin('accounts', 'accounts.id', 'balances.account_id')
    .select((of) => ['accounts.code', of.fn.sum<number>('debit').as('debit'), of.fn.sum<number>('credit').as('credit')])
    .groupBy('accounts.code')
    .execute()
  return Object.fromEntries(rows.map((row) => [row.code.replace(/:\d+$/, ''), row.debit - row.credit]))
}

const statusOf = async (id: OrderId) =>
  await desk.ledger.reader.db
    .selectFrom('orders')
    .select(['status', 'paid_amount', 'version'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()

describe('a statement comes in', () => {
  it('clears by key, posts every line, and the designated account equals the closing balance', async () => {
    const paid = await order(withVirtualAccount('1000000001', { amount: 12_000 }))
    const result = await bringIn(
      statement([
        { amount: 12_000, remitterCode: '1000000001' },
        { amount: 700, remitterName: 'ｼﾗﾅｲ ﾋﾄ' },
        { amount: 330, direction: 'debit', kind: 'book_transfer' },
      ]),
    )
    expect(result).toMatchObject({ stored: 3, duplicates: 0, cleared: 1, waiting: 1 })
    expect(await statusOf(paid)).toMatchObject({ status: 'paid', paid_amount: 12_000, version: 2 })
    expect(await balances()).toEqual({
      bank: OPENING + 12_000 + 700 - 330,
      opening_balance: -OPENING,
      suspense: -700,
      unexplained_outgoing: 330,
      merchant_payable: -12_000,
    })
  })

  it('holds protected money for the payer', async () => {
    await order(withVirtualAccount('1000000001', { amount: 5000, tracks: { protection: 'wished' } }))
    await bringIn(statement([{ amount: 5000, remitterCode: '1000000001' }]))
    expect(await balances()).toMatchObject({ held_for_payers: -5000, suspense: 0 })
  })

  it.each([
    ['key', 1, { remitterCode: '1000000001', remitterName: 'ﾍﾞﾂｼﾞﾝ' }],
    ['reference in the EDI information', 2, { edi: 'A-778', remitterName: 'ﾔﾏﾀ ﾀﾛｳ' }],
    ['reference glued to the name', 2, { remitterName: 'A778 ﾔﾏﾀﾞ ﾀﾛｳ' }],
    ['name and amount', 3, { remitterName: 'ﾔﾏﾀﾞ ﾀﾛｳ' }],
  ])('clears by %s at level %i and keeps the evidence', async (_way, level, line) => {
    await order(withVirtualAccount('1000000001', { amount: 3210, orderNumber: 'A778' }))
    const made = await plan(statement([{ amount: 3210, ...line }]))
    expect(made.willClear).toEqual([{ level, count: 1, amount: 3210 }])
    await apply(made)
    const [kept] = await desk.ledger.reader.db.selectFrom('allocations').selectAll().execute()
    expect(kept).toMatchObject({ level, amount: 3210 })
    expect(JSON.parse(kept?.evidence ?? '[]').length).toBeGreaterThan(0)
  })

  it('leaves two orders that fit equally to a person', async () => {
    await order({ amount: 3000 })
    await order({ amount: 3000 })
    expect(await bringIn(statement([{ amount: 3000 }]))).toMatchObject({ cleared: 0, waiting: 1 })
  })

  it('never matches across merchants by a name alone', async () => {
    await order({ amount: 3000 })
    const other = await addMerchant(desk.ledger)
    await addOrders(desk.ledger, other, [{ amount: 3000 }])
    expect(await bringIn(statement([{ amount: 3000 }]))).toMatchObject({ cleared: 0, waiting: 1 })
  })

  it('takes an order once, however often it was paid', async () => {
    await order(withVirtualAccount('1000000001', { amount: 3000 }))
    const twice = { amount: 3000, remitterCode: '1000000001' }
    expect(await bringIn(statement([twice, twice]))).toMatchObject({ stored: 2, cleared: 1, waiting: 1 })
  })
})

describe('the same again', () => {
  it('does not bring the same file in twice, and says which earlier file and by whom', async () => {
    const file = statement([{ amount: 100 }, { amount: 200 }], { name: 'first.txt' })
    await bringIn(file)
    const again = await plan(file)
    expect(again).toMatchObject({ stored: 0, duplicates: 2, alreadyImported: { fileName: 'first.txt', importedBy: 'user:tester' } })
    expect(again.statements[0]?.earlierFiles).toMatchObject([{ fileName: 'first.txt', importedBy: 'user:tester', lines: 2 }])
    expect(await apply(again)).toMatchObject({ stored: 0, duplicates: 2, cleared: 0 })
    expect(await balances()).toMatchObject({ suspense: -300 })
  })

  it('keeps truly identical lines apart', async () => {
    const same: TestLine = { amount: 5000, bankReference: '00000000' }
    expect(await bringIn(statement([same, same, same]))).toMatchObject({ stored: 3, duplicates: 0 })
    expect(await bringIn(statement([same, same, same, same]))).toMatchObject({ stored: 1, duplicates: 3 })
  })

  it('leaves no trace of a plan that was not applied', async () => {
    await plan(statement([{ amount: 100 }]))
    const made = await plan(statement([{ amount: 200 }]))
    expect(await desk.ledger.reader.db.selectFrom('receipts').select('amount').execute()).toEqual([{ amount: 200 }])
    await apply(made)
    expect(await desk.ledger.reader.db.selectFrom('statement_files').select('state').execute()).toEqual([{ state: 'posted' }])
  })
})

describe('what is refused stores nothing', () => {
  const nothing = async () => {
    expect(await desk.ledger.reader.db.selectFrom('statement_files').select('id').execute()).toEqual([])
    expect(await desk.ledger.reader.db.selectFrom('receipts').select('id').execute()).toEqual([])
  }
  const refusal = async (file: { path: string; fileName: string }) => {
    const result = await planStatement(resourcesOf(desk), file, quietControl())
    return result.ok ? null : result.refusal
  }

  it('an empty file', async () => {
    expect(await refusal(fileIn(desk.dir, 'empty.txt', new Uint8Array()))).toEqual({ refusal: 'file_empty' })
    await nothing()
  })

  it('a file of no known format', async () => {
    expect(await refusal(fileIn(desk.dir, 'x.txt', Buffer.from('order_number,amount\n1,2\n')))).toMatchObject({ refusal: 'format_unknown' })
    await nothing()
  })

  it('every broken record at once, with record and column', async () => {
    const bytes = Buffer.from(
      zengin03({ account: ACCOUNT, from: '2026-11-20', to: '2026-11-20', opening: OPENING, lines: [{ amount: 100 }, { amount: 200 }] }),
    )
    bytes.write('X', 202 + 24)
    bytes.write('9', 404 + 21)
    const found = await refusal(fileIn(desk.dir, 'broken.txt', bytes))
    expect(found).toMatchObject({ refusal: 'statement_has_errors' })
    if (found?.refusal !== 'statement_has_errors') throw new Error('unexpected')
    expect(found.errors).toEqual(
      expect.arrayContaining([expect.objectContaining({ record: 2, column: 25 }), expect.objectContaining({ record: 3, column: 22 })]),
    )
    expect(found.total).toBe(found.errors.length)
    await nothing()
  })

  it('an account that is not ours, with what is needed to take it in', async () => {
    const foreign = { ...ACCOUNT, accountNumber: '7777777' }
    const bytes = zengin03({ account: foreign, from: '2026-11-20', to: '2026-11-20', opening: 5, lines: [{ amount: 100 }] })
    expect(await refusal(fileIn(desk.dir, 'foreign.txt', bytes))).toEqual({
      refusal: 'account_unknown',
      accounts: [{ ...foreign, accountName: 'ｹﾂｻｲﾀﾞｲｺｳｸﾞﾁ', from: '2026-11-20', opening: 5, booksFrom: 'statement' }],
    })
    await nothing()
  })

  it('a cancelled plan', async () => {
    const control = quietControl()
    control.cancel()
    const lines = Array.from({ length: 400 }, (_, index) => ({ amount: index + 1 }))
    const result = await planStatement(resourcesOf(desk), statement(lines), control)
    expect(result).toEqual({ ok: false, refusal: { refusal: 'cancelled' } })
    await nothing()
  })
})

describe('the plan that was shown is the plan that is applied', () => {
  it('is refused when orders moved and it would be another plan', async () => {
    const made = await plan(statement([{ amount: 3000 }]))
    await order({ amount: 3000 })
    const result = await applyStatement(resourcesOf(desk), { planId: made.planId, digest: made.digest }, quietControl())
    expect(result).toEqual({ ok: false, refusal: { refusal: 'plan_changed' } })
    expect(await balances()).not.toHaveProperty('suspense')
  })

  it('goes through when orders moved and nothing differs', async () => {
    const made = await plan(statement([{ amount: 3000 }]))
    await order({ amount: 9999 })
    expect(await apply(made)).toMatchObject({ stored: 1, waiting: 1 })
  })

  it('is refused with another digest, and when it is gone', async () => {
    const made = await plan(statement([{ amount: 3000 }]))
    const other = await applyStatement(resourcesOf(desk), { planId: made.planId, digest: '0'.repeat(64) }, quietControl())
    expect(other).toEqual({ ok: false, refusal: { refusal: 'plan_changed' } })
    await plan(statement([{ amount: 1 }]))
    const gone = await applyStatement(resourcesOf(desk), { planId: made.planId, digest: made.digest }, quietControl())
    expect(gone).toEqual({ ok: false, refusal: { refusal: 'plan_expired' } })
  })
})

describe('every yen of the bank is in the ledger once', () => {
  const alike: TestLine = { amount: 5000, bankReference: '00000000' }
  const inBank = async () => (await balances()).bank

  it('counts an identical line on where a second statement of the same day goes on', async () => {
    await bringIn(statement([alike]))
    expect(await bringIn(statement([alike], { opening: OPENING + 5000 }))).toMatchObject({ stored: 1, duplicates: 0 })
    expect(await inBank()).toBe(OPENING + 10_000)
  })

  it('takes the same statement once that stands twice in one file', async () => {
    const once = { account: ACCOUNT, from: '2026-11-20', to: '2026-11-20', opening: OPENING, lines: [alike] }
    expect(await bringIn(fileIn(desk.dir, 'twice.txt', zengin03(once, once)))).toMatchObject({ stored: 1, duplicates: 1 })
    expect(await inBank()).toBe(OPENING + 5000)
  })

  it('knows a camt entry again however it is indented', async () => {
    const entry = { account: ACCOUNT, from: '2026-11-20', to: '2026-11-20', opening: OPENING, lines: [{ amount: 5000 }] }
    const first = Buffer.from(camt053(entry)).toString('utf8')
    await bringIn(fileIn(desk.dir, 'first.xml', Buffer.from(first)))
    const again = Buffer.from(first.replace(/></g, '>\r\n  <'))
    expect(await bringIn(fileIn(desk.dir, 'again.xml', again))).toMatchObject({ stored: 0, duplicates: 1 })
  })

  it('refuses lines from before the account was taken in', async () => {
    const file = statement([{ amount: 1 }], { day: '2026-10-30' })
    expect(await planStatement(resourcesOf(desk), file, quietControl())).toMatchObject({
      ok: false,
      refusal: { refusal: 'before_account_opened' },
    })
  })

  it("refuses what would not come to the bank's closing balance", async () => {
    await bringIn(statement([{ amount: 700 }]))
    await writing(desk.ledger, async (writer) => {
      await writer.db
        .updateTable('balances')
        .set({ debit: 1 as never })
        .where('debit', '=', 700 as never)
        .execute()
    })
    const next = statement([{ amount: 300 }], { day: '2026-11-24', opening: OPENING + 700 })
    expect(await planStatement(resourcesOf(desk), next, quietControl())).toMatchObject({
      ok: false,
      refusal: { refusal: 'balance_differs', bank: OPENING + 1000, ledger: OPENING + 301 },
    })
  })

  it('remembers a day on which nothing moved', async () => {
    await bringIn(statement([{ amount: 100 }], { day: '2026-11-18' }))
    expect(await bringIn(statement([], { day: '2026-11-19', opening: OPENING + 100 }))).toMatchObject({ stored: 0, duplicates: 0 })
    expect((await plan(statement([], { day: '2026-11-20', opening: OPENING + 100 }))).statements[0]?.gap).toBeNull()
  })
})

describe('the surer fact goes first', () => {
  it('keeps an order for its own virtual account further down, and leaves the namesake waiting', async () => {
    const paid = await order(withVirtualAccount('1000000001', { amount: 5000 }))
    const made = await bringIn(statement([{ amount: 5000 }, { amount: 5000, remitterCode: '1000000001' }]))
    expect(made).toMatchObject({ cleared: 1, waiting: 1 })
    const [allocation] = await desk.ledger.reader.db.selectFrom('allocations').select(['level', 'order_id']).execute()
    expect(allocation).toEqual({ level: 1, order_id: paid })
  })

  it('knows a merchant by its range, though no order holds the number, and never looks elsewhere by name', async () => {
    await addMerchant(desk.ledger, { virtualRange: { accountId: desk.account, branchCode: '801', first: '0000001', last: '0000009' } })
    await order({ amount: 3000 })
    expect(await bringIn(statement([{ amount: 3000, remitterCode: '8010000005' }]))).toMatchObject({ cleared: 0, waiting: 1 })
  })

  it('asks for the name where another merchant has an order of the same number', async () => {
    await order({ amount: 3000, orderNumber: '100123', tracks: { payment: 'paid' } })
    const other = await addMerchant(desk.ledger)
    await addOrders(desk.ledger, other, [{ amount: 3000, orderNumber: '100123', payerKey: 'スズキハナコ' }])
    expect(await bringIn(statement([{ amount: 3000, edi: '100123' }]))).toMatchObject({ cleared: 0, waiting: 1 })
  })
})

describe('plans of several people', () => {
  it('is refused while somebody else plans the same lines', async () => {
    const file = statement([{ amount: 100 }])
    await plan(file)
    const other = resourcesOf(desk, { actor: 'user:other', seat: 'other' })
    expect(await planStatement(other, file, quietControl())).toEqual({
      ok: false,
      refusal: { refusal: 'another_job_running', kind: 'plan' },
    })
  })

  it('applies only to the person who made it', async () => {
    const made = await plan(statement([{ amount: 100 }]))
    const other = resourcesOf(desk, { actor: 'user:other', seat: 'other' })
    expect(await applyStatement(other, made, quietControl())).toEqual({ ok: false, refusal: { refusal: 'plan_expired' } })
  })

  it('is not applied once it was cancelled', async () => {
    const made = await plan(statement([{ amount: 100 }]))
    const control = quietControl()
    control.cancel()
    expect(await applyStatement(resourcesOf(desk), made, control)).toEqual({ ok: false, refusal: { refusal: 'cancelled' } })
    expect(await balances()).not.toHaveProperty('suspense')
  })
})

describe('continuity', () => {
  it('names the days and the money between two statements', async () => {
    await bringIn(statement([{ amount: 100 }], { day: '2026-11-16' }))
    const made = await plan(statement([{ amount: 100 }], { day: '2026-11-19', opening: OPENING + 600 }))
    expect(made.statements[0]?.gap).toEqual({ from: '2026-11-17', to: '2026-11-18', difference: 500 })
  })
})
