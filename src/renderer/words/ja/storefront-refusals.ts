import { formatDate } from '../../../preload/contract/date'
import { formatYen } from '../../../preload/contract/money'
import type { RefusalSentences } from '../sentences'

export const storefront = {
  order_number_taken: ({ orderNumber }) => `注文番号 ${orderNumber} はすでに登録されています。`,
  amount_differs: ({ stated, counted }) => `金額 ${formatYen(stated)} 円が明細の合計 ${formatYen(counted)} 円と合いません。`,
  idempotency_mismatch: () => '同じ Idempotency-Key が別の内容に使われています。',
  request_in_progress: () => '同じ依頼をいま処理しています。少し待ってからもう一度送ってください。',
  method_not_offered: ({ method }) => `この支払い方法 (${method}) は取り扱っていません。`,
  link_invalid: () => 'このリンクは正しくありません。届いたメールのリンクをもう一度開いてください。',
  link_expired: () => 'このリンクの期限は過ぎました。',
  deadline_passed: ({ on }) => `期限 (${formatDate(on)}) を過ぎました。`,
  gateway_off: ({ gateway }) => `接続 (${gateway}) は止まっています。`,
  key_unreadable: () => '元帳の鍵を読めません。秘密の設定 (パスワードなど) は使えません。',
  notice_settled: ({ state }) => `この通知は今の状態 (${state}) では送り直せません。一覧を開き直してください。`,
} satisfies Partial<RefusalSentences>
