import { formatDate } from '../../../preload/contract/date'
import { formatYen } from '../../../preload/contract/money'
import type { RefusalSentences } from '../sentences'
import { storefrontNouns } from './storefront-nouns'

const stateOf = (state: string): string => {
  const words: Readonly<Record<string, string>> = storefrontNouns.noticeState
  return words[state] ?? state
}

export const storefront = {
  order_number_taken: ({ orderNumber }) => `注文番号 ${orderNumber} はすでに登録されています。`,
  amount_differs: ({ stated, counted }) => `金額 ${formatYen(stated)} 円が明細の合計 ${formatYen(counted)} 円と合いません。`,
  idempotency_mismatch: () => '同じ Idempotency-Key が別の内容に使われています。',
  request_in_progress: () => '同じ依頼をいま処理しています。少し待ってからもう一度送ってください。',
  method_not_offered: ({ method }) => `この支払い方法 (${method}) は取り扱っていません。`,
  statement_not_issued: () => 'この精算はまだ銀行へ引き渡されていないため、精算書を発行できません。',
  no_statements: ({ closingOn }) => `締め日 ${formatDate(closingOn)} に発行できる精算書はありません。`,
  link_invalid: () => 'このリンクは正しくありません。届いたメールのリンクをもう一度開いてください。',
  link_expired: () => 'このリンクの期限は過ぎました。',
  deadline_passed: ({ on }) => `期限 (${formatDate(on)}) を過ぎました。`,
  holder_differs: ({ holder, payer }) =>
    `口座名義 (${holder}) が購入者のカナ (${payer === '' ? '登録なし' : payer}) と一致しません。相違を確認のうえ登録してください。`,
  gateway_off: ({ gateway }) => `接続 (${gateway}) は止まっています。`,
  key_unreadable: () => '元帳の鍵を読めません。秘密の設定 (パスワードなど) は使えません。',
  totp_required: () => '認証アプリに表示される確認コードも入力してください。',
  totp_wrong: () => '確認コードが違うか、すでに使われています。認証アプリに新しいコードが表示されてからもう一度入力してください。',
  invitation_invalid: () => 'この招待リンクは使えません。使用済みか、期限が切れています。新しい招待を依頼してください。',
  application_closed: () => 'この申込みはすでに受付済みか、お断りしています。',
  too_many_applications: () => '申込みが続けて届いたため、いまは受け付けられません。明日以降にもう一度送ってください。',
  request_closed: () => 'この申請はすでに処理されています。',
  too_many_api_keys: ({ limit }) => `有効な鍵がすでに ${limit} 本あります。先にどれかを失効させてください。`,
  overloaded: () => 'いまは混み合っています。少し待ってからもう一度お試しください。',
  notice_settled: ({ state }) => `この通知は今の状態 (${stateOf(state)}) では送り直せません。一覧を開き直してください。`,
  address_not_known: () =>
    'この通知には受取人だけが使うリンクが入っています。加盟店または注文に登録された宛先にしか送れません。先に登録の宛先を直してください。',
  secret_needed_again: () => '接続先・利用者・暗号化のいずれかが変わりました。パスワードをもう一度入力してください。',
} satisfies Partial<RefusalSentences>
