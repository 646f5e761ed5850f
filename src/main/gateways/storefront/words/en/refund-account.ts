import type * as japanese from '../ja/refund-account'

export const refundAccount: typeof japanese.refundAccount = {
  title: 'Your account for the refund',
  steps: { label: 'Steps', all: ['Bank', 'Branch', 'Account', 'Check'] },
  lead: 'We refund by transfer to an account in your own name.',
  bank: {
    title: 'Choose your bank',
    search: 'Name of the bank',
    hint: 'In kanji, hiragana, katakana, or by its code of 4 digits. A part is enough.',
    find: 'Find',
    found: (count) => (count === 1 ? '1 found' : `${count} found`),
    capped: (count) => `The first ${count}. Type a little more of the name.`,
    none: 'Nothing was found. Try a part of the name, or check the code.',
    byCode: 'If you know the codes, give them instead',
    bankCode: 'Bank code (4 digits)',
    branchCode: 'Branch code (3 digits)',
    use: 'Go on with these codes',
    unknown: 'There is no bank with this code.',
    unknownBranch: 'There is no branch with this code.',
  },
  branch: {
    title: 'Choose your branch',
    search: 'Name of the branch',
    hint: 'In kanji, hiragana, katakana, or by its code of 3 digits.',
  },
  account: {
    title: 'Enter your account',
    again: 'Choose again',
    typeMissing: 'Choose the type of the account.',
    numberWrong: 'Enter the account number with up to 7 digits.',
    holderHint: 'As in your passbook or on your cash card, e.g. ヤマダ タロウ',
    holderEmpty: 'Enter the account holder in kana.',
    holderWrong: (character, position) =>
      `Character ${position} of the holder, “${character}”, cannot be used. Use kana, letters and digits.`,
    holderTooLong: (maximum) => `The holder may have up to ${maximum} half-width characters (a sound mark counts as one).`,
    yucho:
      'For Japan Post Bank (ゆうちょ銀行), enter the branch number (3 digits), type and account number (7 digits) for transfers, not the symbol and number. They are printed inside the passbook.',
    next: 'Check it',
  },
  confirm: {
    title: 'Is this your account?',
    differs: {
      title: 'The holder is not the buyer',
      text: (payer) => `The name given with the order is “${payer}”. We refund to an account in that name as a rule.`,
      unknown: 'We do not know the buyer’s name in kana. Please check the account holder.',
      confirm: 'I know that the names differ',
      confirmText: 'The refund may go to this account. A clerk of the bank may check it.',
      missing: 'Where the names differ, tick the box.',
    },
    give: 'Give this account',
    edit: 'Change it',
  },
  given: {
    title: 'We have your account',
    text: 'The refund will be transferred to it.',
    differs: 'You have confirmed that the holder is not the buyer.',
    byBank: 'A clerk of the bank entered it, as you had told us.',
    on: 'Given on',
    change: 'Give another account',
    underWay: 'The refund has begun, so the account can no longer be changed.',
  },
  notNeeded: { title: 'No account is needed', text: 'No refund is due now. If one is, we ask you by mail.' },
}
