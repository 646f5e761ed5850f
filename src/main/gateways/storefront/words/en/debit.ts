import type * as japanese from '../ja/debit'

export const debit: typeof japanese.debit = {
  title: 'Your account will be debited',
  steps: ['Choose', 'Your account is debited', 'Payment confirmed'],
  by: (day) => `Your account is debited on ${day}`,
  byText: 'Please make sure by the day before that it holds the amount.',
  slip: 'What is debited',
  amount: 'Amount',
  dueOn: 'Debited on',
  account: 'Account',
  ending: (digits) => `Account number ending in ${digits}`,
  accountTypes: { '1': 'Ordinary', '2': 'Current', '3': 'Tax savings', '9': 'Other' },
  notes: 'Please note',
  note: [
    'The account of the mandate that you have given is debited.',
    'Where the day falls on a bank holiday it is debited on the next business day. The day shown here is that day.',
    'If the account holds too little, we tell you by mail when it is debited again, or ask you to choose another way to pay.',
    'Once the bank has been asked to debit it, the method cannot be changed before the result is known.',
  ],
  change: 'Change the method or the protection',
}
