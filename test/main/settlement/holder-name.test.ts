import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkHolder, HOLDER_BYTES_MAX, legaliseHolder } from '../../../src/main/settlement/holder-name'

describe('a holder name in legal kana', () => {
  const cases: [raw: string, name: string, rules: string[]][] = [
    ['ﾔﾏﾀﾞ ﾀﾛｳ', 'ﾔﾏﾀﾞ ﾀﾛｳ', []],
    ['ヤマダ　タロウ', 'ﾔﾏﾀﾞ ﾀﾛｳ', ['width']],
    ['やまだ たろう', 'ﾔﾏﾀﾞ ﾀﾛｳ', ['hiragana', 'width']],
    ['キャノン', 'ｷﾔﾉﾝ', ['width', 'small_kana']],
    ['ｼｮｯﾌﾟ', 'ｼﾖﾂﾌﾟ', ['small_kana']],
    ['サーバー', 'ｻ-ﾊﾞ-', ['width', 'dash']],
    ['ｻｰﾊﾞｰ', 'ｻ-ﾊﾞ-', ['dash']],
    ['ヲワリ', 'ｵﾜﾘ', ['width', 'wo']],
    ['ｶ)abc', 'ｶ)ABC', ['upper_case']],
    ['カ）ＡＢＣ', 'ｶ)ABC', ['width']],
    ['ヴィラ', 'ｳﾞｲﾗ', ['width', 'small_kana']],
    ['サクラ・ストア', 'ｻｸﾗ ｽﾄｱ', ['width', 'middle_dot']],
    [' ｻｸﾗ  ｽﾄｱ ', 'ｻｸﾗ ｽﾄｱ', ['spaces']],
    ['ハ゜ン', 'ﾊﾟﾝ', ['width']],
    ['山田タロウ', '山田ﾀﾛｳ', ['width']],
    ['㈱サクラ', '㈱ｻｸﾗ', ['width']],
  ]
  it.each(cases)('%s → %s', (raw, name, rules) => {
    const legal = legaliseHolder(raw)
    expect(legal.name).toBe(name)
    expect(legal.changes.map(({ rule }) => rule)).toEqual(rules)
    expect(legal.changes[0]?.before ?? name).toBe(rules.length > 0 ? raw : name)
  })

  it('is stable', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 30 }),
        fc.string({ unit: fc.constantFrom(...'アガぁゃｱｶﾞﾟｰー・ aＡ゛'), maxLength: 30 }),
        (any, kana) => {
          for (const raw of [any, kana]) expect(legaliseHolder(legaliseHolder(raw).name).changes).toEqual([])
        },
      ),
      { numRuns: 2000 },
    )
  })
})

describe('what is wrong with a holder name', () => {
  const cases: [name: string, problems: [number, string, string][]][] = [
    ['ｶ)ｻｸﾗ ｽﾄｱ-.', []],
    ['ABC 123', []],
    ['ｶﾞｷﾞｸﾞｹﾞｺﾞﾊﾟﾋﾟｳﾞ', []],
    ['', [[1, '', 'empty']]],
    ['  ', [[1, '', 'empty']]],
    [
      '山田ﾀﾛｳ',
      [
        [1, '山', 'not_allowed'],
        [2, '田', 'not_allowed'],
      ],
    ],
    ['ｻｸﾗ,', [[4, ',', 'not_allowed']]],
    ['ｼｬ', [[2, 'ｬ', 'not_allowed']]],
    ['ﾜｦ', [[2, 'ｦ', 'not_allowed']]],
    ['ｻｰ', [[2, 'ｰ', 'not_allowed']]],
    [
      'abc',
      [
        [1, 'a', 'not_allowed'],
        [2, 'b', 'not_allowed'],
        [3, 'c', 'not_allowed'],
      ],
    ],
    ['ﾞｱ', [[1, 'ﾞ', 'dangling_mark']]],
    ['ｱﾞ', [[2, 'ﾞ', 'dangling_mark']]],
    ['ｶﾟ', [[2, 'ﾟ', 'dangling_mark']]],
    ['ﾊﾞﾞ', [[3, 'ﾞ', 'dangling_mark']]],
    ['ｱ'.repeat(30), []],
    ['ｱ'.repeat(31), [[31, 'ｱ', 'too_long']]],
    [`${'ｱ'.repeat(29)}ｶﾞ`, [[31, 'ﾞ', 'too_long']]],
  ]
  it.each(cases)('%s', (name, problems) => {
    expect(checkHolder(name)).toEqual(problems.map(([position, character, code]) => ({ position, character, code })))
  })

  it('never cuts: what is too long stays as long as it was', () => {
    const { name } = legaliseHolder('ガ'.repeat(20))
    expect(name).toHaveLength(40)
    expect(checkHolder(name)).toContainEqual({ position: HOLDER_BYTES_MAX + 1, character: 'ｶ', code: 'too_long' })
  })
})
