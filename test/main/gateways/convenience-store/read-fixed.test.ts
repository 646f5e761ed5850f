import { describe, expect, it } from 'vitest'
import { type Field, type FixedLayout, mizuhoFactor, mufgFactor } from '../../../../src/main/gateways/convenience-store/fixed-layouts'
import { readFixed } from '../../../../src/main/gateways/convenience-store/read-fixed'
import { writeCollection } from '../../../../src/main/gateways/convenience-store/write'
import type { CollectionFormat } from '../../../../src/preload/contract/collection'
import { line, numbering, places, sorted } from './made-collections'

const layouts: Record<Exclude<CollectionFormat, 'dsk'>, FixedLayout> = { mizuho_factor: mizuhoFactor, mufg_factor: mufgFactor }
const codes = { mizuho_factor: '000010', mufg_factor: '0010' }
const BARCODE = '91929023252070000010123499900199999900106050'

const fileOf = (format: keyof typeof layouts) => {
  const made = { ...line, chainCode: codes[format], chainName: null }
  return Buffer.from(writeCollection(format, [made, { ...made, kind: 'confirmed' }]))
    .toString('latin1')
    .replaceAll('\r\n', '')
}
const recordsOf = (format: keyof typeof layouts) => fileOf(format).match(/.{120}/g) ?? []
const bytesOf = (...records: readonly string[]) => Buffer.from(records.join(''), 'latin1')
const read = (format: keyof typeof layouts, bytes: Uint8Array) => sorted(readFixed(bytes, layouts[format], numbering))

describe('the layouts as the sheet prints them', () => {
  it('みずほファクター (s4b): every field in its place', () => {
    const days = ['20240117', '20240125', '20240126']
    const data = ['2', '02', '20240112', '1815', '9', BARCODE, '000', '0110001', '20', ...days, '000010', ' '.repeat(18)].join('')
    const bytes = bytesOf('1'.padEnd(120), data, '8'.padEnd(120), '9'.padEnd(120))
    const { lines, errors } = read('mizuho_factor', bytes)
    expect(errors).toEqual([])
    expect(lines).toEqual([
      {
        ...line,
        record: 2,
        kind: 'confirmed',
        barcode: BARCODE,
        chainCode: '000010',
        chainName: null,
        storeCode: '0110001',
        transferOn: '2024-01-25',
        raw: bytes.subarray(120, 240),
      },
    ])
  })

  it('三菱UFJファクター (s3b): every field in its place, its header too', () => {
    const header = ['1', '20240117', '29023', '25207', '\xd0\xc5\xc4\xb7\xde\xdd\xba\xb3'.padEnd(40), ' '.repeat(61)].join('')
    const days = ['20240117', '20240125', '20240120', '20240126']
    const data = ['2', '02', '20240112', '1815', BARCODE, '000', '0110001', ...days, '0010', ' '.repeat(15)].join('')
    const bytes = Buffer.from([header, data, '8'.padEnd(120), ''].join('\r\n'), 'latin1')
    const { lines, errors } = read('mufg_factor', bytes)
    expect(errors).toEqual([])
    expect(lines).toEqual([
      {
        ...line,
        record: 2,
        kind: 'confirmed',
        barcode: BARCODE,
        chainCode: '0010',
        chainName: null,
        storeCode: '0110001',
        transferOn: '2024-01-25',
        raw: bytes.subarray(122, 242),
      },
    ])
  })
})

describe.each(['mizuho_factor', 'mufg_factor'] as const)('%s', (format) => {
  const [h = '', a = '', b = '', t = '', e = ''] = recordsOf(format)
  const { data } = layouts[format]
  const withField = (record: string, { offset, length }: Field, text: string) =>
    record.slice(0, offset) + text.padEnd(length) + record.slice(offset + length)

  it('is the same with CRLF, LF and nothing between its records, and with a DOS end of file', () => {
    const plain = read(format, bytesOf(h, a, b, t, e))
    expect(plain).toMatchObject({
      errors: [],
      ends: [2],
      lines: [
        { record: 2, kind: 'preliminary' },
        { record: 3, kind: 'confirmed' },
      ],
    })
    for (const variant of [[h, a, b, t, e].join('\r\n'), [h, a, b, t, e, ''].join('\n'), `${[h, a, b, t, e].join('\r\n')}\r\n\u001a`]) {
      expect(read(format, Buffer.from(variant, 'latin1'))).toEqual(plain)
    }
  })

  it('need not tell times and days that are not known yet', () => {
    const silent = withField(withField(withField(a, data.paidAt, ''), data.madeOn, '00000000'), data.transferOn, '')
    expect(read(format, bytesOf(h, silent, t)).lines).toMatchObject([{ paidAt: null, madeOn: null, transferOn: null }])
  })

  const faults: [string, Field, string, string][] = [
    ['an unknown kind', data.kind, '12', 'kind_unknown'],
    ['no day', data.paidOn, '20240231', 'not_a_date'],
    ['a day of spaces', data.paidOn, '', 'not_a_date'],
    ['no time', data.paidAt, '2400', 'not_a_time'],
    ['minutes above 59', data.paidAt, '1260', 'not_a_time'],
    ['a time with a letter', data.paidAt, '1O00', 'not_a_time'],
    ['a barcode with a letter', data.barcode, `${BARCODE.slice(0, 43)}O`, 'barcode_invalid'],
    ['the wrong check digit', data.barcode, `${BARCODE.slice(0, 43)}5`, 'barcode_check_digit'],
    ['kanji for a shop', data.storeCode, '\x8e\x52', 'illegal_character'],
    ['a control character in a chain', data.chainCode, '\x00', 'illegal_character'],
    ['a day of transfer that is none', data.transferOn, '2024013', 'not_a_date'],
    ['a day of making that is none', data.madeOn, '20241332', 'not_a_date'],
  ]
  it.each(faults)('tells %s, and reads on', (_, field, text, code) => {
    const { lines, errors, ends } = read(format, bytesOf(h, withField(a, field, text), b, t, e))
    expect(places(errors)).toEqual([`${code}@2:${field.name}`])
    expect([lines.map(({ record }) => record), ends]).toEqual([[3], [1]])
  })

  it('tells all faults of all records', () => {
    const worse = withField(withField(a, data.kind, '99'), data.paidOn, 'X')
    expect(places(read(format, bytesOf(h, worse, withField(b, data.paidAt, 'X'), t, e)).errors)).toEqual([
      `kind_unknown@2:${data.kind.name}`,
      `not_a_date@2:${data.paidOn.name}`,
      `not_a_time@3:${data.paidAt.name}`,
    ])
  })

  it.each([
    ['no header', [a, b, t, e], ['missing_header@1:レコード区分'], 1],
    ['a second header', [h, a, h, b, t], ['record_order@3:レコード区分'], 2],
    ['a line behind the trailer', [h, a, t, b, e], ['record_order@4:レコード区分'], 1],
    ['no trailer', [h, a, b], ['missing_trailer@4:レコード区分'], 2],
    ['a record of no kind', [h, '7'.padEnd(120), a, t], ['record_type_unknown@2:レコード区分'], 1],
    ['half a record', [h, a, t, e.slice(0, 60)], ['wrong_length@4:'], 1],
    ['nothing', [], ['missing_header@1:レコード区分', 'missing_trailer@1:レコード区分'], 0],
  ] as const)('tells %s', (_, records, expected, lines) => {
    const { errors, ends } = read(format, bytesOf(...records))
    expect([places(errors), ends]).toEqual([expected, [lines]])
  })

  it('says what was found, in its own signs', () => {
    const { errors } = read(format, bytesOf(h, withField(a, data.paidOn, '\xd0\xc5\xc4'), t))
    expect(errors).toEqual([{ record: 2, field: data.paidOn.name, code: 'not_a_date', found: 'ﾐﾅﾄ' }])
  })
})

describe('the header of MUFG Factor', () => {
  const [h = '', a = '', , t = ''] = recordsOf('mufg_factor')
  it.each([
    ['another agent', `${h.slice(0, 9)}29024${h.slice(14)}`, 'company_differs@1:MUF企業コード'],
    ['another client', `${h.slice(0, 14)}25208${h.slice(19)}`, 'company_differs@1:収納企業コード'],
    ['no day', `1        ${h.slice(9)}`, 'not_a_date@1:作成日'],
  ])('of %s is a fault', (_, header, expected) => {
    expect(places(read('mufg_factor', bytesOf(header, a, t)).errors)).toEqual([expected])
  })
})
