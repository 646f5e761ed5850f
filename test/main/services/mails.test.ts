import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { insertMail } from '../../../src/main/ledger/mails'
import { mailHandlers } from '../../../src/main/services/mails'
import { Instant } from '../../../src/preload/contract/date'
import { IncomingMailId, OrderId } from '../../../src/preload/contract/ids'
import type { MailDecision, MailState, Said } from '../../../src/preload/contract/mails'
import type { Tracks } from '../../../src/preload/contract/orders'
import { Cursor } from '../../../src/preload/contract/paging'
import { auditOf, refusalOf } from '../../support/desk'
import { valueIn, writing } from '../../support/ledger'
import { openPost, type TestPost } from '../../support/post'
import { CLERK } from '../../support/story'

let post: TestPost
beforeEach(async () => {
  post = await openPost()
})
afterEach(() => post.cleanup())

const desk = () => mailHandlers(post)
let mails = 0
/** A mail that waits, tied to an order or to none. */
function waiting(orderId: OrderId | null = null, state: 'waiting' | 'understood' = 'waiting'): Promise<IncomingMailId> {
  mails += 1
  const mail = {
    messageId: `<${mails}@a>`,
    receivedAt: Instant.parse(post.clock.now()),
    sender: 'a@example.com',
    subject: `第${mails}`,
    text: '届いたかも',
  }
  return writing(post.ledger, (writer) =>
    insertMail(writer, { ...mail, orderId, understood: state === 'understood' ? 'received' : null, state }),
  )
}
const decide = (id: IncomingMailId, decision: MailDecision, version = 1) => desk()['mails.decide'](CLERK, { id, version, decision })
const get = async (id: IncomingMailId) => valueIn(await desk()['mails.get'](CLERK, { id }))
const list = async (state?: MailState, cursor: Cursor | null = null, size = 100) =>
  valueIn(await desk()['mails.list'](CLERK, { ...(state ? { state } : {}), cursor, size }))

describe('mails', () => {
  it('are listed newest first, page by page, and by state', async () => {
    const order = await post.order()
    for (let at = 0; at < 5; at++) await waiting(at === 4 ? order : null)
    await waiting(null, 'understood')
    const first = await list('waiting', null, 3)
    expect(first.rows[0]).toMatchObject({ orderId: order, orderNumber: 'A-1', merchantName: '株式会社さくら書房', sender: 'a@example.com' })
    expect(first.matching).toEqual({ count: 5, capped: false })
    const second = await list('waiting', first.next, 3)
    expect([first.rows.length, second.rows.length, second.next]).toEqual([3, 2, null])
    expect((await list()).matching.count).toBe(6)
    expect((await list('put_aside')).rows).toEqual([])
    expect(refusalOf(await desk()['mails.list'](CLERK, { cursor: Cursor.parse('x'), size: 1 }))).toMatchObject({ refusal: 'invalid_input' })
  })

  it('are shown with their text; one that is not there is not', async () => {
    expect(await get(await waiting())).toMatchObject({ text: '届いたかも', handledBy: null, state: 'waiting' })
    expect(refusalOf(await desk()['mails.get'](CLERK, { id: IncomingMailId.parse(9) }))).toEqual({ refusal: 'not_found', what: 'mail' })
  })
})

describe('a person decides on a mail', () => {
  const said: [Said, Partial<Tracks>, string][] = [
    ['return_wanted', { payment: 'paid', protection: 'open' }, 'return_wanted'],
    ['not_arrived', { payment: 'paid', protection: 'open' }, 'not_arrived'],
    ['goods_returned', { payment: 'paid', protection: 'return_wanted' }, 'refund_due'],
    ['contested', { payment: 'paid', protection: 'not_arrived' }, 'contested'],
    ['accepted', { acceptance: 'awaiting' }, 'none'],
    ['refused', { acceptance: 'awaiting' }, 'none'],
  ]
  it.each(said)('that it says %s, which is done', async (what, tracks, protection) => {
    const orderId = await post.order({ tracks })
    const id = await waiting()
    expect(valueIn(await decide(id, { kind: 'record', orderId, said: what, reason: '電話でも確認' }))).toEqual({ version: 2 })
    expect(await get(id)).toMatchObject({
      state: 'handled',
      understood: what,
      orderId,
      handledBy: 'user:tester',
      handledAt: post.clock.now(),
    })
    const [event] = post.ledger.source
      .prepare<[], { actor: string; detail: string }>("select actor, detail from order_events where kind <> 'registered'")
      .all()
    expect(event?.actor).toBe('user:tester')
    expect(JSON.parse(event?.detail ?? '{}')).toEqual({ reason: '電話でも確認', source: 'mail' })
    expect(post.ledger.source.prepare('select protection from orders').pluck().get()).toBe(protection)
    expect([auditOf(post, 'orders'), auditOf(post, 'notices')]).toEqual([[`user:tester ${what}`], ['user:tester mail_decided']])
  })

  it('that the goods were received: the money is the merchant’s', async () => {
    const orderId = await post.order({ tracks: { protection: 'wished' } })
    await post.pay()
    valueIn(await decide(await waiting(orderId), { kind: 'record', orderId, said: 'received', reason: '' }))
    expect(post.ledger.source.prepare('select protection, disbursement from orders').get()).toEqual({
      protection: 'received',
      disbursement: 'releasable',
    })
  })

  it('which order it is about; it goes on waiting', async () => {
    const orderId = await post.order()
    const id = await waiting()
    valueIn(await decide(id, { kind: 'assign', orderId }))
    expect(await get(id)).toMatchObject({ state: 'waiting', orderId, handledBy: null, version: 2 })
    valueIn(await decide(id, { kind: 'put_aside' }, 2))
    expect(await get(id)).toMatchObject({ state: 'put_aside', orderId, handledBy: 'user:tester' })
  })

  it('is refused: not there, decided already, changed meanwhile, no such order, an order that stands otherwise, a card number', async () => {
    const orderId = await post.order()
    const id = await waiting()
    expect(refusalOf(await decide(IncomingMailId.parse(9), { kind: 'put_aside' }))).toEqual({ refusal: 'not_found', what: 'mail' })
    expect(refusalOf(await decide(await waiting(null, 'understood'), { kind: 'put_aside' }))).toEqual({ refusal: 'already_decided' })
    expect(refusalOf(await decide(id, { kind: 'put_aside' }, 9))).toEqual({ refusal: 'changed_meanwhile' })
    expect(refusalOf(await decide(id, { kind: 'assign', orderId: OrderId.parse(9) }))).toEqual({ refusal: 'not_found', what: 'order' })
    expect(refusalOf(await decide(id, { kind: 'record', orderId, said: 'received', reason: '' }))).toMatchObject({
      refusal: 'order_step_refused',
    })
    expect(refusalOf(await decide(id, { kind: 'record', orderId, said: 'received', reason: '4111 1111 1111 1111' }))).toMatchObject({
      refusal: 'invalid_input',
    })
    expect(await get(id)).toMatchObject({ state: 'waiting', version: 1 })
    expect([auditOf(post, 'orders'), auditOf(post, 'notices')]).toEqual([[], []])
  })
})

it('what was written is never rewritten or thrown away', async () => {
  const id = await waiting()
  const change = writing(post.ledger, (writer) => writer.db.updateTable('incoming_mails').set({ text: 'x' }).where('id', '=', id).execute())
  await expect(change).rejects.toThrow('never rewritten')
  await expect(writing(post.ledger, (writer) => writer.db.deleteFrom('incoming_mails').execute())).rejects.toThrow('never deleted')
})
