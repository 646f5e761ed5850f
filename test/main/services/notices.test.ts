import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { smtp } from '../../../src/main/gateways/mail/smtp'
import { saveGateway } from '../../../src/main/ledger/gateways'
import { insertNotices, recordTry } from '../../../src/main/ledger/notices'
import { sendMails } from '../../../src/main/services/mail-out'
import { noticeHandlers } from '../../../src/main/services/notices'
import { NoticeId } from '../../../src/preload/contract/ids'
import type { NoticeFilter, NoticeState } from '../../../src/preload/contract/notices'
import { Cursor } from '../../../src/preload/contract/paging'
import { auditOf, refusalOf } from '../../support/desk'
import { addMerchant, valueIn, writing } from '../../support/ledger'
import { mailOutTo, openMailServer } from '../../support/mail-server'
import { contacts, openPost, PAYER_MAIL, type TestPost } from '../../support/post'
import { CLERK } from '../../support/story'

let post: TestPost
beforeEach(async () => {
  post = await openPost()
})
afterEach(() => post.cleanup())

const desk = () => noticeHandlers(post)
const list = async (filter: NoticeFilter = {}, cursor: Cursor | null = null, size = 100) =>
  valueIn(await desk()['notices.list'](CLERK, { filter, cursor, size }))
const get = async (at: number) => valueIn(await desk()['notices.get'](CLERK, { id: idAt(at) }))
const idAt = (at: number) => NoticeId.parse(post.notices()[at]?.id)
const resend = (at: number, version: number, address?: string) =>
  desk()['notices.resend'](CLERK, { id: idAt(at), version, ...(address === undefined ? {} : { address }) })

/** What became of a notice, without a mail server. */
const settle = (at: number, outcome: 'delivered' | 'refused' | 'unknown') =>
  writing(post.ledger, (writer) => recordTry(writer, idAt(at), { outcome, detail: '550 no', nextAt: null }))

describe('notices', () => {
  it('of a preliminary notice are for the merchant alone, by mail and by its program, and only once it is taken back', async () => {
    const url = 'http://127.0.0.1:1/hook'
    await writing(post.ledger, (writer) =>
      writer.db
        .updateTable('merchants')
        .set({ contacts: JSON.stringify(contacts({ webhookUrl: url })) })
        .execute(),
    )
    const id = await post.order()
    await post.step(id, 'preliminarily_paid')
    expect(post.notices()).toEqual([])
    await post.step(id, 'preliminary_withdrawn')
    expect(post.notices().map(({ name, recipient, channel }) => [name, recipient, channel])).toEqual(
      expect.arrayContaining([
        ['preliminary_withdrawn', 'merchant', 'mail'],
        ['preliminary_withdrawn', 'merchant', 'webhook'],
      ]),
    )
    expect(post.notices()).toHaveLength(2)
  })

  it('are listed newest first, page by page, with their order and merchant', async () => {
    for (let at = 0; at < 5; at++) await post.step(await post.order(), 'cancelled')
    const first = await list({}, null, 4)
    expect(first.rows[0]).toMatchObject({
      name: 'cancelled',
      to: 'payer',
      address: PAYER_MAIL,
      orderNumber: 'A-5',
      merchantName: '株式会社さくら書房',
      state: 'waiting',
    })
    expect(first.matching).toEqual({ count: 10, capped: false })
    const seen = [...first.rows]
    for (let next = first.next; next; ) {
      const page = await list({}, next, 4)
      seen.push(...page.rows)
      next = page.next
    }
    const ids = seen.map(({ id }) => id)
    expect(ids).toEqual([...ids].sort((a, b) => b - a))
    expect(ids).toHaveLength(10)
    expect(refusalOf(await desk()['notices.list'](CLERK, { filter: {}, cursor: Cursor.parse('nonsense'), size: 10 }))).toMatchObject({
      refusal: 'invalid_input',
    })
  })

  it('are found by state, channel, merchant and order, alone and together', async () => {
    const other = await addMerchant(post.ledger, { name: '別の店', contacts: contacts() })
    const one = await post.order()
    await post.step(one, 'cancelled')
    await post.step(await post.order(), 'cancelled')
    await settle(0, 'delivered')
    await settle(1, 'refused')
    const counts = async (filter: NoticeFilter) => {
      const { rows, matching } = await list(filter)
      expect(matching).toEqual({ count: rows.length, capped: false })
      return rows.length
    }
    const states: [NoticeState, number][] = [
      ['waiting', 2],
      ['delivered', 1],
      ['dead', 1],
      ['unknown', 0],
    ]
    for (const [state, count] of states) expect(await counts({ state })).toBe(count)
    expect(await counts({ orderId: one })).toBe(2)
    expect(await counts({ orderId: one, state: 'dead' })).toBe(1)
    expect(await counts({ merchantId: post.merchant })).toBe(4)
    expect(await counts({ merchantId: other })).toBe(0)
    expect(await counts({ channel: 'mail' })).toBe(4)
    expect(await counts({ channel: 'letter' })).toBe(0)
    expect(await counts({ channel: 'mail', merchantId: post.merchant, state: 'delivered' })).toBe(1)
  })

  it('are shown in the words that were sent, with every try, and without what only the recipient may know', async () => {
    const server = await openMailServer()
    const id = await post.order({ tracks: { payment: 'paid', protection: 'open' } })
    await post.step(id, 'return_wanted', { reason: '色違い' })
    const settings = mailOutTo(server)
    await writing(post.ledger, (writer) => saveGateway(writer, 'mail_out', 0, { enabled: true, paused: false, settings }))
    await sendMails({ ...post.words, ...post, mailServer: smtp, chance: () => 0.5 }, settings, null, new AbortController().signal)
    await server.close()
    const shown = await get(0)
    expect(shown.tries).toEqual([{ at: post.clock.now(), outcome: 'delivered', detail: '250 taken' }])
    const [sent] = server.mails
    expect(shown.subject).toBe(sent?.subject)
    const token = /return\/(\S+)/.exec(sent?.text ?? '')?.[1] ?? ''
    expect(token.length).toBeGreaterThan(30)
    expect(shown.text).toBe(sent?.text.replace(token, '…'))
  })

  it('tell the account to pay to also after it was paid', async () => {
    const id = await post.order()
    await post.step(id, 'method_chosen')
    await post.step(id, 'cancelled')
    const { text } = await get(0)
    expect(text).toContain('口座番号：0000001')
    expect(text).toContain('お振込期限：2026年11月27日（金）')
  })

  it('of an invitation are shown without its link, and sent with it', async () => {
    const sealed = post.secrets.seal('secret-token')
    await writing(post.ledger, (writer) =>
      insertNotices(writer, [
        {
          name: 'portal_invitation',
          to: 'applicant',
          channel: 'mail',
          address: 'a@example.jp',
          language: 'ja',
          about: 'application:1',
          merchantId: null,
          orderId: null,
          facts: { name: '新店', registrationNumber: 'K000009', sealed },
        },
      ]),
    )
    const { text } = await get(0)
    expect(text).toContain('https://pay.example.jp/portal/invitation/…')
    expect(text).not.toContain('secret-token')
    const server = await openMailServer()
    await sendMails({ ...post.words, ...post, mailServer: smtp, chance: () => 0.5 }, mailOutTo(server), null, new AbortController().signal)
    await server.close()
    expect(server.mails[0]?.text).toContain('https://pay.example.jp/portal/invitation/secret-token')
    expect(server.mails[0]?.subject).toBe('K000009 加盟店登録と加盟店ページのご案内')
  })

  it('that are not there are not shown', async () => {
    expect(refusalOf(await desk()['notices.get'](CLERK, { id: NoticeId.parse(9) }))).toEqual({ refusal: 'not_found', what: 'notice' })
  })

  it('are previewed with invented facts, where there are words for them', async () => {
    const preview = (to: 'payer' | 'merchant') => desk()['notices.preview'](CLERK, { name: 'acceptance_asked', to, language: 'en' })
    expect(valueIn(await preview('merchant')).text).toContain('We accept')
    expect(refusalOf(await preview('payer'))).toEqual({ refusal: 'not_found', what: 'notice' })
  })
})

describe('sending again', () => {
  beforeEach(async () => post.step(await post.order(), 'cancelled'))

  it.each(['refused', 'unknown'] as const)(
    'puts what was %s back among those to be sent, at another address where it is given',
    async (outcome) => {
      await settle(1, outcome)
      expect(valueIn(await resend(1, 2, 'jiro@example.com'))).toEqual({ version: 3 })
      expect(post.notices()[1]).toMatchObject({ state: 'waiting', address: 'jiro@example.com', attempts: 0, nextAt: post.clock.now() })
      expect(auditOf(post, 'notices')).toEqual(['user:tester sent_again'])
      expect((await get(1)).tries).toHaveLength(1)
    },
  )

  it('with a link goes to nobody but whom the ledger names: address_not_known', async () => {
    const id = await post.order({ tracks: { payment: 'paid', protection: 'open' } })
    await post.step(id, 'return_wanted')
    const at = post.notices().findIndex(({ name, recipient }) => name === 'return_wanted' && recipient === 'merchant')
    await settle(at, 'refused')
    expect(refusalOf(await resend(at, 2, 'clerk@bank.example'))).toEqual({ refusal: 'address_not_known' })
    expect(valueIn(await resend(at, 2))).toEqual({ version: 3 })
  })

  it('is refused for what waits or was delivered, has changed, is not there, or has no address', async () => {
    expect(refusalOf(await resend(0, 1))).toEqual({ refusal: 'notice_settled', state: 'waiting' })
    await settle(0, 'delivered')
    expect(refusalOf(await resend(0, 2))).toEqual({ refusal: 'notice_settled', state: 'delivered' })
    await settle(1, 'refused')
    expect(refusalOf(await resend(1, 9))).toEqual({ refusal: 'changed_meanwhile' })
    for (const address of ['', 'nobody', 'a@b@c'])
      expect(refusalOf(await resend(1, 2, address))).toMatchObject({ refusal: 'invalid_input' })
    expect(refusalOf(await desk()['notices.resend'](CLERK, { id: NoticeId.parse(9), version: 1 }))).toEqual({
      refusal: 'not_found',
      what: 'notice',
    })
    expect(post.notices()[1]).toMatchObject({ state: 'dead', address: PAYER_MAIL })
  })
})

describe('the outbox itself', () => {
  beforeEach(async () => post.step(await post.order(), 'cancelled'))
  const change = (set: string, at = 0) =>
    writing(post.ledger, async (writer) => {
      await sql`update notices set ${sql.raw(set)} where id = ${idAt(at)}`.execute(writer.db)
    })

  it('never rewrites what is to be told, and never sends twice what was delivered', async () => {
    await expect(change("facts = '{}'")).rejects.toThrow('never rewritten')
    await expect(change("name = 'paid'")).rejects.toThrow('never rewritten')
    await settle(0, 'delivered')
    await expect(change("state = 'waiting'")).rejects.toThrow('never sent again')
    await expect(change("state = 'sending'")).rejects.toThrow('never sent again')
    // but a mail server may say later that it could not be delivered
    await change("state = 'dead'")
    await expect(writing(post.ledger, (writer) => writer.db.deleteFrom('notices').execute())).rejects.toThrow('never deleted')
  })
})
