import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mailboxPosition, noticesWaiting, saveMailboxPosition } from '../../../src/main/ledger/gateways'
import type { Reader, Writer } from '../../../src/main/ledger/ledger'
import { changeMail, insertMail, isMailKept, listMails, mailById, mailsWaiting } from '../../../src/main/ledger/mails'
import { listNotices, noticeWithTries } from '../../../src/main/ledger/notice-list'
import {
  beginSending,
  dueNotices,
  endUnsent,
  insertNotices,
  type NewNotice,
  noticeById,
  postpone,
  putBack,
  recordTry,
  sendAgain,
  strandedNotices,
  waitingLetters,
} from '../../../src/main/ledger/notices'
import { Instant } from '../../../src/preload/contract/date'
import { IncomingMailId, type MerchantId, NoticeId, OrderId } from '../../../src/preload/contract/ids'
import type { NoticeFilter } from '../../../src/preload/contract/notices'
import { addMerchant, addOrders, openTestLedger, type TestLedger, writing } from '../../support/ledger'
import { fullScans, plansOf } from '../../support/query-plans'

const MANY = 5_000

let test: TestLedger
let merchant: MerchantId
let order: OrderId
beforeAll(async () => {
  test = await openTestLedger()
  merchant = await addMerchant(test.ledger)
  const [id] = await addOrders(test.ledger, merchant, [{ amount: 1 }])
  order = OrderId.parse(id)
  await writing(test.ledger, async (writer) => {
    await insertNotices(
      writer,
      Array.from({ length: MANY }, (_, at) => notice(at)),
    )
    await writer.db.updateTable('notices').set({ state: 'delivered' }).where('about', '<', 'event:48').execute()
    for (let at = 0; at < 500; at++) await insertMail(writer, mail(at))
  })
  await test.ledger.optimise()
})
afterAll(() => test.cleanup())

const notice = (at: number): NewNotice => ({
  name: 'paid',
  to: 'merchant',
  channel: at % 50 === 0 ? 'letter' : 'mail',
  address: 'a@example.jp',
  language: 'ja',
  about: `event:${at}`,
  merchantId: merchant,
  orderId: order,
  facts: {},
})
const mail = (at: number) => ({
  messageId: `<${at}>`,
  receivedAt: Instant.parse(at),
  sender: 'a@example.com',
  subject: '',
  text: '',
  orderId: null,
  understood: null,
  state: 'waiting' as const,
})

describe('what is asked of the outbox and of the mails', () => {
  const filters: [string, () => NoticeFilter][] = [
    ['nothing', () => ({})],
    ['state', () => ({ state: 'waiting' })],
    ['channel', () => ({ channel: 'letter' })],
    ['merchant', () => ({ merchantId: merchant })],
    ['order', () => ({ orderId: order })],
    ['state and channel', () => ({ state: 'dead', channel: 'mail' })],
    ['all of them', () => ({ state: 'dead', channel: 'mail', merchantId: merchant, orderId: order })],
  ]
  it.each(filters)('is looked up, and never walked: notices by %s', async (_by, filter) => {
    expect(fullScans(await plansOf(test.ledger, (reader) => listNotices(reader, filter(), null, 100)))).toEqual([])
  })

  const id = NoticeId.parse(1)
  const at = Instant.parse(1)
  const asked: [string, (ledger: Writer & Reader) => Promise<unknown>][] = [
    ['what is due', (ledger) => dueNotices(ledger, 'mail', at, 100)],
    ['letters', (ledger) => waitingLetters(ledger, 100)],
    ['what was left in hand', (ledger) => strandedNotices(ledger, 'mail', at)],
    ['how many wait', (ledger) => noticesWaiting(ledger)],
    ['one', (ledger) => noticeById(ledger, id)],
    ['one with its tries', (ledger) => noticeWithTries(ledger, id)],
    ['new ones', (ledger) => insertNotices(ledger, [notice(1), notice(MANY)])],
    ['one taken in hand', (ledger) => beginSending(ledger, id, at)],
    [
      'a try',
      async (ledger) => {
        const [due] = await dueNotices(ledger, 'mail', Instant.parse(Number.MAX_SAFE_INTEGER), 1)
        if (!due) throw new Error('nothing is due')
        return recordTry(ledger, due.id, { outcome: 'failed', detail: '', nextAt: at })
      },
    ],
    ['one put back', (ledger) => putBack(ledger, id, at, '')],
    ['one that waits longer', (ledger) => postpone(ledger, [{ id, why: '' }], at)],
    ['one that ends', (ledger) => endUnsent(ledger, id, 'dead', '')],
    ['one sent again', (ledger) => sendAgain(ledger, id, 1, '')],
    ['mails', (ledger) => listMails(ledger, undefined, null, 100)],
    ['mails by state', (ledger) => listMails(ledger, 'waiting', null, 100)],
    ['a mail', (ledger) => mailById(ledger, IncomingMailId.parse(1))],
    ['whether a mail is kept', (ledger) => isMailKept(ledger, '<1>')],
    ['mails that wait', (ledger) => mailsWaiting(ledger)],
    ['a mail decided', (ledger) => changeMail(ledger, IncomingMailId.parse(1), 1, { state: 'put_aside', orderId: null, understood: null })],
    ['how far a mailbox is read', (ledger) => mailboxPosition(ledger)],
    ['that it is read further', (ledger) => saveMailboxPosition(ledger, { mailbox: '', uidValidity: '', uid: 1 })],
  ]
  it.each(asked)('is looked up, and never walked: %s', async (_what, ask) => {
    expect(fullScans(await plansOf(test.ledger, ask))).toEqual([])
  })

  it('tells a page of many without counting all', async () => {
    const page = await listNotices(test.ledger.reader, {}, null, 100)
    expect([page?.rows.length, page?.matching]).toEqual([100, { count: MANY, capped: false }])
  })
})

describe('a notice', () => {
  const stored = (about: string) =>
    test.ledger.source.prepare<[string], { count: number }>('select count(*) as count from notices where about = ?').get(about)

  it('of the same event, to the same person, by the same channel is kept once', async () => {
    const one = { ...notice(0), about: 'event:once' }
    await writing(test.ledger, (writer) => insertNotices(writer, [one]))
    await writing(test.ledger, (writer) => insertNotices(writer, [one]))
    expect(stored('event:once')).toEqual({ count: 1 })
    await writing(test.ledger, (writer) =>
      insertNotices(writer, [
        { ...one, to: 'payer' },
        { ...one, channel: 'webhook' },
      ]),
    )
    expect(stored('event:once')).toEqual({ count: 3 })
  })
})
