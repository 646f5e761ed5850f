import type * as japanese from '../ja/card'
import { card } from './card'

export const debitCard: typeof japanese.card = {
  title: 'Payment by debit card',
  steps: ['Choose', 'On the debit card’s page', 'Balance checked'],
  door: {
    title: 'Go on to the page of your debit card',
    text: (company) =>
      `You type your card in on a page of ${company}. Neither this bank nor the shop is given the number of your card, and neither keeps it.`,
    company: 'Page',
    companyUnnamed: 'the debit network',
    amount: 'Amount to pay',
    way: 'What happens next',
    steps: [
      'You type in your debit card on that page.',
      'Where you are asked to prove who you are, follow that page.',
      'The balance of your account is checked; you come back to this page and see the result.',
    ],
    when: {
      at_shipment: 'Your account is debited when the shop sends the goods.',
      at_once: 'Your account is debited as soon as its balance was checked.',
    },
    go: (company) => `Go on to ${company}`,
    change: 'Change the method or the protection',
  },
  open: {
    title: 'Your payment by debit card is not finished',
    text: 'Nothing has been debited. Go on, or choose another payment method.',
  },
  unheard: {
    title: 'The balance cannot be checked at the moment',
    text: 'You are not debited twice. Open this page again in a while.',
  },
  asking: {
    title: 'We are asking for the result of the balance check',
    text: 'You need do nothing. Please do not pay a second time. The result appears on this page as soon as it is known.',
    again: 'Show how it stands now',
  },
  givenUp: { title: 'The payment by debit card was not completed', text: 'Nothing was debited. Choose a payment method again.' },
  declined: {
    title: 'The debit card could not be used',
    text: 'The balance is too low, or the card cannot be used. Nothing was debited. Choose another payment method.',
    named: card.declined.named,
  },
  authorized: {
    title: 'The balance of your debit card was checked',
    by: card.authorized.by,
    text: 'The shop has been told. Your account is debited when the shop asks for it.',
    taking: 'Your account is being debited. You need not pay again.',
    held: (day) =>
      `Please tell us by ${day} whether the goods have arrived; we have sent you the page for your answer by mail. If you report a return or that nothing came before your account is debited, it is not debited.`,
  },
  ended: {
    title: 'The time to debit your account has ended',
    text: 'Nothing was debited. If you still want the goods, choose a payment method again.',
  },
  captured: {
    title: 'You have paid by debit card',
    on: (day) => `Your account was debited on ${day}.`,
    text: 'The money has left the account of your debit card.',
    held: card.captured.held,
  },
  cancelled: {
    title: card.cancelled.title,
    text: 'Your account is not debited. The amount may show there for a while.',
  },
  refunded: { title: card.refunded.title, text: 'The money was transferred to the account you named. Please see your statement.' },
  named: (brand, last4) => card.named(brand || 'Debit card', last4),
}
