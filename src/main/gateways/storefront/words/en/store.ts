import type * as japanese from '../ja/store'

export const store: typeof japanese.store = {
  title: 'How to pay at a convenience store',
  steps: ['Choose', 'Pay at the store', 'Payment confirmed'],
  costNone: 'None',
  by: (day) => `Pay at a store by ${day}`,
  byText: 'After that day no till takes the slip.',
  slip: 'Payment slip (払込票)',
  amount: 'Amount',
  dueOn: 'Pay by',
  number: 'Slip number',
  lines: 'Number of the barcode',
  agent: 'Collection agent',
  where: 'Where to pay',
  whereText: 'At the till of a convenience store that takes payment slips (払込票)',
  pdf: 'Open the payment slip (PDF)',
  print: 'Print the slip and have its barcode read at the till.',
  notes: 'Please note',
  note: [
    'The slip is for this order only, and its amount cannot be changed.',
    'Keep the receipt you are given when you pay.',
    'We confirm payments as they are reported to us and tell you by mail.',
    'When you choose another method, or a new slip is issued, the old slip is void. Do not pay with a void slip.',
  ],
  stamp: 'As the amount is 50,000 yen or more, the receipt must carry a revenue stamp.',
  change: 'Change the method or the protection',
}
