import { fields, frame, problems } from './en/frame'
import { nouns } from './en/nouns'
import type { StorefrontWords } from './ja'

export const en: StorefrontWords = {
  bank: 'Settlement counter',
  frame,
  fields,
  problems,
  nouns,
}
