import type { KanaProblem } from '../../preload/contract/errors'
import { checkTransferText, type TransferTextClass } from '../../preload/contract/transfer-text'
import { applyRules, HOLDER_BYTES_MAX, type HolderRule, holderRules } from './holder-name'

/*
 * Texts of a bank transfer file: brought into the characters of their field, checked by position, and shortened only where the caller
 * says so, never between a kana and its mark. A payee's name is never shortened: the payee's bank compares it.
 */

/** The text fields of a transfer file. */
export const transferFields = ['holder_name', 'originator_name', 'bank_name', 'branch_name', 'edi'] as const
export type TransferField = (typeof transferFields)[number]

interface FieldRules {
  readonly textClass: TransferTextClass
  readonly bytesMax: number
  readonly rules: readonly HolderRule[]
}

const partyRules = holderRules
/** `ｦ` is legal in EDI information. */
const ediRules = holderRules.filter((rule) => rule !== 'wo')
const fields: Readonly<Record<TransferField, FieldRules>> = {
  holder_name: { textClass: 'party_name', bytesMax: HOLDER_BYTES_MAX, rules: partyRules },
  originator_name: { textClass: 'party_name', bytesMax: 40, rules: partyRules },
  bank_name: { textClass: 'bank_name', bytesMax: 15, rules: partyRules },
  branch_name: { textClass: 'bank_name', bytesMax: 15, rules: partyRules },
  edi: { textClass: 'edi', bytesMax: 20, rules: ediRules },
}

const halfWidthSigns: ReadonlyMap<string, string> = new Map([
  ['「', '｢'],
  ['」', '｣'],
  ['\\', '¥'],
  ['￥', '¥'],
])

/** A text in the characters of its field, as far as there are any: nothing is guessed, nothing is cut. Names of banks lose their spaces. */
export function legaliseField(raw: string, field: TransferField): string {
  const { textClass, rules } = fields[field]
  const signed = textClass === 'edi' ? raw.replace(/[「」\\￥]/g, (sign) => halfWidthSigns.get(sign) ?? sign) : raw
  const text = applyRules(signed, rules).name
  return textClass === 'bank_name' ? text.replaceAll(' ', '') : text
}

/** What is illegal in a text as it would stand in its field, by 1-based position; empty when nothing is. */
export function checkField(text: string, field: TransferField): KanaProblem[] {
  return checkTransferText(text, fields[field].textClass, fields[field].bytesMax)
}

/** A legal text within so many bytes: a kana and its mark stay together, and what was cut off is told. */
export function shorten(text: string, bytesMax: number): { text: string; cut: string } {
  if (text.length <= bytesMax) return { text, cut: '' }
  const marks = new Set(['ﾞ', 'ﾟ'])
  let end = bytesMax
  while (end > 0 && marks.has(text.charAt(end))) end--
  const kept = text.slice(0, end).trimEnd()
  return { text: kept, cut: text.slice(kept.length) }
}

/** The name of a bank or branch as it fits its field: it only accompanies the code, so it may be cut; empty where it cannot be written. */
export function bankNameFor(kana: string, field: 'bank_name' | 'branch_name'): string {
  const { text } = shorten(legaliseField(kana, field), fields[field].bytesMax)
  return checkField(text, field).length === 0 ? text : ''
}
