import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import Database from 'better-sqlite3'
import ExcelJS from 'exceljs'
import iconv from 'iconv-lite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writePostalSheet } from '../../src/main/export/slips/postal'
import { writeZip } from '../../src/main/export/zip'
import { cardNumbersBelow, cardNumbersIn, cardNumbersInFile, cardNumbersInLedger, filesBelow } from './card-scan'
import { postalSheetOf } from './slips'

/* The scan that the journeys end with finds what it looks for. */

describe('in a text', () => {
  it.each([
    ['a typed number', '{"number":"4242424242424242"}', ['4242424242424242']],
    ['in groups', 'card 4242 4242 4242 4242.', ['4242424242424242']],
    ['with hyphens, in the middle of a word', 'x5555-5555-5555-4444y', ['5555555555554444']],
    ['in full width', '４０００００００００００３２２０', ['4000000000003220']],
    ['another number that passes the check', 'number=4012888888881881&', ['4012888888881881']],
    ['American Express', 'by 3782 822463 10005 paid', ['378282246310005']],
    ['one digit wrong', '4012888888881882', []],
    ['a digest', 'a1b24012888888881881c3', []],
    ['brand and last four', '{"brand":"visa","last4":"4242"}', []],
    ['as a number of JSON', '{"number":4012888888881881}', ['4012888888881881']],
    ['a moment in milliseconds', '"at":1764633600000', []],
  ])('%s', (_what, text, found) => expect(cardNumbersIn(text)).toEqual(found))
})

describe('in a ledger', () => {
  let dir: string
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'scan-'))
  })
  afterAll(() => rmSync(dir, { recursive: true }))

  it('in its pages, in its write-ahead log, and nowhere where there is none', () => {
    const path = join(dir, 'books.daiko')
    const file = new Database(path)
    file.pragma('journal_mode = WAL')
    file.exec("create table notes (text); insert into notes values ('4242 and nothing else')")
    file.pragma('wal_checkpoint(TRUNCATE)')
    expect(cardNumbersInLedger(path)).toEqual([])
    file.exec("insert into notes values ('told 4000000000000002 by telephone')")
    expect(cardNumbersInLedger(path)).toEqual(['4000000000000002'])
    file.pragma('wal_checkpoint(TRUNCATE)')
    file.close()
    expect(cardNumbersInLedger(path)).toEqual(['4000000000000002'])
    writeFileSync(path, 'nothing')
    expect(cardNumbersInLedger(path)).toEqual([])
    expect(() => cardNumbersInLedger(join(dir, 'missing'))).toThrow('ENOENT')
  })
})

const PLANTED = '4012888888881881'
const FOUND = [PLANTED]

describe('in a file', () => {
  let dir: string
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'scan-files-'))
  })
  afterAll(() => rmSync(dir, { recursive: true }))

  async function workbook(planted: string | number): Promise<Buffer> {
    const book = new ExcelJS.Workbook()
    const sheet = book.addWorksheet('注文')
    for (let row = 0; row < 500; row++) sheet.addRow([`A-${row}`, '山田 太郎', row * 100])
    sheet.getRow(2).getCell(2).value = planted
    return Buffer.from(await book.xlsx.writeBuffer())
  }
  let files = 0
  async function paper(payer: string): Promise<Buffer> {
    files += 1
    const path = join(dir, `${files}.pdf`)
    await writePostalSheet(path, postalSheetOf({ payer }))
    return readFileSync(path)
  }
  async function packed(...entries: readonly Buffer[]): Promise<Buffer> {
    files += 1
    const path = join(dir, `${files}.zip`)
    const named = entries.map((bytes, at) => ({ name: `${at}`, bytes: async () => bytes }))
    await writeZip(path, named, { madeOn: new Date('2026-11-26'), goOn: () => true })
    return readFileSync(path)
  }

  it('a cell of a workbook, as text and as a number', async () => {
    expect(cardNumbersInFile(await workbook(PLANTED))).toEqual(FOUND)
    expect(cardNumbersInFile(await workbook(Number(PLANTED)))).toEqual(FOUND)
    expect(cardNumbersInFile(await workbook('4012888888881882'))).toEqual([])
  })

  it('a workbook that was cut off while it was written, wherever that was', async () => {
    const whole = await workbook(PLANTED)
    const sheet = whole.indexOf('xl/worksheets/sheet1.xml')
    expect(sheet).toBeGreaterThan(0)
    for (const length of [0, 3, 10, 29, 31, sheet, Math.floor(whole.length / 2), whole.length - 30]) {
      expect(() => cardNumbersInFile(whole.subarray(0, length))).not.toThrow()
    }
    expect(cardNumbersInFile(whole.subarray(0, whole.length - 30))).toEqual(FOUND)
  })

  it('a page of a PDF, where the glyphs are numbers of a font', async () => {
    const bytes = await paper(PLANTED)
    expect(bytes.toString('latin1')).not.toContain(PLANTED)
    expect(cardNumbersInFile(bytes)).toEqual(FOUND)
    expect(cardNumbersInFile(await paper('4012 8888 8888 1881'))).toEqual(FOUND)
    expect(cardNumbersInFile(await paper('山田 太郎'))).toEqual([])
  })

  it('papers and workbooks laid together in a ZIP', async () => {
    const [clean, book] = [await paper('山田 太郎'), await workbook('-')]
    expect(cardNumbersInFile(await packed(clean, book))).toEqual([])
    expect(cardNumbersInFile(await packed(await paper(PLANTED), clean, book))).toEqual(FOUND)
    expect(cardNumbersInFile(await packed(clean, await workbook(PLANTED), clean))).toEqual(FOUND)
  })

  it.each([
    ['a line of a log', `{"level":50,"err":{"message":"declined: ${PLANTED}"}}\n`],
    ['what a crash printed', `Error: no such card\n    at charge (core.js:1:1) { number: '${PLANTED}' }\n`],
    ['full width in UTF-8', '番号 ４０１２８８８８８８８８１８８１ です'],
    ['base64', JSON.stringify({ body: Buffer.from(`number=${PLANTED}&exp=1230`).toString('base64') })],
    ['JSON in base64 for addresses', Buffer.from(JSON.stringify({ n: PLANTED, p: '~~~???' })).toString('base64url')],
  ])('%s, also packed by gzip, whole and cut off', (_what, text) => {
    const bytes = Buffer.from(text)
    expect(cardNumbersInFile(bytes)).toEqual(FOUND)
    const zipped = gzipSync(Buffer.concat([bytes, Buffer.from('\n'.repeat(100))]))
    expect(zipped.toString('latin1')).not.toContain(PLANTED)
    expect(cardNumbersInFile(zipped)).toEqual(FOUND)
    expect(cardNumbersInFile(zipped.subarray(0, zipped.length - 8))).toEqual(FOUND)
  })

  it.each([
    ['UTF-16', Buffer.from(`番号 ${PLANTED} です`, 'utf16le')],
    ['full width in Shift_JIS', iconv.encode('番号 ４０１２８８８８８８８８１８８１ です', 'shift_jis')],
  ])('%s', (_what, bytes) => expect(cardNumbersInFile(bytes)).toEqual(FOUND))

  it('anywhere below a folder, by where it stands', async () => {
    const below = join(dir, 'wreck')
    mkdirSync(join(below, 'tmp/daiko-1'), { recursive: true })
    writeFileSync(join(below, 'stderr.log'), `Error: ${PLANTED}`)
    writeFileSync(join(below, 'tmp/daiko-1/job'), (await workbook(PLANTED)).subarray(0, -30))
    writeFileSync(join(below, 'tmp/daiko-1/clean'), await workbook('-'))
    expect(filesBelow(below).sort()).toEqual(['stderr.log', 'tmp/daiko-1/clean', 'tmp/daiko-1/job'])
    expect(cardNumbersBelow(below)).toEqual({ 'stderr.log': FOUND, 'tmp/daiko-1/job': FOUND })
  })
})
