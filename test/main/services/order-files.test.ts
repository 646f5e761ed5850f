import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Context } from '../../../src/main/services/context'
import { createFiles, type Files } from '../../../src/main/services/files'
import { createJobs, type JobControl, type JobSpec, type Jobs } from '../../../src/main/services/jobs'
import { importOrders, orderFileHandlers } from '../../../src/main/services/order-files'
import type { AccountId, MerchantId } from '../../../src/preload/contract/ids'
import { MerchantId as MerchantIdOf, OfferReference } from '../../../src/preload/contract/ids'
import type { MerchantTerms } from '../../../src/preload/contract/merchants'
import { auditOf, personAt, refusalOf } from '../../support/desk'
import { addAccount, addMerchant, openTestLedger, type TestLedger, valueIn, writing } from '../../support/ledger'
import { csvBytes, HEADER, orderRow, workbookBytes, written } from '../../support/order-files'
import { gateways, quietControl, resourcesOf } from '../../support/statements'

let test: TestLedger
let files: Files
let jobs: Jobs
let started: JobSpec[]
let clerk: Context
let other: Context
let accountId: AccountId
let merchantId: MerchantId
let handlers: ReturnType<typeof orderFileHandlers>

beforeEach(async () => {
  test = await openTestLedger()
  files = await createFiles()
  started = []
  const quiet = {
    notify: () => {},
    faulted: (fault: unknown) => {
      throw fault
    },
    changed: () => {},
  }
  jobs = createJobs((spec, by, control) => {
    started.push(spec)
    return spec.kind === 'orders' ? importOrders(resourcesOf(test, by), spec, control) : Promise.reject(new Error(spec.kind))
  }, quiet)
  handlers = orderFileHandlers({ ledger: test.ledger, clock: test.clock, gateways, files, jobs })
  clerk = await personAt(test, 'yamada', ['clerk'])
  other = await personAt(test, 'sato', ['clerk'])
  accountId = await addAccount(test.ledger)
  merchantId = await addMerchant(test.ledger, withRange('0000001', '0000100'))
})
afterEach(async () => {
  await jobs.settle()
  await files.close()
  await test.cleanup()
})

function withRange(first: string, last: string, own: Partial<MerchantTerms> = {}): Partial<MerchantTerms> {
  return { virtualRange: { accountId, branchCode: '801', first, last }, ...own }
}

async function preview(bytes: Uint8Array, to = merchantId, context = clerk) {
  const reference = valueIn(await files.offer(written(test.dir, 'given', bytes), '注文.csv', context.actor))
  return handlers['orders.previewFile'](context, { reference, merchantId: to })
}

async function importAs(context: Context, planId: string) {
  const { jobId } = valueIn(await handlers['orders.importFile'](context, { planId }))
  for (;;) {
    const state = valueIn(jobs.get(jobId, context.actor))
    if (state.state !== 'running') return state
    await new Promise((resolve) => setImmediate(resolve))
  }
}

async function bringIn(rows: readonly (readonly string[])[], to = merchantId) {
  return importAs(clerk, valueIn(await preview(csvBytes([HEADER, ...rows]), to)).planId)
}

const all = (query: string) => test.ledger.source.prepare(query).all()
const numbered = (count: number, from = 1) => Array.from({ length: count }, (_, at) => orderRow(`N${from + at}`))

describe('an order file', () => {
  it('is shown before anything is stored, and then stored as it was shown', async () => {
    const rows = [
      orderRow('A-1', { 3: '1,000', 8: 'はい' }),
      orderRow('A-2', { 1: '2026/11/12', 7: '2026/11/30', 6: 'a@example.jp', 9: '急ぎ' }),
    ]
    const shown = valueIn(await preview(csvBytes([HEADER, ...rows], 'cp932')))
    expect(shown).toEqual({
      planId: expect.any(String),
      fileName: '注文.csv',
      encoding: 'CP932',
      rows: 2,
      total: 13_000,
      protectedRows: 1,
      receivedFrom: '2026-11-10',
      receivedTo: '2026-11-12',
      virtualAccountsFree: 100,
      sample: [
        expect.objectContaining({ row: 2, orderNumber: 'A-1', amount: 1_000, dueOn: '2026-11-24' }),
        expect.objectContaining({ row: 3, dueOn: '2026-11-30' }),
      ],
    })
    expect(all('select * from orders')).toEqual([])
    expect(await importAs(clerk, shown.planId)).toEqual({ state: 'done', result: { kind: 'orders', imported: 2 } })
    expect(
      all(
        'select order_number, reference_key, received_on, goods, method, amount, payer_key, payer_email, acceptance, payment, protection, disbursement, due_on, note, status from orders',
      ),
    ).toEqual([
      {
        order_number: 'A-1',
        reference_key: 'A1',
        received_on: '2026-11-10',
        goods: 'りんごジュース 12本',
        method: 'bank_transfer',
        amount: 1_000,
        payer_key: 'ヤマダタロウ',
        payer_email: '',
        acceptance: 'none',
        payment: 'unpaid',
        protection: 'wished',
        disbursement: 'none',
        due_on: '2026-11-24',
        note: '',
        status: 'unpaid',
      },
      expect.objectContaining({
        order_number: 'A-2',
        reference_key: 'A2',
        payer_email: 'a@example.jp',
        protection: 'none',
        due_on: '2026-11-30',
        note: '急ぎ',
      }),
    ])
    expect(all('select account_id, reference, due_on, ended_at from instructions')).toEqual([
      { account_id: accountId, reference: '8010000001', due_on: '2026-11-24', ended_at: null },
      { account_id: accountId, reference: '8010000002', due_on: '2026-11-30', ended_at: null },
    ])
    expect(all("select kind, amount, actor, detail ->> 'protectionWished' as protected from order_events")).toEqual([
      { kind: 'registered', amount: 1_000, actor: 'user:yamada', protected: 1 },
      { kind: 'registered', amount: 12_000, actor: 'user:yamada', protected: 0 },
    ])
    expect(all('select name, rows, imported_by from order_files')).toEqual([{ name: '注文.csv', rows: 2, imported_by: 'user:yamada' }])
    expect(all('select count(*) as n from order_search where order_search match \'"ヤマダ" *\'')).toEqual([{ n: 2 }])
    expect(auditOf(test, 'orders')).toEqual(['user:yamada file_imported'])
  })

  it('may be a workbook', async () => {
    const bytes = await workbookBytes([
      HEADER,
      ['A-1', new Date(Date.UTC(2026, 10, 10)), '商品', 500, '山田', 'ヤマダ', null, null, true, null],
    ])
    const shown = valueIn(await preview(bytes))
    expect(shown).toMatchObject({ encoding: 'xlsx', rows: 1, total: 500, protectedRows: 1 })
    expect(await importAs(clerk, shown.planId)).toMatchObject({ state: 'done' })
  })

  it('is accepted by being handed over, where the merchant must accept each order', async () => {
    const accepting = await addMerchant(test.ledger, withRange('0001000', '0001999', { acceptanceRequired: true }))
    await bringIn(numbered(1), accepting)
    expect(all('select acceptance, payment, status from orders')).toEqual([{ acceptance: 'none', payment: 'unpaid', status: 'unpaid' }])
  })

  it('is wholly refused for what is in the ledger already, also the same file again', async () => {
    await bringIn(numbered(2))
    const again = await preview(csvBytes([HEADER, ...numbered(2)]))
    expect(refusalOf(again)).toEqual({
      refusal: 'order_file_has_errors',
      total: 2,
      errors: [2, 3].map((row) => ({ row, column: '注文番号', code: 'already_registered', found: `N${row - 1}` })),
    })
    const elsewhere = await addMerchant(test.ledger, withRange('0001000', '0001999'))
    expect(valueIn(await preview(csvBytes([HEADER, ...numbered(2)]), elsewhere)).rows).toBe(2)
  })

  it('tells all its errors by row, the first thousand of them in full', async () => {
    const bad = Array.from({ length: 1_200 }, (_, at) => orderRow(`N${at}`, { 3: 'x' }))
    const refusal = refusalOf(await preview(csvBytes([HEADER, ...bad])))
    expect(refusal).toMatchObject({ refusal: 'order_file_has_errors', total: 1_200 })
    if (refusal.refusal === 'order_file_has_errors') expect(refusal.errors).toHaveLength(1_000)
    expect(started).toEqual([])
  })

  it('is refused to a merchant that may not send one', async () => {
    const good = csvBytes([HEADER, ...numbered(1)])
    const waiting = await addMerchant(test.ledger, { name: '待つ店', state: 'awaiting_approval' })
    const cardsOnly = await addMerchant(test.ledger, { methods: ['card'] })
    expect(refusalOf(await preview(good, waiting))).toEqual({ refusal: 'merchant_not_active', merchant: '待つ店' })
    expect(refusalOf(await preview(good, cardsOnly))).toEqual({
      refusal: 'invalid_input',
      problems: [{ path: 'merchantId', message: 'no_bank_transfer' }],
    })
    expect(refusalOf(await preview(good, MerchantIdOf.parse(9)))).toEqual({ refusal: 'not_found', what: 'merchant' })
    expect(refusalOf(await preview(csvBytes([HEADER])))).toEqual({ refusal: 'file_empty' })
    const reference = OfferReference.parse('00000000-0000-4000-8000-000000000000')
    expect(refusalOf(await handlers['orders.previewFile'](clerk, { reference, merchantId }))).toEqual({ refusal: 'offer_expired' })
  })

  it('is imported once, within half an hour, by whoever previewed it', async () => {
    const planned = async () => valueIn(await preview(csvBytes([HEADER, ...numbered(1)]))).planId
    const expired = { refusal: 'plan_expired' }
    const planId = await planned()
    expect(refusalOf(await handlers['orders.importFile'](other, { planId }))).toEqual(expired)
    expect(refusalOf(await handlers['orders.importFile'](clerk, { planId: 'x' }))).toEqual(expired)
    const old = await planned()
    test.clock.advance(31 * 60_000)
    expect(refusalOf(await handlers['orders.importFile'](clerk, { planId: old }))).toEqual(expired)
    const fresh = await planned()
    await importAs(clerk, fresh)
    expect(refusalOf(await handlers['orders.importFile'](clerk, { planId: fresh }))).toEqual(expired)
  })
})

describe('an import', () => {
  const job = (bytes: Uint8Array, sha256: string): Extract<JobSpec, { kind: 'orders' }> => ({
    kind: 'orders',
    path: written(test.dir, 'job', bytes),
    fileName: 'a.csv',
    merchantId,
    sha256,
  })
  const good = () => csvBytes([HEADER, ...numbered(3)])
  async function shaOf(bytes: Uint8Array) {
    return valueIn(await gateways.orderFiles.readOrderFile(written(test.dir, 'sha', bytes), 10)).sha256
  }
  const nothingStored = () =>
    expect([all('select * from orders'), all('select * from order_files'), all('select * from instructions')]).toEqual([[], [], []])

  it('of other bytes than were shown is refused', async () => {
    expect(refusalOf(await importOrders(resourcesOf(test), job(good(), 'other'), quietControl()))).toEqual({ refusal: 'plan_changed' })
    nothingStored()
  })

  it('that is cancelled leaves nothing', async () => {
    const control = quietControl()
    control.cancel()
    expect(refusalOf(await importOrders(resourcesOf(test), job(good(), await shaOf(good())), control))).toEqual({ refusal: 'cancelled' })
    nothingStored()
  })

  it('finds what somebody stored while it was reading', async () => {
    const spec = job(good(), await shaOf(good()))
    await bringIn(numbered(1, 2))
    expect(refusalOf(await importOrders(resourcesOf(test), spec, quietControl()))).toMatchObject({
      refusal: 'order_file_has_errors',
      total: 1,
      errors: [{ row: 3, found: 'N2' }],
    })
  })

  it('tells how far it has come', async () => {
    const told: string[] = []
    const control: JobControl = { cancelled: false, progress: (phase, count, total) => told.push(`${phase} ${count}/${total}`) }
    valueIn(await importOrders(resourcesOf(test), job(good(), await shaOf(good())), control))
    expect(told).toEqual(['reading 0/null', 'writing 0/3'])
  })
})

describe('virtual accounts', () => {
  const live = () =>
    all(
      'select o.order_number, substr(i.reference, 9) as number from instructions i join orders o on o.id = i.order_id where i.ended_at is null order by i.id',
    )

  it('go round, passing over open orders and taking the numbers of closed ones once they have rested', async () => {
    const small = await addMerchant(test.ledger, withRange('0005001', '0005005'))
    await bringIn(numbered(4), small)
    await writing(test.ledger, (writer) =>
      writer.db.updateTable('orders').set({ payment: 'cancelled' }).where('order_number', 'in', ['N2', 'N3']).execute(),
    )
    const free = async () => valueIn(await preview(csvBytes([HEADER, orderRow('P')]), small)).virtualAccountsFree
    expect(await free()).toBe(1)
    // Numbers rest after their due date, so that late money of the last payer clears nobody else's order.
    test.clock.advance(60 * 24 * 60 * 60 * 1000)
    expect(await free()).toBe(3)
    await bringIn([orderRow('M1'), orderRow('M2')], small)
    expect(live()).toEqual([
      { order_number: 'N1', number: '01' },
      { order_number: 'N3', number: '03' },
      { order_number: 'N4', number: '04' },
      { order_number: 'M1', number: '05' },
      { order_number: 'M2', number: '02' },
    ])
    expect(all('select count(*) as ended from instructions where ended_at is not null')).toEqual([{ ended: 1 }])
  })

  it('that do not suffice refuse the whole file', async () => {
    const small = await addMerchant(test.ledger, withRange('0005001', '0005003'))
    expect(await bringIn(numbered(4), small)).toEqual({
      state: 'refused',
      refusal: { refusal: 'virtual_accounts_exhausted', needed: 4, free: 3 },
    })
    const without = await addMerchant(test.ledger)
    expect(await bringIn(numbered(1), without)).toEqual({
      state: 'refused',
      refusal: { refusal: 'virtual_accounts_exhausted', needed: 1, free: 0 },
    })
    expect(all('select * from orders')).toEqual([])
    expect(await bringIn(numbered(3), small)).toMatchObject({ state: 'done' })
  })
})

it('an order file tells the payers that have an address how to transfer, once', async () => {
  await bringIn([orderRow('A-1', { 6: 'a@example.jp' }), orderRow('A-2'), orderRow('A-3', { 6: 'c@example.jp' })])
  expect(all('select name, recipient, channel, address, state from notices order by id')).toEqual([
    { name: 'instruction', recipient: 'payer', channel: 'mail', address: 'a@example.jp', state: 'waiting' },
    { name: 'instruction', recipient: 'payer', channel: 'mail', address: 'c@example.jp', state: 'waiting' },
  ])
})
