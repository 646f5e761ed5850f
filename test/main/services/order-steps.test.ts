import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { gatewayOf, recordGatewayTry, saveGateway } from '../../../src/main/ledger/gateways'
import { appendOrderEvents } from '../../../src/main/ledger/posting'
import { keepDeadlines } from '../../../src/main/services/deadlines'
import { followUp, noteFact, stepOrder, takeSteps } from '../../../src/main/services/order-steps'
import { refuse } from '../../../src/preload/contract/errors'
import { OrderId } from '../../../src/preload/contract/ids'
import { PositiveYen } from '../../../src/preload/contract/money'
import { refusalOf } from '../../support/desk'
import { addOrders, TESTER, valueIn, writing } from '../../support/ledger'
import { contacts, MERCHANT_MAIL, openPost, PAYER_MAIL, type TestPost, told } from '../../support/post'
import { resourcesOf } from '../../support/statements'
import { bringIn } from '../../support/story'

let post: TestPost
afterEach(() => post.cleanup())

const days = () =>
  post.ledger.source.prepare<[], string>("select kind || ' ' || falls_on from order_deadlines order by order_id, kind").pluck().all()
const PAID_PROTECTED = { payment: 'paid', protection: 'open' } as const

describe('a step', () => {
  it('tells people and sets days in its own unit of work', async () => {
    post = await openPost()
    const id = await post.order({ tracks: PAID_PROTECTED })
    await post.step(id, 'return_wanted', { reason: 'サイズ違い' })
    expect(told(post)).toEqual([`mail merchant return_wanted ${MERCHANT_MAIL}`, `mail payer return_noted ${PAYER_MAIL}`])
    expect(days()).toEqual(['merchant_answer 2026-11-27'])
    const [notice] = post.notices()
    expect(JSON.parse(notice?.facts ?? '{}')).toMatchObject({
      event: 'return_wanted',
      orderNumber: 'A-1',
      until: '2026-11-27',
      detail: { reason: 'サイズ違い' },
      tracks: { protection: 'return_wanted' },
    })
  })

  it('that is undone leaves neither', async () => {
    post = await openPost()
    const id = await post.order({ tracks: PAID_PROTECTED })
    const undone = await post.ledger.write(TESTER, async (writer) => {
      valueIn(await stepOrder(writer, { orderId: id, kind: 'return_wanted' }))
      return refuse({ refusal: 'cancelled' })
    })
    expect(undone.ok).toBe(false)
    expect([told(post), days()]).toEqual([[], []])
  })

  it('tells nobody twice, however often it is followed up', async () => {
    post = await openPost()
    const id = await post.order()
    const events = await writing(post.ledger, async (writer) => {
      const event = { orderId: id, kind: 'cancelled', amount: null, receiptId: null, allocationId: null, detail: {} }
      return appendOrderEvents(writer, [event])
    })
    for (let times = 0; times < 3; times++) await writing(post.ledger, (writer) => followUp(writer, events))
    expect(told(post)).toEqual([`mail merchant cancelled ${MERCHANT_MAIL}`, `mail payer cancelled ${PAYER_MAIL}`])
  })

  it('that happens twice is told twice: two events', async () => {
    post = await openPost()
    const id = await post.order()
    await post.step(id, 'method_chosen')
    await post.step(id, 'method_chosen')
    expect(told(post)).toHaveLength(4)
  })

  it('leaves the day as the last of several steps in one unit of work says', async () => {
    post = await openPost()
    const id = await post.order({ tracks: PAID_PROTECTED })
    await writing(post.ledger, async (writer) => {
      const event = (kind: string) => ({ orderId: id, kind, amount: null, receiptId: null, allocationId: null, detail: {} })
      await takeSteps(writer, [], [event('return_wanted'), event('contested')])
    })
    expect(days()).toEqual([])
  })

  it('is refused where the order stands otherwise, and tells nobody', async () => {
    post = await openPost()
    const id = await post.order()
    const refused = await post.ledger.write(TESTER, (writer) => stepOrder(writer, { orderId: id, kind: 'return_wanted' }))
    expect(refusalOf(refused)).toEqual({ refusal: 'order_step_refused', track: 'protection', from: 'none', event: 'return_wanted' })
    expect(
      refusalOf(await post.ledger.write(TESTER, (writer) => stepOrder(writer, { orderId: OrderId.parse(9), kind: 'cancelled' }))),
    ).toEqual({
      refusal: 'not_found',
      what: 'order',
    })
    const stale = await post.ledger.write(TESTER, (writer) => stepOrder(writer, { orderId: id, version: 9, kind: 'cancelled' }))
    expect(refusalOf(stale)).toEqual({ refusal: 'changed_meanwhile' })
    expect(told(post)).toEqual([])
  })

  it('that is a mere fact moves nothing, and may begin the window anew', async () => {
    post = await openPost({ deadlines: { ...usualDeadlines, shipmentRestartsWindow: true } })
    const id = await post.order({ tracks: PAID_PROTECTED })
    await writing(post.ledger, (writer) => noteFact(writer, id, 'shipped', { carrier: '飛脚' }))
    expect(days()).toEqual(['reminder 2026-12-01', 'window 2026-12-04'])
    expect(told(post)).toEqual([])
  })
})

const usualDeadlines = { paymentDays: 7, acceptanceDays: 3, reminderDays: 3, returnAnswerDays: 7, shipmentRestartsWindow: false }

describe('where people are told', () => {
  const cases: [string, Parameters<typeof contacts>[0], string, string[]][] = [
    ['by mail', {}, PAYER_MAIL, [`mail merchant cancelled ${MERCHANT_MAIL}`, `mail payer cancelled ${PAYER_MAIL}`]],
    [
      'by letter',
      { noticeBy: 'letter', postalAddress: '〒101-0051\n千代田区' },
      PAYER_MAIL,
      ['letter merchant cancelled 〒101-0051 千代田区', `mail payer cancelled ${PAYER_MAIL}`],
    ],
    [
      'by mail and by webhook',
      { webhookUrl: 'https://shop.example.jp/hook' },
      '',
      [`mail merchant cancelled ${MERCHANT_MAIL}`, 'webhook merchant cancelled https://shop.example.jp/hook'],
    ],
    ['by webhook alone', { noticeBy: 'none', webhookUrl: 'https://a.example/' }, '', ['webhook merchant cancelled https://a.example/']],
    ['nowhere', { noticeBy: 'none' }, '', []],
    ['by mail without an address', { email: '' }, '', []],
    ['by letter without an address', { noticeBy: 'letter', postalAddress: '' }, '', []],
    ['payers, where the merchant wants none told', { tellsPayers: false }, PAYER_MAIL, [`mail merchant cancelled ${MERCHANT_MAIL}`]],
  ]
  it.each(cases)('%s', async (_how, own, payerEmail, expected) => {
    post = await openPost({ contacts: contacts(own) })
    const id = await post.order({ payerEmail })
    await post.step(id, 'cancelled')
    expect(told(post)).toEqual(expected)
  })

  it('a letter waits for a person, everything else is due at once', async () => {
    post = await openPost({ contacts: contacts({ noticeBy: 'letter', postalAddress: '〒101' }) })
    await post.step(await post.order(), 'cancelled')
    expect(post.notices().map(({ channel, nextAt }) => [channel, nextAt])).toEqual([
      ['letter', null],
      ['mail', post.clock.now()],
    ])
  })

  it('in the payer’s own language, and in the merchant’s', async () => {
    post = await openPost({ contacts: contacts({ language: 'en' }) })
    await post.step(await post.order({}, 'ja'), 'cancelled')
    expect(post.notices().map(({ recipient, language }) => [recipient, language])).toEqual([
      ['merchant', 'en'],
      ['payer', 'ja'],
    ])
  })

  it('a payer whose language nobody knows, in the merchant’s', async () => {
    post = await openPost({ contacts: contacts({ language: 'en' }) })
    const [id] = await addOrders(post.ledger, post.merchant, [{ amount: 1, payerEmail: PAYER_MAIL }])
    if (id === undefined) throw new Error('no order')
    await post.step(id, 'cancelled')
    expect(post.notices().map(({ language }) => language)).toEqual(['en', 'en'])
  })
})

it('a statement that clears many orders tells every one of them once, and sets its days', async () => {
  post = await openPost()
  const count = 40
  for (let at = 0; at < count; at++) await post.order({ amount: 1000 + at, tracks: { protection: at % 2 ? 'wished' : 'none' } })
  const lines = Array.from({ length: count }, (_, at) => ({
    amount: PositiveYen.parse(1000 + at),
    remitterCode: `801${String(at + 1).padStart(7, '0')}`,
  }))
  await bringIn(post, '2026-11-19', 0, lines)
  const counted = Map.groupBy(post.notices(), ({ recipient, name }) => `${recipient} ${name}`)
  expect([...counted].map(([what, notices]) => [what, notices.length]).sort()).toEqual([
    ['merchant paid', count],
    ['payer paid', count],
    ['payer receipt_question', count / 2],
  ])
  expect(days()).toHaveLength(count)
  // s71 follows s12: the payer is asked after the merchant was told
  const names = post.notices().map(({ name }) => name)
  expect(names.indexOf('receipt_question')).toBeGreaterThan(names.indexOf('paid'))
})

it('a reminder comes some days before the window ends, and names its last day', async () => {
  post = await openPost()
  const id = await post.order({ tracks: { payment: 'paid', protection: 'wished' } })
  await post.step(id, 'protection_opened')
  post.clock.advance(11 * 86_400_000)
  valueIn(await keepDeadlines(resourcesOf(post)))
  const reminder = post.notices().at(-1)
  expect(reminder).toMatchObject({ name: 'receipt_reminder', recipient: 'payer' })
  expect(JSON.parse(reminder?.facts ?? '{}')).toMatchObject({ until: '2026-12-04' })
  expect(days()).toEqual(['window 2026-12-04'])
  post.clock.advance(3 * 86_400_000)
  valueIn(await keepDeadlines(resourcesOf(post)))
  expect(days()).toEqual(['window 2026-12-04'])
  expect(post.notices()).toHaveLength(2)
})

describe('a last day, where answers come by mail', () => {
  const end = async () => {
    valueIn(await keepDeadlines(resourcesOf(post)))
    return days().filter((day) => day.startsWith('window'))
  }
  const settle = (own: { enabled?: boolean; paused?: boolean }) =>
    writing(post.ledger, async (writer) => {
      const { version, settings } = await gatewayOf(writer, 'mail_in')
      return saveGateway(writer, 'mail_in', version, { enabled: true, paused: false, settings, ...own })
    })
  const read = () => writing(post.ledger, (writer) => recordGatewayTry(writer, 'mail_in', null))

  beforeEach(async () => {
    post = await openPost()
    await post.order({ tracks: { protection: 'wished' } })
    await post.pay()
    await settle({})
    post.clock.advance(14 * 86_400_000)
    await read()
    expect(await end()).toEqual(['window 2026-12-04'])
    post.clock.advance(86_400_000)
  })

  it('ends only once the mailbox has been read after it', async () => {
    expect(await end()).toEqual(['window 2026-12-04'])
    await read()
    expect(await end()).toEqual([])
  })

  it.each([{ paused: true }, { enabled: false }])('ends by the clock while nobody reads them: %o', async (own) => {
    await settle(own)
    expect(await end()).toEqual([])
  })
})
