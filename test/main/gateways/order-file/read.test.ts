import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ORDER_FILE_BYTES_MAX, readOrderFile } from '../../../../src/main/gateways/order-file/read'
import { refusalOf } from '../../../support/desk'
import { valueIn } from '../../../support/ledger'
import { csvBytes, HEADER, orderRow, workbookBytes, written } from '../../../support/order-files'

let dir: string
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'daiko-order-file-'))
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const read = (bytes: Uint8Array, rowsMax = 10) => readOrderFile(written(dir, 'orders', bytes), rowsMax)
const sheet = async (bytes: Uint8Array) => valueIn(await read(bytes))

describe('a CSV', () => {
  const rows = [HEADER, orderRow('A-1', { 2: '"特選" りんご,\n①㈱髙島屋~' }), orderRow('A-2')]

  it.each([
    { encoding: 'utf-8' as const, told: 'UTF-8' },
    { encoding: 'utf-8 with mark' as const, told: 'UTF-8' },
    { encoding: 'cp932' as const, told: 'CP932' },
  ])('in $encoding is read to the letter', async ({ encoding, told }) => {
    expect(await sheet(csvBytes(rows, encoding))).toEqual({
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      encoding: told,
      header: { row: 1, cells: HEADER },
      rows: [
        { row: 2, cells: rows[1] },
        { row: 3, cells: orderRow('A-2') },
      ],
    })
  })

  it('counts empty rows, and leaves them out', async () => {
    const { header, rows: found } = await sheet(Buffer.from('\r\n a ,b\r\n,\r\n\r\n1,2,3\r\n'))
    expect({ header, found }).toEqual({ header: { row: 2, cells: ['a', 'b'] }, found: [{ row: 5, cells: ['1', '2', '3'] }] })
  })

  it('stops one row above the limit', async () => {
    const { rows: found } = valueIn(await read(csvBytes([HEADER, ...Array.from({ length: 30 }, (_, at) => orderRow(String(at)))]), 10))
    expect(found).toHaveLength(11)
  })
})

describe('a workbook', () => {
  it('is read as a person sees it: dates, numbers, formulas, formatted and linked text', async () => {
    const bytes = await workbookBytes([
      ['注文番号', '受注日', '商品', '金額'],
      [
        1001,
        new Date(Date.UTC(2026, 10, 10)),
        { richText: [{ text: 'りんご' }, { text: 'ジュース' }] },
        { formula: 'A2*12', result: 12012 },
      ],
      [],
      ['A-2', '2026/11/11', { text: '商品', hyperlink: 'https://example.jp/' }, { error: '#N/A' }],
      ['A-3', { formula: 'TODAY()', result: new Date(Date.UTC(2026, 10, 12)) }, true, null],
    ])
    expect(await sheet(bytes)).toMatchObject({
      encoding: 'xlsx',
      header: { row: 1, cells: ['注文番号', '受注日', '商品', '金額'] },
      rows: [
        { row: 2, cells: ['1001', '2026-11-10', 'りんごジュース', '12012'] },
        { row: 4, cells: ['A-2', '2026/11/11', '商品', '#N/A'] },
        { row: 5, cells: ['A-3', '2026-11-12', 'true'] },
      ],
    })
  })

  it('stops one row above the limit', async () => {
    const bytes = await workbookBytes([HEADER, ...Array.from({ length: 30 }, (_, at) => orderRow(String(at)))])
    expect(valueIn(await read(bytes, 10)).rows).toHaveLength(11)
  })
})

/** Changes what the directory of a ZIP says of its first entry. */
function withDirectory(bytes: Buffer, offset: number, value: number): Buffer {
  const changed = Buffer.from(bytes)
  changed.writeUInt32LE(value, changed.indexOf(Buffer.from('PK\u0001\u0002', 'latin1')) + offset)
  return changed
}

describe('what cannot be read is refused', () => {
  it.each([
    { name: 'nothing', bytes: Buffer.alloc(0), refusal: { refusal: 'file_empty' } },
    { name: 'only empty rows', bytes: Buffer.from(',,\r\n\r\n'), refusal: { refusal: 'file_empty' } },
    {
      name: 'bytes of neither encoding',
      bytes: Buffer.from([0x61, 0xff, 0xff, 0x0a]),
      refusal: { refusal: 'file_unreadable', detail: 'neither UTF-8 nor CP932' },
    },
    {
      name: 'something with zero bytes',
      bytes: Buffer.from('a\u0000b'),
      refusal: { refusal: 'file_unreadable', detail: 'not a text file' },
    },
    {
      name: 'a quote that never ends',
      bytes: Buffer.from('a,b\n"c,d\n'),
      refusal: { refusal: 'file_unreadable', detail: expect.stringMatching(/^row 2: CSV_QUOTE_NOT_CLOSED/) },
    },
    {
      name: 'a quote in the middle',
      bytes: Buffer.from('a,b\n"c"x,d\n'),
      refusal: { refusal: 'file_unreadable', detail: expect.stringMatching(/^row 2: CSV_/) },
    },
    {
      name: 'too much',
      bytes: Buffer.alloc(ORDER_FILE_BYTES_MAX + 1, 'a'),
      refusal: { refusal: 'file_too_large', bytes: ORDER_FILE_BYTES_MAX + 1, limit: ORDER_FILE_BYTES_MAX },
    },
    {
      name: 'the beginning of a ZIP',
      bytes: Buffer.from('PK\u0003\u0004', 'latin1'),
      refusal: { refusal: 'file_unreadable', detail: 'not a whole archive' },
    },
  ])('$name', async ({ bytes, refusal }) => {
    expect(refusalOf(await read(bytes))).toEqual(refusal)
  })

  it('a file that is not there', async () => {
    expect(refusalOf(await readOrderFile(join(dir, 'nowhere'), 10))).toEqual({ refusal: 'file_unreadable', detail: 'ENOENT' })
  })

  it.each([
    { name: 'promises to unpack into too much', offset: 24, value: 600 * 1024 * 1024, detail: 'unpacks into too much' },
    { name: 'unpacks into more than it promises', offset: 24, value: 10, detail: 'damaged part' },
    { name: 'is encrypted', offset: 8, value: 0x00080001, detail: 'encrypted' },
    { name: 'is in the format for huge files', offset: 24, value: 0xffffffff, detail: 'too large a format (ZIP64)' },
    { name: 'points outside itself', offset: 42, value: 0x7fffffff, detail: 'damaged part' },
  ])('a workbook that $name', async ({ offset, value, detail }) => {
    const bytes = await workbookBytes([HEADER, orderRow('A-1')])
    expect(refusalOf(await read(withDirectory(bytes, offset, value)))).toEqual({ refusal: 'file_unreadable', detail })
  })

  it('a ZIP that is no workbook', async () => {
    const bytes = await workbookBytes([HEADER])
    const end = bytes.lastIndexOf(Buffer.from('PK\u0005\u0006', 'latin1'))
    const empty = Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), bytes.subarray(end)])
    empty.writeUInt16LE(0, 4 + 10)
    expect(refusalOf(await read(empty))).toMatchObject({ refusal: expect.stringMatching(/^file_(unreadable|empty)$/) })
  })
})
