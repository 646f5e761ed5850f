import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { holdsCardNumber, withoutCardNumbers } from '../../../src/main/settlement/card-number'

describe('free text that holds a card number', () => {
  // the networks' own published test numbers
  const held = [
    '4111111111111111',
    '4012888888881881',
    '4222222222222',
    '5555555555554444',
    '2223003122003222',
    '378282246310005',
    '30569309025904',
    '3530111333300000',
    '6011111111111117',
    '6200000000000005',
    '4111 1111 1111 1111',
    '4111-1111-1111-1111',
    '４１１１　１１１１　１１１１　１１１１',
    '4111‐1111‐1111‐1111',
    '注文 1001 4111 1111 1111 1111 です',
    'card:4111111111111111.',
    '3782 822463 10005',
    '4111\u00a01111\u00a01111\u00a01111',
    'ﾔﾏﾀﾞ 4111111111111111 01/29',
  ]
  it.each(held)('%s', (text) => {
    expect(holdsCardNumber(text)).toBe(true)
  })

  const free: [string, string][] = [
    ['', 'nothing'],
    ['A-1001', 'an order number'],
    ['4111111111111112', 'a wrong check digit'],
    ['411111111111', 'too short'],
    ['41111111111111111111', 'too long'],
    ['03-1234-5678', 'a telephone number'],
    ['2026112000000001', 'an order number that begins with the year'],
    ['20261120000000014', 'another'],
    ['4901234567894', 'a JAN code'],
    ['1230000001 12000 2026-11-20', 'account, amount and date'],
    ['0000000000000000', 'zeros pass the check digit but no network issues them'],
    ['4111 a 1111 1111 1111', 'letters between'],
  ]
  it.each(free)('%s is free: %s', (text) => {
    expect(holdsCardNumber(text)).toBe(false)
  })

  it('no JAN code is taken for one', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^4[59]\d{10}$/), (body) => {
        const sum = [...body].reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 1 : 3), 0)
        expect(holdsCardNumber(`${body}${(10 - (sum % 10)) % 10}`)).toBe(false)
      }),
    )
  })

  it('every Visa number of sixteen digits is found, wherever it stands and however it is grouped', () => {
    const separator = fc.constantFrom('', ' ', '-', '　')
    fc.assert(
      fc.property(fc.stringMatching(/^4\d{14}$/), separator, fc.constantFrom('', '山田 ', '12 ', 'No.'), (body, between, before) => {
        const sum = [...body].reduce(
          (total, digit, at) => total + (at % 2 === 0 ? ([0, 2, 4, 6, 8, 1, 3, 5, 7, 9][Number(digit)] ?? 0) : Number(digit)),
          0,
        )
        const number = `${body}${(10 - (sum % 10)) % 10}`
        const grouped = (number.match(/\d{4}/g) ?? []).join(between)
        expect(holdsCardNumber(`${before}${grouped} 様`)).toBe(true)
      }),
    )
  })
})

describe('a text that somebody else wrote', () => {
  it.each([
    ['カードは 4111 1111 1111 1111 です。注文 A-1001。', 'カードは ************* です。注文 A-1001。'],
    ['４１１１－１１１１－１１１１－１１１１', '*************'],
    ['my card: 378282246310005, thanks', 'my card: *************, thanks'],
    ['注文 1230000001 は 2026-11-20 に届きました', '注文 1230000001 は 2026-11-20 に届きました'],
  ])('%j is kept as %j', (text, kept) => {
    expect(withoutCardNumbers(text)).toBe(kept)
  })

  it('is kept without any card number, however it is written, and as it is where it holds none', () => {
    const separator = fc.constantFrom('', ' ', '-', '　', '.', '\n', ' - ')
    const digits = fc.constantFrom('4111111111111111', '5555555555554444', '378282246310005', '3530111333300000')
    fc.assert(
      fc.property(fc.string(), digits, separator, fc.integer({ min: 1, max: 8 }), fc.string(), (before, number, between, group, after) => {
        const grouped = number.match(new RegExp(`.{1,${group}}`, 'g'))?.join(between) ?? number
        const text = `${before} ${grouped} ${after}`
        expect(holdsCardNumber(withoutCardNumbers(text))).toBe(false)
        if (!holdsCardNumber(text)) expect(withoutCardNumbers(text)).toBe(text)
      }),
    )
  })
})
