import type { StatementLine, StatementToWrite } from '../../src/main/export/statements/statement'
import { businessDate } from '../../src/preload/contract/date'
import type { MerchantStatement } from '../../src/preload/contract/merchant-statement'
import { yen } from '../../src/preload/contract/money'

/* Statements as they are set, with figures that add up. */

export const paidLine = (line: number, own: Partial<StatementLine> = {}): StatementLine => ({
  line,
  source: 'bank_transfer',
  orderNumber: `A-${String(line).padStart(5, '0')}`,
  goods: 'りんごジュース 12本',
  paidOn: businessDate(`2026-11-${String((line % 28) + 1).padStart(2, '0')}`),
  amount: yen(12_000),
  fee: yen(360),
  taxRate: 1000,
  ...own,
})

/** The statement of so many lines of 12,000 yen at 3 %. */
export function statementOf(lineCount: number, own: Partial<MerchantStatement> = {}): StatementToWrite {
  const lines = Array.from({ length: lineCount }, (_, at) => paidLine(at + 1))
  return { statement: statementFrom(lines, own), lineCount, lines }
}

/** The statement these lines make. */
export function statementFrom(lines: readonly StatementLine[], own: Partial<MerchantStatement> = {}): MerchantStatement {
  const sum = (of: (line: StatementLine) => number, among = lines) => yen(among.reduce((total, line) => total + of(line), 0))
  const [gross, fees] = [sum(({ amount }) => amount), sum(({ fee }) => fee)]
  const tax = yen(Math.floor(fees / 10))
  const sources = [...Map.groupBy(lines, ({ source }) => source)].map(([source, of]) => ({
    source,
    count: of.length,
    gross: sum(({ amount }) => amount, of),
    fees: sum(({ fee }) => fee, of),
  }))
  return {
    number: 'K7Q2M',
    issuedOn: businessDate('2026-12-01'),
    closingOn: businessDate('2026-11-30'),
    payOn: businessDate('2026-12-18'),
    rendered: { from: businessDate('2026-11-01'), to: businessDate('2026-11-28') },
    issuer: { name: 'みなと銀行 決済代行部', postalAddress: '〒105-0001\n東京都港区虎ノ門一丁目1番1号', tNumber: 'T7000012050002' },
    merchant: {
      name: '株式会社さくら書房',
      registrationNumber: 'K000012',
      postalAddress: '〒101-0051\n東京都千代田区神田神保町一丁目105番地',
    },
    account: {
      bankCode: '0001',
      bankName: 'みずほ銀行',
      branchCode: '001',
      branchName: '東京営業部',
      accountType: '1',
      accountNumber: '7654321',
      holderKana: 'ｶ)ｻｸﾗｼﾖﾎﾞｳ',
    },
    sources,
    gross,
    fees,
    tax,
    offsets: [],
    transferFee: yen(0),
    carriedOver: [],
    net: yen(gross - fees - tax),
    invoice: fees === 0 ? [] : [{ taxClass: 'standard', basisPoints: 1000, base: fees, tax, total: yen(fees + tax) }],
    isDeferred: false,
    ...own,
  }
}
