import type { RefusalName } from '../../../../../preload/contract/errors'

export interface Text {
  title: string
  text: string
}

/** What is refused to whoever comes by a link or signs in; what is not here is told in general (`other`). */
type Told = Extract<
  RefusalName,
  | 'link_invalid'
  | 'link_expired'
  | 'not_found'
  | 'order_step_refused'
  | 'deadline_passed'
  | 'method_not_offered'
  | 'virtual_accounts_exhausted'
  | 'above_slip_limit'
  | 'slip_not_live'
  | 'card_form_closed'
  | 'card_not_authorized'
  | 'authorization_over'
  | 'gateway_off'
  | 'reserved_by_import'
  | 'changed_meanwhile'
  | 'merchant_not_active'
  | 'unknown_bank'
  | 'unknown_branch'
  | 'holder_differs'
  | 'ledger_busy'
  | 'disk_full'
>

const later = '少し待ってからもう一度お試しください。'

export const refusals: Record<Told | 'card_number' | 'other', Text> = {
  link_invalid: { title: 'リンクが正しくありません', text: '届いたメールのリンクを、はじめから終わりまでもう一度開いてください。' },
  link_expired: { title: 'リンクの期限を過ぎました', text: 'このリンクはもう使えません。ご不明な点は、ショップにお問い合わせください。' },
  not_found: { title: '見つかりません', text: 'お探しの内容は見つかりませんでした。' },
  order_step_refused: {
    title: '受け付けられませんでした',
    text: '注文の状態が変わったため、この操作はできなくなりました。いまの状態をご確認ください。',
  },
  deadline_passed: { title: '期限を過ぎました', text: '期限を過ぎたため、受け付けられませんでした。' },
  method_not_offered: { title: 'その支払方法はご利用いただけません', text: '別のお支払方法をお選びください。' },
  virtual_accounts_exhausted: {
    title: 'ただいま振込先口座をご用意できません',
    text: '恐れ入りますが、時間をおいてもう一度お試しいただくか、ショップにお問い合わせください。',
  },
  above_slip_limit: {
    title: 'この方法ではお支払いいただけない金額です',
    text: '別のお支払方法をお選びください。コンビニエンスストアの払込票は30万円までです。',
  },
  card_form_closed: {
    title: 'カードのお手続きの画面を開けませんでした',
    text: '少し待ってからもう一度お試しいただくか、別のお支払方法をお選びください。',
  },
  gateway_off: { title: 'ただいまご利用いただけません', text: '少し待ってからもう一度お試しいただくか、別の方法をお選びください。' },
  card_not_authorized: {
    title: 'カードの承認がありません',
    text: '承認されていないか、すでに確定または取り消されています。いまの状態をご確認ください。',
  },
  authorization_over: {
    title: 'カードの承認の期限が切れました',
    text: '期限を過ぎたため、売上を確定できません。購入者にお支払方法を選び直していただく必要があります。',
  },
  slip_not_live: {
    title: 'この払込票はもう使えません',
    text: '期限を過ぎたか、再発行されたか、支払方法が変わったか、ご注文がお支払い済みまたは終了しています。お支払いのページをもう一度開いてください。',
  },
  reserved_by_import: { title: '入金を確認しているところです', text: `このご注文の入金を確認しています。${later}` },
  changed_meanwhile: { title: '内容が変わりました', text: 'ほかの手続きで内容が変わりました。いまの内容をご確認ください。' },
  merchant_not_active: { title: 'ただいまお取り扱いできません', text: 'ショップにお問い合わせください。' },
  unknown_bank: { title: '金融機関が見つかりません', text: '金融機関コードをお確かめください。' },
  unknown_branch: { title: '支店が見つかりません', text: '支店コードをお確かめください。' },
  holder_differs: { title: '口座名義が違います', text: '口座名義がご注文者のお名前と違います。確認の欄に印を付けてください。' },
  ledger_busy: { title: 'ただいま混み合っています', text: later },
  disk_full: { title: 'ただいま受け付けられません', text: later },
  card_number: { title: '受け付けられませんでした', text: 'カード番号は書かないでください。当行はカード番号をお預かりしません。' },
  other: { title: '受け付けられませんでした', text: '内容をお確かめのうえ、もう一度お試しください。' },
}
