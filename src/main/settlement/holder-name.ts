import type { KanaProblem } from '../../preload/contract/errors'
import { checkTransferText } from '../../preload/contract/transfer-text'

/*
 * 受取人名 of a transfer: 30 bytes of half-width kana, capitals, digits and ( ) - . as the payee's bank knows its customer.
 * Kanji are never guessed and a name is never cut: what cannot be written is told, by position.
 */

export const HOLDER_BYTES_MAX = 30

/** Every rule that can change a holder's name, in the order in which they are applied. */
export const holderRules = ['hiragana', 'width', 'small_kana', 'dash', 'wo', 'upper_case', 'middle_dot', 'spaces'] as const
export type HolderRule = (typeof holderRules)[number]
export interface HolderChange {
  readonly rule: HolderRule
  readonly before: string
  readonly after: string
}

const halfWidth = 'ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜﾝｧｨｩｪｫｬｭｮｯｦｰ･'
const fullWidth = 'アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワンァィゥェォャュョッヲー・'
const toHalfWidth = new Map<string, string>([...fullWidth].map((letter, at) => [letter, halfWidth.charAt(at)]))
toHalfWidth.set('\u3099', 'ﾞ').set('\u309a', 'ﾟ').set('゛', 'ﾞ').set('゜', 'ﾟ').set('ヮ', 'ﾜ').set('ヵ', 'ｶ').set('ヶ', 'ｹ')

const smallKana = 'ｧｨｩｪｫｬｭｮｯ'
const largeKana = 'ｱｲｳｴｵﾔﾕﾖﾂ'
const HIRAGANA_TO_KATAKANA = 0x60

/** One letter in half width; a voiced one becomes two. What has no half-width form stays. */
function narrow(letter: string): string {
  const mapped = toHalfWidth.get(letter)
  if (mapped !== undefined) return mapped
  const full = letter.normalize('NFKC').normalize('NFD')
  const narrowed = [...full].map((part) => toHalfWidth.get(part) ?? part).join('')
  return /^[\u0020-\u007eｦ-ﾟ･]+$/.test(narrowed) ? narrowed : letter
}

const rules: Record<HolderRule, (name: string) => string> = {
  hiragana: (name) => name.replace(/[ぁ-ゖ]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + HIRAGANA_TO_KATAKANA)),
  width: (name) => name.replace(/[^\u0021-\u007e｡-ﾟ]/gu, narrow),
  small_kana: (name) => name.replace(/[ｧ-ｯ]/g, (letter) => largeKana.charAt(smallKana.indexOf(letter))),
  dash: (name) => name.replace(/[ｰ\u2010-\u2015\u2043\u2212\u2500\u2501]/g, '-'),
  wo: (name) => name.replaceAll('ｦ', 'ｵ'),
  upper_case: (name) => name.replace(/[a-z]+/g, (letters) => letters.toUpperCase()),
  middle_dot: (name) => name.replaceAll('･', ' '),
  spaces: (name) => name.replace(/\s+/g, ' ').trim(),
}

/** Writes a holder's name in the characters a bank file may carry, and tells each rule that changed it. Idempotent; cuts nothing. */
export function legaliseHolder(raw: string): { name: string; changes: HolderChange[] } {
  return applyRules(raw, holderRules)
}

/** Applies these rules in their order, and tells each that changed something. */
export function applyRules(raw: string, chosen: readonly HolderRule[]): { name: string; changes: HolderChange[] } {
  const changes: HolderChange[] = []
  let name = raw
  for (const rule of chosen) {
    const after = rules[rule](name)
    if (after !== name) changes.push({ rule, before: name, after })
    name = after
  }
  return { name, changes }
}

/** What is wrong with a holder's name as it would be written to a bank file; empty when nothing is. Positions are 1-based characters. */
export function checkHolder(name: string): KanaProblem[] {
  if (name.trim() === '') return [{ position: 1, character: '', code: 'empty' }]
  return checkTransferText(name, 'party_name', HOLDER_BYTES_MAX)
}
