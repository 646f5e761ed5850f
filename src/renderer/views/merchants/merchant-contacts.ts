import { Contacts } from '../../../preload/contract/merchants'

/** Contacts as they stand in a form, read by the contract: the contacts, or which fields do not fit. */
export function readContacts(draft: Contacts): { contacts: Contacts | null; problems: readonly string[] } {
  const plain = { ...draft, email: draft.email.trim(), webhookUrl: draft.webhookUrl.trim() }
  const read = Contacts.safeParse(plain)
  const problems = read.success ? [] : read.error.issues.map((issue) => issue.path.join('.'))
  if (draft.noticeBy === 'mail' && plain.email === '') problems.push('email')
  if (draft.noticeBy === 'letter' && draft.postalAddress.trim() === '') problems.push('postalAddress')
  return read.success && problems.length === 0
    ? { contacts: read.data, problems: [] }
    : { contacts: null, problems: [...new Set(problems)] }
}
