import { fields, frame, problems } from './ja/frame'
import { nouns } from './ja/nouns'

/* The words of the pages in Japanese, one file per subject in `ja/`; what stands here must stand in English too, or it does not compile. */
export const ja = {
  bank: '決済代行口',
  frame,
  fields,
  problems,
  nouns,
}

export type StorefrontWords = typeof ja
