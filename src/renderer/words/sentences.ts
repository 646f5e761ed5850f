import type { CollectionErrorCode } from '../../preload/contract/collection'
import type { KanaProblem, Refusal, RefusalName, RowError } from '../../preload/contract/errors'
import type { Permission } from '../../preload/contract/permissions'
import type { FormatHint, RecordError } from '../../preload/contract/statement'

/** One sentence per refusal, with its data: a name without a sentence, or a field that is not there, does not compile. */
export type RefusalSentences = { readonly [N in RefusalName]: (refusal: Extract<Refusal, { refusal: N }>) => string }
export type RowSentences = { readonly [C in RowError['code']]: (error: RowError) => string }
export type RecordSentences = { readonly [C in RecordError['code']]: (error: RecordError) => string }
/** Faults of a result file, told beside the record and the field. */
export type CollectionSentences = { readonly [C in CollectionErrorCode]: string }
export type KanaSentences = { readonly [C in KanaProblem['code']]: (problem: KanaProblem) => string }

/** What a permission lets somebody do, said after "may not". */
export type PermissionWords = { readonly [P in Permission]: string }
export type FormatHintWords = { readonly [H in FormatHint]: string }

/** Every sentence about what was not done, in one language. */
export interface Sentences {
  readonly refusal: RefusalSentences
  readonly row: RowSentences
  readonly record: RecordSentences
  readonly kana: KanaSentences
  readonly collection: CollectionSentences
  /** The fields of published layouts, by the names the layouts give them, where the language has others. */
  readonly collectionField: Readonly<Record<string, string>>
}
