import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import ExcelJS from 'exceljs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { saveAgentIdentity } from '../../../src/main/ledger/agent-settings'
import { documentById } from '../../../src/main/ledger/documents'
import { payoutOfStatement } from '../../../src/main/ledger/merchant-statements'
import { openSnapshot } from '../../../src/main/ledger/snapshot'
import { agentHandlers } from '../../../src/main/services/agent'
import { documentHandlers } from '../../../src/main/services/documents'
import { runJob } from '../../../src/main/services/job-kinds'
import type { JobSpec } from '../../../src/main/services/jobs'
import { statementOf, withLines } from '../../../src/main/services/statement-facts'
import { statementHandlers } from '../../../src/main/services/statements'
import { type AgentIdentity, USUAL_AGENT } from '../../../src/preload/contract/agent'
import { DocumentId, type MerchantId, PayoutId } from '../../../src/preload/contract/ids'
import { FeePlan, NO_CONTACTS } from '../../../src/preload/contract/merchants'
import { auditOf, personAt, refusalOf } from '../../support/desk'
import { valueIn, writing } from '../../support/ledger'
import { CLOSING, openPayoutDesk, PAY_DAY, type PayoutDesk, PERCENT_FEE } from '../../support/payout-desk'
import { textsOf } from '../../support/pdf-text'
import { gateways, quietControl, resourcesOf } from '../../support/statements'
import { zipEntries } from '../../support/zip-entries'

const T_NUMBER = 'T7000012050002'
let desk: PayoutDesk
let books: MerchantId
let small: MerchantId
let handlers: ReturnType<typeof statementHandlers> & ReturnType<typeof documentHandlers>

beforeEach(async () => {
  desk = await openPayoutDesk()
  const administrator = await personAt(desk, 'ito', ['administrator'])
  const identity = { name: 'みなと銀行', postalAddress: '〒105-0001\n東京都港区虎ノ門1-1', tNumber: T_NUMBER }
  valueIn(
    await agentHandlers(desk.deps)['settings.agent.save'](administrator, { version: 0, settings: { identity, rules: USUAL_AGENT.rules } }),
  )
  handlers = { ...statementHandlers(desk.deps), ...documentHandlers(desk.deps) }
  const flat = FeePlan.parse({ ...PERCENT_FEE, minimum: 500 })
  books = await desk.merchant({
    name: '株式会社さくら書房',
    contacts: { ...NO_CONTACTS, noticeBy: 'letter', postalAddress: '〒101-0051\n東京都千代田区神田神保町1-105' },
  })
  small = await desk.merchant({ name: '山田陶器店', fees: [flat] })
  await desk.merchant({ name: '何も売れない店' })
  await desk.settle()
  await desk.paid(books, '2026-11-10', [12_345, 7_000, 100])
  await desk.paid(small, '2026-11-11', [300])
})
afterEach(() => desk.cleanup())

const payoutOf = (merchantId: MerchantId) =>
  PayoutId.parse(
    desk.ledger.source.prepare<[number], number>('select id from payouts where merchant_id = ? order by id desc').pluck().get(merchantId),
  )

/** The closing's run, agreed to; then handed to the bank. */
async function agreedTo() {
  const { id } = await desk.submitted()
  valueIn(await desk.decide(id, 'approved'))
  return id
}
async function paidOut() {
  const id = await agreedTo()
  const { state, version } = await desk.run(id)
  if (state === 'approved') valueIn(await desk.handlers['payouts.handOver'](desk.clerk, { id, version }))
}
const calls = (identity: Partial<AgentIdentity>) =>
  writing(desk.ledger, (writer) => saveAgentIdentity(writer, { name: 'みなと銀行', postalAddress: '', tNumber: T_NUMBER, ...identity }))

async function factsOf(merchantId: MerchantId) {
  const payout = await payoutOfStatement(desk.ledger.reader, payoutOf(merchantId))
  if (!payout) throw new Error('no payout')
  const snapshot = openSnapshot(desk.ledger)
  try {
    const { statement, lines, lineCount } = withLines(
      snapshot,
      payout,
      await statementOf(snapshot, gateways.banks, payout, desk.clock.today()),
    )
    return { statement, lines: [...lines], lineCount }
  } finally {
    snapshot.close()
  }
}

const job = (spec: JobSpec) => runJob(resourcesOf(desk, desk.clerk.by), spec, quietControl())
async function made(merchantId: MerchantId, format: 'pdf' | 'xlsx') {
  const path = desk.files.room()
  const result = await job({ kind: 'statement', payoutId: payoutOf(merchantId), format, path, ticket: 't' })
  return { path, result }
}
const textIn = (path: string) => textsOf(readFileSync(path)).join('')

/** Changes what no service would change. */
function tamper(sql: string, ...parameters: (string | number)[]) {
  const raw = new Database(desk.ledger.path)
  raw.prepare(sql).run(...parameters)
  raw.close()
}

describe('the facts of a statement', () => {
  it('are those of the payout, and what the ledger has booked', async () => {
    await paidOut()
    const { statement, lines, lineCount } = await factsOf(books)
    // 360 bp: 444, 252 and (the minimum) 10 yen; 706 yen of fees, 70 of tax.
    expect(statement).toMatchObject({
      number: expect.stringMatching(/^P20261130-\d+-K000001$/),
      closingOn: CLOSING,
      payOn: PAY_DAY,
      rendered: { from: '2026-11-10', to: '2026-11-10' },
      issuer: { name: 'みなと銀行', tNumber: 'T7000012050002' },
      sources: [{ source: 'bank_transfer', count: 3, gross: 19_445, fees: 706 }],
      gross: 19_445,
      fees: 706,
      tax: 70,
      net: 18_669,
      invoice: [{ taxClass: 'standard', basisPoints: 1000, base: 706, tax: 70, total: 776 }],
      isDeferred: false,
    })
    expect(lineCount).toBe(3)
    expect(lines.map(({ amount, fee, taxRate }) => [amount, fee, taxRate])).toEqual([
      [12_345, 444, 1000],
      [7_000, 252, 1000],
      [100, 10, 1000],
    ])
    const mine = await factsOf(small)
    const balances = desk.balances()
    expect(balances.fee_income).toBe(-(statement.fees + mine.statement.fees))
    expect(balances.output_tax).toBe(-(statement.tax + mine.statement.tax))
    expect(balances.payout_in_transit).toBe(-statement.net)
  })

  it('say what the merchant owes where the fees are higher than its money', async () => {
    await paidOut()
    const { statement } = await factsOf(small)
    expect(statement).toMatchObject({
      gross: 300,
      fees: 500,
      tax: 50,
      net: 0,
      carriedOver: [{ amount: -250, reason: 'fees_exceed_money' }],
    })
    expect(desk.balances()[`merchant_receivable:${small}`]).toBe(250)
  })

  it('charge nothing where all of it waits for the next closing', async () => {
    const poor = await desk.merchant({ name: '小さな店' })
    await desk.paid(poor, '2026-11-12', [900])
    tamper('update merchants set payout_terms = \'{"minimum":5000}\' where id = ?', poor)
    await paidOut()
    const { statement, lines } = await factsOf(poor)
    expect(statement).toMatchObject({
      isDeferred: true,
      gross: 900,
      fees: 0,
      net: 0,
      invoice: [],
      carriedOver: [{ amount: 900, reason: 'below_minimum' }],
    })
    expect(lines).toMatchObject([{ amount: 900, fee: 0, taxRate: null }])
  })
})

describe('a statement', () => {
  it('is a qualified invoice on paper, read back by another program', async () => {
    await paidOut()
    const { path, result } = await made(books, 'pdf')
    expect(valueIn(result)).toMatchObject({ kind: 'statement', statement: { net: 18_669 } })
    const text = textIn(path)
    for (const part of ['適格請求書', '株式会社さくら書房 御中', 'みなと銀行', 'T7000012050002', '18,669円', '10%対象', '2026年12月18日']) {
      expect(text).toContain(part)
    }
    expect(text).toContain('10%対象70670776')
    expect(text).toContain('消費税▲70')
    expect(text).toContain('合計19,445706')
    expect(text).toContain('1 / 1')
  })

  it('is a workbook whose sums are those of its lines', async () => {
    await paidOut()
    const { path, result } = await made(books, 'xlsx')
    valueIn(result)
    const workbook = new ExcelJS.Workbook()
    await workbook.xlsx.readFile(path)
    const [sums, lines] = workbook.worksheets
    const values = (sums?.getSheetValues() ?? []).flatMap((row) => (Array.isArray(row) ? [row.filter((cell) => cell !== undefined)] : []))
    expect(values).toContainEqual(['お振込金額', 'お振込金額', 'お振込金額', 18_669])
    expect(values).toContainEqual(['10%対象', 706, 70, 776])
    expect(lines?.lastRow?.values).toEqual([undefined, '合計', '3 件', undefined, undefined, undefined, undefined, 19_445, 706])
  })

  it('is made once and kept: whoever asks again gets the same bytes', async () => {
    await paidOut()
    const first = await made(books, 'pdf')
    desk.clock.advance(24 * 3_600_000)
    const second = await made(books, 'pdf')
    expect(readFileSync(first.path).equals(readFileSync(second.path))).toBe(true)
    expect(valueIn(second.result)).toEqual(valueIn(first.result))
    expect(auditOf(desk, 'documents').filter((record) => !record.includes('bank_file'))).toEqual([
      'user:yamada statement_issued',
      'user:yamada statement_made',
      'user:yamada opened',
      'user:yamada opened',
    ])
  })

  it('says the same in every form, whatever the agent and the merchant are called by then', async () => {
    await paidOut()
    const first = textIn((await made(books, 'pdf')).path)
    await calls({ name: 'あたらしい銀行' })
    tamper(
      `update merchants set name = '株式会社べつの名', contacts = '{"noticeBy":"letter","postalAddress":"〒530-0001 大阪市北区梅田1"}' where id = ?`,
      books,
    )
    const workbook = new ExcelJS.Workbook()
    await workbook.xlsx.readFile((await made(books, 'xlsx')).path)
    const cells = JSON.stringify(workbook.worksheets[0]?.getSheetValues())
    const path = desk.files.room()
    valueIn(await job({ kind: 'statement_paper', closingOn: CLOSING, path, ticket: '', fileName: '精算書.pdf' }))
    const [cover, ...pages] = textsOf(readFileSync(path))
    expect(pages.join('')).toBe(first)
    for (const text of [first, cells]) {
      expect(text).toContain('株式会社さくら書房')
      expect(text).toContain('みなと銀行')
      expect(text).not.toMatch(/あたらしい銀行|べつの名/)
    }
    // The letter itself goes to where the merchant is now.
    expect(cover).toContain('大阪市北区梅田1')
  })

  it('that was no invoice is issued again, once, when the agent has its T-number', async () => {
    await calls({ tNumber: null })
    await paidOut()
    const before = valueIn((await made(books, 'pdf')).result)
    const plain = await made(books, 'pdf')
    expect(valueIn(plain.result)).toEqual(before)
    expect(textIn(plain.path)).not.toContain(T_NUMBER)
    await calls({})
    const invoice = await made(books, 'pdf')
    expect(textIn(invoice.path)).toContain('適格請求書')
    expect(textIn(invoice.path)).toContain(T_NUMBER)
    await calls({ tNumber: 'T1010001000006' })
    expect(valueIn((await made(books, 'pdf')).result)).toEqual(valueIn(invoice.result))
    const kept = desk.ledger.source.prepare("select count(*) from documents where kind = 'statement'").pluck().get()
    expect(kept).toBe(2)
  })

  it('is not issued of a run that may still be given up: its fees are charged by the next one alone', async () => {
    const id = await agreedTo()
    expect(refusalOf((await made(books, 'pdf')).result)).toEqual({ refusal: 'statement_not_issued' })
    const { version } = await desk.run(id)
    valueIn(await desk.handlers['payouts.giveUp'](desk.supervisor, { id, version, reason: '口座の確認' }))
    await desk.idle()
    const givenUp = payoutOf(books)
    await paidOut()
    expect(payoutOf(books)).not.toBe(givenUp)
    valueIn((await made(books, 'pdf')).result)
    const path = desk.files.room()
    expect(refusalOf(await job({ kind: 'statement', payoutId: givenUp, format: 'pdf', path, ticket: '' }))).toEqual({
      refusal: 'statement_not_issued',
    })
  })

  it('is not handed out again where its payout is no longer issued, though it is kept', async () => {
    await paidOut()
    valueIn((await made(books, 'pdf')).result)
    tamper('drop trigger if exists payouts_walk')
    tamper('drop trigger if exists payouts_ended')
    tamper("update payouts set state = 'given_up' where id = ?", payoutOf(books))
    expect(refusalOf((await made(books, 'pdf')).result)).toEqual({ refusal: 'statement_not_issued' })
  })

  it('is not issued before its run has been handed over, nor of no payout', async () => {
    await desk.submitted()
    const { path, result } = await made(books, 'pdf')
    expect(refusalOf(result)).toEqual({ refusal: 'statement_not_issued' })
    expect(existsSync(path)).toBe(false)
    expect(refusalOf(await handlers['statements.make'](desk.clerk, { payoutId: payoutOf(books), format: 'pdf' }))).toEqual({
      refusal: 'statement_not_issued',
    })
    const nobody = PayoutId.parse(9)
    expect(refusalOf(await handlers['statements.make'](desk.clerk, { payoutId: nobody, format: 'pdf' }))).toEqual({
      refusal: 'not_found',
      what: 'payout',
    })
    expect(refusalOf(await job({ kind: 'statement', payoutId: nobody, format: 'pdf', path, ticket: '' }))).toEqual({
      refusal: 'not_found',
      what: 'payout',
    })
  })

  it('is not written where there is no place, and leaves nothing behind', async () => {
    await paidOut()
    const spec = { kind: 'statement' as const, payoutId: payoutOf(books), format: 'pdf' as const, ticket: '' }
    const nowhere = await job({ ...spec, path: join(desk.dir, 'nowhere', 'statement.pdf') })
    expect(refusalOf(nowhere)).toEqual({ refusal: 'cannot_write_file', detail: 'ENOENT' })
    expect(desk.ledger.source.prepare("select count(*) from documents where kind = 'statement'").pluck().get()).toBe(0)
  })
})

describe('documents', () => {
  it('are found by day, amount and counterparty, together and page by page', async () => {
    await paidOut()
    for (const merchant of [books, small]) for (const format of ['pdf', 'xlsx'] as const) valueIn((await made(merchant, format)).result)
    const found = async (own: object) =>
      valueIn(await handlers['documents.list'](desk.clerk, { filter: { kind: 'statement', ...own }, cursor: null, size: 100 }))
    const names = async (filter: object) => (await found(filter)).rows.map(({ counterparty, amount }) => `${counterparty} ${amount}`)
    expect((await found({})).matching).toEqual({ count: 4, capped: false })
    expect(await names({ counterparty: 'さくら' })).toEqual(['株式会社さくら書房 18669', '株式会社さくら書房 18669'])
    expect(await names({ counterparty: '%' })).toEqual([])
    expect(await names({ amountFrom: 1, amountTo: 18_669, from: PAY_DAY, to: PAY_DAY })).toHaveLength(2)
    expect(await names({ amountFrom: 18_670 })).toEqual([])
    expect(await names({ from: '2026-12-19' })).toEqual([])
    expect(await names({ merchantId: small, kind: 'statement' })).toEqual(['山田陶器店 0', '山田陶器店 0'])
    expect(await names({ kind: 'bank_file' })).toEqual(['みずほ 18669'])
    const pages: number[] = []
    for (let cursor = null as Awaited<ReturnType<typeof found>>['next']; ; ) {
      const page = valueIn(await handlers['documents.list'](desk.clerk, { filter: { kind: 'statement' }, cursor, size: 3 }))
      pages.push(...page.rows.map(({ id }) => id))
      cursor = page.next
      if (cursor === null) break
    }
    expect(pages).toEqual((await found({})).rows.map(({ id }) => id))
    expect(refusalOf(await handlers['documents.list'](desk.clerk, { filter: {}, cursor: 'x' as never, size: 3 }))).toMatchObject({
      refusal: 'invalid_input',
    })
  })

  it('are handed out byte for byte, and who took them is recorded', async () => {
    await paidOut()
    valueIn((await made(books, 'pdf')).result)
    const [row] = valueIn(await handlers['documents.list'](desk.clerk, { filter: {}, cursor: null, size: 1 })).rows
    if (!row) throw new Error('no document')
    const { ticket, fileName, sha256 } = valueIn(await handlers['documents.open'](desk.supervisor, { id: row.id }))
    expect(desk.files.redeem(ticket, desk.clerk.actor)).toBeNull()
    const download = desk.files.redeem(ticket, desk.supervisor.actor)
    expect(download?.name).toBe(fileName)
    expect(
      createHash('sha256')
        .update(readFileSync(download?.path ?? ''))
        .digest('hex'),
    ).toBe(sha256)
    expect((await documentById(desk.ledger.reader, row.id))?.row.sha256).toBe(sha256)
    expect(auditOf(desk, 'documents').at(-1)).toBe('user:sato opened')
    expect(refusalOf(await handlers['documents.open'](desk.clerk, { id: DocumentId.parse(9) }))).toEqual({
      refusal: 'not_found',
      what: 'document',
    })
  })

  it('are never handed out with other bytes than were kept', async () => {
    await paidOut()
    valueIn((await made(books, 'xlsx')).result)
    const id = DocumentId.parse(desk.ledger.source.prepare('select id from documents').pluck().get())
    tamper('drop trigger documents_no_update')
    tamper("update documents set bytes = x'00'")
    await expect(handlers['documents.open'](desk.clerk, { id })).rejects.toThrow('and was kept with')
  })
})

describe('the month pack', () => {
  const pack = async (own: object = {}) => {
    const path = desk.files.room()
    const request = { closingOn: CLOSING, formats: ['pdf', 'xlsx'] as const, bundle: 'zip' as const, language: 'ja' as const, ...own }
    return { path, result: await job({ kind: 'statement_pack', request, path, ticket: 'ticket', fileName: '精算書.zip' }) }
  }

  it('holds every statement and a check-list of every merchant, with digests and reasons', async () => {
    await paidOut()
    const { path, result } = await pack()
    const ended = valueIn(result)
    if (ended.kind !== 'statement_pack') throw new Error(ended.kind)
    expect(ended.pack).toMatchObject({ merchants: 3, statements: 2, net: 18_669, ticket: 'ticket' })
    const entries = zipEntries(readFileSync(path))
    const entry = (name: string) => entries.get(name) ?? Buffer.alloc(0)
    for (const { fileName, sha256 } of ended.pack.documents) {
      expect(createHash('sha256').update(entry(fileName)).digest('hex')).toBe(sha256)
    }
    const workbook = new ExcelJS.Workbook()
    const list = join(desk.dir, 'list.xlsx')
    writeFileSync(list, entry(`精算書チェックリスト_${CLOSING}.xlsx`))
    await workbook.xlsx.readFile(list)
    const rows = (workbook.worksheets[0]?.getSheetValues() ?? [])
      .slice(2)
      .map((row) => (Array.isArray(row) ? [row[2], row[5], row[6], row[8]] : []))
    expect(rows).toEqual([
      ['株式会社さくら書房', 18_669, undefined, ended.pack.documents[0]?.sha256],
      ['山田陶器店', 0, undefined, ended.pack.documents[2]?.sha256],
      ['何も売れない店', 0, '対象の取引なし', undefined],
      ['3 件', 18_669, undefined, undefined],
    ])
    expect(auditOf(desk, 'exports')).toEqual(['user:yamada statements_packed'])
  })

  it('as a list is the check-list alone, whose documents are opened one by one', async () => {
    await paidOut()
    const { path, result } = await pack({ bundle: 'list', formats: ['pdf'] })
    expect(valueIn(result)).toMatchObject({ pack: { documents: [{}, {}] } })
    expect(readFileSync(path).subarray(0, 2).toString()).toBe('PK')
  })

  it('tells how far it is: of every merchant, and of every file that is put into it', async () => {
    await paidOut()
    const told: string[] = []
    const control = {
      ...quietControl(),
      progress: (phase: string, done: number, total: number | null) => told.push(`${phase} ${done}/${total}`),
    }
    const request = { closingOn: CLOSING, formats: ['pdf'] as const, bundle: 'zip' as const, language: 'ja' as const }
    valueIn(
      await runJob(resourcesOf(desk), { kind: 'statement_pack', request, path: desk.files.room(), ticket: '', fileName: 'x.zip' }, control),
    )
    // Three merchants, then the check-list and two statements.
    expect([...new Set(told)]).toEqual(['writing 0/6', 'writing 1/6', 'writing 2/6', 'writing 4/6', 'writing 5/6', 'writing 6/6'])
  })

  it('is refused where nobody has a statement, and leaves nothing when it is cancelled', async () => {
    expect(refusalOf((await pack()).result)).toEqual({ refusal: 'no_statements', closingOn: CLOSING })
    await paidOut()
    const path = desk.files.room()
    const request = { closingOn: CLOSING, formats: ['pdf'] as const, bundle: 'zip' as const, language: 'ja' as const }
    const control = quietControl()
    control.cancel()
    const spec = { kind: 'statement_pack' as const, request, path, ticket: '', fileName: 'x.zip' }
    expect(refusalOf(await runJob(resourcesOf(desk), spec, control))).toEqual({ refusal: 'cancelled' })
    expect(existsSync(path)).toBe(false)
  })

  it('is listed beforehand, with why a merchant has none', async () => {
    const list = async () =>
      valueIn(await handlers['statements.list'](desk.clerk, { closingOn: CLOSING })).rows.map(({ merchantName, none, number }) => [
        merchantName,
        none,
        number === null,
      ])
    const { id } = await desk.submitted()
    expect(await list()).toEqual([
      ['株式会社さくら書房', 'not_handed_over', true],
      ['山田陶器店', 'not_handed_over', true],
      ['何も売れない店', 'nothing_due', true],
    ])
    valueIn(await desk.decide(id, 'approved'))
    expect((await list())[0]?.[1]).toBe('not_handed_over')
    valueIn(await desk.handlers['payouts.handOver'](desk.clerk, { id, version: (await desk.run(id)).version }))
    expect((await list())[0]).toEqual(['株式会社さくら書房', null, false])
    expect(valueIn(await handlers['statements.closings'](desk.clerk, {})).closings).toEqual([
      { closingOn: CLOSING, merchants: 2, net: 18_669 },
    ])
  })
})

describe('the paper run', () => {
  const paper = async () => {
    const path = desk.files.room()
    return { path, result: await job({ kind: 'statement_paper', closingOn: CLOSING, path, ticket: 'ticket', fileName: '精算書.pdf' }) }
  }

  it('puts a page with the address before each statement of those who are told by letter', async () => {
    await paidOut()
    const { path, result } = await paper()
    expect(valueIn(result)).toMatchObject({ kind: 'statement_paper', paper: { letters: 1, pages: 2, withoutAddress: [] } })
    const pages = textsOf(readFileSync(path))
    expect(pages[0]).toContain('神田神保町1-105')
    expect(pages[0]).toContain('精算書のご送付')
    expect(pages[1]).toContain('適格請求書')
    expect(pages.join('')).not.toContain('山田陶器店')
  })

  it('is refused where nobody gets one, and names those who have no address', async () => {
    expect(refusalOf((await paper()).result)).toEqual({ refusal: 'no_statements', closingOn: CLOSING })
    tamper(`update merchants set contacts = '{"noticeBy":"letter"}' where id = ?`, small)
    await paidOut()
    expect(valueIn((await paper()).result)).toMatchObject({ paper: { letters: 1, withoutAddress: ['山田陶器店'] } })
  })
})
