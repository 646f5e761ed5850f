import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  bankNameFor,
  checkField,
  legaliseField,
  shorten,
  type TransferField,
  transferFields,
} from '../../../src/main/settlement/transfer-names'

describe('a text in the characters of its field', () => {
  const cases: [field: TransferField, raw: string, text: string][] = [
    ['holder_name', 'カブシキガイシャ　サクラ', 'ｶﾌﾞｼｷｶﾞｲｼﾔ ｻｸﾗ'],
    ['originator_name', 'ダイコウ・サービス', 'ﾀﾞｲｺｳ ｻ-ﾋﾞｽ'],
    ['bank_name', 'ミツビシUFJ　ギンコウ', 'ﾐﾂﾋﾞｼUFJｷﾞﾝｺｳ'],
    ['branch_name', 'ホンテン', 'ﾎﾝﾃﾝ'],
    ['edi', '請求「ヲ」', '請求｢ｦ｣'],
    ['edi', 'PAY\\123', 'PAY¥123'],
    ['holder_name', 'ヲガワ', 'ｵｶﾞﾜ'],
    ['holder_name', '山田', '山田'],
  ]
  it.each(cases)('%s: %s → %s', (field, raw, text) => {
    expect(legaliseField(raw, field)).toBe(text)
  })
})

describe('what is illegal in a field, by position', () => {
  const cases: [field: TransferField, text: string, problems: [number, string][]][] = [
    ['holder_name', 'ｶ)ｻｸﾗ.-', []],
    ['holder_name', 'ｻｸﾗ/', [[4, 'not_allowed']]],
    ['holder_name', '山ﾀﾞ', [[1, 'not_allowed']]],
    ['holder_name', 'ﾞｻｸﾗ', [[1, 'dangling_mark']]],
    ['bank_name', 'ﾐﾂﾋﾞｼ UFJ', [[6, 'not_allowed']]],
    ['bank_name', 'ﾐﾂﾋﾞｼ(UFJ', [[6, 'not_allowed']]],
    ['branch_name', 'ｱ-ｲ', []],
    ['branch_name', 'ｱ'.repeat(16), [[16, 'too_long']]],
    ['edi', 'ｦ¥｢｣()-/.', []],
    ['edi', 'A,B', [[2, 'not_allowed']]],
    ['edi', 'ｬ', [[1, 'not_allowed']]],
    ['edi', 'A'.repeat(21), [[21, 'too_long']]],
    ['originator_name', 'A'.repeat(40), []],
    ['originator_name', 'A'.repeat(41), [[41, 'too_long']]],
    ['edi', '', []],
  ]
  it.each(cases)('%s: %s', (field, text, problems) => {
    expect(checkField(text, field).map(({ position, code }) => [position, code])).toEqual(problems)
  })

  it('nothing, where a legal text is legalised again', () => {
    const raw = fc.string({ unit: fc.constantFrom(...'アガパャー・ ｦaZ0「」\\/.,山ﾞﾟ'), maxLength: 30 })
    fc.assert(
      fc.property(raw, fc.constantFrom(...transferFields), (text, field) => {
        const legal = legaliseField(text, field)
        expect(legaliseField(legal, field)).toBe(legal)
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('shortening', () => {
  const cases: [text: string, bytesMax: number, kept: string, cut: string][] = [
    ['ｻｸﾗ', 3, 'ｻｸﾗ', ''],
    ['ｻｸﾗﾊﾞ', 4, 'ｻｸﾗ', 'ﾊﾞ'],
    ['ｻｸﾗﾊﾞ', 5, 'ｻｸﾗﾊﾞ', ''],
    ['ｻｸﾗﾊﾞｱ', 5, 'ｻｸﾗﾊﾞ', 'ｱ'],
    ['ｻ ｸﾗ', 2, 'ｻ', ' ｸﾗ'],
    ['ﾊﾟ', 1, '', 'ﾊﾟ'],
    ['', 5, '', ''],
  ]
  it.each(cases)('%s to %i bytes is %s', (text, bytesMax, kept, cut) => {
    expect(shorten(text, bytesMax)).toEqual({ text: kept, cut })
  })

  it('loses nothing and never parts a kana from its mark', () => {
    const name = fc.array(fc.constantFrom('ｱ', 'ｶﾞ', 'ﾊﾟ', 'ｳﾞ', '-', 'A', ' ')).map((letters) => letters.join(''))
    fc.assert(
      fc.property(name, fc.integer({ min: 0, max: 20 }), (text, bytesMax) => {
        const short = shorten(text, bytesMax)
        expect(short.text + short.cut).toBe(text)
        expect(short.text.length).toBeLessThanOrEqual(bytesMax)
        expect(short.cut).not.toMatch(/^[ﾞﾟ]/)
        expect(checkField(short.text, 'originator_name')).toEqual([])
      }),
      { numRuns: 1_000 },
    )
  })

  it('names a bank beside its code, cut if need be, or not at all', () => {
    expect(bankNameFor('ミツビシユーエフジエイ', 'bank_name')).toBe('ﾐﾂﾋﾞｼﾕ-ｴﾌｼﾞｴｲ')
    expect(bankNameFor('ナガイナマエノシンヨウキンゴ', 'bank_name')).toBe('ﾅｶﾞｲﾅﾏｴﾉｼﾝﾖｳｷﾝ')
    expect(bankNameFor('中央', 'branch_name')).toBe('')
  })
})
