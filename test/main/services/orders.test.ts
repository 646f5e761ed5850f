import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Context, ParsedInputs } from '../../../src/main/services/context'
import { createEvents } from '../../../src/main/services/events'
import { orderHandlers } from '../../../src/main/services/orders'
import { type MerchantId, type OrderId, OrderId as OrderIdOf, StatementFileId } from '../../../src/preload/contract/ids'
import { yen } from '../../../src/preload/contract/money'
import { Cursor } from '../../../src/preload/contract/paging'
import { auditOf, personAt, refusalOf } from '../../support/desk'
import { addAccount, addMerchant, addOrders, openTestLedger, type TestLedger, valueIn, writing } from '../../support/ledger'

let test: TestLedger
let clerk: Context
let handlers: ReturnType<typeof orderHandlers>
let merchantId: MerchantId
let order: OrderId

beforeEach(async () => {
  test = await openTestLedger()
  handlers = orderHandlers({ ledger: test.ledger, clock: test.clock, events: createEvents() })
  clerk = await personAt(test, 'yamada', ['clerk'])
  merchantId = await addMerchant(test.ledger, { name: 'A商店' })
  const [first] = await addOrders(test.ledger, merchantId, [{ orderNumber: 'A-1', amount: 1_000 }])
  order = OrderIdOf.parse(first)
})
afterEach(() => test.cleanup())

const asked = (own: Partial<ParsedInputs['orders.list']> = {}): ParsedInputs['orders.list'] => ({
  filter: {},
  sort: 'received',
  descending: true,
  cursor: null,
  size: 2,
  ...own,
})
const list = (own: Partial<ParsedInputs['orders.list']> = {}) => handlers['orders.list'](clerk, asked(own))
const get = async (id = order) => valueIn(await handlers['orders.get'](clerk, { id }))

describe('the list of orders', () => {
  it('goes on where it stopped, and counts once', async () => {
    await addOrders(test.ledger, merchantId, [
      { orderNumber: 'A-2', amount: 5 },
      { orderNumber: 'A-3', amount: 6 },
    ])
    const first = valueIn(await list())
    expect(first).toMatchObject({
      rows: [{ orderNumber: 'A-3', merchantName: 'A商店' }, { orderNumber: 'A-2' }],
      matching: { count: 3, capped: false },
      elapsedMs: 0,
    })
    await addOrders(test.ledger, merchantId, [{ orderNumber: 'A-4', amount: 7 }])
    expect(valueIn(await list({ cursor: first.next }))).toMatchObject({
      rows: [{ orderNumber: 'A-1' }],
      next: null,
      matching: { count: 3, capped: false },
    })
  })

  it('finds by the search box, newest first whatever the sort, and sums what it found', async () => {
    await addOrders(test.ledger, merchantId, [
      { orderNumber: 'A-2', amount: 5, payerKana: 'サトウ', payerName: '佐藤' },
      { orderNumber: 'A-3', amount: 6 },
    ])
    const first = valueIn(await list({ filter: { search: 'ﾔﾏﾀﾞ' }, sort: 'amount', size: 1 }))
    expect(first).toMatchObject({ rows: [{ orderNumber: 'A-3' }], matching: { count: 2 } })
    expect(valueIn(await list({ filter: { search: 'ﾔﾏﾀﾞ' }, sort: 'amount', size: 1, cursor: first.next }))).toMatchObject({
      rows: [{ orderNumber: 'A-1' }],
      next: null,
    })
    expect(valueIn(await handlers['orders.totals'](clerk, { filter: { search: 'ヤマダ' } }))).toEqual({ rows: 2, total: 1_006 })
    expect(valueIn(await handlers['orders.totals'](clerk, { filter: {} }))).toEqual({ rows: 3, total: 1_011 })
  })

  it('takes no cursor but its own', async () => {
    await addOrders(test.ledger, merchantId, [{ amount: 5 }, { amount: 6 }])
    const { next } = valueIn(await list())
    const foreign = Buffer.from('{"list":"received"}').toString('base64url')
    const refused = [
      { cursor: Cursor.parse('x') },
      { cursor: Cursor.parse(foreign) },
      { cursor: next, sort: 'amount' as const },
      { cursor: next, descending: false },
      { cursor: next, filter: { search: 'a' } },
    ]
    for (const own of refused)
      expect(refusalOf(await list(own))).toMatchObject({ refusal: 'invalid_input', problems: [{ path: 'cursor' }] })
  })
})

describe('an order', () => {
  it('is shown with its tracks, its virtual account and its history', async () => {
    const accountId = await addAccount(test.ledger)
    const dueOn = (await get()).dueOn
    if (!dueOn) throw new Error('no due date')
    const [id] = await addOrders(test.ledger, merchantId, [
      { amount: 5, tracks: { protection: 'wished' }, instruction: { accountId, reference: '8010000001', dueOn } },
    ])
    expect(await get(id)).toMatchObject({
      merchantName: 'A商店',
      status: 'unpaid',
      tracks: { acceptance: 'none', payment: 'unpaid', protection: 'wished', disbursement: 'none' },
      virtualAccount: '8010000001',
      importedFile: null,
      allocations: [],
      journal: [],
      timeline: [
        {
          kind: 'registered',
          actor: 'user:tester',
          amount: 5,
          receiptId: null,
          detail: { methodFixed: true, protectionWished: true, acceptanceRequired: false },
        },
      ],
    })
    expect(refusalOf(await handlers['orders.get'](clerk, { id: OrderIdOf.parse(9) }))).toEqual({ refusal: 'not_found', what: 'order' })
  })

  it('carries a note, which two people cannot write over each other', async () => {
    const note = (version: number, text: string, id = order) => handlers['orders.note'](clerk, { id, version, note: text })
    expect(valueIn(await note(1, '電話済'))).toEqual({ version: 2 })
    expect(await get()).toMatchObject({ note: '電話済', version: 2 })
    expect(refusalOf(await note(1, '別'))).toEqual({ refusal: 'changed_meanwhile' })
    expect(refusalOf(await note(2, '4111 1111 1111 1111'))).toMatchObject({
      refusal: 'invalid_input',
      problems: [{ path: 'note', message: 'card_number' }],
    })
    expect(refusalOf(await note(1, '別', OrderIdOf.parse(9)))).toEqual({ refusal: 'not_found', what: 'order' })
    expect(auditOf(test, 'orders')).toEqual(['user:yamada noted'])
  })
})

describe('cancelling an order', () => {
  const cancel = (version: number, id = order, reason = '加盟店の依頼') => handlers['orders.cancel'](clerk, { id, version, reason })

  it('closes it, with the reason in its history', async () => {
    expect(valueIn(await cancel(1))).toEqual({ version: 2 })
    expect(await get()).toMatchObject({
      status: 'cancelled',
      version: 2,
      timeline: [{ kind: 'registered' }, { kind: 'cancelled', actor: 'user:yamada', detail: { reason: '加盟店の依頼' } }],
    })
    expect(auditOf(test, 'orders')).toEqual(['user:yamada cancelled'])
  })

  it('is refused after payment, a second time, meanwhile changed, with a card number, and of nothing', async () => {
    const [paid] = await addOrders(test.ledger, merchantId, [{ amount: 5, tracks: { payment: 'paid' } }])
    expect(refusalOf(await cancel(1, paid))).toEqual({ refusal: 'order_step_refused', track: 'payment', from: 'paid', event: 'cancelled' })
    expect(refusalOf(await cancel(2))).toEqual({ refusal: 'changed_meanwhile' })
    expect(refusalOf(await cancel(1, order, '4111111111111111'))).toMatchObject({ refusal: 'invalid_input' })
    expect(refusalOf(await cancel(1, OrderIdOf.parse(9)))).toEqual({ refusal: 'not_found', what: 'order' })
    valueIn(await cancel(1))
    expect(refusalOf(await cancel(2))).toMatchObject({ refusal: 'order_step_refused', from: 'cancelled' })
  })

  it('waits until a statement that plans it has been posted', async () => {
    const accountId = await addAccount(test.ledger)
    const fileId = await planned(accountId)
    expect(refusalOf(await cancel(1))).toEqual({ refusal: 'reserved_by_import', orderNumber: 'A-1' })
    await writing(test.ledger, (writer) =>
      writer.db.updateTable('statement_files').set({ posted_to: 1, state: 'posted' }).where('id', '=', fileId).execute(),
    )
    valueIn(await cancel(1))
  })

  /** A statement that is in, whose only line is planned for the order and not posted yet. */
  function planned(accountId: Awaited<ReturnType<typeof addAccount>>): Promise<StatementFileId> {
    return writing(test.ledger, async (writer) => {
      const fileId = StatementFileId.parse(writer.newId())
      const { receivedOn: day } = await get()
      const statementId = writer.newId()
      await writer.db
        .insertInto('statement_files')
        .values({
          id: fileId,
          name: 'a',
          sha256: 'a',
          format: 'zengin-03',
          state: 'published',
          posted_to: 0,
          lines: 1,
          stored: 1,
          duplicates: 0,
          cleared: 0,
          digest: '',
          planned_at_event: 0,
          plan: '{}',
          imported_by: 'user:yamada',
          imported_at: writer.at,
        })
        .execute()
      await writer.db
        .insertInto('statements')
        .values({
          id: statementId,
          file_id: fileId,
          account_id: accountId,
          from_on: day,
          to_on: day,
          opening: null,
          closing: null,
          sequence_number: null,
          lines: 1,
        })
        .execute()
      const { sql } = await import('kysely')
      await sql`insert into receipts (id, file_id, statement_id, line, record, account_id, direction, booked_on, value_on, amount, kind, remitter_name, name_key,
          remitting_bank, remitting_branch, description, edi, bank_reference, raw, identity, planned_order_id)
        values (${writer.newId()}, ${fileId}, ${statementId}, 1, 1, ${accountId}, 'credit', ${day}, ${day}, ${yen(1_000)}, 'transfer', '', '', '', '', '', '', '', x'00', 'i', ${order})`.execute(
        writer.db,
      )
      return fileId
    })
  }
})
