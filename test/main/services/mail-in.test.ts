import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { imap } from '../../../src/main/gateways/mail/imap'
import { smtp } from '../../../src/main/gateways/mail/smtp'
import type { IncomingMail } from '../../../src/main/gateways/post'
import { mailboxPosition, recordGatewayTry } from '../../../src/main/ledger/gateways'
import type { Answerer } from '../../../src/main/services/links'
import { type MailInDeps, readMails, takeMail, testMailbox } from '../../../src/main/services/mail-in'
import { sendMails } from '../../../src/main/services/mail-out'
import { Instant } from '../../../src/preload/contract/date'
import { NoticeId, OrderId } from '../../../src/preload/contract/ids'
import type { Tracks } from '../../../src/preload/contract/orders'
import { auditOf } from '../../support/desk'
import { dovecot, MAILBOX_PASSWORD, openMailbox, type TestMailbox } from '../../support/dovecot'
import { writing } from '../../support/ledger'
import { mailOutTo, openMailServer } from '../../support/mail-server'
import { MERCHANT_MAIL, openPost, PAYER_MAIL, type TestPost } from '../../support/post'

let post: TestPost
let deps: MailInDeps
beforeEach(async () => {
  post = await openPost()
  deps = { ...post, mailbox: imap }
})
afterEach(() => post.cleanup())

/** An order that is paid and protected: its payer is asked whether the goods came. */
async function asked(): Promise<OrderId> {
  const id = await post.order({ tracks: { protection: 'wished' } })
  await post.pay()
  return id
}

let mails = 0

/** A mail as the mailbox hands it over, an answer to what was asked of this order. */
function answer(orderId: OrderId, to: Answerer, own: Partial<IncomingMail> = {}): IncomingMail {
  mails += 1
  return {
    messageId: `<m${mails}@example.com>`,
    receivedAt: Instant.parse(post.clock.now()),
    sender: to === 'payer' ? PAYER_MAIL : MERCHANT_MAIL,
    recipients: [`answers+${post.links.replyTag(orderId, to)}@example.jp`],
    subject: 'Re: A-1',
    text: '届きました',
    isAutomatic: false,
    bounce: null,
    ...own,
  }
}

const kept = () =>
  post.ledger.source
    .prepare<[], { state: string; understood: string | null; orderId: number | null; text: string }>(
      'select state, understood, order_id as orderId, text from incoming_mails order by id',
    )
    .all()
const protectionOf = (id: OrderId) =>
  post.ledger.source.prepare<[number], string>("select acceptance || ' ' || protection from orders where id = ?").pluck().get(id)
const steps = (id: OrderId) =>
  post.ledger.source
    .prepare<[number], string>(
      "select kind || ' ' || actor || ' ' || coalesce(detail ->> 'source', '') from order_events where order_id = ? and kind <> 'registered' order by id",
    )
    .pluck()
    .all(id)

describe('an answer by mail', () => {
  const answered: [who: Answerer, text: string, before: Partial<Tracks> | null, after: string, step: string][] = [
    ['payer', '届きました', null, 'none received', 'receipt_confirmed payer:'],
    ['payer', '返品希望：サイズ違い', null, 'none return_wanted', 'return_wanted payer:'],
    ['payer', 'It has not arrived yet.', null, 'none not_arrived', 'not_arrived payer:'],
    ['merchant', '受注します', { acceptance: 'awaiting' }, 'accepted none', 'accepted merchant:'],
    ['merchant', '受注できません：在庫切れ', { acceptance: 'awaiting' }, 'refused none', 'acceptance_refused merchant:'],
    ['merchant', 'The goods are back', { payment: 'paid', protection: 'return_wanted' }, 'none refund_due', 'goods_returned merchant:'],
  ]
  it.each(answered)('of the %s: %s', async (who, text, before, after, step) => {
    const id = before ? await post.order({ tracks: before }) : await asked()
    await takeMail(deps, answer(id, who, { text }))
    expect(protectionOf(id)).toBe(after)
    expect(steps(id).find((each) => each.endsWith(' mail'))).toMatch(new RegExp(`^${step}\\S+ mail$`))
    expect(kept()).toMatchObject([{ state: 'understood', orderId: id, text }])
    expect(auditOf(post, 'orders')).toHaveLength(1)
    expect(auditOf(post, 'notices')).toEqual([expect.stringContaining('mail_understood')])
  })

  it('keeps the payer’s reason', async () => {
    const id = await asked()
    await takeMail(deps, answer(id, 'payer', { text: '返品希望：サイズ違い' }))
    const facts = post.notices().find(({ name }) => name === 'return_wanted')?.facts ?? '{}'
    expect(JSON.parse(facts)).toMatchObject({ detail: { reason: '返品希望：サイズ違い', source: 'mail' } })
  })

  it('that comes twice is taken once', async () => {
    const id = await asked()
    const mail = answer(id, 'payer')
    await takeMail(deps, mail)
    await takeMail(deps, mail)
    expect(kept()).toHaveLength(1)
    expect(steps(id).filter((each) => each.endsWith(' mail'))).toHaveLength(1)
  })

  it('is tied to its order whatever the case of its address, and wherever among its recipients that stands', async () => {
    const id = await asked()
    const [tagged = ''] = answer(id, 'payer').recipients
    await takeMail(
      deps,
      answer(id, 'payer', { recipients: ['friend@example.com', tagged.toUpperCase().replace('EXAMPLE.JP', 'example.jp')] }),
    )
    expect(protectionOf(id)).toBe('none received')
  })

  const forPeople: [string, (id: OrderId, other: OrderId) => Partial<IncomingMail>][] = [
    ['in words that leave a doubt', () => ({ text: '届きましたが壊れています' })],
    ['of nobody who was written to', () => ({ sender: 'somebody@example.com' })],
    ['of the merchant at the payer’s address', () => ({ sender: MERCHANT_MAIL })],
    [
      'of the payer at the merchant’s address',
      (id) => ({ recipients: [`a+${post.links.replyTag(id, 'merchant')}@example.jp`], text: 'The goods are back' }),
    ],
    ['written by a program', () => ({ isAutomatic: true })],
    ['to an address that was made up', () => ({ recipients: ['answers+1abc-p00000000000000000000@example.jp'] })],
    ['to no such address', () => ({ recipients: ['answers@example.jp'] })],
    [
      'to two orders at once',
      (id, other) => ({ recipients: [id, other].map((each) => `a+${post.links.replyTag(each, 'payer')}@example.jp`) }),
    ],
    ['that says nothing', () => ({ text: '' })],
  ]
  it.each(forPeople)('%s waits for a person', async (_what, own) => {
    const [id, other] = [await post.order({ tracks: { protection: 'wished' } }), await post.order({ tracks: { protection: 'wished' } })]
    await post.pay()
    await takeMail(deps, answer(id, 'payer', own(id, other)))
    expect(kept()).toMatchObject([{ state: 'waiting', understood: null }])
    expect([protectionOf(id), protectionOf(other)]).toEqual(['none open', 'none open'])
    expect(auditOf(post, 'notices')).toEqual(['system mail_waits'])
  })

  it('that the order no longer allows waits for a person, tied to its order', async () => {
    const id = await post.order({ tracks: { payment: 'paid', protection: 'lapsed' } })
    await takeMail(deps, answer(id, 'payer'))
    expect(kept()).toMatchObject([{ state: 'waiting', understood: null, orderId: id }])
    expect(steps(id)).toEqual([])
  })

  it.each([
    ['on the last day is in time, though it is read after it', 0, 'none received', 'understood'],
    ['a day late waits for a person, though nothing has come of the day yet', 1, 'none open', 'waiting'],
  ])('that came %s', async (_when, late, protection, state) => {
    const id = await asked()
    const lastDay = post.clock.now() + 14 * 86_400_000
    post.clock.advance(15 * 86_400_000)
    await takeMail(deps, answer(id, 'payer', { receivedAt: Instant.parse(lastDay + late * 86_400_000) }))
    expect(protectionOf(id)).toBe(protection)
    expect(kept()).toMatchObject([{ state, orderId: id }])
  })

  it('is kept without the card number it holds', async () => {
    const id = await asked()
    await takeMail(
      deps,
      answer(id, 'payer', { subject: '4111 1111 1111 1111', text: '返品希望：カード 4111-1111-1111-1111 へ返してください' }),
    )
    const everything = JSON.stringify(
      ['incoming_mails', 'order_events', 'notices', 'audit_records'].map((table) =>
        post.ledger.source.prepare(`select * from ${table}`).all(),
      ),
    )
    expect(everything).not.toMatch(/4111.{0,3}1111/)
    expect(protectionOf(id)).toBe('none return_wanted')
  })
})

describe('a mail server’s word that a notice could not be delivered', () => {
  async function delivered(): Promise<{ id: NoticeId; messageId: string }> {
    const server = await openMailServer()
    await post.step(await post.order(), 'cancelled')
    await sendMails({ ...post.words, ...post, mailServer: smtp, chance: () => 0.5 }, mailOutTo(server), null, new AbortController().signal)
    await server.close()
    return { id: NoticeId.parse(post.notices()[1]?.id), messageId: server.mails[1]?.messageId ?? '' }
  }
  const bounce = (messageId: string) =>
    answer(OrderId.parse(1), 'payer', {
      sender: '',
      recipients: [],
      isAutomatic: true,
      bounce: { messageId, reason: '5.1.1 550 unknown user' },
    })

  it('makes it dead, with the reason', async () => {
    const { messageId } = await delivered()
    await takeMail(deps, bounce(messageId))
    expect(post.notices()[1]).toMatchObject({ state: 'dead', lastError: '5.1.1 550 unknown user' })
    expect(post.notices()[0]).toMatchObject({ state: 'delivered' })
    expect(kept()).toMatchObject([{ state: 'understood', understood: 'bounce' }])
    expect(auditOf(post, 'notices')).toEqual(['system delivered', 'system delivered', 'system dead', 'system mail_understood'])
  })

  it('says nothing of a notice that is on its way to another address by now', async () => {
    const { messageId, id } = await delivered()
    await takeMail(deps, bounce(messageId))
    await writing(post.ledger, (writer) =>
      writer.db.updateTable('notices').set({ state: 'waiting', address: 'new@example.com' }).where('id', '=', id).execute(),
    )
    await takeMail(deps, bounce(messageId))
    expect(post.notices()[1]).toMatchObject({ state: 'waiting' })
  })

  it('of a mail that is none of ours is for a person', async () => {
    await delivered()
    await takeMail(deps, bounce('<1.00000000000000000000@example.jp>'))
    expect(post.notices().map(({ state }) => state)).toEqual(['delivered', 'delivered'])
    expect(kept()).toMatchObject([{ state: 'waiting' }])
  })
})

describe.skipIf(dovecot === null)('with a real mailbox', () => {
  let box: TestMailbox
  beforeAll(async () => {
    box = await openMailbox()
  })
  afterAll(() => box?.close())

  const read = () => readMails(deps, box.settings(), MAILBOX_PASSWORD, new AbortController().signal)

  it('an answer to a notice does what it says, once, whoever else reads the mailbox', async () => {
    await writing(post.ledger, (writer) => recordGatewayTry(writer, 'mail_in', null))
    const server = await openMailServer()
    const id = await asked()
    await sendMails(
      { ...post.words, ...post, mailServer: smtp, chance: () => 0.5 },
      mailOutTo(server, { replyTo: 'answers@example.jp' }),
      null,
      new AbortController().signal,
    )
    await server.close()
    const question = server.mails.find(({ subject }) => subject.includes('お受け取りの確認'))
    const quoted = (question?.text ?? '').split('\n').map((line) => `> ${line}`)
    await box.deliver(
      [
        `From: 山田 <${PAYER_MAIL.toUpperCase()}>`,
        `To: ${question?.replyTo}`,
        'Message-ID: <answer@example.com>',
        `Subject: Re: ${question?.subject}`,
        'Content-Type: text/plain; charset=utf-8',
        '',
        '届きました。ありがとうございました。',
        '',
        `2026年11月20日(金) 10:32 みなと銀行 <bank@example.jp>:`,
        ...quoted,
      ].join('\n'),
    )
    expect(await read()).toBe(true)
    expect(protectionOf(id)).toBe('none received')
    expect(kept()).toMatchObject([{ state: 'understood', understood: 'received', text: '届きました。ありがとうございました。' }])
    expect(await mailboxPosition(post.ledger.reader)).toMatchObject({ uid: 1 })
    expect(await box.unread()).toBe(0)
    await read()
    expect(kept()).toHaveLength(1)
    expect(await testMailbox(imap, box.settings(), MAILBOX_PASSWORD)).toBe('INBOX: 1 (0 unread)')
  })

  it('a mail server’s word makes the notice dead', async () => {
    await writing(post.ledger, (writer) => recordGatewayTry(writer, 'mail_in', null))
    await box.recreate()
    const server = await openMailServer()
    await post.step(await post.order(), 'cancelled')
    await sendMails({ ...post.words, ...post, mailServer: smtp, chance: () => 0.5 }, mailOutTo(server), null, new AbortController().signal)
    await server.close()
    await box.deliver(`From: MAILER-DAEMON@mx.example.com
To: bank@example.jp
Message-ID: <dsn@mx.example.com>
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

I am sorry.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com

Final-Recipient: rfc822; ${PAYER_MAIL}
Action: failed
Status: 5.2.2
Diagnostic-Code: smtp; 552 mailbox full

--b
Content-Type: text/rfc822-headers

Message-ID: ${server.mails[1]?.messageId}
Subject: A-1

--b--
`)
    await read()
    expect(post.notices().map(({ state, lastError }) => [state, lastError])).toEqual([
      ['delivered', null],
      ['dead', '5.2.2 552 mailbox full'],
    ])
  })
})
