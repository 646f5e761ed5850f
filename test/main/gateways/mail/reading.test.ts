import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readMail } from '../../../../src/main/gateways/mail/reading'

const ARRIVAL = { place: '7.12@mail.example.jp', receivedAt: Date.parse('2026-11-20T10:32:00+09:00') }

const read = (...lines: string[]) => readMail(Buffer.from(lines.join('\r\n')), ARRIVAL)
const HEAD = ['From: "山田" <Taro@Example.com>', 'To: reply+1-pabc@example.jp', 'Subject: Re: A-100', 'Message-ID: <m1@example.com>']

describe('a mail that came in', () => {
  it('tells who wrote it, to which addresses, and its own words', async () => {
    expect(
      await read(...HEAD, 'Cc: Other <b@example.jp>', 'Delivered-To: reply+1-pabc@example.jp', '', '届きました', '', '> 届いていません'),
    ).toEqual({
      messageId: '<m1@example.com>',
      receivedAt: ARRIVAL.receivedAt,
      sender: 'taro@example.com',
      recipients: ['reply+1-pabc@example.jp', 'b@example.jp'],
      subject: 'Re: A-100',
      text: '届きました',
      isAutomatic: false,
      bounce: null,
    })
  })

  it.each([
    ['ISO-2022-JP', ['Content-Type: text/plain; charset=ISO-2022-JP', ''], Buffer.from('\x1b$BFO$-$^$7$?\x1b(B', 'latin1')],
    ['base64', ['Content-Type: text/plain; charset=UTF-8', 'Content-Transfer-Encoding: base64', ''], Buffer.from('5bGK44GN44G+44GX44Gf')],
    ['HTML alone', ['Content-Type: text/html; charset=UTF-8', ''], Buffer.from('<p>届きました</p><blockquote>届いていません</blockquote>')],
  ])('is read in %s', async (_how, head, body) => {
    const bytes = Buffer.concat([Buffer.from([...HEAD, ...head, ''].join('\r\n')), body])
    expect((await readMail(bytes, ARRIVAL)).text).toBe('届きました')
  })

  it('leaves attachments where they are', async () => {
    const mail = await read(
      ...HEAD,
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      'Content-Type: text/plain; charset=utf-8',
      '',
      '届きました',
      '--b',
      'Content-Type: application/pdf; name=a.pdf',
      'Content-Disposition: attachment; filename=a.pdf',
      '',
      '%PDF 届いていません',
      '--b--',
    )
    expect(mail.text).toBe('届きました')
    expect(JSON.stringify(mail)).not.toContain('PDF')
  })

  it('without a Message-ID is named by its place', async () => {
    expect((await read('From: a@example.com', '', 'x')).messageId).toBe('<7.12@mail.example.jp>')
  })

  it('of any length is kept short, and its lines are lines', async () => {
    const mail = await read('From: a@example.com', `Subject: ${'長'.repeat(1000)}`, '', 'x'.repeat(50_000))
    expect(mail.text).toHaveLength(10_000)
    expect(mail.subject.length).toBeLessThanOrEqual(300)
    expect((await read('From: a@example.com', 'Subject: =?utf-8?Q?a=0D=0ABcc:_b?=', '', '')).subject).toBe('a Bcc: b')
  })

  it.each([
    ['one long word', 'x'.repeat(200_000)],
    ['many signs of addresses', '@x'.repeat(100_000)],
    ['words as long as part of an address may be', `${'x'.repeat(63)} `.repeat(3_000)],
  ])('is read at once although a header is %s', async (_what, value) => {
    const began = performance.now()
    const mail = await read('From: a@example.com', `Delivered-To: ${value}`, `Cc: b@example.jp, ${value}`, '', '届きました')
    expect(performance.now() - began).toBeLessThan(1_500)
    expect(mail).toMatchObject({ sender: 'a@example.com', text: '届きました' })
    expect(mail.recipients).toContain('b@example.jp')
  })

  it('never fails, whatever bytes came', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
        const mail = await readMail(Buffer.from(bytes), ARRIVAL)
        expect(mail.messageId).toMatch(/^<?.+>?$/)
      }),
      { numRuns: 200 },
    )
  })
})

describe('what a program wrote', () => {
  it.each([
    ['an absence notice', ['Auto-Submitted: auto-replied']],
    ['a list', ['List-Id: <shop.example.com>']],
    ['bulk', ['Precedence: bulk']],
    ['an older absence notice', ['X-Autoreply: yes']],
    ['no way back', ['Return-Path: <>']],
    ['by its subject', ['Subject: 自動返信: A-100']],
    ['by its subject in English', ['Subject: Out of office: A-100']],
  ])('%s', async (_what, head) => {
    expect((await read('From: a@example.com', ...head, '', '届きました')).isAutomatic).toBe(true)
  })

  it.each([
    ['a person', []],
    ['a person, said so', ['Auto-Submitted: no']],
    ['a person with a way back', ['Return-Path: <a@example.com>']],
  ])('and not %s', async (_what, head) => {
    expect((await read('From: a@example.com', ...head, '', '届きました')).isAutomatic).toBe(false)
  })

  it('a mail server', async () => {
    expect((await read('From: MAILER-DAEMON@example.com', '', 'x')).isAutomatic).toBe(true)
  })
})

const report = (action: string, original = 'message/rfc822') => [
  'From: Mail Delivery System <MAILER-DAEMON@mx.example.com>',
  'Return-Path: <>',
  'To: reply+1-pabc@example.jp',
  'Message-ID: <bounce@mx.example.com>',
  'Subject: Undelivered Mail Returned to Sender',
  'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
  '',
  '--b',
  'Content-Type: text/plain; charset=us-ascii',
  '',
  'I am sorry to have to inform you',
  '--b',
  'Content-Type: message/delivery-status',
  '',
  'Reporting-MTA: dns; mx.example.com',
  '',
  'Final-Recipient: rfc822; taro@example.com',
  `Action: ${action}`,
  'Status: 5.1.1',
  'Diagnostic-Code: smtp; 550 5.1.1 <taro@example.com>:',
  '    Recipient address rejected: User unknown',
  '',
  '--b',
  `Content-Type: ${original}`,
  '',
  'From: bank@example.jp',
  'Message-ID: <abc.0123@example.jp>',
  'Subject: A-100',
  '',
  'text',
  '--b--',
]

describe('a mail server’s word that a mail failed', () => {
  it.each(['message/rfc822', 'text/rfc822-headers'])('names the mail and why (%s)', async (original) => {
    expect((await read(...report('failed', original))).bounce).toEqual({
      messageId: '<abc.0123@example.jp>',
      reason: '5.1.1 550 5.1.1 <taro@example.com>: Recipient address rejected: User unknown',
    })
  })

  it.each(['delayed', 'delivered', 'relayed'])('is none while it is only %s', async (action) => {
    expect((await read(...report(action))).bounce).toBeNull()
  })

  it('is none where it names no mail', async () => {
    expect((await read(...report('failed').filter((line) => !line.includes('abc.0123')))).bounce).toBeNull()
  })
})
