import type { DepositState } from '../../preload/contract/clearing'
import type { PaymentMethod } from '../../preload/contract/merchants'
import type { OrderStatus, ProtectionTrack } from '../../preload/contract/orders'

export type Language = 'ja' | 'en'

/* The words of exported lists: those of a Japanese bank, and what they are called to an auditor. Order of columns: see lists.ts. */

export interface ListWords {
  orders: string
  deposits: string
  allMerchants: string
  total: string
  rows(count: number): string
  status: Record<OrderStatus, string>
  method: Record<PaymentMethod, string>
  protection: Record<ProtectionTrack, string>
  state: Record<DepositState, string>
  orderColumns: readonly string[]
  depositColumns: readonly string[]
}

const ja: ListWords = {
  orders: '注文一覧',
  deposits: '入金一覧',
  allMerchants: '全加盟店',
  total: '合計',
  rows: (count) => `${count.toLocaleString('ja-JP')} 件`,
  status: {
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
  },
  method: {
    bank_transfer: '銀行振込',
    convenience_store: 'コンビニ払い',
    card: 'クレジットカード',
    debit: 'デビット',
    direct_debit: '口座振替',
    postal: '郵便振替',
    e_money: '電子マネー',
    cash_on_delivery: '代金引換',
  },
  protection: {
    none: 'なし',
    wished: '返金希望あり',
    open: '確認期間中',
    received: '到着確認済',
    lapsed: '期間満了',
    return_wanted: '返品希望',
    not_arrived: '未着',
    contested: '異議あり',
    refund_due: '返金決定',
  },
  state: { cleared: '消込済', partly_cleared: '一部消込', waiting: '未消込', held: '保留' },
  orderColumns: [
    '加盟店',
    '注文番号',
    '受付日',
    '商品',
    '支払方法',
    '決済ステータス',
    '金額',
    '入金額',
    '支払者',
    '支払者カナ',
    '返金希望',
    '入金用口座番号',
    '支払期日',
    '入金日',
    '精算日',
    '備考',
  ],
  depositColumns: [
    '加盟店',
    '勘定日',
    '起算日',
    '金額',
    '未消込額',
    '消込状態',
    '注文番号',
    '振込依頼人',
    '仕向銀行',
    '仕向支店',
    '入金用口座番号',
    '摘要',
    'EDI情報',
    '入金口座',
    '備考',
  ],
}

const en: ListWords = {
  orders: 'Orders',
  deposits: 'Deposits',
  allMerchants: 'all merchants',
  total: 'Total',
  rows: (count) => `${count.toLocaleString('en-US')} ${count === 1 ? 'row' : 'rows'}`,
  status: {
    awaiting_acceptance: 'Awaiting acceptance',
    acceptance_refused: 'Not accepted',
    awaiting_method: 'Awaiting method',
    unpaid: 'Unpaid',
    partially_paid: 'Partially paid',
    authorized: 'Authorised',
    declined: 'Declined',
    paid: 'Paid',
    in_payout: 'In payout',
    settled: 'Settled',
    in_refund: 'In refund',
    refunded: 'Refunded',
    expired: 'Expired',
    cancelled: 'Cancelled',
  },
  method: {
    bank_transfer: 'Bank transfer',
    convenience_store: 'Convenience store',
    card: 'Card',
    debit: 'Debit',
    direct_debit: 'Direct debit',
    postal: 'Postal transfer',
    e_money: 'E-money',
    cash_on_delivery: 'Cash on delivery',
  },
  protection: {
    none: 'None',
    wished: 'Wished',
    open: 'Window open',
    received: 'Receipt confirmed',
    lapsed: 'Window ended',
    return_wanted: 'Return wanted',
    not_arrived: 'Not arrived',
    contested: 'Contested',
    refund_due: 'Refund due',
  },
  state: { cleared: 'Cleared', partly_cleared: 'Partly cleared', waiting: 'Waiting', held: 'Held' },
  orderColumns: [
    'Merchant',
    'Order number',
    'Received',
    'Goods',
    'Method',
    'Status',
    'Amount',
    'Paid amount',
    'Payer',
    'Payer kana',
    'Protection',
    'Virtual account',
    'Due',
    'Paid on',
    'Paid out on',
    'Note',
  ],
  depositColumns: [
    'Merchant',
    'Booked',
    'Value date',
    'Amount',
    'Remaining',
    'State',
    'Order number',
    'Remitter',
    'Remitting bank',
    'Remitting branch',
    'Virtual account',
    'Description',
    'EDI',
    'Account',
    'Note',
  ],
}

export const listWords: Record<Language, ListWords> = { ja, en }
