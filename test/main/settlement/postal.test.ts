import { describe, expect, it, test } from 'vitest'
import {
  isCashChecked,
  isPostalLine,
  lowerLine,
  postalAccount,
  referenceOfLine,
  upperLine,
  withCheckDigits,
} from '../../../src/main/settlement/postal'

describe('check digits of the lines of a postal form', () => {
  // collection.md §3.1.
  test.each([
    ['0000000000000000003600226000033421101', '61'],
    ['100250881102000000061050501000000000000000', '22'],
  ])('of %s are %s', (body, digits) => {
    expect(withCheckDigits(body)).toBe(digits + body)
    expect(isPostalLine(digits + body)).toBe(true)
  })

  it('tell every single digit that was read wrongly in a place they weigh', () => {
    const line = withCheckDigits('100250881102000000061050501000000000000000')
    for (let at = 2; at < line.length; at++) {
      const wrong = (Number(line[at]) + 1) % 10
      expect(isPostalLine(line.slice(0, at) + wrong + line.slice(at + 1))).toBe(false)
    }
  })

  test.each([
    ...[
      ['A', 10],
      ['F', 15],
      ['H', 17],
      ['J', 19],
      ['K', 20],
      ['L', 21],
      ['P', 25],
      ['T', 29],
      ['V', 31],
      ['X', 33],
    ],
    ...[
      ['*', 36],
      ['+', 37],
      ['-', 38],
      ['#', 39],
    ],
  ] as [string, number][])('%s counts %d', (letter, value) => {
    // In the first place CD2 weighs by 9 and CD1 by 1.
    const second = (value * 9) % 10
    expect(withCheckDigits(`${letter}000`).slice(0, 2)).toBe(`${((2 * second + value) % 11) % 10}${second}`)
  })

  test.each(['B', 'a', ' ', '１'])('%s stands in no line', (sign) => {
    expect(() => withCheckDigits(sign)).toThrow(RangeError)
    expect(isPostalLine(`00${sign}`)).toBe(false)
  })
})

describe('the account', () => {
  test.each([
    ['00150-9-900584', '00150900584'],
    ['00110-9-1221', '00110001221'],
    ['00150-900584', '00150900584'],
    ['００１５０－９－９００５８４', '00150900584'],
    ['10150-9-900584', null],
    ['00150-99-900584', null],
    ['00150-9-9005841', null],
    ['', null],
  ])('%s is %s', (written, account) => {
    expect(postalAccount(written)).toBe(account)
  })
})

describe('the two lines', () => {
  const form = { account: '00150900584', amount: 3_600, chargeCode: '2', reference: '10000000017' }

  it('have 39 and 44 digits, with account, amount and reference in their places', () => {
    const [upper, lower] = [upperLine(form), lowerLine(form)]
    expect([upper.length, lower.length, isPostalLine(upper), isPostalLine(lower)]).toEqual([39, 44, true, true])
    expect(upper.slice(2)).toBe(`00150900584${'00000003600'}2${'0'.repeat(14)}`)
    expect(lower.slice(2)).toBe('10000000017'.padStart(42, '0'))
  })

  it('give the reference back', () => {
    expect(referenceOfLine(lowerLine(form))).toBe('10000000017'.padStart(42, '0'))
    expect(referenceOfLine('10000000017')).toBe('10000000017')
    const line = lowerLine(form)
    expect(referenceOfLine(`9${line.slice(1)}`)).toBe(`9${line.slice(1)}`)
  })

  test.each([{ amount: 100_000_000_000 }, { account: '0015090058' }, { chargeCode: '' }])('have no place for %o', (own) => {
    expect(() => upperLine({ ...form, ...own })).toThrow(RangeError)
  })
})

test.each([
  [1, false],
  [100_000, false],
  [100_001, true],
])('who pays %i yen in cash is asked who pays: %s', (amount, isAsked) => expect(isCashChecked(amount)).toBe(isAsked))
