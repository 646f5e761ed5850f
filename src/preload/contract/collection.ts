import { z } from 'zod'
import type { BusinessDate } from './date'
import { PaymentMethod } from './merchants'
import { PositiveYen, Yen } from './money'

/*
 * Money that others collect for the bank (収納代行): a store agent takes it at tills, tells of it twice (速報, 確報) and transfers it net
 * of its fees. What differs between agents is data.
 */

/** A published layout of result files; other agents are added as data where they are a variant, as a reader where they are not. */
export const CollectionFormat = z.enum(['mizuho_factor', 'mufg_factor', 'dsk'])
export type CollectionFormat = z.infer<typeof CollectionFormat>

/** Methods by which an order is given a number that is paid with, and whose collectors tell of it in files. */
export const SlipMethod = PaymentMethod.extract(['convenience_store', 'postal', 'e_money', 'cash_on_delivery'])
export type SlipMethod = z.infer<typeof SlipMethod>

/** How a result file was read: by a published layout, or by a saved mapping of its columns. */
export const CollectionFileFormat = z.enum([...CollectionFormat.options, 'columns'])
export type CollectionFileFormat = z.infer<typeof CollectionFileFormat>

/** What an agent keeps of a collection by its amount, in yen before tax; `upTo` null: any amount above. */
export const CollectionFeeBand = z.object({ upTo: PositiveYen.nullable(), fee: Yen.refine((fee) => fee >= 0) })
export type CollectionFeeBand = z.infer<typeof CollectionFeeBand>

/** The short name of whoever collects: its receivable stands in the journal as `receivable:<party>`. */
export const Party = z.string().regex(/^[a-z][a-z0-9_]{0,19}$/)
export type Party = z.infer<typeof Party>

/** Whose barcodes are printed on slips: six digits of the agent's GS1 company code, and what the agent gives its clients of the 21 free ones. */
export const SlipNumbering = z.object({
  makerCode: z.string().regex(/^\d{6}$/),
  /** The bank's own number at the agent: the first of the free digits. The rest of the 21 is the reference of a slip. */
  companyCode: z.string().regex(/^\d{1,10}$/),
})
export type SlipNumbering = z.infer<typeof SlipNumbering>

/** No slip asks for more yen: above it no barcode is printed (s2, s4). */
export const SLIP_AMOUNT_MAX = 300_000

/** What a slip (払込票) asks for. */
export interface Slip {
  /** What is left of the 21 free digits after the company code; digits. A shorter one is printed behind zeros, and read with them. */
  readonly reference: string
  /** 再発行区分: 0 first issue, 1–9 the so-many-th re-issue. */
  readonly reissue: number
  /** The last day on which a till takes it; null: no end (999999). */
  readonly dueOn: BusinessDate | null
  /** 印紙フラグ: a revenue stamp is due on the receipt. */
  readonly needsStamp: boolean
  /** At most SLIP_AMOUNT_MAX. */
  readonly amount: PositiveYen
}

/** 速報 · 確報 · 速報取消, what agents deliver of other ways in the same layout, and what files of others tell besides. */
export const CollectionKind = z.enum([
  'preliminary',
  'confirmed',
  'preliminary_cancelled',
  'postal',
  'postal_corrected',
  'real_time',
  /** The carrier brought the goods back: nobody took them. */
  'refused_at_door',
  /** Something that only a person can judge, such as a correction. */
  'other',
])
export type CollectionKind = z.infer<typeof CollectionKind>

/** One line of an agent's result file, as it was read. */
export interface CollectionLine {
  /** 1-based record (fixed width) or row (CSV). */
  readonly record: number
  readonly kind: CollectionKind
  /** 44 digits, AI 91 included. */
  readonly barcode: string
  readonly slip: Slip & SlipNumbering
  /** 店舗収納日. */
  readonly paidOn: BusinessDate
  /** `HHMM`; null where the line tells none. */
  readonly paidAt: string | null
  /** The chain's code as the agent gives it, and its name where the agent's table knows it. */
  readonly chainCode: string
  readonly chainName: string | null
  readonly storeCode: string
  /** The day the agent made the line; null where it tells none. */
  readonly madeOn: BusinessDate | null
  /** 振込予定日: the day its transfer is to come; null until it is confirmed. */
  readonly transferOn: BusinessDate | null
  /** The exact bytes this line came from. */
  readonly raw: Uint8Array
}

/** Every fault a result file can have, by name. */
export const collectionErrorCodes = [
  'format_unknown',
  'encoding_not_supported',
  'wrong_length',
  'illegal_character',
  'record_type_unknown',
  'record_order',
  'missing_header',
  'missing_trailer',
  'header_differs',
  'wrong_columns',
  'kind_unknown',
  'not_a_number',
  'not_a_date',
  'not_a_time',
  'barcode_invalid',
  'barcode_check_digit',
  'amount_differs',
  'stamp_differs',
  'amount_zero',
  'company_differs',
  'missing',
  'card_number',
] as const
export type CollectionErrorCode = (typeof collectionErrorCodes)[number]

/** One fault with its place: record or row, the field by its name in the layout (empty: the record as a whole), what was found there. */
export const CollectionError = z.object({
  record: z.int(),
  field: z.string(),
  code: z.enum(collectionErrorCodes),
  found: z.string(),
})
export type CollectionError = z.infer<typeof CollectionError>

/** What a reader yields: lines and faults as they stand in the file, and at the end how many lines could be read. */
export type CollectionPart =
  | { readonly part: 'line'; readonly line: CollectionLine }
  | { readonly part: 'error'; readonly error: CollectionError }
  | { readonly part: 'end'; readonly lines: number }

/** What posting a line came to. The first five end it; the others wait for a person. */
export const CollectionOutcome = z.enum([
  /** Its order is paid as far as the store knows (速報). */
  'preliminary',
  /** A preliminary notice was taken back (速報取消). */
  'withdrawn',
  /** Confirmed (確報): its order is paid, the agent owes. */
  'paid',
  /** Tells of a payment nothing more is to be learned of. */
  'superseded',
  /** The carrier brought the goods back: its order is cancelled. */
  'refused_at_door',
  'unknown_slip',
  'amount_differs',
  'duplicate',
  'late',
  /** The payer has chosen another method since. */
  'slip_withdrawn',
  'after_cancellation',
  'cancelled_after_confirmation',
  /** The same payment of this collector was confirmed before, with another amount, day or number: one of the two is wrong. */
  'contradicts',
  /** A preliminary notice was taken back after the goods had left. */
  'goods_left',
  'not_booked',
])
export type CollectionOutcome = z.infer<typeof CollectionOutcome>
