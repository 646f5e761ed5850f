import type { BankName } from '../../../preload/contract/merchants'

/* One box for code, name, kana and hiragana, in any width: what is typed and what is listed are folded the same way. */

/** A bank or branch, with its name and kana as they are searched. */
export interface SearchEntry {
  readonly bank: BankName
  readonly name: string
  readonly kana: string
}

const HIRAGANA_TO_KATAKANA = 0x60
const smallKana = 'ァィゥェォッャュョヮヵヶ'
const largeKana = 'アイウエオツヤユヨワカケ'

/** One width, katakana, large kana, capitals; no spaces and no signs, so that `ｼｽﾞｵｶ`, `しずおか` and `静 岡` find what they mean. */
export function foldText(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[ぁ-ゖ]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + HIRAGANA_TO_KATAKANA))
    .replace(/[ァィゥェォッャュョヮヵヶ]/g, (letter) => largeKana.charAt(smallKana.indexOf(letter)))
    .replace(/[^\p{L}\p{N}]|ー/gu, '')
}

export function entryOf({ code, name, kana }: BankName): SearchEntry {
  return { bank: { code, name, kana }, name: foldText(name), kana: foldText(kana) }
}

/** People type the kind of house too; the list mostly leaves it out. */
const house = /(?:銀行|ギンコウ|支店|シテン)$/

/** Entries by code, name or kana, the nearest first: the very code or name, then what begins so, then what holds it. */
export function findByText(entries: readonly SearchEntry[], text: string, atMost: number): BankName[] {
  const asked = foldText(text)
  const wanted = [...new Set([asked, asked.replace(house, '')])].filter((one) => one !== '')
  if (wanted.length === 0) return entries.slice(0, atMost).map(({ bank }) => bank)
  const found: SearchEntry[][] = [[], [], []]
  for (const entry of entries) {
    const distance = Math.min(...wanted.map((one) => distanceOf(entry, one)))
    found[distance]?.push(entry)
  }
  return found
    .flat()
    .slice(0, atMost)
    .map(({ bank }) => bank)
}

/** 0 it is it, 1 it begins so, 2 it holds it, 3 no. */
function distanceOf({ bank, name, kana }: SearchEntry, wanted: string): number {
  if (bank.code === wanted || name === wanted || kana === wanted) return 0
  if (bank.code.startsWith(wanted) || name.startsWith(wanted) || kana.startsWith(wanted)) return 1
  return name.includes(wanted) || kana.includes(wanted) ? 2 : 3
}
