import { createInstance } from 'i18next'
import type { Language } from '../../src/renderer/parts/preferences'
import type { Words } from '../../src/renderer/words'
import { en } from '../../src/renderer/words/en'
import { ja } from '../../src/renderer/words/ja'

const spoken = createInstance()
void spoken.init({
  resources: { ja: { translation: ja }, en: { translation: en } },
  fallbackLng: false,
  initAsync: false,
  interpolation: { escapeValue: false },
})

/** The desk's own words in a language, as the desk says them: a journey names what it looks for by these. */
export function wordsIn(language: Language): Words {
  const say = spoken.getFixedT(language)
  return (key, data) => String(say(key, { ...data }))
}

/** What a sentence looks like with anything in its blanks. */
export function anyOf(sentence: string): RegExp {
  const parts = sentence.split(/{{[^}]+}}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(parts.join('.+'))
}
