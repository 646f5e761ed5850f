import { z } from 'zod'
import { type CollectionError, CollectionKind } from './collection'
import type { BusinessDate } from './date'
import type { PositiveYen, Yen } from './money'

/*
 * Files of collectors whose layout nobody has published: a person says once what their columns mean, and the saved mapping reads them from
 * then on, for as long as the columns stand where they stood.
 */

/** Characters of the file: never guessed, since short files in Shift_JIS pass for other things. */
export const FileEncoding = z.enum(['utf-8', 'shift_jis'])
export type FileEncoding = z.infer<typeof FileEncoding>

/** What a notice must say, and what it may. */
export const NoticeField = z.enum([
  /** The collector's own number of the payment: its preliminary notice, withdrawal and confirmation name the same. */
  'transactionId',
  /** The number the payer, or the carrier, was given by this bank. */
  'reference',
  /** The carrier's number of the parcel; one of this and the reference must be there. */
  'trackingNumber',
  /** Without it every row tells of a payment that is certain. */
  'event',
  'amount',
  'fee',
  'paidOn',
  /** The day its transfer is to come. */
  'transferOn',
])
export type NoticeField = z.infer<typeof NoticeField>

/** How the file writes days. A time behind the day is left alone; one that names a zone is no date of Japan, and refused. */
export const DateForm = z.enum(['yyyymmdd', 'yyyy-mm-dd', 'yyyy/mm/dd', 'yyyy年m月d日'])
export type DateForm = z.infer<typeof DateForm>

/** How the file writes yen: digits alone, or also with commas and a currency mark. */
export const NumberForm = z.enum(['plain', 'grouped'])
export type NumberForm = z.infer<typeof NumberForm>

/** What a word in the column of events can mean. */
export const NoticeEvent = CollectionKind.extract(['preliminary', 'confirmed', 'preliminary_cancelled', 'refused_at_door', 'other'])
export type NoticeEvent = z.infer<typeof NoticeEvent>

export const HEADER_COLUMNS_MAX = 200
/** A name of a column, as it stands in the file. */
const ColumnName = z.string().max(200)
/** 0-based place in the header; null: the file has no such column. */
const Place = z
  .int()
  .min(0)
  .max(HEADER_COLUMNS_MAX - 1)

/** A saved mapping: the header as it stood then, and what its columns mean. */
export const ColumnProfile = z
  .object({
    encoding: FileEncoding,
    header: z.array(ColumnName).min(1).max(HEADER_COLUMNS_MAX),
    columns: z.object({
      transactionId: Place,
      reference: Place.nullable(),
      trackingNumber: Place.nullable(),
      event: Place.nullable(),
      amount: Place,
      fee: Place.nullable(),
      paidOn: Place,
      transferOn: Place.nullable(),
    }),
    /** Every word that may stand in the column of events, as it stands there. */
    words: z.array(z.object({ word: z.string().trim().min(1).max(60), event: NoticeEvent })).max(50),
    dates: DateForm,
    numbers: NumberForm,
  })
  .superRefine(({ header, columns, words }, context) => {
    const problem = (path: string, message: string) => context.addIssue({ code: 'custom', path: path.split('.'), message })
    for (const [field, place] of Object.entries(columns))
      if (place !== null && place >= header.length) problem(`columns.${field}`, 'no_such_column')
    if (columns.reference === null && columns.trackingNumber === null) problem('columns.reference', 'reference_or_tracking_number')
    if (columns.event !== null && words.length === 0) problem('words', 'no_words')
    if (new Set(words.map(({ word }) => word)).size < words.length) problem('words', 'word_twice')
  })
export type ColumnProfile = z.infer<typeof ColumnProfile>

/** The first row of a file, and some of what follows it, for a person who says what the columns mean. */
export const FileHead = z.object({ header: z.array(z.string()), samples: z.array(z.array(z.string())) })
export type FileHead = z.infer<typeof FileHead>

/** What became of a column since the mapping was saved. `was` and `is`: its name then and now; null where it did not, or does not, stand. */
export const ColumnChange = z.object({
  was: z.string().nullable(),
  is: z.string().nullable(),
  change: z.enum(['same', 'moved', 'renamed', 'missing', 'new']),
  /** 1-based columns. */
  from: z.int().nullable(),
  to: z.int().nullable(),
})
export type ColumnChange = z.infer<typeof ColumnChange>

/** One row of such a file, as it was read (collection.md §5.5). */
export interface CollectionNotice {
  /** 1-based row. */
  readonly record: number
  readonly kind: NoticeEvent
  readonly transactionId: string
  /** Empty where the row names a parcel only. */
  readonly reference: string
  readonly trackingNumber: string | null
  readonly amount: PositiveYen
  /** What the collector says it keeps of it; the contract decides what is expected. */
  readonly fee: Yen | null
  readonly paidOn: BusinessDate
  readonly transferOn: BusinessDate | null
  /** The exact bytes this row came from. */
  readonly raw: Uint8Array
}

/** What reading yields: rows and faults as they stand in the file. Behind columns that have changed nothing is read. */
export type NoticePart =
  | { readonly part: 'line'; readonly line: CollectionNotice }
  | { readonly part: 'error'; readonly error: CollectionError }
  | { readonly part: 'columns_changed'; readonly columns: readonly ColumnChange[] }
