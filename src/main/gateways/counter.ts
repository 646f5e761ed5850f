import type { BusinessDate } from '../../preload/contract/date'
import type { Result } from '../../preload/contract/errors'
import type { MerchantId, OrderId } from '../../preload/contract/ids'
import type { PaymentMethod } from '../../preload/contract/merchants'
import type { Yen } from '../../preload/contract/money'
import type { OrderStatus } from '../../preload/contract/orders'
import type { Cursor } from '../../preload/contract/paging'
import type { Instruction, MerchantAnswer, NewShopOrder, PayerAnswer, ShopEvent, ShopOrder, Source } from '../../preload/contract/shop'

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

/** What a merchant does with its own orders. An order of another merchant does not exist here. */
export interface OrderCounter {
  /**
   * Registers an order and answers it. Refuses idempotency_mismatch, request_in_progress, order_number_taken, amount_differs,
   * method_not_offered, virtual_accounts_exhausted, merchant_not_active, invalid_input (a card number), ledger_busy, disk_full.
   */
  create(actor: MerchantActor, request: OrderRequest): Promise<Result<ShopOrder>>
  /** Refuses not_found. */
  read(merchantId: MerchantId, orderNumber: string): Promise<Result<ShopOrder & { events: ShopEvent[] }>>
  /** Newest first. Refuses invalid_input (a cursor of another list). */
  list(merchantId: MerchantId, question: OrderQuestion): Promise<Result<OrderList>>
  /** The link on which the payer of this order chooses how to pay, for as long as that is possible. Refuses not_found. */
  paymentLink(merchantId: MerchantId, orderNumber: string): Promise<Result<string>>
  /** The merchant takes the order (s83). Refuses not_found, order_step_refused. */
  accept(actor: MerchantActor, orderNumber: string): Promise<Result<ShopOrder>>
  refuse(actor: MerchantActor, orderNumber: string, reason: string): Promise<Result<ShopOrder>>
  /** Reports that the goods are on their way, or were provided. Refuses not_found, order_step_refused (nothing is paid yet). */
  ship(actor: MerchantActor, orderNumber: string, shipment: Shipment): Promise<Result<ShopOrder>>
  /** Asks for the capture of an authorised card payment (s62). Refuses not_found, order_step_refused. */
  capture(actor: MerchantActor, orderNumber: string): Promise<Result<ShopOrder>>
  /** Answers a return or a non-arrival. Refuses not_found, order_step_refused. */
  answerReturn(actor: MerchantActor, orderNumber: string, answer: MerchantAnswer, reason: string): Promise<Result<ShopOrder>>
  /** Cancels what nobody has paid. Refuses not_found, order_step_refused, reserved_by_import. */
  cancel(actor: MerchantActor, orderNumber: string, reason: string): Promise<Result<ShopOrder>>
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
}

/** The selection page (s4). */
export interface Choice extends LinkedOrder {
  /** Empty where the order can no longer be paid by choosing. */
  readonly methods: readonly { readonly method: PaymentMethod; readonly cost: Yen; readonly dueOn: BusinessDate }[]
  readonly protectionWindowDays: number
  /** How it is to be paid as chosen so far. */
  readonly instruction: Instruction | null
  readonly returnUrl: string
}

/** What people do who hold a signed link. All refuse link_invalid and link_expired before anything else. */
export interface LinkCounter {
  choice(token: string): Promise<Result<Choice>>
  /** Refuses method_not_offered, order_step_refused, virtual_accounts_exhausted. */
  choose(token: string, chosen: { method: PaymentMethod; protectionWished: boolean }): Promise<Result<Choice>>
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

export interface Counter {
  readonly orders: OrderCounter
  readonly links: LinkCounter
}
