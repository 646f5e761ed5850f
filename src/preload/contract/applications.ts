import { z } from 'zod'
import { Instant } from './date'
import { ApplicationId, MerchantId } from './ids'
import { Contacts, Language, NamedSettlementAccount, PaymentMethod, SettlementAccount } from './merchants'
import { method } from './method'
import { Cursor, PageSize, pageOf } from './paging'
import { TypedAccountNumber, TypedDigits, TypedLine } from './typed'

/*
 * A merchant applies (0033): what it says of itself on the storefront's page, and what the desk does with it. A clerk who takes an
 * application registers the merchant in the same act (`merchants.register` with the application's identity).
 */

/** The version of the terms that an applicant accepts now; which version was accepted is kept with the application. */
export const TERMS_VERSION = '2026-11'

/** Kana of either kind and width, and what stands between them in the name of a firm. */
const isKana = (text: string) => /^[ぁ-ヿA-Za-z0-9()&.,'・ー\s-]+$/u.test(text.normalize('NFKC'))

/** What an applicant says. Telephone and postal address as people write them. */
export const ApplicationFacts = z.object({
  name: z.string().trim().min(1).max(100),
  nameKana: z.string().trim().min(1).max(100).refine(isKana, 'not_kana'),
  representative: z.string().trim().min(1).max(100),
  postalAddress: z.string().trim().min(1).max(200),
  telephone: z
    .string()
    .trim()
    .regex(/^\+?[0-9][0-9 ()-]{8,18}$/, 'not_a_telephone'),
  email: z.email().max(254),
  website: z.union([z.literal(''), z.url({ protocol: /^https?$/ }).max(500)]),
  tNumber: z.string().max(20).nullable(),
  account: SettlementAccount,
  methods: z.array(PaymentMethod).min(1),
  noticeBy: z.enum(['mail', 'letter']),
  language: Language,
  termsVersion: z.string().min(1),
})
export type ApplicationFacts = z.infer<typeof ApplicationFacts>

/** The same as typed, nothing judged yet: what is missing is the empty text. */
export const ApplicationDraft = z.object({
  name: TypedLine,
  nameKana: TypedLine,
  representative: TypedLine,
  postalAddress: TypedLine,
  telephone: TypedLine.transform((text) => text.normalize('NFKC')),
  email: TypedLine,
  website: TypedLine,
  tNumber: TypedLine,
  bankCode: TypedDigits,
  branchCode: TypedDigits,
  accountType: TypedLine,
  accountNumber: TypedAccountNumber,
  holderKana: TypedLine,
  methods: z.array(z.string().max(40)).max(20).default([]),
  noticeBy: TypedLine,
  language: TypedLine,
  termsVersion: TypedLine,
})
export type ApplicationDraft = z.infer<typeof ApplicationDraft>

export const ApplicationState = z.enum(['received', 'taken', 'declined'])
export type ApplicationState = z.infer<typeof ApplicationState>

export const ApplicationRow = z.object({
  id: ApplicationId,
  /** As the applicant was told it. */
  number: z.string(),
  receivedAt: Instant,
  name: z.string(),
  email: z.string(),
  methods: z.array(PaymentMethod),
  state: ApplicationState,
  version: z.int(),
})
export type ApplicationRow = z.infer<typeof ApplicationRow>

export const ApplicationDetail = ApplicationRow.extend({
  facts: ApplicationFacts.extend({ account: NamedSettlementAccount }),
  /** What the registration form begins with; the clerk completes fees, consignor code, virtual accounts. */
  prefill: z.object({
    name: z.string(),
    nameKana: z.string(),
    tNumber: z.string().nullable(),
    methods: z.array(PaymentMethod),
    contacts: Contacts,
    account: SettlementAccount,
  }),
  /** Merchants that are alike: the same name, T-number or settlement account. */
  alike: z.array(z.object({ id: MerchantId, name: z.string(), registrationNumber: z.string() })),
  merchantId: MerchantId.nullable(),
  reason: z.string(),
  handledBy: z.string().nullable(),
  handledAt: Instant.nullable(),
})
export type ApplicationDetail = z.infer<typeof ApplicationDetail>

export const applicationMethods = {
  /** Applications in one state, oldest first. */
  'applications.list': method({
    permission: 'read',
    input: z.object({ state: ApplicationState.default('received'), cursor: Cursor.nullable().default(null), size: PageSize }),
    output: pageOf(ApplicationRow),
  }),
  'applications.get': method({ permission: 'read', input: z.object({ id: ApplicationId }), output: ApplicationDetail }),
  /** Declines an application; the applicant is told the reason. */
  'applications.decline': method({
    permission: 'prepare_merchants',
    input: z.object({ id: ApplicationId, version: z.int(), reason: z.string().trim().min(1).max(500) }),
    output: z.object({ version: z.int() }),
  }),
}
