import type { KanaProblem } from './errors'

/*
 * The characters of a bank transfer file (全銀協 使用文字一覧): one byte each, half-width kana with the voiced mark as a byte of its own.
 * Which ones are legal depends on what the field holds.
 */

/** What a text field of a transfer file holds: the name of a bank or branch, of a party, or EDI information. */
export type TransferTextClass = 'bank_name' | 'party_name' | 'edi'

/** Large kana only; ﾞ and ﾟ stand alone; `ｦ` and brackets in EDI information only; `-` in the place of ｰ. */
const signs: Readonly<Record<TransferTextClass, string>> = { bank_name: '\\-', party_name: ' ().\\-', edi: ' ().\\-/¥｢｣ｦ' }
/** ﾞ stands after ｶ–ｺ ｻ–ｿ ﾀ–ﾄ ﾊ–ﾎ ｳ, ﾟ after ﾊ–ﾎ only; anywhere else somebody has cut or mistyped the text. */
const takesVoiced = /^[ｶ-ｺｻ-ｿﾀ-ﾄﾊ-ﾎｳ]$/u
const takesHalfVoiced = /^[ﾊ-ﾎ]$/u

const character = (textClass: TransferTextClass) => new RegExp(`^[0-9A-Zｱ-ﾝﾞﾟ${signs[textClass]}]$`, 'u')
const legal = { bank_name: character('bank_name'), party_name: character('party_name'), edi: character('edi') }

/** A whole text in one look: most are legal, and there may be a hundred thousand. */
const whole = (textClass: TransferTextClass) => new RegExp(`^(?:[ｶ-ﾄｳ]ﾞ|[ﾊ-ﾎ][ﾞﾟ]|[0-9A-Zｱ-ﾝ${signs[textClass]}])*$`, 'u')
const wholly = { bank_name: whole('bank_name'), party_name: whole('party_name'), edi: whole('edi') }

/** Whether this character is a mark that cannot follow the one before it. */
function isDangling(character: string, before: string): boolean {
  if (character === 'ﾞ') return !takesVoiced.test(before)
  return character === 'ﾟ' && !takesHalfVoiced.test(before)
}

/**
 * What is wrong with a text as it would stand in a transfer file, by 1-based character (each is one byte); empty when nothing is.
 * An empty text is no fault here: whether a field may be empty is said by who asks.
 */
export function checkTransferText(text: string, textClass: TransferTextClass, bytesMax: number): KanaProblem[] {
  if (text.length <= bytesMax && wholly[textClass].test(text)) return []
  const letters = [...text]
  const problems: KanaProblem[] = []
  for (const [at, character] of letters.entries()) {
    if (!legal[textClass].test(character)) problems.push({ position: at + 1, character, code: 'not_allowed' })
    else if (isDangling(character, letters[at - 1] ?? '')) problems.push({ position: at + 1, character, code: 'dangling_mark' })
  }
  const beyond = letters[bytesMax]
  if (beyond !== undefined) problems.push({ position: bytesMax + 1, character: beyond, code: 'too_long' })
  return problems
}
