import { describe, expect, it } from 'vitest'
import { freshStep, newTotp } from '../../../src/main/services/totp'
import { Instant } from '../../../src/preload/contract/date'

/** RFC 6238, appendix B, its secret of twenty bytes in base32; the last six of its eight digits. */
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
const at = (seconds: number) => Instant.parse(seconds * 1000)

describe('one-time codes', () => {
  it.each([
    [59, '287082'],
    [1111111109, '081804'],
    [1111111111, '050471'],
    [1234567890, '005924'],
    [2000000000, '279037'],
  ])('at %s seconds the code is %s (RFC 6238)', (seconds, code) => {
    expect(freshStep(SECRET, code, at(seconds), null)).toBe(Math.floor(seconds / 30))
  })

  it.each<[what: string, code: string, seconds: number, step: number | null]>([
    ['of the step before is taken', '287082', 59 + 30, 1],
    ['of the step after is taken', '287082', 59 - 30, 1],
    ['two steps old is not', '287082', 59 + 60, null],
    ['in any width, with a gap', '２８７ ０８２', 59, 1],
    ['wrong', '287083', 59, null],
    ['too short', '28708', 59, null],
    ['no code', '', 59, null],
  ])('a code %s', (_what, code, seconds, step) => {
    expect(freshStep(SECRET, code, at(seconds), null)).toBe(step)
  })

  it('a code is good once, and none before it any more', () => {
    expect(freshStep(SECRET, '287082', at(59), 1)).toBeNull()
    expect(freshStep(SECRET, '287082', at(59), 2)).toBeNull()
    expect(freshStep(SECRET, '287082', at(59), 0)).toBe(1)
  })

  it('each secret is its own, as an authenticator reads it', () => {
    const [one, other] = [newTotp('K000001'), newTotp('K000001')]
    expect(one.secret).not.toBe(other.secret)
    expect(one.secret).toMatch(/^[A-Z2-7]{32}$/)
    expect(one.uri).toContain(`otpauth://totp/Daiko:K000001?issuer=Daiko&secret=${one.secret}`)
  })
})
