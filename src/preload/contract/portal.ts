import { z } from 'zod'
import { Instant } from './date'
import { ApprovalId, MerchantId, MerchantRequestId } from './ids'
import { Contacts, NamedSettlementAccount, SettlementAccount } from './merchants'
import { method } from './method'
import { Cursor, PageSize, pageOf } from './paging'
import { TypedAccountNumber, TypedDigits, TypedLine } from './typed'

/* What the desk does for merchants' own portal: invitations, and the wishes merchants make there. */

/** What a merchant may wish changed of how it is told; whether its payers are told stays with the bank. */
export const ContactsWish = Contacts.omit({ tellsPayers: true })
export type ContactsWish = z.infer<typeof ContactsWish>

/** The same as typed, nothing judged yet. */
export const ContactsDraft = z.object({
  email: TypedLine,
  postalAddress: TypedLine,
  language: TypedLine,
  noticeBy: TypedLine,
  webhookUrl: TypedLine,
})
export type ContactsDraft = z.infer<typeof ContactsDraft>

/** An account as typed, nothing judged yet. */
export const AccountDraft = z.object({
  bankCode: TypedDigits,
  branchCode: TypedDigits,
  accountType: TypedLine,
  accountNumber: TypedAccountNumber,
  holderKana: TypedLine,
})
export type AccountDraft = z.infer<typeof AccountDraft>

/** What a merchant wishes to be instead of what is. */
export const Wish = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('account'), account: SettlementAccount }),
  z.object({ kind: z.literal('contacts'), contacts: ContactsWish }),
])
export type Wish = z.infer<typeof Wish>

/** The same with what it would replace. */
export const MerchantWish = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('account'), before: NamedSettlementAccount, after: NamedSettlementAccount }),
  z.object({ kind: z.literal('contacts'), before: ContactsWish, after: ContactsWish }),
])
export type MerchantWish = z.infer<typeof MerchantWish>

export const MerchantRequestState = z.enum(['waiting', 'taken', 'declined'])
export type MerchantRequestState = z.infer<typeof MerchantRequestState>

export const MerchantRequest = z.object({
  id: MerchantRequestId,
  merchantId: MerchantId,
  merchantName: z.string(),
  registrationNumber: z.string(),
  /** `before` is what holds now. */
  wish: MerchantWish,
  madeAt: Instant,
  state: MerchantRequestState,
  handledBy: z.string().nullable(),
  handledAt: Instant.nullable(),
  reason: z.string(),
  version: z.int(),
})
export type MerchantRequest = z.infer<typeof MerchantRequest>

export const portalMethods = {
  /** Where a merchant's portal stands: invited until, signed up, one-time codes, last sign-in. */
  'merchants.portal': method({
    permission: 'read',
    input: z.object({ id: MerchantId }),
    output: z.object({
      invitedUntil: Instant.nullable(),
      signedUp: z.boolean(),
      oneTimeCodes: z.boolean(),
      lastSignInAt: Instant.nullable(),
      blockedUntil: Instant.nullable(),
    }),
  }),
  /** Sends a one-time link to choose a password anew, also where one is forgotten or an authenticator is lost; an earlier link ends. */
  'merchants.invite': method({
    permission: 'prepare_merchants',
    input: z.object({ id: MerchantId }),
    output: z.object({ until: Instant }),
  }),
  /** Wishes of merchants in one state, oldest first. */
  'merchants.requests': method({
    permission: 'read',
    input: z.object({ state: MerchantRequestState.default('waiting'), cursor: Cursor.nullable().default(null), size: PageSize }),
    output: pageOf(MerchantRequest),
  }),
  /** Takes a wish: contacts hold at once; an account is staged, and waits for a second person. */
  'merchants.takeRequest': method({
    permission: 'prepare_merchants',
    input: z.object({ id: MerchantRequestId, version: z.int() }),
    output: z.object({ version: z.int(), approvalId: ApprovalId.nullable() }),
  }),
  'merchants.declineRequest': method({
    permission: 'prepare_merchants',
    input: z.object({ id: MerchantRequestId, version: z.int(), reason: z.string().trim().min(1).max(500) }),
    output: z.object({ version: z.int() }),
  }),
}
