import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normaliseReference, REFERENCE_MAXIMUM, REFERENCE_MINIMUM, referenceTokens } from '../../../src/main/settlement/references'

const none = { edi: '', description: '', remitterName: '' }

describe('references in the texts of a deposit', () => {
  const cases: [texts: Partial<typeof none>, tokens: string[]][] = [
    [{ edi: 'A-1001' }, ['A1001', '1001']],
    [{ edi: 'ａ－１００１' }, ['A1001', '1001']],
    [{ description: 'ﾌﾘｺﾐ ORD20261120' }, ['ORD20261120', '20261120']],
    [{ remitterName: '12345ﾔﾏﾀﾞ ﾀﾛｳ' }, ['12345']],
    [{ remitterName: 'ﾔﾏﾀﾞﾀﾛｳ77001' }, ['77001']],
    [{ remitterName: 'A1001YAMADA' }, ['A1001YAMADA', 'A1001', '1001']],
    [{ remitterName: 'ﾏ-ｸ1234-5678' }, ['12345678', '1234', '5678']],
    [{ edi: '2026-11-0001' }, ['2026110001', '2026', '0001']],
    [{ edi: '123', description: 'AB1' }, []],
    [{ edi: 'INVOICE', remitterName: 'ﾔﾏﾀﾞ' }, []],
    [{ edi: '1'.repeat(31) }, []],
    [{ edi: '1001', description: '1001' }, ['1001']],
    [{}, []],
  ]
  it.each(cases)('%j → %j', (texts, tokens) => {
    expect(referenceTokens({ ...none, ...texts })).toEqual(tokens)
  })

  it('finds any order number that stands alone in the EDI information, however it is written', () => {
    const orderNumber = fc.stringMatching(/^[A-Za-z]{0,4}-?[0-9]{4,8}(-[0-9]{1,4})?$/)
    fc.assert(
      fc.property(orderNumber, (number) => {
        const key = normaliseReference(number)
        const wide = number.replace(/[0-9]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))
        for (const edi of [number, number.toLowerCase(), wide, `ﾁﾕｳﾓﾝ ${number} ﾌﾞﾝ`])
          expect(referenceTokens({ ...none, edi })).toContain(key)
      }),
    )
  })

  it('keeps every token within its bounds, and never more than 24', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'A1-ｱ 29'), maxLength: 200 }), (edi) => {
        const tokens = referenceTokens({ ...none, edi })
        expect(tokens.length).toBeLessThanOrEqual(24)
        for (const token of tokens) {
          expect(token).toMatch(/^[A-Z0-9]*\d[A-Z0-9]*$/)
          expect(token.length).toBeGreaterThanOrEqual(REFERENCE_MINIMUM)
          expect(token.length).toBeLessThanOrEqual(REFERENCE_MAXIMUM)
          expect(normaliseReference(token)).toBe(token)
        }
      }),
    )
  })
})
