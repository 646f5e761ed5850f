/** What stands on every page, around forms, and where there is nothing else to show. */
export const frame = {
  language: '表示言語',
  places: 'メニュー',
  skip: '本文へ進む',
  /** Stands in front of a page's title. */
  faulty: 'エラー: ',
  foot: 'お支払いの手続きは、ショップから委託を受けた銀行の決済代行口が行っています。',
  neverAsks: '電話やメールで暗証番号やカード番号をおたずねすることはありません。',
}

export const fields = {
  required: '必須',
  optional: '任意',
  faults: '入力内容をご確認ください',
}

export const problems = {
  missing: { title: 'ページが見つかりません', text: '届いたメールのリンクをもう一度開いてください。' },
  request: { title: '受け付けられませんでした', text: '送られた内容を読めませんでした。前のページに戻ってやり直してください。' },
  foreign: {
    title: '受け付けられませんでした',
    text: '別のサイトから送られたものは受け付けません。メールのリンクからページを開き直してください。',
  },
  stale: { title: 'もう一度お願いします', text: 'ページを開いてから時間がたったため、受け付けませんでした。ページを開き直してください。' },
  busy: { title: 'ただいま混み合っています', text: '少し待ってからもう一度お試しください。' },
  internal: (number: string) => ({
    title: '処理できませんでした',
    text: `時間をおいてもう一度お試しください。お問い合わせの際は番号 ${number} をお知らせください。`,
  }),
}
