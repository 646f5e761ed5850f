import { describe, expect, it } from 'vitest'
import { readStatement } from '../../../../src/main/gateways/bank/statement'
import { writeZengin03 } from '../../../../src/main/gateways/bank/write-zengin-03'
import { era, sorted, statement } from './made-statements'

describe('a damaged file', () => {
  it('is never taken with another amount: totals catch every changed digit of an amount', () => {
    const original = writeZengin03([statement], 'none')
    for (let column = 24; column < 36; column++) {
      for (let digit = 0x30; digit <= 0x39; digit++) {
        const bytes = Uint8Array.from(original)
        if (bytes[200 + column] === digit) continue
        bytes[200 + column] = digit
        expect(sorted(readStatement(bytes, era)).errors).not.toEqual([])
      }
    }
  })
})
