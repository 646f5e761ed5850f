import type { Language } from '../words'

/* The words of the sheet from which a postal form (払込取扱票) is filled in. What the form itself calls its fields stands in Japanese in both languages. */
export interface PostalWords {
  readonly title: string
  readonly dueOn: string
  /** What the payer writes, by the fields of the form. */
  readonly toWrite: string
  readonly account: string
  readonly accountName: string
  readonly amount: string
  readonly payer: string
  readonly message: string
  reference(reference: string): string
  readonly howTo: string
  readonly steps: readonly string[]
  /** The sheet is no form: of a form of one's own only that it must be approved is known (s42), not how it is laid out. */
  readonly noForm: string
  readonly reissued: string
  readonly own: string
  /** Who bears the charge, by the colour of the form (s39, s40). */
  readonly charge: string
  /** Above 100,000 yen in cash (s40). */
  readonly cash: string
  readonly afterwards: string
  readonly lines: {
    readonly title: string
    readonly text: string
    readonly upper: string
    readonly lower: string
  }
}

const ja: PostalWords = {
  title: '払込取扱票の記入内容',
  dueOn: 'お支払期限',
  toWrite: '払込取扱票に書き写す内容',
  account: '口座記号番号',
  accountName: '加入者名',
  amount: '金額',
  payer: 'ご依頼人',
  message: '通信欄',
  reference: (reference) => `整理番号 ${reference}`,
  howTo: 'お支払いの方法',
  steps: [
    'ゆうちょ銀行・郵便局の払込取扱票に、上の内容をそのまま書き写してください。',
    'お支払期限までに、窓口またはATMでお払い込みください。',
    'お受け取りになった受領証を、大切に保管してください。',
  ],
  noForm: 'この用紙は払込取扱票ではありません。窓口やATMにお出しになっても、この用紙ではお払い込みになれません。',
  reissued: '以前のご案内の整理番号は無効です。この用紙の整理番号をお書きください。',
  own: '通信欄の整理番号は、入金の確認に使うこのご注文専用の番号です。金額は変えられません。',
  charge: '払込料金は、赤い払込取扱票では加入者が、青い払込取扱票ではご依頼人が負担します。',
  cash: '現金で10万円を超えるお払込みは、ATMではお取り扱いできません。窓口でご本人の確認があります。',
  afterwards: '期限までに入金を確認できないと、ご注文の受付を終了します。',
  lines: {
    title: '機械が読む番号（払込取扱票に印字する場合）',
    text: 'お客様がお書きになる必要はありません。払込取扱票への印字は、ゆうちょ銀行の審査と承認を受けて行うものです。印字の位置と文字の大きさはその取り決めによるため、この用紙では番号だけを示します。',
    upper: '上段',
    lower: '下段',
  },
}

const en: PostalWords = {
  title: 'What to write on the postal form',
  dueOn: 'Pay by',
  toWrite: 'To be copied onto the form (払込取扱票)',
  account: '口座記号番号 Account',
  accountName: '加入者名 Holder',
  amount: '金額 Amount',
  payer: 'ご依頼人 Payer',
  message: '通信欄 Message',
  reference: (reference) => `整理番号 ${reference}`,
  howTo: 'How to pay',
  steps: [
    'Copy what stands above, just as it is, onto a form (払込取扱票) of Japan Post Bank.',
    'Pay at a counter or ATM on or before the last day to pay.',
    'Please keep the receipt you are given.',
  ],
  noForm: 'This sheet is no postal form. Neither a counter nor an ATM takes money on this sheet.',
  reissued: 'The reference of an earlier sheet is void. Please write the one on this sheet.',
  own: 'The money is known by the reference (整理番号), which is for this order only. The amount cannot be changed.',
  charge: 'The holder of the account bears the charge on a red form, the payer on a blue one.',
  cash: 'More than 100,000 yen in cash cannot be paid at an ATM. At the counter you are asked who you are.',
  afterwards: 'If the money has not come by the last day, the order expires.',
  lines: {
    title: 'Numbers for machines (where a form is printed)',
    text: 'You need not write these. A form is printed with them only as examined and approved by Japan Post Bank. Where and how large they are printed is agreed there, so this sheet shows the numbers alone.',
    upper: '上段 Upper',
    lower: '下段 Lower',
  },
}

export const postalWords: Record<Language, PostalWords> = { ja, en }
