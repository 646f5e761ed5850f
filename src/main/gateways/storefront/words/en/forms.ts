import type * as japanese from '../ja/forms'

const faults: Record<string, (label: string) => string> = {
  missing: (label) => `${label}: please fill this in.`,
  too_long: (label) => `${label}: this is too long.`,
  not_a_choice: (label) => `${label}: please choose.`,
  card_number: (label) => `${label}: please do not write a card number here.`,
  not_kana: (label) => `${label}: please write it in kana.`,
  not_a_telephone: (label) => `${label}: please write the number in digits, with its area code.`,
  not_a_mail_address: (label) => `${label}: this is not a mail address.`,
  not_a_web_address: (label) => `${label}: please write it from http:// or https:// on.`,
  t_number_invalid: (label) => `${label}: this is not right. Please check the T and the 13 digits.`,
  unknown_bank: () => 'There is no bank with this code.',
  unknown_branch: () => 'There is no branch with this code.',
  holder_name_invalid: () => 'Account holder: as in the passbook, up to 30 half-width kana, letters, digits and ( ) . -',
  terms_not_accepted: () => 'Please read the terms and tick the box to accept them.',
}

export const forms: typeof japanese.forms = {
  fault: (name, label) => faults[name]?.(label) ?? `${label}: this is not right.`,
  next: 'Continue',
  back: 'Back',
  change: 'Change',
  bank: 'Bank',
  branch: 'Branch',
  accountType: 'Type of account',
  accountNumber: 'Account number',
  accountNumberHint: 'Up to seven digits. A shorter one is filled with zeros in front.',
  holder: 'Account holder (kana)',
  holderHint: 'As in the passbook, in kana; abbreviations of companies too. E.g. カ）サクラショウテン',
  account: 'Account',
  comma: ', ',
}
