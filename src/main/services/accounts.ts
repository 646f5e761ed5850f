import { done, refuse } from '../../preload/contract/errors'
import type { AccountId } from '../../preload/contract/ids'
import type { Gateways } from '../gateways/gateway'
import {
  findDesignatedAccount,
  insertDesignatedAccount,
  listDesignatedAccounts,
  type NewDesignatedAccount,
  statementSpans,
} from '../ledger/accounts'
import { appendAudit } from '../ledger/audit'
import { lastClosedDay } from '../ledger/closing'
import { newEntryId, postEntries } from '../ledger/journal'
import type { Ledger, Writer } from '../ledger/ledger'
import { openingBalance } from '../settlement/ledger-entries'
import { findGaps } from '../settlement/statement-continuity'
import type { Handlers } from './context'
import { type Events, publishChanged } from './events'
import { unknownBank } from './merchant-checks'

export interface AccountDeps {
  readonly ledger: Ledger
  readonly gateways: Pick<Gateways, 'banks' | 'holidays'>
  readonly events: Events
}

/** The agent's own accounts at banks (指定口座): each is taken in once, with the balance before its first statement. */
export function accountHandlers({ ledger, gateways, events }: AccountDeps): Pick<Handlers, 'accounts.list' | 'accounts.takeIn'> {
  return {
    'accounts.list': async () => {
      const spans = await statementSpans(ledger.reader)
      const accounts = (await listDesignatedAccounts(ledger.reader)).map((row) => {
        const own = spans.filter(({ accountId }) => accountId === row.id)
        const taken = { openedOn: row.opened_on, openingBalance: row.opening_balance }
        return {
          id: row.id,
          bankCode: row.bank_code,
          branchCode: row.branch_code,
          accountType: row.account_type,
          accountNumber: row.account_number,
          bankName: gateways.banks.findBank(row.bank_code)?.name ?? '',
          branchName: gateways.banks.findBranch(row.bank_code, row.branch_code)?.name ?? '',
          accountName: row.account_name,
          ...taken,
          dates: row.dates,
          booksFrom: row.books_from,
          balance: row.balance,
          statementThrough: own.reduce<(typeof own)[number]['to'] | null>(
            (last, { wholeTo }) => (last === null || wholeTo > last ? wholeTo : last),
            null,
          ),
          lastImportedAt: row.lastImportedAt,
          gaps: findGaps(taken, own, gateways.holidays),
        }
      })
      return done({ accounts })
    },
    'accounts.takeIn': async (context, account) => {
      const unknown = unknownBank(gateways.banks, account)
      if (unknown) return refuse(unknown.refusal)
      const takenIn = await ledger.write(context.by, async (writer) => {
        if (await findDesignatedAccount(writer, account)) return refuse({ refusal: 'account_taken_in', account: account.accountNumber })
        const closed = await lastClosedDay(writer)
        if (closed !== null && account.openedOn <= closed) return refuse({ refusal: 'day_closed', day: closed })
        return done({ id: await takeIn(writer, account) })
      })
      if (takenIn.ok) publishChanged(events, 'accounts', 'audit')
      return takenIn
    },
  }
}

/** Stores the account, posts its opening balance and leaves the audit record. The caller has made sure it is not there yet. */
export async function takeIn(writer: Writer, account: NewDesignatedAccount): Promise<AccountId> {
  const id = await insertDesignatedAccount(writer, account)
  const postings = openingBalance({ accountId: id, balance: account.openingBalance })
  if (postings.length > 0) {
    const entry = {
      id: newEntryId(writer),
      kind: 'opening_balance' as const,
      bookedOn: account.openedOn,
      receiptId: null,
      orderId: null,
      reverses: null,
    }
    await postEntries(writer, [{ ...entry, postings }])
  }
  await appendAudit(writer, { stream: 'accounts', action: 'taken_in', subject: `account:${id}`, detail: { ...account } })
  return id
}
