import { describe, expect, it } from 'vitest'
import { byteOf, decode, firstIllegal, isReencoded, toSingleBytes } from '../../../../src/main/gateways/bank/jis-x-0201'

const utf8 = (text: string) => new TextEncoder().encode(text)

describe('the single-byte character set', () => {
  it('holds 0x20–0x7E and half-width kana 0xA1–0xDF, and nothing else', () => {
    const legal = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => firstIllegal(Uint8Array.of(byte), 0, 1) === -1)
    expect(legal).toEqual([...Array.from({ length: 0x5f }, (_, at) => 0x20 + at), ...Array.from({ length: 0x3f }, (_, at) => 0xa1 + at)])
  })

  it('keeps ﾞ and ﾟ as characters of their own', () => {
    expect(decode(Uint8Array.of(0xb6, 0xde, 0xca, 0xdf, 0x20, 0x41, 0x20, 0x20), 0, 8)).toBe('ｶﾞﾊﾟ A')
  })

  it.each([
    ['ｱ', 0xb1],
    ['A', 0x41],
    ['¥', 0x5c],
    ['\\', 0x5c],
    ['ア', null],
    ['漢', null],
    ['\n', null],
  ])('writes %j as %s', (character, byte) => {
    expect(byteOf(character)).toBe(byte)
  })
})

describe('a file an editor has re-encoded', () => {
  it.each([
    ['kana in UTF-8', utf8('ﾔﾏﾀﾞ'), true],
    ['a byte order mark', utf8('\uFEFF103'), true],
    ['digits only', utf8('103'), false],
    ['kana as the bank wrote it', Uint8Array.of(0xd4, 0xcf, 0xc0, 0xde), false],
    ['two kana that happen to be UTF-8', Uint8Array.of(0xc3, 0xb1), false],
    ['kana and one stray byte', Uint8Array.of(0xd4, 0xef, 0x20), false],
  ])('is told by its bytes: %s', (_, bytes, expected) => {
    expect(isReencoded(bytes)).toBe(expected)
  })

  it('is turned back, one character to one byte, whatever cannot be becoming an illegal one', () => {
    const bytes = toSingleBytes(utf8('\uFEFF1ｱ漢é😀¥2'))
    expect([...bytes]).toEqual([0x31, 0xb1, 0x80, 0x80, 0x80, 0x5c, 0x32])
    expect(firstIllegal(bytes, 0, bytes.length)).toBe(2)
  })
})
