import { about, toMerchant, toPayer } from './en-card'
import { type CardSayings, dayEn, facts, link, text, where, yenEn } from './wording'

/* What merchants and payers are told of debit cards, in English: a balance is checked in the place of an authorisation. */

export const debitCardToMerchantEn: CardSayings<'merchant'> = {
  authorized: (order) => ({
    subject: toMerchant(order, 'Debit card: balance checked'),
    parts: [
      text(
        order.isCapturedAtOnce
          ? 'The balance of the payer’s debit card was checked, and its account is being debited. You are told as soon as it is captured; you need not ask for it.'
          : 'The balance of the payer’s debit card was checked. Please deliver the goods or provide the service, and then ask for the capture.',
      ),
      about(order, 'merchant'),
      ...where(
        order.isProtected,
        text('The payer has wished for protection: what is captured is held until the receipt of the goods is certain.'),
      ),
    ],
  }),
  declined: (order) => ({
    subject: toMerchant(order, 'Debit card declined'),
    parts: [
      text(
        'The debit card of the payer was declined, for its balance or otherwise. The payer was asked to choose another way to pay; please do not deliver yet.',
      ),
      about(order, 'merchant'),
    ],
  }),
  authorization_ending: (order) => ({
    subject: toMerchant(order, 'The time to debit is about to end'),
    parts: [
      text('The checked balance of the debit card is about to lapse. What is not captured by then cannot be captured any more.'),
      about(order, 'merchant'),
      facts(['Can be captured until', order.until && dayEn(order.until)]),
    ],
  }),
  authorization_expired: (order) => ({
    subject: toMerchant(order, 'The time to debit has ended'),
    parts: [
      text(
        'The checked balance of the debit card has lapsed without a capture. The payer was asked to choose another way to pay; please do not deliver yet.',
      ),
      about(order, 'merchant'),
    ],
  }),
  captured: (order) => ({
    subject: toMerchant(order, 'Captured'),
    parts: [text('The payment by debit card of the following order was captured.'), about(order, 'merchant')],
  }),
  capture_failed: (order) => ({
    subject: toMerchant(order, 'The capture failed'),
    parts: [
      text(
        'The account of the debit card was not debited for the following order. Please ask for the capture once more, or get in touch with us.',
      ),
      about(order, 'merchant'),
    ],
  }),
  charged_back: (order) => ({
    subject: toMerchant(order, 'Chargeback by the cardholder'),
    parts: [
      text(
        'The money of the following order was taken back on the complaint of the debit card’s holder. It is not paid out, or is taken from your next payout. If you object, please send us your proof.',
      ),
      about(order, 'merchant'),
      facts(['Taken back', order.eventAmount === null ? null : yenEn(order.eventAmount)]),
    ],
  }),
}

export const debitCardToPayerEn: CardSayings<'payer'> = {
  authorized: (order) => ({
    subject: toPayer(order, 'Your debit card was accepted'),
    parts: [
      text(
        `The balance of your debit card was checked, and ${order.merchantName} was told. Your account is debited ${order.isCapturedAtOnce ? 'at once' : 'once the goods are on their way'}.`,
      ),
      about(order, 'payer'),
    ],
  }),
  declined: (order) => ({
    subject: toPayer(order, 'Your debit card was not accepted'),
    parts: [
      text(
        'Your debit card was not accepted for this order: its balance was too low, or it cannot be used. Please choose another way to pay.',
      ),
      about(order, 'payer'),
      ...link('Please choose on this page:', order.link),
    ],
  }),
  authorization_expired: (order) => ({
    subject: toPayer(order, 'Please choose how to pay once more'),
    parts: [
      text('The time to debit your account has ended before it was debited. Please choose once more how to pay.'),
      about(order, 'payer'),
      ...link('Please choose on this page:', order.link),
    ],
  }),
}
