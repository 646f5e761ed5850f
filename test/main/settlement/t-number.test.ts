import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkTNumber, corporateCheckDigit } from '../../../src/main/settlement/t-number'

describe('the T-number of a qualified invoice issuer', () => {
  // numbers of the public register: the tax agency, the digital agency, two listed companies
  const published = ['T7000012050002', 'T8000012010038', 'T1180301018771', 'T5010401067252']
  it.each(published)('%s is one', (tNumber) => {
    expect(checkTNumber(tNumber)).toEqual({ ok: true, tNumber })
  })

  const cases: [string, ReturnType<typeof checkTNumber>][] = [
    ['t7000012050002', { ok: true, tNumber: 'T7000012050002' }],
    ['Ｔ７０００－０１２０－５０００２', { ok: true, tNumber: 'T7000012050002' }],
    [' T7 0000 1205 0002 ', { ok: true, tNumber: 'T7000012050002' }],
    ['T6000012050002', { ok: false, expectedCheckDigit: '7' }],
    ['T0000012050002', { ok: false, expectedCheckDigit: '7' }],
    ['7000012050002', { ok: false, expectedCheckDigit: null }],
    ['T700001205000', { ok: false, expectedCheckDigit: null }],
    ['T70000120500022', { ok: false, expectedCheckDigit: null }],
    ['TX000012050002', { ok: false, expectedCheckDigit: null }],
    ['', { ok: false, expectedCheckDigit: null }],
  ]
  it.each(cases)('%s', (text, result) => {
    expect(checkTNumber(text)).toEqual(result)
  })

  it('one check digit of nine fits, and a changed digit is noticed unless 0 and 9 changed places', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{12}$/), fc.nat(11), fc.integer({ min: 1, max: 8 }), (body, at, by) => {
        const check = corporateCheckDigit(body)
        expect(check).toMatch(/^[1-9]$/)
        expect([...'0123456789'].filter((digit) => checkTNumber(`T${digit}${body}`).ok)).toEqual([check])
        const digit = Number(body[at])
        const other = (digit + by) % 10
        fc.pre((digit - other) % 9 !== 0)
        expect(corporateCheckDigit(body.slice(0, at) + other + body.slice(at + 1))).not.toBe(check)
      }),
    )
    expect(corporateCheckDigit('12345678901')).toBeNull()
  })
})
