import type { CollectionError } from '../../../preload/contract/collection'
import type { RowError } from '../../../preload/contract/errors'
import type { RecordError } from '../../../preload/contract/statement'
import type { Language } from '../../parts/preferences'
import { collectionErrorSentence, collectionFieldName, recordErrorSentence, rowErrorSentence } from '../../words/refused'

/** The errors of a file as rows of a table to be copied: place, column, what is wrong, what was found, what would be right. */
export function linesOf(errors: readonly (RowError | RecordError)[], language: Language): string[][] {
  return errors.map((error) =>
    'row' in error
      ? [String(error.row), error.column, rowErrorSentence(error, language), error.found, error.expected ?? '']
      : [String(error.record), String(error.column ?? ''), recordErrorSentence(error, language), error.found ?? '', error.expected ?? ''],
  )
}

/** The same of an agent's result file. */
export function collectionLinesOf(errors: readonly CollectionError[], language: Language): string[][] {
  return errors.map((error) => [
    String(error.record),
    collectionFieldName(error.field, language),
    collectionErrorSentence(error, language),
    error.found,
    '',
  ])
}
