import type { Language } from '../../../../preload/contract/merchants'
import { en } from './en'
import { ja, type StorefrontWords } from './ja'

/* The words of the storefront's pages, in both languages. */

const words: Record<Language, StorefrontWords> = { ja, en }

export type { StorefrontWords }

export function wordsIn(language: Language): StorefrontWords {
  return words[language]
}
