/*
 * Legal forms of Japanese corporations (法人略語 of the banks' form sheets), as they read after names.ts has folded width,
 * small kana and dashes. Bracketed abbreviations stand before `ｶ)`, behind `(ｶ` or inside `(ｶ)`; a remitter who did not edit
 * its name arrives spelled out, before or behind the name.
 */

const abbreviations = [
  'カ',
  'ユ',
  'メ',
  'シ',
  'ド',
  'イ',
  'ザイ',
  'シヤ',
  'シユウ',
  'ガク',
  'フク',
  'ホゴ',
  'ソ',
  'トクヒ',
  'ドク',
  'チドク',
  'ベン',
  'チユウ',
  'ギヨ',
  'シホウ',
  'ゼイ',
  'ダイ',
  'ノウ',
  'カンリ',
  'ロウム',
  'モク',
  'ケン',
  'シツ',
  'エイ',
  'シユツ',
  '株',
  '有',
  '名',
  '資',
  '同',
  '医',
  '財',
  '社',
  '宗',
  '学',
  '福',
  '相',
  '特非',
  '独',
  '税',
  '司',
  '行',
  '弁',
]

const kinds = ['カブシキ', 'ユウゲン', 'ゴウドウ', 'ゴウシ', 'ゴウメイ', 'ソウゴ']
const spelledCompanies = kinds.flatMap((kind) => [`${kind}ガイシヤ`, `${kind}カイシヤ`])
const spelledCorporations = [
  'イツパンシヤダンホウジン',
  'コウエキシヤダンホウジン',
  'シヤダンホウジン',
  'イツパンザイダンホウジン',
  'コウエキザイダンホウジン',
  'ザイダンホウジン',
  'イリヨウホウジンシヤダン',
  'イリヨウホウジンザイダン',
  'シヤカイイリヨウホウジン',
  'イリヨウホウジン',
  'ガツコウホウジン',
  'シユウキヨウホウジン',
  'シヤカイフクシホウジン',
  'トクテイヒエイリカツドウホウジン',
  'ドクリツギヨウセイホウジン',
  'チホウドクリツギヨウセイホウジン',
  'ゼイリシホウジン',
  'ベンゴシホウジン',
]
const written = [
  '株式会社',
  '有限会社',
  '合同会社',
  '合資会社',
  '合名会社',
  '相互会社',
  '一般社団法人',
  '公益社団法人',
  '社団法人',
  '一般財団法人',
  '公益財団法人',
  '財団法人',
  '医療法人社団',
  '医療法人財団',
  '社会医療法人',
  '医療法人',
  '学校法人',
  '宗教法人',
  '社会福祉法人',
  '特定非営利活動法人',
  'NPO法人',
  '独立行政法人',
  '地方独立行政法人',
  '税理士法人',
  '弁護士法人',
]

const longestFirst = (a: string, b: string) => b.length - a.length
const abbreviation = [...abbreviations].sort(longestFirst).join('|')
const spelledForms = [...spelledCompanies, ...spelledCorporations, ...written]
const longestForm = Math.max(...spelledForms.map((form) => form.length))
const spelled = [...spelledForms].sort(longestFirst).join('|')

const bracketed = new RegExp(`^(?:${abbreviation})\\)|\\((?:${abbreviation})(?:\\)|$)`, 'g')
const spelledOut = new RegExp(`^(?:${spelled})|(?:${spelled})$`, 'g')
/** Every spelled-out form holds one of these; most names hold none and are done in one look. */
const mayBeSpelledOut = /シヤ|ホウジン|会社|法人/

/** The name without bracketed abbreviations, wherever they stand. */
export function withoutAbbreviations(name: string): string {
  return name.includes('(') || name.includes(')') ? untilStable(name, (text) => text.replace(bracketed, '')) : name
}

/** The name without spelled-out legal forms before or behind it. */
export function withoutSpelledForms(name: string): string {
  return mayBeSpelledOut.test(name) ? untilStable(name, (text) => text.replace(spelledOut, '')) : name
}

/** Shorter ends are as well the end of a name. */
const FORM_MINIMUM = 4

/** The longest beginning of a spelled-out legal form that a name ends with, where a bank cut it there; '' where it ends with none. */
export function cutFormBehind(name: string): string {
  for (let length = Math.min(longestForm, name.length - 1); length >= FORM_MINIMUM; length--) {
    const end = name.slice(-length)
    if (spelledForms.some((form) => form.startsWith(end))) return end
  }
  return ''
}

/** Repeats until nothing changes; each change makes the text shorter, so it ends. */
function untilStable(text: string, shorten: (text: string) => string): string {
  const shorter = shorten(text)
  return shorter === text ? text : untilStable(shorter, shorten)
}
