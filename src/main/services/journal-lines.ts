import type { JournalLine } from '../../preload/contract/clearing'
import type { PostingDraft } from '../ledger/journal'
import { accountOf } from '../settlement/ledger-entries'

/** Postings as people are shown them before they stand: accounts by kind, and whose they are where they are somebody's. */
export function journalLinesOf(postings: readonly PostingDraft[], merchantName: string | null): JournalLine[] {
  const named = (code: string) => {
    const account = accountOf(code)
    return { account: account?.kind ?? code, of: account?.of == null ? null : merchantName }
  }
  return postings.map(({ debit, credit, amount }) => ({ debit: named(debit), credit: named(credit), amount }))
}
