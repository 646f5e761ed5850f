import type { Language } from '../../../preload/contract/merchants'
import type { NoticeName, Recipient } from '../../../preload/contract/notices'
import { applicantEn } from './en-applicant'
import { debitCardToMerchantEn, debitCardToPayerEn } from './en-debit-card'
import { merchantEn } from './en-merchant'
import { payerEn } from './en-payer'
import { payoutEn } from './en-payout'
import { applicantJa } from './ja-applicant'
import { debitCardToMerchantJa, debitCardToPayerJa } from './ja-debit-card'
import { merchantJa } from './ja-merchant'
import { payerJa } from './ja-payer'
import { payoutJa } from './ja-payout'
import {
  type ApplicantMaterial,
  type ApplicantNoticeName,
  type Means,
  type OrderMaterial,
  oneLine,
  type Part,
  type PayoutMaterial,
  type PayoutNoticeName,
  type Saying,
  type Wording,
} from './wording'

/* Finds the saying of a notice and puts around it what stands in every one: to whom, from whom. */

type Sayings<M> = Readonly<Partial<Record<string, Saying<M>>>>

interface Words {
  readonly payer: Sayings<OrderMaterial>
  readonly merchant: Sayings<OrderMaterial>
  /** What of it is told otherwise where a debit card pays. */
  readonly debitCard: { readonly payer: Sayings<OrderMaterial>; readonly merchant: Sayings<OrderMaterial> }
  readonly applicant: Sayings<ApplicantMaterial>
  readonly payout: Sayings<PayoutMaterial>
  to(name: string, who: 'person' | 'company'): string
  foot(means: Means): string[]
  readonly defaultBank: string
}

const words: Record<Language, Words> = {
  ja: {
    payer: payerJa,
    merchant: merchantJa,
    debitCard: { payer: debitCardToPayerJa, merchant: debitCardToMerchantJa },
    applicant: applicantJa,
    payout: payoutJa,
    to: (name, who) => `${name} ${who === 'person' ? '様' : '御中'}`,
    foot: ({ bank, isLetter, isAnswerRead }) => [
      bank,
      ...(isLetter
        ? []
        : [isAnswerRead ? 'このメールへのご返信は、担当者が拝見します。' : 'このメールは送信専用です。ご返信いただいても拝見できません。']),
      '当方から、暗証番号やカード番号をメールやお電話でお尋ねすることはありません。',
    ],
    defaultBank: '決済代行口',
  },
  en: {
    payer: payerEn,
    merchant: merchantEn,
    debitCard: { payer: debitCardToPayerEn, merchant: debitCardToMerchantEn },
    applicant: applicantEn,
    payout: payoutEn,
    to: (name, who) => (who === 'person' ? `Dear ${name},` : `To ${name}`),
    foot: ({ bank, isLetter, isAnswerRead }) => [
      bank,
      ...(isLetter
        ? []
        : [isAnswerRead ? 'Answers to this mail are read by our staff.' : 'This address only sends; answers to this mail are not read.']),
      'We never ask for a password or a card number by mail or telephone.',
    ],
    defaultBank: 'Settlement counter',
  },
}

const APPLICANT_NAMES: ReadonlySet<string> = new Set<ApplicantNoticeName>([
  'application_received',
  'application_declined',
  'portal_invitation',
])

/** Whether this is told of an application, and not of an order. */
export function isApplicantNotice(name: NoticeName): name is ApplicantNoticeName {
  return APPLICANT_NAMES.has(name)
}

/** Whether this is told of a payout, and not of an order. */
export const isPayoutNotice = (name: NoticeName): name is PayoutNoticeName => name === 'payout_made'

/** A notice of a payout in words; null where nobody is told this. */
export function wordPayoutNotice(
  { name, language }: { name: NoticeName; language: Language },
  material: PayoutMaterial & Means,
): Wording | null {
  const found = words[language]
  const saying = found.payout[name]
  return saying ? worded(saying(material), found.to(material.merchantName, 'company'), found.foot(material)) : null
}

/** The name a notice is signed with where nobody has settled one. */
export const bankName = (settled: string, language: Language): string => (settled === '' ? words[language].defaultBank : settled)

/** A notice of an order in words; null where nobody is told this. */
export function wordOrderNotice(
  { name, to, language }: { name: NoticeName; to: Recipient; language: Language },
  material: OrderMaterial & Means,
): Wording | null {
  const found = words[language]
  if (to === 'applicant') return null
  const saying = (material.method === 'debit' ? found.debitCard[to][name] : undefined) ?? found[to][name]
  if (!saying) return null
  const addressee = to === 'payer' ? found.to(material.payerName, 'person') : found.to(material.merchantName, 'company')
  return worded(saying(material), addressee, found.foot(material))
}

/** A notice of an application in words; null where nobody is told this. */
export function wordApplicantNotice(
  { name, language }: { name: NoticeName; language: Language },
  material: ApplicantMaterial & Means,
): Wording | null {
  const found = words[language]
  const saying = found.applicant[name]
  return saying ? worded(saying(material), found.to(material.name, 'company'), found.foot(material)) : null
}

function worded({ subject, parts }: ReturnType<Saying<unknown>>, addressee: string, foot: string[]): Wording {
  return { subject: oneLine(subject), addressee, parts: parts.filter((part) => part.kind !== 'facts' || part.facts.length > 0), foot }
}

const RULE = '----------------------------------------'

/** A notice as the text of a mail: short lines, a link on a line of its own. */
export function mailText({ addressee, parts, foot }: Wording, language: Language): string {
  return `${[addressee, ...parts.map((part) => partText(part, language)), [RULE, ...foot].join('\n')].join('\n\n')}\n`
}

function partText(part: Part, language: Language): string {
  switch (part.kind) {
    case 'text':
      return part.text
    case 'facts':
      return part.facts.map(([name, value]) => `${name}${language === 'ja' ? '：' : ': '}${oneLine(value)}`).join('\n')
    case 'link':
      return `${part.says}\n${part.url}`
    case 'answers':
      return [part.says, ...part.lines.map((line) => `  ${line}`)].join('\n')
  }
}
