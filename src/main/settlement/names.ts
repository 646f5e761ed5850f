import { cutFormBehind, withoutAbbreviations, withoutSpelledForms } from './legal-forms'

/*
 * Payer names as banks deliver them: half-width, `-` for ー, large kana only, a legal form in brackets, a remitter number in
 * front, cut off in mid-word. Both sides are brought to one normal form before they are compared.
 */

/** Every rule that can change a name, in the order in which they are applied. */
export const nameRules = [
  'voiced_marks',
  'width',
  'hiragana',
  'small_kana',
  'dash',
  'wo',
  'upper_case',
  'spaces',
  'remitter_number',
  'legal_form',
  'punctuation',
] as const
export type NameRule = (typeof nameRules)[number]

export interface NameChange {
  readonly rule: NameRule
  readonly before: string
  readonly after: string
}

export interface NormalName {
  /** What names are compared by: large full-width katakana, ASCII capitals and digits, `-`; other scripts as they are. */
  readonly key: string
  readonly steps: readonly NameChange[]
  /** The digits a remitter put before its name, or null. */
  readonly leadingNumber: string | null
}

const HIRAGANA_TO_KATAKANA = 0x60
const smallKana = 'ァィゥェォッャュョヮヵヶ'
const largeKana = 'アイウエオツヤユヨワカケ'
const dashes = /[\u2010-\u2015\u2043\u2212\u2500\u2501\u30fcｰー]/g
/** At least four digits, so that `7-イレブン` keeps its name. */
const leadingDigits = /^(?:\d-?){4,}/
const nothingBesidesName = /^[ア-ヴA-Z0-9-]*$/

const rules: Record<NameRule, (name: string) => string> = {
  voiced_marks: (name) => (/[゛゜]/.test(name) ? name.replaceAll('゛', '\u3099').replaceAll('゜', '\u309a') : name),
  width: (name) => name.normalize('NFKC'),
  hiragana: (name) => name.replace(/[ぁ-ゖ]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + HIRAGANA_TO_KATAKANA)),
  small_kana: (name) => name.replace(/[ァィゥェォッャュョヮヵヶ]/g, (letter) => largeKana.charAt(smallKana.indexOf(letter))),
  dash: (name) => name.replace(dashes, '-'),
  wo: (name) => name.replaceAll('ヲ', 'オ'),
  upper_case: (name) => name.replace(/[a-z]+/g, (letters) => letters.toUpperCase()),
  spaces: (name) => name.replace(/\s+/g, ''),
  remitter_number: (name) => name.replace(leadingDigits, ''),
  legal_form: (name) => withoutSpelledForms(withoutAbbreviations(name)),
  punctuation: (name) => (nothingBesidesName.test(name) ? name : name.replace(/[^\p{L}\p{N}-]/gu, '')),
}

type Watch = (rule: NameRule, before: string, after: string) => void

/** Applies each rule once, in order; tells the watcher about every change. */
function pass(raw: string, watch: Watch): string {
  let name = raw
  for (const rule of nameRules) {
    const after = rules[rule](name)
    if (after === name) continue
    watch(rule, name, after)
    name = after
  }
  return name
}

/** Rules whose change can bring to light what an earlier rule would have changed, e.g. a number behind a legal form. */
const uncovering: ReadonlySet<NameRule> = new Set(['legal_form', 'punctuation'])

/** Passes until nothing can change any more. Only the first pass can make a name longer, so it ends. */
function normalise(raw: string, watch: Watch | null): string {
  let name = raw
  for (;;) {
    let again = false
    const after = pass(name, (rule, from, to) => {
      again ||= uncovering.has(rule)
      watch?.(rule, from, to)
    })
    if (!again && (after === name || nothingBesidesName.test(after))) return after
    name = after
  }
}

/** The rules that fold one letter, or one with its voiced mark, whatever stands beside it. */
const letterRules = nameRules.slice(0, nameRules.indexOf('remitter_number'))
const VOICED = 0xff9e
const HALF_VOICED = 0xff9f
const MARKS = 3

/** What the rules above make of every letter banks deliver, alone and with each mark: the fast way for long lists. */
const foldedLetters = new Map<number, string>()
for (const [first, last] of [
  [0x20, 0x7e],
  [0xff61, 0xff9d],
  [0x30a1, 0x30fc],
  [0x3041, 0x3096],
  [0xff01, 0xff5e],
  [0x3000, 0x3000],
] as const) {
  for (let code = first; code <= last; code++) {
    for (const [mark, text] of ['', 'ﾞ', 'ﾟ'].entries()) {
      foldedLetters.set(
        code * MARKS + mark,
        letterRules.reduce((name, rule) => rules[rule](name), String.fromCharCode(code) + text),
      )
    }
  }
}

/** The name after the rules of letters, or null where it holds a letter that is not in the table. */
function foldLetters(raw: string): string | null {
  let folded = ''
  for (let at = 0; at < raw.length; at++) {
    const next = raw.charCodeAt(at + 1)
    const mark = next === VOICED ? 1 : next === HALF_VOICED ? 2 : 0
    const letter = foldedLetters.get(raw.charCodeAt(at) * MARKS + mark)
    if (letter === undefined) return null
    folded += letter
    if (mark > 0) at++
  }
  return folded
}

/** The key alone, for long lists. The same as `normaliseName(raw).key`. */
export function nameKey(raw: string): string {
  const folded = foldLetters(raw)
  if (folded === null) return normalise(raw, null)
  const name = rules.legal_form(rules.remitter_number(folded))
  return nothingBesidesName.test(name) && !leadingDigits.test(name) ? name : normalise(raw, null)
}

/** Brings a payer's name to its normal form and tells each rule that changed it. Idempotent. Meaning of the rules: zengin names. */
export function normaliseName(raw: string): NormalName {
  const steps: NameChange[] = []
  let leadingNumber: string | null = null
  const key = normalise(raw, (rule, before, after) => {
    steps.push({ rule, before, after })
    if (rule === 'remitter_number') leadingNumber ??= before.slice(0, before.length - after.length).replaceAll('-', '')
  })
  return { key, steps, leadingNumber }
}

const PREFIX_MINIMUM = 10
const PREFIX_MINIMUM_WHEN_CUT = 4
const CLOSE_MINIMUM = 5

/** Bytes of a name in half-width kana, where a voiced mark is a byte of its own. */
export function zenginBytes(name: string): number {
  return name.normalize('NFKC').normalize('NFD').length
}

/** Fewer letters than these may begin the names of many, unless the bank has settled otherwise. */
const CUT_MINIMUM = 8

/** What a name may stand for that a bank has cut off. */
export interface CutName {
  /** Names that begin so. */
  readonly beginning: string
  /** The name itself, where the cut went through a legal form behind it; null where it did not. */
  readonly whole: string | null
}

/** The field of a name is so long, and shorter where EDI information stands beside it. */
const FIELD_BYTES = 48
const FIELD_BYTES_WITH_EDI = 26

/** What a remitter's name may be the beginning of: null where it does not fill the bank's field, or says too little (fewer letters than `least`). */
export function cutNameOf(
  { remitterName, edi }: { remitterName: string; edi: string },
  key: string,
  least: number = CUT_MINIMUM,
): CutName | null {
  const isFull = zenginBytes(remitterName) === (edi === '' ? FIELD_BYTES : FIELD_BYTES_WITH_EDI)
  if (!isFull || key.length < least) return null
  const form = cutFormBehind(key)
  const whole = form === '' ? null : key.slice(0, -form.length)
  return { beginning: key, whole: whole !== null && whole.length >= PREFIX_MINIMUM_WHEN_CUT ? whole : null }
}

/**
 * Compares two keys. `prefix` only when the shorter has at least ten characters, or four where the bank is known to have cut it;
 * `close` is equal without voiced marks and dashes, or one letter apart from five letters on.
 */
export function compareNames(a: string, b: string, cutByBank = false): 'equal' | 'prefix' | 'close' | 'different' {
  if (a === '' || b === '') return 'different'
  if (a === b) return 'equal'
  const [shorter, longer] = a.length <= b.length ? [a, b] : [b, a]
  if (shorter.length >= (cutByBank ? PREFIX_MINIMUM_WHEN_CUT : PREFIX_MINIMUM) && longer.startsWith(shorter)) return 'prefix'
  if (withoutMarks(a) === withoutMarks(b)) return 'close'
  return shorter.length >= CLOSE_MINIMUM && isOneEditApart(shorter, longer) ? 'close' : 'different'
}

function withoutMarks(key: string): string {
  return key.normalize('NFD').replace(/[\u3099\u309a-]/g, '')
}

/** Whether one letter was changed, added or dropped; the first is not the longer one. */
function isOneEditApart(shorter: string, longer: string): boolean {
  if (longer.length - shorter.length > 1) return false
  let same = 0
  while (same < shorter.length && shorter[same] === longer[same]) same++
  const rest = shorter.length === longer.length ? shorter.slice(same + 1) : shorter.slice(same)
  return longer.slice(same + 1) === rest
}
