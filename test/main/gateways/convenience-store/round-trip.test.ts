import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { barcodeOf } from '../../../../src/main/gateways/convenience-store/barcode'
import { storeAgent } from '../../../../src/main/gateways/convenience-store/store-agent'
import { writeCollection } from '../../../../src/main/gateways/convenience-store/write'
import { CollectionFormat } from '../../../../src/preload/contract/collection'
import { businessDate } from '../../../../src/preload/contract/date'
import { line, linesOf, numberings, sorted } from './made-collections'

const FIVE = { min: 5, max: 5 }

describe.each(CollectionFormat.options)('%s', (format) => {
  it('is read as it was written', () => {
    const files = numberings(FIVE).chain((own) => fc.tuple(fc.constant(own), linesOf(format, own)))
    fc.assert(
      fc.property(files, ([own, lines]) => {
        const bytes = writeCollection(format, lines)
        const { lines: read, errors, ends } = sorted(storeAgent.readCollection(bytes, format, own))
        expect(errors).toEqual([])
        expect(ends).toEqual([lines.length])
        expect(read.map(({ record: _, raw: __, ...rest }) => rest)).toEqual(
          lines.map((written) => ({ ...written, barcode: barcodeOf(written.slip, written.slip).digits })),
        )
        expect(read.map(({ record }) => record)).toEqual(lines.map((_, at) => at + 2))
        for (const { raw, barcode } of read) expect(Buffer.from(raw).toString('latin1')).toContain(barcode)
        if (lines.length > 0 || format === 'dsk') expect(storeAgent.recogniseCollection(bytes)).toBe(format)
      }),
      { numRuns: 200 },
    )
  })
})

describe('what a layout has no place for is a fault of whoever writes', () => {
  it.each([
    ['a postal payment', 'mizuho_factor', { kind: 'postal' }],
    ['a real-time payment', 'mufg_factor', { kind: 'real_time' }],
    ['a shop of eight digits', 'mufg_factor', { storeCode: '12345678' }],
    ['a chain of five digits', 'mufg_factor', { chainCode: '00010' }],
    ['a chain of two digits', 'dsk', { chainCode: '10' }],
    ['a shop with a comma', 'dsk', { storeCode: '11,0001' }],
    ['a shop in kanji', 'mizuho_factor', { storeCode: '本店' }],
  ] as const)('%s', (_, format, own) => {
    expect(() => writeCollection(format, [{ ...line, ...own }])).toThrow(RangeError)
  })

  it('a company code of another length in a header', () => {
    expect(() => writeCollection('mufg_factor', [{ ...line, slip: { ...line.slip, companyCode: '252070' } }])).toThrow(RangeError)
    expect(() => writeCollection('mufg_factor', [])).toThrow(RangeError)
  })
})

it('zero o’clock at a till is a time', () => {
  const [read] = sorted(storeAgent.readCollection(writeCollection('dsk', [{ ...line, paidAt: '0000' }]), 'dsk', line.slip)).lines
  expect(read).toMatchObject({ paidAt: '0000', paidOn: businessDate('2024-01-12') })
})
