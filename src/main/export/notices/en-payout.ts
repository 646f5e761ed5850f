import { dayEn, facts, link, type PayoutSayings, text, where, yenEn } from './wording'

/* What merchants are told of their payouts, in English. */
export const payoutEn: PayoutSayings = {
  payout_made: ({ number, closingOn, paidOn, net, gross, orders, portal, isLetter }) => ({
    subject: `${number} Your payout has been made`,
    parts: [
      text('We have paid the following settlement to your account.'),
      facts(
        ['Statement no.', number],
        ['Closing date', dayEn(closingOn)],
        ['Paid on', dayEn(paidOn)],
        ['Amount paid', yenEn(net)],
        ['Sales', `${yenEn(gross)} (${orders.toLocaleString('en-US')} ${orders === 1 ? 'order' : 'orders'})`],
      ),
      ...link('Your statement on this page shows the charges and every transaction.', portal && `${portal}/payouts`),
      ...where(isLetter, text('The charges and every transaction stand on the statement that is sent to you.')),
    ],
  }),
}
