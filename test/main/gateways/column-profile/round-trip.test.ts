import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { noticeFiles } from '../../../../src/main/gateways/column-profile/column-profile'
import { holdsCardNumber } from '../../../../src/main/settlement/card-number'
import { collectionErrorCodes } from '../../../../src/preload/contract/collection'
import { ColumnProfile, DateForm, FileEncoding, NumberForm } from '../../../../src/preload/contract/column-profile'
import { addDays, businessDate } from '../../../../src/preload/contract/date'
import { PositiveYen, yen } from '../../../../src/preload/contract/money'
import { HEADER, NOTICE, PROFILE, sorted } from './made-notices'

/** 200 in every run; a long one by `FUZZ_RUNS=1000000`. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 200)

const day = fc.nat(3_000).map((days) => addDays(businessDate('2024-01-01'), days))
const code = fc.stringMatching(/^[!-~]{1,20}$/).filter((text) => !holdsCardNumber(text))
const notice = fc.record({
  kind: fc.constantFrom('confirmed' as const, 'refused_at_door' as const, 'other' as const),
  transactionId: code,
  reference: code,
  trackingNumber: fc.option(code),
  amount: fc.integer({ min: 1, max: 9_999_999_999 }).map((amount) => PositiveYen.parse(amount)),
  fee: fc.option(fc.integer({ min: 0, max: 99_999 }).map(yen)),
  paidOn: day,
  transferOn: fc.option(day),
})
const profile = fc
  .record({
    encoding: fc.constantFrom(...FileEncoding.options),
    dates: fc.constantFrom(...DateForm.options),
    numbers: fc.constantFrom(...NumberForm.options),
    places: fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7], { minLength: 8 }),
  })
  .map(({ places: [transactionId, reference, trackingNumber, event, amount, fee, paidOn, transferOn], ...own }) =>
    ColumnProfile.parse({
      ...{ ...PROFILE, ...own },
      columns: { transactionId, reference, trackingNumber, event, amount, fee, paidOn, transferOn },
    }),
  )

describe('files by mappings', () => {
  it('are read back as they were written', () => {
    fc.assert(
      fc.property(profile, fc.array(notice, { maxLength: 20 }), (mapping, written) => {
        const bytes = noticeFiles.writeNotices(mapping, written)
        const { notices, errors, changes } = sorted(noticeFiles.readNotices(bytes, mapping, () => false))
        expect([errors, changes]).toEqual([[], null])
        expect(notices.map(({ record: _, raw: __, ...rest }) => rest)).toEqual(written)
      }),
      { numRuns: RUNS },
    )
  })

  const byte = fc.oneof(fc.constantFrom(0x0a, 0x0d, 0x1a, 0x22, 0x2c, 0x30, 0x81, 0xef, 0xff), fc.integer({ min: 0, max: 255 }))
  const whole = Buffer.from(noticeFiles.writeNotices(PROFILE, [NOTICE, NOTICE, NOTICE]))
  const bytesLike = fc.oneof(
    fc.array(byte, { maxLength: 400 }).map((bytes) => Buffer.from(bytes)),
    fc
      .tuple(fc.nat(whole.length), fc.nat(30), fc.array(byte, { maxLength: 5 }))
      .map(([at, gone, put]) => Buffer.concat([whole.subarray(0, at), Buffer.from(put), whole.subarray(at + gone)])),
    fc
      .constantFrom('"'.repeat(5_000), ','.repeat(5_000), '\n'.repeat(5_000), `${HEADER.join()}\n${'"'.repeat(20_000)}`)
      .map((text) => Buffer.from(text)),
  )

  it('are read to their end or told to be wrong, never thrown at anybody', () => {
    fc.assert(
      fc.property(bytesLike, profile, (bytes, mapping) => {
        for (const by of [mapping, PROFILE]) {
          noticeFiles.readHead(bytes, by.encoding)
          for (const { code: named, record, found } of sorted(noticeFiles.readNotices(bytes, by, holdsCardNumber)).errors) {
            expect(collectionErrorCodes).toContain(named)
            expect(record).toBeGreaterThan(0)
            expect(found.length).toBeLessThanOrEqual(61)
          }
        }
      }),
      { numRuns: RUNS },
    )
  })
})
