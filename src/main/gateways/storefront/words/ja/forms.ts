/** What is wrong with a field, by the short name the counter gives it; `label` is the field's own. */
const faults: Record<string, (label: string) => string> = {
  missing: (label) => `${label}は必須です。`,
  too_long: (label) => `${label}が長すぎます。`,
  not_a_choice: (label) => `${label}を選んでください。`,
  card_number: (label) => `${label}にカード番号を書かないでください。`,
  not_kana: (label) => `${label}はカナで入力してください。`,
  not_a_telephone: (label) => `${label}は市外局番から数字で入力してください。`,
  not_a_mail_address: (label) => `${label}がメールアドレスの形になっていません。`,
  not_a_web_address: (label) => `${label}は http:// または https:// から入力してください。`,
  t_number_invalid: (label) => `${label}が正しくありません。Tと13桁の数字をお確かめください。`,
  unknown_bank: () => 'この金融機関コードは見つかりません。',
  unknown_branch: () => 'この支店コードは見つかりません。',
  holder_name_invalid: () => '口座名義は、通帳のとおりにカナ・英数字・( ) . - で、半角30文字までで入力してください。',
  terms_not_accepted: () => '規約をお読みのうえ、同意の欄に印を付けてください。',
}

/** Around the fields of the application and of the portal's settings. */
export const forms = {
  fault: (name: string, label: string): string => faults[name]?.(label) ?? `${label}が正しくありません。`,
  next: '次へ進む',
  back: '前に戻る',
  change: '変更する',
  bank: '金融機関',
  branch: '支店',
  accountType: '預金種目',
  accountNumber: '口座番号',
  accountNumberHint: '7桁までの数字。7桁に満たないときは、先頭に0を補います。',
  holder: '口座名義（カナ）',
  holderHint: '通帳のとおりにカナで。法人の略語も使えます。例: カ）サクラショウテン',
  account: '口座',
  /** Between things of one kind. */
  comma: '、',
}
