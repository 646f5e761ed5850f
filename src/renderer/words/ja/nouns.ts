/** Statuses, roles and the other closed lists of the contract, as a Japanese bank says them. */
import type { DepositState, Reason } from '../../../preload/contract/clearing'
import type { MerchantState, PaymentMethod } from '../../../preload/contract/merchants'
import type { OrderStatus, ProtectionTrack } from '../../../preload/contract/orders'
import type { Role } from '../../../preload/contract/permissions'
import type { BooksFrom, LineKind, ReadDate, StatementFormat, StatementLayout } from '../../../preload/contract/statement'
import { collectionNouns } from './collection-nouns'
import { storefrontNouns } from './storefront-nouns'

const role: Record<Role, string> = { clerk: '担当者', supervisor: '承認者', statement_staff: '明細担当', administrator: '管理者' }

const orderStatus: Record<OrderStatus, string> = {
  awaiting_acceptance: '受注確認待ち',
  acceptance_refused: '受注不可',
  awaiting_method: '支払方法選択待ち',
  unpaid: '未入金',
  partially_paid: '一部入金',
  authorized: '与信可',
  declined: '与信不可',
  paid: '入金済',
  in_payout: '振込手続中',
  settled: '精算済',
  in_refund: '返金手続中',
  refunded: '返金済',
  expired: '期限切れ',
  cancelled: '取消',
}

const depositState: Record<DepositState, string> = { cleared: '消込済', partly_cleared: '一部消込', waiting: '未消込', held: '保留' }

const merchantState: Record<MerchantState, string> = { awaiting_approval: '承認待ち', active: '有効', rejected: '却下' }

const paymentMethod: Record<PaymentMethod, string> = {
  bank_transfer: '銀行振込',
  convenience_store: 'コンビニ払い',
  card: 'クレジットカード',
  debit: 'デビット',
  direct_debit: '口座振替',
  postal: '郵便振替',
  e_money: '電子マネー',
  cash_on_delivery: '代金引換',
}

const protection: Record<ProtectionTrack, string> = {
  none: 'なし',
  wished: '返金希望あり',
  open: '確認期間中',
  received: '到着確認済',
  lapsed: '期間満了',
  return_wanted: '返品希望',
  not_arrived: '未着',
  contested: '異議あり',
  refund_due: '返金要',
}

const lineKind: Record<LineKind, string> = {
  cash: '現金',
  transfer: '振込',
  cheque: '小切手',
  clearing_house: '交換',
  book_transfer: '振替',
  continuation: '継続',
  other: 'その他',
  correction: '訂正',
  cancellation: '取消',
  unknown: '不明',
}

const accountType = { 1: '普通', 2: '当座', 4: '貯蓄', 5: '通知', 6: '定期', 7: '積立定期', 9: 'その他' }

const statementFormat: Record<StatementFormat, string> = {
  'zengin-03': '全銀 入出金取引明細',
  'zengin-03-csv': '全銀 入出金取引明細 (CSV)',
  'camt.053': 'ISO 20022 camt.053',
  'camt.052': 'ISO 20022 camt.052',
  'bank-csv': '銀行の CSV',
  'zengin-01': '全銀 振込入金通知',
  'zengin-01-csv': '全銀 振込入金通知 (CSV)',
  'camt.054': 'ISO 20022 camt.054',
}
const booksFrom: Record<BooksFrom, string> = { statement: '入出金明細', notice: '振込入金通知' }
const statementLayout: Record<StatementLayout, string> = { A: 'フォーマット A', B: 'フォーマット B', '2-1': '②-1', '2-2': '②-2' }
const dateRule: Record<ReadDate['rule'], string> = { reiwa: '令和', heisei: '平成', western: '西暦' }

const reason: Record<Reason['code'], string> = {
  virtual_account: '仮想口座番号が一致',
  reference_in_text: '注文番号が摘要・EDI にある',
  name_equal: '名義が一致',
  name_prefix: '名義の先頭が一致',
  name_close: '名義が似ている',
  amount_equal: '金額が一致',
  only_open_order: '未入金の注文はこれだけ',
  within_due_date: '支払期限内',
  same_merchant: '同じ加盟店',
  learned: '以前この名義・支店から同じ支払人の注文が消し込まれた (回数)',
  former_number: '以前この仮想口座番号を使っていた注文',
  fee_deducted: '振込手数料を差し引いた額に合う',
  rounding: '消費税の端数の違いに合う',
  sum_fits: '注文の合計が金額と一致',
  completed_by_deposit: '残りに当たる同じ名義の入金がある',
  former_holder: 'この番号を以前使っていた支払人の名義',
  other_sum_fits: '別の組み合わせも合う',
  closed_alike: '同じ名義・同額の注文が最近終わっている',
  learned_fits: '以前この振込人が支払った人の注文も合う',
  same_deposit_waits: '同じ名義・同額で番号のない入金が未消込',
  amount_short: '金額が不足',
  amount_over: '金額が超過',
  name_differs: '名義が違う',
  virtual_account_of_other: '別の注文の仮想口座番号',
  reference_of_other: '別の注文の番号がある',
  after_due_date: '支払期限後の入金',
  before_order: '注文より前の入金',
  returned_transfer: '振込の組戻しらしい',
  not_customer_money: '顧客の入金ではない (訂正・組戻し・未決済の小切手)',
  order_closed: '注文は入金を受けられない',
  other_method: '注文の支払方法が振込ではない',
  instruction_withdrawn: 'この振込先の案内は取り下げ済み (支払方法の変更)',
  other_fits_equally: '同じだけ合う注文がほかにある',
  other_merchant_fits: '別の加盟店の注文も合う',
}

export const nouns = {
  role,
  orderStatus,
  depositState,
  merchantState,
  paymentMethod,
  protection,
  lineKind,
  accountType,
  booksFrom,
  statementLayout,
  dateRule,
  statementFormat,
  reason,
  ...collectionNouns,
  ...storefrontNouns,
}
