import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dateCell, safeText } from '../../../src/main/export/cells'
import { csvLine, writeCsv } from '../../../src/main/export/csv'
import type { Cell } from '../../../src/main/export/workbook'
import { businessDate } from '../../../src/preload/contract/date'

let dir: string
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'daiko-csv-'))
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const columns = [
  { header: '注文番号', kind: 'code', width: 10 },
  { header: '金額', kind: 'yen', width: 10 },
] as const
const plan = (name: string, rows: Iterable<readonly Cell[]>, goOn: (count: number) => boolean = () => true) => ({
  path: join(dir, name),
  columns,
  rows,
  totalColumn: 1,
  goOn,
})

describe('a line', () => {
  it.each<[cells: Cell[], line: string]>([
    [['A-1', 12_000, null], 'A-1,12000,'],
    [[dateCell(businessDate('2026-11-20'))], '2026/11/20'],
    [['茶碗, 小', 'a "b"', 'c\r\nd'], '"茶碗, 小","a ""b""","c\r\nd"'],
    [[-5], '-5'],
  ])('%j is %j', (cells, line) => {
    expect(csvLine(cells)).toBe(`${line}\r\n`)
  })

  it('of any text that was made harmless is read again as it stands, and begins no formula', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 2, maxLength: 5 }), (texts) => {
        const cells = texts.map(safeText)
        expect(parse(csvLine(cells))).toEqual([cells])
        for (const cell of cells) expect(cell).not.toMatch(/^[=+\-@＝＋－＠\t\r]/)
      }),
    )
  })
})

describe('a file', () => {
  it('begins with the mark of UTF-8 and counts what was written', async () => {
    const written = await writeCsv(
      plan('two.csv', [
        ['A-1', 100],
        ['A-2', 200],
      ]),
    )
    const bytes = readFileSync(join(dir, 'two.csv'))
    expect(bytes.toString()).toBe('\ufeff注文番号,金額\r\nA-1,100\r\nA-2,200\r\n')
    expect(written).toEqual({ rows: 2, total: 300, bytes: bytes.length })
  })

  it('of nothing is a header', async () => {
    expect(await writeCsv(plan('none.csv', []))).toMatchObject({ rows: 0, total: 0 })
    expect(readFileSync(join(dir, 'none.csv'), 'utf8')).toBe('\ufeff注文番号,金額\r\n')
  })

  it('of many rows gives way while it is written', async () => {
    let turns = 0
    const other = setInterval(() => {
      turns += 1
    }, 0)
    await writeCsv(
      plan(
        'many.csv',
        Array.from({ length: 50_000 }, (_, at) => [`A-${at}`, 1]),
      ),
    )
    clearInterval(other)
    expect(turns).toBeGreaterThan(5)
    expect(readFileSync(join(dir, 'many.csv'), 'utf8').split('\r\n')).toHaveLength(50_002)
  })

  it('that was stopped, or broke, leaves nothing behind', async () => {
    const rows = Array.from({ length: 2_000 }, (_, at) => [`A-${at}`, 1])
    expect(await writeCsv(plan('stopped.csv', rows, (count) => count < 500))).toBeNull()
    function* broken() {
      yield ['A-1', 1]
      throw new Error('the ledger went away')
    }
    await expect(writeCsv(plan('broken.csv', broken()))).rejects.toThrow('the ledger went away')
    expect(existsSync(join(dir, 'stopped.csv'))).toBe(false)
    expect(readdirSync(dir).filter((name) => name.startsWith('stopped') || name.startsWith('broken'))).toEqual([])
  })
})
