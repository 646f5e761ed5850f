import type { PaymentMethod } from '../../../../../preload/contract/merchants'
import type { OrderStatus, ProtectionTrack } from '../../../../../preload/contract/orders'
import type { BankAccount } from '../../../../../preload/contract/statement'

/** The closed lists of the contract, as merchants and payers read them. */
const status: Record<OrderStatus, string> = {
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

const method: Record<PaymentMethod, string> = {
  bank_transfer: '銀行振込',
  convenience_store: 'コンビニエンスストア払込',
  card: 'クレジットカード',
  debit: 'デビットカード',
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

const accountType: Record<BankAccount['accountType'], string> = { 1: '普通', 2: '当座', 4: '貯蓄', 9: 'その他' }

export const nouns = { status, method, protection, accountType }
