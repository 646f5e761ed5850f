import type * as japanese from '../ja/frame'

export const frame: typeof japanese.frame = {
  language: 'Language',
  places: 'Menu',
  skip: 'Skip to the text',
  faulty: 'Error: ',
  foot: 'Payments are handled by the settlement counter of the bank, on behalf of the shop.',
  neverAsks: 'We never ask for a PIN or a card number by telephone or mail.',
}

export const fields: typeof japanese.fields = {
  required: 'required',
  optional: 'optional',
  faults: 'Please check what you entered',
}

export const problems: typeof japanese.problems = {
  missing: { title: 'Page not found', text: 'Open the link in your mail once more.' },
  request: { title: 'Not accepted', text: 'What was sent could not be read. Go back a page and try again.' },
  foreign: { title: 'Not accepted', text: 'We take nothing that another site sends. Open the page again by the link in your mail.' },
  stale: { title: 'Once more, please', text: 'The page had been open too long, so nothing was done. Please open it again.' },
  busy: { title: 'Busy', text: 'Please try again in a little while.' },
  internal: (number) => ({ title: 'Not done', text: `Try again in a while. If you ask us about it, tell us the number ${number}.` }),
}
