import { yen } from '../../../preload/contract/money'
import { cardToMerchantEn } from './en-card'
import { debitMerchantEn } from './en-debit'
import { methodEn } from './en-payer'
import { answers, dayEn, facts, link, type Means, type OrderMaterial, type OrderSayings, type Part, text, where, yenEn } from './wording'

/* What merchants are told, in English. */

const headed = (order: OrderMaterial, words: string) => `${order.orderNumber} ${words}`

function about(order: OrderMaterial): Part {
  return facts(
    ['Order number', order.orderNumber],
    ['Received on', dayEn(order.receivedOn)],
    ['Goods', order.goods],
    ['Amount', yenEn(order.amount)],
    ['Payer', order.payerName],
    ['Way to pay', methodEn(order)],
    ['Protection', order.isProtected ? 'wished for' : null],
  )
}

/** What a merchant on paper, or one that prefers to call, may do instead. */
const otherwise = ({ isLetter }: Means) => where(isLetter, text('You may also answer by telephone, fax or letter.'))

const orders: Pick<OrderSayings<'merchant'>, 'acceptance_asked' | 'acceptance_lapsed' | 'method_chosen' | 'expired' | 'cancelled'> = {
  acceptance_asked: (order) => ({
    subject: headed(order, 'Please accept or refuse this order'),
    parts: [
      text('The following order was registered. Please make sure that you can fulfil it, and tell us whether you accept it.'),
      about(order),
      ...where(order.until !== null, facts(['Please answer by', order.until && dayEn(order.until)])),
      text('Without an answer in time the order does not come about.'),
      ...link('Please answer on this page:', order.link),
      ...link('You can also answer in the merchant pages:', order.portal),
      ...answers(
        order,
        'You may also answer this mail. Please write only one of these lines:',
        'We accept',
        'We cannot accept: (please give the reason)',
      ),
      ...otherwise(order),
    ],
  }),
  acceptance_lapsed: (order) => ({
    subject: headed(order, 'The time to accept this order has passed'),
    parts: [text('There was no answer in time, so the following order did not come about. The payer was told.'), about(order)],
  }),
  method_chosen: (order) => ({
    subject: headed(order, 'Order registered'),
    parts: [
      text('The payer of the following order has chosen how to pay. We will tell you when the money has come.'),
      about(order),
      ...where(order.dueOn !== null, facts(['To be paid by', order.dueOn && dayEn(order.dueOn)])),
    ],
  }),
  expired: (order) => ({
    subject: headed(order, 'The time to pay has passed'),
    parts: [text('No payment came in time, so the following order can no longer be paid.'), about(order)],
  }),
  cancelled: (order) => ({
    subject: headed(order, 'Order cancelled'),
    parts: [text('The following order was cancelled.'), about(order), facts(['Reason', order.reason])],
  }),
}

const money: Pick<OrderSayings<'merchant'>, 'paid' | 'partly_paid' | 'payment_undone' | 'preliminary_withdrawn' | 'released'> = {
  paid: (order) => ({
    subject: headed(order, 'Payment received'),
    parts: [
      text(`We have received ${yenEn(order.paidAmount)}. Please deliver the goods or provide the service.`),
      about(order),
      ...where(
        order.isProtected,
        text(
          `The payer has wished for protection. We hold the money until the receipt of the goods is certain${order.until ? `, at the latest until ${dayEn(order.until)}` : ''}.`,
        ),
      ),
    ],
  }),
  partly_paid: (order) => ({
    subject: headed(order, 'Part of the payment received'),
    parts: [
      text(
        `We have received ${yenEn(order.eventAmount ?? order.paidAmount)}; ${yenEn(yen(order.amount - order.paidAmount))} are missing. Please do not deliver before the whole amount has come.`,
      ),
      about(order),
    ],
  }),
  payment_undone: (order) => ({
    subject: headed(order, 'Correction of a payment'),
    parts: [
      text(
        `A payment we told you of was taken back; ${yenEn(order.paidAmount)} are paid now. If you have not delivered yet, please wait until you hear from us. If you have, please get in touch with us.`,
      ),
      about(order),
    ],
  }),
  preliminary_withdrawn: (order) => ({
    subject: headed(order, 'Preliminary payment taken back'),
    parts: [
      text(
        'The store has taken back its preliminary notice that the following order was paid, so it does not count as paid. If you have not delivered yet, please wait until we tell you of the payment. If you have, please get in touch with us.',
      ),
      about(order),
    ],
  }),
  released: (order) => ({
    subject: headed(order, 'The money will be paid out to you'),
    parts: [
      text(
        order.event === 'receipt_confirmed'
          ? 'The payer has told us that the goods were received, so the money will be paid out to you.'
          : 'The payer’s time to object has ended, so the money will be paid out to you.',
      ),
      about(order),
    ],
  }),
}

const disputes: Omit<
  OrderSayings<'merchant'>,
  keyof typeof orders | keyof typeof money | keyof typeof moneyOut | keyof typeof cardToMerchantEn | keyof typeof debitMerchantEn
> = {
  return_wanted: (order) => ({
    subject: headed(order, 'The payer wants to return the goods; please answer'),
    parts: [
      text('The payer wants to return the goods. Please tell us when they are back, or if you object.'),
      about(order),
      facts(['The payer’s reason', order.reason], ['Please answer by', order.until && dayEn(order.until)]),
      text('Without an answer in time the money is refunded as the payer asked.'),
      ...link('Please answer on this page. If you object, please give your proof, such as that of the shipment:', order.link),
      ...answers(order, 'When the goods are back you may also answer this mail. Please write only this line:', 'The goods are back'),
      ...otherwise(order),
    ],
  }),
  not_arrived: (order) => ({
    subject: headed(order, 'The payer says the goods never arrived; please answer'),
    parts: [
      text('The payer says that the goods have not arrived. If you object, please tell us with the proof that you sent or provided them.'),
      about(order),
      facts(['What the payer says', order.reason], ['Please answer by', order.until && dayEn(order.until)]),
      text('Without an answer in time the money is refunded to the payer.'),
      ...link('Please answer on this page:', order.link),
      ...otherwise(order),
    ],
  }),
  merchant_silent: (order) => ({
    subject: headed(order, 'Refund after no answer in time'),
    parts: [text('There was no answer in time, so the money is refunded as the payer asked.'), about(order)],
  }),
  contest_released: (order) => ({
    subject: headed(order, 'The result of your objection'),
    parts: [text('Having examined what both sides said, we will pay the money out to you.'), about(order), facts(['Reason', order.reason])],
  }),
  contest_refunded: (order) => ({
    subject: headed(order, 'The result of your objection'),
    parts: [text('Having examined what both sides said, we refund the money to the payer.'), about(order), facts(['Reason', order.reason])],
  }),
}

const moneyOut: Pick<OrderSayings<'merchant'>, 'settled' | 'payout_returned' | 'merchant_owes' | 'refunded'> = {
  settled: (order) => ({
    subject: headed(order, 'Paid out'),
    parts: [text('The money of this order has been transferred to your account. Your statement shows all fees.'), about(order)],
  }),
  payout_returned: (order) => ({
    subject: headed(order, 'A payout came back'),
    parts: [
      text('The bank returned a transfer that held the money of this order. Please check your account and tell us of any change.'),
      about(order),
    ],
  }),
  merchant_owes: (order) => ({
    subject: headed(order, 'Refund of an order that was paid out'),
    parts: [
      text('This order was paid out to you, and its payer is refunded. The amount is taken from your next payout.'),
      about(order),
      facts(['Refunded', order.eventAmount === null ? null : yenEn(order.eventAmount)]),
    ],
  }),
  refunded: (order) => ({
    subject: headed(order, 'Refunded'),
    parts: [
      text('The money of this order has been refunded to its payer.'),
      about(order),
      facts(['Refunded', order.eventAmount === null ? null : yenEn(order.eventAmount)]),
    ],
  }),
}

export const merchantEn: OrderSayings<'merchant'> = {
  ...cardToMerchantEn,
  ...orders,
  ...money,
  ...disputes,
  ...moneyOut,
  ...debitMerchantEn,
}
