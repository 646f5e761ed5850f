import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { readDsk } from '../../../../src/main/gateways/convenience-store/read-dsk'
import { line, numbering, places, sorted } from './made-collections'

/** As the sheet prints it (s1). */
const HEADER =
  '種別,収納日,収納時刻,バーコード情報,ユーザー使用欄１,ユーザー使用欄２,印紙フラグ,金額,コンビニ本部コード,コンビニ名,コンビニ店舗コード,振込日,データ作成日'
const ROW =
  '01,20240112,1815,EAN91929023252070000010123499900199999900106050,000001,01234999001,0,10605,010,"セブン－イレブン",110001,0,20240117'
const CANCELLED = ROW.replace('01,', '03,')
const BARCODE = '91929023252070000010123499900199999900106050'

const file = (...rows: readonly string[]) => iconv.encode(`${rows.join('\r\n')}\r\n`, 'cp932')
const read = (bytes: Uint8Array) => sorted(readDsk(bytes, numbering))
/** The row with one of its thirteen cells changed. */
const withCell = (at: number, text: string) => ROW.split(',').with(at, text).join(',')

describe('the sample of the sheet', () => {
  it('is read, a preliminary and its cancellation', () => {
    const { lines, errors, ends } = read(file(HEADER, ROW, CANCELLED))
    expect(errors).toEqual([])
    expect(ends).toEqual([2])
    expect(lines).toEqual([
      { ...line, record: 2, barcode: BARCODE, raw: iconv.encode(ROW, 'cp932') },
      { ...line, record: 3, kind: 'preliminary_cancelled', barcode: BARCODE, raw: iconv.encode(CANCELLED, 'cp932') },
    ])
  })

  it('is the same with LF, with empty rows, and saved again in UTF-8', () => {
    const plain = read(file(HEADER, ROW, ROW)).lines.map(({ raw: _, ...rest }) => rest)
    const rows = [HEADER, ROW, ROW].join('\n')
    for (const bytes of [iconv.encode(rows, 'cp932'), Buffer.from(rows), Buffer.from(`\uFEFF${rows}`)]) {
      const { lines, errors } = read(bytes)
      expect([lines.map(({ raw: _, ...rest }) => rest), errors]).toEqual([plain, []])
    }
    expect(read(file(HEADER, '', ROW, '', '', ROW)).lines.map(({ record }) => record)).toEqual([3, 6])
  })
})

describe('what a cell may hold', () => {
  it.each([
    ['a kind without its zero', withCell(0, '1'), { kind: 'preliminary' }],
    ['a confirmation', withCell(0, '02'), { kind: 'confirmed' }],
    ['a postal payment without a time', withCell(0, '12').replace(',1815,', ',,'), { kind: 'postal', paidAt: null }],
    ['a corrected postal payment at time 0', withCell(0, '22').replace(',1815,', ',0,'), { kind: 'postal_corrected', paidAt: null }],
    ['a payment told at once', withCell(0, '81'), { kind: 'real_time' }],
    ['a time without its zero', withCell(2, '944'), { paidAt: '0944' }],
    ['a minute past midnight without its zeros', withCell(2, '1'), { paidAt: '0001' }],
    ['midnight without its zeros', withCell(2, '0'), { paidAt: '0000' }],
    ['a barcode without EAN', withCell(3, BARCODE), { barcode: BARCODE }],
    ['ten digits for the user', withCell(5, '0123499900'), { slip: line.slip }],
    ['a chain without its zero', withCell(8, '10'), { chainCode: '010', chainName: 'セブン-イレブン' }],
    ['a chain that nobody knows', withCell(8, '999'), { chainCode: '999', chainName: null }],
    ['a day of transfer', withCell(11, '20240206'), { transferOn: '2024-02-06' }],
    ['no day of transfer', withCell(11, ''), { transferOn: null }],
    [
      'quotes around every cell',
      ROW.split(',')
        .map((cell) => (cell.startsWith('"') ? cell : `"${cell}"`))
        .join(','),
      { paidAt: '1815' },
    ],
  ])('%s', (_, row, expected) => {
    const { lines, errors } = read(file(HEADER, row))
    expect(errors).toEqual([])
    expect(lines).toMatchObject([expected])
  })
})

describe('a fault is told with its row and column, and reading goes on', () => {
  it.each([
    ['an unknown kind', withCell(0, '04'), ['kind_unknown@2:種別']],
    ['no day', withCell(1, '20240230'), ['not_a_date@2:収納日']],
    ['no time', withCell(2, '2360'), ['not_a_time@2:収納時刻']],
    ['half a barcode', withCell(3, 'EAN9192902325'), ['barcode_invalid@2:バーコード情報']],
    ['a barcode as a spreadsheet rounds it', withCell(3, '9.1929E+43'), ['barcode_invalid@2:バーコード情報']],
    ['another amount', withCell(7, '10606'), ['amount_differs@2:金額']],
    ['an amount with a comma', withCell(7, '"10,605"'), ['not_a_number@2:金額']],
    ['another stamp', withCell(6, '1'), ['stamp_differs@2:印紙フラグ']],
    ['no stamp', withCell(6, ''), ['stamp_differs@2:印紙フラグ']],
    ['a shop in kanji', withCell(10, '本店'), ['illegal_character@2:コンビニ店舗コード']],
    ['twelve cells', ROW.slice(3), ['wrong_columns@2:']],
    ['fourteen cells', `${ROW},`, ['wrong_columns@2:']],
    ['a quote that does not end', withCell(9, '"セブン'), ['wrong_columns@2:']],
    ['a quote in the middle', withCell(9, 'セブン"イレブン'), ['wrong_columns@2:']],
    ['kind and amount', withCell(0, '04').replace('10605,', '1,'), ['kind_unknown@2:種別']],
  ])('%s', (_, row, expected) => {
    const { lines, errors } = read(file(HEADER, row, ROW, ROW))
    expect(places(errors)).toEqual(expected)
    expect(lines.map(({ record }) => record)).toEqual([3, 4])
  })

  it('also where two rows have a quote too many', () => {
    const broken = withCell(9, '"セブン')
    expect(places(read(file(HEADER, ROW, broken, ROW, broken, ROW)).errors)).toEqual(['wrong_columns@3:', 'wrong_columns@5:'])
  })

  it('says what was found', () => {
    expect(read(file(HEADER, withCell(0, '本店'))).errors).toEqual([{ record: 2, field: '種別', code: 'kind_unknown', found: '本店' }])
  })
})

describe('a header', () => {
  it.each([
    ['is missing', file(ROW, ROW), ['missing_header@1:'], 1],
    ['is missing as all is', Buffer.alloc(0), ['missing_header@1:'], 0],
    ['has a column moved', file(HEADER.replace('種別,収納日', '収納日,種別'), ROW), ['header_differs@1:'], 0],
    ['has a column more', file(`${HEADER},備考`, `${ROW},`), ['header_differs@1:'], 0],
    ['is in UTF-16', Buffer.from(`\uFEFF${HEADER}\r\n${ROW}`, 'utf16le'), ['encoding_not_supported@1:'], 0],
  ])('%s', (_, bytes, expected, lines) => {
    const { errors, ends } = read(bytes)
    expect([places(errors), ends]).toEqual([expected, [lines]])
  })
})
