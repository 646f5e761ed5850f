import { addDays, type BusinessDate } from '../../preload/contract/date'
import type { Language } from '../../preload/contract/merchants'
import { PositiveYen, yen } from '../../preload/contract/money'
import { type NoticeName, type Recipient, told } from '../../preload/contract/notices'
import {
  bankName,
  isApplicantNotice,
  isPayoutNotice,
  wordApplicantNotice,
  wordOrderNotice,
  wordPayoutNotice,
} from '../export/notices/notice'
import type { ApplicantMaterial, Means, OrderMaterial, Wording } from '../export/notices/wording'

/* What a notice would say to an invented person about an invented order: for whoever keeps the words. */

interface Invented {
  readonly merchant: string
  readonly payer: string
  readonly goods: string
  readonly reason: string
  readonly bank: string
  readonly branch: string
}

const invented: Record<Language, Invented> = {
  ja: {
    merchant: '株式会社みほん商店',
    payer: '見本 太郎',
    goods: 'りんごジュース 12本',
    reason: '（理由）',
    bank: 'みほん銀行',
    branch: '振込専用支店',
  },
  en: {
    merchant: 'Mihon Shoten K.K.',
    payer: 'Taro Mihon',
    goods: 'Apple juice, 12 bottles',
    reason: '(the reason)',
    bank: 'Mihon Bank',
    branch: 'transfer branch',
  },
}

const AMOUNT = yen(12_000)
const DAYS = 7
/** After which event it is told, where its words depend on it. */
const events: Partial<Record<NoticeName, string>> = {
  released: 'receipt_confirmed',
  refund_account: 'goods_returned',
  refunded: 'refund_seen_in_full',
}
const paid: Partial<Record<NoticeName, typeof AMOUNT>> = { partly_paid: yen(5_000), payment_undone: yen(0), preliminary_withdrawn: yen(0) }

/** The words with invented facts; null where nobody is told this. */
export function previewNotice(
  { name, to, language }: { name: NoticeName; to: Recipient; language: Language },
  today: BusinessDate,
): Wording | null {
  const recipients: readonly Recipient[] = told[name]
  if (!recipients.includes(to)) return null
  const { merchant, reason } = invented[language]
  const means: Means = {
    bank: bankName('', language),
    isLetter: false,
    link: 'https://pay.example.jp/…',
    portal: 'https://pay.example.jp/portal',
    isAnswerRead: true,
  }
  if (isPayoutNotice(name)) {
    const figures = { net: yen(11_604), gross: AMOUNT, orders: 1 }
    const payout = { merchantName: merchant, registrationNumber: 'K000001', number: 'P20261130-1-K000001', ...figures }
    return wordPayoutNotice({ name, language }, { ...payout, closingOn: today, paidOn: addDays(today, DAYS), ...means })
  }
  if (!isApplicantNotice(name)) return wordOrderNotice({ name, to, language }, { ...orderMaterial(name, language, today), ...means })
  const applicant: ApplicantMaterial = { name: merchant, registrationNumber: 'K000001', reason, until: addDays(today, DAYS) }
  return wordApplicantNotice({ name, language }, { ...applicant, ...means })
}

function orderMaterial(name: NoticeName, language: Language, today: BusinessDate): OrderMaterial {
  const { merchant, payer, goods, reason, bank, branch } = invented[language]
  const dueOn = addDays(today, DAYS)
  return {
    event: events[name] ?? 'return_wanted',
    merchantName: merchant,
    orderNumber: 'A-1001',
    receivedOn: today,
    goods,
    amount: AMOUNT,
    paidAmount: paid[name] ?? AMOUNT,
    eventAmount: null,
    method: 'bank_transfer',
    dueOn,
    payerName: payer,
    payerKana: 'ミホン タロウ',
    isProtected: true,
    isCapturedAtOnce: false,
    until: dueOn,
    reason,
    instruction: {
      method: 'bank_transfer',
      bankCode: '0000',
      bankName: bank,
      branchCode: '801',
      branchName: branch,
      accountType: '1',
      accountNumber: '0000001',
      holderKana: 'ｹﾂｻｲﾀﾞｲｺｳｸﾞﾁ',
      amount: PositiveYen.parse(AMOUNT - (paid[name] ?? 0)),
      dueOn,
    },
  }
}
