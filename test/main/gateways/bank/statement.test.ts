import { describe, expect, it } from 'vitest'
import { readStatement } from '../../../../src/main/gateways/bank/statement'
import { writeZengin03 } from '../../../../src/main/gateways/bank/write-zengin-03'
import { RecordError } from '../../../../src/preload/contract/statement'
import { camt, era, sorted, statement, western } from './made-statements'

/** 3,000 in every run; a long one by `FUZZ_RUNS=1000000`. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 3_000)

/** A small generator with a seed (mulberry32), so that a failure can be had again. */
function seeded(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

/** One to four bytes overwritten, taken out, put in, or a piece of the file doubled or cut off. */
function mutated(original: Uint8Array, random: (below: number) => number): Uint8Array {
  let bytes = [...original]
  for (let count = 1 + random(4); count > 0; count--) {
    const at = random(bytes.length + 1)
    const kind = random(6)
    if (kind <= 1) bytes[at] = random(256)
    else if (kind === 2) bytes[at] = 0x30 + random(10)
    else if (kind === 3) bytes.splice(at, 1 + random(3))
    else if (kind === 4) bytes.splice(at, 0, ...bytes.slice(at, at + random(300)))
    else bytes = random(8) === 0 ? bytes.slice(0, at) : bytes
  }
  return Uint8Array.from(bytes, (byte) => byte ?? 0x20)
}

describe('a damaged file', () => {
  it.each([
    ['zengin, no separator', writeZengin03([statement, statement], 'none')],
    ['zengin, CRLF', writeZengin03([statement, statement], 'crlf')],
    ['zengin in UTF-8', new TextEncoder().encode(new TextDecoder('shift_jis').decode(writeZengin03([statement], 'crlf')))],
    ['camt.053', camt()],
  ])('is read to its end or told to be wrong, never thrown at anybody: %s', (name, original) => {
    const random = seeded(20_261_120)
    let slowestMs = 0
    for (let run = 0; run < Math.ceil(RUNS / 4); run++) {
      const bytes = mutated(original, random)
      const started = performance.now()
      const { heads, lines, feet, errors } = sorted(readStatement(bytes, run % 2 === 0 ? era : western))
      slowestMs = Math.max(slowestMs, performance.now() - started)
      for (const error of errors) RecordError.parse(error)
      if (errors.length === 0) expect([name, run, heads.length, feet.length]).toEqual([name, run, heads.length, heads.length])
      expect(lines.every(({ amount }) => Number.isSafeInteger(amount) && amount > 0)).toBe(true)
    }
    expect(slowestMs).toBeLessThan(1_000)
  })

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
