import {
  type ColumnChange,
  ColumnProfile,
  type DateForm,
  type FileEncoding,
  type FileHead,
  type NoticeEvent,
  NoticeField,
  type NumberForm,
} from '../../../preload/contract/column-profile'

/* What a person says the columns of a file mean, before it is saved. */

/** A word in the column of events; null while nobody has said what it means. */
export interface WordDraft {
  readonly word: string
  readonly event: NoticeEvent | null
}

export interface MappingDraft {
  /** 0-based columns; null: not chosen. */
  readonly columns: Readonly<Record<NoticeField, number | null>>
  readonly words: readonly WordDraft[]
  readonly dates: DateForm
  readonly numbers: NumberForm
}

export const REQUIRED: readonly NoticeField[] = ['transactionId', 'amount', 'paidOn']

/** What was said before, as far as the columns of this file still have those names; the rest is for the person. */
export function draftFor(head: FileHead, before: ColumnProfile | null): MappingDraft {
  const placeOf = (field: NoticeField) => {
    const old = before?.columns[field] ?? null
    const at = old === null ? -1 : head.header.indexOf(before?.header[old] ?? '')
    return at === -1 ? null : at
  }
  const columns = { ...NO_COLUMNS }
  for (const field of NoticeField.options) columns[field] = placeOf(field)
  const draft = { columns, words: before?.words ?? [], dates: before?.dates ?? 'yyyymmdd', numbers: before?.numbers ?? 'plain' } as const
  return withWordsOf(head, draft)
}

const NO_COLUMNS: Record<NoticeField, number | null> = {
  transactionId: null,
  reference: null,
  trackingNumber: null,
  event: null,
  amount: null,
  fee: null,
  paidOn: null,
  transferOn: null,
}

/** The same, with every word that stands in the column of events of the rows shown. */
export function withWordsOf(head: FileHead, draft: MappingDraft): MappingDraft {
  const at = draft.columns.event
  if (at === null) return draft
  const known = new Set(draft.words.map(({ word }) => word))
  const found = new Set(head.samples.map((cells) => cells[at] ?? '').filter((word) => word !== '' && !known.has(word)))
  return { ...draft, words: [...draft.words, ...[...found].map((word) => ({ word, event: null }))] }
}

/** The mapping as it would be saved; null, with what does not fit, while it is not whole. */
export function readMapping(
  head: FileHead,
  encoding: FileEncoding,
  draft: MappingDraft,
): { readonly profile: ColumnProfile | null; readonly problems: readonly string[] } {
  const words = draft.columns.event === null ? [] : draft.words
  const read = ColumnProfile.safeParse({ ...draft, words, encoding, header: head.header })
  if (read.success) return { profile: read.data, problems: [] }
  const problems = read.error.issues.map(({ path }) => (path[0] === 'columns' ? String(path[1]) : String(path[0])))
  return { profile: null, problems: [...new Set(problems)] }
}

/** Columns that are not what they were. */
export const changed = (columns: readonly ColumnChange[]): readonly ColumnChange[] => columns.filter(({ change }) => change !== 'same')
