import { z } from 'zod'
import { BusinessDate, Instant } from './date'
import { DocumentId, JobId, MerchantId, PayoutId } from './ids'
import { method } from './method'
import { Yen } from './money'
import { Cursor, PageSize, pageOf } from './paging'
import { PayoutState } from './payouts'

/*
 * Statements of merchants (精算書), and every paper that was made, kept as it was made and found again by day, amount and counterparty
 * (電子帳簿保存法).
 */
export const DocumentKind = z.enum(['statement', 'bank_file'])
export type DocumentKind = z.infer<typeof DocumentKind>

export const StatementFormat = z.enum(['pdf', 'xlsx'])
export type StatementFormat = z.infer<typeof StatementFormat>

export const DocumentRow = z.object({
  id: DocumentId,
  kind: DocumentKind,
  /** The day of what it tells: the pay day of a statement or a file. */
  day: BusinessDate,
  merchantId: MerchantId.nullable(),
  payoutId: PayoutId.nullable(),
  counterparty: z.string(),
  amount: Yen,
  fileName: z.string(),
  mediaType: z.string(),
  sha256: z.string(),
  bytes: z.int(),
  madeBy: z.string(),
  madeAt: Instant,
})
export type DocumentRow = z.infer<typeof DocumentRow>

/** Any of these, together. Days and amounts from and to, both included; of the counterparty any part of its name. */
export const DocumentFilter = z.object({
  kind: DocumentKind.optional(),
  merchantId: MerchantId.optional(),
  from: BusinessDate.optional(),
  to: BusinessDate.optional(),
  amountFrom: Yen.optional(),
  amountTo: Yen.optional(),
  counterparty: z.string().trim().max(100).optional(),
})
export type DocumentFilter = z.infer<typeof DocumentFilter>

/** A merchant at a closing: what it is paid, and its statement where one can be issued. */
export const StatementRow = z.object({
  merchantId: MerchantId,
  merchantName: z.string(),
  registrationNumber: z.string(),
  /** Null where nothing was planned for it. */
  payoutId: PayoutId.nullable(),
  /** 精算番号; null where no statement can be issued. */
  number: z.string().nullable(),
  payOn: BusinessDate.nullable(),
  state: PayoutState.nullable(),
  net: Yen,
  /** Why there is no statement: nothing was due, or its run is not handed to the bank. Null where there is one. */
  none: z.enum(['nothing_due', 'not_handed_over']).nullable(),
  /** Goes out on paper. */
  byPost: z.boolean(),
})
export type StatementRow = z.infer<typeof StatementRow>

/** A statement that was made, to be fetched with its ticket, once. */
export const StatementMade = z.object({ documentId: DocumentId, ticket: z.string(), fileName: z.string(), sha256: z.string(), net: Yen })
export type StatementMade = z.infer<typeof StatementMade>

/** The month pack: the statements of a closing day, and a check-list of all its merchants. */
export const StatementPack = z.object({
  ticket: z.string(),
  fileName: z.string(),
  /** Merchants on the check-list, and those of them that have a statement. */
  merchants: z.int(),
  statements: z.int(),
  /** What the statements come to. */
  net: Yen,
  documents: z.array(z.object({ documentId: DocumentId, fileName: z.string(), sha256: z.string() })),
})
export type StatementPack = z.infer<typeof StatementPack>

/** Statements on paper, each behind a page with its address. */
export const StatementPaper = z.object({
  ticket: z.string(),
  fileName: z.string(),
  letters: z.int(),
  pages: z.int(),
  /** Merchants that are told by letter and have no address. */
  withoutAddress: z.array(z.string()),
})
export type StatementPaper = z.infer<typeof StatementPaper>

const OfClosing = z.object({ closingOn: BusinessDate })
const Started = z.object({ jobId: JobId })

export const documentMethods = {
  /** Documents, newest day first. */
  'documents.list': method({
    permission: 'read',
    input: z.object({ filter: DocumentFilter.default({}), cursor: Cursor.nullable().default(null), size: PageSize }),
    output: pageOf(DocumentRow),
  }),
  /** The very bytes that were kept, once more compared with their digest; recorded as every taking out. */
  'documents.open': method({
    permission: 'export',
    input: z.object({ id: DocumentId }),
    output: z.object({ ticket: z.string(), fileName: z.string(), sha256: z.string() }),
  }),
  /** Days for which payouts were planned, newest first. */
  'statements.closings': method({
    permission: 'read',
    input: z.object({}),
    output: z.object({ closings: z.array(z.object({ closingOn: BusinessDate, merchants: z.int(), net: Yen })) }),
  }),
  /** Every merchant whose cycle closes on a day, and whether it has a statement. */
  'statements.list': method({ permission: 'read', input: OfClosing, output: z.object({ rows: z.array(StatementRow) }) }),
  /** One statement; made when it is first asked for, and the same bytes ever after. Runs as a job whose result is a StatementMade. */
  'statements.make': method({
    permission: 'export',
    input: z.object({ payoutId: PayoutId, format: StatementFormat }),
    output: Started,
  }),
  /**
   * Every statement of a closing day with a check-list, in one ZIP (`zip`), or only the check-list, the others being kept to be opened one
   * by one (`list`). Runs as a job whose result is a StatementPack.
   */
  'statements.pack': method({
    permission: 'export',
    input: OfClosing.extend({
      formats: z.array(StatementFormat).min(1).default(['pdf', 'xlsx']),
      bundle: z.enum(['zip', 'list']).default('zip'),
      language: z.enum(['ja', 'en']).default('ja'),
    }),
    output: Started,
  }),
  /** The statements of merchants that are told by letter, as one PDF to be printed. Runs as a job whose result is a StatementPaper. */
  'statements.paper': method({ permission: 'export', input: OfClosing, output: Started }),
}
