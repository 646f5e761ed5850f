import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { storeAgent } from '../../../../src/main/gateways/convenience-store/store-agent'
import { writeCollection } from '../../../../src/main/gateways/convenience-store/write'
import { CollectionFormat, collectionErrorCodes } from '../../../../src/preload/contract/collection'
import { line, numbering, sorted } from './made-collections'

/** 200 damaged files for each reader in every run; a long one by `FUZZ_RUNS=1000000`. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 200)
const SLOWEST_MS = 1_000

const codes = { mizuho_factor: '000010', mufg_factor: '0010', dsk: '010' }
const whole = (format: CollectionFormat) => {
  const made = { ...line, chainCode: codes[format] }
  return Buffer.from(writeCollection(format, [made, { ...made, kind: 'confirmed' }, { ...made, kind: 'preliminary_cancelled' }]))
}

const byte = fc.oneof(fc.constantFrom(0x0a, 0x0d, 0x1a, 0x20, 0x22, 0x2c, 0x30, 0x39, 0x81, 0xff), fc.integer({ min: 0, max: 255 }))

/** A wound: bytes in place of others, or a piece doubled. */
const wound = fc.record({ at: fc.nat(2_000), gone: fc.nat(130), put: fc.array(byte, { maxLength: 3 }), doubled: fc.nat(300) })

function wounded(bytes: Buffer, { at, gone, put, doubled }: { at: number; gone: number; put: number[]; doubled: number }): Buffer {
  const from = at % (bytes.length + 1)
  const piece = doubled > 200 ? bytes.subarray(from, from + doubled) : Buffer.of(...put)
  return Buffer.concat([bytes.subarray(0, from), piece, bytes.subarray(from + (gone > 120 ? gone : put.length))])
}

const bytesLike = (format: CollectionFormat) =>
  fc.oneof(
    { weight: 5, arbitrary: fc.array(wound, { minLength: 1, maxLength: 4 }).map((wounds) => wounds.reduce(wounded, whole(format))) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)) },
    { weight: 1, arbitrary: fc.array(byte, { maxLength: 400 }).map((bytes) => Buffer.from(bytes)) },
    { weight: 1, arbitrary: fc.constantFrom(...CollectionFormat.options).map(whole) },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom('"'.repeat(5_000), ','.repeat(5_000), '\n'.repeat(5_000), '2'.repeat(12_000))
        .map((text) => Buffer.from(text)),
    },
  )

describe.each(CollectionFormat.options)('%s, damaged', (format) => {
  it('is read to its end or told to be wrong, never thrown at anybody', () => {
    fc.assert(
      fc.property(bytesLike(format), (bytes) => {
        const started = performance.now()
        const { lines, errors, ends } = sorted(storeAgent.readCollection(bytes, format, numbering))
        storeAgent.recogniseCollection(bytes)
        expect(performance.now() - started).toBeLessThan(SLOWEST_MS)
        expect(ends).toEqual([lines.length])
        for (const { code, record, found } of errors) {
          expect(collectionErrorCodes).toContain(code)
          expect(record).toBeGreaterThan(0)
          expect(found.length).toBeLessThanOrEqual(61)
        }
        for (const { slip } of lines) expect([slip.makerCode, slip.companyCode]).toEqual([numbering.makerCode, numbering.companyCode])
      }),
      { numRuns: RUNS },
    )
  })

  it('is never taken with another amount: the check digit catches every changed digit of it', () => {
    const bytes = whole(format)
    const at = bytes.indexOf('010605')
    for (let place = at; place < at + 6; place++) {
      for (let digit = 0x30; digit <= 0x39; digit++) {
        if (bytes[place] === digit) continue
        const changed = Buffer.from(bytes)
        changed[place] = digit
        expect(sorted(storeAgent.readCollection(changed, format, numbering)).errors).toMatchObject([
          { record: 2, code: 'barcode_check_digit' },
        ])
      }
    }
  })
})
