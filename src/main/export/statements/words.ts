import type { MoneySource } from '../../../preload/contract/merchant-statement'
import type { CarryReason, ReceivableKind } from '../../../preload/contract/payouts'
import type { BankAccount } from '../../../preload/contract/statement'
import type { Language } from '../words'

/* The words of merchant statements: those of a Japanese bank, and what they are called to an auditor. */
export interface StatementWords {
  readonly title: string
  readonly invoiceTitle: string
  readonly lines: string
  to(name: string): string
  readonly number: string
  readonly issuedOn: string
  readonly registration: string
  readonly tNumber: string
  readonly closingOn: string
  readonly payOn: string
  readonly rendered: string
  readonly account: string
  readonly net: string
  readonly nothingPaid: string
  readonly sources: { readonly title: string; readonly columns: readonly [string, string, string, string]; readonly total: string }
  readonly sums: {
    readonly title: string
    readonly columns: readonly [string, string]
    readonly gross: string
    readonly fees: string
    readonly tax: string
    readonly transferFee: string
    readonly net: string
  }
  readonly invoice: {
    readonly title: string
    readonly columns: readonly [string, string, string, string]
    rate(basisPoints: number): string
    readonly exempt: string
    /** What the rows are about, since an invoice says what was charged for. */
    readonly about: string
    readonly noNumber: string
  }
  readonly source: Record<MoneySource, string>
  readonly owed: Record<ReceivableKind, string>
  readonly carried: Record<CarryReason, string>
  readonly carriedWhy: Record<CarryReason, string>
  readonly deferred: string
  /** On paper the first is `no`, and the last `fee`: what is said of them stands above. */
  readonly lineColumns: readonly [string, string, string, string, string, string, string, string]
  readonly onPaper: { readonly no: string; readonly fee: string; beside(count: number): string }
  readonly totals: string
  /** The page with the address, before a statement that goes out by post. */
  readonly cover: { readonly subject: string; readonly lead: string; readonly questions: string }
  count(count: number): string
  page(page: number, of: number): string
  day(date: string): string
  /** With its mark of currency. */
  yen(amount: number): string
  /** Of a column that says what its figures are. */
  figure(amount: number): string
  /** The same in a cell of a workbook. */
  readonly figureFormat: string
  percent(basisPoints: number): string
  readonly accountType: Record<BankAccount['accountType'], string>
}

const grouped = (amount: number) => Math.abs(amount).toLocaleString('ja-JP')
const percent = (basisPoints: number) => `${basisPoints / 100}%`

const ja: StatementWords = {
  title: '精算書',
  invoiceTitle: '精算書 兼 適格請求書',
  lines: '取引明細',
  to: (name) => `${name} 御中`,
  number: '精算番号',
  issuedOn: '発行日',
  registration: '加盟店番号',
  tNumber: '登録番号',
  closingOn: '締め日',
  payOn: 'お振込日',
  rendered: '取引期間',
  account: 'お振込先',
  net: 'お振込金額',
  nothingPaid: '今回のお振込はありません',
  sources: {
    title: '売上の内訳',
    columns: ['支払方法', '件数', '金額', '手数料（税抜）'],
    total: '合計',
  },
  sums: {
    title: '精算の計算',
    columns: ['項目', '金額'],
    gross: '売上合計',
    fees: '決済手数料（税抜）',
    tax: '消費税',
    transferFee: '振込手数料（税込）',
    net: 'お振込金額',
  },
  invoice: {
    title: 'ご請求の税率別内訳',
    columns: ['税率', '税抜金額', '消費税額', '税込金額'],
    rate: (basisPoints) => `${percent(basisPoints)}対象`,
    exempt: '非課税',
    about: '決済手数料および振込手数料（ご精算額から差し引いて領収しました）',
    noNumber: '当方の登録番号がないため、この書面は適格請求書ではありません。',
  },
  source: {
    bank_transfer: '銀行振込',
    convenience_store: 'コンビニ払い',
    card: 'クレジットカード',
    debit: 'デビット',
    direct_debit: '口座振替',
    postal: '郵便振替',
    e_money: '電子マネー',
    cash_on_delivery: '代金引換',
    returned_payout: '組戻しの再振込',
    remainder: '前回の端数',
    contest_part: '異議の裁定分',
    correction: '訂正',
  },
  owed: {
    refund: '精算後の返金',
    fees: '前回までの手数料不足',
    chargeback: 'チャージバック',
    return_fee: '組戻手数料',
  },
  carried: {
    fees_exceed_money: '次回ご請求（手数料の不足）',
    held: '次回以降へ繰越（保留）',
    below_minimum: '次回へ繰越（最低精算額未満）',
    above_transfer_limit: '次回へ繰越（振込限度額超過）',
    below_transfer_fee: '次回へ繰越（振込手数料未満）',
    band_boundary: '次回へ繰越（手数料の区分の端数）',
  },
  carriedWhy: {
    fees_exceed_money: '手数料が売上を上回りましたので、不足額を次回の精算から差し引きます。',
    held: '精算を保留しています。解除され次第お支払いします。',
    below_minimum: '精算額が最低精算額に満たないため、次回の精算に繰り越しました。',
    above_transfer_limit: '一回の振込限度額を超える分を、次回の精算に繰り越しました。',
    below_transfer_fee: '精算額が振込手数料に満たないため、次回の精算に繰り越しました。',
    band_boundary: '振込手数料の区分の境目にあたる端数を、次回の精算に繰り越しました。',
  },
  deferred: '今回の取引は、手数料も含めてすべて次回の精算の対象となります。',
  lineColumns: ['明細番号', '注文番号', '入金日', '支払方法', '商品', '税率', '金額', '手数料（税抜）'],
  onPaper: { no: 'No.', fee: '手数料', beside: (count) => `${grouped(count)} 件 ・ 手数料は税抜` },
  totals: '合計',
  cover: {
    subject: '精算書のご送付',
    lead: '平素より決済代行をご利用いただき、誠にありがとうございます。このたびの精算書と取引明細をお送りします。',
    questions: 'ご不明の点は、精算番号と明細の No. を添えてお問い合わせください。',
  },
  count: (count) => `${grouped(count)} 件`,
  page: (page, of) => `${page} / ${of}`,
  day: (date) => {
    const [year, month, day] = date.split('-').map(Number)
    return `${year}年${month}月${day}日`
  },
  yen: (amount) => `${amount < 0 ? '▲' : ''}${grouped(amount)}円`,
  figure: (amount) => `${amount < 0 ? '▲' : ''}${grouped(amount)}`,
  figureFormat: '#,##0;▲#,##0',
  percent,
  accountType: { '1': '普通', '2': '当座', '4': '貯蓄', '9': 'その他' },
}

const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']

const en: StatementWords = {
  title: 'Settlement statement',
  invoiceTitle: 'Statement and qualified invoice',
  lines: 'Transactions',
  to: (name) => name,
  number: 'Statement no.',
  issuedOn: 'Issued',
  registration: 'Merchant no.',
  tNumber: 'Registration no.',
  closingOn: 'Closing date',
  payOn: 'Paid on',
  rendered: 'Period',
  account: 'Paid to',
  net: 'Amount paid',
  nothingPaid: 'Nothing is paid this time',
  sources: {
    title: 'Sales by method',
    columns: ['Method', 'Count', 'Amount', 'Fee (before tax)'],
    total: 'Total',
  },
  sums: {
    title: 'Settlement',
    columns: ['Item', 'Amount'],
    gross: 'Total sales',
    fees: 'Settlement fees (before tax)',
    tax: 'Consumption tax',
    transferFee: 'Transfer fee (tax included)',
    net: 'Amount paid',
  },
  invoice: {
    title: 'Charges by tax rate',
    columns: ['Rate', 'Before tax', 'Tax', 'Total'],
    rate: (basisPoints) => `at ${percent(basisPoints)}`,
    exempt: 'Exempt',
    about: 'Settlement and transfer fees (received by deduction from the amount settled)',
    noNumber: 'The agent has no registration number: this is no qualified invoice.',
  },
  source: {
    bank_transfer: 'Bank transfer',
    convenience_store: 'Convenience store',
    card: 'Card',
    debit: 'Debit',
    direct_debit: 'Direct debit',
    postal: 'Postal transfer',
    e_money: 'E-money',
    cash_on_delivery: 'Cash on delivery',
    returned_payout: 'Returned payout, paid again',
    remainder: 'Remainder of the last payout',
    contest_part: 'Part of a contested order',
    correction: 'Correction',
  },
  owed: {
    refund: 'Refund after settlement',
    fees: 'Fees still owed',
    chargeback: 'Chargeback',
    return_fee: 'Fee of a returned transfer',
  },
  carried: {
    fees_exceed_money: 'Owed, to be offset next time (fees)',
    held: 'Carried over (held)',
    below_minimum: 'Carried over (below the minimum)',
    above_transfer_limit: 'Carried over (above the transfer limit)',
    below_transfer_fee: 'Carried over (below the transfer fee)',
    band_boundary: 'Carried over (boundary of fee bands)',
  },
  carriedWhy: {
    fees_exceed_money: 'The fees are higher than the sales. What is missing is taken from the next settlement.',
    held: 'Settlement is held for now. It is paid as soon as that ends.',
    below_minimum: 'The amount is below the least that is paid, and goes into the next settlement.',
    above_transfer_limit: 'What exceeds the limit of one transfer goes into the next settlement.',
    below_transfer_fee: 'The amount is below the transfer fee, and goes into the next settlement.',
    band_boundary: 'The remainder at a boundary of transfer fees goes into the next settlement.',
  },
  deferred: 'All transactions of this closing, and their fees, are settled next time.',
  lineColumns: ['Line', 'Order', 'Paid', 'Method', 'Goods', 'Rate', 'Amount', 'Fee (before tax)'],
  onPaper: { no: 'No.', fee: 'Fee', beside: (count) => `${grouped(count)} ${count === 1 ? 'line' : 'lines'}, fees before tax` },
  totals: 'Total',
  cover: {
    subject: 'Your settlement statement',
    lead: 'Please find enclosed your statement and the transactions it is made of.',
    questions: 'If you have a question, please name the number of the statement and of the line.',
  },
  count: (count) => `${grouped(count)}`,
  page: (page, of) => `${page} / ${of}`,
  day: (date) => {
    const [year, month = 1, day] = date.split('-').map(Number)
    return `${day} ${months[month - 1]} ${year}`
  },
  yen: (amount) => `${amount < 0 ? '−' : ''}¥${grouped(amount)}`,
  figure: (amount) => `${amount < 0 ? '−' : ''}${grouped(amount)}`,
  figureFormat: '#,##0;−#,##0',
  percent,
  accountType: { '1': 'ordinary', '2': 'current', '4': 'savings', '9': 'other' },
}

export const statementWords: Record<Language, StatementWords> = { ja, en }
