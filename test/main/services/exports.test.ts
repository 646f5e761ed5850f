import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { depositHandlers } from '../../../src/main/services/deposits'
import { exportHandlers, runExport } from '../../../src/main/services/exports'
import { createFiles, type Files } from '../../../src/main/services/files'
import { createJobs, type JobSpec } from '../../../src/main/services/jobs'
import { orderHandlers } from '../../../src/main/services/orders'
import { addDays, businessDate } from '../../../src/preload/contract/date'
import { ExportRequest } from '../../../src/preload/contract/exports'
import { MerchantId } from '../../../src/preload/contract/ids'
import { addOrders, TESTER, valueIn } from '../../support/ledger'
import { splitDeposits } from '../../support/split-deposits'
import { quietControl } from '../../support/statements'
import { CLERK, type Story, tellStory } from '../../support/story'

let story: Story
let files: Files
const started: JobSpec[] = []
beforeAll(async () => {
  story = await tellStory()
  files = await createFiles()
  await addOrders(
    story.ledger,
    story.merchants[0],
    Array.from({ length: 60 }, (_, index) => ({
      amount: 100 + index,
      receivedOn: addDays(businessDate('2026-11-01'), index % 15),
      goods: index % 2 ? '=cmd()' : '米 5kg',
    })),
  )
})
afterAll(async () => {
  await files.close()
  await story.cleanup()
})

const exportDesk = () => {
  const jobs = createJobs(async () => ({ ok: false, refusal: { refusal: 'cancelled' } }), {
    notify: () => undefined,
    faulted: String,
    changed: () => undefined,
  })
  const recording: typeof jobs = {
    ...jobs,
    start: (spec, by) => {
      started.push(spec)
      return jobs.start(spec, by)
    },
  }
  return exportHandlers({ ledger: story.ledger, files, jobs: recording })
}

const asked = (own: object = {}) => ExportRequest.parse({ list: 'orders', merchantId: null, from: '2026-11-01', to: '2026-11-30', ...own })
const specOf = (request: ExportRequest, name = 'list.xlsx') =>
  ({ kind: 'export', request, path: join(story.dir, name), ticket: 'ticket', fileName: name }) as const

async function written(request: ExportRequest) {
  const result = valueIn(await runExport({ ledger: story.ledger, by: TESTER }, specOf(request), quietControl()))
  if (result.kind !== 'export') throw new Error(result.kind)
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.readFile(specOf(request).path)
  return { result: result.export, sheet: workbook.worksheets[0] }
}

const rowsOf = (sheet: ExcelJS.Worksheet | undefined) => {
  const rows: unknown[][] = []
  sheet?.eachRow((row) => rows.push(Array.isArray(row.values) ? row.values.slice(1) : []))
  return rows
}

describe('a list to Excel', () => {
  it('lists the orders of one merchant with their words, days and sums', async () => {
    const { result, sheet } = await written(asked({ merchantId: story.merchants[1] }))
    expect(result).toMatchObject({ ticket: 'ticket', fileName: 'list.xlsx', rows: 2, total: 7400, sheets: 1 })
    const [head, first, second, totals] = rowsOf(sheet)
    expect(sheet?.name).toBe('注文一覧')
    expect(head).toEqual([
      '加盟店',
      '注文番号',
      '受付日',
      '商品',
      '支払方法',
      '決済ステータス',
      '金額',
      '入金額',
      '支払者',
      '支払者カナ',
      '返金希望',
      '入金用口座番号',
      '支払期日',
      '入金日',
      '精算日',
      '備考',
    ])
    expect(first).toEqual([
      '山手書房',
      'Y-1',
      new Date('2026-11-10'),
      '商品',
      '銀行振込',
      '入金済',
      3000,
      3000,
      '山田 太郎',
      'ヤマダ タロウ',
      'なし',
      '1000000003',
      new Date('2026-11-24'),
      new Date('2026-11-19'),
    ])
    expect(second?.slice(5, 8)).toEqual(['一部入金', 4400, 4000])
    expect([totals?.[0], totals?.[1], totals?.[6]]).toEqual(['合計', '2 件', 7400])
  })

  it('lists deposits by the merchant they were for or were cleared to, in English', async () => {
    const { result, sheet } = await written(asked({ list: 'deposits', merchantId: story.merchants[1], language: 'en' }))
    expect(result).toMatchObject({ rows: 2, total: 7000 })
    expect(sheet?.name).toBe('Deposits')
    const [, first, second] = rowsOf(sheet)
    expect(first?.slice(0, 8)).toEqual(['山手書房', new Date('2026-11-19'), new Date('2026-11-19'), 3000, 0, 'Cleared', 'Y-1', 'ﾔﾏﾀﾞ ﾀﾛｳ'])
    expect(second?.slice(0, 8)).toEqual([
      '山手書房',
      new Date('2026-11-19'),
      new Date('2026-11-19'),
      4000,
      0,
      'Cleared',
      'Y-2',
      expect.stringContaining('HYPERLINK'),
    ])
  })

  it('holds of a deposit only the part of its merchant, and tells where that part stands', async () => {
    const split = await splitDeposits()
    const sums = async (merchantId: MerchantId | null) => {
      const spec = { ...specOf(asked({ list: 'deposits', merchantId })), path: join(split.dir, 'split.xlsx') }
      const result = valueIn(await runExport({ ledger: split.ledger, by: TESTER }, spec, quietControl()))
      if (result.kind !== 'export') throw new Error(result.kind)
      const workbook = new ExcelJS.Workbook()
      await workbook.xlsx.readFile(spec.path)
      const rows = rowsOf(workbook.worksheets[0]).slice(1, -1)
      return { total: result.export.total, rows: rows.map(([merchant, , , ...figures]) => [merchant, ...figures.slice(0, 4)]) }
    }
    expect(await sums(split.a)).toEqual({
      total: 13_000,
      rows: [
        ['A商店', 6_000, 0, '消込済', 'A-1'],
        ['A商店', 2_000, 0, '消込済', 'A-2'],
        ['A商店', 5_000, 5_000, '未消込', undefined],
      ],
    })
    expect(await sums(split.b)).toMatchObject({ total: 14_000, rows: [{ 1: 4_000 }, { 1: 3_000 }, { 1: 7_000 }] })
    expect(await sums(null)).toMatchObject({ total: 34_000, rows: [{ 1: 10_000 }, { 1: 9_000 }, { 1: 8_000 }, { 1: 7_000 }] })
    await split.cleanup()
  })

  it('lets no text become a formula', async () => {
    const { sheet } = await written(asked({ merchantId: story.merchants[0] }))
    const goods = rowsOf(sheet).map((row) => row[3])
    expect(goods).toContain("'=cmd()")
    expect(goods).not.toContain('=cmd()')
    sheet?.eachRow((row) => row.eachCell((cell) => expect(cell.type).not.toBe(ExcelJS.ValueType.Formula)))
  })

  it('leaves an audit record with the digest of the file', async () => {
    const request = asked({ list: 'deposits' })
    const { result } = await written(request)
    const record = await story.ledger.reader.db
      .selectFrom('audit_records')
      .selectAll()
      .where('stream', '=', 'exports')
      .orderBy('sequence', 'desc')
      .executeTakeFirstOrThrow()
    expect(record).toMatchObject({ action: 'exported', subject: 'deposits:all', actor: TESTER.actor })
    expect(JSON.parse(record.detail)).toMatchObject({
      file: 'list.xlsx',
      rows: result.rows,
      total: result.total,
      from: '2026-11-01',
      to: '2026-11-30',
      sha256: createHash('sha256')
        .update(readFileSync(specOf(request).path))
        .digest('hex'),
    })
  })

  it('equals the totals of the screen, in preview and in the file, for any merchant and period', async () => {
    const desk = exportDesk()
    const screens = {
      ...orderHandlers({ ...story, events: { publish: () => undefined, subscribe: () => () => undefined } }),
      ...depositHandlers(story),
    }
    const day = fc.integer({ min: 0, max: 29 }).map((days) => addDays(businessDate('2026-11-01'), days))
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('orders', 'deposits'),
        fc.constantFrom(null, ...story.merchants),
        day,
        day,
        async (list, merchantId, from, to) => {
          const request = asked({ list, merchantId, from, to })
          const ofMerchant = merchantId === null ? {} : { merchantId }
          const screen = valueIn(
            list === 'orders'
              ? await screens['orders.totals'](CLERK, { filter: { ...ofMerchant, receivedFrom: from, receivedTo: to } })
              : await screens['deposits.totals'](CLERK, { filter: { ...ofMerchant, from, to } }),
          )
          const preview = valueIn(await desk['exports.preview'](CLERK, request))
          const { result, sheet } = await written(request)
          const shown = { rows: screen.rows, total: screen.total }
          expect(preview).toEqual({ ...shown, sheets: 1 })
          expect(result).toMatchObject(shown)
          const column = list === 'orders' ? 7 : 4
          expect([sheet?.rowCount, sheet?.lastRow?.getCell(column).value]).toEqual([screen.rows + 2, screen.total])
        },
      ),
      { numRuns: 40 },
    )
  })
})

describe('an export', () => {
  it('is started under a name that says what it holds', async () => {
    valueIn(await exportDesk()['exports.start'](CLERK, asked({ merchantId: story.merchants[0] })))
    const spec = started.at(-1)
    if (spec?.kind !== 'export') throw new Error('no export was started')
    expect(spec.fileName).toBe('注文一覧_桜商店_20261101-20261130.xlsx')
    expect(files.redeem(spec.ticket, CLERK.actor)).toMatchObject({ path: spec.path, name: spec.fileName })
  })

  it('of a merchant that is not there is refused', async () => {
    expect(await exportDesk()['exports.start'](CLERK, asked({ merchantId: MerchantId.parse(1) }))).toEqual({
      ok: false,
      refusal: { refusal: 'not_found', what: 'merchant' },
    })
  })

  it('that is cancelled leaves neither file nor record', async () => {
    const records = () => story.ledger.reader.db.selectFrom('audit_records').select('sequence').where('stream', '=', 'exports').execute()
    const before = await records()
    const control = quietControl()
    control.cancel()
    const spec = specOf(asked(), 'cancelled.xlsx')
    expect(await runExport({ ledger: story.ledger, by: TESTER }, spec, control)).toEqual({ ok: false, refusal: { refusal: 'cancelled' } })
    expect(existsSync(spec.path)).toBe(false)
    expect(await records()).toEqual(before)
  })

  it('to a place that is not there is refused', async () => {
    const spec = { ...specOf(asked()), path: join(story.dir, 'nowhere', 'list.xlsx') }
    expect(await runExport({ ledger: story.ledger, by: TESTER }, spec, quietControl())).toEqual({
      ok: false,
      refusal: { refusal: 'cannot_write_file', detail: 'ENOENT' },
    })
  })
})
