import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { readStatement } from '../../../../src/main/gateways/bank/statement'
import { writeZengin03 } from '../../../../src/main/gateways/bank/write-zengin-03'
import { noticeA, noticeB, noticeEnd, noticeHeader, noticeTrailer } from '../../../../src/main/gateways/bank/zengin-01-fields'
import { data, end, header, timeDeposit, trailer } from '../../../../src/main/gateways/bank/zengin-fields'
import { yen } from '../../../../src/preload/contract/money'
import { writeZengin01 } from '../../../support/write-zengin-01'
import { cp932, credit, debit, era, head, type Layout, places, rowsOf, sorted, statement } from './made-statements'

const read = (bytes: Uint8Array) => sorted(readStatement(bytes, era))
const of03 = { 1: header, 2: data, 8: trailer, 9: end }
const ofDeposit = { ...of03, 2: timeDeposit }
const notices = { 1: noticeHeader, 2: noticeA, 8: noticeTrailer, 9: noticeEnd }
const noticesB = { ...notices, 2: noticeB }
const noBalance = { ...head, opening: null }
const noticed = { ...credit, description: '', bankReference: '000017' }
const takenBack = { ...noticed, direction: 'debit' as const, kind: 'cancellation' as const }
const deposit = { ...statement, head: { ...head, account: { ...head.account, accountType: '6' as const } } }

const written03 = rowsOf(writeZengin03([statement], 'none'), of03, false)

describe('the CSV form', () => {
  it.each([
    ['type 03', 'zengin-03-csv', writeZengin03([statement, statement], 'none'), of03],
    ['type 03, deposits', 'zengin-03-csv', writeZengin03([deposit], 'none'), ofDeposit],
    [
      'type 01, format A',
      'zengin-01-csv',
      writeZengin01([{ head: noBalance, lines: [noticed, takenBack] }], { layout: 'A', separator: 'none' }),
      notices,
    ],
    [
      'type 01, format B',
      'zengin-01-csv',
      writeZengin01([{ head: noBalance, lines: [noticed] }], { layout: 'B', separator: 'none' }),
      noticesB,
    ],
  ] as const)('of %s says what the 200 bytes say, with or without zeros in front', (_, format, fixed, layouts) => {
    const plain = read(fixed)
    for (const isShort of [false, true]) {
      const rows = rowsOf(fixed, layouts, isShort)
      const { heads, lines, feet, errors } = read(cp932(rows))
      expect(errors).toEqual([])
      expect(heads).toEqual(plain.heads.map((each) => ({ ...each, format })))
      expect(lines.map(({ raw, ...rest }) => rest)).toEqual(plain.lines.map(({ raw, ...rest }) => rest))
      expect(lines.map(({ raw }) => iconv.decode(Buffer.from(raw), 'cp932'))).toEqual(rows.filter((row) => row.startsWith('2')))
      expect(feet).toEqual(plain.feet)
    }
  })

  it('has as many columns as the sheet counts', () => {
    const columns = (layout: Layout) => Object.keys(layout).length
    expect([header, data, trailer, end].map(columns)).toEqual([18, 20, 9, 4])
    expect([noticeHeader, noticeA, noticeTrailer, noticeEnd].map(columns)).toEqual([14, 13, 6, 2])
  })

  it('without quotes, with LF, blank lines and a DOS end of file is the same', () => {
    const rows = written03.map((row) => row.replaceAll('"', ''))
    const plain = read(cp932(written03))
    const { lines, errors } = read(iconv.encode(`${rows.join('\n\n')}\n\u001a`, 'cp932'))
    expect(errors).toEqual([])
    expect(lines.map(({ raw, ...rest }) => rest)).toEqual(plain.lines.map(({ raw, ...rest }) => rest))
  })

  it('leaves balances out where the columns are empty', () => {
    const silent = { ...statement, head: { ...head, opening: null }, closing: null }
    const { heads, feet, errors } = read(cp932(rowsOf(writeZengin03([silent], 'none'), of03, true)))
    expect([heads[0]?.opening, feet[0]?.closing, errors]).toEqual([null, null, []])
  })
})

describe('a fault is told with its row and column', () => {
  const [h = '', a = '', b = '', t = '', e = ''] = written03
  const cell = (row: string, column: number, text: string) =>
    row
      .split(',')
      .with(column - 1, text)
      .join(',')
  it.each<[string, string[], string[]]>([
    ['a column too many', [h, `${a},"x"`, b, t, e], ['wrong_columns@2']],
    ['a header of too few columns', ['1,03,0', a, b, t, e], ['wrong_columns@1']],
    ['a cell longer than its field', [h, cell(a, 18, `"${'A'.repeat(21)}"`), b, t, e], ['wrong_length@2:18']],
    ['an amount that is no number', [h, cell(a, 7, '"12,000"'), b, t, e], ['not_a_number@2:7']],
    ['an amount with a sign', [h, cell(a, 7, '-12000'), b, t, e], ['not_a_number@2:7']],
    ['kanji', [h, cell(a, 15, '"山田"'), b, t, e], ['illegal_character@2:15']],
    ['another sum', [h, a, b, cell(t, 3, '1'), e], ['trailer_sum@4:3']],
    ['another count of records', [h, a, b, t, cell(e, 2, '7')], ['end_count@5:2']],
    ['no end', [h, a, b, t], ['missing_end@5:1']],
    ['another kind of row', [h, a, b, '7,1', t, e], ['record_type_unknown@4:1', 'end_count@6:2']],
  ])('%s', (_, rows, expected) => {
    const errors = places(read(cp932(rows)).errors)
    expect(errors.slice(0, expected.length)).toEqual(expected)
  })

  it('a file in UTF-8 is not guessed at', () => {
    expect(read(new TextEncoder().encode(written03.join('\r\n'))).errors).toMatchObject([
      { code: 'encoding_not_supported', found: 'UTF-8', expected: 'CP932' },
    ])
  })

  it('debits are read too', () => expect(read(cp932(written03)).lines[1]).toMatchObject(debit))

  it('an opening balance that does not make the closing one', () => {
    const wrong = { ...statement, closing: yen(1) }
    expect(places(read(cp932(rowsOf(writeZengin03([wrong], 'none'), of03, false))).errors)).toEqual(['balance_mismatch@4:7'])
  })
})
