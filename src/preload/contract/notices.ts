import { z } from 'zod'
import { Instant } from './date'
import { MerchantId, NoticeId, OrderId } from './ids'
import { Language } from './merchants'
import { method } from './method'
import { Cursor, PageSize, pageOf } from './paging'

/** Who is told. */
export const Recipient = z.enum(['merchant', 'payer', 'applicant'])
export type Recipient = z.infer<typeof Recipient>

/** What somebody is told (通知); each has its words in both languages. */
export const NoticeName = z.enum([
  // of an order, to its merchant
  'acceptance_asked',
  'method_chosen',
  'paid',
  'partly_paid',
  'payment_undone',
  'preliminary_withdrawn',
  'debit_refused',
  'released',
  'return_wanted',
  'not_arrived',
  // to its payer
  'choose_method',
  'instruction',
  'order_refused',
  'receipt_question',
  'receipt_reminder',
  'return_noted',
  'refund_account',
  'accepted',
  'debit_postponed',
  // to either or both (see `told`)
  'acceptance_lapsed',
  'expired',
  'cancelled',
  'contested',
  'contest_released',
  'contest_refunded',
  'merchant_silent',
  // of a card (s57–s60)
  'authorized',
  'declined',
  'authorization_ending',
  'authorization_expired',
  'captured',
  'capture_failed',
  'charged_back',
  // of a payout, to its merchant
  'payout_made',
  // of money out
  'settled',
  'payout_returned',
  'merchant_owes',
  'refunded',
  // to an applicant, and to the merchant it becomes
  'application_received',
  'application_declined',
  'portal_invitation',
])
export type NoticeName = z.infer<typeof NoticeName>

/** Who may be told what: for each of these there are words in both languages. */
export const told = {
  acceptance_asked: ['merchant'],
  method_chosen: ['merchant'],
  paid: ['merchant', 'payer'],
  partly_paid: ['merchant', 'payer'],
  payment_undone: ['merchant'],
  preliminary_withdrawn: ['merchant'],
  debit_refused: ['merchant', 'payer'],
  debit_postponed: ['payer'],
  released: ['merchant'],
  return_wanted: ['merchant'],
  not_arrived: ['merchant'],
  choose_method: ['payer'],
  instruction: ['payer'],
  order_refused: ['payer'],
  receipt_question: ['payer'],
  receipt_reminder: ['payer'],
  return_noted: ['payer'],
  refund_account: ['payer'],
  accepted: ['payer'],
  acceptance_lapsed: ['merchant', 'payer'],
  expired: ['merchant', 'payer'],
  cancelled: ['merchant', 'payer'],
  contested: ['payer'],
  contest_released: ['merchant', 'payer'],
  contest_refunded: ['merchant'],
  merchant_silent: ['merchant'],
  authorized: ['merchant', 'payer'],
  declined: ['merchant', 'payer'],
  authorization_ending: ['merchant'],
  authorization_expired: ['merchant', 'payer'],
  captured: ['merchant'],
  capture_failed: ['merchant'],
  charged_back: ['merchant'],
  payout_made: ['merchant'],
  settled: ['merchant'],
  payout_returned: ['merchant'],
  merchant_owes: ['merchant'],
  refunded: ['merchant', 'payer'],
  application_received: ['applicant'],
  application_declined: ['applicant'],
  portal_invitation: ['applicant', 'merchant'],
} as const satisfies Record<NoticeName, readonly Recipient[]>

export const NoticeChannel = z.enum(['mail', 'webhook', 'letter'])
export type NoticeChannel = z.infer<typeof NoticeChannel>

/**
 * waiting: to be sent, perhaps again · sending: handed over at this moment · delivered · dead: given up, a person decides ·
 * unknown: it may have arrived, nobody knows; never sent again by itself · withdrawn: no longer to be sent.
 */
export const NoticeState = z.enum(['waiting', 'sending', 'delivered', 'dead', 'unknown', 'withdrawn'])
export type NoticeState = z.infer<typeof NoticeState>

export const NoticeRow = z.object({
  id: NoticeId,
  name: NoticeName,
  to: Recipient,
  channel: NoticeChannel,
  address: z.string(),
  language: Language,
  merchantId: MerchantId.nullable(),
  merchantName: z.string().nullable(),
  orderId: OrderId.nullable(),
  orderNumber: z.string().nullable(),
  state: NoticeState,
  attempts: z.int(),
  nextAt: Instant.nullable(),
  deliveredAt: Instant.nullable(),
  createdAt: Instant,
  lastError: z.string().nullable(),
  version: z.int(),
})
export type NoticeRow = z.infer<typeof NoticeRow>

export const NoticeDetail = NoticeRow.extend({
  subject: z.string(),
  text: z.string(),
  tries: z.array(z.object({ at: Instant, outcome: z.enum(['delivered', 'failed', 'refused', 'unknown', 'printed']), detail: z.string() })),
})
export type NoticeDetail = z.infer<typeof NoticeDetail>

export const NoticeFilter = z.object({
  state: NoticeState.optional(),
  channel: NoticeChannel.optional(),
  merchantId: MerchantId.optional(),
  orderId: OrderId.optional(),
  /** Only what a person must look after: given up, or of unknown fate. */
  troubled: z.boolean().optional(),
})
export type NoticeFilter = z.infer<typeof NoticeFilter>

/** A PDF to be fetched with a ticket, once. */
export const PrintedLetters = z.object({ letters: z.int(), ticket: z.string().nullable(), fileName: z.string() })
export type PrintedLetters = z.infer<typeof PrintedLetters>

export const noticeMethods = {
  /** Notices, newest first. */
  'notices.list': method({
    permission: 'read',
    input: z.object({ filter: NoticeFilter.default({}), cursor: Cursor.nullable().default(null), size: PageSize }),
    output: pageOf(NoticeRow),
  }),
  /** One notice with its words as they were or will be sent, and every try. */
  'notices.get': method({ permission: 'read', input: z.object({ id: NoticeId }), output: NoticeDetail }),
  /** Puts a dead or unknown notice back among those to be sent, at another address where the old one was wrong. */
  'notices.resend': method({
    permission: 'tell',
    input: z.object({ id: NoticeId, version: z.int(), address: z.string().trim().max(500).optional() }),
    output: z.object({ version: z.int() }),
  }),
  /** Prints the letters that wait, as one PDF, each to be folded into a window envelope; they count as delivered then. No ticket: none waits. */
  'notices.printLetters': method({ permission: 'tell', input: z.object({}), output: PrintedLetters }),
  /** Prints one letter once more that was printed already. */
  'notices.printAgain': method({ permission: 'tell', input: z.object({ id: NoticeId }), output: PrintedLetters }),
  /** What a notice would say, with invented facts, for whoever keeps the words. Only what stands in `told`. */
  'notices.preview': method({
    permission: 'read',
    input: z.object({ name: NoticeName, to: Recipient, language: Language }),
    output: z.object({ subject: z.string(), text: z.string() }),
  }),
}
