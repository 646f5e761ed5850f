import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareNames, cutNameOf, nameKey, nameRules, normaliseName, zenginBytes } from '../../../src/main/settlement/names'

describe('the normal form of a payer name', () => {
  const cases: [raw: string, key: string][] = [
    ['ﾔﾏﾀﾞ ﾀﾛｳ', 'ヤマダタロウ'],
    ['ヤマダ　タロウ', 'ヤマダタロウ'],
    ['やまだ たろう', 'ヤマダタロウ'],
    ['ヤマタ゛タロウ', 'ヤマダタロウ'],
    ['ヤマタ\u3099タロウ', 'ヤマダタロウ'],
    ['ｷﾔﾉﾝ', 'キヤノン'],
    ['キャノン', 'キヤノン'],
    ['ｷｬﾉﾝ', 'キヤノン'],
    ['ホッカイドウ', 'ホツカイドウ'],
    ['ﾄﾞﾈ-ｼｮﾝ', 'ドネ-シヨン'],
    ['ドネーション', 'ドネ-シヨン'],
    ['ﾄﾞﾈｰｼﾖﾝ', 'ドネ-シヨン'],
    ['ドネ－シヨン', 'ドネ-シヨン'],
    ['ドネ‐シヨン', 'ドネ-シヨン'],
    ['ドネ―シヨン', 'ドネ-シヨン'],
    ['ｶﾂｦ ﾌﾞﾝｺ', 'カツオブンコ'],
    ['ｔｏｋｙｏ', 'TOKYO'],
    ['ｶ)ｸﾞﾛ-ﾊﾞﾙ', 'グロ-バル'],
    ['グローバル（カ', 'グロ-バル'],
    ['ｸﾞﾛ-ﾊﾞﾙ(ｶ)ﾁﾊﾞｼﾃﾝ', 'グロ-バルチバシテン'],
    ['カ）グローバル', 'グロ-バル'],
    ['㈱グローバル', 'グロ-バル'],
    ['株式会社グローバル', 'グロ-バル'],
    ['グローバル株式会社', 'グロ-バル'],
    ['ｶﾌﾞｼｷｶﾞｲｼﾔ ｸﾞﾛ-ﾊﾞﾙ', 'グロ-バル'],
    ['カブシキ ガイシャ グローバル', 'グロ-バル'],
    ['ｺﾞｳﾄﾞｳｶﾞｲｼﾔｸﾞﾛ-ﾊﾞﾙ', 'グロ-バル'],
    ['ﾄﾞ)ｸﾞﾛ-ﾊﾞﾙ', 'グロ-バル'],
    ['ｲ)ｼﾔｶｲｲﾘﾖｳ', 'シヤカイイリヨウ'],
    ['ﾄｸﾋ)ﾋﾏﾜﾘ', 'ヒマワリ'],
    ['ｶﾞｸ)ｻｸﾗ', 'サクラ'],
    ['1234567890 ﾔﾏﾀﾞ ﾀﾛｳ', 'ヤマダタロウ'],
    ['12345ﾔﾏﾀﾞﾀﾛｳ', 'ヤマダタロウ'],
    ['00012-3456 ｶ)ｻｸﾗ', 'サクラ'],
    ['7-ｲﾚﾌﾞﾝ', '7-イレブン'],
    ['3M ｼﾞﾔﾊﾟﾝ', '3Mジヤパン'],
    ['ﾔﾏﾀﾞ.ﾀﾛｳ', 'ヤマダタロウ'],
    ['ﾔﾏﾀﾞ･ﾀﾛｳ', 'ヤマダタロウ'],
    ['山田 太郎', '山田太郎'],
    ['ｼﾉﾊﾗ ｶｽﾞｺ', 'シノハラカズコ'],
    ['', ''],
    ['   ', ''],
    ['1234567', ''],
  ]
  it.each(cases)('%s → %s', (raw, key) => {
    expect(normaliseName(raw).key).toBe(key)
    expect(nameKey(raw)).toBe(key)
  })

  it('tells each rule that changed it, and the number before the name', () => {
    expect(normaliseName('1234567890 ｶ)ﾔｯﾎ-ｦ')).toEqual({
      key: 'ヤツホ-オ',
      leadingNumber: '1234567890',
      steps: [
        { rule: 'width', before: '1234567890 ｶ)ﾔｯﾎ-ｦ', after: '1234567890 カ)ヤッホ-ヲ' },
        { rule: 'small_kana', before: '1234567890 カ)ヤッホ-ヲ', after: '1234567890 カ)ヤツホ-ヲ' },
        { rule: 'wo', before: '1234567890 カ)ヤツホ-ヲ', after: '1234567890 カ)ヤツホ-オ' },
        { rule: 'spaces', before: '1234567890 カ)ヤツホ-オ', after: '1234567890カ)ヤツホ-オ' },
        { rule: 'remitter_number', before: '1234567890カ)ヤツホ-オ', after: 'カ)ヤツホ-オ' },
        { rule: 'legal_form', before: 'カ)ヤツホ-オ', after: 'ヤツホ-オ' },
      ],
    })
    expect(normaliseName('ヤマダ').steps).toEqual([])
    expect(normaliseName('12-ｲﾁﾊﾞ').leadingNumber).toBeNull()
    expect(normaliseName('カブシキガイシャ 2024 サクラ')).toMatchObject({ key: 'サクラ', leadingNumber: '2024' })
  })

  it('uses every rule of the list for some name', () => {
    const used = ['ヤマタ゛', 'ﾔﾏ', 'やま', 'ャ', 'ヤー', 'ヲ', 'a', 'ヤ マ', '1234ヤ', 'カ)ヤ', 'ヤ.'].flatMap((raw) =>
      normaliseName(raw).steps.map(({ rule }) => rule),
    )
    expect(new Set(used)).toEqual(new Set(nameRules))
  })

  const kanaText = fc.string({
    unit: fc.constantFrom(...'ｱｶｻﾔｼｶﾞﾟｰｦｯｬ()-. 1234567890アガぁがゃーカブシキガイシヤホウジン株式会社㈱法人aZ・゛゜\u3099'),
    maxLength: 40,
  })

  it('is stable: the normal form of a normal form is itself', () => {
    const holds = (raw: string) => {
      const { key, steps } = normaliseName(raw)
      expect(normaliseName(key)).toEqual({ key, steps: [], leadingNumber: null })
      expect(nameKey(raw)).toBe(key)
      expect(steps.map(({ after }) => after).at(-1) ?? raw).toBe(key)
    }
    fc.assert(fc.property(kanaText, holds), { numRuns: 5000 })
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 20 }), holds), { numRuns: 3000 })
  })
})

describe('comparing normal names', () => {
  const cases: [a: string, b: string, cut: boolean, result: string][] = [
    ['ヤマダタロウ', 'ヤマダタロウ', false, 'equal'],
    ['', '', false, 'different'],
    ['', 'ヤマダ', false, 'different'],
    ['グロ-バルウイザ-ドシヨ', 'グロ-バルウイザ-ドシヨウジ', false, 'prefix'],
    ['グロ-バルウイザ-ド', 'グロ-バルウイザ-ドシヨウジ', false, 'prefix'],
    ['グロ-バルウイザ-', 'グロ-バルウイザ-ドシヨウジ', false, 'different'],
    ['グロ-バルウイザ-', 'グロ-バルウイザ-ドシヨウジ', true, 'prefix'],
    ['グロバ', 'グロバルウイザ', true, 'different'],
    ['ヤマダタロウ', 'ヤマタタロウ', false, 'close'],
    ['ド-ナツ', 'ドナツ', false, 'close'],
    ['ヤマダタロウ', 'ヤマダジロウ', false, 'close'],
    ['ヤマダタロウ', 'ヤマダタロ', false, 'close'],
    ['ヤマタロウ', 'ヤママタロウ', false, 'close'],
    ['ヤマダタロウ', 'ヤマダハナコ', false, 'different'],
    ['タナカ', 'タナベ', false, 'different'],
    ['ヤマダタ', 'ヤマダタロウ', false, 'different'],
  ]
  it.each(cases)('%s and %s (cut: %s) are %s', (a, b, cut, result) => {
    expect(compareNames(a, b, cut)).toBe(result)
    expect(compareNames(b, a, cut)).toBe(result)
  })

  it('counts bytes as the bank does', () => {
    expect(zenginBytes('ｶﾞｷﾞ')).toBe(4)
    expect(zenginBytes('ガギ')).toBe(4)
  })
})

describe('a name that a bank has cut', () => {
  it.each<[string, string, ReturnType<typeof cutNameOf>, string?]>([
    ['fills the field', 'ｱ'.repeat(48), { beginning: 'ア'.repeat(48), whole: null }, ''],
    ['fills no field without EDI information', 'ｱ'.repeat(26), null, ''],
    ['fills the field beside EDI information', 'ｱ'.repeat(26), { beginning: 'ア'.repeat(26), whole: null }],
    [
      'is cut through a legal form behind it',
      'ﾐﾄﾞﾘｼﾖｳｼﾞﾎﾝﾃﾝｼﾃﾝ ｶﾌﾞｼｷｶﾞｲｼ',
      { beginning: 'ミドリシヨウジホンテンシテンカブシキガイシ', whole: 'ミドリシヨウジホンテンシテン' },
    ],
    ['has voiced marks, which are bytes of their own', 'ガ'.repeat(13), { beginning: 'ガ'.repeat(13), whole: null }],
    ['comes whole', 'ﾐﾄﾞﾘｼﾖｳｼﾞ', null],
    ['says too little', `ｶﾌﾞｼｷｶﾞｲｼﾔ${' '.repeat(13)}ｱｵ`, null],
  ])('%s', (_, raw, cut, edi = 'ﾀﾞｲｷﾝ') => {
    expect(cutNameOf({ remitterName: raw, edi }, nameKey(raw))).toEqual(cut)
  })
})
