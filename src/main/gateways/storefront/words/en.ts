import type { StorefrontWords } from './ja'

export const en: StorefrontWords = {
  bank: 'Settlement counter',
  problems: {
    missing: { title: 'Page not found', text: 'Open the link in your mail once more.' },
    request: { title: 'Not accepted', text: 'What was sent could not be read. Go back a page and try again.' },
    internal: (number) => ({ title: 'Not done', text: `Try again in a while. If you ask us about it, tell us the number ${number}.` }),
  },
}
