import type * as japanese from '../ja/card'

export const card: typeof japanese.card = {
  title: 'Payment by card',
  steps: ['Choose', 'At the card company', 'Card authorised'],
  door: {
    title: 'Go on at the card company',
    text: (company) =>
      `You type your card in on a page of ${company}. Neither this bank nor the shop is given the number of your card, and neither keeps it.`,
    company: 'Card company',
    companyUnnamed: 'the card company',
    amount: 'Amount to pay',
    way: 'What happens next',
    steps: [
      'You type in your card on the page of the card company.',
      'Where you are asked to prove who you are (3-D Secure), follow that page.',
      'You come back to this page and see the result.',
    ],
    when: { at_shipment: 'You are charged when the shop sends the goods.', at_once: 'You are charged as soon as your card is authorised.' },
    go: (company) => `Go on to ${company}`,
    change: 'Change the method or the protection',
  },
  open: {
    title: 'Your payment by card is not finished',
    text: 'Nothing has been charged. Go on, or choose another payment method.',
  },
  unheard: {
    title: 'The card company cannot be asked at the moment',
    text: 'You are not charged twice. Open this page again in a while.',
  },
  asking: {
    title: 'We are asking the card company for the result',
    text: 'You need do nothing. Please do not pay a second time. The result appears on this page as soon as it is known.',
    again: 'Show how it stands now',
  },
  givenUp: { title: 'The payment by card was not completed', text: 'Nothing was charged. Choose a payment method again.' },
  declined: {
    title: 'The card was declined',
    text: 'Nothing was charged. Choose another card or another payment method.',
    named: (card) => `The card you used: ${card}`,
  },
  authorized: {
    title: 'Your card was authorised',
    by: (card) => `The card you used: ${card}`,
    text: 'The shop has been told. You are charged when the shop sends the goods.',
    taking: 'Your card is being charged. You need not pay again.',
    held: (day) =>
      `Please tell us by ${day} whether the goods have arrived; we have sent you the page for your answer by mail. If you report a return or that nothing came before you are charged, we let the authorisation go and you are not charged.`,
  },
  ended: {
    title: 'The authorisation of your card has ended',
    text: 'Nothing was charged. If you still want the goods, choose a payment method again.',
  },
  captured: {
    title: 'You have paid by card',
    on: (day) => `You were charged on ${day}.`,
    text: 'The card company bills you.',
    held: (day) =>
      `The bank is holding your money. Please tell us by ${day} whether the goods have arrived; we have sent you the page for your answer by mail.`,
  },
  cancelled: {
    title: 'The order was cancelled',
    text: 'We let the authorisation of your card go; you are not charged. The card company may show it for a while.',
  },
  refunded: {
    title: 'You have been refunded',
    text: 'The money went back to your card. When it shows on your bill depends on the card company.',
  },
  named: (brand, last4) => `${brand || 'Card'} ending in ${last4}`,
}
