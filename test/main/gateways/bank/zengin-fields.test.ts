import { describe, expect, it } from 'vitest'
import { Faults } from '../../../../src/main/gateways/bank/faults'
import type { Field } from '../../../../src/main/gateways/bank/zengin-fields'
import {
  data,
  end,
  header,
  isLegible,
  numberAt,
  optionalNumber,
  requiredNumber,
  textAt,
  trailer,
} from '../../../../src/main/gateways/bank/zengin-fields'

const record = (text: string) => new Uint8Array(Buffer.from(text.padEnd(200), 'latin1'))
const N = (offset: number, length: number): Field => ({ name: 'x', offset, length, kind: 'N' })

describe('the layouts of type 03', () => {
  it.each(Object.entries({ header, data, trailer, end }))('%s covers 200 bytes without gap or overlap', (_, layout) => {
    let next = 0
    for (const field of Object.values(layout)) {
      expect(field.offset).toBe(next)
      next += field.length
    }
    expect(next).toBe(200)
  })

  it.each([
    [header.createdOn, 5],
    [header.accountNumber, 64],
    [header.opening, 116],
    [data.bookedOn, 10],
    [data.direction, 22],
    [data.amount, 25],
    [data.remitterCode, 72],
    [data.remitterName, 82],
    [data.description, 160],
    [data.edi, 180],
    [trailer.creditTotal, 8],
    [trailer.closing, 41],
    [end.accountCount, 12],
  ])('$name begins at the column the standard prints', (field, column) => {
    expect(field.offset + 1).toBe(column)
  })
})

describe('a number', () => {
  it.each([
    ['000000000123', 123],
    ['999999999999', 999_999_999_999],
    ['00000000000A', null],
    ['        0123', null],
    ['            ', null],
  ])('%j reads as %s', (text, value) => {
    expect(numberAt(record(text), N(0, 12))).toBe(value)
  })

  it('that is missing is a fault where it must be there, and nothing where it may be left out', () => {
    const faults = new Faults(7)
    expect(optionalNumber(record('    '), N(0, 4), faults)).toBe(0)
    expect(faults.errors).toEqual([])
    expect(requiredNumber(record('12 4'), N(0, 4), faults)).toBeNull()
    expect(optionalNumber(record('12x4'), N(0, 4), faults)).toBeNull()
    expect(faults.errors.map(({ record, column, code, found }) => [record, column, code, found])).toEqual([
      [7, 1, 'not_a_number', '12 4'],
      [7, 1, 'not_a_number', '12x4'],
    ])
  })
})

describe('text', () => {
  it('loses the spaces that fill it and keeps those inside', () => {
    expect(textAt(record('A  B  '), { ...N(0, 6), kind: 'C' })).toBe('A  B')
    expect(textAt(record(''), data.remitterName)).toBe('')
  })

  it('is illegible from its first illegal byte, told once per field with its column', () => {
    const bytes = record('2')
    bytes.set([0x8a, 0xbf], data.remitterName.offset + 3)
    bytes[data.edi.offset] = 0x0a
    const faults = new Faults(3)
    expect(isLegible(bytes, data, faults)).toBe(false)
    expect(faults.errors.map(({ column, code, found }) => [column, code, found])).toEqual([
      [85, 'illegal_character', '0x8a'],
      [180, 'illegal_character', '0x0a'],
    ])
  })
})
