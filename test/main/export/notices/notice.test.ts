import { describe, expect, it } from 'vitest'
import { mailText, wordOrderNotice } from '../../../../src/main/export/notices/notice'
import type { Means, OrderMaterial } from '../../../../src/main/export/notices/wording'
import { previewNotice } from '../../../../src/main/services/notice-preview'
import { understand } from '../../../../src/main/settlement/replies'
import { businessDate } from '../../../../src/preload/contract/date'
import type { Language } from '../../../../src/preload/contract/merchants'
import { PositiveYen, yen } from '../../../../src/preload/contract/money'
import { NoticeName, type Recipient, told } from '../../../../src/preload/contract/notices'

const TODAY = businessDate('2026-11-20')
const LINK = 'https://pay.example.jp/…'
const languages: Language[] = ['ja', 'en']

interface Kind {
  name: NoticeName
  to: Recipient
  language: Language
}
const kinds: Kind[] = NoticeName.options.flatMap((name) =>
  told[name].flatMap((to) => languages.map((language) => ({ name, to, language }))),
)

function wordsOf(kind: Kind) {
  const wording = previewNotice(kind, TODAY)
  if (!wording) throw new Error(`no words for ${kind.name}`)
  return { ...wording, mail: mailText(wording, kind.language) }
}

describe.each(kinds)('$name to the $to in $language', (kind) => {
  it('says who is written to, of what, and who writes', () => {
    const { subject, mail, addressee } = wordsOf(kind)
    const isOfOrder = !/application|invitation|payout_made/.test(kind.name)
    expect(subject.startsWith('A-1001 ')).toBe(isOfOrder)
    expect(subject).not.toMatch(/[\n\r]/)
    expect(mail.split('\n')[0]).toBe(addressee)
    expect(mail).toContain(kind.language === 'ja' ? '決済代行口' : 'Settlement counter')
    if (isOfOrder) expect(mail).toContain('A-1001')
  })

  it('has every fact in its place, and a link on a line of its own', () => {
    const { mail, parts } = wordsOf(kind)
    expect(mail).not.toMatch(/undefined|null|NaN|\[object/)
    const links = parts.filter((part) => part.kind === 'link')
    for (const { url } of links) expect(mail.split('\n')).toContain(url)
    expect(mail.split('\n').filter((line) => line.includes('https://'))).toHaveLength(links.length)
  })

  it('is written in one language', () => {
    const { mail, parts } = wordsOf(kind)
    const words = parts.flatMap((part) => {
      if (part.kind === 'text') return part.text
      return part.kind === 'facts' ? part.facts.map(([name]) => name) : part.says
    })
    const japanese = /[\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Han}]/u
    for (const each of words) expect(japanese.test(each), each).toBe(kind.language === 'ja')
    expect(mail).not.toContain('!')
    expect(mail).not.toContain('！')
  })
})

describe('what may be written back', () => {
  const cases: [NoticeName, 'payer' | 'merchant', string[]][] = [
    ['receipt_question', 'payer', ['received', 'return_wanted', 'not_arrived']],
    ['receipt_reminder', 'payer', ['received', 'return_wanted', 'not_arrived']],
    ['acceptance_asked', 'merchant', ['accepted', 'refused']],
    ['return_wanted', 'merchant', ['goods_returned']],
  ]
  it.each(cases)('to %s is understood as it is offered', (name, to, said) => {
    for (const language of languages) {
      const lines = wordsOf({ name, to, language }).parts.flatMap((part) => (part.kind === 'answers' ? part.lines : []))
      expect(lines.map((line) => understand(line, to)?.said)).toEqual(said)
    }
  })

  it('is understood no more when all of it comes back quoted: several answers are none', () => {
    for (const [name, to] of cases.slice(0, 3)) {
      for (const language of languages) expect(understand(wordsOf({ name, to, language }).mail, to)).toBeNull()
    }
  })
})

const material: OrderMaterial & Means = {
  event: 'method_chosen',
  merchantName: '株式会社さくら書房',
  orderNumber: 'A-100',
  receivedOn: TODAY,
  goods: '古典文学全集',
  amount: yen(12_000),
  paidAmount: yen(0),
  eventAmount: null,
  method: 'bank_transfer',
  dueOn: businessDate('2026-11-27'),
  payerName: '山田 太郎',
  payerKana: 'ヤマダ タロウ',
  isProtected: true,
  isCapturedAtOnce: false,
  until: null,
  reason: '',
  instruction: {
    method: 'bank_transfer',
    bankCode: '0001',
    bankName: 'みずほ',
    branchCode: '801',
    branchName: '',
    accountType: '1',
    accountNumber: '0000001',
    holderKana: 'ｹﾂｻｲﾀﾞｲｺｳｸﾞﾁ',
    amount: PositiveYen.parse(12_000),
    dueOn: businessDate('2026-11-27'),
  },
  bank: 'みなと銀行',
  isLetter: false,
  link: LINK,
  portal: null,
  isAnswerRead: false,
}
const said = (name: NoticeName, to: Recipient, language: Language, own: Partial<OrderMaterial & Means> = {}) => {
  const wording = wordOrderNotice({ name, to, language }, { ...material, ...own })
  if (!wording) throw new Error(name)
  return { subject: wording.subject, text: mailText(wording, language) }
}

describe('the words themselves', () => {
  it('tell how to transfer: whereto, in which name, until when', () => {
    const { subject, text } = said('instruction', 'payer', 'ja')
    expect(subject).toBe('A-100 お振込みのご案内（株式会社さくら書房）')
    expect(text).toBe(`山田 太郎 様

株式会社さくら書房のご注文につき、次のとおりお振込みをお願いいたします。

ご注文番号：A-100
ご注文先：株式会社さくら書房
ご注文日：2026年11月20日（金）
商品：古典文学全集
金額：12,000円

お振込先銀行：みずほ（0001）
支店：（801）
預金種目：普通
口座番号：0000001
受取人名：ｹﾂｻｲﾀﾞｲｺｳｸﾞﾁ
お振込金額：12,000円
お振込期限：2026年11月27日（金）
お振込依頼人名：ヤマダ タロウ

お振込依頼人名は、上のとおりにご入力ください。口座番号はこのご注文専用です。ほかのお支払いにはお使いになれません。

返金希望を承っています。商品のお受け取りを確認できるまで、代金は当方でお預かりします。

ご案内は次のページでもご覧になれます。お支払い方法の変更もこちらで承ります。
${LINK}

----------------------------------------
みなと銀行
このメールは送信専用です。ご返信いただいても拝見できません。
当方から、暗証番号やカード番号をメールやお電話でお尋ねすることはありません。
`)
  })

  it('say the same in English', () => {
    const { subject, text } = said('instruction', 'payer', 'en')
    expect(subject).toBe('A-100 How to make your transfer (株式会社さくら書房)')
    for (const fact of [
      'Account number: 0000001',
      'Amount to transfer: 12,000 yen',
      'Transfer by: Friday, 27 November 2026',
      'ヤマダ タロウ',
    ]) {
      expect(text).toContain(fact)
    }
  })

  it('name the payer as registered where no kana are known', () => {
    expect(said('instruction', 'payer', 'ja', { payerKana: '' }).text).toContain('お振込依頼人名：山田 太郎')
  })

  it('ask until a day, and say what silence means', () => {
    const { text } = said('receipt_question', 'payer', 'ja', { until: businessDate('2026-12-04'), isAnswerRead: true })
    expect(text).toContain('2026年12月4日（金）までにお知らせください。')
    expect(text).toContain('お受け取りいただいたものとして')
    expect(text).toContain('このメールへのご返信でもお受けします。')
    expect(said('receipt_question', 'payer', 'ja', { isAnswerRead: false }).text).not.toContain('ご返信でも')
  })

  it('tell a payer why the money comes back', () => {
    const reasons = ['goods_returned', 'merchant_silent', 'contest_refunded'].map(
      (event) => said('refund_account', 'payer', 'ja', { event }).text,
    )
    expect(new Set(reasons).size).toBe(3)
    expect(reasons[1]).toContain('期限までに回答がありませんでした')
  })

  it('on paper offer telephone, fax and letter instead of an answer by mail', () => {
    const { text } = said('return_wanted', 'merchant', 'ja', { isLetter: true, isAnswerRead: true })
    expect(text).toContain('お電話、ファクシミリまたは書面')
    expect(text).not.toContain('このメール')
  })

  it('leave out what is not known', () => {
    expect(said('cancelled', 'payer', 'ja', { reason: '' }).text).not.toContain('理由')
    expect(said('choose_method', 'payer', 'ja', { link: null }).text).not.toContain('http')
  })

  it('make one line of a header whatever a shop is called', () => {
    expect(said('paid', 'payer', 'ja', { merchantName: '店\r\nBcc: all@example.jp' }).subject).toBe(
      'A-100 ご入金を確認しました（店 Bcc: all@example.jp）',
    )
  })

  it('are none for whom nobody tells this', () => {
    expect(wordOrderNotice({ name: 'acceptance_asked', to: 'payer', language: 'ja' }, material)).toBeNull()
    expect(wordOrderNotice({ name: 'paid', to: 'applicant', language: 'ja' }, material)).toBeNull()
    expect(previewNotice({ name: 'acceptance_asked', to: 'payer', language: 'ja' }, TODAY)).toBeNull()
  })
})

describe('a slip for a convenience store', () => {
  const slip = (needsStamp: boolean): OrderMaterial & Means => ({
    ...material,
    method: 'convenience_store',
    instruction: {
      method: 'convenience_store',
      agentName: 'みほん収納',
      barcode: '91929023252070000000000000001026112700120004',
      lines: ['(91)929023-2520700000000000000010', '261127-0-012000-4'],
      slipNumber: '0000000000000001-0',
      needsStamp,
      amount: PositiveYen.parse(12_000),
      dueOn: businessDate('2026-11-27'),
    },
  })
  const said = (language: Language, needsStamp = false) => {
    const wording = wordOrderNotice({ name: 'instruction', to: 'payer', language }, { ...slip(needsStamp), link: LINK })
    if (!wording) throw new Error('no words')
    return { subject: wording.subject, mail: mailText(wording, language) }
  }

  it.each([
    ['ja', 'コンビニエンスストアでのお支払いのご案内', '2026年11月27日（金）', '12,000円', '口座番号', '収入印紙'],
    ['en', 'How to pay at a convenience store', 'Friday, 27 November 2026', '12,000 yen', 'Account number', 'revenue stamp'],
  ] as const)('is told in %s by its number, its amount, its last day and where it lies', (language, title, day, amount, account, stamp) => {
    const { subject, mail } = said(language)
    expect(subject).toContain(title)
    for (const part of ['0000000000000001-0', '(91)929023-2520700000000000000010 261127-0-012000-4', day, amount, LINK])
      expect(mail).toContain(part)
    expect(mail).not.toContain(account)
    expect(mail).not.toContain(stamp)
    expect(said(language, true).mail).toContain(stamp)
  })
})

describe('a debit card', () => {
  const told: [NoticeName, Recipient][] = [
    ...(
      ['authorized', 'declined', 'authorization_ending', 'authorization_expired', 'captured', 'capture_failed', 'charged_back'] as const
    ).map((name): [NoticeName, Recipient] => [name, 'merchant']),
    ...(['authorized', 'declined', 'authorization_expired', 'refunded'] as const).map((name): [NoticeName, Recipient] => [name, 'payer']),
  ]
  it.each(told)('is never called a credit card: %s to the %s', (name, to) => {
    for (const isCapturedAtOnce of [false, true]) {
      const own = { method: 'debit' as const, isCapturedAtOnce }
      const [japanese, english] = [said(name, to, 'ja', own), said(name, to, 'en', own)]
      expect(`${japanese.subject}${japanese.text}`).not.toMatch(/クレジット|カード会社|与信|ご請求/)
      expect(`${english.subject}${english.text}`).not.toMatch(/credit|card company|authoris/i)
    }
  })
  it('captured at once, its merchant is not asked to ask for it', () => {
    const asked = (method: 'card' | 'debit', isCapturedAtOnce: boolean) =>
      said('authorized', 'merchant', 'ja', { method, isCapturedAtOnce }).text.includes('売上確定をご依頼ください')
    expect([asked('card', false), asked('debit', false), asked('card', true), asked('debit', true)]).toEqual([true, true, false, false])
  })
  it('given back, its payer reads of a transfer', () => {
    expect(said('refunded', 'payer', 'ja', { method: 'debit' }).text).toContain('お届けの口座へお振り込みしました')
  })
})
