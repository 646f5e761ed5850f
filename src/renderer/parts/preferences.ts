/*
 * Parts are the desk's own furniture: tables, money, dates, forms, keys. They know nothing of settlement; what a view
 * hands them is what they show, and what a person does goes back to the view.
 *
 * Preferences: what a person likes to see, kept on this machine only. Nothing about money or people is kept here.
 */
export type Language = 'ja' | 'en'

export function isLanguage(value: unknown): value is Language {
  return value === 'ja' || value === 'en'
}

let person = ''

/** From now on preferences are those of this person; empty before sign-in. */
export function preferencesOf(name: string): void {
  person = name
}

const keyOf = (name: string, whose: string) => `daiko.${whose}.${name}`

/** Whose preferences these are; empty before sign-in. */
export function whosePreferences(): string {
  return person
}

/** What was remembered under this name for this person, else for anyone at this machine; null where nothing was. */
export function preference(name: string): unknown {
  const text = read(keyOf(name, person)) ?? read(keyOf(name, ''))
  if (text === null) return null
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Remembers a preference for this person, and for the sign-in page of this machine. */
export function remember(name: string, value: unknown): void {
  try {
    localStorage.setItem(keyOf(name, person), JSON.stringify(value))
    if (person !== '') localStorage.setItem(keyOf(name, ''), JSON.stringify(value))
  } catch {
    // A browser that keeps nothing: the desk works, it only forgets.
  }
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}
