import type { Language } from '../words'

/* The words of slips. What the till reads stands in Japanese in both languages. */
export interface SlipWords {
  readonly title: string
  readonly amount: string
  readonly tax: string
  readonly dueOn: string
  readonly noEnd: string
  readonly merchant: string
  readonly orderNumber: string
  readonly goods: string
  readonly payer: string
  readonly howTo: string
  /** `by`: the last day is named above. */
  steps(by: boolean): readonly string[]
  readonly afterwards: string
  readonly printing: string
  /** Where an earlier slip of the same order may still be at hand. */
  readonly reissued: string
  readonly stores: string
  readonly cut: string
  readonly receipt: string
  readonly shopPart: string
  /** What names the rows of the form, short enough for its narrow column. */
  readonly form: {
    readonly amount: string
    readonly dueOn: string
    readonly merchant: string
    readonly orderNumber: string
    readonly tax: string
    readonly payer: string
    to(name: string): string
    day(date: string): string
    yen(amount: number): string
  }
  readonly dateStamp: string
  readonly revenueStamp: string
  /** Why a revenue stamp is due (17号文書, s12, s13, s15): the tax counts unless it is told apart. */
  stampDue(isTaxTold: boolean): string
  /** The page with the address, before a slip that goes out by post. */
  readonly cover: { readonly subject: string; readonly lead: string; readonly keep: string }
  to(name: string): string
  day(date: string): string
  yen(amount: number): string
}

const grouped = (amount: number) => amount.toLocaleString('ja-JP')
const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']

function dayJa(date: string): string {
  const [year, month, day] = date.split('-').map(Number)
  return `${year}年${month}月${day}日`
}

const ja: SlipWords = {
  title: 'コンビニ払込票',
  amount: 'お支払金額',
  tax: 'うち消費税等',
  dueOn: 'お支払期限',
  noEnd: '期限なし',
  merchant: 'ご注文先',
  orderNumber: 'ご注文番号',
  goods: '商品',
  payer: 'お名前',
  howTo: 'お支払いの方法',
  steps: (by) => [
    `この用紙を切り離さずに、${by ? 'お支払期限までに' : ''}コンビニエンスストアのレジへお持ちください。`,
    'バーコードをレジに提示し、お支払金額をお支払いください。',
    '領収印のある払込受領証をお受け取りになり、大切に保管してください。',
  ],
  afterwards: 'お支払期限を過ぎますと、この払込票ではお支払いになれません。',
  printing: '印刷は、拡大も縮小もせず（100％で）なさってください。バーコードは折り曲げたり汚したりしないでください。',
  reissued: 'この払込票は再発行したものです。以前の払込票ではお支払いにならないでください。',
  stores: 'お支払いになれるお店',
  cut: '店舗でここから切り離します',
  receipt: '払込受領証（お客様控え）',
  shopPart: '払込票（店舗控え）',
  form: {
    amount: '金額',
    dueOn: '支払期限',
    merchant: '請求元',
    orderNumber: '注文番号',
    tax: '消費税等',
    payer: '払込人',
    to: (name) => `${name} 様`,
    day: dayJa,
    yen: (amount) => `${grouped(amount)}円`,
  },
  dateStamp: '領収日付印',
  revenueStamp: '収入印紙',
  stampDue: (isTaxTold) => `${isTaxTold ? '消費税等を除く受取金額' : '受取金額'}が5万円以上のため、\n収入印紙（200円）が必要です。`,
  cover: {
    subject: 'コンビニ払込票のご送付',
    lead: 'ご注文の代金の払込票をお送りします。次のページの払込票で、コンビニエンスストアでお支払いください。',
    keep: 'お支払いの後は、払込受領証を大切に保管してください。',
  },
  to: (name) => `${name} 様`,
  day: dayJa,
  yen: (amount) => `${grouped(amount)}円`,
}

const en: SlipWords = {
  title: 'Convenience store payment slip',
  amount: 'Amount to pay',
  tax: 'Tax included',
  dueOn: 'Pay by',
  noEnd: 'no last day',
  merchant: 'Ordered from',
  orderNumber: 'Order number',
  goods: 'Goods',
  payer: 'Name',
  howTo: 'How to pay',
  steps: (by) => [
    `Take this sheet, uncut, to the till of a convenience store${by ? ' on or before the last day to pay' : ''}.`,
    'Show the barcode and pay the amount.',
    'You are given back the receipt (払込受領証) with the stamp of the store. Please keep it.',
  ],
  afterwards: 'After the last day to pay, the store cannot take money on this slip.',
  printing: 'If you print this sheet yourself, print it at its full size (100%). Please do not fold or soil the barcode.',
  reissued: 'This slip was issued anew. Please do not pay with an earlier one.',
  stores: 'Where you can pay',
  cut: 'The store cuts here (切り取り線)',
  receipt: '払込受領証 Receipt',
  shopPart: '払込票（店舗控え） Store’s part',
  form: {
    amount: '金額 Amount',
    dueOn: '支払期限 By',
    merchant: '請求元 Shop',
    orderNumber: '注文 Order',
    tax: '消費税等 Tax',
    payer: '払込人 Payer',
    to: (name) => name,
    day: (date) => date.replaceAll('-', '/'),
    yen: (amount) => `¥${grouped(amount)}`,
  },
  dateStamp: '領収日付印',
  revenueStamp: '収入印紙',
  stampDue: (isTaxTold) =>
    `The amount received${isTaxTold ? ', without consumption tax,' : ''} is 50,000 yen or more: a revenue stamp (収入印紙) of 200 yen is due.`,
  cover: {
    subject: 'Your convenience store payment slip',
    lead: 'Please find enclosed the slip with which you can pay your order at a convenience store.',
    keep: 'After you have paid, please keep the receipt.',
  },
  to: (name) => `To ${name}`,
  day: (date) => {
    const [year, month = 1, day] = date.split('-').map(Number)
    return `${day} ${months[month - 1]} ${year}`
  },
  yen: (amount) => `${grouped(amount)} yen`,
}

export const slipWords: Record<Language, SlipWords> = { ja, en }
