import { type CardSayings, dayEn, facts, link, type OrderMaterial, type Part, text, where, yenEn } from './wording'

/* What merchants and payers are told of cards, in English. */

export const toMerchant = (order: OrderMaterial, words: string) => `${order.orderNumber} ${words}`
export const toPayer = (order: OrderMaterial, words: string) => `${order.orderNumber} ${words} (${order.merchantName})`

/** Which order it is, for either of them. */
export function about({ orderNumber, merchantName, goods, amount, payerName }: OrderMaterial, who: 'merchant' | 'payer'): Part {
  return facts(
    ['Order number', orderNumber],
    who === 'payer' ? ['Ordered from', merchantName] : ['Payer', payerName],
    ['Goods', goods],
    ['Amount', yenEn(amount)],
  )
}

export const cardToMerchantEn: CardSayings<'merchant'> = {
  authorized: (order) => ({
    subject: toMerchant(order, 'Card authorised'),
    parts: [
      text(
        order.isCapturedAtOnce
          ? 'The card of the payer was authorised, and its capture is asked for. You are told as soon as it is captured.'
          : 'The card of the payer was authorised. Please deliver the goods or provide the service, and then ask for the capture.',
      ),
      about(order, 'merchant'),
      ...where(
        order.isProtected,
        text('The payer has wished for protection: what is captured is held until the receipt of the goods is certain.'),
      ),
    ],
  }),
  declined: (order) => ({
    subject: toMerchant(order, 'Card declined'),
    parts: [
      text('The card of the payer was declined. The payer was asked to choose another way to pay; please do not deliver yet.'),
      about(order, 'merchant'),
    ],
  }),
  authorization_ending: (order) => ({
    subject: toMerchant(order, 'The authorisation is about to end'),
    parts: [
      text('The authorisation of the following order is about to end. What is not captured by then cannot be captured any more.'),
      about(order, 'merchant'),
      facts(['Can be captured until', order.until && dayEn(order.until)]),
    ],
  }),
  authorization_expired: (order) => ({
    subject: toMerchant(order, 'The authorisation has ended'),
    parts: [
      text(
        'The authorisation of the following order has ended without a capture. The payer was asked to choose another way to pay; please do not deliver yet.',
      ),
      about(order, 'merchant'),
    ],
  }),
  captured: (order) => ({
    subject: toMerchant(order, 'Captured'),
    parts: [text('The payment by card of the following order was captured.'), about(order, 'merchant')],
  }),
  capture_failed: (order) => ({
    subject: toMerchant(order, 'The capture failed'),
    parts: [
      text(
        'The card company did not capture the payment of the following order. Please ask for the capture once more, or get in touch with us.',
      ),
      about(order, 'merchant'),
    ],
  }),
  charged_back: (order) => ({
    subject: toMerchant(order, 'Chargeback by the cardholder'),
    parts: [
      text(
        'The card company has taken the money of the following order back on its cardholder’s complaint. It is not paid out, or is taken from your next payout. If you object, please send us your proof.',
      ),
      about(order, 'merchant'),
      facts(['Taken back', order.eventAmount === null ? null : yenEn(order.eventAmount)]),
    ],
  }),
}

export const cardToPayerEn: CardSayings<'payer'> = {
  authorized: (order) => ({
    subject: toPayer(order, 'Your card was accepted'),
    parts: [
      text(
        `Your card was accepted for this order, and ${order.merchantName} was told. It is charged ${order.isCapturedAtOnce ? 'at once' : 'once the goods are on their way'}.`,
      ),
      about(order, 'payer'),
    ],
  }),
  declined: (order) => ({
    subject: toPayer(order, 'Your card was not accepted'),
    parts: [
      text('Your card was not accepted for this order. Please choose another card or another way to pay.'),
      about(order, 'payer'),
      ...link('Please choose on this page:', order.link),
    ],
  }),
  authorization_expired: (order) => ({
    subject: toPayer(order, 'Please choose how to pay once more'),
    parts: [
      text('The authorisation of your card has ended before it was charged. Please choose once more how to pay.'),
      about(order, 'payer'),
      ...link('Please choose on this page:', order.link),
    ],
  }),
}
