interface Text {
  title: string
  text: string
}

/** The words of the pages; Japanese says which there are. */
export interface StorefrontWords {
  bank: string
  problems: { missing: Text; request: Text; internal: (number: string) => Text }
}

export const ja: StorefrontWords = {
  bank: '決済代行口',
  problems: {
    missing: { title: 'ページが見つかりません', text: '届いたメールのリンクをもう一度開いてください。' },
    request: { title: '受け付けられませんでした', text: '送られた内容を読めませんでした。前のページに戻ってやり直してください。' },
    internal: (number) => ({
      title: '処理できませんでした',
      text: `時間をおいてもう一度お試しください。お問い合わせの際は番号 ${number} をお知らせください。`,
    }),
  },
}
