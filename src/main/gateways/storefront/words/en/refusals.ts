import type * as japanese from '../ja/refusals'

const later = 'Please try again in a while.'

export const refusals: typeof japanese.refusals = {
  link_invalid: { title: 'The link is not right', text: 'Open the link in your mail once more, from its beginning to its end.' },
  link_expired: { title: 'The link has expired', text: 'This link can no longer be used. Please ask the shop if you have a question.' },
  not_found: { title: 'Not found', text: 'What you are looking for was not found.' },
  order_step_refused: {
    title: 'Not accepted',
    text: 'The order has changed, so this can no longer be done. Please look at its present state.',
  },
  deadline_passed: { title: 'The deadline has passed', text: 'This could not be accepted any more.' },
  method_not_offered: { title: 'This method is not available', text: 'Choose another payment method.' },
  virtual_accounts_exhausted: { title: 'No account to transfer to can be given now', text: `${later} Or ask the shop.` },
  above_slip_limit: {
    title: 'The amount is too high for this method',
    text: 'Choose another payment method. At a convenience store at most 300,000 yen can be paid.',
  },
  slip_not_live: {
    title: 'This payment slip can no longer be used',
    text: 'Its day has passed, another slip or payment method took its place, or the order is paid or closed. Open your payment page once more.',
  },
  card_form_closed: {
    title: 'The page for your card could not be opened',
    text: 'Try again in a while, or choose another payment method.',
  },
  gateway_off: { title: 'Not available at the moment', text: 'Try again in a while, or choose another way.' },
  card_not_authorized: {
    title: 'The card is not authorised',
    text: 'It was never authorised, or it was captured or let go already. Please look at its present state.',
  },
  authorization_over: {
    title: 'The authorisation has ended',
    text: 'Its time is over and it cannot be captured. The buyer has to choose a payment method again.',
  },
  reserved_by_import: { title: 'A payment is being confirmed', text: `We are confirming a payment of this order. ${later}` },
  changed_meanwhile: { title: 'Something has changed', text: 'It was changed meanwhile. Please look at it as it is now.' },
  merchant_not_active: { title: 'Not available now', text: 'Please ask the shop.' },
  unknown_bank: { title: 'Bank not found', text: 'Please check the bank code.' },
  unknown_branch: { title: 'Branch not found', text: 'Please check the branch code.' },
  holder_differs: { title: 'The names differ', text: 'The account holder is not the buyer. Tick the box to confirm it.' },
  ledger_busy: { title: 'Very busy at the moment', text: later },
  disk_full: { title: 'Not possible at the moment', text: later },
  card_number: { title: 'Not accepted', text: 'Please do not write a card number. We never keep one.' },
  other: { title: 'Not accepted', text: 'Please check what you sent and try again.' },
}
