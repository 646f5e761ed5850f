import { z } from 'zod'
import { BusinessDate, Instant } from './date'
import { AccountId } from './ids'
import { method } from './method'
import { Yen } from './money'
import { BankAccount, BooksFrom } from './statement'

/** 指定口座 of the agent: an own account at a bank whose statements are brought in. Each is an account of the ledger. */
export const DesignatedAccount = BankAccount.extend({
  id: AccountId,
  bankName: z.string(),
  branchName: z.string(),
  accountName: z.string(),
  openedOn: BusinessDate,
  openingBalance: Yen,
  /** How the bank writes years in its files (和暦 or the last two digits of the Western year). */
  dates: z.enum(['era', 'western']),
  booksFrom: BooksFrom,
  balance: Yen,
  /** Last day whose statement is in, or null. */
  statementThrough: BusinessDate.nullable(),
  lastImportedAt: Instant.nullable(),
  /** Days for which no statement is in, between statements that are, each with the money that is missing (null: no balance tells). */
  gaps: z.array(z.object({ from: BusinessDate, to: BusinessDate, difference: Yen.nullable() })),
})
export type DesignatedAccount = z.infer<typeof DesignatedAccount>

export const accountMethods = {
  'accounts.list': method({ permission: 'read', input: z.object({}), output: z.object({ accounts: z.array(DesignatedAccount) }) }),
  /** Takes an account into Daiko with the balance it had before the first day whose statement will be brought in. */
  'accounts.takeIn': method({
    permission: 'take_in_account',
    input: BankAccount.extend({
      accountName: z.string().trim().min(1).max(80),
      openedOn: BusinessDate,
      openingBalance: Yen,
      dates: z.enum(['era', 'western']).default('era'),
      booksFrom: BooksFrom.default('statement'),
    }),
    output: z.object({ id: AccountId }),
  }),
}
