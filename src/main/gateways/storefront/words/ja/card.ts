/** What a payer reads who pays by card (s51–s58). */
export const card = {
  title: 'カードでのお支払い',
  steps: ['方法を選ぶ', 'カード会社で手続き', 'カードの承認'],
  door: {
    title: 'カード会社の画面でお手続きください',
    text: (company: string) =>
      `カードの番号などは、${company}の画面で入力していただきます。当行とショップは、カードの番号を受け取らず、保存もしません。`,
    company: 'カード会社',
    companyUnnamed: 'カード会社',
    amount: 'お支払金額',
    way: 'このあとの流れ',
    steps: [
      'カード会社の画面で、カードの情報を入力します。',
      '本人認証（3Dセキュア）を求められたときは、画面の案内に従ってください。',
      'この画面に戻ると、結果を表示します。',
    ],
    when: {
      at_shipment: '代金は、ショップが商品を発送したときに請求が確定します。',
      at_once: '代金は、カードが承認されるとすぐに請求が確定します。',
    },
    go: (company: string) => `${company}の画面に進む`,
    change: 'お支払方法・返金希望を変更する',
  },
  open: {
    title: 'カードのお手続きは、まだ終わっていません',
    text: 'まだ請求はありません。お手続きを続けるか、別のお支払方法をお選びください。',
  },
  unheard: {
    title: 'ただいまカード会社に確認できません',
    text: '請求が重なることはありません。少し待ってから、このページをもう一度開いてください。',
  },
  asking: {
    title: 'カード会社に結果を確認しています',
    text: 'お客さまのお手続きは必要ありません。もう一度お支払いにならないでください。結果がわかりしだい、このページに表示します。',
    again: '最新の状況を表示する',
  },
  givenUp: { title: 'カードでのお支払いは完了していません', text: '請求はありません。お支払方法をもう一度お選びください。' },
  declined: {
    title: 'カードのお支払いが承認されませんでした',
    text: '請求はありません。別のカードか、別のお支払方法をお選びください。',
    named: (card: string) => `お使いになったカード: ${card}`,
  },
  authorized: {
    title: 'カードのお支払いが承認されました',
    by: (card: string) => `お使いになったカード: ${card}`,
    text: 'ショップにお知らせしました。請求は、ショップが商品を発送したときに確定します。',
    taking: '請求の確定を進めています。もう一度お支払いになる必要はありません。',
    held: (day: string) =>
      `商品の到着について、${day}までにご回答ください。ご回答のページは、メールでお知らせしています。請求が確定する前に返品・未着のご連絡をいただいたときは、承認を取り消し、請求しません。`,
  },
  ended: {
    title: 'カードの承認の期限が切れました',
    text: '請求はありません。商品をお求めのときは、お支払方法をもう一度お選びください。',
  },
  captured: {
    title: 'カードでお支払いいただきました',
    on: (day: string) => `${day}に請求が確定しました。`,
    text: 'ご利用代金は、カード会社から請求されます。',
    held: (day: string) =>
      `代金は銀行がお預かりしています。商品の到着について、${day}までにご回答ください。ご回答のページは、メールでお知らせしています。`,
  },
  cancelled: {
    title: '注文は取り消されました',
    text: 'カードの承認を取り消しました。請求はありません。カード会社の明細に一時的に表示されることがあります。',
  },
  refunded: { title: '返金しました', text: 'お使いになったカードへの返金が済みました。ご利用明細への反映は、カード会社により異なります。' },
  /** A card by what may be said of it. */
  named: (brand: string, last4: string) => `${brand || 'カード'}（下4桁 ${last4}）`,
}

/** Brands as their owners write them, by what card companies call them. */
export const BRANDS: Readonly<Record<string, string>> = {
  visa: 'Visa',
  mastercard: 'Mastercard',
  jcb: 'JCB',
  amex: 'American Express',
  diners: 'Diners Club',
  discover: 'Discover',
  unionpay: 'UnionPay',
}
