import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { barcodeOf, checkDigitOf, readBarcode } from '../../../../src/main/gateways/convenience-store/barcode'
import { Dates } from '../../../../src/main/gateways/convenience-store/dates'
import { Faults } from '../../../../src/main/gateways/convenience-store/faults'
import type { Slip, SlipNumbering } from '../../../../src/preload/contract/collection'
import { businessDate } from '../../../../src/preload/contract/date'
import { PositiveYen } from '../../../../src/preload/contract/money'
import { numbering, numberings, slip, slipsOf } from './made-collections'

function read(digits: string, own: SlipNumbering) {
  const faults = new Faults(1)
  const found = readBarcode(digits, own, new Dates(), faults)
  return { found, faults: faults.errors.map(({ code, field, found: text }) => `${code} ${field} ${text}`) }
}

/** The sheet's six vectors, by its own columns: AI, maker, free digits, re-issue, due date, stamp, amount, check digit. */
const vectors = [
  '91 959919 833262024010101043480 0 240710 0 039500 3',
  '91 959919 833262024010101043470 0 240710 0 043500 7',
  '91 912345 012345678901234567890 1 010331 0 123000 3',
  '91 942386 178953917853935692730 1 030731 1 031290 3',
  '91 929023 252070000010123499900 1 999999 0 010605 0',
  '91 929023 252070000010123499900 3 999999 1 106632 7',
]

describe('the test vectors of the sheet', () => {
  it.each(vectors)('%s', (vector) => {
    const [, makerCode = '', free = '', reissue, due = '', stamp, amount, check] = vector.split(' ')
    const digits = vector.replaceAll(' ', '')
    const own = { makerCode, companyCode: free.slice(0, 5) }
    const made: Slip = {
      reference: free.slice(5),
      reissue: Number(reissue),
      dueOn: due === '999999' ? null : businessDate(`20${due.slice(0, 2)}-${due.slice(2, 4)}-${due.slice(4)}`),
      needsStamp: stamp === '1',
      amount: PositiveYen.parse(Number(amount)),
    }
    expect(checkDigitOf(digits)).toBe(Number(check))
    expect(barcodeOf(made, own)).toEqual({
      digits,
      lines: [`(91)${makerCode}-${free}${reissue}`, `${due}-${stamp}-${amount}-${check}`],
    })
    expect(read(digits, own)).toEqual({ found: { ...made, ...own }, faults: [] })
  })

  it('and its two lines as people read them', () => {
    expect(barcodeOf(slip, numbering).lines).toEqual(['(91)929023-2520700000101234999001', '999999-0-010605-0'])
  })
})

describe('a slip', () => {
  it('is read from its digits as it was', () => {
    const slips = numberings({ min: 1, max: 10 }).chain((own) => fc.tuple(fc.constant(own), slipsOf(own)))
    fc.assert(
      fc.property(slips, ([own, made]) => {
        expect(read(barcodeOf(made, own).digits, own)).toEqual({ found: { ...made, ...own }, faults: [] })
      }),
      { numRuns: 2_000 },
    )
  })

  it('has its reference behind zeros', () => {
    const { digits } = barcodeOf({ ...slip, reference: '42' }, numbering)
    expect(digits.slice(8, 29)).toBe('252070000000000000042')
  })

  it('is another barcode in each of its ten issues', () => {
    const issues = Array.from({ length: 10 }, (_, reissue) => barcodeOf({ ...slip, reissue }, numbering).digits)
    expect(new Set(issues).size).toBe(10)
    expect(issues.map((digits) => digits[29]).join('')).toBe('0123456789')
  })

  it.each([
    ['the most', 300_000, '300000'],
    ['one yen', 1, '000001'],
  ])('may ask for %s', (_, amount, digits) => {
    expect(barcodeOf({ ...slip, amount: PositiveYen.parse(amount) }, numbering).digits.slice(37, 43)).toBe(digits)
  })

  const impossible: [string, Partial<Slip>][] = [
    ['300,001 yen', { amount: PositiveYen.parse(300_001) }],
    ['a reference of 17 digits', { reference: '12345678901234567' }],
    ['a reference with a letter', { reference: '000001012349990A' }],
    ['an eleventh issue', { reissue: 10 }],
    ['a fraction of an issue', { reissue: 0.5 }],
    ['a due date of another century', { dueOn: businessDate('1999-12-31') }],
  ]
  it.each(impossible)('cannot be made of %s', (_, own) => {
    expect(() => barcodeOf({ ...slip, ...own }, numbering)).toThrow(RangeError)
  })
})

describe('digits that are no slip of ours', () => {
  const { digits } = barcodeOf(slip, numbering)
  const withCheck = (body: string) => `${body}${checkDigitOf(body)}`
  const changed = (at: number, text: string) => withCheck(digits.slice(0, at) + text + digits.slice(at + text.length, 43))
  it.each([
    ['one digit short', digits.slice(1), `barcode_invalid バーコード情報 ${digits.slice(1)}`],
    ['a letter', `${digits.slice(0, 43)}X`, `barcode_invalid バーコード情報 ${digits.slice(0, 43)}X`],
    ['another AI', changed(0, '92'), `barcode_invalid バーコード情報 ${changed(0, '92')}`],
    ['the wrong check digit', `${digits.slice(0, 43)}1`, `barcode_check_digit バーコード情報 ${digits.slice(0, 43)}1`],
    ['another maker', changed(2, '929024'), 'company_differs バーコード情報 92902425207'],
    ['another client of the agent', changed(8, '25208'), 'company_differs バーコード情報 92902325208'],
    ['a due date that is no day', changed(30, '250230'), 'not_a_date 支払期限日 250230'],
    ['a stamp flag of 2', changed(36, '2'), 'barcode_invalid 印紙フラグ 2'],
    ['no amount', changed(37, '000000'), 'amount_zero 支払金額 000000'],
    ['an amount above the limit', changed(37, '300001'), 'barcode_invalid 支払金額 300001'],
  ])('%s', (_, found, fault) => {
    expect(read(found, numbering)).toEqual({ found: null, faults: [fault] })
  })

  it('tell all of their faults', () => {
    expect(read(changed(30, '25023020'), numbering).faults).toHaveLength(2)
  })

  it('are never taken with one digit changed', () => {
    for (let at = 0; at < 44; at++) {
      for (const digit of '0123456789') {
        if (digits[at] !== digit) expect(read(digits.slice(0, at) + digit + digits.slice(at + 1), numbering).found).toBeNull()
      }
    }
  })
})
