import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readZengin01 } from '../../../../src/main/gateways/bank/zengin-01'
import { noticeA, noticeB, noticeHeader, noticeTrailer } from '../../../../src/main/gateways/bank/zengin-01-fields'
import type { Field } from '../../../../src/main/gateways/bank/zengin-fields'
import { addDays, businessDate } from '../../../../src/preload/contract/date'
import { PositiveYen } from '../../../../src/preload/contract/money'
import { type NoticeStyle, writeZengin01 } from '../../../support/write-zengin-01'
import type { LineToWrite } from './made-statements'
import { credit as credit03, era, head as head03, joined, places, recordsOf, sorted, western, withField } from './made-statements'

const read = (bytes: Uint8Array, profile = era) => sorted(readZengin01(bytes, profile))
const head = { ...head03, opening: null }
const credit: LineToWrite = { ...credit03, description: '', bankReference: '000017' }
const other: LineToWrite = { ...credit, amount: PositiveYen.parse(5_500), remitterCode: '1010000002', remitterName: 'ｻﾄｳ ﾊﾅｺ' }
/** As a bank takes a notified credit back: the same data, another 照会番号. */
const takenBack = (line: LineToWrite): LineToWrite => ({
  ...line,
  direction: 'debit',
  kind: 'cancellation',
  notCustomerMoney: null,
  bankReference: '000099',
})
const A: NoticeStyle = { layout: 'A', separator: 'none' }
const B: NoticeStyle = { layout: 'B', separator: 'none' }
const written = (lines: LineToWrite[], style = A) => writeZengin01([{ head, lines }], style)
const texts = ({ record, raw, ...rest }: ReturnType<typeof read>['lines'][number]) => rest

describe('a notice of type 01', () => {
  it.each([A, B])('is read as head, lines and a foot without a balance: %o', (style) => {
    const bytes = written([credit, other], style)
    const { heads, lines, feet, errors } = read(bytes)
    expect(errors).toEqual([])
    expect(heads).toEqual([{ ...head, format: 'zengin-01', record: 1, sequenceNumber: null, layout: style.layout }])
    expect(lines).toEqual([
      { ...credit, record: 2, raw: bytes.subarray(200, 400) },
      { ...other, record: 3, raw: bytes.subarray(400, 600) },
    ])
    expect(feet).toMatchObject([{ record: 4, closing: null }])
  })

  it('holds an amount of more than ten digits in format B only', () => {
    const big = { ...credit, amount: PositiveYen.parse(123_456_789_012) }
    expect(read(written([big, other], B)).lines.map(({ amount }) => amount)).toEqual([123_456_789_012, 5_500])
    expect(() => written([big], A)).toThrow(RangeError)
  })

  it('of a bank that fills the spare bytes with digits is not taken for format B', () => {
    const spare = withField(written([credit]), 2, { ...noticeA.filler, offset: 128, length: 72 }, '12345678901234567890'.padEnd(72, '7'))
    const { heads, lines, errors } = read(spare)
    expect(errors).toEqual([])
    expect([heads[0]?.layout, lines[0]?.amount, lines[0]?.edi]).toEqual(['A', 12_000, '12345678901234567890'])
  })

  it('may hold several accounts, and no line', () => {
    const bytes = writeZengin01(
      [
        { head, lines: [credit] },
        { head, lines: [] },
      ],
      { layout: 'A', separator: 'crlf' },
    )
    const { heads, feet, errors } = read(bytes)
    expect([heads.length, feet.length, errors]).toEqual([2, 2, []])
  })
})

describe('取消 of a notified credit', () => {
  it('is money out of its own kind, and nothing of the original is lost', () => {
    const { lines, errors } = read(written([takenBack(credit)]))
    expect(errors).toEqual([])
    expect(lines.map(texts)).toEqual([takenBack(credit)])
  })

  it.each(['credits', 'all', 'net'] as const)('may be counted in the total of transfers any way: %s', (totals) => {
    const bytes = written([credit, other, takenBack(credit)], { ...A, totals })
    expect(read(bytes).errors).toEqual([])
  })

  it('must agree with what the trailer tells of it, where it tells', () => {
    const bytes = written([credit, takenBack(credit)])
    expect(places(read(withField(bytes, 4, noticeTrailer.cancelledCount, '000002')).errors)).toEqual(['trailer_count@4:20'])
    expect(places(read(withField(bytes, 4, noticeTrailer.cancelledTotal, '000000000001')).errors)).toEqual(['trailer_sum@4:26'])
    const untold = withField(withField(bytes, 4, noticeTrailer.cancelledCount, ''), 4, noticeTrailer.cancelledTotal, '')
    expect(read(untold).errors).toEqual([])
  })
})

describe('a fault is told with its record and column', () => {
  const TRAILER = 4
  const cases: [string, number, Field, string, string[]][] = [
    ['an account of another type', 1, noticeHeader.accountType, '6', ['unsupported_account_type@1:60']],
    ['EBCDIC', 1, noticeHeader.characterCode, '1', ['ebcdic_not_supported@1:4']],
    ['a date outside the period', 2, noticeA.bookedOn, '081031', ['date_out_of_period@2:8']],
    ['an amount without digits', 2, noticeA.amount, 'X', ['not_a_number@2:20']],
    ['an amount of zero', 2, noticeA.amount, '0000000000', ['amount_zero@2:20']],
    ['another mark than 取消', 2, noticeA.cancellation, '2', ['code_unknown@2:128']],
    ['another count', TRAILER, noticeTrailer.transferCount, '000009', ['trailer_count@4:2']],
    ['another sum', TRAILER, noticeTrailer.transferTotal, '000000000009', ['trailer_sum@4:8']],
  ]
  it.each(cases)('%s', (_, record, field, text, expected) => {
    expect(places(read(withField(written([credit, other]), record, field, text)).errors)).toEqual(expected)
  })

  it('both amounts of format B at once', () => {
    const bytes = withField(written([credit, { ...other, amount: PositiveYen.parse(20_000_000_000) }], B), 3, noticeB.amount, '0000000001')
    expect(places(read(bytes).errors)).toEqual(['not_a_number@3:129'])
  })

  it.each([
    ['A', 'B', ['mixed_layouts@3:129']],
    ['B', 'A', ['not_a_number@3:129']],
  ] as const)('a notice of another format than those before it (%s, then %s)', (first, second, expected) => {
    const [h = '', one = ''] = recordsOf(written([credit, other], { layout: first, separator: 'none' }))
    const [, , two = '', t = '', e = ''] = recordsOf(written([credit, other], { layout: second, separator: 'none' }))
    const { lines, errors } = read(joined(h, one, two, t, e))
    expect(places(errors)).toEqual(expected)
    expect(lines).toHaveLength(1)
  })

  it('records out of order, and what is missing', () => {
    const [h = new Uint8Array(), a = new Uint8Array(), , t = new Uint8Array(), e = new Uint8Array()] = recordsOf(written([credit, other]))
    expect(places(read(joined(a, t, e)).errors)).toContain('record_order@1:1')
    expect(places(read(joined(h, a)).errors)).toEqual(['missing_trailer@3:1', 'missing_end@3:1'])
  })

  it('every changed digit of an amount is caught by the totals', () => {
    const bytes = written([credit, other])
    for (let column = 19; column < 29; column++)
      for (let digit = 0x30; digit <= 0x39; digit++) {
        const changed = Uint8Array.from(bytes)
        if (changed[200 + column] === digit) continue
        changed[200 + column] = digit
        expect(read(changed).errors).not.toEqual([])
      }
  })
})

describe('what is written', () => {
  const characters = [...'ABCXYZ0189 ()-./ｱｲｳｶﾞﾊﾟﾝﾔﾕﾖｰｦ｢｣,']
  const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`))
  const text = (maxLength: number) => fc.string({ unit: fc.constantFrom(...characters), maxLength }).map((each) => each.trimEnd())
  const notZero = (zeros: string) => (each: string) => each !== zeros
  const day = fc.integer({ min: 0, max: 19 }).map((days) => addDays(businessDate('2026-11-01'), days))
  const line = (most: number): fc.Arbitrary<LineToWrite> =>
    fc
      .record({
        isTakenBack: fc.boolean(),
        bookedOn: day,
        valueOn: day,
        amount: fc.integer({ min: 1, max: most }).map((amount) => PositiveYen.parse(amount)),
        remitterCode: fc.option(digits(10).filter(notZero('0000000000'))),
        remitterName: text(48),
        remittingBank: text(15),
        remittingBranch: text(15),
        edi: text(20),
        bankReference: fc.oneof(fc.constant(''), digits(6).filter(notZero('000000'))),
      })
      .map(({ isTakenBack, ...each }) => ({
        ...each,
        direction: isTakenBack ? 'debit' : 'credit',
        kind: isTakenBack ? 'cancellation' : 'transfer',
        notCustomerMoney: null,
        description: '',
      }))

  it.each([
    ['A', 9_999_999],
    ['B', 20_000_000_000],
  ] as const)('is read again as it was, for any notices of format %s', (layout, most) => {
    fc.assert(
      fc.property(
        fc.array(fc.array(line(most), { minLength: 1, maxLength: 10 }), { minLength: 1, maxLength: 3 }),
        fc.constantFrom('crlf' as const, 'none' as const),
        fc.constantFrom(era, western),
        fc.constantFrom('credits' as const, 'all' as const),
        (accounts, separator, profile, totals) => {
          const notices = accounts.map((lines) => ({ head, lines }))
          const read = sorted(readZengin01(writeZengin01(notices, { layout, separator, dates: profile.dates, totals }), profile))
          expect(read.errors).toEqual([])
          expect(new Set(read.heads.map((each) => each.layout))).toEqual(new Set([layout]))
          expect(read.lines.map((each) => ({ ...texts(each), notCustomerMoney: null }))).toEqual(accounts.flat())
        },
      ),
      { numRuns: 200 },
    )
  })
})
