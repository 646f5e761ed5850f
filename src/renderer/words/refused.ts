import type { CollectionError } from '../../preload/contract/collection'
import type { KanaProblem, Refusal, RowError } from '../../preload/contract/errors'
import type { RecordError } from '../../preload/contract/statement'
import { Fault, NotEntered, Refused, Unreachable } from '../api'
import type { Language } from '../parts/preferences'
import {
  collections as enCollections,
  collectionFields as enFields,
  kana as enKana,
  records as enRecords,
  rows as enRows,
} from './en/file-errors'
import { refusals as enRefusals } from './en/refusals'
import type { Words } from './index'
import {
  collections as jaCollections,
  collectionFields as jaFields,
  kana as jaKana,
  records as jaRecords,
  rows as jaRows,
} from './ja/file-errors'
import { refusals as jaRefusals } from './ja/refusals'
import type { RefusalSentences, Sentences } from './sentences'

const sentences: Record<Language, Sentences> = {
  ja: { refusal: jaRefusals, row: jaRows, record: jaRecords, kana: jaKana, collection: jaCollections, collectionField: jaFields },
  en: { refusal: enRefusals, row: enRows, record: enRecords, kana: enKana, collection: enCollections, collectionField: enFields },
}

/** Ties a refusal to the sentence of its own name, so that the sentence gets exactly its data. */
function say<N extends Refusal['refusal']>(words: RefusalSentences, name: N, refusal: Extract<Refusal, { refusal: N }>): string {
  return words[name](refusal)
}

/** A refusal as a sentence: what was not done, and what to do. */
export function refusalSentence(refusal: Refusal, language: Language): string {
  return say(sentences[language].refusal, refusal.refusal, refusal)
}

/** Any error of a call as a sentence. */
export function errorSentence(error: Error, t: Words, language: Language): string {
  if (error instanceof Refused) return refusalSentence(error.refusal, language)
  if (error instanceof Fault) return t('faults.internal', { number: error.number })
  if (error instanceof NotEntered) return t('faults.notEntered')
  return t(error instanceof Unreachable ? 'faults.unreachable' : 'faults.broken')
}

/** One fault of an order file, without its place. */
export function rowErrorSentence(error: RowError, language: Language): string {
  return sentences[language].row[error.code](error)
}

/** One fault of a statement, without its place. */
export function recordErrorSentence(error: RecordError, language: Language): string {
  return sentences[language].record[error.code](error)
}

/** One fault of a result file, without its place. */
export function collectionErrorSentence(error: CollectionError, language: Language): string {
  return sentences[language].collection[error.code]
}

/** A field of a result file in the words of the desk; one that is not known there by its own name. */
export function collectionFieldName(field: string, language: Language): string {
  return sentences[language].collectionField[field] ?? field
}

/** What is wrong at one place of a holder's name. */
export function kanaSentence(problem: KanaProblem, language: Language): string {
  return sentences[language].kana[problem.code](problem)
}
