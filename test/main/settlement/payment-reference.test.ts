import { describe, expect, it, test } from 'vitest'
import { holdsCardNumber } from '../../../src/main/settlement/card-number'
import { isPaymentReference, nextPaymentReferences, paymentReference } from '../../../src/main/settlement/payment-reference'

describe('payment references', () => {
  test.each([
    [null, 2, ['10000000016', '10000000023']],
    ['10000000023', 1, ['10000000030']],
    ['99999999983', 1, ['99999999990']],
  ] as [string | null, number, string[]][])('after %s come %d: %j', (last, count, references) => {
    const found = nextPaymentReferences(last, count)
    expect(found).toEqual(references)
    expect(found.every(isPaymentReference)).toBe(true)
    expect(found.some(holdsCardNumber)).toBe(false)
  })

  it('end where their place is full', () => {
    const [last = ''] = nextPaymentReferences('9999999998X', 1)
    expect(() => nextPaymentReferences(last, 1)).toThrow('no payment reference is left')
  })

  it('tell a digit that was typed wrongly', () => {
    const [reference = ''] = nextPaymentReferences(null, 1)
    for (let at = 0; at < reference.length; at++) {
      const wrong = (Number(reference[at]) + 1) % 10
      expect(isPaymentReference(reference.slice(0, at) + wrong + reference.slice(at + 1))).toBe(false)
    }
  })

  it('are found behind zeros, and nowhere else', () => {
    const [reference = ''] = nextPaymentReferences(null, 1)
    expect(paymentReference(reference.padStart(42, '0'))).toBe(reference)
    for (const other of ['', '000', 'A-57', '0012', '12345678901']) expect(paymentReference(other)).toBe(other)
  })
})
