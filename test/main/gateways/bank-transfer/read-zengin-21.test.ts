import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readPain001 } from '../../../../src/main/gateways/bank-transfer/read-pain-001'
import { readZengin21 } from '../../../../src/main/gateways/bank-transfer/read-zengin-21'
import { writePain001 } from '../../../../src/main/gateways/bank-transfer/write-pain-001'
import { writeZengin21 } from '../../../../src/main/gateways/bank-transfer/write-zengin-21'
import { TransferFault, type TransferFaultCode, transferFaultCodes } from '../../../../src/preload/contract/transfers'
import { batch, collected, crlf, latin, none, transfer, zedi } from './made-transfers'

const sample = (name: string) => readFileSync(join(import.meta.dirname, '../../../fixtures/zengin', name))
const codes = (bytes: Uint8Array) => collected(readZengin21(bytes)).faults.map(({ code, record, column }) => [code, record, column])

describe('files of other programs', () => {
  it('devture: one transfer, CRLF but none at the end, ｰ in a name', () => {
    const { heads, transfers, faults } = collected(readZengin21(sample('devture_21_single-transaction.txt')))
    expect(faults).toEqual([])
    expect(heads).toEqual([
      {
        ...{ record: 1, code: '1234560789', name: 'ｽﾗﾋﾞ', payOn: '02-25', bankCode: '0009', bankName: 'ﾐﾂｲｽﾐﾄﾓ' },
        ...{ branchCode: '825', branchName: 'ｱｶｻｶ', accountType: '1', accountNumber: '9876543' },
      },
    ])
    expect(transfers).toEqual([
      {
        ...{ record: 2, bankCode: '0137', bankName: 'ﾄｳｷﾖｳﾄﾐﾝ', branchCode: '031', branchName: 'ｼﾌﾞﾔ', clearingHouse: '0000' },
        ...{ accountType: '1', accountNumber: '1231990', holderKana: 'ﾃｽﾄｰ.ｶﾌﾞｼｷｶﾞｲｼﾔ', amount: 1_103_661, newCode: '0' },
        ...{ customerCode1: '', customerCode2: '', edi: '', transferClass: '7', identification: '', result: null },
      },
    ])
  })

  it('devture: two transfers', () => {
    const { transfers, faults } = collected(readZengin21(sample('devture_21_multi-transaction.txt')))
    expect(faults).toEqual([])
    expect(transfers.reduce((sum, { amount }) => sum + amount, 0)).toBe(1_702_961)
  })

  it('devture: none', () => {
    expect(collected(readZengin21(sample('devture_21_empty.txt')))).toMatchObject({
      heads: [{ payOn: '02-25' }],
      transfers: [],
      faults: [],
    })
  })

  it('Kyash: LF, spaces at the ends stripped', () => {
    const { heads, transfers, faults } = collected(readZengin21(sample('kyash_21_lf_trailing-space-stripped.txt')))
    expect(faults).toEqual([])
    expect(heads).toMatchObject([{ name: 'ｷﾔﾂｼﾕ ﾀﾛｳ', bankName: '', accountType: '2', accountNumber: '0999999' }])
    expect(transfers.map(({ holderKana, amount, clearingHouse }) => [holderKana, amount, clearingHouse])).toEqual([
      ['ｷﾔﾂｼ ｼﾖｳｼﾞ', 1, ''],
      ['ｷﾔﾂｼ ﾊﾅｺ', 2, ''],
      ['ｷﾔﾂｼ ｼﾞﾛｳ', 3, ''],
    ])
    expect(transfers[2]).toMatchObject({ customerCode1: '200504001', customerCode2: '000001', transferClass: '0' })
  })

  it('zengin4j: CR only, kana for a customer code and for 識別表示', () => {
    const { transfers, faults } = collected(readZengin21(sample('zengin4j_21_cr-only.txt')))
    expect(faults).toEqual([])
    expect(transfers).toMatchObject([
      { amount: 54_878, clearingHouse: '9674', customerCode1: 'ｱ', customerCode2: 'ﾃｽﾄ ﾊﾅｺ', identification: 'ｱ', edi: '' },
      { amount: 60_137, branchName: 'ﾀﾞ', customerCode1: '', customerCode2: 'ﾃｽﾄ' },
    ])
  })

  it('zengin4j: mixed separators are refused as such, and nothing is read', () => {
    expect(collected(readZengin21(sample('zengin4j_malformed_mixed-separators.bin')))).toEqual({
      heads: [],
      transfers: [],
      faults: [{ record: 14, column: 1, code: 'mixed_separators', found: 'CRLF', expected: 'CR' }],
    })
  })
})

const written = writeZengin21(batch([transfer(), transfer({ edi: '' })]), none)
const bytes = written.ok ? written.bytes : new Uint8Array()
const records = Array.from({ length: 5 }, (_, at) => Buffer.from(bytes.subarray(at * 120, (at + 1) * 120)).toString('latin1'))
const [h = '', a = '', b = '', t = '', e = ''] = records
const put = (record: string, column: number, text: string) => record.slice(0, column - 1) + text + record.slice(column - 1 + text.length)
const file = (...parts: string[]) => latin(parts.join(''))

describe('ways to end a record', () => {
  const good: [what: string, bytes: Uint8Array][] = [
    ['none', file(h, a, b, t, e)],
    ['CRLF', latin(records.map((record) => `${record}\r\n`).join(''))],
    ['LF', latin(records.join('\n'))],
    ['CR', latin(`${records.join('\r')}\r`)],
    ['CRLF, spaces stripped', latin(records.map((record) => record.trimEnd()).join('\r\n'))],
    ['a DOS end-of-file', file(h, a, b, t, e, '\x1a')],
    ['CRLF and a DOS end-of-file', latin(`${records.join('\r\n')}\r\n\x1a`)],
    ['two batches', file(h, a, put(t, 2, '000001000001234567'), h, a, b, t, e)],
  ]
  it.each(good)('%s', (_, each) => {
    const { transfers, faults } = collected(readZengin21(each))
    expect(faults).toEqual([])
    expect(transfers.at(-1)).toMatchObject({ holderKana: 'ｶ)ｻｸﾗ ｽﾄｱ', amount: 1_234_567 })
  })
})

describe('what is wrong is told with its record and column', () => {
  const cases: [what: string, bytes: Uint8Array, faults: [TransferFaultCode, number, number | null][]][] = [
    ['an empty file', file(), [['format_unknown', 1, 1]]],
    ['a text', file('hello'), [['format_unknown', 1, 1]]],
    ['a statement', file(`103${'0'.repeat(197)}`), [['business_type_unknown', 1, 2]]],
    ['EBCDIC by its code', file(put(h, 4, '1'), a, b, t, e), [['ebcdic_not_supported', 1, 4]]],
    ['EBCDIC by its bytes', file('\xf1\xf2\xf1'), [['ebcdic_not_supported', 0, 1]]],
    ['UTF-8', Buffer.from(`${h.slice(0, 14)}ﾀﾞｲｺｳ`), [['encoding_not_supported', 0, null]]],
    ['UTF-8 with a mark', file('\xef\xbb\xbf', h, t, e), [['encoding_not_supported', 0, null]]],
    ['another code', file(put(h, 4, '2'), a, b, t, e), [['code_unknown', 1, 4]]],
    ['letters in the originator code', file(put(h, 5, 'ABC'), a, b, t, e), [['not_a_number', 1, 5]]],
    ['no originator', file(put(h, 15, ' '.repeat(40)), a, b, t, e), [['missing_name', 1, 15]]],
    ['a 31st of November', file(put(h, 55, '1131'), a, b, t, e), [['not_a_date', 1, 55]]],
    ['a 30th of February', file(put(h, 55, '0230'), a, b, t, e), [['not_a_date', 1, 55]]],
    ['month 0', file(put(h, 55, '0010'), a, b, t, e), [['not_a_date', 1, 55]]],
    ['savings of a third kind', file(h, put(a, 43, '3'), b, t, e), [['code_unknown', 2, 43]]],
    ['an account with a letter', file(h, put(a, 44, 'X'), b, t, e), [['not_a_number', 2, 44]]],
    ['an account that is short', file(h, put(a, 44, ' '), b, t, e), [['not_a_number', 2, 44]]],
    ['no payee', file(h, a, put(b, 51, ' '.repeat(30)), t, e), [['missing_name', 3, 51]]],
    ['no money', file(h, put(a, 81, '0000000000'), b, put(t, 8, '000001234567'), e), [['amount_zero', 2, 81]]],
    ['a new code of 3', file(h, put(a, 91, '3'), b, t, e), [['code_unknown', 2, 91]]],
    ['a transfer class that is no digit', file(h, put(a, 112, 'A'), b, t, e), [['code_unknown', 2, 112]]],
    ['something in what is left blank', file(h, a, put(b, 114, '0'), t, e), [['filler_used', 3, 114]]],
    ['and in the trailer', file(h, a, b, put(t, 120, 'X'), e), [['filler_used', 4, 120]]],
    ['and at the end', file(h, a, b, t, put(e, 2, '0')), [['filler_used', 5, 2]]],
    ['a double-byte character', file(h, put(a, 51, '\x8e\x52'), b, t, e), [['illegal_character', 2, 51]]],
    ['a tab', file(h, put(a, 60, '\t'), b, t, e), [['illegal_character', 2, 60]]],
    ['a wrong count', file(h, a, b, put(t, 2, '000003'), e), [['trailer_count', 4, 2]]],
    ['a wrong sum', file(h, a, b, put(t, 8, '000002469135'), e), [['trailer_sum', 4, 8]]],
    ['an unknown record', file(h, a, b, put(b, 1, '3'), t, e), [['record_type_unknown', 4, 1]]],
    ['no end record', file(h, a, b, t), [['missing_end', 4, null]]],
    [
      'no trailer and no end',
      file(h, a, b),
      [
        ['missing_trailer', 3, null],
        ['missing_end', 3, null],
      ],
    ],
    ['no trailer', file(h, a, b, e), [['missing_trailer', 4, 1]]],
    [
      'a transfer behind the trailer',
      file(h, a, put(t, 2, '000001000001234567'), b, e),
      [
        ['record_order', 4, 1],
        ['missing_trailer', 5, 1],
      ],
    ],
    ['something behind the end', file(h, a, b, t, e, e), [['after_end', 6, 1]]],
    ['a second header of another type', file(h, a, b, t, put(h, 2, '11'), put(t, 2, '0'.repeat(18)), e), [['business_type_unknown', 5, 2]]],
    ['a record cut short', file(h, a, b, t, e.slice(1)), [['wrong_length', 5, 120]]],
    ['a record too long', latin([h, a, `${b}X`, t, e].join('\n')), [['wrong_length', 3, 121]]],
    [
      'an empty record',
      latin([h, a, b, '', t, e].join('\n')),
      [
        ['wrong_length', 4, 1],
        ['record_type_unknown', 4, 1],
      ],
    ],
    ['one other separator', latin(`${[h, a, b].join('\r\n')}\n${t}\r\n${e}`), [['mixed_separators', 3, 121]]],
  ]
  it.each(cases)('%s', (_, each, faults) => {
    expect(codes(each)).toEqual(faults)
  })

  it('all of it at once', () => {
    expect(codes(file(put(h, 5, 'ABC'), put(a, 81, '0000000000'), put(b, 1, '5'), t, e))).toEqual([
      ['not_a_number', 1, 5],
      ['amount_zero', 2, 81],
      ['record_type_unknown', 3, 1],
      ['trailer_count', 4, 2],
      ['trailer_sum', 4, 8],
    ])
  })

  it('every fault of the list can happen, in the shape of the contract', () => {
    const xml = writePain001(batch(), zedi)
    const pain = xml.ok ? Buffer.from(xml.bytes).toString() : ''
    const inXml = [
      ['</Cdtr>', ''],
      ['<Document', '<!DOCTYPE x><Document'],
      [/<MmbId>0005<\/MmbId>/, ''],
      ['"JPY"', '"USD"'],
    ] as const
    const found = [
      ...cases.flatMap(([, each]) => [...readZengin21(each)]),
      ...inXml.flatMap(([from, to]) => [...readPain001(Buffer.from(pain.replace(from, to)))]),
    ].flatMap((part) => (part.part === 'error' ? [TransferFault.parse(part.error)] : []))
    expect([...new Set(found.map(({ code }) => code))].sort()).toEqual([...transferFaultCodes].sort())
  })
})

describe('a result file', () => {
  const reading = { resultColumn: 114 }
  const withResults = (digits: string, totals = '') => {
    const data = [a, b].map((record, at) => put(record, 114, digits.charAt(at)))
    return file(h, ...data, put(t, 20, totals), e)
  }
  it('tells each digit in the column of the bank', () => {
    const { transfers, faults } = collected(readZengin21(withResults('02'), reading))
    expect(faults).toEqual([])
    expect(transfers.map(({ result }) => result)).toEqual(['0', '2'])
    expect(codes(withResults('02'))).toEqual([
      ['filler_used', 2, 114],
      ['filler_used', 3, 114],
    ])
  })

  it('has none where the bank left it blank', () => {
    expect(collected(readZengin21(withResults('  '), reading)).transfers.map(({ result }) => result)).toEqual([null, null])
  })

  const [one, no] = ['000001000001234567', '000000000000000000']
  it('agrees with its own totals of what was carried out and what was not', () => {
    expect(collected(readZengin21(withResults('02', one + one), reading)).faults).toEqual([])
    const wrong = collected(readZengin21(withResults('02', one + no), reading)).faults
    expect(wrong.map(({ code, column }) => [code, column])).toEqual([
      ['trailer_count', 38],
      ['trailer_sum', 44],
    ])
  })

  it('may have its digit in another column', () => {
    const digitAt = (column: number) => file(h, put(a, column, '8'), b, t, e)
    expect(collected(readZengin21(digitAt(120), { resultColumn: 120 })).transfers[0]?.result).toBe('8')
    expect(collected(readZengin21(digitAt(114), { resultColumn: 120 })).faults).toMatchObject([{ code: 'filler_used', column: 114 }])
  })
})

it('CRLF is what the writer’s profile says', () => {
  const file21 = writeZengin21(batch(), crlf)
  expect(file21.ok && Buffer.from(file21.bytes.subarray(-2)).toString('hex')).toBe('0d0a')
})
