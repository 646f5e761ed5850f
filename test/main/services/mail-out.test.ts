import { readdirSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { smtp } from '../../../src/main/gateways/mail/smtp'
import { merchantById } from '../../../src/main/ledger/merchants'
import { beginSending, insertNotices, sendAgain } from '../../../src/main/ledger/notices'
import { type MailOutDeps, sendMails, testMailServer } from '../../../src/main/services/mail-out'
import { noticeHandlers } from '../../../src/main/services/notices'
import { invite } from '../../../src/main/services/portal-invitations'
import { offeredSlips, storeTerms } from '../../../src/main/services/slip-terms'
import { issueSlips } from '../../../src/main/services/slips'
import { businessDate, Instant } from '../../../src/preload/contract/date'
import type { SettingsOf } from '../../../src/preload/contract/gateways'
import { NoticeId } from '../../../src/preload/contract/ids'
import { yen } from '../../../src/preload/contract/money'
import { auditOf, OPERATOR, refusalOf } from '../../support/desk'
import { valueIn, writing } from '../../support/ledger'
import { mailOutTo, openMailServer, type TestMailServer } from '../../support/mail-server'
import { settleCollector } from '../../support/notices'
import { textsOf } from '../../support/pdf-text'
import { MERCHANT_MAIL, openPost, PAYER_MAIL, type TestPost } from '../../support/post'

/** A busy machine may take its time. */
const SOON = { timeout: 15_000 }

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

let post: TestPost
let server: TestMailServer
let settings: SettingsOf<'mail_out'>
let deps: MailOutDeps
beforeEach(async () => {
  post = await openPost()
  server = await openMailServer()
  settings = mailOutTo(server)
  deps = { ...post.words, ...post, mailServer: smtp, chance: () => 0.5 }
})
afterEach(async () => {
  await server.close()
  await post.cleanup()
})

const send = (own: Partial<SettingsOf<'mail_out'>> = {}, stopping = new AbortController().signal) =>
  sendMails(deps, { ...settings, ...own }, null, stopping)
const states = () => post.notices().map(({ state }) => state)
const tries = () => post.ledger.source.prepare<[], string>("select outcome || ' ' || detail from notice_tries order by id").pluck().all()
const idAt = (at: number) => NoticeId.parse(post.notices()[at]?.id)

describe('mails', () => {
  it('go to whom they are for, each once, with the order number first', async () => {
    await post.step(await post.order(), 'cancelled')
    expect(await send()).toBe(true)
    expect(server.mails.map(({ to, subject }) => [to[0], subject])).toEqual([
      [MERCHANT_MAIL, 'A-1 注文取消のお知らせ'],
      [PAYER_MAIL, 'A-1 ご注文の取消のお知らせ（株式会社さくら書房）'],
    ])
    expect(states()).toEqual(['delivered', 'delivered'])
    expect(await send()).toBe(false)
    expect(server.mails).toHaveLength(2)
    expect(auditOf(post, 'notices')).toEqual(['system delivered', 'system delivered'])
  })

  it('that tell of a slip or a postal form bring it along as a PDF; those that tell of a transfer bring nothing', async () => {
    const atStore = await post.order({ method: 'convenience_store', instruction: null })
    await writing(post.ledger, async (writer) => {
      const terms = storeTerms({ party: 'store_agent', numbering: { makerCode: '929023', companyCode: '25207' } })
      await issueSlips(writer, terms, [{ orderId: atStore, amount: yen(12_000), dueOn: businessDate('2026-11-27') }])
    })
    await settleCollector(post.ledger, 'postal')
    const byForm = await post.order({ method: 'postal', instruction: null })
    await writing(post.ledger, async (writer) => {
      const terms = (await offeredSlips(writer)).get('postal')
      if (!terms) throw new Error('no postal transfer')
      await issueSlips(writer, terms, [{ orderId: byForm, amount: yen(12_000), dueOn: businessDate('2026-11-27') }])
    })
    for (const id of [atStore, byForm, await post.order()]) await post.step(id, 'method_chosen')
    await send()
    const told = server.mails.filter(({ to }) => to[0] === PAYER_MAIL)
    expect(
      told.map(({ subject, attachments }) => [subject.split(' ')[0], attachments.map(({ fileName, type }) => `${fileName} ${type}`)]),
    ).toEqual([
      ['A-1', ['slip-A-1.pdf application/pdf']],
      ['A-2', ['postal-A-2.pdf application/pdf']],
      ['A-3', []],
    ])
    expect(textsOf(told[1]?.attachments[0]?.bytes ?? Buffer.alloc(0)).join('')).toContain('整理番号 10000000016')
    expect(textsOf(told[0]?.attachments[0]?.bytes ?? Buffer.alloc(0)).join('')).toContain('(91)929023-2520700000000000000010')
    expect(told[0]?.text).toContain('0000000000000001-0')
    expect(readdirSync(post.dir).filter((name) => !name.startsWith('ledger'))).toEqual([])
  })

  it('of which nothing is due open no connection', async () => {
    expect(await send()).toBe(false)
    expect(server.connections).toBe(0)
  })

  it('can be answered where answers are read, payer and merchant each at an address of their own', async () => {
    await post.step(await post.order(), 'cancelled')
    await send({ replyTo: 'answers@example.jp' })
    const tags = server.mails.map(({ replyTo }) => /^answers\+([^@]+)@example\.jp$/.exec(replyTo)?.[1] ?? '')
    expect(tags.map((tag) => post.links.readTag(tag)?.to)).toEqual(['merchant', 'payer'])
    expect(server.mails.map(({ from, replyTo }) => from === replyTo)).toEqual([true, true])
    expect(server.mails[1]?.text).toContain('担当者が拝見します')
  })

  it('hold a link that opens for its purpose until some days after the day it serves', async () => {
    const id = await post.order({ tracks: { payment: 'paid', protection: 'open' } })
    await post.step(id, 'not_arrived', { reason: '届きません' })
    await send()
    const [, token = ''] = /\/return\/(\S+)/.exec(server.mails[0]?.text ?? '') ?? []
    expect(post.links.open(token, 'return')).toEqual({ ok: true, value: id })
    expect(token).toContain('.20261227.')
    expect(post.links.open(token, 'receipt').ok).toBe(false)
  })

  it('tell the account to pay to as it stands when they are sent', async () => {
    await post.step(await post.order(), 'method_chosen')
    await send()
    const text = server.mails.find(({ to }) => to[0] === PAYER_MAIL)?.text
    for (const part of [
      'みずほ（0001）',
      '（801）',
      '口座番号：0000001',
      'お振込依頼人名：ヤマダ タロウ',
      '12,000円',
      '2026年11月27日（金）',
      '/pay/',
    ]) {
      expect(text).toContain(part)
    }
  })

  it('that have lost their point before they could be sent are withdrawn, and those that tell what happened are not', async () => {
    const id = await post.order()
    await post.step(id, 'method_chosen')
    await post.step(id, 'cancelled')
    await send()
    expect(post.notices().map(({ name, recipient, state, lastError }) => [recipient, name, state, lastError])).toEqual([
      ['payer', 'instruction', 'withdrawn', 'the order has moved on'],
      ['merchant', 'method_chosen', 'delivered', null],
      ['merchant', 'cancelled', 'delivered', null],
      ['payer', 'cancelled', 'delivered', null],
    ])
  })

  it('that ask for what needs a link wait until there is one, unless they can be answered by mail', async () => {
    post.address = null
    const id = await post.order({ tracks: { payment: 'paid', protection: 'open' } })
    await post.step(id, 'not_arrived')
    await send()
    expect(post.notices().map(({ name, state, lastError }) => [name, state, lastError])).toEqual([
      ['not_arrived', 'waiting', 'the storefront has no address for links'],
      ['return_noted', 'delivered', null],
    ])
    post.address = 'https://pay.example.jp'
    await send()
    expect(server.mails).toHaveLength(1)
    post.clock.advance(10 * MINUTE)
    await send()
    expect(server.mails[1]?.text).toContain('https://pay.example.jp/return/')
  })

  it('that lack something for too long wait for a person; until then all of them are put off in one unit of work', async () => {
    post.address = null
    for (let at = 0; at < 2; at++) await post.step(await post.order({ tracks: { payment: 'paid', protection: 'open' } }), 'not_arrived')
    const lacking = () => post.notices().filter(({ name }) => name === 'not_arrived')
    let units = 0
    const { ledger } = deps
    const counting = {
      ...deps,
      ledger: Object.assign(Object.create(ledger), {
        write: (...asked: Parameters<typeof ledger.write>) => {
          units += 1
          return ledger.write(...asked)
        },
      }),
    }
    await send()
    for (let day = 0; day < 14; day++) {
      post.clock.advance(DAY)
      units = 0
      await sendMails(counting, settings, null, new AbortController().signal)
      expect(units).toBe(1)
    }
    expect(lacking().map(({ state }) => state)).toEqual(['waiting', 'waiting'])
    post.clock.advance(DAY)
    await send()
    expect(lacking().map(({ state, lastError }) => [state, lastError])).toEqual(
      Array(2).fill(['dead', 'the storefront has no address for links']),
    )
  })

  it('that invite a merchant to its portal hold the link that opens once, and its last day', async () => {
    const merchant = await merchantById(post.ledger.reader, post.merchant)
    if (!merchant) throw new Error('no merchant')
    await writing(post.ledger, (writer) => invite(writer, post.secrets, merchant))
    await send()
    expect(server.mails[0]?.text).toMatch(/https:\/\/pay\.example\.jp\/portal\/invitation\/[\w-]{20,}/)
    expect(server.mails[0]?.text).toContain('2026年11月27日（金）')
  })

  it('that have waited too long are not sent without a person', async () => {
    await post.step(await post.order(), 'cancelled')
    post.clock.advance(15 * DAY)
    expect(await send()).toBe(false)
    expect(states()).toEqual(['dead', 'dead'])
    expect(server.connections).toBe(0)
    await writing(post.ledger, (writer) => sendAgain(writer, idAt(0), 2, MERCHANT_MAIL))
    await send()
    expect(states()).toEqual(['delivered', 'dead'])
  })

  it('that cannot be put into words hold up none of the others', async () => {
    await post.step(await post.order(), 'cancelled')
    await post.step(await post.order(), 'cancelled')
    const broken = { name: 'paid', to: 'merchant', channel: 'mail', address: 'a@example.jp', language: 'ja', about: 'test' } as const
    await writing(post.ledger, (writer) => insertNotices(writer, [{ ...broken, merchantId: post.merchant, orderId: null, facts: {} }]))
    await send()
    expect(server.mails).toHaveLength(4)
    expect(post.notices().at(-1)).toMatchObject({ state: 'waiting', attempts: 0 })
    expect(post.notices().at(-1)?.lastError).toContain('Invalid')
  })

  it('take several connections where there are many, and no more than three', async () => {
    for (let at = 0; at < 30; at++) await post.step(await post.order(), 'cancelled')
    await send()
    expect(server.mails).toHaveLength(60)
    expect(new Set(server.mails.map(({ messageId }) => messageId)).size).toBe(60)
    expect(server.connections).toBeLessThanOrEqual(6)
    expect(server.most()).toBeLessThanOrEqual(3)
    expect(server.most()).toBeGreaterThan(1)
  })
})

describe('a mail server in trouble', () => {
  beforeEach(async () => post.step(await post.order(), 'cancelled'))

  it('that is down for a minute, then slow, then refuses one address: nothing is lost, nothing is sent twice', async () => {
    const { port } = server
    await server.close()
    // down: the connector says so, and no notice pays for it
    await expect(send()).rejects.toThrow('ECONNREFUSED')
    expect(post.notices().map(({ state, attempts }) => [state, attempts])).toEqual([
      ['waiting', 0],
      ['waiting', 0],
    ])
    expect(tries()).toEqual([])

    // a minute later it is back, but slow: each answer comes only when the test lets it
    post.clock.advance(MINUTE)
    server = await openMailServer({}, port)
    const answers: (() => void)[] = []
    server.onText = () => ({ after: new Promise((resolve) => answers.push(resolve)) })
    server.refused.set(PAYER_MAIL, { code: 550, words: '5.1.1 no such user' })
    const sending = send()
    await expect.poll(() => answers.length, SOON).toBe(1)
    // while the slow mail is in hand, another run, such as a restarted connector's, leaves it alone
    expect(await send()).toBe(true)
    expect(states()).toEqual(['sending', 'dead'])
    for (const answer of answers) answer()
    expect(await sending).toBe(true)
    server.onText = () => 'take'

    // the refused address is a dead letter with the server's words; the other arrived once
    expect(post.notices().map(({ state, lastError }) => [state, lastError])).toEqual([
      ['delivered', null],
      ['dead', '550 5.1.1 no such user'],
    ])
    post.clock.advance(3 * DAY)
    await send()
    expect(server.mails.map(({ to }) => to[0])).toEqual([MERCHANT_MAIL])

    // the desk shows it, with every try; a clerk sends it again to the right address, and once only
    const desk = noticeHandlers(post)
    const { rows } = valueIn(await desk['notices.list'](OPERATOR, { filter: { state: 'dead' }, cursor: null, size: 10 }))
    const [dead] = rows
    if (!dead || rows.length > 1) throw new Error('not one dead letter')
    expect(dead).toMatchObject({ to: 'payer', address: PAYER_MAIL, orderNumber: 'A-1', lastError: '550 5.1.1 no such user' })
    const { tries: tried } = valueIn(await desk['notices.get'](OPERATOR, { id: dead.id }))
    expect(tried.map(({ outcome }) => outcome)).toEqual(['refused'])
    const again = { id: dead.id, version: dead.version, address: 'jiro@example.com' }
    valueIn(await desk['notices.resend'](OPERATOR, again))
    expect(refusalOf(await desk['notices.resend'](OPERATOR, again))).toEqual({ refusal: 'notice_settled', state: 'waiting' })
    await send()
    expect(server.mails.map(({ to }) => to[0])).toEqual([MERCHANT_MAIL, 'jiro@example.com'])
    expect(states()).toEqual(['delivered', 'delivered'])
    expect(server.seen).toHaveLength(2)
  })

  it('that has no time for an address is asked again, ever later, and given up after three days', async () => {
    server.refused.set(PAYER_MAIL, { code: 450, words: 'later' })
    const began = post.clock.now()
    let runs = 0
    while (post.notices()[1]?.state === 'waiting') {
      await send()
      runs += 1
      post.clock.advance(Math.max((post.notices()[1]?.nextAt ?? 0) - post.clock.now(), 0))
    }
    expect(post.notices()[1]).toMatchObject({ state: 'dead', attempts: 17, lastError: '450 later' })
    expect(runs).toBe(17)
    const days = (post.clock.now() - began) / DAY
    expect(days).toBeGreaterThan(2.9)
    expect(days).toBeLessThan(3.1)
    expect(server.mails).toHaveLength(1)
  })

  it('whose connection breaks after it had the text: nobody knows, and it is never sent again by itself', async () => {
    server.onText = ({ to }) => (to[0] === PAYER_MAIL ? 'drop' : 'take')
    await send()
    expect(states()).toEqual(['delivered', 'unknown'])
    server.onText = () => 'take'
    post.clock.advance(3 * DAY)
    await send()
    expect(server.seen.map(({ to }) => to[0])).toEqual([MERCHANT_MAIL, PAYER_MAIL])
    expect(auditOf(post, 'notices')).toEqual(['system delivered', 'system unknown'])
  })

  it('that breaks off before it had anything: the notice stands back a minute and pays no try', async () => {
    server.refusedSender = { code: 421, words: 'too many' }
    await expect(send()).rejects.toThrow('421 too many')
    expect(post.notices().map(({ state, attempts, lastError }) => [state, attempts, lastError])).toEqual([
      ['waiting', 0, '421 too many'],
      ['waiting', 0, null],
    ])
    server.refusedSender = null
    await send()
    expect(server.mails.map(({ to }) => to[0])).toEqual([PAYER_MAIL])
    post.clock.advance(MINUTE)
    await send()
    expect(server.mails.map(({ to }) => to[0])).toEqual([PAYER_MAIL, MERCHANT_MAIL])
  })

  it('stops between two mails when asked, and finishes the one in hand', async () => {
    const stopping = new AbortController()
    server.onText = () => {
      stopping.abort()
      return 'take'
    }
    await send({}, stopping.signal)
    expect(states()).toEqual(['delivered', 'waiting'])
    expect(server.mails).toHaveLength(1)
  })
})

describe('a core that died', () => {
  it('while it handed a mail over: whether it arrived nobody knows, so a person decides', async () => {
    await post.step(await post.order(), 'cancelled')
    await writing(post.ledger, async (writer) => {
      await writer.db.updateTable('notices').set({ state: 'sending', attempts: 1 }).where('id', '=', idAt(1)).execute()
    })
    await send()
    expect(states()).toEqual(['delivered', 'unknown'])
    expect(server.mails).toHaveLength(1)
  })

  it('is told from one that is still at work: what is in hand is left to it for an hour', async () => {
    await post.step(await post.order(), 'cancelled')
    await writing(post.ledger, (writer) => beginSending(writer, idAt(1), Instant.parse(writer.at + 60 * MINUTE)))
    await send()
    post.clock.advance(59 * MINUTE)
    await send()
    expect(states()).toEqual(['delivered', 'sending'])
    post.clock.advance(MINUTE)
    await send()
    expect(states()).toEqual(['delivered', 'unknown'])
  })
})

describe('trying a mail server', () => {
  it('signs in, and sends a mail where an address is given', async () => {
    expect(await testMailServer(smtp, settings, null, '')).toBe('signed in')
    expect(server.mails).toHaveLength(0)
    expect(await testMailServer(smtp, settings, null, 'desk@example.jp')).toContain('250')
    expect(server.mails[0]).toMatchObject({ to: ['desk@example.jp'], from: 'bank@example.jp', subject: '送信の確認 / Test' })
  })

  it('says what the server says', async () => {
    server.refused.set('desk@example.jp', { code: 550, words: 'who?' })
    await expect(testMailServer(smtp, settings, null, 'desk@example.jp')).rejects.toThrow('550 who?')
  })
})
