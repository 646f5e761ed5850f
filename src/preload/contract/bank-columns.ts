import { z } from 'zod'
import { ColumnChange, DateForm, FileEncoding, FileHead, HEADER_COLUMNS_MAX, NumberForm } from './column-profile'
import { BusinessDate } from './date'
import { AccountId, OfferReference } from './ids'
import { method } from './method'
import { PositiveYen, Yen } from './money'
import { BankAccount, RecordError } from './statement'

/*
 * 銀行プロファイル: statements as CSV whose columns each bank names its own way. A person says once what they mean, for one account; the saved
 * mapping reads its files from then on, for as long as the columns stand where they stood.
 */

/** 0-based place in the header; null: the file has no such column. */
const Place = z
  .int()
  .min(0)
  .max(HEADER_COLUMNS_MAX - 1)

/** What a row of a statement must say, and what it may. */
const places = z.object({
  bookedOn: Place,
  valueOn: Place.nullable(),
  /** Money in and money out, each in a column of its own and empty or zero where it is the other. */
  credit: Place,
  debit: Place.nullable(),
  /** The balance after the row: every row is proved by it. */
  balance: Place.nullable(),
  /** Where the virtual account or the remitter's code stands: 10 digits, with or without a hyphen between branch and number. */
  remitterCode: Place.nullable(),
  remitterName: Place.nullable(),
  remittingBank: Place.nullable(),
  description: Place.nullable(),
  edi: Place.nullable(),
  bankReference: Place.nullable(),
})
export type StatementColumn = keyof z.infer<typeof places>

/** A saved mapping. Its encoding is pinned and proved by strict decoding, never guessed. */
export const BankColumns = z
  .object({
    encoding: FileEncoding.default('shift_jis'),
    header: z.array(z.string().max(200)).min(1).max(HEADER_COLUMNS_MAX),
    columns: places,
    dates: DateForm,
    numbers: NumberForm,
    order: z.enum(['oldest_first', 'newest_first']).default('oldest_first'),
  })
  .superRefine(({ header, columns }, context) => {
    const taken = new Set<number>()
    for (const [field, place] of Object.entries(columns)) {
      const problem = (message: string) => context.addIssue({ code: 'custom', path: ['columns', field], message })
      if (place === null) continue
      if (place >= header.length) problem('no_such_column')
      if (taken.has(place)) problem('column_twice')
      taken.add(place)
    }
  })
export type BankColumns = z.infer<typeof BankColumns>

/** The mapping of an account as it stands; `version` 0: nobody has saved one. */
export const AccountColumns = z.object({ accountId: AccountId, account: BankAccount, version: z.int(), columns: BankColumns })
export type AccountColumns = z.infer<typeof AccountColumns>

/** What a mapping makes of a file, for the person who writes it. */
export const ReadByColumns = z.object({
  header: z.array(z.string()),
  rows: z.array(
    z.object({
      record: z.int(),
      bookedOn: BusinessDate,
      direction: z.enum(['credit', 'debit']),
      amount: PositiveYen,
      remitterCode: z.string().nullable(),
      remitterName: z.string(),
      description: z.string(),
      edi: z.string(),
    }),
  ),
  opening: Yen.nullable(),
  closing: Yen.nullable(),
  lines: z.int(),
  errors: z.array(RecordError),
  /** The columns are not those of the mapping: old beside new. */
  changed: z.array(ColumnChange).nullable(),
})
export type ReadByColumns = z.infer<typeof ReadByColumns>

export const bankColumnMethods = {
  'bankColumns.list': method({ permission: 'read', input: z.object({}), output: z.object({ mappings: z.array(AccountColumns) }) }),
  /** The first rows of a file in this encoding, for the person who says what its columns mean. */
  'bankColumns.head': method({
    permission: 'bring_in',
    input: z.object({ reference: OfferReference, encoding: FileEncoding }),
    output: FileHead,
  }),
  /** What a mapping would make of a file: nothing is stored. */
  'bankColumns.try': method({
    permission: 'bring_in',
    input: z.object({ accountId: AccountId, reference: OfferReference, columns: BankColumns }),
    output: ReadByColumns,
  }),
  /** Keeps what the columns of an account's files mean from now on. */
  'bankColumns.save': method({
    permission: 'take_in_account',
    input: z.object({ accountId: AccountId, version: z.int(), columns: BankColumns }),
    output: z.object({ version: z.int() }),
  }),
}
