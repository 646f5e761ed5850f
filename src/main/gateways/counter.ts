import type { ApplicationDraft } from '../../preload/contract/applications'
import type { CardMethod, CardPaymentState } from '../../preload/contract/cards'
import type { BusinessDate, Instant } from '../../preload/contract/date'
import type { Result } from '../../preload/contract/errors'
import type { CardCompanySettings } from '../../preload/contract/gateways'
import type { MerchantId, MerchantRequestId, OrderId } from '../../preload/contract/ids'
import type { BankName, Language, NamedSettlementAccount, PaymentMethod } from '../../preload/contract/merchants'
import type { Yen } from '../../preload/contract/money'
import type { OrderStatus, ProtectionTrack } from '../../preload/contract/orders'
import type { Cursor } from '../../preload/contract/paging'
import type { AccountDraft, ContactsDraft, ContactsWish, MerchantRequest } from '../../preload/contract/portal'
import type { GivenRefundAccount, RefundAccount } from '../../preload/contract/refund-accounts'
import type {
  Instruction,
  MerchantAnswer,
  NewShopOrder,
  PayerAnswer,
  ShopEvent,
  ShopOrder,
  Source,
  TransferInstruction,
} from '../../preload/contract/shop'

/*
 * The bank's counter: what the storefront asks on behalf of shops, payers and merchants. Services answer it, compose.ts hands it in;
 * the storefront itself knows neither ledger nor rules.
 */

/** For which merchant somebody asks, as the audit trail names them, and by what means. */
export interface MerchantActor {
  readonly merchantId: MerchantId
  /** `merchant:K000012` */
  readonly actor: string
  readonly source: Source
}

/** A new order with what makes a repeated request answer the same: the shop's key and the digest of the body. */
export interface OrderRequest {
  readonly order: NewShopOrder
  readonly idempotency: { readonly key: string; readonly bodySha256: string }
}

export interface Shipment {
  readonly carrier: string
  readonly trackingNumber: string
}

export interface OrderQuestion {
  readonly status?: OrderStatus | undefined
  readonly method?: PaymentMethod | undefined
  readonly from?: BusinessDate | undefined
  readonly to?: BusinessDate | undefined
  readonly search?: string | undefined
  readonly cursor: Cursor | null
  readonly size: number
}

export interface OrderList {
  readonly orders: readonly ShopOrder[]
  readonly next: Cursor | null
  readonly matching: { readonly count: number; readonly capped: boolean }
}

/** An order as it was registered, with the page on which its payer chooses and reads how to pay. */
export interface PostedOrder extends ShopOrder {
  readonly paymentUrl: string
}

/** What a merchant does with its own orders. An order of another merchant does not exist here. */
export interface OrderCounter {
  /**
   * Registers an order and answers it. Refuses idempotency_mismatch, request_in_progress, order_number_taken, amount_differs,
   * method_not_offered, above_slip_limit, virtual_accounts_exhausted, merchant_not_active, invalid_input (a card number, a day to come), overloaded,
   * gateway_off, ledger_busy, disk_full.
   */
  create(actor: MerchantActor, request: OrderRequest): Promise<Result<PostedOrder>>
  /** Resolves when every order that was posted until now is stored, also those whose shop has hung up. */
  settled(): Promise<void>
  /** Refuses not_found. */
  read(merchantId: MerchantId, orderNumber: string): Promise<Result<ShopOrder & { events: ShopEvent[] }>>
  /** Newest first. Refuses invalid_input (a cursor of another list). */
  list(merchantId: MerchantId, question: OrderQuestion): Promise<Result<OrderList>>
  /** The link on which the payer of this order chooses how to pay, for as long as that is possible. Refuses not_found, gateway_off. */
  paymentLink(merchantId: MerchantId, orderNumber: string): Promise<Result<string>>
  /** The merchant takes the order (s83). Refuses not_found, deadline_passed, order_step_refused. */
  accept(actor: MerchantActor, orderNumber: string): Promise<Result<ShopOrder>>
  refuse(actor: MerchantActor, orderNumber: string, reason: string): Promise<Result<ShopOrder>>
  /** Reports that the goods are on their way, or were provided. Refuses not_found, order_step_refused (nothing is paid yet). */
  ship(actor: MerchantActor, orderNumber: string, shipment: Shipment): Promise<Result<ShopOrder>>
  /** Asks for the capture of an authorised card payment (s62). Refuses not_found, order_step_refused. */
  capture(actor: MerchantActor, orderNumber: string): Promise<Result<ShopOrder>>
  /** Answers a return or a non-arrival. Refuses not_found, deadline_passed, order_step_refused. */
  answerReturn(actor: MerchantActor, orderNumber: string, answer: MerchantAnswer, reason: string): Promise<Result<ShopOrder>>
  /** Cancels what nobody has paid. Refuses not_found, order_step_refused, reserved_by_import. */
  cancel(actor: MerchantActor, orderNumber: string, reason: string): Promise<Result<ShopOrder>>
}

/** What merchant or payer said of an order, or what their silence brought. */
export const saidKinds = [
  'accepted',
  'acceptance_refused',
  'acceptance_lapsed',
  'receipt_confirmed',
  'return_wanted',
  'not_arrived',
  'goods_returned',
  'contested',
  'merchant_silent',
] as const
export interface Said {
  readonly at: Instant
  readonly kind: (typeof saidKinds)[number]
  /** In the words of whoever said it; empty where there were none. */
  readonly reason: string
}

/** What a page says of an order to whoever holds a link to it. */
export interface LinkedOrder {
  readonly orderId: OrderId
  readonly merchantId: MerchantId
  readonly merchantName: string
  readonly registrationNumber: string
  readonly payerName: string
  readonly payerKana: string
  readonly order: ShopOrder
  /** Days the payer of a protected order has to say that something is wrong. */
  readonly protectionWindowDays: number
  /** The last day on which the merchant may accept the order; null while that is not asked. */
  readonly acceptBy: BusinessDate | null
  /** The last day on which the merchant may answer a return or a non-arrival; null while that is not asked. */
  readonly answerBy: BusinessDate | null
  /** In the order in which it was said. */
  readonly said: readonly Said[]
}

/** The selection page (s4). */
export interface Choice extends LinkedOrder {
  /** Empty where the order can no longer be paid by choosing. */
  readonly methods: readonly { readonly method: PaymentMethod; readonly cost: Yen; readonly dueOn: BusinessDate }[]
  /**
   * The payment by card that was tried last. `formUrl`: the card company's own page, where the payer types the card (s55); null where there
   * is nothing to be typed.
   */
  readonly card: {
    readonly method: CardMethod
    /** When it is charged, by the company's contract. */
    readonly capture: CardCompanySettings['capture']
    readonly state: CardPaymentState
    readonly formUrl: string | null
    /** As payers know the company; empty where nobody has said who it is. */
    readonly companyName: string
    readonly brand: string | null
    readonly last4: string | null
  } | null
  /** How it is to be paid as chosen so far. */
  readonly instruction: Instruction | null
  readonly returnUrl: string
}

/** The order whose payer is to be refunded, and the account given so far. */
export interface LinkedRefund extends LinkedOrder {
  /** The account may be given, or another in its place. */
  readonly open: boolean
  readonly given: GivenRefundAccount | null
}

/** An account as it would be kept, with the names of bank and branch. */
export interface CheckedRefundAccount {
  readonly account: NamedSettlementAccount
  /** Whether the holder is the payer by name. */
  readonly holderMatches: boolean
}

/** The published list of banks and branches, for who must choose theirs. */
export interface BankChoice {
  findBank(code: string): BankName | null
  findBranch(bankCode: string, branchCode: string): BankName | null
  searchBanks(text: string): readonly BankName[]
  searchBranches(bankCode: string, text: string): readonly BankName[]
}

/** The payer who is to be refunded tells where (0066). */
export interface RefundAccountCounter {
  readonly banks: BankChoice
  refundAccount(token: string): Promise<Result<LinkedRefund>>
  /** Refuses order_step_refused (no refund is due, or it is under way), unknown_bank, unknown_branch, holder_name_invalid, invalid_input. */
  checkRefundAccount(token: string, typed: RefundAccount): Promise<Result<CheckedRefundAccount>>
  /** The same account given twice is given once. Refuses what checkRefundAccount refuses, and holder_differs where that was not confirmed. */
  giveRefundAccount(token: string, typed: RefundAccount, differenceConfirmed: boolean): Promise<Result<LinkedRefund>>
}

/** Where the payer comes back to from a card company, below the page of the link: `/pay/<token>/card`. */
export const CARD_RETURN_PATH = 'card'

/** What people do who hold a signed link. All refuse link_invalid and link_expired before anything else. */
export interface LinkCounter extends RefundAccountCounter {
  choice(token: string): Promise<Result<Choice>>
  /**
   * Refuses method_not_offered, above_slip_limit, order_step_refused, virtual_accounts_exhausted; for a card card_form_closed, gateway_off.
   * For a card the answer has the address of the company's form. `language`: in which the payer comes back, where one was asked for.
   */
  choose(token: string, chosen: { method: PaymentMethod; protectionWished: boolean; language?: Language | null }): Promise<Result<Choice>>
  /**
   * The payer is back from the card company's form, at CARD_RETURN_PATH below the page of the link, with these names and values in the
   * address or the posted form. `next`: a further page of 3-D Secure to go on to; null: look at `choice`. Refuses not_found, gateway_off.
   */
  finishCard(
    token: string,
    returned: Readonly<Record<string, string>>,
    language?: Language | null,
  ): Promise<Result<{ readonly next: string | null }>>
  /** The slip with which the order is to be paid now. Refuses slip_not_live, disk_full, cannot_write_file. */
  slip(token: string): Promise<Result<ListFile>>
  /** The order a merchant is asked to accept (s82), and its answer (s83). Refuses order_step_refused. */
  acceptance(token: string): Promise<Result<LinkedOrder>>
  accept(token: string): Promise<Result<LinkedOrder>>
  refuse(token: string, reason: string): Promise<Result<LinkedOrder>>
  /** The order whose payer is asked whether the goods came (s71), and the answer (s72). Refuses order_step_refused. */
  receipt(token: string): Promise<Result<LinkedOrder>>
  answerReceipt(token: string, answer: PayerAnswer, reason: string): Promise<Result<LinkedOrder>>
  /** A return or non-arrival its merchant must answer (s73). Refuses order_step_refused. */
  returned(token: string): Promise<Result<LinkedOrder>>
  answerReturn(token: string, answer: MerchantAnswer, reason: string): Promise<Result<LinkedOrder>>
}

/** Where a merchant applies (0033). */
export interface ApplicationCounter {
  readonly banks: BankChoice
  /** The account with the names of its bank and branch, its holder as it will be kept. Refuses invalid_input: every fault, by field. */
  check(draft: ApplicationDraft): Result<{ account: NamedSettlementAccount }>
  /**
   * Takes an application in and answers its number; the same within a day is the same. Refuses invalid_input (every fault, by field),
   * too_many_applications.
   */
  apply(draft: ApplicationDraft): Promise<Result<{ number: string }>>
}

/** Who is signed in at a merchant's portal. */
export interface PortalPerson extends MerchantActor {
  readonly registrationNumber: string
  readonly merchantName: string
  readonly language: Language
  /** Whether one-time codes are asked for at sign-in. */
  readonly oneTimeCodes: boolean
  /** Must come back with every form of this session. */
  readonly formToken: string
  /** The moment of asking. */
  readonly at: Instant
}

export interface SignInClaim {
  readonly registrationNumber: string
  readonly password: string
  /** Of the merchant's authenticator; empty where none is typed. */
  readonly code: string
}

/** The way into the portal. A session is a text that only the browser keeps. */
export interface PortalEntrance {
  /** Refuses wrong_credentials, sign_in_blocked, totp_required, totp_wrong, key_unreadable. */
  signIn(claim: SignInClaim): Promise<Result<string>>
  /** Who has this session; asking keeps it from idling. Refuses not_signed_in. */
  who(session: string): Promise<Result<PortalPerson>>
  signOut(session: string): Promise<void>
  /** Whose invitation a token is. Refuses invitation_invalid: unknown, used, replaced or expired, not told apart. */
  invitation(token: string): Promise<Result<Pick<PortalPerson, 'registrationNumber' | 'merchantName' | 'language'>>>
  /** Uses an invitation up: sets the password and begins a session. Refuses invitation_invalid, password_too_short, password_too_common. */
  acceptInvitation(token: string, password: string): Promise<Result<string>>
  /** Ends every other session. Refuses not_signed_in, wrong_credentials, sign_in_blocked, password_too_short, password_too_common. */
  changePassword(session: string, change: { current: string; next: string }): Promise<Result<null>>
  /** A new secret for an authenticator, in force once a code of it was confirmed. Refuses not_signed_in, wrong_credentials, sign_in_blocked. */
  beginTotp(session: string, password: string): Promise<Result<{ secret: string; uri: string }>>
  /** Refuses not_signed_in, totp_wrong. */
  confirmTotp(session: string, code: string): Promise<Result<null>>
  /** Refuses not_signed_in, wrong_credentials, sign_in_blocked. */
  endTotp(session: string, password: string): Promise<Result<null>>
}

/** What a merchant may have changed of itself: each is a wish until the bank has decided. */
export interface PortalSettingsCounter {
  readonly banks: BankChoice
  /** Refuses not_found. */
  settings(
    merchantId: MerchantId,
  ): Promise<Result<{ contacts: ContactsWish; account: NamedSettlementAccount; wishes: readonly MerchantRequest[] }>>
  /** The account with the names of its bank and branch, its holder as it will be kept. Refuses invalid_input, by field. */
  checkAccount(draft: AccountDraft): Result<NamedSettlementAccount>
  /** Refuses invalid_input (every fault, by field), change_already_staged (one of its kind waits), merchant_not_active. */
  wishAccount(actor: MerchantActor, draft: AccountDraft): Promise<Result<{ id: MerchantRequestId }>>
  wishContacts(actor: MerchantActor, draft: ContactsDraft): Promise<Result<{ id: MerchantRequestId }>>
}

/** An order that waits for its merchant's answer. */
export interface AwaitingOrder {
  readonly orderNumber: string
  readonly receivedOn: BusinessDate
  readonly goods: string
  readonly amount: Yen
  readonly protection: ProtectionTrack
  /** What the payer says; null for an order that is to be accepted. */
  readonly reason: string | null
  readonly answerBy: BusinessDate | null
}

/** What is due to a merchant, before fees. */
export interface DuePayouts {
  readonly days: readonly { readonly payoutOn: BusinessDate | null; readonly orders: number; readonly total: Yen }[]
  readonly lines: readonly {
    readonly orderNumber: string
    readonly goods: string
    readonly paidOn: BusinessDate | null
    readonly payoutOn: BusinessDate | null
    readonly amount: Yen
  }[]
  /** Whether there are more lines than are shown. */
  readonly cut: boolean
}

/** A list as a file, for one fetching. */
export interface ListFile {
  readonly path: string
  readonly fileName: string
  /** The bytes are no longer needed. */
  discard(): Promise<void>
}

/** What the portal shows besides what OrderCounter answers. */
export interface PortalLists {
  /** Orders to accept (s82), and returns to answer (s73), oldest first. */
  awaiting(merchantId: MerchantId): Promise<{ toAccept: readonly AwaitingOrder[]; toAnswer: readonly AwaitingOrder[] }>
  due(merchantId: MerchantId): Promise<DuePayouts>
  /** What the merchant writes beside its own order. Refuses not_found, invalid_input (too long, a card number). */
  note(actor: MerchantActor, orderNumber: string, note: string): Promise<Result<null>>
  /** The whole filtered list. Refuses another_job_running (one of this merchant is being written), disk_full, cannot_write_file. */
  orderFile(
    actor: MerchantActor,
    question: Omit<OrderQuestion, 'cursor' | 'size'>,
    how: { format: 'xlsx' | 'csv'; language: Language },
  ): Promise<Result<ListFile>>
}

/** A payout as its merchant sees it, from its hand-over to the bank on. */
export interface MerchantPayout {
  /** Of its statement (精算番号). */
  readonly number: string
  readonly closingOn: BusinessDate
  readonly payOn: BusinessDate
  /** nothing_sent: the fees were higher than the money, or just as high. */
  readonly standing: 'on_its_way' | 'paid' | 'returned' | 'carried_over' | 'held' | 'nothing_sent'
  readonly orders: number
  readonly gross: Yen
  /** Fees, their tax and the fee of the transfer; nothing where all of it waits. */
  readonly charges: Yen
  readonly net: Yen
}

export interface PayoutDetail extends MerchantPayout {
  readonly lines: readonly {
    readonly line: number
    /** Empty where the money is of no order. */
    readonly orderNumber: string
    readonly goods: string
    readonly paidOn: BusinessDate | null
    readonly amount: Yen
    readonly fee: Yen
  }[]
  /** Whether there are more lines than are shown. */
  readonly cut: boolean
}

/** What was paid to a merchant, and its statements. */
export interface PortalPayouts {
  /** Newest first. */
  payouts(merchantId: MerchantId): Promise<readonly MerchantPayout[]>
  /** By the number of its statement. Refuses not_found. */
  payout(merchantId: MerchantId, number: string): Promise<Result<PayoutDetail>>
  /** Its statement as it is kept. Refuses not_found, another_job_running, disk_full, cannot_write_file. */
  statementFile(actor: MerchantActor, number: string, format: 'pdf' | 'xlsx'): Promise<Result<ListFile>>
}

export type PortalCounter = PortalEntrance & PortalSettingsCounter & PortalLists & PortalPayouts

/** A merchant's program that has proved to hold a key. */
export interface KeyHolder extends MerchantActor {
  readonly registrationNumber: string
}

/** Keys with which merchants' programs sign. */
export interface KeyCounter {
  /**
   * For whom a key speaks whose holder has signed these bytes so (HMAC-SHA-256, 32 bytes); null where it is no key in force or the
   * signature is not its own: neither the answer nor its time tells which.
   */
  signedBy(key: string, signed: readonly (string | Uint8Array)[], signature: Uint8Array): Promise<KeyHolder | null>
}

/** A transfer as a payer of the demonstration types it. */
export interface TypedTransfer {
  readonly payerName: string
  readonly amount: string
  /** 8 digits, of the form that was sent: sent again, it is the same transfer. */
  readonly reference: string
}

/** A transfer that the demonstration's bank has booked, and the file in which it tells of it. */
export interface BookedTransfer {
  readonly payerName: string
  readonly amount: Yen
  readonly reference: string
  readonly fileName: string
}

/** What is done with a slip: a till takes it, the agent confirms the payment (確報), the payment is taken back (速報取消). */
export const tillActs = ['pay', 'confirm', 'take_back'] as const
export type TillAct = (typeof tillActs)[number]

/** What an agent tells of a payment: 速報, 確報, 速報取消. */
export const toldKinds = ['preliminary', 'confirmed', 'preliminary_cancelled'] as const

/** A slip as a till of the demonstration reads it, and what the agent has told the bank of it, the newest last. */
export interface TillSlip {
  readonly number: string
  readonly amount: Yen
  readonly dueOn: BusinessDate
  /** By what stores and agent know: a till takes also what the bank has made void. */
  readonly standing: 'to_pay' | 'past' | 'paid' | 'confirmed'
  /** What can be done with it now. */
  readonly acts: readonly TillAct[]
  readonly told: readonly {
    readonly kind: (typeof toldKinds)[number]
    readonly paidOn: BusinessDate
    /** `HHMM` */
    readonly paidAt: string | null
    readonly fileName: string
  }[]
}

/** What only a demonstration has: a shop that holds a key of a merchant, a bank and a till that pay at the press of a button. */
export interface DemonstrationCounter {
  readonly shop: { readonly name: string; readonly key: string; readonly secret: string }
  /** Refuses invalid_input: payerName, amount or reference. */
  transfer(to: TransferInstruction, typed: TypedTransfer): Promise<Result<BookedTransfer>>
  /** A transfer of today by its reference; null where there is none. */
  booked(reference: string): Promise<BookedTransfer | null>
  /** The slip of that number, as a person types it. Refuses not_found. */
  slip(number: string): Promise<Result<TillSlip>>
  /** Does it, and the agent tells of it at once; where the slip stands otherwise by now, nothing. Answers how it stands then. Refuses not_found. */
  atTill(number: string, act: TillAct): Promise<Result<TillSlip>>
}

/** What a card company, or the debit network, sends by itself (its webhook). */
export interface CardNoticeCounter {
  /**
   * Takes a notice of that method's company in: `body` are the exact bytes. taken or nothing: answer that it was heard · forged: its signature is wrong · unheard: it
   * could not be looked after now, and should be sent again.
   */
  notice(
    method: CardMethod,
    headers: Readonly<Record<string, string | undefined>>,
    body: Uint8Array,
  ): Promise<'taken' | 'nothing' | 'forged' | 'unheard'>
}

export interface Counter {
  readonly orders: OrderCounter
  readonly links: LinkCounter
  readonly keys: KeyCounter
  readonly cards: CardNoticeCounter
  readonly applications: ApplicationCounter
  readonly portal: PortalCounter
}
