/*
 * Every sentence of the desk, in Japanese and English, one file per subject in `ja/` and `en/`; a key that is missing
 * in one of them does not compile. No logic lives here. Views ask with `useWords()`; refusals have their own file.
 */
import i18next from 'i18next'
import { useMemo } from 'react'
import { initReactI18next, useTranslation } from 'react-i18next'
import { isLanguage, type Language, preference, remember } from '../parts/preferences'
import { en } from './en'
import { ja } from './ja'
import type { Keys } from './wording'

export type WordKey = Keys<typeof ja>
/** What is filled into a sentence; `count` also chooses a singular. */
export type WordData = Readonly<Record<string, string | number>>
export type Words = (key: WordKey, data?: WordData) => string

/** The language of this person on this machine: as chosen before, else as the browser speaks. */
export function firstLanguage(): Language {
  const kept = preference('language')
  if (isLanguage(kept)) return kept
  return navigator.language.startsWith('ja') ? 'ja' : 'en'
}

const resources = { ja: { translation: ja }, en: { translation: en } }

/** Prepares the words before the first screen is drawn. */
export function startWords(language: Language): void {
  void i18next.use(initReactI18next).init({
    resources,
    lng: language,
    fallbackLng: false,
    initAsync: false,
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  })
  document.documentElement.lang = language
}

/** Changes the language of the desk and remembers it for this person. */
export function speak(language: Language): void {
  remember('language', language)
  document.documentElement.lang = language
  void i18next.changeLanguage(language)
}

/** The words in the present language, and which language that is. */
export function useWords(): { t: Words; language: Language } {
  const { t, i18n } = useTranslation()
  const language = isLanguage(i18n.language) ? i18n.language : 'ja'
  return useMemo(() => ({ t: (key, data) => String(t(key, { ...data })), language }), [t, language])
}
