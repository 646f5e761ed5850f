/** The closed lists of the storefront: who says what, by what means, when, and over which connector. */
import type { GatewayName, GatewayStanding } from '../../../preload/contract/gateways'
import type { NoticeChannel, NoticeName, NoticeState, Recipient } from '../../../preload/contract/notices'
import type { AcceptanceTrack, DisbursementTrack } from '../../../preload/contract/orders'
import type { OrderDeadline, Told } from '../../../preload/contract/protection'
import type { Source, Testimony } from '../../../preload/contract/shop'

const acceptance: Record<AcceptanceTrack, string> = {
  none: '受注確認なし',
  awaiting: '受注確認待ち',
  accepted: '受注確認済',
  refused: '受注不可',
  lapsed: '受注確認の期限切れ',
}

const disbursement: Record<DisbursementTrack, string> = {
  none: '精算前',
  releasable: '精算可',
  in_payout: '振込手続中',
  settled: '精算済',
  payout_returned: '振込の組戻し',
  refund_requested: '返金の依頼中',
  in_refund: '返金手続中',
  partly_refunded: '一部返金済',
  refunded: '返金済',
  refund_returned: '返金の組戻し',
}

const source: Record<Source, string> = {
  link: 'リンク',
  portal: '加盟店ポータル',
  api: 'API',
  mail: 'メール',
  telephone: '電話',
  fax: 'FAX',
  letter: '書面',
  counter: '窓口',
}

const told: Record<Told, string> = {
  received: '利用者: 届いた',
  return_wanted: '利用者: 返品したい',
  not_arrived: '利用者: 届いていない',
  accepted: '加盟店: 受注する',
  refused: '加盟店: 受注しない',
  goods_returned: '加盟店: 返品が戻った',
  contested: '加盟店: 異議がある',
  shipped: '加盟店: 発送・提供した',
}

const said: Record<Testimony['what'], string> = {
  received: '到着を確認',
  return_wanted: '返品希望',
  not_arrived: '未着の申出',
  goods_returned: '返品を受領',
  contested: '異議',
  merchant_silent: '期限までに回答なし',
}

const orderDeadline: Record<OrderDeadline['kind'], string> = {
  acceptance: '受注確認の期限',
  reminder: '到着確認の再案内',
  window: '到着確認の期限',
  merchant_answer: '加盟店の回答期限',
}

const gateway: Record<GatewayName, string> = {
  storefront: '店頭 (Web)',
  mail_out: 'メール送信',
  mail_in: 'メール受信',
  webhook: 'Webhook',
  bank_transfer: '銀行への振込',
  convenience_store: 'コンビニ収納',
  postal: '郵便振替',
  e_money: '電子マネー',
  cash_on_delivery: '代金引換',
  card: 'クレジットカード',
  debit: 'デビットカード',
  direct_debit: '口座振替',
}

const gatewayStanding: Record<GatewayStanding, string> = {
  working: '稼働中',
  failing: '失敗',
  paused: '一時停止',
  stopped: '停止中',
  off: '使わない',
}

const noticeState: Record<NoticeState, string> = {
  waiting: '送信待ち',
  sending: '送信中',
  delivered: '送信済',
  dead: '送れず',
  unknown: '到達不明',
  withdrawn: '取りやめ',
}

const noticeChannel: Record<NoticeChannel, string> = { mail: 'メール', webhook: 'Webhook', letter: '書面' }
const recipient: Record<Recipient, string> = { merchant: '加盟店', payer: '利用者', applicant: '申込者' }

const notice: Record<NoticeName, string> = {
  acceptance_asked: '受注確認の依頼',
  method_chosen: '支払方法の決定',
  paid: '入金',
  partly_paid: '一部入金',
  payment_undone: '入金の取消',
  authorized: '与信可',
  declined: '与信不可',
  authorization_ending: '与信期限の予告',
  authorization_expired: '与信期限切れ',
  captured: '売上確定',
  capture_failed: '売上確定の失敗',
  charged_back: 'チャージバック',
  preliminary_withdrawn: '入金速報の取消',
  debit_refused: '口座振替不能',
  debit_postponed: '引落日の変更',
  released: '精算可',
  return_wanted: '返品希望',
  not_arrived: '未着の申出',
  choose_method: '支払方法の選択',
  instruction: '支払の案内',
  order_refused: '受注不可',
  receipt_question: '到着の確認',
  receipt_reminder: '到着の確認 (再)',
  return_noted: '申出の受付',
  refund_account: '返金口座の伺い',
  accepted: '受注の確認',
  acceptance_lapsed: '受注確認の期限切れ',
  expired: '支払期限切れ',
  cancelled: '注文の取消',
  contested: '加盟店の異議',
  contest_released: '異議の結果 (精算)',
  contest_refunded: '異議の結果 (返金)',
  settled: '精算済',
  payout_returned: '振込の返却',
  merchant_owes: '精算後の返金',
  refunded: '返金済',
  merchant_silent: '回答期限の経過',
  application_received: '申込の受付',
  application_declined: '申込の見送り',
  payout_made: '振込の知らせ',
  portal_invitation: 'ポータルの案内',
}

export const storefrontNouns = {
  acceptance,
  disbursement,
  source,
  told,
  said,
  orderDeadline,
  gateway,
  gatewayStanding,
  noticeState,
  noticeChannel,
  recipient,
  notice,
}
