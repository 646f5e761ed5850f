import { z } from 'zod'
import { BusinessDate } from '../../../../preload/contract/date'
import { PaymentMethod } from '../../../../preload/contract/merchants'
import { OrderStatus } from '../../../../preload/contract/orders'
import { CappedCount, Cursor } from '../../../../preload/contract/paging'
import { GoodsLine, MerchantAnswer, NewShopOrder, ShopEvent, ShopOrder } from '../../../../preload/contract/shop'
import { isOneLine, isPlainText } from '../../../../preload/contract/text'

/*
 * What goes in and comes out, described for whoever builds a shop: the contract's nouns with a sentence for each field. The
 * OpenAPI document is made from these, so what is described is what is checked.
 */
const line = GoodsLine.shape
const order = NewShopOrder.shape
const payer = order.payer.shape
const shown = ShopOrder.shape
const NO_CONTROL = 'One line: no control characters.'

const PostedLine = z
  .strictObject({
    name: line.name.refine(isOneLine, NO_CONTROL).meta({ description: 'What is sold, as the payer knows it.', examples: ['丸筆 3号'] }),
    quantity: line.quantity.meta({ description: 'How many, 1 to 100,000.', examples: [2] }),
    unitPrice: line.unitPrice.meta({ description: 'Whole yen each, tax included; 0 for a free item.', examples: [1200] }),
  })
  .meta({ description: 'One line of what is ordered: goods, services, downloads, postage.' })

const PostedPayer = z
  .strictObject({
    name: payer.name.refine(isOneLine, NO_CONTROL).meta({ description: 'The name of whoever pays.', examples: ['山田 太郎'] }),
    kana: payer.kana.refine(isOneLine, NO_CONTROL).meta({
      description:
        'The name as the bank account of the payer is named, in kana of any width. Leave it out if unknown; with it a transfer that lost its account number is still found.',
      examples: ['ヤマダ タロウ'],
    }),
    email: payer.email.meta({
      description:
        'Where the bank writes to the payer: the link to choose, the instruction, the question whether the goods came. Empty: nobody writes.',
      examples: ['taro@example.jp'],
    }),
  })
  .meta({ description: 'Who pays.' })

/** The body of POST /orders (s3). */
export const PostedOrder = z
  .strictObject({
    orderNumber: order.orderNumber.meta({
      description:
        'Your own number of the order, unique among your orders: letters, digits, `-` and `_`, up to 40, beginning with a letter or digit.',
      examples: ['A-1001'],
    }),
    receivedOn: order.receivedOn.meta({
      description: 'The day you took the order, in Japan; not in the future. Today if left out.',
      examples: ['2026-11-20'],
    }),
    goods: z.array(PostedLine).min(1).max(100).meta({ description: 'What is ordered, 1 to 100 lines.' }),
    amount: order.amount.meta({
      description: 'Whole yen that the payer pays, 1 to 9,999,999,999. Must be the sum of `quantity` × `unitPrice` over all lines.',
      examples: [2400],
    }),
    payer: PostedPayer,
    language: order.language.meta({ description: 'In which language the payer is written to and greeted.' }),
    method: order.method.meta({
      description:
        'Fixes the method: `bank_transfer`, or `convenience_store` for at most 300,000 yen, or `direct_debit` with the `customerNumber` of a mandate. The payer reads how to pay at `paymentUrl`, with `convenience_store` the slip as PDF. Left out, the payer chooses there.',
    }),
    customerNumber: order.customerNumber.meta({
      description:
        'The number (顧客番号) under which the bank has a mandate of this payer (口座振替依頼書), up to 20 digits. With it the payer is offered `direct_debit`, and you may fix it as the method. Leave it out where there is none.',
      examples: ['1042'],
    }),
    protectionWished: order.protectionWished.meta({
      description:
        'The payer wishes protection (返金希望): the bank holds the money until the payer has the goods or the window has passed.',
    }),
    returnUrl: order.returnUrl.meta({
      description: 'Where the selection page leads the payer back to. It proves nothing: read the order, or wait for the webhook.',
      examples: ['https://shop.example.jp/thanks?order=A-1001'],
    }),
  })
  .meta({ description: 'An order as a shop posts it.' })

const statuses = `What people are shown (決済ステータス): \`awaiting_acceptance\` 受注確認待ち, \`acceptance_refused\` 受注不可, \`awaiting_method\` 支払方法選択待ち,
\`unpaid\` 未入金, \`partially_paid\` 一部入金, \`authorized\` 与信可, \`declined\` 与信不可, \`paid\` 入金済, \`in_payout\` 振込手続中, \`settled\` 精算済,
\`in_refund\` 返金手続中, \`refunded\` 返金済, \`expired\` 期限切れ, \`cancelled\` 取消.`

/** An order as its merchant reads it. */
export const Order = z
  .object({
    orderNumber: shown.orderNumber.meta({ description: 'Your number of the order.' }),
    receivedOn: shown.receivedOn.meta({ description: 'The day you took it.' }),
    goods: shown.goods.meta({ description: 'The lines in one phrase, as lists show them.' }),
    lines: z
      .array(z.object({ name: z.string(), quantity: z.int(), unitPrice: z.int() }).meta({ description: 'As posted.' }))
      .meta({ description: 'The lines as posted; empty for an order that came by file.' }),
    amount: shown.amount.meta({ description: 'Whole yen that the payer pays.' }),
    paidAmount: shown.paidAmount.meta({ description: 'Whole yen that have come so far.' }),
    method: shown.method.meta({ description: 'How it is paid; null until the payer has chosen.' }),
    status: shown.status.meta({ description: statuses }),
    tracks: shown.tracks.meta({
      description:
        'The four things an order does independently of one another; `status` is derived from them. `acceptance`: your own yes or no where your contract asks for it. `payment`: from the choice to the money. `protection`: whether the payer still may return the goods. `disbursement`: the way of the money to you, or back.',
    }),
    payerName: shown.payerName.meta({ description: 'Who pays.' }),
    dueOn: shown.dueOn.meta({ description: 'The last day to choose and pay.' }),
    paidOn: shown.paidOn.meta({ description: 'The day the last of the money was worth at the bank.' }),
    payoutOn: shown.payoutOn.meta({ description: 'The day it was paid out to you.' }),
    protectedUntil: shown.protectedUntil.meta({
      description: 'The last day on which the payer may say that the goods did not come or go back; null while no window runs.',
    }),
    returnReason: shown.returnReason.meta({ description: 'What the payer wrote when asking for a return or saying that nothing came.' }),
    card: z
      .object({
        brand: z.string().nullable().meta({ description: 'As its company calls it, e.g. `visa`; null where it tells none.' }),
        last4: z.string().nullable().meta({ description: 'The last four digits. More of a card number is never told, kept or seen here.' }),
        captureBefore: z.iso
          .datetime()
          .nullable()
          .meta({ description: 'Until when you may ask for the capture, in UTC; after that the authorisation ends by itself.' }),
      })
      .nullable()
      .meta({
        description:
          'The card, credit or debit, once it was authorised; null for every other method. Where the payment stands is `tracks.payment`.',
      }),
    note: shown.note.meta({ description: 'A remark kept with the order.' }),
    version: shown.version.meta({ description: 'Grows with every change.' }),
  })
  .meta({ id: 'Order', description: 'An order as it stands now.' })

const OrderEvent = z
  .object({
    at: z.iso.datetime().meta({ description: 'When, in UTC.' }),
    kind: ShopEvent.shape.kind.meta({
      description: 'What, e.g. `registered`, `method_chosen`, `allocated_in_full`, `shipped`, `return_wanted`, `settled`.',
    }),
    amount: ShopEvent.shape.amount.meta({ description: 'Yen that moved, where any did.' }),
  })
  .meta({ id: 'OrderEvent', description: 'One step in the life of an order.' })

export const OrderWithLink = Order.extend({
  paymentUrl: z.url().meta({
    description:
      'The page on which the payer chooses how to pay and reads the instruction. Lead the payer there. Good until the last day to pay, as often as needed.',
    examples: ['https://pay.bank.example/pay/0.1xk3.20261127.Zk9…'],
  }),
}).meta({ id: 'PostedOrder', description: 'The order as it was registered, with the address for its payer.' })
export const OrderWithEvents = Order.extend({
  events: z.array(OrderEvent).meta({ description: 'Its history, oldest first.' }),
}).meta({ id: 'OrderWithEvents', description: 'An order with its history.' })

export const OrderPage = z
  .object({
    orders: z.array(Order),
    next: z
      .string()
      .nullable()
      .meta({ description: 'Hand it in as `cursor` for the next page; null at the end. A page may be short although others follow.' }),
    matching: CappedCount.meta({ description: 'How many orders fit, told exactly up to 10,000; `capped` says that there are more.' }),
  })
  .meta({ id: 'OrderPage', description: 'One page of orders, newest first.' })

/** The query of GET /orders. */
export const OrderQuery = z.strictObject({
  status: OrderStatus.optional().meta({ description: 'Only orders that show this status.' }),
  method: PaymentMethod.optional().meta({ description: 'Only orders paid by this method.' }),
  from: BusinessDate.optional().meta({ description: 'Only orders received on this day or later.' }),
  to: BusinessDate.optional().meta({ description: 'Only orders received on this day or earlier.' }),
  search: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .refine(isOneLine, NO_CONTROL)
    .optional()
    .meta({ description: 'Words that begin in order number, payer name, kana or goods; or an amount.' }),
  cursor: Cursor.optional().meta({ description: '`next` of the page before, with the same filters.' }),
  limit: z.coerce.number().int().min(1).max(100).default(50).meta({ description: 'How many orders a page has, 1 to 100.' }),
})

export const OrderPath = z.object({
  // Any text: a number no order can have is simply not found.
  orderNumber: z.string().meta({ description: 'Your number of the order, percent-encoded.', examples: ['A-1001'] }),
})

export const IdempotencyHeader = z.object({
  'idempotency-key': z
    .string()
    .regex(/^[\x21-\x7e]{1,255}$/)
    .meta({
      description:
        'A name of your own for this one order, e.g. a UUID kept with your order: 1 to 255 printable ASCII characters without spaces.',
    }),
})

const reason = z.string().trim().min(1).max(500).refine(isPlainText, 'No control characters but line breaks and tabs.')

export const Refusing = z.strictObject({
  reason: reason.meta({ description: 'Why you do not take the order; the payer is told.', examples: ['在庫がありません。'] }),
})
export const Cancelling = z.strictObject({
  reason: reason.meta({ description: 'Why the order is cancelled.', examples: ['お客様のご依頼'] }),
})
export const Shipping = z.strictObject({
  carrier: z
    .string()
    .trim()
    .max(60)
    .refine(isOneLine, NO_CONTROL)
    .default('')
    .meta({ description: 'Who carries it, or how it was provided.', examples: ['ヤマト運輸'] }),
  trackingNumber: z
    .string()
    .trim()
    .max(60)
    .refine(isOneLine, NO_CONTROL)
    .default('')
    .meta({ description: 'By which it can be followed.', examples: ['1234-5678-9012'] }),
})
export const AnsweringReturn = z.strictObject({
  answer: MerchantAnswer.meta({
    description:
      '`goods_returned`: the goods are back, refund the payer. `contested`: you do not agree; the bank decides with both reasons.',
  }),
  reason: reason.meta({ description: 'What you found, or your proof of shipment.', examples: ['11月22日に返品を受け取りました。'] }),
})
/** Nothing needs to be said; an empty object may be. */
export const Nothing = z.strictObject({}).nullish()

export const PaymentLink = z.object({ paymentUrl: OrderWithLink.shape.paymentUrl }).meta({ id: 'PaymentLink' })
export const Caller = z
  .object({
    registrationNumber: z.string().meta({ description: 'Your registration number (加盟店番号).', examples: ['K000012'] }),
    serverTime: z.iso.datetime().meta({ description: 'The time of the bank, in UTC.' }),
  })
  .meta({ id: 'Caller', description: 'Who the bank takes you for.' })
