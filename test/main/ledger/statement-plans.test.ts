import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { agentSettings, saveAgentIdentity } from '../../../src/main/ledger/agent-settings'
import { documentById, documentOfStatement, filesToKeep, insertDocument, listDocuments } from '../../../src/main/ledger/documents'
import { insertIssuedStatement, issuedStatement } from '../../../src/main/ledger/issued-statements'
import type { Reader, Writer } from '../../../src/main/ledger/ledger'
import {
  closingDays,
  payoutByRunName,
  payoutOfStatement,
  payoutsOfClosing,
  payoutsWithStatement,
  statementLines,
  statementOffsets,
  statementSources,
} from '../../../src/main/ledger/merchant-statements'
import { DocumentFilter } from '../../../src/preload/contract/documents'
import { DocumentId, IssuedStatementId, PayoutId } from '../../../src/preload/contract/ids'
import { yen } from '../../../src/preload/contract/money'
import { statementOf } from '../../support/merchant-statements'
import { CLOSING, openPayoutDesk, type PayoutDesk } from '../../support/payout-desk'
import { fullScans, plansOf } from '../../support/query-plans'

/* Nothing that is asked for a statement, or of the documents, walks a whole table: not before SQLite has looked at the data, nor after. */
let desk: PayoutDesk
beforeAll(async () => {
  desk = await openPayoutDesk()
  await desk.settle()
  const merchant = await desk.merchant()
  await desk.paid(merchant, '2026-11-10', [1_000, 2_000])
  await desk.plan()
}, 180_000)
afterAll(() => desk.cleanup())

type Work = (writer: Writer & Reader) => Promise<unknown>
const payoutId = () => PayoutId.parse(desk.ledger.source.prepare('select min(id) from payouts').pluck().get())
const merchantId = async () => {
  const payout = await payoutOfStatement(desk.ledger.reader, payoutId())
  if (!payout) throw new Error('no payout')
  return payout.merchantId
}
const page = { cursor: null, size: 50 }
const everything = { from: '2026-01-01', to: '2026-12-31', amountFrom: 1, amountTo: 9, counterparty: 'さくら', kind: 'statement' }

const asked: [string, Work][] = [
  ['a payout', (ledger) => payoutOfStatement(ledger, payoutId())],
  ['the payouts of a closing', (ledger) => payoutsOfClosing(ledger, CLOSING)],
  ['the payouts of a merchant', async (ledger) => payoutsWithStatement(ledger, await merchantId(), 60)],
  ['a payout by its number', async (ledger) => payoutByRunName(ledger, await merchantId(), 'P20261130-1')],
  ['the closings', (ledger) => closingDays(ledger, 60)],
  ['where the money of a payout comes from', (ledger) => statementSources(ledger, payoutId())],
  ['what was offset', (ledger) => statementOffsets(ledger, payoutId())],
  ['lines', (ledger) => statementLines(ledger, payoutId(), 200)],
  ['settings', agentSettings],
  ['settling', (writer) => saveAgentIdentity(writer, { name: '', postalAddress: '', tNumber: null })],
  ['a document', (ledger) => documentById(ledger, DocumentId.parse(1))],
  ['the statement of a payout that stands', (ledger) => issuedStatement(ledger, payoutId())],
  [
    'a form of it',
    (ledger) => documentOfStatement(ledger, { payoutId: payoutId(), issuedId: IssuedStatementId.parse(1) }, 'application/pdf'),
  ],
  ['documents', (ledger) => listDocuments(ledger, {}, page)],
  ['documents by everything', (ledger) => listDocuments(ledger, DocumentFilter.parse(everything), page)],
  ['files that are no documents yet', (ledger) => filesToKeep(ledger)],
  ['documents of a merchant', async (ledger) => listDocuments(ledger, { merchantId: await merchantId() }, page)],
]

describe.each(['not yet looked at', 'looked at'])('in a ledger that SQLite has %s', (which) => {
  beforeAll(() => {
    if (which !== 'looked at') return
    const raw = new Database(desk.ledger.path)
    // Of a table with a single row SQLite would say, once it has looked, that any way through it is as good.
    raw.exec(`with recursive more (n) as (values (1) union all select n + 1 from more where n < 300)
      insert into transfer_runs (id, kind, name, closing_on, pay_on, account_id, format, state, made_by, made_at)
      select id + n, kind, name || n, date(closing_on, '-' || n || ' months'), pay_on, account_id, format, state, made_by, made_at from transfer_runs, more;
      insert into payouts (id, run_id, merchant_id, account, gross, fees, tax, transfer_fee, offsets, remainder, net, orders, lines, state, figures)
      select r.id + 1000000, r.id, p.merchant_id, account, gross, fees, tax, transfer_fee, offsets, remainder, net, orders, lines, p.state, figures
      from transfer_runs r, payouts p where r.id <> p.run_id;
      analyze`)
    raw.close()
  })

  it.each(asked)('%s', async (_what, work) => {
    const planned = await plansOf(desk.ledger, work)
    expect(planned.length).toBeGreaterThan(0)
    // What is read by an index from its end is no walk through everything: it stops at the page.
    expect(fullScans(planned).filter((scan) => !/USING (COVERING )?INDEX documents_day/.test(scan))).toEqual([])
  })
})

it('keeps what a statement was issued with', async () => {
  const { statement } = statementOf(1)
  const planned = await plansOf(desk.ledger, (writer) => insertIssuedStatement(writer, payoutId(), { language: 'ja', statement }))
  expect(fullScans(planned)).toEqual([])
})

it('keeps a document for good', async () => {
  const planned = await plansOf(desk.ledger, (writer) =>
    insertDocument(writer, {
      ...{ kind: 'statement', day: CLOSING, merchantId: null, payoutId: null, issuedId: null, counterparty: 'x', amount: yen(1) },
      ...{ fileName: 'x.pdf', mediaType: 'application/pdf', sha256: '0'.repeat(64), bytes: new Uint8Array([1]) },
    }),
  )
  expect(fullScans(planned)).toEqual([])
})
